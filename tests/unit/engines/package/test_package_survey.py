"""What is read: every spelling of a value, dates, shared texts, areas that are blocked."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pytest
from made_packages import SHEET, parts_of, save

from lacxl.engines.package import PackageWorkbook, cell_text, survey
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.conditional_formats import ConditionalFormat, Look
from lacxl.workbook.snapshot import (
    CellError,
    CellLook,
    CellValue,
    Formula,
    Protection,
    SheetSnapshot,
)

PHONETIC = "<r><t>to</t></r><r><rPr><b/></rPr><t>kyo</t></r><rPh sb='0' eb='1'><t>TO</t></rPh>"


def sheet(path: Path, **parts: object) -> SheetSnapshot:
    with PackageWorkbook(save(path / "a.xlsx", parts_of(**parts))) as book:  # type: ignore[arg-type]
        return book.survey().sheets[0]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("<c><v>1.5</v></c>", 1.5),
        ('<c t="n"><v> 1E3 </v></c>', 1000.0),
        ('<c t="b"><v>1</v></c>', True),
        ('<c t="b"><v>0</v></c>', False),
        ('<c t="e"><v>#N/A</v></c>', CellError("#N/A")),
        ('<c t="str"><v>a_x000D_b</v></c>', "a\rb"),
        (
            '<c t="inlineStr"><is><t xml:space="preserve"> a_x005F_x0041_ </t></is></c>',
            " a_x0041_ ",
        ),
        (f'<c t="inlineStr"><is>{PHONETIC}</is></c>', "tokyo"),
        ('<c t="s"><v>1</v></c>', "tokyo"),
        ('<c t="s"><v>2</v></c>', "😀&"),
        ('<c t="d"><v>2015-05-01T12:00:00Z</v></c>', dt.datetime(2015, 5, 1, 12)),
        ('<c s="1"><v>42125</v></c>', dt.datetime(2015, 5, 1)),
        ('<c s="1"><v>-1</v></c>', -1.0),
        ('<c s="1"><v>60</v></c>', 60.0),
        ('<c s="1"><v>61</v></c>', dt.datetime(1900, 3, 1)),
        ('<c s="1"><v>1</v></c>', dt.datetime(1900, 1, 1)),
        ('<c s="3"><v>42125</v></c>', 42125.0),
        ('<c t="str"><f>A1&amp;"x"</f><v>5x</v></c>', Formula('A1&"x"', "5x")),
        ('<c t="s"><f>A1</f><v>1</v></c>', Formula("A1", "tokyo")),
        ('<c><f t="shared" ref="A1:A9" si="0">B1</f><v>5</v></c>', Formula("B1", 5.0, "shared")),
        ('<c><f t="shared" si="0"/><v>5</v></c>', Formula("", 5.0)),
        ('<c><f t="array" ref="A1:A2">B1</f><v>5</v></c>', Formula("B1", 5.0, "array")),
        ('<c><f t="dataTable" ref="A1:A2"/><v>5</v></c>', Formula("", 5.0, "table")),
        ('<c s="1"/>', None),
        ("<c><v></v></c>", None),
    ],
)
def test_values(tmp_path: Path, cell: str, value: CellValue) -> None:
    strings = f"<si/><si>{PHONETIC}</si><si><t>_xD83D__xDE00_&amp;</t></si>"
    found = sheet(tmp_path, rows=f"<row>{cell}</row>", strings=strings).values
    assert found == ({} if value is None else {Cell(1, 1): value})
    assert [type(v) for v in found.values()] == ([] if value is None else [type(value)])


def test_dates_of_1904(tmp_path: Path) -> None:
    rows = '<row><c s="1"><v>0</v></c><c s="1"><v>40663</v></c></row>'
    found = sheet(tmp_path, rows=rows, workbook='<workbookPr date1904="1"/>').values
    assert list(found.values()) == [dt.datetime(1904, 1, 1), dt.datetime(2015, 5, 1)]


def test_rows_and_cells_without_address(tmp_path: Path) -> None:
    rows = (
        '<row><c><v>1</v></c><c><v>2</v></c><c r="E1"><v>5</v></c><c><v>6</v></c></row>'
        '<row r="7"><c><v>71</v></c></row>\n <row/><row><c><v>91</v></c></row>'
    )
    found = {str(cell): value for cell, value in sheet(tmp_path, rows=rows).values.items()}
    assert found == {"A1": 1, "B1": 2, "E1": 5, "F1": 6, "A7": 71, "A9": 91}


def test_the_surroundings_of_the_rows(tmp_path: Path) -> None:
    tail = (
        '<sheetProtection sheet="1" objects="1" sort="0" password="CC1A"/>'
        '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'
        '<conditionalFormatting sqref="C1:C3 E1"><cfRule type="expression" dxfId="0" priority="9">'
        '<formula>AND(C1=1,N("lacxl")=0)</formula></cfRule><cfRule type="expression" priority="1">'
        "<formula>C1=2</formula></cfRule></conditionalFormatting>"
    )
    styles = (
        '<cellXfs count="1"><xf/></cellXfs><dxfs count="1"><dxf><font><b/><color rgb="FFAA0000"/>'
        '</font><fill><patternFill><bgColor rgb="ff00bb00"/></patternFill></fill></dxf></dxfs>'
    )
    rows = '<row r="401"><c><v>1</v></c></row>'
    found = sheet(tmp_path, rows=rows, tail=tail, styles=styles)
    look = Look("00BB00", "AA0000", True)
    formula = 'AND(C1=1,N("lacxl")=0)'
    assert found.rules == tuple(
        ConditionalFormat(Area.parse(a), formula, look) for a in ("C1:C3", "E1")
    )
    assert found.merges == (Area(1, 1, 2, 2),)
    free = {"scenarios", "sort", "selectLockedCells", "selectUnlockedCells"}
    assert found.protection == Protection(frozenset(free), True)
    assert not found.complete
    assert found.values == {}


def test_tables_and_pivots_block_cells(tmp_path: Path) -> None:
    parts = parts_of('<row><c><f t="array" ref="A1:B2">1</f></c></row>')
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{relation}/table" Target="../tables/t.xml"/>'
        f'<Relationship Id="b" Type="{relation}/pivotTable" Target="/xl/p.xml"/>'
        f'<Relationship Id="c" Type="{relation}/hyperlink" Target="http://a"'
        ' TargetMode="External"/>'
        "</Relationships>"
    ).encode()
    parts["xl/tables/t.xml"] = b'<table ref="D4:E9" totalsRowCount="1"/>'
    parts["xl/p.xml"] = b'<pivot xmlns="x"><location ref="G9:I12" rowPageCount="2"/></pivot>'
    with PackageWorkbook(save(tmp_path / "a.xlsx", parts)) as book:
        found = {str(area): why for area, why in book.survey().sheets[0].blocked}
    assert found == {
        "D4:E4": "the header row of a table",
        "D9:E9": "the totals row of a table",
        "G9:I12": "a pivot table",
        "G6:H7": "a pivot table's filters",
        "A1:B2": "an array formula",
    }


def test_looks_of_absent_cells(tmp_path: Path) -> None:
    head = '<cols><col min="2" max="3" style="2"/></cols>'
    rows = '<row r="2" s="3" customFormat="1"><c r="A2" s="1"/></row><row r="3" s="3"/>'
    with PackageWorkbook(save(tmp_path / "a.xlsx", parts_of(rows, head=head))) as book:
        looks = book.looks("S", [Cell.parse(a) for a in ("A2", "B2", "B3", "A3", "B900", "D900")])
    assert {str(cell): look for cell, look in looks.items()} == {
        "A2": CellLook("mmm-yy", True),
        "B2": CellLook('0.0"d"', True),
        "A3": CellLook(),
        "B3": CellLook("0.00", False),
        "B900": CellLook("0.00", False),
        "D900": CellLook(),
    }


def test_what_lies_beyond_the_window_is_not_even_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large sheet without text costs its window only; with text, its tail is right."""
    monkeypatch.setattr(survey, "LARGE_SHEET", 1 << 20)
    merges = '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 60_000))
    plain = parts_of(rows + "<row><broken", tail=merges)
    with PackageWorkbook(save(tmp_path / "a.xlsx", plain)) as book:
        found = book.survey().sheets[0]
        assert len(found.values) == 400
        assert (found.merges, found.complete) == ((), False)
    words = parts_of(rows.replace('r="A2"', 'r="A2" t="str"'), tail=merges)
    with PackageWorkbook(save(tmp_path / "b.xlsx", words)) as book:
        assert book.survey().sheets[0].merges == (Area(1, 1, 1, 2),)
        assert book.survey(full=()).sheets[0].merges == ()
        assert book.survey(full=["S"]).sheets[0].merges == (Area(1, 1, 1, 2),)


