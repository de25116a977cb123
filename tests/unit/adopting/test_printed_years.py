"""What is printed of other years, where several tables of a workbook show it."""

from __future__ import annotations

from lacxl.adopting.printed_years import printed_years
from lacxl.domain.indicator import Figure, Indicator, Kind, Unit
from lacxl.domain.month import FinancialYear, Month
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import Layout, Line
from lacxl.workbook.snapshot import CellValue

LAST, YEAR, OLDER = Month.parse("2025-05"), FinancialYear(2024), FinancialYear(2023)
KNOWN = {
    number: Indicator(number, number, Kind.SNAPSHOT, (Figure("", unit),))
    for number, unit in (("A1", Unit.COUNT), ("A2", Unit.PERCENTAGE))
}


def place(row: int, sheet: str = "S") -> CellRef:
    return CellRef.parse(f"{sheet}!B{row}")


def line(number: str, row: int, sheet: str = "S", year: FinancialYear = YEAR) -> Line:
    """A row with an outturn, and with an average of England of the year before, below it."""
    return Line(
        sheet, sheet, number, "",
        at={year: place(row, sheet)},
        benchmarks={"nat_ave": place(row + 50, sheet)},
        benchmark_years={"nat_ave": OLDER},
    )  # fmt: skip


def test_what_several_tables_print_alike_is_taken_once() -> None:
    layout = Layout(lines=(line("A1", 4), line("A1", 4, "T"), line("A2", 5)))
    there: dict[CellRef, CellValue] = {
        place(4): 395.0, place(4, "T"): 395, place(5): 0.9425,
        place(54): 350.0, place(54, "T"): "350", place(55): 0.9,
    }  # fmt: skip
    found = printed_years(layout, KNOWN, there, LAST, ())
    assert found.outturns == {("A1", "", YEAR): "395", ("A2", "", YEAR): "94.25%"}
    assert found.benchmarks == {
        ("A1", OLDER): {"nat_ave": "350"},
        ("A2", OLDER): {"nat_ave": "90%"},
    }
    assert found.left == {}


def test_what_two_tables_print_otherwise_is_left_alone_in_both() -> None:
    layout = Layout(lines=(line("A1", 4), line("A1", 4, "T"), line("A1", 4, "U")))
    there: dict[CellRef, CellValue] = {
        place(4): 395.0, place(4, "T"): 396.0, place(4, "U"): 395.0,
        place(54): 350.0, place(54, "T"): 351.0,
    }  # fmt: skip
    found = printed_years(layout, KNOWN, there, LAST, ())
    assert found.outturns == {}
    assert found.benchmarks == {}
    (places,) = found.left.values()
    assert {str(each) for each in places} == {"S!B4", "T!B4", "U!B4", "S!B54", "T!B54"}


def test_the_year_that_is_not_over_is_no_outturn() -> None:
    this_year = LAST.financial_year
    layout = Layout(lines=(line("A1", 4, year=this_year),))
    assert printed_years(layout, KNOWN, {place(4): 811.0}, LAST, ()).outturns == {}


def test_a_result_that_may_be_old_is_left_alone() -> None:
    found = printed_years(
        Layout(lines=(line("A1", 4),)), KNOWN, {place(4): 395.0}, LAST, [place(4)]
    )
    assert found.outturns == {}
    (finding,) = found.findings()
    assert (finding.code, finding.where) == ("D214", "S!B4")
    assert "formulas whose results may be old" in finding.what
