"""The sheet of XmR charts: added once, and kept up to date by each refresh."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import zipfile
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from folders import (
    MAY,
    REFUSED,
    Ran,
    assert_done,
    assert_refused,
    run,
    settings_add,
    state_of,
    workbook_of,
)
from openpyxl.workbook.protection import WorkbookProtection
from planting import add_row, opened, set_reading

from lacxl.app.month.add_charts import add_charts
from lacxl.domain.month import Month
from lacxl.engines.package import PackageWorkbook, unlike
from lacxl.settings.settings import Settings
from lacxl.workbook.snapshot import Chart
from oracles.sdk import Validator

SHEET = "Signals"
REVIEWS = ((93, 100), (95, 100), (92, 100), (94, 100), (96, 100)) * 2
PRINTED = (Fraction(68, 68), Fraction(124, 126), Fraction("0.948"), Fraction(54, 60))
HEADINGS = ["Month", "Figure", "Mean", "Upper limit", "Lower limit", "Target", "Special cause"]
Row = tuple[object, ...]


@pytest.fixture
def year(filled: Path) -> Path:
    """The demo with May filled, and ten months of 7.6 more: April 2014 to January 2015."""
    months = [f"2014-{month:02d}" for month in range(4, 13)] + ["2015-01"]
    for month, (n, d) in zip(months, REVIEWS, strict=True):
        add_row(filled, "7.6", month, str(n), str(d), "", "")
    return filled


def added(folder: Path) -> Ran:
    ran = run(folder, "add-charts")
    assert_done(ran)
    return ran


def table(folder: Path, label: str = "7.6") -> list[Row]:
    """Return a chart's table as its cells are, without its headings."""
    sheet = openpyxl.load_workbook(workbook_of(folder))[SHEET]
    (name,) = (c for row in sheet.iter_rows() for c in row if c.value == f"XmR {label}")
    rows = [
        [sheet.cell(name.row + down, name.column + right).value for right in range(7)]
        for down in range(1, 38)
    ]
    assert rows[0] == HEADINGS
    return [tuple(row) for row in rows[1:]]


def chart(folder: Path, label: str = "7.6") -> Chart:
    with PackageWorkbook(workbook_of(folder)) as book:
        (found,) = (c for c in book.charts() if c.sheet == SHEET and c.name == f"XmR {label}")
    return found


def limits(figures: list[Fraction]) -> tuple[float, float, float]:
    """Return mean, upper and lower limit, reckoned apart."""
    mean = sum(figures) / len(figures)
    ranges = [abs(b - a) for a, b in pairwise(figures)]
    spread = Fraction("2.66") * sum(ranges) / len(ranges)
    return float(mean), float(mean + spread), float(mean - spread)


def close(one: object, other: float) -> bool:
    return isinstance(one, int | float) and abs(one - other) < 1e-12


