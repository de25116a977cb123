"""Whether every table of a council's own workbook has a place for a month."""

from __future__ import annotations

from collections.abc import Iterator

from lacxl.domain.finding import Finding, error
from lacxl.domain.month import Month, Quarter
from lacxl.workbook.layout import Layout, TableHeadings


def without_place(layout: Layout, month: Month) -> Iterator[Finding]:
    """Yield an error for each table that has no place for the month, or its quarter (P109, P114).

    A table of quarters needs one at the end of a quarter; where there are quarters alone, only
    such a month can be filled.
    """
    quarter = month.quarter
    has_months = any(table.months for table in layout.tables)
    for table in layout.tables:
        quarters = sorted(each for each in table.periods if isinstance(each, Quarter))
        if month in table.periods or not (table.months or quarters):
            continue
        if table.months:
            yield _lacks(table, month)
        elif month == quarter.last and quarter not in quarters:
            yield error(
                "P109",
                f"The table has no place for {quarter}; it has {', '.join(map(str, quarters))}.",
                str(table.at),
                f"Head the place for {quarter}, then run again.",
            )
        elif month != quarter.last and not has_months:
            yield error(
                "P114",
                f"The table has quarters alone, and {month.long} does not end one.",
                str(table.at),
                f"Name the last month of the quarter: {quarter.last}.",
            )


def _lacks(table: TableHeadings, month: Month) -> Finding:
    has = sorted(table.months)
    is_later = month > has[-1]
    if not any(isinstance(each, Month) for each in table.headings):
        what, where = "sheet", table.at.sheet
        way = (
            f"Copy the sheet {table.at.sheet}, name the copy for {month.long}, correct its title "
            "and clear its figures, then run again."
            if is_later
            else f"Name a sheet for {month.long}, then run again."
        )
    else:
        what, where = "place", str(table.at)
        way = (
            f"Run lacxl next-month until there is one for {month.short}, then run again."
            if is_later
            else f"Head a place with {month.short}, then run again."
        )
    return error(
        "P109",
        f"The table has no {what} for {month.short}; it has "
        f"{', '.join(each.short for each in has)}.",
        where,
        way,
    )
