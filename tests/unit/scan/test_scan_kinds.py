"""What a workbook holds that nobody sees: one kind a test, by sheet, with the way out."""

from __future__ import annotations

import re
import tomllib
import zipfile
from pathlib import Path

import pytest
from made_books import MAIN, book, found, related, said, table

import lacxl
import lacxl.scan as room
from lacxl.domain.errors import Refused
from lacxl.domain.finding import Severity
from lacxl.scan import opened, scan

WORKBOOK, SHEET = "xl/workbook.xml", "xl/worksheets/sheet1.xml"


def test_a_plain_workbook_has_nothing() -> None:
    assert found(table(["NO.", "INDICATOR"], ["7.1", 463])) == []


@pytest.mark.parametrize(
    "path", sorted(Path(lacxl.__file__).parents[2].glob("xlsx_templates/*.xlsx"))
)
def test_the_workbook_that_ships_has_nothing(path: Path) -> None:
    with path.open("rb") as file, opened(file, path.name) as members:
        assert scan(members) == ()


def test_hidden_sheets() -> None:
    def fill(made):  # type: ignore[no-untyped-def]
        made.add_worksheet("Seen")
        made.add_worksheet("Hidden").hide()
        made.add_worksheet("Secret").very_hidden()
        made.add_chartsheet("Plot").hide()

    assert found(book(fill)) == [("V101", "Secret"), ("V102", "Hidden"), ("V102", "Plot")]


def test_hidden_rows_and_columns_that_hold_something() -> None:
    def fill(made):  # type: ignore[no-untyped-def]
        sheet = made.add_worksheet("Page")
        for cell in ("B2", "C2", "F2", "A9"):
            sheet.write(cell, 1)
        sheet.set_column("B:C", None, None, {"hidden": True})
        sheet.set_column("E:E", None, None, {"hidden": True})  # empty
        sheet.set_column("F:F", 0)
        sheet.set_row(8, None, None, {"hidden": True})
        sheet.set_row(9, None, None, {"hidden": True})  # empty
        other = made.add_worksheet("Other")
        other.write("A1", 1)
        other.set_row(0, 0)

    assert found(book(fill)) == [("V103", "Other"), ("V103", "Page!B:C, F")]
    assert "rows: 1" in said(book(fill))


def test_cells_that_do_not_show_what_they_hold() -> None:
    def fill(made):  # type: ignore[no-untyped-def]
        sheet = made.add_worksheet("Page")
        white = {"font_color": "white"}
        for cell, look in {
            "A1": {"num_format": ";;;"},
            "B1": white,
            "C1": {"font_color": "#1F4E79", "bg_color": "#1F4E79"},
            "D1": {**white, "bg_color": "#1F4E79"},
            "E1": {"num_format": "0;-0;;@"},
            "F1": {"num_format": "#,##0;[Red]-#,##0"},
            "G1": {**white, "bg_color": "white"},
            "H1": {"font_color": "black"},
        }.items():
            sheet.write(cell, 5, made.add_format(look))
        sheet.write_blank("I1", None, made.add_format(white))
        sheet.write("J1", "text", made.add_format({"num_format": ";;"}))
        sheet.write("K1", "text", made.add_format({"num_format": ";;;"}))
        sheet.write("L1", 5, made.add_format(white))
        red = made.add_format({"bg_color": "red"})
        rule = {"type": "cell", "criteria": ">", "value": 1, "format": red}
        sheet.conditional_format("L1", rule)

    assert found(book(fill)) == [("V104", "Page!A:C, G, K")]


def test_white_headings_of_a_table_are_seen() -> None:
    def fill(made):  # type: ignore[no-untyped-def]
        sheet = made.add_worksheet("Page")
        white = made.add_format({"font_color": "white"})
        sheet.add_table("A1:B3", {"columns": [{"header": h, "header_format": white} for h in "xy"]})

    assert found(book(fill)) == []


def test_comments() -> None:
    def fill(made):  # type: ignore[no-untyped-def]
        sheet = made.add_worksheet("Page")
        for cell in ("B7", "D2"):
            sheet.write_comment(cell, "as told", {"author": "Jane Brown"})

    assert found(book(fill)) == [("V105", "Page!B, D")]
    assert "Jane" not in said(book(fill))


def test_lacxls_own_notes_are_no_finding() -> None:
    def fill(made):  # type: ignore[no-untyped-def]
        made.add_worksheet("Page").write_comment("B7", "from readings.csv", {"author": "lacxl"})
        made.set_properties({"author": "lacxl"})

    assert found(book(fill)) == []


def test_threaded_comments_and_the_people_in_them() -> None:
    members = table(["a"])
    thread = '<x><threadedComment ref="C4"><text>x</text></threadedComment></x>'
    part = "xl/threadedComments/threadedComment1.xml"
    related(members, SHEET, "threadedComment", part, thread.encode())
    people = '<personList><person displayName="Jane Brown"/></personList>'
    related(members, WORKBOOK, "person", "xl/persons/person.xml", people.encode())
    assert found(members) == [("V105", "Data!C"), ("V111", "")]
    assert "people who commented" in said(members)


