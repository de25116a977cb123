"""Draws the tab Corporate Parenting from vba_shim/customUI14.xml, as a picture for the docs.

python docs/draw_ribbon.py            write docs/pictures/ribbon.svg
python docs/draw_ribbon.py --check    say whether it is what the XML gives (exit 1 if not)

The groups, the buttons, their sizes, words and order are the XML's. The icons are simple drawings
of our own (Excel's are Microsoft's), and the words that Python gives while lacxl runs are examples.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

HERE = Path(__file__).parent
XML = HERE.parent / "vba_shim" / "customUI14.xml"
PICTURE = HERE / "pictures" / "ribbon.svg"
NS = "{http://schemas.microsoft.com/office/2009/07/customui}"

EXAMPLES = {
    "LacxlRibbon.GetMonthLabel": "May 2015 (filled)",
    "LacxlRibbon.GetProblemsLabel": "Problems (3)",
}
BEFORE, AFTER = ("File", "Home"), ("Insert", "Page Layout", "Formulas", "Data", "Review", "View")
"""Excel's own tabs, to show where this one stands (insertAfterMso)."""
CELL_MENU = ("Cut", "Copy", "Paste")

TAB_HEIGHT, BODY_HEIGHT, GROUP_TITLE = 30, 104, 18
LARGE_WIDTH, SMALL_ROW, SMALL_ROWS = 78, 26, 3
LETTER, PAD = 6.3, 8
INK, FAINT, LINE, GREEN, PAPER = "#262626", "#616161", "#d0d0d0", "#1e7145", "#f5f5f5"
BLUE, RED, AMBER = "#2b579a", "#c43e1c", "#d98200"

ICONS = {
    "CalendarInsert": (
        '<rect x="3" y="5" width="26" height="24" rx="2" fill="white" stroke="{ink}"/>'
        '<path d="M3 12H29M10 2V8M22 2V8" stroke="{ink}" fill="none"/>'
        '<path d="M8 18h4M14 18h4M20 18h4M8 23h4M14 23h4" stroke="{blue}" stroke-width="3"/>'
    ),
    "MailMergeGoToNextRecord": (
        '<rect x="3" y="5" width="16" height="22" rx="1" fill="white" stroke="{ink}"/>'
        '<path d="M3 11H19" stroke="{ink}" fill="none"/>'
        '<path d="M11 18H28M22 12L28 18L22 24" stroke="{blue}" stroke-width="3" fill="none"/>'
    ),
    "ImportTextFile": (
        '<rect x="11" y="3" width="18" height="26" rx="1" fill="white" stroke="{ink}"/>'
        '<path d="M11 10H29M11 16H29M11 22H29M20 3V29" stroke="{green}" fill="none"/>'
        '<path d="M2 16H15M10 10L16 16L10 22" stroke="{blue}" stroke-width="3" fill="none"/>'
    ),
    "FilePrintPreview": (
        '<path d="M5 3H19L25 9V29H5Z" fill="white" stroke="{ink}"/>'
        '<circle cx="19" cy="19" r="6" fill="white" stroke="{blue}" stroke-width="2.5"/>'
        '<path d="M23 24L29 30" stroke="{blue}" stroke-width="3.5"/>'
    ),
    "Undo": (
        '<path d="M8 12H20A8 8 0 0 1 20 28H12" stroke="{blue}" stroke-width="3.5" fill="none"/>'
        '<path d="M14 4L6 12L14 20" stroke="{blue}" stroke-width="3.5" fill="none"/>'
    ),
    "ErrorChecking": (
        '<path d="M16 3L30 28H2Z" fill="{amber}" stroke="none"/>'
        '<path d="M16 12V20M16 23V26" stroke="white" stroke-width="3.5"/>'
    ),
    "DataValidation": (
        '<path d="M4 4H28V28H4ZM4 12H28M4 20H28M16 4V28" fill="white" stroke="{ink}"/>'
        '<path d="M9 17L15 23L27 9" stroke="{green}" stroke-width="4" fill="none"/>'
    ),
    "AcceptInvitation": (
        '<path d="M4 17L13 26L28 6" stroke="{green}" stroke-width="4.5" fill="none"/>'
    ),
    "ViewDocumentMap": (
        '<path d="M3 5H29V27H3Z" fill="white" stroke="{ink}"/>'
        '<path d="M3 11H29M12 5V27" stroke="{ink}" fill="none"/>'
        '<path d="M14 13H20V18H14Z" fill="{green}"/><path d="M21 13H27V18H21Z" fill="{amber}"/>'
        '<path d="M14 20H20V25H14Z" fill="{blue}"/>'
        '<path d="M5 15.5H10M5 22.5H10" stroke="{faint}" stroke-width="2"/>'
    ),
    "ChartTypeLineInsertGallery": (
        '<path d="M4 3V28H29" stroke="{ink}" fill="none"/>'
        '<path d="M6 9H28M6 22H28" stroke="{faint}" stroke-width="1.5" stroke-dasharray="4 2"/>'
        '<path d="M6 18L12 13L18 19L23 12L28 5" stroke="{blue}" stroke-width="2.5" fill="none"/>'
    ),
    "FileCreateDocumentWorkspace": (
        '<path d="M4 9H13L16 12H28V27H4Z" fill="white" stroke="{ink}"/>'
        '<path d="M16 24V15M12 19L16 15L20 19" stroke="{blue}" stroke-width="2.5" fill="none"/>'
    ),
    "EditDocument": (
        '<path d="M5 3H19L25 9V29H5Z" fill="white" stroke="{ink}"/>'
        '<path d="M9 12H18M9 17H15" stroke="{faint}" stroke-width="2"/>'
        '<path d="M12 25L14 20L27 7L30 10L17 23Z" fill="{amber}" stroke="{ink}"/>'
    ),
    "FormulaEvaluate": (
        '<circle cx="14" cy="14" r="10" fill="white" stroke="{ink}" stroke-width="2"/>'
        '<path d="M21 21L29 29" stroke="{ink}" stroke-width="3.5"/>'
        '<path d="M11 21C14 21 13 8 17 8M9 14H17" stroke="{blue}" stroke-width="2" fill="none"/>'
    ),
    "Lock": (
        '<path d="M9 15V10A7 7 0 0 1 23 10V15" stroke="{ink}" stroke-width="3" fill="none"/>'
        '<rect x="5" y="15" width="22" height="14" rx="2" fill="{amber}"/>'
        '<path d="M16 19V25" stroke="white" stroke-width="3"/>'
    ),
    "Help": (
        '<circle cx="16" cy="16" r="13" fill="{blue}"/>'
        '<path d="M11.5 13A4.5 4.5 0 1 1 16 17.5V19.5M16 22V25" stroke="white" '
        'stroke-width="3" fill="none"/>'
    ),
    "AddInManager": (
        '<rect x="4" y="6" width="24" height="17" rx="2" fill="white" stroke="{ink}"/>'
        '<path d="M16 23V28M10 29H22" stroke="{ink}" stroke-width="2"/>'
        '<path d="M10 14L15 19L23 10" stroke="{green}" stroke-width="3.5" fill="none"/>'
    ),
    "Info": (
        '<path d="M6 3H26V29H6Z" fill="white" stroke="{ink}"/>'
        '<path d="M10 9H22M10 14H22M10 19H22M10 24H18" stroke="{faint}" stroke-width="2"/>'
    ),
}
"""On a ground of 32 by 32."""


