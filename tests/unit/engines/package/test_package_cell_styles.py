"""Cell formats read as facts, and made of facts where the file has none that says them."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from made_packages import MAIN, parts_of, save

from lacxl.engines.package import PackageWorkbook, verify
from lacxl.engines.package.styles import Stylesheet
from lacxl.workbook.address import Cell
from lacxl.workbook.changes import CellChange, ChangeSet, Swap
from lacxl.workbook.style import Style
from oracles import invariants

FONTS = (
    '<fonts count="2"><font><sz val="11"/><color theme="1"/><name val="Calibri"/><family val="2"/>'
    '<scheme val="minor"/></font><font><b/><i val="0"/><strike val="true"/><u/>'
    '<vertAlign val="superscript"/><sz val="9.50"/><color rgb="ff1f4e79"/><name val="Arial"/>'
    "</font></fonts>"
)
FILLS = (
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill '
    'patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor theme="4" '
    'tint="0.59"/><bgColor indexed="64"/></patternFill></fill></fills>'
)
BORDERS = (
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    '<border diagonalUp="1"><left style="thin"><color indexed="22"/></left><right/>'
    '<top style="double"/><bottom/><diagonal style="hair"><color auto="1"/></diagonal></border>'
    "</borders>"
)
XFS = (
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="9" fontId="1" fillId="2" borderId="1" xfId="0" quotePrefix="1"><alignment '
    'horizontal="center" vertical="top" wrapText="1" textRotation="90" indent="2"/><protection '
    'hidden="1"/></xf></cellXfs>'
)
ALL = {
    "font.bold": "1",
    "font.strike": "1",
    "font.underline": "single",
    "font.vertical": "superscript",
    "font.size": "9.5",
    "font.color": "#1F4E79",
    "font.name": "Arial",
    "fill": "solid theme:4:0.59",
    "border.left": "thin indexed:22",
    "border.top": "double auto",
    "border.up": "hair auto",
    "align.horizontal": "center",
    "align.vertical": "top",
    "align.wrap": "1",
    "align.rotation": "90",
    "align.indent": "2",
    "hidden": "1",
}
GRADIENT = (
    f'<gradientFill xmlns="{MAIN}" degree="90"><stop position="0"><color rgb="FFFFFFFF"/></stop>'
    '<stop position="1"><color rgb="FF000000"/></stop></gradientFill>'
)
ROWS = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="1"/></row>'


def sheet(*parts: str) -> Stylesheet:
    return Stylesheet(f'<styleSheet xmlns="{MAIN}">{"".join(parts)}</styleSheet>'.encode(), "w")


def test_every_fact_is_read() -> None:
    styles = sheet(FONTS, FILLS, BORDERS, XFS)
    assert dict(styles.style(1).facts) == ALL
    assert styles.style(1).index == 1
    usual = {"font.name": "Calibri", "font.size": "11", "font.color": "theme:1"}
    assert dict(styles.style(0).facts) == usual


def test_the_hint_is_taken_where_it_is_still_true() -> None:
    styles = sheet(FONTS, FILLS, BORDERS, XFS)
    assert styles.variant(0, "0%", None, styles.style(1)) == 1
    assert not styles.changed


@pytest.mark.parametrize("hint", [None, 0, 1, 77])
@pytest.mark.parametrize("facts", [ALL, ALL | {"fill": "darkGrid #FF0000 theme:2"}, {}])
def test_a_style_that_the_file_has_not_is_made(facts: dict[str, str], hint: int | None) -> None:
    styles = sheet(FONTS, XFS[:-10] + "</cellXfs>")
    wanted = Style.of(facts, hint)
    made = styles.variant(0, "0.0", False, wanted)
    again = Stylesheet(styles.serialise(), "w")
    assert again.style(made) == wanted
    assert (again.look(made).number_format, again.look(made).locked) == ("0.0", False)
    assert styles.variant(0, "0.0", False, wanted) == made
    assert dict(again.style(0).facts) == dict(sheet(FONTS, XFS).style(0).facts)


def test_a_gradient_is_copied_as_it_is() -> None:
    fills = f'<fills count="1"><fill>{GRADIENT.replace(f" xmlns={MAIN!r}", "")}</fill></fills>'
    styles = sheet(FONTS, fills, BORDERS, XFS.replace('fillId="2"', 'fillId="0"'))
    wanted = styles.style(1)
    assert dict(wanted.facts)["fill"].startswith("gradient <")
    other = sheet(FONTS, FILLS, BORDERS, XFS)
    made = other.variant(0, None, None, wanted)
    assert Stylesheet(other.serialise(), "w").style(made) == wanted


def test_what_is_made_is_in_order(tmp_path: Path) -> None:
    source = save(tmp_path / "a.xlsx", parts_of(ROWS, styles=FONTS + FILLS + BORDERS + XFS))
    target = tmp_path / "b.xlsx"
    with PackageWorkbook(source) as book:
        cells = [Cell(1, 1), Cell(1, 2), Cell(9, 9)]
        before = book.styles_of("S", cells)
        facts = dict(before[cells[1]].facts) | {"font.size": "20", "border.right": "thin #FF0000"}
        wanted = ChangeSet(
            tuple(
                CellChange("S", c, style=Swap(before[c], Style.of(facts)))
                for c in (cells[0], cells[2])
            )
        )
        book.write(wanted, target)
    verify(target, wanted)
    assert invariants.new_breaches(source, target) == ()
    with PackageWorkbook(target) as book:
        after = book.styles_of("S", cells)
        assert dict(after[cells[0]].facts) == facts
        assert after[cells[1]] == before[cells[1]]
        book.write(wanted.reverse(), tmp_path / "c.xlsx")
    verify(tmp_path / "c.xlsx", wanted.reverse())
    with PackageWorkbook(tmp_path / "c.xlsx") as book:
        assert book.styles_of("S", cells) == before
        assert [s.index for s in book.styles_of("S", cells).values()] == [0, 1, 0]
    root = etree.fromstring(read_styles(target))
    font = root.findall(f".//{{{MAIN}}}font")[-1]
    assert [etree.QName(kid).localname for kid in font] == [
        "b", "strike", "u", "vertAlign", "sz", "color", "name",
    ]  # fmt: skip


def read_styles(path: Path) -> bytes:
    import zipfile

    with zipfile.ZipFile(path) as package:
        return package.read("xl/styles.xml")
