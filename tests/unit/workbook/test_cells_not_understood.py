"""A cell that cannot be understood stops a run only where a table is, or could go on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lacxl.domain.errors import Refused
from lacxl.domain.finding import error
from lacxl.workbook.address import Cell
from lacxl.workbook.layout import locate
from lacxl.workbook.snapshot import Snapshot
from unit.workbook.snapshots import DEMO, read
from unit.workbook.tables import KNOWN, WORDS

SUMMARY, PAGE, COVER, OTHER = "Performance Summary", "Health", "Cover", "Notes"


def located_with(sheet: str, *cells: str) -> None:
    """Locate the demo's tables where some cells could not be understood."""
    book = read(DEMO)
    sheets = []
    for each in book.sheets:
        odd = {
            Cell.parse(cell): error("W119", "It holds a time of day.", f"{sheet}!{cell}")
            for cell in cells
            if each.name == sheet
        }
        values = {cell: value for cell, value in each.values.items() if cell not in odd}
        sheets.append(replace(each, values=values, unclear=odd))
    locate(Snapshot(tuple(sheets)), WORDS, KNOWN)


@pytest.mark.parametrize(
    ("sheet", "cells"),
    [
        (SUMMARY, ["U12", "T6", "AB3", "C40", "A31"]),
        (PAGE, ["H8", "J2", "C60"]),
        (COVER, ["E5", "C30", "B2"]),
    ],
)
def test_beside_and_below_the_tables_it_is_carried_over(sheet: str, cells: list[str]) -> None:
    located_with(sheet, *cells)


@pytest.mark.parametrize(
    ("sheet", "cell"),
    [
        (SUMMARY, "H12"),  # a figure of May
        (SUMMARY, "C14"),  # a target
        (SUMMARY, "R9"),  # a benchmark
        (SUMMARY, "D2"),  # above the table
        (SUMMARY, "S5"),  # where a heading could be that is not found
        (SUMMARY, "B29"),  # where a row could go on
        (PAGE, "C9"),
        (PAGE, "E4"),
        (COVER, "C6"),
    ],
)
def test_in_a_table_it_stops_the_run_and_is_named(sheet: str, cell: str) -> None:
    with pytest.raises(Refused) as refused:
        located_with(sheet, cell)
    assert [finding.where for finding in refused.value.findings] == [f"{sheet}!{cell}"]
