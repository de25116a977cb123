"""Sheets as programs write them: what is in their cells, and what is odd about them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest
import python_calamine

import needs
from lacxl.domain.errors import Refused
from lacxl.tables.cell import Flaw
from lacxl.tables.sheet_cells import NumberStyle
from lacxl.tables.workbook_parts import _shown_by
from lacxl.tables.workbooks import SheetTable, open_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
DATE, CLOCK, DURATION, PERCENTAGE, TEXT = 1, 2, 3, 4, 5
FORMATS = ("dd/mm/yyyy", "hh:mm", "[h]:mm", '0.0%;"day "0', '"day "0;[Red]\\d0')


def book(rows: str, *, more: str = "", texts: str = "", about: str = "", main: str = MAIN) -> bytes:
    """A workbook of one sheet with these rows, and a style for each of FORMATS."""
    links = main.replace("spreadsheetml", "officeDocument").replace("/main", "/relationships")
    numbers = "".join(
        f'<numFmt numFmtId="{200 + n}" formatCode="{code.replace(chr(34), "&quot;")}"/>'
        for n, code in enumerate(FORMATS)
    )
    styles = "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(len(FORMATS)))
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{links}">{about}'
        '<sheets><sheet name="List" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": "<Relationships>"
        f'<Relationship Id="r1" Type="{links}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{links}/sharedStrings" Target="/xl/texts.xml"/>'
        f'<Relationship Id="r3" Type="{links}/styles" Target="styles.xml"/></Relationships>',
        "xl/texts.xml": f'<sst xmlns="{main}">{texts}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><numFmts>{numbers}</numFmts>'
        f'<cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}">'
        f"<sheetData>{rows}</sheetData>{more}</worksheet>",
    }
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return into.getvalue()


def sheet(content: bytes) -> SheetTable:
    (table,) = open_workbook(content, "list.xlsx")
    return table


def cells(rows: str, **parts: str) -> list[list[object]]:
    found: list[list[object]] = [list(row) for row in sheet(book(rows, **parts)).sheet.rows]
    return found


def row(*cells: tuple[str, object]) -> str:
    """A row of numbers, each with its attributes."""
    written = "".join(f"<c {attributes}><v>{value}</v></c>" for attributes, value in cells)
    return f"<row>{written}</row>"


def test_cells_go_where_they_say_in_whatever_order_or_follow_the_one_before() -> None:
    rows = (
        '<row r="3"><c r="C3"><v>3</v></c><c r="A3"><v>1</v></c><c><v>2</v></c></row>'
        '<row r="1"><c><v>7</v></c></row><row><c r="B2"><v>8</v></c></row>'
    )
    assert cells(rows) == [["7"], ["", "8"], ["1", "2", "3"]]


@pytest.mark.parametrize("main", [MAIN, STRICT])
def test_texts_are_read_whole_and_without_how_they_are_spoken(main: str) -> None:
    texts = (
        "<si><t> in \u00a0</t></si>"
        "<si><r><t>fos</t></r><r><t>ter</t></r><rPh sb='0' eb='1'><t>x</t></rPh></si>"
        "<si><t>two_x000D_\nlines</t></si><si/>"
    )
    rows = row(*((f't="s" r="{at}1"', n) for n, at in enumerate("ABCD"))) + (
        '<row><c t="inlineStr"><is><t>in</t><rPh sb="0" eb="1"><t>x</t></rPh></is></c>'
        '<c t="str"><f>A1</f><v>last</v></c></row>'
    )
    assert cells(rows, texts=texts, main=main) == [
        ["in", "foster", "two\r\nlines"],
        ["in", "last"],
    ]


def test_numbers_are_what_they_are_shown_as() -> None:
    rows = row(
        (f's="{DATE}"', 42155), (f's="{DATE}"', 42155.5), (f's="{CLOCK}"', 0.5),
        (f's="{DURATION}"', 1.25), (f's="{PERCENTAGE}"', 0.5), (f's="{TEXT}"', 3),
        ("", "1E3"), ("", 0.1), ('t="b"', 1), ('s="99"', 4),
    )  # fmt: skip
    assert cells(rows) == [
        [dt.datetime(2015, 5, 31), dt.datetime(2015, 5, 31, 12), "12:00:00", "1 day, 6:00:00",
         "0.5", "3", "1000", "0.1", "TRUE", "4"],
    ]  # fmt: skip
    assert sheet(book(rows)).percentages() == {4: frozenset({1})}


@pytest.mark.parametrize(
    ("number", "since_1900", "since_1904"),
    [
        (1, dt.datetime(1900, 1, 1), dt.datetime(1904, 1, 2)),
        (59, dt.datetime(1900, 2, 28), dt.datetime(1904, 2, 29)),
        (61, dt.datetime(1900, 3, 1), dt.datetime(1904, 3, 2)),
        (40693, dt.datetime(2011, 5, 30), dt.datetime(2015, 5, 31)),
        (2_957_003, dt.datetime(9995, 12, 30), dt.datetime(9999, 12, 31)),
        (2_958_465, dt.datetime(9999, 12, 31), None),
        (2_958_466, None, None),
        (-1, None, None),
    ],
)
def test_days_count_from_1900_or_from_1904(
    number: int, since_1900: dt.datetime | None, since_1904: dt.datetime | None
) -> None:
    rows = row((f's="{DATE}"', number))
    for about, day in (("", since_1900), ('<workbookPr date1904="1"/>', since_1904)):
        table = sheet(book(rows, about=about))
        assert table.sheet.rows == ([[day]] if day else [])
        assert dict(table.sheet.odd) == ({} if day else {(Flaw.NO_DATE, 0): [1]})


def test_dates_may_be_written_out() -> None:
    written = ("2015-05-31", "2015-05-31T12:30:00Z", "12:00:00.000", "PT24H")
    assert cells(row(*(('t="d"', each) for each in written))) == [
        [dt.datetime(2015, 5, 31), dt.datetime(2015, 5, 31, 12, 30), "12:00:00.000", "PT24H"],
    ]


def test_what_is_odd_is_told_by_row_and_column() -> None:
    rows = (
        "<row><c t='str'><v>a</v></c><c t='str'><v>b</v></c><c t='str'><v>c</v></c></row>"
        '<row><c><f>1</f><v>1</v></c><c><f>1</f></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        "<row><c><v>NaN</v></c><c><v>many</v></c><c><v>1e999</v></c></row>"
    )
    merged = '<mergeCells count="1"><mergeCell ref="A3:B5"/></mergeCells>'
    table = sheet(book(rows, more=merged))
    body, flawed = table.read(0, (0, 1, 2))
    assert body.rows.tolist() == [2]
    found = {(each.flaw, each.column): list(each.rows) for each in flawed}
    assert found == {
        (Flaw.FORMULA, "A"): [2], (Flaw.UNWORKED, "B"): [2], (Flaw.ERROR, "C"): [2],
        (Flaw.MERGED, "A"): [3, 4, 5], (Flaw.MERGED, "B"): [3, 4, 5],
        (Flaw.NO_VALUE, "A"): [3], (Flaw.NO_VALUE, "B"): [3], (Flaw.NO_VALUE, "C"): [3],
    }  # fmt: skip


def test_a_formula_that_gives_no_text_was_worked_out() -> None:
    """Excel writes an empty value for =IF(A1,"",""); who never worked anything out writes none."""
    rows = (
        '<row><c t="str"><v>a</v></c></row><row><c t="str"><f>""</f><v></v></c></row>'
        '<row><c t="str"><f>""</f></c></row><row><c><f>1</f><v/></c></row>'
    )
    assert {flaw: rows for (flaw, _), rows in sheet(book(rows)).sheet.odd.items()} == {
        Flaw.FORMULA: [2],
        Flaw.UNWORKED: [3, 4],
    }


@pytest.mark.parametrize(
    ("code", "is_date"),
    [("0_d", False), ("*s0", False), ("0.0_);[Red]\\d", False), ("d", True), ("[h]:mm", True),
     ("[" * 100_000, False)],
)  # fmt: skip
def test_formats_show_dates_by_their_signs_alone(code: str, is_date: bool) -> None:
    assert (_shown_by(code) in (NumberStyle.DATE, NumberStyle.DURATION)) is is_date


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c t="b"><v>true</v></c>', "TRUE"),
        ('<c t="b"><v>false</v></c>', "FALSE"),
        ('<c t="str"><v>_xD83D__xDE00_ _xD83D_</v></c>', "\U0001f600 \ufffd"),
        ('<c t="d"><v>20200102</v></c>', "20200102"),
        ('<c s="-1"><v>42155</v></c>', "42155"),
        ("<c><v>1_000</v></c>", ""),
        (f'<c s="{DATE}"><v>2958465.9999999995</v></c>', ""),
    ],
)
def test_odd_values(cell: str, value: str) -> None:
    assert cells(f"<row>{cell}</row>") == ([[value]] if value else [])


def test_parts_are_found_whatever_their_letters() -> None:
    """OPC part names ignore case, and a link may be percent-encoded."""
    content = book(row(("", 7)))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    links = parts["xl/_rels/workbook.xml.rels"]
    for target in (b"worksheets/Sheet1.xml", b"worksheets/sheet%31.xml", b"worksheets\\sheet1.xml"):
        parts["xl/_rels/workbook.xml.rels"] = links.replace(b"worksheets/sheet1.xml", target)
        assert sheet(_zipped(parts)).sheet.rows == [["7"]]
    parts["xl/_rels/workbook.xml.rels"] = links.replace(b"sheet1.xml", b"gone.xml")
    with pytest.raises(Refused, match="missing"):
        sheet(_zipped(parts))


def test_small_files_take_little_room_and_time() -> None:
    """Each of these took gigabytes or minutes."""
    merged = '<mergeCell ref="A1:GR10000"/>' * 300
    assert sum(map(len, sheet(book("", more=merged)).sheet.odd.values())) == 100_000
    for reference in ("A" * 3_000_000 + "1", "XFD1048576"):
        with pytest.raises(Refused, match="too far"):
            sheet(book(f'<row><c r="{reference}"><v>1</v></c></row>'))
    content = book('<row><c r="A1048576"><v>1</v></c></row>')
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    one = parts["xl/workbook.xml"]
    parts["xl/workbook.xml"] = one.replace(b"<sheets>", b"<sheets>" + 99 * _sheet_of(one))
    with pytest.raises(Refused, match="too far"):
        open_workbook(_zipped(parts), "list.xlsx")


def _sheet_of(workbook: bytes) -> bytes:
    start = workbook.index(b"<sheet ")
    return workbook[start : workbook.index(b"/>", start) + 2]


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return into.getvalue()


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ('<row><c r="A0"><v>1</v></c></row>', "too far"),
        ('<row><c r="7"><v>1</v></c></row>', "too far"),
        ('<row><c r="A1048577"><v>1</v></c></row>', "too far"),
        ('<row><c r="XFE1"><v>1</v></c></row>', "too far"),
        ('<row><c r="XFD9999"><v>1</v></c></row>', "too far"),
        ('<row><c r="A"><v>1</v></c></row>', "damaged"),
        ('<row r="x"/>', "damaged"),
        ('<row><c t="s"><v>1</v></c></row>', "damaged"),
        ("<row><c><v>1</c></row>", "damaged"),
    ],
)
def test_a_damaged_sheet_is_refused(rows: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        sheet(book(rows))
    assert refused.value.codes == ("X109",)
    assert why in refused.value.findings[0].what


def test_a_document_type_is_refused_in_every_part() -> None:
    content = book("<row><c><v>1</v></c></row>")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name in parts:
        into = io.BytesIO()
        with zipfile.ZipFile(into, "w") as package:
            for each, part in parts.items():
                begin = b'<!DOCTYPE a [<!ENTITY a "b">]>' if each == name else b""
                package.writestr(each, begin + part)
        with pytest.raises(Refused) as refused:
            open_workbook(into.getvalue(), "list.xlsx")
        assert refused.value.codes == ("X109",), name


def test_cells_that_are_only_formatted_take_no_room() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert cells(rows) == [["1"]]


@pytest.mark.parametrize("path", needs.corpus_files(), ids=lambda path: path.name)
def test_real_workbooks_have_the_cells_that_another_reader_finds(path: Path) -> None:
    """python-calamine shares no code with ours."""
    content = path.read_bytes()
    theirs = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    for table in open_workbook(content, path.name):
        grid = theirs.get_sheet_by_name(table.title).to_python(skip_empty_area=False)
        assert _shown(table.sheet.rows) == _shown(grid), table.title


def _shown(rows: Sequence[Sequence[object]]) -> dict[tuple[int, int], str]:
    return {
        (at, column): shown
        for at, row in enumerate(rows)
        for column, value in enumerate(row)
        if (shown := _cell(value))
    }


def _cell(value: object) -> str:
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat().removesuffix("T00:00:00")
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value).strip()


def test_openpyxls_workbooks_come_back(tmp_path: Path) -> None:
    written = [["Child", "Seen", "Held"], ["A1", dt.datetime(2015, 5, 31), True], [7, 0.25, None]]
    made = openpyxl.Workbook()
    for each in written:
        made.worksheets[0].append(each)
    made.save(tmp_path / "a.xlsx")
    found = sheet((tmp_path / "a.xlsx").read_bytes()).sheet.rows
    assert found == [written[0], ["A1", dt.datetime(2015, 5, 31), "TRUE"], ["7", "0.25"]]
