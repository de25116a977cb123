"""Whether a month is complete: a reading of each indicator, or something in its cell."""

from __future__ import annotations

from collections.abc import Mapping

from lacxl.domain.month import Month
from lacxl.domain.reading import Reading
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import Layout
from lacxl.workbook.snapshot import CellError, CellValue, Formula


def without_figures(
    layout: Layout,
    there: Mapping[CellRef, CellValue],
    readings: Mapping[str, Mapping[Month, Reading]],
    month: Month,
) -> Mapping[str, CellRef]:
    """Return the indicators that the summary shows nothing for, each with its first such cell.

    A reading that is missing with its reason is one; what a person typed counts as well, a figure
    or a word: a dash gives no reason.
    """
    found: dict[str, CellRef] = {}
    for row in layout.summary:
        place = row.at.get(month)
        if place is None or month in readings.get(row.indicator, {}):
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
