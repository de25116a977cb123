"""What an .ods file holds that nobody sees: one kind a test, by sheet and column."""

from __future__ import annotations

import pytest
from made_ods import (
    SPACES,
    cell,
    found_in,
    look,
    manifest,
    ods,
    packed,
    row,
    sheet,
)

NHS = "943 476 5919"
SECRET = "Zebedee"
WHITE = (
    "<style:style style:name='white' style:family='table-cell'>"
    "<style:text-properties fo:color='#FFFFFF'/></style:style>"
)
HIDDEN = (
    "<style:style style:name='gone' style:family='table'>"
    "<style:table-properties table:display='false'/></style:style>"
)
FLOAT = "office:value-type='float' office:value='463'"


FOLDED = (
    "<table:table-column/><table:table-column-group table:display='false'><table:table-column/>"
    "</table:table-column-group>"
)


def columns(*each: str) -> str:
    return "".join(f"<table:table-column {attributes}/>" for attributes in each)


def test_a_report_has_nothing() -> None:
    names = "<table:named-expressions><table:named-range table:name='Figures'"
    assert (
        found_in(
            ods(
                meta="<meta:generator>lacxl</meta:generator><dc:creator>lacxl</dc:creator>"
                "<dc:title>Corporate Parenting, May 2015</dc:title>",
                around=f"{names} table:cell-range-address='$Page.$A$1:.$B$1'/>"
                "</table:named-expressions>",
                settings="<config:config-item config:name='PrinterName'/>",
            )
        )
        == []
    )


def test_other_scripts_beside_figures_are_nothing() -> None:
    rows = row("Świętochłowice", cell("463", FLOAT)) + row("رعاية الأطفال", cell("٤٦٣"))
    assert found_in(ods(sheet(rows))) == []


def test_hidden_sheets() -> None:
    hidden = sheet(row(SECRET), "Lists", "table:style-name='gone'")
    assert found_in(ods(sheet(row("x")), hidden, styles=HIDDEN)) == [("V102", "Lists")]


@pytest.mark.parametrize(
    "content",
    [
        columns("", "table:visibility='collapse'") + row("a", SECRET),
        columns("", "table:visibility='filter'") + row("a", SECRET),
        FOLDED + row("a", SECRET),
        columns("", "table:style-name='thin'") + row("a", SECRET),
    ],
)
def test_hidden_columns_that_hold_something(content: str) -> None:
    thin = (
        "<style:style style:name='thin' style:family='table-column'>"
        "<style:table-column-properties style:column-width='0.001in'/></style:style>"
    )
    assert found_in(ods(sheet(content), styles=thin)) == [("V103", "Page!B")]


@pytest.mark.parametrize(
    "content",
    [
        row(SECRET, attributes="table:visibility='collapse'"),
        row(SECRET, attributes="table:visibility='filter'"),
        f"<table:table-row-group table:display='false'>{row(SECRET)}</table:table-row-group>",
        row(SECRET, attributes="table:style-name='flat'"),
    ],
)
def test_hidden_rows_that_hold_something(content: str) -> None:
    flat = (
        "<style:style style:name='flat' style:family='table-row'>"
        "<style:table-row-properties style:row-height='0cm'/></style:style>"
    )
    assert found_in(ods(sheet(row("a") + content), styles=flat)) == [("V103", "Page")]
    empty = row("<table:table-cell/>", attributes="table:visibility='collapse'")
    assert found_in(ods(sheet(row("a") + empty))) == []


def test_a_group_that_has_ended_hides_nothing_more() -> None:
    group = (
        "<table:table-row-group table:display='false'><table:table-row/></table:table-row-group>"
    )
    assert found_in(ods(sheet(group + row("a")))) == []


@pytest.mark.parametrize(
    "hidden",
    [
        cell("463", f"{FLOAT} table:style-name='white'"),
        cell("463", f"{FLOAT} table:style-name='nothing'"),
        f"<table:table-cell {FLOAT}><text:p/></table:table-cell>",
        f"<table:covered-table-cell {FLOAT}><text:p>463</text:p></table:covered-table-cell>",
        cell("<text:span text:style-name='pale'>Zebedee</text:span>"),
        cell("a<text:hidden-text text:string-value='Zebedee'/>"),
    ],
)
def test_cells_that_do_not_show_what_they_hold(hidden: str) -> None:
    styles = (
        WHITE
        + "<number:number-style style:name='N1'/><style:style style:name='nothing'"
        + " style:family='table-cell' style:data-style-name='N1'/>"
        + "<style:style style:name='pale' style:family='text'>"
        + "<style:text-properties fo:color='#ffffff'/></style:style>"
    )
    ((code, where),) = found_in(ods(sheet(row("a", hidden)), styles=styles))
    assert code == "V104"
    assert where in ("Page!B", "Page")


