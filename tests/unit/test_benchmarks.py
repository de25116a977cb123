"""The benchmarks run, and their arithmetic is right. No test here holds a time to anything."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from benchmarks import children_jobs, children_make
from benchmarks.jobs import JOBS
from benchmarks.processes import ROOT, in_turn
from benchmarks.ratios import (
    AddedRow,
    GrowthRow,
    Limit,
    MemoryRow,
    Ratio,
    Row,
    Spent,
    exponent,
    spell,
)
from benchmarks.report import COLUMNS, cells_of, save
from benchmarks.workbooks import BIG, SMALL, make_workbook

from lacxl.app.month.refresh import refresh
from lacxl.domain.month import Month
from lacxl.settings.settings import Settings


def spent(*seconds: float, peak: float | None = None) -> tuple[Spent, ...]:
    return tuple(Spent(each, peak) for each in seconds)


def test_the_quick_run_prints_every_row_and_judges_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    heading, *lines = done.stdout.splitlines()
    assert heading.split("  ")[0] == "what"
    for what in (
        "lacxl refresh of the demo",
        "small sheet edited beside 8,000 cells",
        "survey of every sheet",
        "sheet of 8,000 cells edited, peak memory",
        "big sheet edited, 8,000 cells",
        "lacxl --version",
        "lacxl figures",
        "lacxl benchmarks of",
        "lacxl publish, month 2 of a year",
        "SSDA903 of 240 children read, checked, counted",
        "7.1, 7.4, 9.2 of 240 children",
        "SSDA903 read, checked, counted, ",
        "refresh from SSDA903 of 60 children, added: share of 0.5 s",
        "refresh from four layouts of 60 children",
    ):
        assert any(line.startswith(what) for line in lines), what
    assert " NO " not in done.stdout


def test_an_unknown_scenario_is_refused() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--only", "nothing"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "'month'" in done.stderr


def test_a_ratio_is_taken_round_by_round_so_that_a_slow_round_cancels_out() -> None:
    # The second round was ten times slower for both; medians of the sides alone would give 3.
    assert Ratio.of([2.0, 20.0, 3.0], [1.0, 10.0, 1.0]) == Ratio(2.0, 2.0, 3.0)


@pytest.mark.parametrize(
    ("ours", "against"),
    [([], []), ([1.0], []), ([1.0], [0.0]), ([float("nan")], [1.0]), ([-1.0], [1.0])],
)
def test_a_ratio_of_nothing_or_by_nothing_is_refused(
    ours: list[float], against: list[float]
) -> None:
    with pytest.raises(ValueError, match=r"round|positive"):
        Ratio.of(ours, against)


@pytest.mark.parametrize(
    ("limit", "ratio", "holds"),
    [
        (Limit(2.5), 2.5, True),
        (Limit(2.5), 2.51, False),
        (Limit(1.0, below=True), 0.99, True),
        (Limit(1.0, below=True), 1.0, False),
        (Limit(1 / 100), 1 / 287, True),
        (Limit(1 / 100), 1 / 83, False),
    ],
)
def test_a_limit_holds_or_not(limit: Limit, ratio: float, holds: bool) -> None:
    assert limit.holds(ratio) is holds


@pytest.mark.parametrize(
    ("ratio", "spelt"),
    [
        (1.124, "1.12"),
        (0.43, "0.43"),
        (12.44, "12.4"),
        (99.6, "100"),
        (1727.4, "1727"),
        (0.1, "1/10"),
        (1 / 12.34, "1/12.3"),
        (1 / 125, "1/125"),
        (1 / 1727.4, "1/1727"),
        (-0.25, "-0.25"),
        (0, "0"),
    ],
)
def test_ratios_are_spelt_to_be_read_at_a_glance(ratio: float, spelt: str) -> None:
    assert spell(ratio) == spelt


def test_a_row_is_judged_by_its_median() -> None:
    row = Row("edit", "copy", spent(1.0, 1.2, 9.0), spent(1.0, 1.0, 1.0), Limit(1.3))
    assert row.ratio == Ratio(1.2, 1.0, 9.0)
    assert row.met is True
    assert Row("edit", "copy", spent(1.4), spent(1.0), Limit(1.3)).met is False
    assert Row("edit", "copy", spent(1.4), spent(1.0)).met is None


def test_memory_is_judged_by_the_greatest_of_all_rounds() -> None:
    runs = (Spent(1.0, 80.0), Spent(1.0, 201.0), Spent(1.0, 90.0))
    row = MemoryRow("edit, peak memory", runs, 200.0)
    assert row.memory == (201.0, None)
    assert row.met is False
    assert MemoryRow("edit, peak memory", runs[::2], 200.0).met is True
    assert MemoryRow("where it is not told", spent(1.0), 200.0).met is None


@pytest.mark.parametrize("power", [0, 0.5, 1, 2])
def test_an_exponent_is_the_power_that_time_grows_with(power: float) -> None:
    sizes = [10, 100, 1270]
    assert exponent(sizes, [0.3 * size**power for size in sizes]) == pytest.approx(power)


def test_growth_is_fitted_round_by_round_and_judged_by_the_median() -> None:
    row = GrowthRow(
        "count", "10", spent(100.0, 1.0, 10.0), spent(1.0, 1.0, 1.0), Limit(1.1), (10, 1000),
        ((100, spent(10.0, 1.0, 10**0.5)),),
    )  # fmt: skip
    assert row.ratio == Ratio(pytest.approx(0.5), pytest.approx(0), pytest.approx(1))
    assert row.met is True
    assert GrowthRow("count", "10", spent(2.0), spent(0.1), Limit(1.1)).met is False


def test_what_is_added_is_a_difference_within_a_round() -> None:
    row = AddedRow(
        "refresh", "totals", spent(1.5, 9.5, 1.0), spent(1.25, 9.0, 1.25), Limit(1.0), 0.5
    )
    assert row.ratio == Ratio(0.5, -0.5, 1.0)
    assert row.met is True
    assert AddedRow("refresh", "totals", spent(1.5), spent(0.5), Limit(1.0), 0.5).met is False


def test_rounds_go_in_turn_and_the_warm_one_is_not_counted() -> None:
    order: list[str] = []

    def once(name: str) -> Spent:
        order.append(name)
        return Spent(float(len(order)))

    taken = in_turn(2, {"a": lambda: once("a"), "b": lambda: once("b")})
    assert order == ["a", "b"] * 3
    assert taken == {"a": spent(3.0, 5.0), "b": spent(4.0, 6.0)}


def test_the_table_says_what_is_not_met() -> None:
    row = Row("edit", "copy", spent(0.014, peak=30.2), spent(0.01, peak=20.0), Limit(1.3))
    told = dict(zip(COLUMNS, cells_of(row), strict=True))
    assert told["ratio"] == "1.4"
    assert told["limit"] == "at most 1.3"
    assert told["met"] == "NO"
    assert told["peak MB"] == "30 / 20"


def test_saved_results_hold_ratios_and_no_times(tmp_path: Path) -> None:
    row = Row("edit", "copy", spent(0.5, 0.25), spent(0.125, 0.125), Limit(1 / 10))
    memory = MemoryRow("edit, peak memory", spent(1.0, peak=50.0), 200.0)
    save([row, memory], tmp_path / "results.json")
    first, second = json.loads((tmp_path / "results.json").read_text("utf-8"))["rows"]
    assert (first["ratio"], first["least"], first["greatest"]) == (3.0, 2.0, 4.0)
    assert (first["limit"], first["met"], first["rounds"]) == ("at most 1/10", False, 2)
    assert second["ratio"] == 0.25
    assert "seconds" not in (tmp_path / "results.json").read_text("utf-8")


def test_the_workbooks_measured_are_sound_and_of_the_size_said(tmp_path: Path) -> None:
    make_workbook(tmp_path / "book.xlsx", 2000)
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    assert book.sheetnames == [SMALL, BIG]
    cells = [cell.value for row in book[BIG].iter_rows() for cell in row]
    assert len(cells) == 2000
    assert None not in cells
    assert {type(value) for value in cells} == {str, float}
    kinds = zipfile.ZipFile(tmp_path / "book.xlsx").read("xl/worksheets/sheet9999.xml")
    assert b't="s"' in kinds
    assert b't="inlineStr"' in kinds


@pytest.mark.parametrize("job", ["edit", "openpyxl_edit"])
@pytest.mark.parametrize(("sheet", "cells"), [(SMALL, 480), (BIG, 2000)])
def test_both_writers_really_do_the_same_edit(
    tmp_path: Path, job: str, sheet: str, cells: int
) -> None:
    make_workbook(tmp_path / "book.xlsx", 2000)
    assert JOBS[job](tmp_path / "book.xlsx", tmp_path / "out.xlsx", sheet, cells) > 0
    last = cells // 20
    page = openpyxl.load_workbook(tmp_path / "out.xlsx")[sheet]
    found = [page.cell(row, 2).value for row in (2, last // 2, last - 4)]
    assert found == [12.5, 71, 94.75]
    assert page.cell(last - 4, 5).value == "as read"
    assert page.cell(last - 4, 2).protection.locked is False
    assert page.cell(last - 5, 2).protection.locked is True
    assert len(page.conditional_formatting) == 1


def test_sql_counts_what_lacxl_counts(tmp_path: Path) -> None:
    folder = tmp_path / "ssda903"
    children_make.main([str(folder), "1500"])
    _, ours = children_jobs.JOBS["three"](folder)
    assert set(ours) == set(children_jobs.THREE)
    assert {len(by_month) for by_month in ours.values()} == {13}
    assert all(counts[0] > 0 for by_month in ours.values() for counts in by_month.values())
    for other in ("three_counted", "duckdb", "duckdb_counted"):
        assert children_jobs.JOBS[other](folder)[1] == ours, other


def test_all_indicators_of_ssda903_are_counted_in_what_is_timed(tmp_path: Path) -> None:
    folder = tmp_path / "ssda903"
    children_make.main([str(folder), "150"])
    _, answer = children_jobs.JOBS["everything"](folder)
    named = "7.1 7.3 7.4 7.5 7.6 7.7 9.1 9.2 10.1 10.2 10.3"
    assert set(answer["counted"]) == set(named.split())
    rows = {
        json.dumps(children_jobs.JOBS[name](folder)[1]) for name in ("pandas_text", "pandas_dates")
    }
    assert len(rows) == 1


def test_totals_fill_what_the_records_fill(tmp_path: Path) -> None:
    children_make.main(["folders", str(tmp_path), "100"])
    filled = []
    for name in (children_make.COUNTED, children_make.TOTALS):
        settings = Settings.load(tmp_path / name / "lacxl.toml")
        cells = refresh(settings, Month(2015, 5), dry_run=True, today=children_jobs.TODAY).cells
        filled.append(
            {cell.place: cell.after for cell in cells if isinstance(cell.after, (int, float))}
        )
    assert filled[0] == filled[1]
    assert len(filled[0]) > 20