KINDS = {
    "V106": ("externalLink", "xl/externalLinks/externalLink1.xml"),
    "V107": ("connections", "xl/connections.xml"),
    "V108": ("pivotCacheDefinition", "xl/pivotCache/pivotCacheDefinition1.xml"),
    "V109": ("slicerCache", "xl/slicerCaches/slicerCache1.xml"),
    "V110": ("customXml", "customXml/item1.xml"),
    "V112": ("printerSettings", "xl/printerSettings/printerSettings1.bin"),
    "V113": ("vbaProject", "xl/vbaProject.bin"),
    "V114": ("oleObject", "xl/embeddings/oleObject1.bin"),
    "V115": ("revisionHeaders", "xl/revisions/revisionHeaders.xml"),
    "V116": ("powerPivotData", "xl/model/item.data"),
}


@pytest.mark.parametrize("code", KINDS)
def test_a_kind_of_part(code: str) -> None:
    kind, part = KINDS[code]
    members = table(["a"])
    related(members, SHEET, kind, part, b"<x/>")
    assert found(members) == [(code, "Data")]
    other = table(["a"])  # another name, found by what leads to it
    related(other, SHEET, kind, "xl/other.xml", b"<x/>")
    assert found(other) == [(code, "Data")]
    left = table(["a"]) | {part: b"<x/>"}  # nothing leads to it any more
    assert [c for c, _ in found(left)] == [code, "V119"]


def test_queries_and_mashups_are_connections() -> None:
    members = table(["a"])
    related(members, SHEET, "queryTable", "xl/queryTables/queryTable1.xml", b"<queryTable/>")
    assert found(members) == [("V107", "Data")]
    members = table(["a"])
    mashup = b'<DataMashup xmlns="http://schemas.microsoft.com/DataMashup">AAA</DataMashup>'
    related(members, WORKBOOK, "customXml", "customXml/item1.xml", mashup)
    assert [code for code, _ in found(members)] == ["V107", "V110"]


@pytest.mark.parametrize(
    ("url", "is_file"),
    [
        ("external:C:\\Users\\jane\\children.xlsx", True),
        ("external:\\\\server\\share\\children.xlsx", True),
        ("https://www.gov.uk", False),
        ("mailto:info@example.org", False),
        ("internal:Data!A1", False),
    ],
)
def test_links_to_files(url: str, is_file: bool) -> None:
    members = book(
        lambda made: made.add_worksheet("Page").write_url("A1", url, string="x") and None
    )
    assert found(members) == ([("V106", "Page")] if is_file else [])
    assert "jane" not in said(members)


def test_names_in_the_properties() -> None:
    def fill(made):  # type: ignore[no-untyped-def]
        made.add_worksheet("Page")
        made.set_properties({"author": "Jane Brown", "manager": "J. Smith", "company": "Council"})
        made.set_custom_property("Checked by", "Jane Brown")

    members = book(fill)
    path = (
        '<x15ac:absPath xmlns:x15ac="urn:x" url="C:\\Users\\jane\\"/><fileSharing userName="jane"/>'
    )
    members[WORKBOOK] = members[WORKBOOK].replace(b"<bookViews>", path.encode() + b"<bookViews>")
    (finding,) = scan(members)
    assert (finding.code, finding.severity) == ("V111", Severity.NOTE)
    for word in ("author", "manager", "company", "of your own", "the folder", "reserved"):
        assert word in finding.what
    assert "ane" not in str(finding)


def test_defined_names() -> None:
    def fill(made):  # type: ignore[no-untyped-def]
        made.add_worksheet("Page").autofilter("A1:B2")
        made.define_name("Fine", "=Page!$A$1")
        made.define_name("Gone", "=Page!#REF!")

    members = book(fill)
    hidden = b'<definedName name="Kept" hidden="1">Page!$B$1</definedName></definedNames>'
    members[WORKBOOK] = members[WORKBOOK].replace(b"</definedNames>", hidden)
    assert found(members) == [("V117", "")]
    assert "hidden: 1; that lead nowhere: 1" in said(members)


def test_scenarios() -> None:
    members = table(["a"])
    scenario = b'</sheetData><scenarios><scenario name="s" user="Jane"><inputCells r="A1" val="9"/>'
    members[SHEET] = members[SHEET].replace(b"</sheetData>", scenario + b"</scenario></scenarios>")
    assert found(members) == [("V118", "Data")]


def test_a_sheet_that_no_tab_shows() -> None:
    members = table(["a"])
    members["xl/worksheets/sheet9.xml"] = table([9434765919])[SHEET]
    assert found(members) == [
        ("V119", "xl/worksheets/sheet9.xml"),
        ("V120", "'a sheet that no tab shows'!A"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no XML",
        b"<a><b></a>",
        b'<!DOCTYPE a [<!ENTITY n "9434765919">]><a>&n;</a>',
        b'<!DOCTYPE a [<!ENTITY b "xxx"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>',
        b"\xff\xfe<\0a",
    ],
)
@pytest.mark.parametrize(
    "name", [SHEET, "xl/styles.xml", "xl/sharedStrings.xml", "docProps/app.xml"]
)
def test_what_cannot_be_read_is_said(name: str, content: bytes) -> None:
    members = table(["a", 5]) | {name: content}
    assert ("V124", name) in found(members)