def test_white_letters_that_a_rule_or_a_fill_shows_are_seen() -> None:
    filled = WHITE.replace(
        "</style:style>",
        "<style:table-cell-properties fo:background-color='#1f4e79'/></style:style>",
    )
    white = cell("463", f"{FLOAT} table:style-name='white'")
    assert found_in(ods(sheet(row("a", white)), styles=filled)) == []
    rule = (
        "<calcext:conditional-formats><calcext:conditional-format"
        " calcext:target-range-address='Page.B1:Page.B9'/></calcext:conditional-formats>"
    )
    assert found_in(ods(sheet(row("a", white) + rule), styles=WHITE)) == []


def test_comments_but_lacxls_own() -> None:
    note = (
        "<office:annotation><dc:creator>{}</dc:creator><text:p>as told</text:p></office:annotation>"
    )
    told = cell("7.1", beside=note.format("Jane Brown"))
    own = cell("7.1", beside=note.format("lacxl"))
    within = cell("7.1" + note.format("Jane Brown"))
    assert found_in(ods(sheet(row("a", within)))) == [("V105", "Page!B")]
    assert found_in(ods(sheet(row("a", told)))) == [("V105", "Page!B")]
    assert found_in(ods(sheet(row("a", own)))) == []


@pytest.mark.parametrize(
    ("target", "is_file"),
    [
        ("file:///C:/Users/jane/children.ods", True),
        ("../jane/children.ods", True),
        ("children.ods", True),
        ("smb://server/children", True),
        ("https://www.gov.uk", False),
        ("mailto:info@example.org", False),
        ("#Page.A1", False),
    ],
)
def test_links_to_files(target: str, is_file: bool) -> None:
    link = cell(f"<text:a xlink:href='{target}'>x</text:a>")
    assert found_in(ods(sheet(row(link)))) == ([("V106", "Page")] if is_file else [])


def test_values_taken_from_other_files() -> None:
    source = "<table:table-source xlink:href='file:///C:/jane.ods' table:table-name='x'/>"
    assert found_in(ods(sheet(source + row("a")))) == [("V106", "Page")]
    formula = "table:formula=\"of:=['file:///C:/jane.ods'#$Page.A1]\""
    assert found_in(ods(sheet(row(cell("1", f"{formula} {FLOAT}"))))) == [("V106", "Page")]
    area = "<table:cell-range-source xlink:href='http://a.example/x' table:name='x'/>"
    assert found_in(ods(sheet(row(cell("1", beside=area))))) == [("V106", "Page")]
    kept = sheet(row(SECRET), "'file:///C:/jane.ods'#$Page", "table:style-name='gone'")
    findings = look(packed(ods(sheet(row("a")), kept, styles=HIDDEN)), "a.ods")
    assert [finding.code for finding in findings] == ["V106"]
    assert "jane" not in str(findings)


AROUND = {
    "<table:dde-links><table:dde-link><office:dde-source office:dde-application='soffice'/>"
    "</table:dde-link></table:dde-links>": "V107",
    "<table:database-ranges><table:database-range table:name='x'><table:database-source-sql"
    " table:database-name='Care'/></table:database-range></table:database-ranges>": "V107",
    "<table:tracked-changes><table:cell-content-change/></table:tracked-changes>": "V115",
    "<table:named-expressions><table:named-range table:name='x'"
    " table:cell-range-address='$Gone.$A$1'/></table:named-expressions>": "V117",
    "<table:named-expressions><table:named-expression table:name='x'"
    " table:expression='#REF!.$A$1'/></table:named-expressions>": "V117",
}


@pytest.mark.parametrize("around", AROUND)
def test_what_stands_around_the_sheets(around: str) -> None:
    assert found_in(ods(around=around)) == [(AROUND[around], "")]


def test_pivot_tables() -> None:
    pivot = "<table:data-pilot-table table:target-range-address=\"'Who''s in'.A1:'Who''s in'.B9\"/>"
    around = f"<table:data-pilot-tables>{pivot}</table:data-pilot-tables>"
    assert found_in(ods(around=around)) == [("V108", "Who's in")]


