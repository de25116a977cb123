"""From April 2015 to June 2016 by commands alone: places, figures, issues, corrections, reasons."""

from __future__ import annotations

import csv
import datetime as dt
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from excel_stand_in import CalcExcel, Watched, assert_same_issue
from folders import assert_done, before_registers, marks, refused_untouched, run, workbook_of
from made_up_year import FIRST, LAST, Numbers, give, made_up
from xlsx_templates import build, months

from lacxl.app.accept import accept_finding
from lacxl.app.accepting import split_accepted
from lacxl.app.case.seen import see
from lacxl.app.document.open_book import OpenBook
from lacxl.app.issue.issue import issue
from lacxl.app.month.next_month import next_month
from lacxl.app.month.refresh import refresh
from lacxl.app.month.undo import undo
from lacxl.app.new import new
from lacxl.app.restate.restate import restate
from lacxl.app.restate.restatement_done import RestatedMonth
from lacxl.app.words import of_undo
from lacxl.catalogue.indicators import shipped
from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding
from lacxl.domain.indicator import Indicator, Kind, Unit
from lacxl.domain.month import Month
from lacxl.engines.package import PackageWorkbook, same_parts
from lacxl.ledgers.cells_that_left import PRINTED
from lacxl.ledgers.reasons import REASONS
from lacxl.settings.settings import Settings
from lacxl.workbook.address import Cell
from lacxl.workbook.changes import CellChange, ChangeSet, Swap
from lacxl.workbook.next_month import Way
from libreoffice import ExcelSession

APRIL = Month(2016, 4)
OPEN = (FIRST, LAST) if os.environ.get("LACXL_WHOLE_YEAR") else (APRIL, APRIL)
"""The months that are played in the open workbook too: all of them take minutes."""
MOST_CALLS = 25
"""The most calls to Excel that the places for months take, on average for each of the tables."""
CORRECTIONS = {Month(2015, 10): Month(2015, 8), APRIL: Month(2016, 2)}
"""The months that are corrected, by the month whose issue comes before the correction."""
CORRECTED = ("7.6", "7.10", "10.2")
ACCEPTED = {
    "'Performance Summary'!C12": None,
    "'Performance Summary'!C14": Month(2015, 9),
}
"""Targets that the empty workbook does not have; each finding is accepted until then."""
PAGES = (
    "Plans - In Date", "Looked After Children", "Placements", "Reviews & Visits", "Health",
    "Personal Education Plans", "Adoptions",
)  # fmt: skip


@dataclass(frozen=True)
class Year:
    """The made-up numbers, and the workbook after each month and what its refresh found.

    `open_from` is the folder as it was before the months that are played in the open workbook too.
    """

    numbers: Numbers
    found: Mapping[Month, tuple[Finding, ...]]
    restated: Mapping[Month, RestatedMonth]
    after: Mapping[Month, Path]
    folder: Path
    open_from: Path


