"""Benchmarks from the DfE's files in the workbook: cells, heading, findings, explain."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from lacxl.app.benchmarks.benchmarks import benchmarks
from lacxl.app.benchmarks.taken_benchmarks import TakenBenchmarks
from lacxl.app.case.compared import noticed_of_benchmarks, wanted_headings
from lacxl.app.case.gathering import gather
from lacxl.app.figures.explain import explain
from lacxl.app.figures.figures import figures
from lacxl.app.month.refresh import refresh
from lacxl.cli import main
from lacxl.demo import MONTH, WORKBOOK, write_demo
from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, Severity
from lacxl.domain.month import Month
from lacxl.inputs import Benchmarks
from lacxl.settings.settings import Settings
from lacxl.workbook.address import Area
from lacxl.workbook.snapshot import Snapshot
from needs import ROOT

DFE = ROOT / "tests" / "data" / "dfe"
SUMMARY = "Performance Summary"
TODAY = dt.date(2026, 6, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The demo's folder."""
    write_demo(tmp_path / "demo")
    return tmp_path / "demo"


def settings(folder: Path, more: str = "") -> Settings:
    path = folder / "lacxl.toml"
    if more:
        path.write_text(path.read_text("utf-8") + more, "utf-8")
    return Settings.load(path)


def take(to: Settings, **more: object) -> TakenBenchmarks:
    given = {"council": "Rotherham", **more}
    return benchmarks(to, Benchmarks(files=(DFE,), **given), today=TODAY)  # type: ignore[arg-type]


def coded(findings: tuple[Finding, ...], code: str) -> list[Finding]:
    return [each for each in findings if each.code == code]


def headings(folder: Path) -> list[str]:
    """Return the texts over benchmarks with a year in them."""
    book = openpyxl.load_workbook(folder / WORKBOOK)
    return [
        cell.value
        for row in book[SUMMARY].iter_rows()
        for cell in row
        if isinstance(cell.value, str) and "BENCHMARKING" in cell.value
    ]


def row_of(folder: Path, indicator: str) -> list[object]:
    """Return the benchmarks that the summary shows of an indicator."""
    sheet = openpyxl.load_workbook(folder / WORKBOOK)[SUMMARY]
    for row in sheet.iter_rows(values_only=True):
        if indicator in map(str, row):
            return list(row[14:18])
    raise AssertionError(indicator)


def test_a_refresh_fills_the_columns_and_the_headings_year_follows(folder: Path) -> None:
    to = settings(folder)
    assert headings(folder) == ["LATEST BENCHMARKING - 2013/14"]
    refresh(to, MONTH)
    assert headings(folder) == ["LATEST BENCHMARKING - 2013/14"]
    take(to)
    result = refresh(to, MONTH)
    assert headings(folder) == ["LATEST BENCHMARKING - 2024/25"]
    assert row_of(folder, "9.1") == pytest.approx([0.666, 0.73, 0.69, 0.7])
    assert row_of(folder, "7.2") == [pytest.approx(100.7), "-", 67, "-"]
    assert not refresh(to, MONTH).changes
    (heading,) = [each for each in result.cells if "BENCHMARKING" in str(each.after)]
    assert heading.why == "the year of the benchmarks"


def test_rows_of_another_year_under_the_heading_are_told(folder: Path) -> None:
    to = settings(folder)
    assert coded(refresh(to, MONTH).findings, "K120") == []
    take(to)
    (told,) = coded(refresh(to, MONTH).findings, "K120")
    assert told.severity is Severity.WARNING
    assert "2024/25, but for those of 7.7, 10.2, 10.3 of 2013/14" in told.what


def test_figures_in_the_workbook_alone_are_told_when_the_heading_changes(folder: Path) -> None:
    to = settings(folder)
    refresh(to, MONTH)
    path = folder / "benchmarks.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("7.7,")), "utf-8")
    take(to)
    (told,) = coded(refresh(to, MONTH).findings, "K122")
    assert "benchmarks of 7.7 under it" in told.what
    assert coded(refresh(to, MONTH).findings, "K122") == []


