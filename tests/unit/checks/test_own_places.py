"""Which tables of a council's own lack a place for a month."""

from __future__ import annotations

from collections.abc import Iterable

from lacxl.checks.own_places import without_place
from lacxl.domain.month import FinancialYear, Month, Quarter
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.layout import Layout, TableHeadings
from lacxl.workbook.layout.model import Period

MAY, JUNE = Month(2015, 5), Month(2015, 6)
FIRST = Quarter(FinancialYear(2015), 1)


def table(name: str, periods: Iterable[Period], *, headed: bool = True) -> TableHeadings:
    at = CellRef(name, Cell(1, 1))
    periods = frozenset(periods)
    headings = dict.fromkeys(periods, at) if headed else {}
    return TableHeadings(name, at, periods, headings=headings)


def found(month: Month, *tables: TableHeadings) -> list[tuple[str, str]]:
    faults = without_place(Layout(tables=tables), month)
    return [(each.code, f"{each.what} {each.todo}") for each in faults]


def test_months_and_quarters_beside_each_other_need_a_quarter_at_its_end_alone() -> None:
    months, quarters = table("Months", [MAY, JUNE]), table("Quarters", [FIRST - 1])
    assert found(MAY, months, quarters) == []
    [(code, words)] = found(JUNE, months, quarters)
    assert code == "P109"
    assert "no place for 2015/16 Q1; it has 2014/15 Q4" in words


def test_where_there_are_quarters_alone_a_month_within_one_is_refused() -> None:
    [(code, words)] = found(MAY, table("Quarters", [FIRST]))
    assert code == "P114"
    assert "2015-06" in words
    assert found(JUNE, table("Quarters", [FIRST])) == []


def test_the_way_to_a_place_is_that_of_the_table() -> None:
    [(_, beside)] = found(JUNE, table("Months", [MAY]))
    assert "next-month" in beside
    [(_, sheets)] = found(JUNE, table("May 15", [MAY], headed=False))
    assert "Copy the sheet May 15, name the copy for June 2015" in sheets
    [(_, earlier)] = found(MAY - 1, table("May 15", [MAY], headed=False))
    assert "Name a sheet for April 2015" in earlier