def test_a_part_of_any_size_is_streamed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lacxl.scan.parts._TREE_LIMIT", 10_000)
    members = table(["a"])
    rows = "".join(f'<r><n v="{n}"/></r>' for n in range(2_000)) + '<r><s v="943 476 5919"/></r>'
    records = f'<pivotCacheRecords xmlns="{MAIN}">{rows}</pivotCacheRecords>'
    part = "xl/pivotCache/pivotCacheRecords1.xml"
    related(members, WORKBOOK, "pivotCacheRecords", part, records.encode())
    assert found(members) == [("V108", ""), ("V120", "pivot caches")]


def test_other_spellings_of_a_package_say_the_same(tmp_path: Path) -> None:
    members = table(["NHS"], [9434765919])
    expected = found(members)
    for spelt in (str.upper, lambda name: name.replace("/", "\\"), lambda name: f"/{name}"):
        path = tmp_path / "odd.xlsx"
        with zipfile.ZipFile(path, "w") as package:
            for name, content in members.items():
                special = name.startswith("[") or name.endswith(".rels")
                package.writestr(name if special and spelt is str.upper else spelt(name), content)
        with path.open("rb") as file, opened(file, path.name) as odd:
            assert [(f.code, f.where) for f in scan(odd)] == expected


def test_members_of_one_name_are_all_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "doubled.xlsx"
    members = table(["a"])
    with zipfile.ZipFile(path, "w") as package:
        for name, content in members.items():
            package.writestr(name, content)
        with pytest.warns(UserWarning, match="Duplicate"):
            package.writestr(SHEET, b"<worksheet/>")
    with path.open("rb") as file, opened(file, path.name) as doubled:
        assert [finding.code for finding in scan(doubled)] == ["V119"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "V125"),
        (b"a,b\n1,2\n", "V125"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "V125"),
        (b"PK\x03\x04" + bytes(99), "V126"),
    ],
)
def test_files_that_cannot_be_scanned(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with (
        path.open("rb") as file,
        pytest.raises(Refused) as caught,
        opened(file, path.name) as members,
    ):
        scan(members)
    assert caught.value.codes == (code,)


def test_a_package_without_workbook() -> None:
    for members in ({}, {"word/document.xml": b"<x/>"}, {"xl/workbook.bin": b"x"}):
        with pytest.raises(Refused) as caught:
            scan(members)
        assert caught.value.codes == ("V125",)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/image1.bin", bytes(100_000_000))
    with path.open("rb") as file, pytest.raises(Refused) as caught, opened(file, path.name):
        pass
    assert caught.value.codes == ("V126",)


def test_every_code_is_explained_and_every_finding_has_its_way_out() -> None:
    sources = Path(room.__file__).parent.rglob("*.py")
    raised = {code for m in sources for code in re.findall(r'"(V\d{3})"', m.read_text("utf-8"))}
    findings = Path(lacxl.__file__).parent / "catalogue" / "findings" / "scan.toml"
    assert raised == set(tomllib.loads(findings.read_text("utf-8")))


NHS = "943 476 5919"


@pytest.mark.parametrize(
    "text",
    [
        f"<a>{NHS}</a>",
        "<a>943 <!-- c -->476 5919</a>",
        "<a>943 476<?p?> 5919</a>",
        f"<a><b>word</b>{NHS}</a>",
        "<a>x<b/>943 476<!-- c --> 5919<b/></a>",
    ],
)
def test_a_text_is_looked_at_past_comments_and_behind_elements(text: str) -> None:
    members = table([1])
    related(members, SHEET, "customXml", "customXml/item1.xml", text.encode())
    assert "V120" in [code for code, _ in found(members)]


NINES = b"9" * 5000


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (SHEET, b'<c r="A1" t="s"><v>0</v>', b'<c r="A1" t="s"><v>%b</v>' % NINES),
        (SHEET, b'<c r="A1" ', b'<c r="A1" s="%b" ' % NINES),
        (SHEET, b'<row r="1"', b'<row r="%b"' % NINES),
        ("xl/styles.xml", b'<xf numFmtId="0"', b'<xf numFmtId="%b"' % NINES),
        ("xl/styles.xml", b'fontId="0"', b'fontId="\xc2\xb2"'),
        ("xl/styles.xml", b'numFmtId="0"', b'numFmtId="\xc2\xb2"'),
    ],
)
def test_a_number_that_is_none_is_no_fault_of_the_scan(part: str, old: bytes, new: bytes) -> None:
    members = table(["NO."])
    assert old in members[part]
    members[part] = members[part].replace(old, new)
    assert found(members) == []
