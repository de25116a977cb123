"""Which months are issued: by the record, or by locked cells on protected sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lacxl.domain.errors import Refused, refuse
from lacxl.domain.month import Month
from lacxl.issuing.record import Issued
from lacxl.workbook.layout import Place, Places
from lacxl.workbook.snapshot import CellLook, Snapshot


def locked_months(
    snapshot: Snapshot, places: Places, looks: Mapping[Place, CellLook]
) -> frozenset[Month]:
    """Return the months of which every cell is locked on a protected sheet."""
    guarded = {sheet.name for sheet in snapshot.sheets if sheet.protection is not None}
    cells: dict[Month, list[Place]] = {}
    for row in places.summary:
        for month, place in row.months.items():
            cells.setdefault(month, []).append(place)
    for column in places.pages:
        for month, place in column.months.items():
            cells.setdefault(month, []).append(place)
    return frozenset(
        month
        for month, where in cells.items()
        if all(place.sheet in guarded and looks[place].locked for place in where)
    )


def issued_months(record: Sequence[Issued], locked: frozenset[Month]) -> frozenset[Month]:
    """Return every issued month, however that is known."""
    return locked | {each.month for each in record}


def refusal(month: Month, record: Sequence[Issued], record_file: str, workbook: str) -> Refused:
    """Return the refusal to change an issued month, with the way out."""
    of_month = [each for each in record if each.month == month]
    if of_month:
        last = of_month[-1]
        how = f"issue {last.issue} of {last.issued_on}, {last.file}" if last.file else "by hand"
        where = record_file
    else:
        how = "its cells are locked on protected sheets"
        where = workbook
    way = (
        f"A correction goes out as a new issue: lacxl refresh {month} --reissue, look at what "
        f"changed, then lacxl issue {month} --reissue."
    )
    return refuse("I103", f"{month.long} is issued ({how}), so it stays as it is.", where, way)
