"""From May 2015 to June 2016 by commands alone: each month's place, its figures, its issue."""

from __future__ import annotations

import csv
import datetime as dt
import os
import random
import shutil
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from excel_stand_in import CalcExcel, Watched, assert_same
from folders import assert_done, refused_untouched, run, workbook_of
from xlsx_templates import build, months

from lacxl.app.accepting import split_accepted
from lacxl.app.gathering import see
from lacxl.app.issue import issue
from lacxl.app.next_month import next_month
from lacxl.app.open_book import OpenBook
from lacxl.app.refresh import refresh
from lacxl.app.undo import undo
from lacxl.app.words import of_undo
from lacxl.catalogue.indicators import shipped
from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding
from lacxl.domain.indicator import Indicator, Kind, Unit
from lacxl.domain.month import Month
from lacxl.engines.package import PackageWorkbook, same_parts
from lacxl.ledgers.printed import PRINTED
from lacxl.ledgers.reasons import Accepted, items_of
from lacxl.settings.settings import Settings
from lacxl.workbook.address import Cell
from lacxl.workbook.changes import CellChange, ChangeSet, Swap
from lacxl.workbook.next_month import Way
from libreoffice import ExcelSession

FIRST, LAST, APRIL = Month(2015, 6), Month(2016, 6), Month(2016, 4)
OPEN = (FIRST, LAST) if os.environ.get("LACXL_WHOLE_YEAR") else (APRIL, APRIL)
"""The months that are played in the open workbook too: all of them take minutes."""
MOST_CALLS = 25
"""The most calls to Excel that the place for a month takes, for each of the tables."""
PAGES = (
    "Plans - In Date", "Looked After Children", "Placements", "Reviews & Visits", "Health",
    "Personal Education Plans", "Adoptions",
)  # fmt: skip
Numbers = Mapping[tuple[str, Month], tuple[int, int | None]]


@dataclass(frozen=True)
class Year:
    """The made-up numbers, and the workbook after each month and what its refresh found.

    `open_from` is the folder as it was before the months that are played in the open workbook too.
    """

    numbers: Numbers
    found: Mapping[Month, tuple[Finding, ...]]
    after: Mapping[Month, Path]
    folder: Path
    open_from: Path


def made_up(first: Month = FIRST) -> Numbers:
    chance = random.Random(11)
    numbers: dict[tuple[str, Month], tuple[int, int | None]] = {}
    for indicator in shipped().values():
        for of in (first + i for i in range(13)):
            unit = indicator.figures[-1].unit
            if unit is Unit.COUNT:
                numbers[indicator.number, of] = (chance.randint(5, 450), None)
            elif unit is Unit.PERCENTAGE:
                whole = chance.randint(20, 420)
                numbers[indicator.number, of] = (chance.randint(0, whole), whole)
            elif unit is Unit.RATE:
                numbers[indicator.number, of] = (chance.randint(380, 450), 56_105)
            else:
                numbers[indicator.number, of] = (chance.randint(60, 4_000), chance.randint(1, 9))
    return numbers


def give(folder: Path, numbers: Numbers, month: Month) -> None:
    """Add a month's rows to the readings, as a person does."""
    with (folder / "readings.csv").open("a", encoding="utf-8", newline="") as file:
        for (number, of), (above, below) in numbers.items():
            if of == month:
                csv.writer(file).writerow([number, of, above, below or "", "", ""])


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory, _filled: Path) -> Year:
    folder = shutil.copytree(_filled, tmp_path_factory.mktemp("year") / "reports")
    with (folder / "outturns.csv").open("a", encoding="utf-8") as file:
        file.write("7.7,,2015/16,26.1%\n")  # May 2015 was never known
    settings, numbers, month = Settings.load(folder / "lacxl.toml"), made_up(), FIRST
    after, found = {}, {}
    open_from = folder.with_name("open")
    while month <= LAST:
        if month == OPEN[0]:
            shutil.copytree(folder, open_from)
        found[month] = play(settings, numbers, month)
        after[month] = folder / f"after {month}.xlsx"
        shutil.copyfile(settings.workbook_path, after[month])
        month += 1
    return Year(numbers, found, after, folder, open_from)


def play(
    settings: Settings,
    numbers: Numbers,
    month: Month,
    book: Watched | None = None,
    on_place: Callable[[int], None] = lambda _tables: None,
) -> tuple[Finding, ...]:
    """Make the month's place, fill it and issue it, in the file or in the open workbook."""

    def document() -> AbstractContextManager[OpenBook | None]:
        return nullcontext() if book is None else OpenBook(book, settings)

    today = (month + 1).first_day + dt.timedelta(8)
    with document() as there:
        made = next_month(settings, document=there, today=today)
    assert made.month == month
    on_place(len(made.ways))
    give(settings.folder, numbers, month)
    with document() as there:
        found = refresh(settings, month, document=there, today=today).findings
    with document() as there:
        issue(settings, month, document=there, today=today)
    return found


def of_months(numbers: Numbers, indicator: Indicator, unit: Unit, over: list[Month]) -> Fraction:
    """Add up by hand, independently of the product's code."""
    above = sum(numbers[indicator.number, month][0] for month in over)
    below = sum(numbers[indicator.number, month][1] or 0 for month in over)
    if unit is Unit.COUNT:
        return Fraction(above)
    return Fraction(above * (10_000 if unit is Unit.RATE else 1), below)


