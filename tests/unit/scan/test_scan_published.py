"""What only a published copy may not have: told by --published, and not by any other scan."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_books import MAIN, book, related, table
from made_ods import WITHIN_CELL, cell, found_in, look, ods, packed, row, sheet

from lacxl.app.scan import unseen_in_published

WORKBOOK, SHEET = "xl/workbook.xml", "xl/worksheets/sheet1.xml"
FLOAT = "office:value-type='{}' office:value='{}'"

NAMED = (
    "<table:named-expressions><table:named-range table:name='x'"
    " table:cell-range-address='$Page.$A$1'/></table:named-expressions>"
)
VALIDATED = (
    "<table:content-validations><table:content-validation table:name='x'/>"
    "</table:content-validations>"
)


def found(members: dict[str, bytes]) -> list[tuple[str, str]]:
    """Return what is found only because the copy is published."""
    content = packed(members)
    before = look(content, "a.xlsx")
    findings = look(content, "a.xlsx", published=True)
    return [(finding.code, finding.where) for finding in findings if finding not in before]


def test_a_workbook_of_values_has_nothing() -> None:
    def fill(made):  # type: ignore[no-untyped-def]
        sheet = made.add_worksheet("Summary")
        sheet.write_row(0, 0, ["No.", "Indicator", "May-15"], made.add_format({"bold": True}))
        sheet.write_row(1, 0, ["7.1", "Children looked after"])
        sheet.write(1, 2, 463, made.add_format({"num_format": "#,##0"}))
        sheet.write(2, 2, 0.364, made.add_format({"num_format": "0.0%"}))
        sheet.write(3, 2, 56.1, made.add_format({"num_format": "0.0"}))
        sheet.write(4, 2, 12.35)
        sheet.write(5, 2, 12000, made.add_format({"num_format": "0,"}))
        sheet.merge_range("A9:C9", "c: suppressed, as it rests on one to five children")
        sheet.freeze_panes(1, 0)
        sheet.autofilter("A1:C2")
        sheet.print_area("A1:C9")
        sheet.repeat_rows(0)
        sheet.protect()
        sheet.write_url("A11", "internal:Summary!A1", string="Back")
        made.add_worksheet("Figures").add_table("A1:B3", {"columns": [{"header": h} for h in "xy"]})
        made.set_properties({"author": "lacxl", "title": "Corporate Parenting, May 2015"})

    assert found(book(fill)) == []


def one(write: str, *values: object, **formats: str) -> dict[str, bytes]:
    """Return a workbook of one sheet, on which XlsxWriter wrote one thing in B2."""

    def fill(made):  # type: ignore[no-untyped-def]
        look = [made.add_format(formats)] if formats else []
        getattr(made.add_worksheet("Page"), write)("B2", *values, *look)

    return book(fill)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (one("write_formula", "=1+1"), [("V140", "Page!B")]),
        (one("write_url", "https://a.example"), [("V106", "Page")]),
        (one("data_validation", {"validate": "list", "source": ["a", "b"]}), [("V143", "Page")]),
        (one("insert_textbox", "as told"), [("V142", "Page")]),
        (one("write_number", 4 / 11, num_format="0.0%"), [("V144", "Page!B")]),
        (one("write_number", 4 / 11), [("V144", "Page!B")]),
        (one("write_number", 56.14, num_format="0"), [("V144", "Page!B")]),
        (one("write_number", 1234, num_format="#,##0,"), [("V144", "Page!B")]),
    ],
)
def test_what_a_sheet_may_not_have(
    members: dict[str, bytes], expected: list[tuple[str, str]]
) -> None:
    assert found(members) == expected


def test_cells_beneath_a_merged_one() -> None:
    def fill(made):  # type: ignore[no-untyped-def]
        page = made.add_worksheet("Page")
        page.merge_range("A1:C2", "shown")
        page.write("B2", "Zebedee")

    assert found(book(fill)) == [("V104", "Page!B")]


def test_charts_and_lacxls_own_comments() -> None:
    def fill(made):  # type: ignore[no-untyped-def]
        page = made.add_worksheet("Page")
        chart = made.add_chart({"type": "column"})
        chart.add_series({"values": "=Page!$A$1:$A$3"})
        page.insert_chart("B2", chart)
        made.add_worksheet("Other").write_comment("B2", "as told", {"author": "lacxl"})

    assert found(book(fill)) == [("V105", "Other"), ("V142", "Other"), ("V142", "Page")]


@pytest.mark.parametrize("name", ["Figures", "_xlnm.Criteria"])
def test_defined_names(name: str) -> None:
    def fill(made):  # type: ignore[no-untyped-def]
        made.add_worksheet("Page")
        made.define_name("Figures", "=Page!$A$1")

    members = book(fill)
    members[WORKBOOK] = members[WORKBOOK].replace(b"Figures", name.encode())
    assert found(members) == [("V141", "")]


def test_texts_that_no_cell_shows() -> None:
    members = table(["a"])
    strings = "xl/sharedStrings.xml"
    left = members[strings].replace(b"</sst>", b"<si><t>Zebedee</t></si></sst>")
    assert found(members | {strings: left}) == [("V145", "")]
    guide = members[strings].replace(b"</si>", b'<rPh sb="0" eb="1"><t>Z</t></rPh></si>')
    assert found(members | {strings: guide}) == [("V145", "")]


def test_whatever_else_is_told() -> None:
    members = table(["a"])
    related(members, WORKBOOK, "x", "xl/richData/x.xml", b"<x/>")
    assert found(members) == [("V146", "")]
    members = table(["a"])
    members[SHEET] = members[SHEET].replace(b"</worksheet>", b"<extLst/></worksheet>")
    assert found(members) == [("V146", "Data")]
    members = table(["a"])
    share = b"<fileSharing readOnlyRecommended='1'/><bookViews>"
    members[WORKBOOK] = members[WORKBOOK].replace(b"<bookViews>", share)
    assert found(members) == [("V146", WORKBOOK)]
    members = table(["a"])
    app = "docProps/app.xml"
    base = b"<HyperlinkBase>C:/Zebedee</HyperlinkBase></Properties>"
    members[app] = members[app].replace(b"</Properties>", base)
    assert found(members) == [("V146", app)]


def published(members: dict[str, bytes]) -> list[tuple[str, str]]:
    assert found_in(members) == []
    return found_in(members, published=True)


def test_an_ods_of_values_has_nothing() -> None:
    percent = FLOAT.format("percentage", "0.364")
    rows = row("7.1", cell("463", FLOAT.format("float", "463"))) + row(
        "7.6", cell("36.4%", percent)
    )
    assert published(ods(sheet(rows))) == []


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (cell("2", "table:formula='of:=1+1' " + FLOAT.format("float", "2")), ("V140", "Page!A")),
        (cell("36.4%", FLOAT.format("percentage", "0.363636")), ("V144", "Page!A")),
        (cell("c", FLOAT.format("float", "4")), ("V144", "Page!A")),
        (cell("<text:a xlink:href='https://a.example'>x</text:a>"), ("V106", "Page")),
        (cell("x", beside=WITHIN_CELL["comment"]), ("V105", "Page")),
        (cell("x", beside=WITHIN_CELL["picture"]), ("V142", "Page")),
    ],
)
def test_what_a_sheet_of_an_ods_may_not_have(made: str, expected: tuple[str, str]) -> None:
    assert published(ods(sheet(row(made)))) == [expected]


@pytest.mark.parametrize(
    ("around", "code"),
    [
        (NAMED, "V141"),
        (VALIDATED, "V143"),
    ],
)
def test_what_an_ods_may_not_have(around: str, code: str) -> None:
    assert published(ods(around=around)) == [(code, "")]
    assert published(ods(more={"Pictures/1.png": b"x"})) == [("V142", "")]
    assert published(ods(more={"layout-cache": b"x"})) == [("V146", "")]
    assert published(ods(more={"Configurations2/menubar/a.xml": b"<x/>"})) == [("V146", "")]


def test_a_folder_is_read_file_by_file(tmp_path: Path) -> None:
    (tmp_path / "figures.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (tmp_path / "report.xlsx").write_bytes(packed(table(["a"])))
    (tmp_path / "report.ods").write_bytes(packed(ods()))
    assert unseen_in_published(tmp_path) == ()
    (tmp_path / "report.html").write_text("<p><a href='https://a.example'>a</a>", encoding="utf-8")
    (tmp_path / "broken.ods").write_bytes(packed(ods())[:300])
    (tmp_path / "notes.txt").write_text("a", encoding="utf-8")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "sums.csv").write_text("a,b\n1,=1\n", encoding="utf-8")
    findings = unseen_in_published(tmp_path)
    assert [(finding.code, finding.where) for finding in findings] == [
        ("V126", "broken.ods"),
        ("V132", "more/sums.csv: column B"),
        ("V128", "notes.txt"),
        ("V106", "report.html: line 1"),
    ]


def test_a_folder_with_nothing_in_it_is_told(tmp_path: Path) -> None:
    assert [finding.code for finding in unseen_in_published(tmp_path)] == ["V128"]


def test_that_a_file_cannot_be_looked_at_is_a_finding(tmp_path: Path) -> None:
    assert [finding.code for finding in unseen_in_published(tmp_path / "a.xlsx")] == ["F101"]


def test_the_namespace_of_a_sheet_does_not_matter() -> None:
    members = table(["a"])
    strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    members[SHEET] = members[SHEET].replace(MAIN.encode(), strict)
    assert found(members) == []
