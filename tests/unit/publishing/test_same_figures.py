"""All four forms show the same figures, whoever reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from lacxl.publishing.forms import write_forms
from oracles.gnumeric import Gnumeric
from oracles.office import Office
from unit.publishing import reading_back, sample

MONTH = "November 2015"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The four forms of the sample, by their endings."""
    folder = tmp_path_factory.mktemp("forms")
    return {path.suffix: path for path in write_forms(sample.publication(), folder)}


def test_every_figure_is_in_the_csv(files: dict[str, Path]) -> None:
    rows = reading_back.of_csv(files[".csv"].read_bytes())
    found = [
        reading_back.Found(
            row["label"], row["figure"], row["period"], reading_back.as_number(row["value"])
        )
        for row in rows
    ]
    assert found == reading_back.expected(sample.publication())


@pytest.mark.parametrize("ending", [".xlsx", ".ods"])
def test_calamine_finds_every_figure(files: dict[str, Path], ending: str) -> None:
    found = reading_back.figures_of(reading_back.of_calamine(files[ending])["All figures"])
    assert found == reading_back.expected(sample.publication())


def test_openpyxl_finds_every_figure(files: dict[str, Path]) -> None:
    found = reading_back.figures_of(reading_back.of_openpyxl(files[".xlsx"])["All figures"])
    assert found == reading_back.expected(sample.publication())


@pytest.mark.parametrize("ending", [".xlsx", ".ods"])
def test_gnumeric_finds_every_figure(
    files: dict[str, Path], ending: str, gnumeric: Gnumeric
) -> None:
    rows: list[list[object]] = [list(row) for row in gnumeric.read(files[ending], "All figures")]
    assert reading_back.figures_of(rows) == reading_back.expected(sample.publication())


def test_libreoffice_sees_the_same_in_both_workbooks(
    files: dict[str, Path], libreoffice: Office
) -> None:
    excel, open_document = libreoffice.read(files[".xlsx"], files[".ods"])
    assert list(excel) == list(open_document)
    for name in excel:
        assert excel[name] == open_document[name], name
        assert not any(cell.formula for cell in excel[name].values())


@pytest.mark.parametrize("ending", [".xlsx", ".ods"])
def test_the_sheet_of_months_has_what_the_lines_have(files: dict[str, Path], ending: str) -> None:
    rows = reading_back.of_calamine(files[ending])["Months"][reading_back.ROW - 1 :]
    publication = sample.publication()
    assert rows[0][3:] == [*(month.long for month in sample.MONTHS), sample.YTD]
    for row, line in zip(rows[1:], publication.lines, strict=True):
        values = [*(value for _, value in line.months), line.ytd]
        assert row[0] == line.label
        assert row[3:] == [
            value.text if value.number is None else float(value.number) for value in values
        ]


def test_the_page_shows_the_months_as_printed(files: dict[str, Path]) -> None:
    tree = reading_back.tree_of(files[".html"].read_bytes())
    sections = tree.xpath("//section[@class='line']")
    for section, line in zip(sections, sample.publication().lines, strict=True):
        months, *others = reading_back.tables_of(section)
        assert months[1:] == [
            [f"{name} {value.note}".strip(), value.text]
            for name, value in (*line.months, (sample.YTD, line.ytd))
        ]
        shown = [value for table in others for _, value in table[1:]]
        assert shown == [value.text for _, value in (*line.years, *line.benchmarks)]


def test_the_summaries_of_page_and_workbook_agree(files: dict[str, Path]) -> None:
    tree = reading_back.tree_of(files[".html"].read_bytes())
    on_page = next(reading_back.tables_of(tree))
    assert on_page[0][2] == MONTH
    rows = reading_back.of_openpyxl(files[".xlsx"])["Summary"][reading_back.ROW :]
    for shown, row, line in zip(on_page[1:], rows, sample.publication().lines, strict=True):
        assert shown[:2] == row[:2] == [line.label, line.title]
        assert shown[4:] == row[4:8]
        assert shown[2:4] == [line.months[-1][1].text, line.ytd.text]


def test_every_form_names_its_issue_and_the_record(files: dict[str, Path]) -> None:
    rows = reading_back.of_csv(files[".csv"].read_bytes())
    assert {(row["issue"], row["record"]) for row in rows} == {("2", sample.SHA256)}
    for ending in (".xlsx", ".ods"):
        cover = [row[0] for row in reading_back.of_calamine(files[ending])["Cover"]]
        assert "Issue 2, published on 4 December 2015." in cover
        assert sample.SHA256 in cover
    page = reading_back.words_of(reading_back.tree_of(files[".html"].read_bytes()))
    assert "Issue 2, published on 4 December 2015." in page
    assert sample.SHA256 in page
