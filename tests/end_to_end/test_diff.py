"""`lacxl diff`: how two workbooks differ, figures by what they are, with the reason on record."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from folders import COPY, DONE, MAY, USAGE, WITH_FINDINGS, assert_done, call, run, workbook_of
from planting import SUMMARY, set_reading

from lacxl.engines.package import PackageWorkbook
from lacxl.settings.settings import Settings
from lacxl.workbook.address import Cell
from lacxl.workbook.changes import CellChange, ChangeSet, Swap

WHY = "late forms"


def change(path: Path, sheet: str, cell: Cell, value: str | float) -> None:
    """Type something into a cell, as Excel would."""
    with PackageWorkbook(path) as book:
        there = book.survey().sheet(sheet).values.get(cell)
        book.write(
            ChangeSet((CellChange(sheet, cell, Swap(there, value)),)), path.with_suffix(".new.xlsx")
        )
    path.with_suffix(".new.xlsx").replace(path)


@pytest.fixture(scope="module")
def _restated(tmp_path_factory: pytest.TempPathFactory, _filled: Path) -> Path:
    folder = shutil.copytree(_filled, tmp_path_factory.mktemp("diff") / "reports")
    assert_done(run(folder, "issue", MAY))
    set_reading(folder, "7.6", MAY, numerator="50", denominator="60")
    assert_done(run(folder, "restate", MAY, "--reason", WHY, "--issue"))
    return folder


@pytest.fixture
def restated(_restated: Path, tmp_path: Path) -> Path:
    """May is issued, then restated with a corrected copy; 7.6 was 54 of 60 and is 50."""
    return shutil.copytree(_restated, tmp_path / "reports")


def test_two_issues_differ_in_what_was_restated(restated: Path) -> None:
    ran = run(restated, "diff", f"{MAY} I1", f"{MAY} I2", "--json")
    assert ran.code == WITH_FINDINGS
    told = ran.json()
    figures = {(each["figure"], each["what"]): each for each in told["figures"]}
    month = figures["7.6", MAY]
    assert (month["was"], month["now"]) == ("90.0%", "83.3%")
    assert month["cells"] == ["'Performance Summary'!H12", "'Reviews & Visits'!F8"]
    assert month["why"].endswith(f": {WHY}")
    assert month["why"].startswith("restated ")
    assert {figure for figure, _ in figures} == {"7.6"}
    assert ("7.6", "YTD") in figures
    assert {each["sheet"] for each in told["cells"]} == {"Cover"}, "the number of the issue"
    assert told["only_before"] == told["only_after"] == told["boxes"] == []


def test_an_issue_and_the_workbook_of_the_folder(restated: Path) -> None:
    assert run(restated, "diff", f"{MAY} I2").code == DONE
    assert run(restated, "diff", MAY).out.endswith("show the same.\n"), "the latest issue"
    change(workbook_of(restated), SUMMARY, Cell(12, 8), 0.91)
    change(workbook_of(restated), "Cover", Cell(30, 2), "Jane said so")
    ran = run(restated, "diff", MAY)
    assert ran.code == WITH_FINDINGS
    assert "1 figure and 1 other place" in ran.out
    assert "'Performance Summary'!H12" in ran.out
    assert "Jane" not in ran.out, "what a person typed is not repeated"


def test_a_month_that_moved_is_compared_with_itself(restated: Path) -> None:
    assert_done(run(restated, "next-month"))
    told = run(restated, "diff", MAY, "--json").json()
    assert told["figures"] == [], "no figure is another one, wherever it is now"
    assert told["only_before"] == ["2015-03"]
    assert told["only_after"] == ["2015-06"]


def test_a_copy_that_is_not_the_one_on_record(restated: Path) -> None:
    change(restated / COPY, SUMMARY, Cell(12, 8), 0.95)
    ran = run(restated, "diff", f"{MAY} I1", f"{MAY} I2")
    assert "I139" in ran.codes()
    assert COPY in ran.out


def test_two_files_without_settings(
    restated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = tmp_path / "one.xlsx", tmp_path / "other.xlsx"
    shutil.copyfile(restated / COPY, one)
    shutil.copyfile(workbook_of(restated), other)
    monkeypatch.chdir(tmp_path)
    page = tmp_path / "page.html"
    ran = call("diff", str(one), str(other), "--html", str(page))
    assert ran.code == WITH_FINDINGS
    text = page.read_text("utf-8")
    assert "<td>7.6</td><td>2015-05</td><td>90.0%</td><td>83.3%</td>" in text
    assert "&#x27;Reviews &amp; Visits&#x27;!F8" in text
    assert call("diff", str(one), str(other), "--html", str(page)).code == USAGE
    assert call("diff", str(one), str(one)).code == DONE


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("2015-05 I3",), "U114"),
        (("2015-04",), "U114"),
        (("gone.xlsx",), "W118"),
        (("2015-13",), "W118"),
        (("readings.csv",), "W101"),
        ((".",), "F102"),
    ],
)
def test_what_cannot_be_meant(restated: Path, names: tuple[str, ...], code: str) -> None:
    ran = call(
        "diff", *(n if code != "W101" else str(restated / n) for n in names), "-s", str(restated)
    )
    assert code in ran.codes(), ran.err


def test_a_workbook_that_is_no_report_is_named(restated: Path) -> None:
    openpyxl.Workbook().save(restated / "empty.xlsx")
    ran = run(restated, "diff", MAY, str(restated / "empty.xlsx"))
    assert "L101" in ran.codes()
    assert "empty.xlsx" in ran.err


def test_without_settings_an_issue_means_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "U115" in call("diff", MAY).codes()
    assert "U115" in call("diff", "one.xlsx").codes()


def test_each_differing_cell_is_told_once(restated: Path) -> None:
    before = Settings.load(restated / "lacxl.toml").workbook_path
    other = shutil.copyfile(before, restated / "other.xlsx")
    change(other, "Health", Cell(8, 3), 0.111)
    told = run(restated, "diff", str(before), str(other), "--json").json()
    assert len(told["figures"]) == 1
    assert told["cells"] == []
