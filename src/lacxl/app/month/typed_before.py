"""What stood in the workbook before lacxl filled a month for the first time: kept as printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from lacxl.app.case.case import Case
from lacxl.ledgers.cells_that_left import PrintedCell
from lacxl.workbook.address import CellRef
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.shown import shown


def typed_before(case: Case, changes: ChangeSet, now: dt.datetime) -> Iterator[PrintedCell]:
    """Yield the month's figures that the changes replace and of which no reading was ever taken."""
    replaced = {
        CellRef(change.sheet, change.cell): change.value.before
        for change in changes.cells
        if change.value and change.value.before is not None
    }
    for line in case.layout.lines:
        place = line.months.get(case.month)
        if place not in replaced or (line.indicator, case.month) in case.history.latest:
            continue
        look = case.looks.get(place)
        yield PrintedCell(
            when=now,
            month=case.month,
            sheet=line.sheet,
            table=line.table,
            cell=place.cell,
            indicator=line.indicator,
            figure=line.figure,
            part=line.part.value,
            period=str(case.month),
            shown=shown(replaced[place], look.number_format if look else "General"),
        )
