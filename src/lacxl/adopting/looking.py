"""Looking for tables that have indicators beside periods."""

from __future__ import annotations

from collections.abc import Sequence

from lacxl.adopting.across import table_of_month, tables_across
from lacxl.adopting.candidate_tables import CandidateTable
from lacxl.adopting.down import tables_down
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.own_tables import months_of_sheets


def candidates(grids: Sequence[Grid]) -> list[CandidateTable]:
    """Return every table of some sheets that has indicators beside periods."""
    found: list[CandidateTable] = []
    months = months_of_sheets(grids)
    monthly = [grid for grid in grids if grid.name in months]
    of_month = [c for grid in monthly for c in table_of_month(grid, months[grid.name])]
    found += of_month
    for grid in grids:
        if not any(each.grid is grid for each in of_month):
            found += tables_across(grid)
            found += tables_down(grid)
    return found
