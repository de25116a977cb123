"""What is told of tables and rows of which it cannot be known what they show."""

from __future__ import annotations

from collections.abc import Sequence

from lacxl.adopting.candidate_tables import ShownIndicator
from lacxl.domain.finding import Finding, first_of, warning
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.heading_words import text_of
from lacxl.workbook.layout.own_columns import OwnColumns


def no_figures(grid: Grid, columns: OwnColumns) -> Finding:
    """Return a finding for a table whose months have only columns of something else."""
    cells = list(dict.fromkeys(columns.unread.values()))
    said = list(dict.fromkeys(text_of(grid.value(cell)) for cell in cells))
    return warning(
        "D215",
        "It cannot be told which column under each month is the indicator's own figure"
        + (f": there are {first_of(said, 4)}." if said else "."),
        first_of([grid.place(cell) for cell in cells or [columns.header.first]], 4),
        "Head the column of the figure Actual, then run lacxl adopt again.",
    )


def nameless(unsure: Sequence[ShownIndicator]) -> list[Finding]:
    """Return a finding for the indicators whose rows show what cannot be told."""
    if not unsure:
        return []
    return [
        warning(
            "D209",
            f"Of {first_of([e.reference or e.title[:30] for e in unsure], 6)} it cannot be told "
            "what each of the rows shows, so these indicators are not filled.",
            first_of([each.place for each in unsure], 6),
            "Say it in a column of its own: Numerator, Denominator, %, or Actual and Target; or "
            "give each row a title and a reference of its own. Then run lacxl adopt again.",
        )
    ]