WITHIN = {
    "<table:scenario table:scenario-ranges='A1'/>": "V118",
    "<office:forms><form:form><form:button/></form:form></office:forms>": "V114",
    "<table:shapes><draw:frame><draw:object-ole xlink:href='./Object 1'/></draw:frame>"
    "</table:shapes>": "V114",
    "<table:shapes><draw:frame><draw:object xlink:href='./Object 1'/></draw:frame>"
    "</table:shapes>": "V114",
    "<table:shapes><draw:frame><draw:image xlink:href='file:///C:/jane.png'/></draw:frame>"
    "</table:shapes>": "V106",
    "<table:shapes><draw:custom-shape><office:event-listeners><script:event-listener"
    " script:language='ooo:script' xlink:href='vnd.sun.star.script:Standard.Module1.Main'/>"
    "</office:event-listeners></draw:custom-shape></table:shapes>": "V113",
}


@pytest.mark.parametrize("within", WITHIN)
def test_what_stands_in_a_sheet(within: str) -> None:
    assert found_in(ods(sheet(within + row("a")))) == [(WITHIN[within], "Page")]


def test_macros() -> None:
    script = "<office:script script:language='ooo:Basic'>x</office:script>"
    assert found_in(ods(scripts=script)) == [("V113", "")]
    assert found_in(ods(more={"Basic/Standard/Module1.xml": b"<x/>"})) == [("V113", "")]
    assert found_in(ods(more={"Scripts/python/a.py": b"x"})) == [("V113", "")]


def test_parts_of_other_kinds() -> None:
    assert found_in(ods(more={"Thumbnails/thumbnail.png": b"x"})) == [("V129", "")]
    assert found_in(ods(more={"VersionList.xml": b"<x/>"})) == [("V115", "")]
    signed = ods() | {"META-INF/documentsignatures.xml": b"<x/>"}
    assert found_in(signed) == [("V130", "")]


def test_a_chart_is_no_embedded_file_and_its_texts_are_looked_at() -> None:
    shape = "<draw:frame><draw:object xlink:href='./Object 1'/></draw:frame>"
    members = ods(sheet(row(cell("a", beside=shape))), more={"Object 1/content.xml": b"<x/>"})
    listed = {"Object 1/": "application/vnd.oasis.opendocument.chart"}
    members["META-INF/manifest.xml"] = manifest(members, listed)
    assert found_in(members) == []
    chart = f"<x {SPACES}><text:p>{NHS}</text:p></x>".encode()
    assert found_in(members | {"Object 1/content.xml": chart}) == [("V120", "charts and objects")]


@pytest.mark.parametrize(
    ("meta", "word"),
    [
        ("<meta:initial-creator>Zebedee</meta:initial-creator>", "author"),
        ("<dc:creator>Zebedee</dc:creator>", "last saved by"),
        ("<meta:printed-by>Zebedee</meta:printed-by>", "printed by"),
        ("<meta:user-defined meta:name='Checked by'>Zebedee</meta:user-defined>", "of your own"),
        ("<meta:template xlink:href='../Zebedee.ots'/>", "template"),
    ],
)
def test_names_in_the_properties(meta: str, word: str) -> None:
    (finding,) = look(packed(ods(meta=meta)), "a.ods")
    assert finding.code == "V111"
    assert word in finding.what
    assert SECRET not in str(finding)


def test_what_a_converted_workbook_has_in_its_properties_is_nobody() -> None:
    meta = "<meta:user-defined meta:name='AppVersion'>12.0000</meta:user-defined>"
    assert found_in(ods(meta=meta)) == []


def test_fields_in_a_header_that_name_somebody() -> None:
    header = "<style:master-page><style:header><text:p><text:author-name>Zebedee</text:author-name>"
    page = f"{header}</text:p></style:header></style:master-page>"
    assert found_in(ods(page_styles=page)) == [("V111", "")]


def test_settings() -> None:
    item = "<config:config-item config:name='{}'>{}</config:config-item>"
    assert found_in(ods(settings=item.format("PrinterName", "Ward 3"))) == [("V112", "")]
    assert found_in(ods(settings=item.format("PrinterSetup", "cAH+/1="))) == [("V112", "")]
    assert found_in(ods(settings=item.format("Path", "file:///C:/jane"))) == [("V111", "")]
    base = item.format("CurrentDatabaseDataSource", "Care")
    assert found_in(ods(settings=base)) == [("V107", "")]


