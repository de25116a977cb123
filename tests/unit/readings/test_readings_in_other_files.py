"""Readings, outturns and benchmarks as a workbook, a Parquet file or the answer to a query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from lacxl.catalogue.indicators import shipped
from lacxl.domain.errors import Refused
from lacxl.domain.reading import Reading
from lacxl.readings.benchmarks import read_benchmarks
from lacxl.readings.layout_files import Query
from lacxl.readings.outturns import read_outturns
from lacxl.readings.readings import read_readings
from unit.readings.conftest import HEADER, Write

ROWS = (
    ("7.1", "2015-05", "406", "", "", ""),
    ("7.5", "2015-05", "4", "11", "", ""),
    ("7.6", "2015-05", "54", "60", "", "two held late"),
    ("7.12", "2015-05", "", "", "98.1%", ""),
    ("8.1", "2015-05", "", "", "", "TBC"),
)
Cells = Sequence[Sequence[object]]


def as_cells() -> list[list[object]]:
    """The rows as Excel keeps them: numbers as numbers, the month as the first of it."""
    rows: list[list[object]] = []
    for number, _, numerator, denominator, value, note in ROWS:
        numbers = [int(text) if text else None for text in (numerator, denominator)]
        rows.append([number, dt.datetime(2015, 5, 1), *numbers, value or None, note or None])
    return rows


def workbook(path: Path, *sheets: Cells) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def said(readings: Sequence[Reading]) -> list[object]:
    return [(r.indicator, r.month, r.numerator, r.denominator, r.value, r.note) for r in readings]


@pytest.fixture
def right(readings_file: Write) -> list[object]:
    """What the same rows give as CSV."""
    path = readings_file(*(",".join(row) for row in ROWS))
    return said(read_readings(path, shipped()).content)


def test_a_workbook_gives_the_same_as_csv(tmp_path: Path, right: list[object]) -> None:
    header = HEADER.split(",")
    notes = [["A council's notes"], ["nothing of the kind"]]
    path = workbook(tmp_path / "readings.xlsx", notes, [["May"], [], header, *as_cells()])
    extract = read_readings(path, shipped())
    assert said(extract.content) == right
    assert str(extract.content[0].source) == "readings.xlsx row 4"
    assert extract.findings == ()


@pytest.mark.parametrize("shown", ["0%", "0.0%", '0.00"of"%'])
def test_a_cell_shown_as_a_percentage_is_one(
    tmp_path: Path, right: list[object], shown: str
) -> None:
    """Excel keeps what is typed as 98.1% as the number 0.981, and shows it so."""
    path = workbook(tmp_path / "readings.xlsx", [HEADER.split(","), *as_cells()])
    book = openpyxl.load_workbook(path)
    cell = book.worksheets[0]["E5"]
    cell.value, cell.number_format = 0.981, shown
    book.save(path)
    assert said(read_readings(path, shipped()).content) == right


@pytest.mark.parametrize("shown", ["General", "0.000", '0.000"%"', "0.000\\%"])
def test_a_number_shown_as_a_number_is_no_percentage(tmp_path: Path, shown: str) -> None:
    path = workbook(tmp_path / "readings.xlsx", [HEADER.split(","), *as_cells()])
    book = openpyxl.load_workbook(path)
    cell = book.worksheets[0]["E5"]
    cell.value, cell.number_format = 0.981, shown
    book.save(path)
    with pytest.raises(Refused) as refused:
        read_readings(path, shipped())
    assert [found.code for found in refused.value.findings] == ["R122"]


def test_text_cells_give_the_same(tmp_path: Path, right: list[object]) -> None:
    path = workbook(tmp_path / "readings.xlsx", [HEADER.upper().split(","), *ROWS])
    assert said(read_readings(path, shipped()).content) == right


def test_parquet_gives_the_same_as_csv(tmp_path: Path, right: list[object]) -> None:
    pytest.importorskip("pyarrow")
    pandas = pytest.importorskip("pandas")
    path = tmp_path / "readings.parquet"
    frame = pandas.DataFrame(as_cells(), columns=HEADER.split(","))
    frame.to_parquet(path)
    assert said(read_readings(path, shipped()).content) == right


def test_a_query_gives_the_same_as_csv(
    tmp_path: Path, right: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    sqlalchemy = pytest.importorskip("sqlalchemy")
    pandas = pytest.importorskip("pandas")
    url = f"sqlite:///{(tmp_path / 'totals.db').as_posix()}"
    engine = sqlalchemy.create_engine(url)
    pandas.DataFrame(ROWS, columns=HEADER.split(",")).to_sql("totals", engine, index=False)
    engine.dispose()
    monkeypatch.setenv("TOTALS_URL", url)
    extract = read_readings(Query("SELECT * FROM totals", "TOTALS_URL"), shipped())
    assert said(extract.content) == right
    assert str(extract.content[0].source) == "the readings query row 2"


def refusal(path: Path | Query) -> list[str]:
    with pytest.raises(Refused) as refused:
        read_readings(path, shipped())
    return [str(finding) for finding in refused.value.findings]


def test_two_sheets_of_readings_are_not_chosen_between(tmp_path: Path) -> None:
    page = [HEADER.split(","), *as_cells()]
    (told,) = refusal(workbook(tmp_path / "readings.xlsx", page, page))
    assert "R105" in told
    assert "2 sheets" in told


def test_all_faults_come_at_once_with_their_rows(tmp_path: Path) -> None:
    rows = as_cells()
    rows[0][2] = "#N/A"
    rows[1][1] = dt.datetime(2015, 5, 31)
    rows[2][2] = "=1+1"
    rows[3][0] = "9.9"
    told = " ".join(refusal(workbook(tmp_path / "readings.xlsx", [HEADER.split(","), *rows])))
    for code, row in (("X127", 2), ("R114", 3), ("X114", 4), ("R110", 5)):
        assert f"{code} readings.xlsx row {row} " in told.replace(":", " ")


def test_columns_of_another_kind_are_not_read(tmp_path: Path, right: list[object]) -> None:
    """Whatever stands in them: R106 tells of them, as of those in CSV."""
    head = ["Checked by", *HEADER.split(",")]
    rows = [["=A1", *row] for row in as_cells()]
    extract = read_readings(workbook(tmp_path / "readings.xlsx", [head, *rows]), shipped())
    assert said(extract.content) == right
    assert [finding.code for finding in extract.findings] == ["R106"]


def test_a_sheet_without_a_header_and_one_without_rows(tmp_path: Path) -> None:
    assert "R104" in refusal(workbook(tmp_path / "a.xlsx", as_cells()))[0]
    assert "R102" in refusal(workbook(tmp_path / "b.xlsx", [HEADER.split(",")]))[0]
    assert "R104" in refusal(workbook(tmp_path / "c.xlsx", [["indicator", "month"], *ROWS]))[0]


def test_a_query_without_its_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOTALS_URL", raising=False)
    (told,) = refusal(Query("SELECT 1", "TOTALS_URL"))
    assert "X117" in told
    assert "TOTALS_URL" in told


def test_outturns_and_benchmarks_too(tmp_path: Path) -> None:
    outturns = workbook(
        tmp_path / "outturns.xlsx",
        [["indicator", "figure", "financial_year", "value"], ["7.1", "", "2014/15", 407]],
    )
    assert len(read_outturns(outturns, shipped()).content) == 1
    head = "indicator,year,stat_neigh_ave,best_stat_neigh,nat_ave,nat_top_qtile_threshold"
    benchmarks = workbook(
        tmp_path / "benchmarks.xlsx", [head.split(","), ["7.2", "2013/14", 75.8, 42, 60, ""]]
    )
    assert read_benchmarks(benchmarks, shipped()).content
