"""April, May and so on down a column, and their year in the column beside it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from lacxl.domain.month import Month
from lacxl.workbook.address import Cell
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.years_beside import months_beside_years, months_by_cell
from lacxl.workbook.snapshot import CellValue
from unit.workbook.snapshots import sheet

SPRING = ("January", "February", "March", "April", "May")
WINTER = ("Nov", "Dec", "Jan", "Feb")


def found(
    months: Sequence[str | None],
    years: Sequence[CellValue],
    heading: str = "Year",
    merges: Sequence[str] = (),
) -> list[str]:
    """Return the months that are read, with years in A and months in B, from row 2 on."""
    rows = [list(row) for row in zip(years, months, strict=True)]
    by_cell = months_by_cell(Grid(sheet("Data", [[heading, "Month"], *rows], merges)))
    assert all(cell == Cell(row, 2) for row, cell in enumerate(by_cell, 2))
    return [str(month) for month in by_cell.values()]


IN_SPRING = ["2024-01", "2024-02", "2024-03", "2024-04", "2024-05"]
IN_WINTER = ["2023-11", "2023-12", "2024-01", "2024-02"]


@pytest.mark.parametrize("heading", ["Year", "Financial year", "FY", "Fin. Yr"])
@pytest.mark.parametrize(
    "years",
    [
        ["2023/24"] * 3 + ["2024/25"] * 2,
        ["2023-24", None, None, "2024-25", None],  # once for the rows below it
        ["FY 2023/24"] * 3 + ["FY 2024/25"] * 2,
        [2024.0] * 5,  # no financial year has March and then April
        ["2024"] * 5,
    ],
)
def test_a_year_dates_the_months_beside_it(years: list[CellValue], heading: str) -> None:
    assert found(SPRING, years, heading) == IN_SPRING


def test_a_year_may_be_merged_over_its_months() -> None:
    years = ["2023/24", None, None, "2024/25", None]
    assert found(SPRING, years, merges=["A2:A4", "A5:A6"]) == IN_SPRING


@pytest.mark.parametrize(
    "years", [["2023/24"] * 4, [2023.0, 2023.0, 2024.0, 2024.0], [2023.0, None, 2024.0, None]]
)
def test_a_calendar_year_begins_in_january(years: list[CellValue]) -> None:
    assert found(WINTER, years) == IN_WINTER


@pytest.mark.parametrize(
    ("months", "years"),
    [
        (SPRING[:3], [2024.0] * 3),  # of the financial year 2024, or of 2024
        (SPRING[3:], [2024.0] * 2),
        (SPRING, ["2024/25"] * 5),  # January would be the last
        (SPRING, ["2023/24"] * 5),
        (WINTER, [2023.0] * 4),
        (WINTER, ["2023/24", "2023/24", 2024.0, 2024.0]),
        (SPRING, [None, None, None, "2024/25", "2024/25"]),
        (SPRING, ["2023/24", "2023/24", "2023/24", "next year", "2024/25"]),
        (SPRING, [True] * 5),
        (SPRING, [2024.5] * 5),
        (SPRING, [24.0] * 5),
        (("April", "April", "May", "May"), ["2024/25"] * 4),  # a list of records
        (("May", "April"), ["2024/25"] * 2),
        (("April",), ["2024/25"]),
    ],
)
def test_where_it_is_not_sure_the_months_have_no_year(
    months: Sequence[str], years: list[CellValue]
) -> None:
    assert found(months, years) == []


@pytest.mark.parametrize("heading", ["Team", "", "Children"])
def test_a_column_that_is_not_headed_as_years_is_none(heading: str) -> None:
    assert found(SPRING, ["2023/24"] * 3 + ["2024/25"] * 2, heading) == []


def test_the_year_may_stand_after_the_month() -> None:
    rows = [["Month", "Year", "Children"], ["March", "2023/24", 4.0], ["April", "2024/25", 5.0]]
    (dated,) = months_beside_years(Grid(sheet("Data", rows)))
    assert (dated.column, dated.years) == (1, 2)
    assert dated.months == {2: Month(2024, 3), 3: Month(2024, 4)}


def test_a_column_of_months_may_begin_again_further_down() -> None:
    months = ["April", "May", None, None, None, "April", "May"]
    years = ["2024/25", "2024/25", None, None, None, "2025/26", "2025/26"]
    rows = [list(row) for row in zip(years, months, strict=True)]
    again = months_beside_years(Grid(sheet("Data", [["Year", "Month"], *rows])))
    assert [list(each.months) for each in again] == [[2, 3]]  # the second has no heading of years