def test_shared_texts_are_read_no_further_than_needed(tmp_path: Path) -> None:
    strings = "".join(f"<si><t>{n}</t></si>" for n in range(200_000))
    rows = '<row><c t="s"><v>5</v></c></row>'
    parts = parts_of(rows, strings=strings + "<si><broken")
    with PackageWorkbook(save(tmp_path / "a.xlsx", parts)) as book:
        assert book.survey().sheets[0].values == {Cell(1, 1): "5"}
    parts = parts_of(rows.replace("5", "199999"), strings=strings)
    with PackageWorkbook(save(tmp_path / "b.xlsx", parts)) as book:
        assert book.survey().sheets[0].values == {Cell(1, 1): "199999"}


def test_sheets_in_tab_order_and_hidden(tmp_path: Path) -> None:
    parts = parts_of()
    second = b'<sheet name="H" sheetId="2" state="veryHidden" r:id="r9"/><sheet name="S"'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'<sheet name="S"', second)
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"<Relationship ", b'<Relationship Id="r9" Type="a/worksheet" Target="h.xml"/>'
        b"<Relationship ", 1
    )  # fmt: skip
    parts["xl/h.xml"] = parts[SHEET]
    with PackageWorkbook(save(tmp_path / "a.xlsx", parts)) as book:
        assert [(s.name, s.visible) for s in book.survey().sheets] == [("H", False), ("S", True)]
    assert zipfile.is_zipfile(tmp_path / "a.xlsx")