def test_a_heading_that_cannot_be_written_is_told(folder: Path) -> None:
    to = settings(folder)
    refresh(to, MONTH)
    take(to)
    case = gather(to, MONTH)
    (heading,) = case.benchmark_headings
    sheets = tuple(
        replace(each, blocked=((Area.of(heading.cell), "the header of a table"),))
        if each.name == SUMMARY
        else each
        for each in case.snapshot.sheets
    )
    blocked = replace(case, snapshot=Snapshot(sheets))
    assert wanted_headings(case)[0].value == "LATEST BENCHMARKING - 2024/25"
    assert wanted_headings(blocked) == ()
    (told,) = coded(tuple(noticed_of_benchmarks(blocked)), "K123")
    assert str(heading) in told.where
    assert coded(tuple(noticed_of_benchmarks(case)), "K123") == []


def test_what_is_comparable_only_in_part_is_told_and_can_be_refused(folder: Path) -> None:
    take(settings(folder))
    (told,) = coded(refresh(settings(folder), MONTH).findings, "K124")
    assert told.severity is Severity.NOTE
    assert "9.1: definition: the same carer, not the same placement" in told.what
    refusing = settings(folder, '\n[benchmarks]\nrefuse = ["definition", "9.2"]\n')
    refresh(refusing, MONTH)
    assert row_of(folder, "9.1") == ["-"] * 4
    assert row_of(folder, "9.2") == ["-"] * 4
    assert row_of(folder, "7.9") == pytest.approx([0.825, 0.95, 0.81, 0.905], abs=0.1)
    assert row_of(folder, "10.2") == [507.3, 328, 525, 468]


def test_a_council_that_counts_the_same_carer_is_compared_in_full(folder: Path) -> None:
    to = settings(folder, '\n[measures]\nsame = "carer"\nstarts = "first_in_year"\n')
    partly = {each.measure.indicator: each.measure.partly for each in take(to).worked}
    assert set(partly["9.1"]) == {"rounding"}
    assert partly["7.3"] == {}
    assert set(partly["7.4"]) == {"definition"}


def test_a_council_that_counts_the_checks_of_the_same_children(folder: Path) -> None:
    more = "\n[measures]\nhealth_least_months = 12\ndental_least_months = 12\n"
    partly = {
        each.measure.indicator: each.measure.partly for each in take(settings(folder, more)).worked
    }
    assert set(partly["7.8"]) == {"definition", "rounding"}
    assert set(partly["7.9"]) == {"rounding"}
    older = settings(folder, "dental_youngest = 3\n")
    partly = {each.measure.indicator: each.measure.partly for each in take(older).worked}
    assert set(partly["7.9"]) == {"children", "rounding"}


def test_an_old_release_is_a_note_as_of_the_month(folder: Path) -> None:
    to = settings(folder)
    assert coded(figures(to, MONTH).findings, "K121") == []
    (told,) = coded(figures(to, Month(2015, 12)).findings, "K121")
    assert told.severity is Severity.NOTE
    assert "2013/14; those of 2014/15 are published" in told.what


def test_explain_shows_the_way_of_a_benchmark_to_its_rows(folder: Path) -> None:
    to = settings(folder)
    take(to)
    refresh(to, MONTH)
    (explained,) = explain(to, "9.1", MONTH).figures
    rows = dict(explained.rows)
    assert rows["SN AVE"].startswith("66.6% for 2024/25; the unweighted mean of the printed")
    assert re.search(
        r"la_cla_placement_stability\.csv rows [\d, ]+; benchmarks\.csv row", rows["SN AVE"]
    )
    assert rows["NAT AVE"].endswith("in 'Performance Summary'!Q24")
    assert "same carer for at least two" in rows["Compared with"]
    assert "definition: the same carer" in rows["In part"]
    typed = dict(explain(to, "10.2", MONTH).figures[0].rows)
    assert "507.3 for 2013/14; somebody typed it; benchmarks.csv row" in typed["SN AVE"]


def test_a_published_outturn_that_differs_by_more_than_rounding(folder: Path) -> None:
    with (folder / "outturns.csv").open("a", encoding="utf-8") as file:
        file.write("9.1,,2024/25,63.4%\n9.2,,2024/25,13.5%\n7.1,,2024/25,476\n7.2,,2024/25,80.4\n")
    told = coded(take(settings(folder)).findings, "G124")
    assert [each.what for each in told] == [
        "9.2 was 13.5% in 2024/25 by outturns.csv row 44, and is published as 13%."
    ]
    assert told[0].severity is Severity.WARNING


