"""Both workbooks against the government's checklist for spreadsheets that everybody can use."""

from __future__ import annotations

import re
import warnings
import zipfile
from pathlib import Path
from typing import Any

import pandas
import pytest
from lxml import etree

from lacxl.publishing.forms import write_forms
from oracles import invariants
from oracles.reader import opened
from oracles.sdk import Validator
from unit.publishing import reading_back, sample

SHEETS = [
    "Cover",
    "Contents",
    "Notes",
    "Narrative",
    "Summary",
    "Months",
    "Years and benchmarks",
    "All figures",
]
WITH_TABLE = [name for name in SHEETS if name not in ("Cover", "Narrative")]
OASIS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
TABLE, OFFICE, CONFIG = OASIS % "table", OASIS % "office", OASIS % "config"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the forms of the sample."""
    folder = tmp_path_factory.mktemp("forms")
    write_forms(sample.publication(), folder)
    return folder


@pytest.fixture(scope="module")
def excel(folder: Path) -> Path:
    """The workbook for Excel."""
    return next(folder.glob("*.xlsx"))


@pytest.fixture(scope="module")
def open_document(folder: Path) -> Path:
    """The OpenDocument spreadsheet."""
    return next(folder.glob("*.ods"))


def test_each_sheet_says_first_what_it_is(excel: Path) -> None:
    with opened(excel) as book:
        assert book.sheetnames == SHEETS
        assert book.active.title == "Cover"
        for page in book:
            assert page["A1"].value
            assert page["A1"].style == "Heading 1"
            assert page.sheet_state == "visible"
            assert not page.merged_cells.ranges
            assert {s.activeCell for s in page.sheet_view.selection} <= {"A1", None}
            assert not any(d.hidden for d in page.column_dimensions.values())
            assert not any(d.hidden for d in page.row_dimensions.values())
            assert page.page_setup.orientation == "landscape"
            assert page.page_setup.fitToHeight == 0
    selected = re.findall(rb'tabSelected="(?:1|true)"', excel.read_bytes())
    assert len(selected) <= 1


@pytest.mark.parametrize("name", WITH_TABLE)
def test_a_sheet_has_one_marked_table_without_gaps(excel: Path, name: str) -> None:
    with opened(excel) as book:
        page = book[name]
        (table,) = page.tables.values()
        (first, *_), *_ = rows = list(page[table.ref])
        assert table.headerRowCount == 1
        assert [column.name for column in table.tableColumns] == [c.value for c in rows[0]]
        assert len({str(cell.value).casefold() for cell in rows[0]}) == len(rows[0])
        assert all(cell.value not in (None, "") for row in rows for cell in row)
        assert page.max_row == rows[-1][0].row, "nothing stands below the table"
        assert all(page.cell(row, 2).value is None for row in range(1, first.row))
        assert "one table" in page["A2"].value
        assert page.freeze_panes is None
        assert table.autoFilter is None
        assert all(c.alignment.wrap_text for row in rows for c in row if isinstance(c.value, str))


def test_every_sheet_is_a_link_away(excel: Path) -> None:
    with opened(excel) as book:
        links = {row[0].value: row[0].hyperlink for row in book["Contents"].iter_rows(min_row=4)}
    assert list(links) == SHEETS[2:]
    assert all(link.location == f"'{name}'!A1" for name, link in links.items())
    assert not any(link.target for link in links.values())


def test_colour_never_says_anything_alone(excel: Path) -> None:
    with opened(excel) as book:
        fills = {
            cell.value: cell.fill.fgColor.rgb[2:]
            for row in book["Summary"].iter_rows(min_row=6)
            for cell in row
            if cell.fill.fill_type
        }
    assert fills == {"Red": "f6d7d2", "Green": "cce2d8"}


def test_the_workbook_has_nothing_but_values(excel: Path) -> None:
    with zipfile.ZipFile(excel) as archive:
        names = archive.namelist()
        book = archive.read("xl/workbook.xml").decode()
        core = archive.read("docProps/core.xml").decode()
    kinds = {re.sub(r"\d+", "", name.rpartition("/")[2]) for name in names}
    assert kinds == {
        "[Content_Types].xml", ".rels", "app.xml", "core.xml", "workbook.xml.rels", "styles.xml",
        "table.xml", "theme.xml", "workbook.xml", "sheet.xml.rels", "sheet.xml",
    }  # fmt: skip
    assert "<definedName " not in book
    assert "<dc:title>Corporate Parenting, November 2015</dc:title>" in core
    assert "<dc:language>en-GB</dc:language>" in core
    assert not re.search("creator|lastModifiedBy|openpyxl", core)
    assert b"openpyxl" not in excel.read_bytes()


def test_the_workbook_is_valid(excel: Path, validator: Validator) -> None:
    assert validator.errors(excel) == ()
    assert invariants.breaches(excel) == ()


def test_an_opendocument_file_is_known_by_its_first_bytes(open_document: Path) -> None:
    with zipfile.ZipFile(open_document) as archive:
        first, *others = archive.infolist()
        listed = set(re.findall(r'full-path="([^"]+)"', archive.read(others[0]).decode()))
    assert first.filename == "mimetype"
    assert first.compress_type == zipfile.ZIP_STORED
    assert open_document.read_bytes()[38:].startswith(
        b"application/vnd.oasis.opendocument.spreadsheet"
    )
    assert listed == {"/", *(each.filename for each in others[1:])}


def test_the_opendocument_file_marks_its_headings(open_document: Path) -> None:
    content, settings = (_part(open_document, name) for name in ("content.xml", "settings.xml"))
    tables = list(content.iter(f"{TABLE}table"))
    assert [table.get(f"{TABLE}name") for table in tables] == SHEETS
    marked = [
        t.get(f"{TABLE}name") for t in tables if t.find(f"{TABLE}table-header-rows") is not None
    ]
    assert marked == WITH_TABLE
    ranges = list(content.iter(f"{TABLE}database-range"))
    assert [each.get(f"{TABLE}contains-header") for each in ranges] == ["true"] * len(WITH_TABLE)
    items = {e.get(f"{CONFIG}name"): e.text for e in settings.iter(f"{CONFIG}config-item")}
    assert items["ActiveTable"] == "Cover"
    assert not any("Split" in str(name) for name in items), "the checklist has no frozen panes"


def test_no_cell_of_the_opendocument_file_is_merged_or_empty(open_document: Path) -> None:
    content = _part(open_document, "content.xml")
    assert not list(content.iter(f"{TABLE}covered-table-cell"))
    assert b"spanned" not in etree.tostring(content)
    for rows in reading_back.of_calamine(open_document).values():
        wide = [row for row in rows if len(row) > 1 and row[1] != ""]
        assert all(cell != "" for row in wide for cell in row)


def test_the_opendocument_file_names_nobody(open_document: Path) -> None:
    with zipfile.ZipFile(open_document) as archive:
        meta = archive.read("meta.xml").decode()
        styles = archive.read("styles.xml").decode()
    assert "<dc:title>Corporate Parenting, November 2015</dc:title>" in meta
    assert not re.search("creator|generator|editing", meta)
    assert 'fo:language="en" fo:country="GB"' in styles


@pytest.mark.parametrize("name", WITH_TABLE)
def test_gptables_takes_each_table(excel: Path, name: str, tmp_path: Path) -> None:
    """The Government Statistical Service's own rules, as far as its writer of workbooks has them:
    headings in words and none twice, no empty cell, none of signs alone. What it then writes has
    title and table where ours are.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import gptables
    with opened(excel) as book:
        page = book[name]
        (table,) = page.tables.values()
        heads, *rows = [[cell.value for cell in row] for row in page[table.ref]]
        says = [page.cell(row, 1).value for row in range(2, page[table.ref][0][0].row)]
        title = page["A1"].value
    made: Any = gptables.GPTable(
        table=pandas.DataFrame(
            [[cell and str(cell) for cell in row] for row in rows], columns=heads
        ),
        table_name=table.name,
        title=title,
        subtitles=says[:-1],
        instructions=says[-1],
        index_columns={1: 0},
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.filterwarnings("error", category=UserWarning)
        warnings.filterwarnings("ignore", "No note text provided")
        gptables.write_workbook(
            filename=str(tmp_path / "judged.xlsx"),
            sheets={name: made},
            contentsheet_label=None,
            notesheet_label=None,
        )
    with opened(tmp_path / "judged.xlsx") as judged:
        (theirs,) = judged[name].tables.values()
        assert judged[name]["A1"].value == title
        assert theirs.ref == table.ref


def _part(path: Path, name: str) -> etree._Element:
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read(name))