class TestAdding:
    def test_a_chart_holds_the_months_and_their_limits(self, year: Path) -> None:
        said = added(year)
        assert "22 charts" in said.out
        rows = table(year)
        assert [row[0] for row in rows] == [
            dt.datetime(2013 + (3 + n) // 12, (3 + n) % 12 + 1, 1) for n in range(36)
        ]
        figures = [*(Fraction(*each) for each in REVIEWS), *PRINTED]
        there = rows[12:26]
        assert all(row[1:] == (None,) * 6 for row in [*rows[:12], *rows[26:]])
        assert all(close(row[1], float(f)) for row, f in zip(there, figures, strict=True))
        for row in there:
            assert all(close(a, b) for a, b in zip(row[2:5], limits(figures), strict=True))
        assert all(row[6] is None for row in there)
        text = chart(year).text
        assert text.startswith("7.6 LAC cases reviewed within timescales, Apr-14 to May-15. ")
        assert "May-15 is 90.0%." in text
        assert "no special cause" in text

    def test_special_causes_are_marked_and_said(self, year: Path) -> None:
        added(year)
        rows = [row for row in table(year, "9.1") if row[1] is not None]
        marked = [row for row in rows if row[6] is not None]
        assert marked
        assert all(row[6] == row[1] for row in marked)
        assert "improving" in chart(year, "9.1").text

    def test_no_cell_of_a_chart_holds_a_text(self, year: Path) -> None:
        """April 2015 of 7.7 is a note, TBC: an empty cell, which leaves a gap."""
        added(year)
        sheet = openpyxl.load_workbook(workbook_of(year))[SHEET]
        for name in (c for row in sheet.iter_rows() for c in row if c.value == "Month"):
            for right in range(1, 7):
                column = [sheet.cell(name.row + n, name.column + right).value for n in range(1, 37)]
                assert all(value is None or isinstance(value, int | float) for value in column)

    def test_the_rest_stays_and_the_file_is_sound(self, year: Path, validator: Validator) -> None:
        before = year / "before.xlsx"
        shutil.copyfile(workbook_of(year), before)
        added(year)
        with PackageWorkbook(before) as old, PackageWorkbook(workbook_of(year)) as new:
            assert not unlike(old, new, looks=True, added=SHEET)
        assert not validator.new_errors(before, workbook_of(year))

    def test_a_dry_run_writes_nothing(self, year: Path) -> None:
        before = state_of(year)
        ran = run(year, "add-charts", "--dry-run", "--json")
        assert_done(ran)
        assert (ran.json()["sheet"], len(ran.json()["charts"])) == (SHEET, 22)
        assert state_of(year) == before

    def test_it_is_added_once(self, year: Path) -> None:
        added(year)
        before = state_of(year)
        assert_refused(run(year, "add-charts"), "W145")
        assert state_of(year) == before

    def test_a_protected_structure_takes_none(self, year: Path) -> None:
        with opened(workbook_of(year)) as book:
            book.security = WorkbookProtection(lockStructure=True)
        before = state_of(year)
        assert_refused(run(year, "add-charts"), "W146")
        assert state_of(year) == before

    def test_the_settings_name_the_sheet(self, year: Path) -> None:
        settings_add(year, '[signals]\nsheet = "XmR"\n')
        assert "sheet XmR" in added(year).out
        settings_add(year, "")
        for name in ("a/b", "", "x" * 32):
            text = (year / "lacxl.toml").read_text("utf-8")
            (year / "lacxl.toml").write_text(text.replace('"XmR"', f'"{name}"'), "utf-8")
            assert run(year, "figures", MAY).code == REFUSED
            (year / "lacxl.toml").write_text(text, "utf-8")


class TestRefreshing:
    def test_twice_is_once(self, year: Path) -> None:
        added(year)
        before = workbook_of(year).read_bytes()
        ran = run(year, "refresh", MAY)
        assert "nothing to change" in ran.out
        assert workbook_of(year).read_bytes() == before

    def test_the_next_month_goes_into_the_charts(self, year: Path) -> None:
        added(year)
        run(year, "next-month")
        add_row(year, "7.6", "2015-06", "40", "80", "", "")
        ran = run(year, "refresh", "2015-06")
        assert "The charts on Signals go to June 2015." in ran.out
        figures = [*(Fraction(*each) for each in REVIEWS), *PRINTED, Fraction(40, 80)]
        row = table(year)[26]
        assert row[0] == dt.datetime(2015, 6, 1)
        assert row[1] == row[6] == 0.5  # it lies below the lower limit
        assert all(close(a, b) for a, b in zip(row[2:5], limits(figures), strict=True))
        text = chart(year).text
        assert "Apr-14 to Jun-15" in text
        assert "concerning" in text
        before = workbook_of(year).read_bytes()
        assert "nothing to change" in run(year, "refresh", "2015-06").out
        assert workbook_of(year).read_bytes() == before

    def test_a_new_month_has_the_formats_of_its_columns(self, year: Path) -> None:
        added(year)
        run(year, "next-month")
        add_row(year, "7.6", "2015-06", "40", "80", "", "")
        add_row(year, "7.1", "2015-06", "400", "", "", "")
        run(year, "refresh", "2015-06")
        sheet = openpyxl.load_workbook(workbook_of(year))[SHEET]
        for label, formats in (("7.6", ["mmm\\-yy", "0.0%", "0.0%"]), ("7.1", ["mmm\\-yy", "0"])):
            (name,) = (c for row in sheet.iter_rows() for c in row if c.value == f"XmR {label}")
            june = [sheet.cell(name.row + 28, name.column + at) for at in range(len(formats))]
            assert None not in [cell.value for cell in june]
            assert [cell.number_format for cell in june] == formats

    def test_a_month_that_has_nothing_is_no_cell_of_the_file(self, year: Path) -> None:
        added(year)
        with PackageWorkbook(workbook_of(year)) as book:
            held = len(book.survey().sheet(SHEET).values)
        with zipfile.ZipFile(workbook_of(year)) as archive:
            sheets = (n for n in archive.namelist() if n.startswith("xl/worksheets/sheet"))
            (there,) = (t for t in map(archive.read, sheets) if b">XmR 7.6<" in t)
        assert len(re.findall(rb"<c[ >]", there)) == held

    def test_tables_that_lie_on_one_another_are_refused(self, year: Path) -> None:
        added(year)
        with opened(workbook_of(year)) as book:
            sheet = book[SHEET]
            (name,) = (c for row in sheet.iter_rows() for c in row if c.value == "XmR 7.6")
            (other,) = (c for row in sheet.iter_rows() for c in row if c.value == "XmR 9.1")
            table = f"{other.coordinate}:{sheet.cell(other.row + 37, other.column + 6).coordinate}"
            onto = name.row + 30 - other.row, name.column - other.column
            sheet.move_range(table, *onto)
        before = state_of(year)
        assert_refused(run(year, "refresh", MAY), "P101")
        assert state_of(year) == before

    def test_undoing_takes_the_charts_back(self, year: Path) -> None:
        added(year)
        run(year, "next-month")
        before, text = table(year), chart(year).text
        add_row(year, "7.6", "2015-06", "40", "80", "", "")
        run(year, "refresh", "2015-06")
        assert table(year) != before
        assert_done(run(year, "undo"))
        assert (table(year), chart(year).text) == (before, text)
        run(year, "verify")

    def test_tables_are_found_where_people_moved_them(self, year: Path) -> None:
        added(year)
        with opened(workbook_of(year)) as book:  # as it stands after rows were inserted above
            sheet = book[SHEET]
            sheet.move_range(f"A1:{sheet.dimensions.split(':')[1]}", rows=3)
        run(year, "next-month")
        add_row(year, "7.6", "2015-06", "40", "80", "", "")
        run(year, "refresh", "2015-06")
        assert table(year)[26][1] == 0.5

    def test_a_sheet_of_that_name_that_is_the_councils_stays(self, year: Path) -> None:
        with opened(workbook_of(year)) as book:
            book.create_sheet(SHEET)["A1"] = "Traffic signals"
        run(year, "next-month")
        add_row(year, "7.6", "2015-06", "40", "80", "", "")
        ran = run(year, "refresh", "2015-06")
        assert "charts" not in ran.out
        sheet = openpyxl.load_workbook(workbook_of(year))[SHEET]
        assert (sheet["A1"].value, sheet.dimensions) == ("Traffic signals", "A1:A1")

    def test_what_was_deleted_from_it_is_told(self, year: Path) -> None:
        added(year)
        with opened(workbook_of(year)) as book:
            sheet = book[SHEET]
            (name,) = (c for row in sheet.iter_rows() for c in row if c.value == "XmR 7.6")
            name.value = None
        ran = run(year, "refresh", MAY)
        assert "P121" in ran.codes()

    def test_the_month_is_issued_with_it_and_verifies(self, year: Path) -> None:
        added(year)
        run(year, "issue", MAY)
        assert_done(run(year, "verify"))


class TestRestating:
    def test_the_charts_follow(self, year: Path) -> None:
        """60 of 100 is below any limit of months between 90% and 100%."""
        added(year)
        assert run(year, "issue", MAY, "--accept", "7.7 comes in July").code <= 1
        before, text = table(year), chart(year).text
        set_reading(year, "7.6", MAY, numerator="60", denominator="100")
        ran = run(year, "restate", MAY, "--reason", "Entered late")
        assert "The charts on Signals follow." in ran.out
        figures = [*(Fraction(*each) for each in REVIEWS), *PRINTED[:-1], Fraction(60, 100)]
        row = table(year)[25]
        assert row[1] == row[6] == 0.6
        assert all(close(a, b) for a, b in zip(row[2:5], limits(figures), strict=True))
        assert "May-15 is 60.0%." in chart(year).text
        assert_done(run(year, "undo"))
        assert (table(year), chart(year).text) == (before, text)
        assert_done(run(year, "verify"))

    def test_a_month_before_the_latest_leaves_nothing_to_refresh(self, year: Path) -> None:
        added(year)
        assert run(year, "issue", MAY, "--accept", "7.7 comes in July").code <= 1
        run(year, "next-month")
        add_row(year, "7.6", "2015-06", "90", "100", "", "")
        run(year, "refresh", "2015-06")
        set_reading(year, "7.6", MAY, numerator="60", denominator="100")
        ran = run(year, "restate", MAY, "--reason", "Entered late", "--json")
        assert ran.json()["charts"] == SHEET
        assert {cell["sheet"] for cell in ran.json()["cells"]} != {SHEET}
        assert [row[1] for row in table(year)[25:27]] == [0.6, 0.9]
        before = workbook_of(year).read_bytes()
        assert "nothing to change" in run(year, "refresh", "2015-06").out
        assert workbook_of(year).read_bytes() == before


class Cut(BaseException):
    """A run that is killed."""


STEPS = ("receipt", "write", "check", "backup", "replace", "settle", "receipt kept", "log")


@pytest.mark.parametrize("at", STEPS)
def test_a_run_that_is_cut_off_leaves_the_old_workbook_or_the_new_one(year: Path, at: str) -> None:
    def cut(step: str) -> None:
        if step == at:
            raise Cut

    with pytest.raises(Cut):
        add_charts(Settings.load(year / "lacxl.toml"), Month(2015, 5), on_step=cut)
    refreshed = run(year, "refresh", MAY)
    assert "nothing to change" in refreshed.out
    assert_done(run(year, "verify"))
    with PackageWorkbook(workbook_of(year)) as book:
        is_there = any(sheet.name == SHEET for sheet in book.survey().sheets)
    assert is_there is (STEPS.index(at) > STEPS.index("replace"))
    again = run(year, "add-charts")
    assert ("W145" in again.codes()) is is_there