@dataclass(frozen=True, slots=True)
class Control:
    """One button as the XML has it."""

    label: str
    icon: str
    large: bool
    drops_down: bool
    tip: str


def label_of(element: ET.Element) -> str:
    """Return the words on a control, an example where Python gives them."""
    return element.get("label") or EXAMPLES[element.get("getLabel", "")]


def controls_of(group: ET.Element) -> list[Control]:
    """Return a group's controls in order."""
    return [
        Control(
            label_of(element),
            element.get("imageMso", ""),
            element.get("size") == "large",
            element.tag == f"{NS}dynamicMenu",
            element.get("screentip", ""),
        )
        for element in group
    ]


def columns_of(controls: list[Control]) -> list[list[Control]]:
    """Return the controls as Excel sets them: a large one alone, small ones three to a column."""
    columns: list[list[Control]] = []
    for control in controls:
        last = columns[-1] if columns else None
        if control.large or last is None or last[0].large or len(last) == SMALL_ROWS:
            columns.append([control])
        else:
            last.append(control)
    return columns


def width_of(column: list[Control]) -> float:
    """Return how wide a column is."""
    if column[0].large:
        return LARGE_WIDTH
    return max(len(control.label) for control in column) * LETTER + 34


def text(x: float, y: float, words: str, *, fill: str = INK, size: float = 12, **more: str) -> str:
    """Return a text; more are SVG attributes with _ for -."""
    extra = "".join(f" {key.replace('_', '-')}={quoteattr(value)}" for key, value in more.items())
    return (
        f'<text x="{x:g}" y="{y:g}" fill="{fill}" font-size="{size:g}"{extra}>'
        f"{escape(words)}</text>"
    )


def icon(name: str, x: float, y: float, size: float) -> str:
    """Return our drawing for the icon of that name."""
    drawing = ICONS[name].format(ink=INK, faint=FAINT, blue=BLUE, green=GREEN, amber=AMBER)
    return f'<g transform="translate({x:g} {y:g}) scale({size / 32:g})">{drawing}</g>'