def summary(path: Path) -> dict[str, dict[str, object]]:
    """Return the summary's cells by row and heading, read with another library."""
    sheet = openpyxl.load_workbook(path)["Performance Summary"]
    heads = {}
    for column in range(1, 19):
        head = sheet.cell(5, column).value
        heads[column] = f"{head:%b-%y}" if isinstance(head, dt.datetime) else str(head)
    rows: dict[str, dict[str, object]] = {}
    for row in range(6, 29):
        number = str(sheet.cell(row, 1).value or "7.5 percentage")
        rows[number] = {head: sheet.cell(row, column).value for column, head in heads.items()}
    return rows


def rows_of(indicator: Indicator) -> list[tuple[str, Unit]]:
    names = [indicator.number, *[f"{indicator.number} {f.name}" for f in indicator.figures[1:]]]
    return list(zip(names, [f.unit for f in indicator.figures], strict=True))


def test_every_figure_of_every_month_is_arithmetic(year: Year) -> None:
    for month, path in year.after.items():
        shown = summary(path)
        april = month.financial_year.first
        for indicator in shipped().values():
            for row, unit in rows_of(indicator):
                for back in (0, 1, 2):
                    of = month - back
                    head = f"CURRENT {of.short}" if back == 0 else of.short
                    if of >= FIRST:
                        expected = float(of_months(year.numbers, indicator, unit, [of]))
                        assert shown[row][head] == pytest.approx(expected, rel=1e-12), (row, head)
                if indicator.kind is Kind.FLOW and april >= FIRST:
                    over = [april + i for i in range(month.number - 3)]
                    expected = float(of_months(year.numbers, indicator, unit, over))
                    assert shown[row]["YTD"] == pytest.approx(expected, rel=1e-12), (row, month)


def test_the_outturns_of_the_year_that_ended(year: Year) -> None:
    shown = summary(year.after[APRIL])
    for indicator in shipped().values():
        for row, unit in rows_of(indicator):
            if indicator.kind is Kind.FLOW:
                continue  # April and May 2015 are the report's own
            expected = float(of_months(year.numbers, indicator, unit, [APRIL - 1]))
            assert shown[row]["2015/16"] == pytest.approx(expected, rel=1e-12), row
            assert "2013/14" not in shown[row]


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

    def few_calls(tables: int) -> None:
        print(f"{excel_app.calls.total} calls for the place of {month}, {tables} tables")
        assert excel_app.calls.total <= MOST_CALLS * tables

    while month <= OPEN[1]:
        excel_app.calls.reset()
        play(settings, year.numbers, month, excel.book, few_calls)
        copy = tmp_path / f"{month}.xlsx"
        excel.book.copy_to(copy)
        assert_same(see(settings, copy), see(settings, year.after[month]))
        month += 1
    excel.close(save=False)


def test_what_was_accepted_once_stays_so_through_the_year(year: Year) -> None:
    (given,) = (each for each in year.found[FIRST] if each.code == "K102")
    entry = Accepted(
        dt.datetime(2015, 7, 9, tzinfo=dt.UTC), given.code, given.where, FIRST,
        items_of(given.what), "as it was published",
    )  # fmt: skip
    for month, found in year.found.items():
        _, accepted = split_accepted(found, [entry], month)
        assert [each.code for each in accepted] == ["K102"]


def test_what_left_is_in_the_ledger(year: Year) -> None:
    with (year.folder / "lacxl-history-printed.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    left = {(row["sheet"], row["period"]) for row in rows if row["table"] == ""}
    months = {str(Month(2015, 3) + i) for i in range(13)}
    assert {period for _, period in left if "/" not in period} == months
    first = next(row for row in rows if row["indicator"] == "7.6" and row["part"] == "value")
    assert (first["period"], first["shown"]) == ("2015-03", "98.4%")


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


def test_an_unknown_outturn_stops_the_new_year(year: Year, tmp_path: Path) -> None:
    folder = shutil.copytree(year.folder, tmp_path / "reports")
    shutil.copyfile(year.after[APRIL - 1], workbook_of(folder))
    outturns = (folder / "outturns.csv").read_text("utf-8")
    (folder / "outturns.csv").write_text(outturns.replace("7.7,,2015/16,26.1%\n", ""), "utf-8")
    refused_untouched(folder, ("next-month",), "N106", "'Performance Summary'!N13", "Adoptions!C19")


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
    settings, numbers = Settings.load(folder / "lacxl.toml"), made_up(Month(2015, 4))
    for month in (Month(2015, 4), Month(2015, 5)):
        give(folder, numbers, month)
        refresh(settings, month, today=dt.date(2015, 9, 1))
    return folder


def test_a_workbook_that_grows(growing: Path) -> None:
    settings, numbers = Settings.load(growing / "lacxl.toml"), made_up(Month(2015, 4))
    before = openpyxl.load_workbook(growing / "year.xlsx")
    for month in (Month(2015, 6), Month(2015, 7)):
        kept = shutil.copyfile(growing / "year.xlsx", growing / "kept.xlsx")
        made = next_month(settings, today=dt.date(2015, 9, 1))
        assert set(made.ways.values()) == {Way.GROW}
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