@pytest.mark.parametrize(
    "plain", ["", "_x0041_", "a\rb\x01", "\ud800", "_x_", "_x00G1_", "￿", "__x0041_"]
)
def test_escapes_come_back(plain: str) -> None:
    expected = plain.replace("\ud800", "\ufffd")
    assert cell_text.unescape(cell_text.escape(plain)) == expected


FOLLOWER = '<f t="shared" si="3"/><v>5</v>'
SPELT = (
    '<row r="2"><c r="B2"><f t="shared" ref="B2:C9" si="3">A2*$A$1&amp;"B2"</f><v>4</v></c>'
    f'<c r="C2">{FOLLOWER}</c></row>'
)


def test_a_cell_that_shares_a_formula_has_its_own_text(tmp_path: Path) -> None:
    rows = f'{SPELT}<row r="4"><c r="B4">{FOLLOWER}</c></row>'
    found = sheet(tmp_path, rows=rows).values
    assert found == {
        Cell.parse("B2"): Formula('A2*$A$1&"B2"', 4.0, "shared"),
        Cell.parse("C2"): Formula('B2*$A$1&"B2"', 5.0),
        Cell.parse("B4"): Formula('A4*$A$1&"B2"', 5.0),
    }


def test_also_one_that_stands_before_the_cell_it_shares_from(tmp_path: Path) -> None:
    rows = f'<row r="1"><c r="C1">{FOLLOWER}</c></row>{SPELT}'
    assert sheet(tmp_path, rows=rows).values[Cell.parse("C1")] == Formula('B1*$A$1&"B2"', 5.0)


def test_also_where_only_its_own_row_is_asked_for(tmp_path: Path) -> None:
    rows = f'{SPELT}<row r="900"><c r="C900"><f t="shared" si="3"/><v>5</v></c></row>'
    cell = Cell.parse("C900")
    with PackageWorkbook(save(tmp_path / "a.xlsx", parts_of(rows))) as book:
        values, _ = book.details("S", [cell])
    assert values == {cell: Formula('B900*$A$1&"B2"', 5.0)}


def test_one_whose_text_would_leave_the_sheet_is_not_guessed(tmp_path: Path) -> None:
    rows = f'{SPELT}<row r="4"><c r="A4">{FOLLOWER}</c></row>'
    assert sheet(tmp_path, rows=rows).values[Cell.parse("A4")] == Formula("", 5.0)