def tabs(own: str) -> Iterator[str]:
    """Draw the row of tabs, ours in front."""
    x = 14.0
    for name in (*BEFORE, own, *AFTER):
        width = len(name) * LETTER + 22
        middle = x + width / 2
        if name == own:
            yield f'<rect x="{x:g}" y="4" width="{width:g}" height="{TAB_HEIGHT}" fill="white"/>'
            yield f'<rect x="{x + 6:g}" y="27" width="{width - 12:g}" height="3" fill="{GREEN}"/>'
            style = {"font_weight": "bold", "text_anchor": "middle"}
            yield text(middle, 21, name, fill=GREEN, **style)
        else:
            yield text(middle, 21, name, fill=FAINT, text_anchor="middle")
        x += width


def large(control: Control, x: float, top: float) -> Iterator[str]:
    """Draw a large button: its icon above its words, on two lines where there are blanks."""
    middle = x + LARGE_WIDTH / 2
    yield icon(control.icon, middle - 17, top + 8, 34)
    first, _, rest = control.label.partition(" ")
    if rest.startswith(("2", "20")):  # a year stays with its month
        year, _, state = rest.partition(" ")
        first, rest = f"{first} {year}", state
    yield text(middle, top + 60, first, text_anchor="middle")
    drop = " \N{BLACK DOWN-POINTING SMALL TRIANGLE}" if control.drops_down else ""
    yield text(middle, top + 75, rest + drop, text_anchor="middle")


def small(control: Control, x: float, y: float) -> Iterator[str]:
    """Draw a small button: its words beside its icon."""
    yield icon(control.icon, x + 4, y + 4, 18)
    yield text(x + 28, y + 17, control.label)


def body(tab: ET.Element, top: float) -> tuple[list[str], float]:
    """Draw the groups; return the drawing and where it ends on the right."""
    drawn, x = [], float(PAD)
    for group in tab:
        start = x
        for column in columns_of(controls_of(group)):
            for row, control in enumerate(column):
                inner = (
                    large(control, x, top)
                    if control.large
                    else small(control, x, top + 4 + row * SMALL_ROW)
                )
                drawn += [
                    f"<g><title>{escape(control.tip or control.label)}</title>",
                    *inner,
                    "</g>",
                ]
            x += width_of(column)
        x = max(x, start + len(group.get("label", "")) * LETTER) + PAD
        bottom = top + BODY_HEIGHT
        drawn.append(
            text((start + x) / 2 - 4, bottom - 6, group.get("label", ""), fill=FAINT, size=11,
                 text_anchor="middle")
        )  # fmt: skip
        drawn.append(f'<path d="M{x:g} {top + 6:g}V{bottom - 4:g}" stroke="{LINE}"/>')
        x += PAD
    return drawn, x


def menu(root: ET.Element, x: float, y: float) -> list[str]:
    """Draw the top of a cell's menu."""
    own = [b.get("label", "") for b in root.iter(f"{NS}contextMenu").__next__()]
    words = [*own, *CELL_MENU]
    height = len(words) * 24 + 10
    place = f'x="{x:g}" y="{y:g}" width="190" height="{height}"'
    drawn = [f'<rect {place} fill="white" stroke="{LINE}"/>']
    for row, word in enumerate(words):
        line = y + 22 + row * 24
        if word in own:
            button = next(b for b in root.iter(f"{NS}button") if b.get("label") == word)
            drawn.append(icon(button.get("imageMso", ""), x + 8, line - 14, 18))
        drawn.append(text(x + 36, line, word, fill=INK if word in own else FAINT))
    return drawn


def draw(xml: str) -> str:
    """Return the picture as SVG."""
    root = ET.fromstring(xml)  # noqa: S314 - our own file
    tab = next(root.iter(f"{NS}tab"))
    groups, right = body(tab, TAB_HEIGHT + 4)
    below = TAB_HEIGHT + 4 + BODY_HEIGHT
    width, height = max(right + PAD, 700), below + 132
    fonts = "Segoe UI, Liberation Sans, Arial, sans-serif"
    size = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{fonts}" role="img">',
        f"<title>The tab {escape(tab.get('label', ''))} in Excel</title>",
        "<!-- made by docs/draw_ribbon.py from vba_shim/customUI14.xml: do not edit -->",
        f'<rect width="{width:g}" height="{height:g}" fill="white"/>',
        f'<rect width="{width:g}" height="{TAB_HEIGHT + 4}" fill="{PAPER}"/>',
        *tabs(tab.get("label", "")),
        *groups,
        f'<path d="M0 {below:g}H{width:g}" stroke="{LINE}"/>',
        text(PAD + 6, below + 28, "On the menu of a cell (right click):", fill=FAINT),
        *menu(root, 230, below + 10),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the picture, or say whether it differs."""
    picture = draw(XML.read_text("utf-8"))
    if PICTURE.exists() and PICTURE.read_text("utf-8") == picture:
        return 0
    if "--check" in sys.argv:
        sys.stdout.write("docs/pictures/ribbon.svg differs: run python docs/draw_ribbon.py\n")
        return 1
    PICTURE.write_text(picture, encoding="utf-8", newline="\n")
    sys.stdout.write("docs/pictures/ribbon.svg written\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
