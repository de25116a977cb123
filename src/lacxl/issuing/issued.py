"""Which months are issued: by the record, or before its first entry by locked, filled cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lacxl.domain.errors import Refused, refuse
from lacxl.domain.month import Month
from lacxl.ledgers.record import Issued
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import Layout, Line
from lacxl.workbook.shown import number_in
from lacxl.workbook.snapshot import CellError, CellLook, CellValue, Formula, Snapshot

_FEWEST = 4


def locked_months(
    snapshot: Snapshot, layout: Layout, looks: Mapping[CellRef, CellLook]
) -> frozenset[Month]:
    """Return the months of which every cell is locked on a protected sheet."""
    guarded = {sheet.name for sheet in snapshot.sheets if sheet.protection is not None}
    return frozenset(
        month
        for month, where in _cells(layout.lines).items()
        if all(place.sheet in guarded and looks[place].locked for place in where)
    )


def filled_months(layout: Layout, there: Mapping[CellRef, CellValue]) -> frozenset[Month]:
    """Return the months that are filled in the workbook.

    Of those in the summary a quarter of the cells hold something, and one of them a figure: no
    month is issued without, and a new column that has its neighbour's lock may hold a note or a
    figure that slipped. Of a month that only theme pages show, anything counts.
    """

    def values(cells: Iterable[CellRef]) -> list[CellValue]:
        return [value for place in cells if _is_filled(value := there.get(place))]

    summary, pages = _cells(layout.summary), _cells(layout.pages)
    return frozenset(
        {
            month
            for month, cells in summary.items()
            if _FEWEST * len(found := values(cells)) >= len(cells)
            if any(number_in(value) is not None for value in found)
        }
        | {month for month, cells in pages.items() if month not in summary and values(cells)}
    )


def issued_months(record: Sequence[Issued], locked: frozenset[Month]) -> frozenset[Month]:
    """Return every issued month.

    From its first month on the record alone decides: a new column takes its neighbour's lock. For
    the months before it, which were issued by hand, those that are `locked` and filled count.
    """
    on_record = frozenset(each.month for each in record)
    first = min(on_record, default=None)
    return on_record | {month for month in locked if first is None or month < first}


def _cells(lines: Iterable[Line]) -> Mapping[Month, list[CellRef]]:
    cells: dict[Month, list[CellRef]] = {}
    for line in lines:
        for month, place in line.months.items():
            cells.setdefault(month, []).append(place)
    return cells


def _is_filled(value: CellValue) -> bool:
    """Say whether a cell shows a figure or a word.

    A formula that was copied along into an empty month shows nothing, nought or an error.
    """
    if isinstance(value, Formula):
        value = value.cached or None
    if isinstance(value, str):
        value = value.strip() or None
    return value is not None and not isinstance(value, CellError)


def refusal(month: Month, record: Sequence[Issued], record_file: str, workbook: str) -> Refused:
    """Return the refusal to change an issued month, with the way out."""
    of_month = [each for each in record if each.month == month]
    if of_month:
        last = of_month[-1]
        how = f"issue {last.issue} of {last.issued_on}, {last.file}" if last.file else "by hand"
        where = record_file
        unlocked = ""
    else:
        how = "its cells are filled, and locked on protected sheets"
        where = workbook
        unlocked = " If it was never issued, unprotect the sheets in Excel and unlock its cells."
    way = (
        f'Correct its readings, then: lacxl restate {month} --reason "WHY", with --issue for a '
        f"corrected copy.{unlocked}"
    )
    return refuse("I103", f"{month.long} is issued ({how}), so it stays as it is.", where, way)
