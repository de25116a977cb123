"""Whether a month is complete: a reading of each indicator, or something in its cell."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from lacxl.domain.month import Month
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import Layout
from lacxl.workbook.snapshot import CellError, CellValue, Formula


def without_figures(
    layout: Layout,
    there: Mapping[CellRef, CellValue],
    read: Collection[str],
    month: Month,
) -> Mapping[str, CellRef]:
    """Return the indicators that the summary shows nothing for, each with its first such cell.

    Those in `read` have a reading; one that is missing with its reason counts too. What a person
    typed counts as well, a figure or a word: a dash gives no reason.
    """
    found: dict[str, CellRef] = {}
    for row in layout.summary:
        place = next(row.in_month(month), None)
        if place is None or row.indicator in read:
            continue
        if not _shows(there.get(place)):
            found.setdefault(row.indicator, place)
    return found


def _shows(value: CellValue) -> bool:
    if isinstance(value, Formula):
        value = value.cached
    if isinstance(value, str):
        return any(letter.isalnum() for letter in value)
    return value is not None and not isinstance(value, CellError)
