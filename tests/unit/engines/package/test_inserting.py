"""A column or row inserted in a workbook file: all of it follows, and what does not is told."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from lacxl.domain.errors import Refused
from lacxl.engines.package import PackageWorkbook
from lacxl.workbook.insertion import Axis, Insertion

from growing import columns, growing, inserted, part, rows, with_parts, with_sheet  # isort: skip


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return growing(tmp_path_factory.mktemp("growing") / "growing.xlsx")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "result.xlsx"


def test_a_month_before_the_total_is_taken_in_and_each_range_told(
    source: Path, target: Path
) -> None:
    found = inserted(source, target, columns(5, extend=True))
    told = {(each.kind, each.where, each.before, each.after) for each in found.extensions}
    assert told == {
        *(("formula", f"Year!F{n}", f"B{n}:D{n}", f"B{n}:E{n}") for n in range(2, 7)),
        ("formula", "Summary!A1", "Year!B3:D3", "Year!B3:E3"),
        ("chart", "Year: chart1.xml", "Year!$B$1:$D$1", "Year!$B$1:$E$1"),
        ("chart", "Year: chart1.xml", "Year!$B$2:$D$2", "Year!$B$2:$E$2"),
        ("name", "Months", "Year!$B$1:$D$1", "Year!$B$1:$E$1"),
        ("name", "Year!_xlnm.Print_Area", "Year!$A$1:$D$15", "Year!$A$1:$E$15"),
        ("sparkline", "Year!G2", "Year!B2:D2", "Year!B2:E2"),
        ("table", "Visits", "A10:D13", "A10:E13"),
    }
    book = openpyxl.load_workbook(target)
    assert book["Year"]["F2"].value == "=SUM(B2:E2)"
    assert book["Year"]["D7"].value == "=SUM($B2:D2)", "a sum up to a month is about that month"
    assert book["Summary"]["A1"].value == "=Year!F2+SUM(Year!B3:E3)"


def test_without_being_asked_no_range_is_extended(source: Path, target: Path) -> None:
    assert inserted(source, target, columns(5)).extensions == ()
    book = openpyxl.load_workbook(target)
    assert book["Year"]["F2"].value == "=SUM(B2:D2)"
    assert book["Summary"]["A1"].value == "=Year!F2+SUM(Year!B3:D3)"
    assert book["Year"].tables["Visits"].ref == "A10:D13"


def test_what_surrounds_the_rows_follows(source: Path, target: Path) -> None:
    inserted(source, target, columns(5))
    sheet = openpyxl.load_workbook(target)["Year"]
    assert {str(area) for area in sheet.merged_cells.ranges} == {"B15:F15"}
    (rule,) = sheet.conditional_formatting
    assert str(rule.sqref) == "B2:E6", "the new column has the format of the one before"
    assert [each.formula for each in rule.rules] == [["$F$2"]]
    (listed,) = sheet.data_validations.dataValidation
    assert str(listed.sqref) == "B2:E6"
    assert sheet["F2"].comment.text == "the sum"
    assert sheet.freeze_panes == "B2"
    assert [each.id for each in sheet.col_breaks.brk] == [2, 5]
    text = part(target, "xl/worksheets/sheet1.xml")
    assert 'ref="F8"' in text[text.index("<hyperlinks") :]
    assert "<xm:sqref>G2</xm:sqref>" in text
    other = openpyxl.load_workbook(target)["Summary"]
    assert [each.formula for found in other.conditional_formatting for each in found.rules] == [
        ["Year!$F$2>1"]
    ]


def test_the_new_column_looks_like_the_one_before(source: Path, target: Path) -> None:
    inserted(source, target, columns(5, 2))
    sheet = openpyxl.load_workbook(target)["Year"]
    for column in "EF":
        assert sheet[f"{column}3"].number_format == "0.0%"
        assert sheet[f"{column}3"].fill.start_color.rgb == "FFDDEEFF"
        assert sheet[f"{column}3"].value is None
    text = part(target, "xl/worksheets/sheet1.xml")
    widths = re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', text)
    assert [(a, b) for a, b, _ in widths] == [("2", "6"), ("7", "7")]


def test_a_table_gets_a_column_with_a_heading(source: Path, target: Path) -> None:
    inserted(source, target, columns(3, 2))
    table = openpyxl.load_workbook(target)["Year"].tables["Visits"]
    assert table.ref == "A10:F13"
    assert [column.name for column in table.tableColumns] == [
        "What", "Apr", "Column1", "Column2", "May", "Jun",
    ]  # fmt: skip
    sheet = openpyxl.load_workbook(target)["Year"]
    assert [sheet.cell(10, column).value for column in range(1, 7)] == [
        "What", "Apr", "Column1", "Column2", "May", "Jun",
    ]  # fmt: skip


def test_a_table_that_is_extended_gets_its_column_last(source: Path, target: Path) -> None:
    inserted(source, target, columns(5, extend=True))
    sheet = openpyxl.load_workbook(target)["Year"]
    assert [column.name for column in sheet.tables["Visits"].tableColumns][-1] == "Column1"
    assert sheet["E10"].value == "Column1"


def test_what_goes_by_number_is_told_with_its_cell(source: Path, target: Path) -> None:
    found = inserted(source, target, columns(5))
    assert {(each.kind, each.where) for each in found.unfollowed} == {
        ("INDIRECT", "Summary!A2"),
        ("VLOOKUP", "Summary!A3"),
        ("OFFSET", "Last"),
        ("link", "Year!F8"),
    }
    behind = inserted(source, target.with_name("behind.xlsx"), columns(9))
    assert {each.kind for each in behind.unfollowed} == {"OFFSET"}, "how far it goes is worked out"


def test_points_that_a_chart_keeps_stay_with_their_cells(source: Path, target: Path) -> None:
    old = part(source, "xl/charts/chart1.xml")
    assert '<c:ptCount val="3"/>' in old
    inserted(source, target, columns(3, 2))
    chart = part(target, "xl/charts/chart1.xml")
    assert "<c:f>Year!$B$2:$F$2</c:f>" in chart
    points = re.findall(r'<c:ptCount val="5"/>(.*?)</c:(?:num|str)Cache>', chart)
    assert [re.findall(r'idx="(\d)"', each) for each in points] == [["0", "3", "4"]] * 2


def test_drawings_move_with_their_cells(source: Path, target: Path) -> None:
    old, name = part(source, "xl/drawings/drawing1.xml"), "xl/drawings/drawing1.xml"
    at = [int(n) for n in re.findall(r"<xdr:col>(\d+)", old)]
    inserted(source, target, columns(5, 2))
    assert [int(n) for n in re.findall(r"<xdr:col>(\d+)", part(target, name))] == [
        number + 2 for number in at
    ]
    notes = part(target, "xl/drawings/vmlDrawing1.vml")
    assert "<x:Column>6</x:Column>" in notes


@pytest.mark.parametrize(("how", "columns_after"), [("oneCell", (3, 7)), ("absolute", (3, 7))])
def test_a_drawing_across_the_place_keeps_its_size_if_it_has_to(
    source: Path, tmp_path: Path, target: Path, how: str, columns_after: tuple[int, int]
) -> None:
    name = "xl/drawings/drawing1.xml"
    drawing = part(source, name)
    drawing = re.sub(r"<xdr:twoCellAnchor[^>]*>", f'<xdr:twoCellAnchor editAs="{how}">', drawing)
    drawing = re.sub(r"<xdr:col>\d+(.*?)<xdr:col>\d+", r"<xdr:col>3\1<xdr:col>7", drawing)
    drawing = re.sub(r"<xdr:colOff>\d+", "<xdr:colOff>0", drawing)
    odd = with_parts(tmp_path / "odd.xlsx", source, {name: drawing})
    inserted(odd, target, columns(9))
    assert part(target, name) == drawing
    inserted(odd, target.with_name("within.xlsx"), columns(7))
    after = re.findall(r"<xdr:col>(\d+)", part(target.with_name("within.xlsx"), name))
    assert tuple(map(int, after)) == columns_after


def test_parts_that_name_nothing_of_the_sheet_stay(source: Path, target: Path) -> None:
    inserted(source, target, Insertion("Summary", Axis.COLUMNS, 9))
    for name in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/charts/chart1.xml"):
        assert part(target, name) == part(source, name)


def test_new_rows_are_as_high_and_formatted_as_the_one_before(
    source: Path, tmp_path: Path, target: Path
) -> None:
    odd = with_sheet(
        tmp_path / "odd.xlsx",
        source,
        '<row r="2" spans="1:3" s="1" customFormat="1" ht="30" customHeight="1">'
        '<c r="A2" s="1"><v>1</v></c><c r="B2" s="2"><v>2</v></c><c r="C2"><v>3</v></c></row>'
        '<row r="3" hidden="1"><c r="A3"><f>SUM(A1:A2)</f><v>1</v></c></row>',
    )
    inserted(odd, target, rows(3, 2, extend=True))
    assert (
        part(target, "xl/worksheets/sheet1.xml")
        .partition("<sheetData>")[2]
        .startswith(
            '<row r="2" spans="1:3" s="1" customFormat="1" ht="30" customHeight="1">'
            '<c r="A2" s="1"><v>1</v></c><c r="B2" s="2"><v>2</v></c><c r="C2"><v>3</v></c></row>'
            '<row r="3" spans="1:3" s="1" customFormat="1" ht="30" customHeight="1">'
            '<c r="B3" s="2"/><c r="C3" s="0"/></row>'
            '<row r="4" spans="1:3" s="1" customFormat="1" ht="30" customHeight="1">'
            '<c r="B4" s="2"/><c r="C4" s="0"/></row>'
            '<row r="5" hidden="1"><c r="A5"><f>SUM(A1:A4)</f><v>1</v></c></row>'
        )
    )


SHARED = (
    '<row r="1"><c r="A1"><f t="shared" ref="A1:C1" si="0">A5+$C$5</f><v>0</v></c>'
    '<c r="B1"><f t="shared" si="0"/><v>0</v></c><c r="C1"><f t="shared" si="0"/><v>0</v></c></row>'
    '<row r="2"><c r="A2"><f t="shared" ref="A2:A3" si="1">C2*2</f><v>0</v></c></row>'
    '<row r="3"><c r="A3"><f t="shared" si="1"/><v>0</v></c></row>'
)


def test_shared_formulas_are_spelt_out_where_they_cannot_be_shared(
    source: Path, tmp_path: Path, target: Path
) -> None:
    odd = with_sheet(tmp_path / "odd.xlsx", source, SHARED)
    inserted(odd, target, columns(3))
    text = part(target, "xl/worksheets/sheet1.xml")
    assert re.findall(r'<c r="(\w+)"><f([^>]*)>([^<]*)', text) == [
        ("A1", "", "A5+$D$5"),
        ("B1", "", "B5+$D$5"),
        ("D1", "", "D5+$D$5"),
        ("A2", ' t="shared" ref="A2:A3" si="1"', "D2*2"),
        ("A3", ' t="shared" si="1"/', ""),
    ]


def test_a_shared_formula_that_moves_as_one_stays_shared(
    source: Path, tmp_path: Path, target: Path
) -> None:
    odd = with_sheet(tmp_path / "odd.xlsx", source, SHARED)
    inserted(odd, target, columns(1))
    text = part(target, "xl/worksheets/sheet1.xml")
    assert '<c r="B1"><f t="shared" ref="B1:D1" si="0">B5+$D$5</f>' in text
    assert '<c r="C1"><f t="shared" si="0"/>' in text


ARRAY = '<row r="2"><c r="B2"><f t="array" ref="B2:C4">TRANSPOSE(E2:G3)</f><v>1</v></c></row>'


def test_an_array_formula_moves_as_a_whole_or_not_at_all(
    source: Path, tmp_path: Path, target: Path
) -> None:
    odd = with_sheet(tmp_path / "odd.xlsx", source, ARRAY)
    inserted(odd, target, columns(2))
    text = part(target, "xl/worksheets/sheet1.xml")
    assert '<c r="C2"><f t="array" ref="C2:D4">TRANSPOSE(F2:H3)</f>' in text
    for place in (columns(3), rows(3)):
        with pytest.raises(Refused) as refused, PackageWorkbook(odd) as book:
            book.insert(place, target.with_name("none.xlsx"))
        assert refused.value.codes == ("W142",)
        assert not target.with_name("none.xlsx").exists()


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ('<row r="2"><c r="XFD2"><v>1</v></c></row>', columns(3)),
        ('<row r="1048576"><c r="A1048576"><v>1</v></c></row>', rows(3)),
        ('<row r="2"><c r="XFC2"><v>1</v></c></row>', columns(3, 2)),
    ],
)
def test_nothing_is_pushed_off_the_sheet(
    source: Path, tmp_path: Path, target: Path, content: str, place: Insertion
) -> None:
    odd = with_sheet(tmp_path / "odd.xlsx", source, content)
    with pytest.raises(Refused) as refused, PackageWorkbook(odd) as book:
        book.insert(place, target)
    assert refused.value.codes == ("W143",)


def test_an_empty_last_row_is_left_out(source: Path, tmp_path: Path, target: Path) -> None:
    """LibreOffice writes one once a row was deleted."""
    content = '<row r="3"><c r="A3"><v>1</v></c></row><row r="1048576" ht="12.8"/>'
    odd = with_sheet(tmp_path / "odd.xlsx", source, content)
    inserted(odd, target, rows(3))
    text = part(target, "xl/worksheets/sheet1.xml")
    assert '"A4"' in text
    assert "10485" not in text


def test_rows_that_are_written_in_other_ways_follow_too(
    source: Path, tmp_path: Path, target: Path
) -> None:
    odd = with_sheet(
        tmp_path / "odd.xlsx",
        source,
        "<row><c><v>1</v></c><c><f><![CDATA[A2&C2]]></f><v>3</v></c><!-- <c r='C9'> --></row>"
        "<row spans='1:3'><c t='inlineStr'><is><t><![CDATA[<c r=\"B2\">]]></t></is></c>"
        "<c s='0' r='C2'><v>5</v></c></row>",
    )
    inserted(odd, target, columns(2))
    sheet = openpyxl.load_workbook(target)["Year"]
    assert [sheet[cell].value for cell in ("A1", "C1", "A2", "D2")] == [
        1, "=A2&D2", '<c r="B2">', 5,
    ]  # fmt: skip


@pytest.mark.parametrize("axis", list(Axis))
def test_a_sheet_that_a_password_guards_needs_it(source: Path, target: Path, axis: Axis) -> None:
    guarded = target.with_name("guarded.xlsx")
    book = openpyxl.load_workbook(source)
    book["Year"].protection.set_password("open")
    book["Year"].protection.enable()
    book.save(guarded)
    place = Insertion("Year", axis, 3)
    with PackageWorkbook(guarded) as file:
        for password, code in ((None, "W130"), ("other", "W129")):
            with pytest.raises(Refused) as refused:
                file.insert(place, target, password=password)
            assert refused.value.codes == (code,)
        file.insert(place, target, password="open")


def test_a_place_that_is_not_on_the_sheet_is_refused(source: Path, target: Path) -> None:
    with PackageWorkbook(source) as book:
        for place in (columns(0), columns(16_385), rows(2, 0), Insertion("No", Axis.ROWS, 1)):
            with pytest.raises(Refused):
                book.insert(place, target)
    assert not target.exists()