def test_parts_that_the_manifest_does_not_have() -> None:
    assert found_in(ods() | {"children.bin": b"x"}) == [("V119", "children.bin")]
    assert found_in(ods() | {"META-INF/children.bin": b"x"}) == [("V119", "META-INF/children.bin")]


def test_parts_that_no_spreadsheet_has() -> None:
    assert found_in(ods(more={"children.bin": b"x"})) == [("V119", "children.bin")]
    members = ods()
    text = {"Notes/": "application/vnd.oasis.opendocument.text"}
    members["META-INF/manifest.xml"] = manifest(members, text)
    assert found_in(members) == [("V114", "")]


def test_an_encrypted_file_is_refused() -> None:
    members = ods()
    members["META-INF/manifest.xml"] = members["META-INF/manifest.xml"].replace(
        b'full-path="content.xml" manifest:media-type="text/xml"/>',
        b'full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>',
    )
    assert found_in(members) == [("V125", "report.ods")]


RECORD = row("Name", "DOB", "NHS", "UPN", "Home")


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        (("x", "1", NHS), [("V120", "Page!C")]),
        (("x", "1", "٩٤٣٤٧٦٥٩١٩"), [("V120", "Page!C")]),
        (("x", "1", "943<text:s/>476<text:s/>5919"), [("V120", "Page!C")]),
        (
            ("x", "1", cell("", "office:value-type='float' office:value='9434765919'")),
            [("V120", "Page!C")],
        ),
        (("Zebedee Brown", "04/03/2008"), [("V123", "Page!B")]),
        (
            (
                "Łukasz Wójcik",
                cell("4 Mar", "office:value-type='date' office:date-value='2008-03-04'"),
            ),
            [("V123", "Page!B")],
        ),
        (("x", "1", "1", "H801200001001"), [("V121", "Page!D")]),
    ],
)
def test_cells_that_look_like_a_childs_record(
    values: tuple[str, ...], codes: list[tuple[str, str]]
) -> None:
    members = ods(sheet(RECORD + row(*values)))
    assert found_in(members) == codes
    said = str(look(packed(members), "a.ods"))
    assert not any(secret in said for secret in ("5919", "2008", "Zebedee", "Wójcik", "H8012"))


def test_postcodes() -> None:
    rows = row("SW1A 1AA") + row("M2 5DB")
    assert found_in(ods(sheet(rows))) == [("V122", "Page!A")]
    assert found_in(ods(sheet(row("SW1A 1AA")))) == []


@pytest.mark.parametrize(
    "members",
    [
        ods(
            sheet(
                f"<table:shapes><draw:frame><svg:desc>{NHS}</svg:desc></draw:frame></table:shapes>"
            )
        ),
        ods(
            sheet(
                row(
                    cell(
                        "a", beside=f"<office:annotation><text:p>{NHS}</text:p></office:annotation>"
                    )
                )
            )
        ),
        ods(sheet(row(cell("1", f"table:formula='of:=&quot;{NHS}&quot;' {FLOAT}")))),
        ods(
            around="<table:content-validations><table:content-validation table:name='v'"
            f" table:condition='cell-content-is-in-list(&quot;{NHS}&quot;)'/>"
            "</table:content-validations>"
        ),
        ods(page_styles=f"<style:master-page><text:p>{NHS}</text:p></style:master-page>"),
        ods(meta=f"<dc:subject>{NHS}</dc:subject>"),
        ods(sheet(row(cell(NHS, FLOAT)))),
        ods(sheet(row(cell(f"<text:a xlink:href='https://a.example/{NHS}'>x</text:a>")))),
    ],
)
def test_identifiers_outside_cells(members: dict[str, bytes]) -> None:
    assert "V120" in [code for code, _ in found_in(members)]


def test_rows_and_cells_that_are_repeated_are_not_written_out() -> None:
    rest = "<table:table-row table:number-rows-repeated='1048576'>"
    wide = cell("7", "office:value-type='string' table:number-columns-repeated='16384'")
    many = (
        f"<table:table-column table:number-columns-repeated='16384'/>{rest}{wide}</table:table-row>"
    )
    assert found_in(ods(sheet(many), sheet(many, "Other"))) == []
