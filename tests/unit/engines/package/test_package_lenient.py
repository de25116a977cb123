"""Strict where it writes, lenient where it does not: what is carried over, what is refused."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from made_packages import OFFICE, OTHER, SHEET, part, parts_of, save, with_second

from lacxl.domain.errors import Refused
from lacxl.engines.package import PackageWorkbook, verify
from lacxl.workbook.address import Cell
from lacxl.workbook.changes import CellChange, ChangeSet, ProtectionChange, Swap
from lacxl.workbook.snapshot import OPEN_PROTECTION, UNREAD, CellLook, CellValue, SheetSnapshot

ROWS = '<row r="1"><c r="A1" t="str"><v>NO.</v></c></row>'


def changes(sheet: str, cell: str = "B2") -> ChangeSet:
    return ChangeSet((CellChange(sheet, Cell.parse(cell), Swap(None, 5.5)),))


def edited(path: Path, parts: dict[str, bytes], wanted: ChangeSet) -> Path:
    """Survey and edit the workbook; every part but those of the edit stays byte for byte."""
    source, target = save(path / "a.xlsx", parts), path / "b.xlsx"
    formulas = any(b"<f" in content for name, content in parts.items() if "worksheets/" in name)
    target.unlink(missing_ok=True)
    with PackageWorkbook(source) as book:
        book.survey()
        book.write(wanted, target)
    verify(target, wanted)
    for name, content in parts.items():
        if name not in (SHEET, "xl/styles.xml", "xl/workbook.xml" if formulas else ""):
            assert part(target, name) == content, name
    return target


def refusals(path: Path, parts: dict[str, bytes], wanted: ChangeSet) -> list[tuple[str, str, str]]:
    source, target = save(path / "a.xlsx", parts), path / "none.xlsx"
    with PackageWorkbook(source) as book, pytest.raises(Refused) as caught:
        book.write(wanted, target)
    assert not target.exists()
    return [(f.code, f.where, f.what) for f in caught.value.findings]


def surveyed(path: Path, parts: dict[str, bytes], name: str) -> SheetSnapshot:
    with PackageWorkbook(save(path / "a.xlsx", parts)) as book:
        return book.survey().sheet(name)


def sheet(rows: str = "", head: str = "", tail: str = "") -> bytes:
    return parts_of(rows, head=head, tail=tail)[SHEET]


NOT_UNDERSTOOD: dict[str, tuple[bytes, str]] = {
    "rows out of order": (sheet('<row r="2"/><row r="1"/>'), "its rows are out of order"),
    "a row twice": (sheet('<row r="2"/><row r="2"/>'), "its rows are out of order"),
    "a row beyond the last": (sheet('<row r="1048577"/>'), "beyond the last row"),
    "a huge row": (sheet('<row r="99999999999"/>'), "beyond the last row"),
    "a row whose number is none": (sheet('<row r="1_0"/>'), "a whole number in it is invalid"),
    "a row whose number is hidden": (sheet('<row r="&#53;"/>'), "a whole number in it is invalid"),
    "cells out of order": (
        sheet('<row r="3"><c r="B3"/><c r="A3"/></row>'),
        "the cells of row 3 are out of order",
    ),
    "a cell of another row": (sheet('<row r="3"><c r="B4"/></row>'), "it is in another row"),
    "a cell beyond the last": (sheet('<row r="3"><c r="XFE3"/></row>'), "beyond the last column"),
    "an address that is none": (sheet('<row r="3"><c r="3"/></row>'), "the address of a cell"),
    "columns that overlap": (
        sheet(head='<cols><col min="1" max="3"/><col min="2" max="2"/></cols>'),
        "the widths of its columns overlap",
    ),
    "a merge that is none": (
        sheet(tail='<mergeCells><mergeCell ref="somewhere"/></mergeCells>'),
        "the area of merged cells is invalid",
    ),
    "an array without place": (
        sheet('<row r="9"><c r="A9"><f t="array" ref="!">1</f></c></row>'),
        "the area of an array formula is invalid",
    ),
    "no worksheet": (b'<chartsheet xmlns="urn:x"><sheetData/></chartsheet>', "it is no worksheet"),
    "rules in its document type": (
        b"<!DOCTYPE worksheet [<!ATTLIST c t CDATA 's'>]>" + sheet(),
        "a document type with rules of its own",
    ),
    "another encoding": (b'<?xml version="1.0" encoding="EBCDIC"?>' + sheet(), "an encoding"),
    "an end that is missing": (sheet().split(b"</")[0], "its end is missing"),
    "faulty XML": (sheet(tail="<a><b></a>"), "well-formed"),
    "nothing": (b"", "it has no sheetData"),
}


@pytest.mark.parametrize("kind", NOT_UNDERSTOOD)
def test_a_sheet_that_is_not_understood_is_carried_over_and_not_written(
    tmp_path: Path, kind: str
) -> None:
    content, reason = NOT_UNDERSTOOD[kind]
    parts = with_second(parts_of(ROWS), content)
    found = surveyed(tmp_path, parts, "T")
    cell_only = kind == "an array without place"
    assert found.faults
    assert found.complete is cell_only
    edited(tmp_path, parts, changes("S"))
    ((code, where, what),) = refusals(tmp_path, parts, changes("T", "B3"))
    assert code in ("W115", "W117", "W133")
    assert "'T'" in where
    assert OTHER in where
    assert reason in what
    assert "spreadsheet" not in what


CELLS: dict[str, tuple[str, str]] = {
    "a number that is none": ("<v>0.9.8</v>", "its number is invalid"),
    "no finite number": ("<v>1e999</v>", "its number is invalid"),
    "a decimal comma": ("<v>0,5</v>", "its number is invalid"),
    "an unknown kind": ("zz><v>1</v>", "of a kind that lacxl does not know"),
    "a truth value that is none": ("b><v>yes</v>", "neither 0 nor 1"),
    "a date that is none": ("d><v>2015-02-30</v>", "its date or time is invalid"),
    "a time that is none": ("d><v>25:00:00</v>", "its date or time is invalid"),
    "a duration in months": ("d><v>P2M</v>", "its date or time is invalid"),
    "a text by a name": ("s><v>x</v>", "the number of its text is invalid"),
    "a text before the first": ("s><v>-1</v>", "the number of its text is invalid"),
    "a text beyond the last": ("s><v>99</v>", "a shared text that is not there"),
}


@pytest.mark.parametrize("kind", CELLS)
def test_a_cell_that_is_not_understood_is_carried_over_and_not_written(
    tmp_path: Path, kind: str
) -> None:
    spelt, reason = CELLS[kind]
    kind_of, _, inner = spelt.partition(">") if not spelt.startswith("<") else ("n", "", spelt)
    rows = f'<row r="7"><c r="C7" t="{kind_of}">{inner}</c><c r="D7"><v>3</v></c></row>'
    parts = with_second(parts_of(ROWS, strings="<si><t>a</t></si>"), sheet(rows))
    found = surveyed(tmp_path, parts, "T")
    assert found.values == {Cell(7, 3): UNREAD, Cell(7, 4): 3}
    (fault,) = found.faults
    assert (fault.code, fault.where) == ("W115", f"T!C7 ({OTHER})")
    assert reason in fault.what
    edited(tmp_path, parts, changes("S"))
    parts = with_second(parts_of(rows, strings="<si><t>a</t></si>"), sheet())
    edited(tmp_path, parts, changes("S", "D7"))
    if kind != "a text beyond the last":  # a writer does not look up what it replaces
        assert refusals(tmp_path, parts, changes("S", "C7")) == [
            ("W115", f"S!C7 ({SHEET})", fault.what)
        ]


@pytest.mark.parametrize("style", ["99", "-1", "x", "1.0"])
def test_a_cell_of_a_format_that_is_not_there(tmp_path: Path, style: str) -> None:
    rows = f'<row r="7"><c r="C7" s="{style}"><v>42125</v></c><c r="E7" s="{style}"/></row>'
    parts = with_second(parts_of(ROWS), sheet(rows))
    found = surveyed(tmp_path, parts, "T")
    assert found.values == {Cell(7, 3): 42125}
    assert [str(cell) for cell in found.unclear] == ["C7", "E7"]
    edited(tmp_path, parts, changes("S"))
    parts = with_second(parts_of(rows), sheet())
    with PackageWorkbook(save(tmp_path / "a.xlsx", parts)) as book:
        assert book.looks("S", [Cell(7, 3)]) == {Cell(7, 3): CellLook()}
    for cell in ("C7", "E7"):
        ((code, where, _),) = refusals(tmp_path, parts, changes("S", cell))
        assert (code, where) == ("W115", f"S!{cell} ({SHEET})")
    guarded = ChangeSet(protection=(ProtectionChange("S", Swap(None, OPEN_PROTECTION)),))
    ((_, where, what),) = refusals(tmp_path, parts, guarded)
    assert "'S'" in where
    assert "C7" in what


def test_a_column_or_row_of_a_format_that_is_not_there(tmp_path: Path) -> None:
    for rows, head, cell in (
        ("", '<cols><col min="2" max="2" width="9" style="99"/></cols>', "B5"),
        ('<row r="5" s="99" customFormat="1"/>', "", "B5"),
    ):
        parts = with_second(parts_of(rows, head=head), sheet())
        edited(tmp_path, parts, changes("S", "A1"))
        ((_, where, what),) = refusals(tmp_path, parts, changes("S", cell))
        assert where.startswith("S!B5")
        assert "there is no cell format 99" in what
        guarded = ChangeSet(protection=(ProtectionChange("S", Swap(None, OPEN_PROTECTION)),))
        ((_, where, what),) = refusals(tmp_path, parts, guarded)
        assert "'S'" in where
        assert "there is no cell format 99" in what


def test_where_no_sheet_is_understood_the_survey_says_why_of_each(tmp_path: Path) -> None:
    parts = with_second(parts_of('<row r="2"/><row r="1"/>'), b"<worksheet")
    source = save(tmp_path / "a.xlsx", parts)
    with PackageWorkbook(source) as book, pytest.raises(Refused) as caught:
        book.survey()
    assert caught.value.codes == ("W115", "W133")


@pytest.mark.parametrize(
    "odd", ["><v>x</v>", "><v>nan</v>", ' t="s"><v>7</v>', ' s="99"><v>7</v>', "><v>&amp;lol;</v>"]
)
def test_an_odd_cell_does_not_close_the_only_sheet(tmp_path: Path, odd: str) -> None:
    parts = parts_of(f'<row r="1"><c r="A1"{odd}</c></row>')
    assert [str(cell) for cell in surveyed(tmp_path, parts, "S").unclear] == ["A1"]
    written = part(edited(tmp_path, parts, changes("S")))
    assert f'<c r="A1"{odd}</c>'.encode() in written


def test_a_number_of_a_million_digits_takes_no_time(tmp_path: Path) -> None:
    """It took minutes, by going back a digit at a time."""
    for digits in ("1" * 1_000_000 + "x", "1" * 500_000 + "." + "1" * 500_000 + "e" + "1" * 99):
        parts = parts_of(f'<row r="1"><c r="A1"><v>{digits}</v></c></row>')
        assert surveyed(tmp_path, parts, "S").values == {Cell(1, 1): UNREAD}


def test_all_lists_of_merged_cells_count(tmp_path: Path) -> None:
    merged = "<mergeCells><mergeCell ref='{}'/></mergeCells>"
    parts = parts_of(ROWS, tail=merged.format("A1:A2") + merged.format("C1:D2"))
    assert [code for code, _, _ in refusals(tmp_path, parts, changes("S", "D2"))] == ["W123"]


def test_all_lists_of_columns_count(tmp_path: Path) -> None:
    """ECMA-376, 18.3.1.99: a sheet may have several."""
    head = (
        '<cols><col min="2" max="2" width="5"/></cols><!-- c -->'
        '<cols><col min="4" max="5" width="7" style="3"/></cols>'
    )
    parts = parts_of(ROWS, head=head)
    with PackageWorkbook(save(tmp_path / "a.xlsx", parts)) as book:
        assert book.looks("S", [Cell(9, 5)])[Cell(9, 5)].number_format == '0.0"d"'
    guarded = ChangeSet(protection=(ProtectionChange("S", Swap(None, OPEN_PROTECTION)),))
    written = part(edited(tmp_path, parts, guarded)).decode()
    columns = re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', written)
    assert columns == [
        ("1", "1", "9.140625"),
        ("2", "2", "5"),
        ("3", "3", "9.140625"),
        ("4", "5", "7"),
        ("6", "16384", "9.140625"),
    ]
    with PackageWorkbook(tmp_path / "b.xlsx") as book:
        assert not book.looks("S", [Cell(9, 5)])[Cell(9, 5)].locked


UNDERSTOOD: dict[str, tuple[str, CellValue]] = {
    "a time of day": ('<c t="d"><v>12:00:00.000</v></c>', 0.5),
    "the last second": ('<c t="d"><v>23:59:59</v></c>', 86_399 / 86_400),
    "a duration": ('<c t="d"><v>PT24H0M0.000S</v></c>', 1.0),
    "a long duration": ('<c t="d"><v>P2DT6H</v></c>', 2.25),
    "a negative duration": ('<c t="d"><v>-PT30M</v></c>', -1 / 48),
    "a day": ('<c t="d"><v>2015-05-31</v></c>', dt.datetime(2015, 5, 31)),
    "a moment": ('<c t="d"><v>2015-05-31T06:00:00.0000000Z</v></c>', dt.datetime(2015, 5, 31, 6)),
    "day 0": ('<c t="d"><v>1899-12-31T12:00:00</v></c>', dt.datetime(1899, 12, 31, 12)),
    "no text": ('<c t="s"><v/></c>', None),
    "an empty format": ('<c s=""><v>5</v></c>', 5.0),
    "an empty kind": ('<c t=""><v>5</v></c>', 5.0),
    "a format with blanks": ('<c s=" 1 "><v>42125</v></c>', dt.datetime(2015, 5, 1)),
    "a day beyond the last": ('<c s="1"><v>99999999</v></c>', 99_999_999.0),
    "a day before the first": ('<c s="1"><v>-5</v></c>', -5.0),
    "no address": ('<c r=""><v>5</v></c>', 5.0),
    "a small letter": ('<c r="a1"><v>5</v></c>', 5.0),
    "a truth value in words": ('<c t="b"><v>false</v></c>', False),
    "a truth value in capitals": ('<c t="b"><v>TRUE</v></c>', True),
    "a > in an attribute": ('<c foo="a > b" r="A1"><v>5</v></c>', 5.0),
}


@pytest.mark.parametrize("kind", UNDERSTOOD)
@pytest.mark.parametrize("strict", [False, True])
def test_what_excel_takes_is_understood(tmp_path: Path, kind: str, strict: bool) -> None:
    cell, expected = UNDERSTOOD[kind]
    parts = parts_of(f"<row>{cell}<c><v>1</v></c></row>", strict=strict)
    found = surveyed(tmp_path, parts, "S").values.get(Cell(1, 1))
    assert found == pytest.approx(expected) if isinstance(expected, float) else found == expected
    assert type(found) is type(expected)
    for address in ("A1", "B1", "A9"):
        with PackageWorkbook(edited(tmp_path, parts, changes("S", address))) as book:
            assert not book.survey().sheet("S").faults
    guarded = ChangeSet(protection=(ProtectionChange("S", Swap(None, OPEN_PROTECTION)),))
    with PackageWorkbook(edited(tmp_path, parts, guarded)) as book:
        assert not book.survey().sheet("S").faults
        assert not book.looks("S", [Cell(1, 1)])[Cell(1, 1)].locked


HINTS = ("1:49", "A:C", "A0:E3", "", "E3:A1:B2", "sheet", "-", "A1:XFE9", "$A$1:$B$2")


@pytest.mark.parametrize("hint", HINTS)
def test_a_dimension_is_a_hint(tmp_path: Path, hint: str) -> None:
    parts = parts_of(ROWS, head=f'<dimension ref="{hint}"/>')
    assert not surveyed(tmp_path, parts, "S").faults
    written = part(edited(tmp_path, parts, changes("S", "Z9")))
    stands = b'<dimension ref="%b"/>' % hint.encode() in written
    assert stands is (hint != "$A$1:$B$2")
    assert stands or b'<dimension ref="A1:Z9"/>' in written


def test_areas_of_whole_columns_and_rows(tmp_path: Path) -> None:
    tail = '<mergeCells><mergeCell ref="B:C"/><mergeCell ref="$7:9"/></mergeCells>'
    parts = parts_of(ROWS, tail=tail)
    merges = [str(area) for area in surveyed(tmp_path, parts, "S").merges]
    assert merges == ["B1:C1048576", "A7:XFD9"]
    assert [code for code, _, _ in refusals(tmp_path, parts, changes("S", "C5"))] == ["W123"]


ENTRIES = {
    "an empty id": b'<sheet name="Module1" sheetId="8" state="veryHidden" r:id=""/>',
    "no id": b'<sheet name="Module1" sheetId="8"/>',
    "an id of nothing": b'<sheet name="Module1" sheetId="8" r:id="nothing"/>',
    "an id of a macro sheet": b'<sheet name="Module1" sheetId="8" r:id="m"/>',
    "an id of something else": b'<sheet name="Module1" sheetId="8" r:id="e"/>',
    "an id of something outside": b'<sheet name="Module1" sheetId="8" r:id="o"/>',
}


@pytest.mark.parametrize("kind", ENTRIES)
def test_a_sheet_entry_without_worksheet_stays(tmp_path: Path, kind: str) -> None:
    parts = parts_of(ROWS)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"</sheets>", ENTRIES[kind] + b"</sheets>"
    )
    more = (
        '<Relationship Id="m" Type="http://schemas.microsoft.com/office/2006/relationships/'
        'xlMacrosheet" Target="macrosheets/m.xml"/>'
        f'<Relationship Id="e" Type="{OFFICE}/elsewhere" Target="e.xml"/>'
        f'<Relationship Id="o" Type="{OFFICE}/worksheet" Target="http://x" TargetMode="External"/>'
    )
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>", more.encode() + b"</Relationships>"
    )
    edited(tmp_path, parts, changes("S"))
    ((code, _, what),) = refusals(tmp_path, parts, changes("Module1"))
    assert code == "W121"
    assert "has no cells" in what


def test_a_sheet_whose_part_is_missing_is_carried_over(tmp_path: Path) -> None:
    parts = with_second(parts_of(ROWS))
    del parts[OTHER]
    edited(tmp_path, parts, changes("S"))
    ((code, where, _),) = refusals(tmp_path, parts, changes("T"))
    assert code == "W114"
    assert OTHER in where


@pytest.mark.parametrize("strings", [None, b"<sst", b"<other/>"])
def test_texts_that_cannot_be_read_matter_only_where_they_are_named(
    tmp_path: Path, strings: bytes | None
) -> None:
    parts = with_second(parts_of(ROWS), sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'))
    parts["xl/sharedStrings.xml"] = strings or b""
    if strings is None:
        del parts["xl/sharedStrings.xml"]
    found = surveyed(tmp_path, parts, "T")
    assert found.fault is not None
    assert "sharedStrings" in found.fault.where
    assert found.values == {}
    edited(tmp_path, parts, changes("S"))


RULE_WITHOUT_PRIORITY = (
    '<conditionalFormatting sqref="A1"><cfRule type="expression" priority=""><formula>1</formula>'
    "</cfRule></conditionalFormatting>"
)
EMPTY = {
    "a state": ('<sheet name="S"', '<sheet state="" name="S"'),
    "spans": ('<row r="1"', '<row spans="" r="1"'),
    "a row's number and format": ('<row r="1"', '<row customFormat="1" s="" r=""'),
    "a merge": ("</sheetData>", '</sheetData><mergeCells><mergeCell ref=""/></mergeCells>'),
    "no merge": ("</sheetData>", "</sheetData><mergeCells/>"),
    "a format's number": ("<numFmt ", '<numFmt numFmtId="" formatCode="dd"/><numFmt '),
    "a column's style": ("<sheetData>", '<cols><col min="1" max="2" style=""/></cols><sheetData>'),
    "a priority": ("</sheetData>", f"</sheetData>{RULE_WITHOUT_PRIORITY}"),
}


@pytest.mark.parametrize("kind", EMPTY)
def test_an_attribute_that_is_empty_says_nothing(tmp_path: Path, kind: str) -> None:
    before, after = (text.encode() for text in EMPTY[kind])
    rows = ROWS + '<row r="2"><c r="A2"><v>5</v></c></row>'
    plain = parts_of(rows)
    odd = {name: content.replace(before, after, 1) for name, content in plain.items()}
    assert odd != plain
    assert surveyed(tmp_path, odd, "S") == surveyed(tmp_path, plain, "S")
    source, target = save(tmp_path / "a.xlsx", odd), tmp_path / "b.xlsx"
    with PackageWorkbook(source) as book:
        book.write(changes("S"), target)
    verify(target, changes("S"))


TARGETS = (
    "worksheets/sheet1.xml",
    "/xl/worksheets/sheet1.xml",
    "./worksheets/./sheet1.xml",
    "../xl/worksheets/sheet1.xml",
    "worksheets\\sheet1.xml",
    "\\xl\\worksheets\\sheet1.xml",
    "Worksheets/SHEET1.XML",
    "worksheets/sheet%31.xml",
)


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_is_found_however_it_is_spelt(tmp_path: Path, target: str) -> None:
    parts = parts_of(ROWS)
    relations = "xl/_rels/workbook.xml.rels"
    parts[relations] = parts[relations].replace(b"worksheets/sheet1.xml", target.encode())
    edited(tmp_path, parts, changes("S"))


NAMES = {
    "backslashes": lambda name: name.replace("/", "\\"),
    "a leading slash": lambda name: f"/{name}",
    "a leading backslash": lambda name: "\\" + name.replace("/", "\\"),
    "a dot": lambda name: f"./{name}",
    "capitals": lambda name: name.upper() if "sheet1" in name else name,
    "an escape": lambda name: name.replace("sheet1", "sheet%31"),
}


@pytest.mark.parametrize("kind", NAMES)
def test_members_are_found_and_kept_however_they_are_named(tmp_path: Path, kind: str) -> None:
    spelt = NAMES[kind]
    parts = {spelt(name): content for name, content in parts_of(ROWS).items()}
    source, target = save(tmp_path / "a.xlsx", parts), tmp_path / "b.xlsx"
    with PackageWorkbook(source) as book:
        assert not book.survey().sheet("S").faults
        book.write(changes("S"), target)
    verify(target, changes("S"))
    for name, content in parts.items():
        if name not in (spelt(SHEET), spelt("xl/styles.xml")):
            assert part(target, name) == content


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_folder_may_be_listed_twice(tmp_path: Path) -> None:
    parts = parts_of(ROWS)
    source = save(tmp_path / "a.xlsx", {"xl/": b"", **parts, "XL/": b"", "xl\\": b""})
    with PackageWorkbook(source) as book:
        book.write(changes("S"), tmp_path / "b.xlsx")
    assert part(tmp_path / "b.xlsx", "XL/") == b""


SPELT_OTHERWISE = {
    "a document type with a name": lambda content: b"<!DOCTYPE x>" + content,
    "XML 1.1": lambda content: b'<?xml version="1.1" encoding="UTF-8"?>' + content,
    "UTF-16": lambda content: content.decode().encode("utf-16"),
    "UTF-16 without mark": lambda content: content.decode().encode("utf-16-be"),
    "a mark": lambda content: b"\xef\xbb\xbf" + content,
    "standalone": lambda content: b"<?xml version='1.0' standalone='no'?>\n" + content,
    "instructions": lambda content: b"<?mso-application x?>" + content + b"<?end <row/> ?>",
}


@pytest.mark.parametrize("kind", SPELT_OTHERWISE)
@pytest.mark.parametrize(
    "name", [SHEET, "xl/styles.xml", "xl/workbook.xml", "xl/sharedStrings.xml"]
)
def test_harmless_spellings_of_a_part(tmp_path: Path, kind: str, name: str) -> None:
    parts = parts_of(
        ROWS + '<row r="2"><c r="A2" t="s"><v>0</v></c></row>', strings="<si><t>é</t></si>"
    )
    parts[name] = SPELT_OTHERWISE[kind](parts[name])
    assert surveyed(tmp_path, parts, "S").values == {Cell(1, 1): "NO.", Cell(2, 1): "é"}
    edited(tmp_path, parts, changes("S"))


def test_unknown_namespaces_and_alternate_content_stay(tmp_path: Path) -> None:
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    odd = (
        f'<mc:AlternateContent xmlns:mc="{mc}"><mc:Choice Requires="z" xmlns:z="urn:z"><z:col/>'
        '</mc:Choice></mc:AlternateContent><z:any xmlns:z="urn:z"><z:mergeCell ref="?"/></z:any>'
    )
    styles = (
        '<cellXfs count="2"><z:xf xmlns:z="urn:z"/><xf numFmtId="0"/><xf numFmtId="17"/></cellXfs>'
    )
    rows = '<row r="1"><c r="A1" s="1"><v>42125</v></c></row>'
    parts = parts_of(rows, head=odd, tail=odd, styles=styles)
    assert surveyed(tmp_path, parts, "S").values == {Cell(1, 1): dt.datetime(2015, 5, 1)}
    assert part(edited(tmp_path, parts, changes("S"))).count(b"urn:z") == 4
