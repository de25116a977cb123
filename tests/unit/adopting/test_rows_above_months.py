"""Rows between the headings of a data sheet and its months: targets and units are no headings."""

from __future__ import annotations

import pytest

from lacxl.workbook.snapshot import CellValue, SheetSnapshot
from unit.adopting.typed_scorecards import proposed
from unit.workbook.snapshots import sheet

HEADS: list[list[CellValue]] = [
    [None, "Number of children in care", "% of reviews in time", "Average days to match"],
    ["Month", "PI01", "PI02", "PI03"],
]
MONTHS: list[list[CellValue]] = [
    [month, 400.0 + n, 91.5 + n, 120.25 + n]
    for n, month in enumerate(("Apr-25", "May-25", "Jun-25", "Jul-25"))
]


def references(*rows: list[CellValue], heads: list[list[CellValue]] = HEADS) -> dict[str, str]:
    """Return title and reference of the indicators that a data sheet with these rows has."""
    of: SheetSnapshot = sheet("Data", [*heads, *rows, *MONTHS])
    return {each.title: each.reference for each in proposed(of).indicators}


TITLED = dict(zip(map(str, HEADS[0][1:]), ("PI01", "PI02", "PI03"), strict=True))


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["Target", "450", "95%", "121"]],
        [["Target 2025/26", "450", "95%", "121"]],
        [["2024/2025 target", "450", "95%", "121"]],
        [["What we aspire to", "450", "95%", "121"]],
        [["Unit", "No.", "%", "Days"], ["Target 25/26", None, "95", "4"]],
        [["Target", "450", "95", "121"], ["Amber from", "460", "90", "140"]],
    ],
)
def test_a_target_is_no_reference(rows: list[list[CellValue]]) -> None:
    assert references(*rows) == TITLED


@pytest.mark.parametrize("over", ["Month", "Reporting month", "PERIOD:"])
def test_titles_may_be_over_the_references_or_below_them(over: str) -> None:
    above: list[list[CellValue]] = [["", *HEADS[1][1:]], [over, *HEADS[0][1:]]]
    assert references(["Goal", "450", "95", "121"], heads=above) == TITLED


@pytest.mark.parametrize("over", ["Ref", "PI code"])
def test_references_may_be_named_below_the_heading_of_the_months(over: str) -> None:
    below: list[list[CellValue]] = [["Month", *HEADS[0][1:]], [over, *HEADS[1][1:]]]
    assert references(["Goal", "450", "95", "121"], heads=below) == TITLED


def test_without_references_a_target_is_none_either() -> None:
    found = references(["Expected", "450", "95", "121"], heads=[["Month", *HEADS[0][1:]]])
    assert list(found.values()) == ["M01", "M02", "M03"]
    assert list(found) == list(TITLED)