def test_own_figures_come_from_the_history_too(folder: Path) -> None:
    text = (folder / "readings.csv").read_text("utf-8")
    (folder / "readings.csv").write_text(f"{text.rstrip()}\n9.1,2025-03,110,187,,\n", "utf-8")
    to = settings(folder)
    refresh(to, MONTH)
    (told,) = coded(take(to).findings, "G124")
    assert "9.1 was 58.8% in 2024/25 by the history, and is published as 63%" in told.what
    assert "the same carer, not the same placement" in told.what


def test_population_that_differs_from_the_settings(folder: Path) -> None:
    (told,) = coded(take(settings(folder)).findings, "G127")
    assert told.severity is Severity.NOTE
    right = '\n[measures]\npopulation = { "2023/24" = 58441, "2024/25" = 59521 }\n'
    assert coded(take(settings(folder, right)).findings, "G127") == []
    path = folder / "lacxl.toml"
    path.write_text(path.read_text("utf-8").replace("59521", "59000"), "utf-8")
    (told,) = coded(take(settings(folder)).findings, "G127")
    assert told.severity is Severity.WARNING
    assert "59,000 for 2024/25, the file 59,521" in told.what


def test_a_councils_own_references_get_its_rows(folder: Path) -> None:
    (folder / "own.toml").write_text(
        '[indicators."CLA 1"]\ntitle = "Stability"\nkind = "snapshot"\nunit = "percentage"\n'
        'polarity = "low"\nmeasure = "9.1"\n',
        "utf-8",
    )
    to = settings(folder)
    path = folder / "lacxl.toml"
    path.write_text(
        path.read_text("utf-8").replace("[workbook]", '[workbook]\ncatalogue = "own.toml"')
        if "[workbook]" in path.read_text("utf-8")
        else '[workbook]\ncatalogue = "own.toml"\n' + path.read_text("utf-8"),
        "utf-8",
    )
    take(Settings.load(to.file))
    with (folder / "benchmarks.csv").open(encoding="utf-8", newline="") as file:
        found = {row["indicator"]: row for row in csv.DictReader(file) if row["year"] == "2024/25"}
    assert found["CLA 1"]["stat_neigh_ave"] == found["9.1"]["stat_neigh_ave"] == "66.6%"
    # each by its own polarity
    assert found["CLA 1"]["best_stat_neigh"] == "57%"
    assert found["9.1"]["best_stat_neigh"] == "73%"


def test_settings_that_do_not_name_the_file(folder: Path) -> None:
    path = folder / "lacxl.toml"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(x for x in lines if not x.startswith("benchmarks =")), "utf-8")
    result = take(settings(folder))
    assert result.written == folder / "benchmarks.csv"
    (told,) = coded(result.findings, "G129")
    assert 'benchmarks = "benchmarks.csv"' in told.todo


def test_a_file_that_the_settings_have_for_something_else(folder: Path) -> None:
    with pytest.raises(Refused) as caught:
        take(settings(folder), out=folder / "readings.csv")
    assert caught.value.codes == ("U110",)


@pytest.fixture
def here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder as the one that commands are run in, with its council set."""
    settings(folder, '\n[benchmarks]\ncouncil = "372"\n')
    monkeypatch.chdir(folder)
    return folder


def test_the_command_says_it_as_a_table_and_as_json(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["benchmarks", str(DFE), "--dry-run"])
    out = capsys.readouterr().out
    assert "Benchmarks of Rotherham (372), statistical neighbours 2025." in out
    assert re.search(r"9\.1 +2024/25 +66\.6% +10/10 +73% +69% +70% +63", out)
    assert "Nothing was written." in out
    with pytest.raises(SystemExit):
        main(["benchmarks", str(DFE), "--json"])
    found = json.loads(capsys.readouterr().out)
    assert found["population"] == [
        {"year": "2024/25", "people": 59521},
        {"year": "2023/24", "people": 58441},
    ]
    nine = next(each for each in found["benchmarks"] if each["indicator"] == "9.1")
    assert nine["published"]["text"] == "63"
    assert nine["figures"]["stat_neigh_ave"]["text"] == "66.6%"
    assert len(nine["figures"]["stat_neigh_ave"]["rows"]) == 10


def test_a_call_that_is_wrong(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["benchmarks"], ["benchmarks", str(DFE), "--year", "2024"]):
        with pytest.raises(SystemExit) as left:
            main(arguments)
        assert left.value.code == 2
        assert "U106" in capsys.readouterr().err
