"""The stylesheet: formats are read, re-used and appended, never renumbered."""

from __future__ import annotations

import copy
from collections.abc import Callable
from contextlib import suppress

from lacxl.domain.errors import refuse
from lacxl.engines.package import cell_styles, number_formats
from lacxl.engines.package.broken_files import Unclear
from lacxl.engines.package.xml import (
    Element,
    child,
    elements,
    flag,
    kids,
    local_name,
    make,
    parse,
    put,
    serialise,
    whole,
)
from lacxl.workbook.conditional_formats import Look
from lacxl.workbook.snapshot import CellLook
from lacxl.workbook.style import Style

XF_LIMIT = 64_000
"""The most cell formats that Excel allows in a workbook."""
MINIMAL = (
    '<styleSheet xmlns="{0}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font>'
    '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill'
    ' patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/>'
    '<bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0"'
    ' fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0"'
    ' fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)
"""What a workbook without stylesheet means."""

_CHILDREN = (
    "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst"
)
_ORDER = _CHILDREN.split()
Form = tuple[str, tuple[tuple[str, str], ...], str, tuple["Form", ...]]
_Reader = Callable[[Element], dict[str, str]]
_Writer = Callable[[dict[str, str], Element], Element]
_PARTS: tuple[tuple[str, str, tuple[_Reader, _Writer]], ...] = (
    ("font", "fonts", (cell_styles.font_facts, cell_styles.font_of)),
    ("fill", "fills", (cell_styles.fill_facts, cell_styles.fill_of)),
    ("border", "borders", (cell_styles.border_facts, cell_styles.border_of)),
)
_XF_ORDER = ("alignment", "protection", "extLst")


class Stylesheet:
    """A workbook's cell formats and differential formats."""

    def __init__(self, content: bytes, where: str) -> None:
        self._root = parse(content, where)
        self._where = where
        # Formats are named by their index in the list: only they count, no comment between them.
        listed = self._list("cellXfs")
        self._xfs = list(kids(listed, "xf"))
        if not self._xfs:
            self._xfs.append(make(listed, "xf", numFmtId="0"))
            listed.append(self._xfs[0])
        self._codes: dict[int, str] = {}
        for element in kids(child(self._root, "numFmts"), "numFmt"):
            with suppress(Unclear):  # what cannot be told apart is missed only where it is used
                number = whole(element.get("numFmtId") or "-")
                self._codes[number] = element.get("formatCode", "")
        self._looks: dict[int, CellLook] = {}
        self._dates: dict[int, bool] = {}
        self._spelt: dict[str | None, bool] = {}
        self._styles: dict[int, Style] = {}
        self._variants: dict[tuple[int, str | None, bool | None, Style | None], int] = {}
        self._known: dict[Form, int] = {}
        self.changed = False

    def serialise(self) -> bytes:
        """Return the part's bytes."""
        return serialise(self._root)

    def named(self, spelt: str | None) -> int:
        """Return the cell format that a cell or a row names; an empty name is that of the first.

        Raises Unclear where there is none of that name, or what it says cannot be read.
        """
        style = whole(spelt)
        try:
            self.look(style)
            self.is_date(style)
        except IndexError:
            raise Unclear(f"there is no cell format {style}") from None
        return style

    def shows_date(self, spelt: str | None) -> bool:
        """Say whether numbers are shown as dates by the cell format that a cell names.

        Raises Unclear as `named` does.
        """
        known = self._spelt.get(spelt)
        if known is None:
            known = self._spelt[spelt] = self.is_date(self.named(spelt))
        return known

    def look(self, style: int) -> CellLook:
        """Return number format and lock of a cell format; raises IndexError if there is none."""
        if style not in self._looks:
            xf = self._xf(style)
            guard = child(xf, "protection")
            self._looks[style] = CellLook(
                self._code(whole(xf.get("numFmtId"))),
                True if guard is None else flag(guard, "locked", True),
            )
        return self._looks[style]

    def is_date(self, style: int) -> bool:
        """Say whether numbers of this cell format are shown as dates."""
        if style not in self._dates:
            number = whole(self._xf(style).get("numFmtId"))
            self._dates[style] = (
                number not in self._codes and number in number_formats.EAST_ASIAN_DATES
            ) or number_formats.is_date(self._code(number))
        return self._dates[style]

    def style(self, index: int) -> Style:
        """Return all else of a cell format; raises IndexError if there is none, or Unclear."""
        if index not in self._styles:
            xf = self._xf(index)
            facts: dict[str, str] = {}
            for name, listed, (read, _) in _PARTS:
                present = list(kids(child(self._root, listed)))
                number = whole(xf.get(f"{name}Id"))
                if number < len(present):
                    facts |= read(present[number])
            alignment, guard = child(xf, "alignment"), child(xf, "protection")
            if alignment is not None:
                facts |= cell_styles.alignment_facts(alignment)
            if guard is not None and flag(guard, "hidden"):
                facts["hidden"] = "1"
            self._styles[index] = Style.of(facts, index)
        return self._styles[index]

    def variant(
        self,
        style: int,
        number_format: str | None = None,
        locked: bool | None = None,
        wanted: Style | None = None,
    ) -> int:
        """Return the cell format like this one but for what is given; append at need.

        Where the wanted style's own cell format, by its hint, is all of that, it is taken.
        """
        if wanted is not None:
            look = self.look(style)
            hint = wanted.index
            if (
                hint is not None
                and 0 <= hint < len(self._xfs)
                and self.style(hint) == wanted
                and self.look(hint)
                == CellLook(
                    look.number_format if number_format is None else number_format,
                    look.locked if locked is None else locked,
                )
            ):
                return hint
            if self.style(style) == wanted:
                wanted = None
        look = self.look(style)
        unchanged = number_format in (None, look.number_format) and locked in (None, look.locked)
        if unchanged and wanted is None:
            return style
        key = (style, number_format, locked, wanted)
        if key not in self._variants:
            xf = copy.deepcopy(self._xf(style))
            if wanted is not None:
                self._dress(xf, dict(wanted.facts))
            if number_format is not None and number_format != look.number_format:
                xf.set("numFmtId", str(self._number_format_id(number_format)))
                xf.set("applyNumberFormat", "1")
            if locked is not None and locked != look.locked:
                guard = child(xf, "protection")
                if guard is None:
                    guard = put(xf, make(xf, "protection"), _XF_ORDER)
                guard.set("locked", str(int(locked)))
                xf.set("applyProtection", "1")
            self._variants[key] = self._reuse_or_append(xf)
        return self._variants[key]

    def _dress(self, xf: Element, facts: dict[str, str]) -> None:
        """Make a cell format say the facts of a style."""
        for name, listed, (read, write) in _PARTS:
            xf.set(f"{name}Id", str(self._part(listed, name, facts, read, write)))
            xf.set(f"apply{name.title()}", "1")
        for element in list(kids(xf, "alignment")):
            xf.remove(element)
        alignment = cell_styles.alignment_of(facts, xf)
        xf.set("applyAlignment", "1")
        if alignment is not None:
            put(xf, alignment, _XF_ORDER)
        guard = child(xf, "protection")
        if guard is None and "hidden" in facts:
            guard = put(xf, make(xf, "protection"), _XF_ORDER)
        if guard is not None:
            guard.set("hidden", str(int("hidden" in facts)))
            xf.set("applyProtection", "1")

    def _part(
        self, listed: str, name: str, facts: dict[str, str], read: _Reader, write: _Writer
    ) -> int:
        """Return the number of the font, fill or border that says these facts; append at need."""
        holder = self._list(listed)
        present = list(kids(holder))
        own = {fact: value for fact, value in facts.items() if fact.partition(".")[0] == name}
        if not present:  # the first one is what cells have that name none; of fills, two are so
            for usual in ({}, {"fill": "gray125"})[: 2 if name == "fill" else 1]:
                present.append(write(usual, holder))
                self._append(holder, present[-1], len(present))
        for number, element in enumerate(present):
            if {fact: value for fact, value in read(element).items() if value} == own:
                return number
        self._append(holder, write(own, holder), len(present) + 1)
        return len(present)

    def differential(self, look: Look) -> int:
        """Return the index of the differential format with this look; append it at need."""
        listed = self._list("dxfs")
        wanted = _differential(look, listed)
        form = _form(wanted)
        present = list(kids(listed, "dxf"))
        for index, element in enumerate(present):
            if _form(element) == form:
                return index
        self._append(listed, wanted, len(present) + 1)
        return len(present)

    def differential_look(self, index: int) -> Look:
        """Return the look of a differential format as far as lacxl's rules go; of none, no look."""
        listed = list(kids(child(self._root, "dxfs"), "dxf"))
        if not 0 <= index < len(listed):
            return Look()
        fill = font = None
        bold = False
        for parent in listed[index].iter():
            for element in elements(parent):
                name = local_name(element)
                if name == "bgColor" or (name == "fgColor" and fill is None):
                    fill = _colour(element)
                elif name == "color" and local_name(parent) == "font":
                    font = _colour(element)
                elif name == "b":
                    bold = flag(element, "val", True)
        return Look(fill, font, bold)

    def _xf(self, style: int) -> Element:
        if not 0 <= style < len(self._xfs):
            raise IndexError(style)
        return self._xfs[style]

    def _code(self, number: int) -> str:
        return self._codes.get(number) or number_formats.BUILT_IN.get(
            number, number_formats.GENERAL
        )

    def _number_format_id(self, code: str) -> int:
        if code in number_formats.IDS and number_formats.IDS[code] not in self._codes:
            return number_formats.IDS[code]
        for number, known in self._codes.items():
            if known == code:
                return number
        number = max((*self._codes, number_formats.FIRST_CUSTOM - 1)) + 1
        if number > number_formats.LAST_CUSTOM:
            free = range(number_formats.FIRST_CUSTOM, number_formats.LAST_CUSTOM + 1)
            number = next(number for number in free if number not in self._codes)
        listed = self._list("numFmts")
        count = sum(1 for _ in kids(listed, "numFmt")) + 1
        self._append(listed, make(listed, "numFmt", numFmtId=str(number), formatCode=code), count)
        self._codes[number] = code
        return number

    def _reuse_or_append(self, xf: Element) -> int:
        if not self._known:
            for index, element in enumerate(self._xfs):
                self._known.setdefault(_form(element), index)
        form = _form(xf)
        if form not in self._known:
            if len(self._xfs) >= XF_LIMIT:
                raise refuse(
                    "W131",
                    "The workbook has as many cell formats as Excel allows; none can be added.",
                    self._where,
                    "Remove unused cell styles and formats in Excel, then save.",
                )
            self._append(self._list("cellXfs"), xf, len(self._xfs) + 1)
            self._xfs.append(xf)
            self._known[form] = len(self._xfs) - 1
        return self._known[form]

    def _append(self, listed: Element, element: Element, count: int) -> None:
        listed.append(element)
        listed.set("count", str(count))
        self.changed = True

    def _list(self, name: str) -> Element:
        listed = child(self._root, name)
        return put(self._root, make(self._root, name), _ORDER) if listed is None else listed


def _form(element: Element) -> Form:
    """Return what makes two formats the same: names, attributes, children, but no comments.

    Canonical XML would do, but libxml2's takes no namespace that is a relative URI, and lxml's
    tostring(method="c14n") of a comment kills the process (signal 11, lxml 6.1).
    """
    return (
        str(element.tag),
        tuple(sorted((str(name), str(value)) for name, value in element.attrib.items())),
        (element.text or "").strip(),
        tuple(_form(kid) for kid in elements(element)),
    )


def _differential(look: Look, listed: Element) -> Element:
    made = make(listed, "dxf")
    if look.bold or look.font:
        font = make(made, "font")
        made.append(font)
        if look.bold:
            font.append(make(font, "b"))
        if look.font:
            font.append(make(font, "color", rgb=f"FF{look.font.upper()}"))
    if look.fill:
        fill, pattern = make(made, "fill"), make(made, "patternFill")
        made.append(fill)
        fill.append(pattern)
        pattern.append(make(pattern, "bgColor", rgb=f"FF{look.fill.upper()}"))
    return made


def _colour(element: Element) -> str | None:
    value = element.get("rgb")
    return value[-6:].upper() if value else None