def known(numbers: Numbers, issued: Month) -> Numbers:
    """Return what is known once a month is issued and the mistakes found by then are corrected."""
    right = dict(numbers)
    for found, month in CORRECTIONS.items():
        if found <= issued:
            for number in CORRECTED:
                above, below = right[number, month]
                right[number, month] = (above // 2 + 1, below)
    return right


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    folder = tmp_path_factory.mktemp("year") / "reports"
    settings, numbers, month = Settings.load(new(FIRST, folder, "Northshire")), made_up(), FIRST
    after, found, restated = {}, {}, {}
    open_from = folder.with_name("open")
    while month <= LAST:
        if month == OPEN[0]:
            shutil.copytree(folder, open_from)
        found[month], restated[month] = play(settings, numbers, month)
        after[month] = folder / f"after {month}.xlsx"
        shutil.copyfile(settings.workbook_path, after[month])
        month += 1
    return Year(numbers, found, {m: r for m, r in restated.items() if r}, after, folder, open_from)


def play(
    settings: Settings,
    numbers: Numbers,
    month: Month,
    book: Watched | None = None,
    on_place: Callable[[int], None] = lambda _tables: None,
) -> tuple[tuple[Finding, ...], RestatedMonth | None]:
    """Make the month's place, fill it, accept, issue and correct, in the file or the open book.

    Returns what the refresh found, and the correction, if there was one.
    """

    def document() -> AbstractContextManager[OpenBook | None]:
        return nullcontext() if book is None else OpenBook(book, settings)

    today = (month + 1).first_day + dt.timedelta(8)
    if month > FIRST:
        with document() as there:
            made = next_month(settings, document=there, today=today)
        assert made.month == month
        on_place(len(made.ways))
    give(settings.folder, known(numbers, month - 1), month)
    with document() as there:
        found = refresh(settings, month, document=there, today=today).findings
    if month == FIRST:
        for where, until in ACCEPTED.items():
            with document() as there:
                why = "no target is set this year"
                accept_finding(settings, "K104", where, why, until=until, document=there)
    with document() as there:
        issue(settings, month, document=there, today=today)
    if month not in CORRECTIONS:
        return found, None
    give(settings.folder, known(numbers, month), month)
    with document() as there:
        restated = restate(
            settings, CORRECTIONS[month], reason="late forms", document=there, today=today
        )
    return found, restated


def of_months(numbers: Numbers, indicator: Indicator, unit: Unit, over: list[Month]) -> Fraction:
    """Add up by hand, independently of the product's code."""
    above = sum(numbers[indicator.number, month][0] for month in over)
    below = sum(numbers[indicator.number, month][1] or 0 for month in over)
    if unit is Unit.COUNT:
        return Fraction(above)
    return Fraction(above * (10_000 if unit is Unit.RATE else 1), below)


def summary(path: Path) -> dict[str, dict[str, object]]:
    """Return the summary's cells by row and heading, read with another library."""
    book = openpyxl.load_workbook(path, read_only=True)  # the other sheets need not be read
    found = book["Performance Summary"].iter_rows(5, 28, 1, 18, values_only=True)
    heads = [
        f"{head:%b-%y}" if isinstance(head, dt.datetime) else str(head) for head in next(found)
    ]
    rows = {str(row[0] or "7.5 percentage"): dict(zip(heads, row, strict=True)) for row in found}
    book.close()
    return rows


def rows_of(indicator: Indicator) -> list[tuple[str, Unit]]:
    names = [indicator.number, *[f"{indicator.number} {f.name}" for f in indicator.figures[1:]]]
    return list(zip(names, [f.unit for f in indicator.figures], strict=True))


def test_every_figure_of_every_month_is_arithmetic(year: Year) -> None:
    for month, path in year.after.items():
        shown, numbers = summary(path), known(year.numbers, month)
        april = month.financial_year.first
        for indicator in shipped().values():
            for row, unit in rows_of(indicator):
                for back in (0, 1, 2):
                    of = month - back
                    head = f"CURRENT {of.short}" if back == 0 else of.short
                    if of >= FIRST:
                        expected = float(of_months(numbers, indicator, unit, [of]))
                        assert shown[row][head] == pytest.approx(expected, rel=1e-12), (row, head)
                if indicator.kind is Kind.FLOW:
                    over = [april + i for i in range(12) if april + i <= month]
                    expected = float(of_months(numbers, indicator, unit, over))
                    assert shown[row]["YTD"] == pytest.approx(expected, rel=1e-12), (row, month)


def test_the_outturns_of_the_year_that_ended(year: Year) -> None:
    for after in (APRIL, LAST):
        shown, numbers = summary(year.after[after]), known(year.numbers, after)
        for indicator in shipped().values():
            for row, unit in rows_of(indicator):
                over = [FIRST + i for i in range(12)]
                if indicator.kind is not Kind.FLOW:
                    over = over[-1:]
                expected = float(of_months(numbers, indicator, unit, over))
                assert shown[row]["2015/16"] == pytest.approx(expected, rel=1e-12), row
                assert "2013/14" not in shown[row]


def test_each_correction_is_on_record_and_marked_for_two_months(year: Year) -> None:
    assert list(year.restated) == list(CORRECTIONS)
    for after, corrected in CORRECTIONS.items():
        lines = year.restated[after].restated
        shown = [each for each in lines if each.what == str(corrected) and not each.issue]
        assert [each.figure for each in shown] == list(CORRECTED)
        assert {each.issue for each in lines if each.issue} == {
            f"{corrected + i} I1" for i in range(3)
        }, "the copies in which a figure is superseded"
        assert [bool(marks(year.after[after + i])) for i in (-1, 0, 1)] == [False, True, True]
        if after + 2 in year.after:
            assert not marks(year.after[after + 2])


def test_the_end_of_the_year_is_told_and_in_april_nothing_says_last_year(year: Year) -> None:
    told = {
        month: [each for each in found if each.code in ("K112", "K118")]
        for month, found in year.found.items()
    }
    assert {month for month, found in told.items() if found} == {APRIL - 1}
    assert len(told[APRIL - 1]) == 8, "the summary and each page have no place for the outturn"
    assert all(" for 2015/16." in each.what for each in told[APRIL - 1])
    assert all("lacxl next-month makes it" in each.todo for each in told[APRIL - 1])


@pytest.mark.libreoffice
def test_the_open_workbook_becomes_the_same(
    year: Year, excel_app: ExcelSession, tmp_path: Path
) -> None:
    settings = Settings.load(year.open_from / "lacxl.toml")
    excel = CalcExcel(excel_app, settings.workbook_path)
    month = OPEN[0]

    calls: list[tuple[int, int]] = []

    def counted(tables: int) -> None:
        calls.append((excel_app.calls.total, tables))

    while month <= OPEN[1]:
        excel_app.calls.reset()
        play(settings, year.numbers, month, excel.book, counted)
        copy = tmp_path / f"{month}.xlsx"
        excel.book.copy_to(copy)
        assert_same_issue(see(settings, copy), see(settings, year.after[month]))
        month += 1
    excel.close(save=False)
    print(f"calls for each place, and the tables: {calls}")
    assert sum(made for made, _ in calls) <= MOST_CALLS * sum(tables for _, tables in calls)


def test_what_was_accepted_stays_so_until_then(year: Year) -> None:
    entries = REASONS.load(Settings.load(year.folder / "lacxl.toml").accepted_path)
    for month, found in year.found.items():
        _, accepted = split_accepted(found, entries, month)
        assert [each.where for each in accepted if each.code == "K104"] == [
            where for where, until in ACCEPTED.items() if until is None or month <= until
        ]


def test_what_left_is_in_the_ledger(year: Year) -> None:
    with (year.folder / "lacxl-history-printed.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    left = {(row["sheet"], row["period"]) for row in rows if row["table"] == ""}
    months = {str(FIRST + i) for i in range(12)}
    assert {period for _, period in left if "/" not in period} == months
    first = next(row for row in rows if row["indicator"] == "7.6" and row["part"] == "value")
    above, below = year.numbers["7.6", FIRST]
    assert (first["period"], first["shown"]) == (str(FIRST), f"{above / (below or 0):.1%}")


def test_nothing_else_is_lost(year: Year) -> None:
    first = openpyxl.load_workbook(year.after[FIRST])
    for path in year.after.values():
        book = openpyxl.load_workbook(path)
        for sheet, before in zip(book, first, strict=True):
            assert len(sheet._charts) == len(before._charts)
            assert sheet.print_area == before.print_area
            assert [d.width for d in sheet.column_dimensions.values()] == [
                d.width for d in before.column_dimensions.values()
            ]


def test_the_next_month_twice_is_refused(filled: Path) -> None:
    assert_done(run(filled, "next-month"))
    refused_untouched(filled, ("next-month",), "N101", "lacxl refresh 2015-06")


def test_a_ledger_of_what_was_printed_that_is_damaged_stops_it(filled: Path) -> None:
    before_registers(filled)
    path = filled / "lacxl-history-printed.csv"
    path.write_text(f"{PRINTED.header}\n2015-07-03T09:30:00Z,Jun-15,Health,,B5,7.6,,,,,\n", "utf-8")
    refused_untouched(filled, ("next-month",), "H110", f"{path.name} row 2 column month")
    path.write_text("reason\nlate\n", "utf-8")
    refused_untouched(filled, ("next-month", "--dry-run"), "H109", f"{path.name} row 1")


def test_a_dry_run_lists_every_move_and_writes_nothing(filled: Path) -> None:
    before = workbook_of(filled).read_bytes()
    ran = run(filled, "next-month", "--dry-run", "--json")
    assert ran.json()["changed"] == len(ran.json()["cells"]) == 73
    assert {each["way"] for each in ran.json()["tables"]} == {"roll", "take"}
    assert len(ran.json()["left"]) == 23
    assert workbook_of(filled).read_bytes() == before
    assert not (filled / "lacxl-history-printed.csv").exists()


def test_undo_puts_every_cell_and_merge_back(filled: Path) -> None:
    settings = Settings.load(filled / "lacxl.toml")
    before = openpyxl.load_workbook(workbook_of(filled))["Performance Summary"]
    next_month(settings)
    done = undo(settings)
    said = of_undo(done)
    assert said.headline == f"The place made for June 2015 is undone in {len(done.cells)} cells."
    assert "history" not in said.notes[-1], "no reading was taken"
    assert {each.why for each in done.cells} == {"undoing the place made for Jun-15"}
    after = openpyxl.load_workbook(workbook_of(filled))["Performance Summary"]
    assert [[c.value for c in row] for row in after] == [[c.value for c in row] for row in before]
    assert {str(m) for m in after.merged_cells.ranges} == {
        str(m) for m in before.merged_cells.ranges
    }


@pytest.mark.parametrize("was", [None, 0.2])
def test_an_outturn_that_is_not_known(year: Year, tmp_path: Path, was: float | None) -> None:
    folder = shutil.copytree(year.folder, tmp_path / "reports")
    before_registers(folder)
    for ledger in (folder / "readings.csv", folder / "lacxl-history.csv"):
        kept = [
            line for line in ledger.read_text("utf-8").splitlines() if "7.7,2015-05," not in line
        ]
        ledger.write_text("\n".join(kept) + "\n", "utf-8")
    settings, march = Settings.load(folder / "lacxl.toml"), year.after[APRIL - 1]
    page = next(
        e
        for e in see(settings, march).layout.lines
        if e.at.get(Month(2015, 5)) and e.indicator == "7.7"
    )
    may = page.months[Month(2015, 5)]
    typed = [CellChange("Performance Summary", Cell(13, 14), Swap(None, was))]
    with PackageWorkbook(march) as book:
        value = book.survey().sheet(may.sheet).values[may.cell]
        typed.append(CellChange(may.sheet, may.cell, Swap(value, None)))
        book.write(ChangeSet(tuple(typed)), folder / "march.xlsx")
    (folder / "march.xlsx").replace(workbook_of(folder))
    if was is not None:
        refused_untouched(folder, ("next-month",), "N106", "'Performance Summary'!N13")
        return
    ran = run(folder, "next-month", "--json")
    found = next(each for each in ran.json()["findings"] if each["code"] == "N114")
    assert "'Performance Summary'!N13" in found["where"]


@pytest.fixture
def growing(tmp_path: Path) -> Path:
    """A workbook of April and May 2015 that adds a column and rows a month, filled to May."""
    folder = tmp_path / "growing"
    folder.mkdir()
    span = months.span(dt.date(2015, 4, 1), dt.date(2015, 5, 1))
    build.build(
        folder / "year.xlsx",
        span,
        ["2013/14", "2014/15"],
        page_months=span,
        page_years=["2014/15", "2015/16 YTD"],
    )
    grow = ", ".join(f'"{name}" = "grow"' for name in ("summary", *PAGES))
    (folder / "lacxl.toml").write_text(
        f'[workbook]\nfile = "year.xlsx"\nnext_month = {{ {grow} }}\n', "utf-8"
    )
    header = "indicator,month,numerator,denominator,value,note\n"
    (folder / "readings.csv").write_text(header, "utf-8")
    settings, numbers = Settings.load(folder / "lacxl.toml"), made_up()
    for month in (Month(2015, 4), Month(2015, 5)):
        give(folder, numbers, month)
        refresh(settings, month, today=dt.date(2015, 9, 1))
    return folder


def test_a_workbook_that_grows(growing: Path) -> None:
    settings, numbers = Settings.load(growing / "lacxl.toml"), made_up()
    before = openpyxl.load_workbook(growing / "year.xlsx")
    for month in (Month(2015, 6), Month(2015, 7)):
        kept = shutil.copyfile(growing / "year.xlsx", growing / "kept.xlsx")
        made = next_month(settings, today=dt.date(2015, 9, 1))
        assert set(made.ways.values()) == {Way.GROW}
        (longer,) = (each for each in made.findings if each.code == "N115")
        assert longer.where.split(", ") == sorted(("Performance Summary", *PAGES))
        give(growing, numbers, month)
        refresh(settings, month, today=dt.date(2015, 9, 1))
    sheet = openpyxl.load_workbook(growing / "year.xlsx")["Performance Summary"]
    heads = [sheet.cell(5, column).value for column in range(6, 11)]
    assert [f"{head:%b-%y}" for head in heads[:3] if isinstance(head, dt.datetime)] == [
        "Apr-15", "May-15", "Jun-15",
    ]  # fmt: skip
    assert "YTD" in heads
    with PackageWorkbook(growing / "year.xlsx") as book:
        layout = see(settings).layout
        assert layout.months == tuple(Month(2015, 4) + i for i in range(4))
        assert all(max(table.months) == Month(2015, 7) for table in layout.tables)
        values = {(s.name, c): v for s in book.survey().sheets for c, v in s.values.items()}
    for line in layout.summary:
        indicator = shipped()[line.indicator]
        unit = next(f.unit for f in indicator.figures if f.name == line.figure)
        for month, place in line.months.items():
            expected = float(of_months(numbers, indicator, unit, [month]))
            assert values[place.sheet, place.cell] == pytest.approx(expected, rel=1e-12)
    after = openpyxl.load_workbook(growing / "year.xlsx")
    assert [len(s._charts) for s in after] == [len(s._charts) for s in before]
    health = after["Health"]
    chart = health._charts[0]
    assert chart.series[0].val.numRef.f.endswith("$8")  # April to July: rows 5 to 8
    undo(settings)  # the fill of July
    july = (growing / "year.xlsx").read_bytes()
    typed = ChangeSet((CellChange("Health", Cell(40, 9), Swap(None, "typed since")),))
    with PackageWorkbook(growing / "year.xlsx") as book:
        book.write(typed, growing / "typed.xlsx")
    shutil.copyfile(growing / "typed.xlsx", growing / "year.xlsx")
    with pytest.raises(Refused) as refusal:
        undo(settings)
    assert refusal.value.codes == ("B208",), refusal.value
    assert refusal.value.findings[0].where == "Health!I40"
    (growing / "year.xlsx").write_bytes(july)
    undo(settings)  # its place
    assert same_parts(growing / "year.xlsx", kept)
