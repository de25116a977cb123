"""A council's own workbook with its periods moved on: read again before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lacxl.app.case.case import Case
from lacxl.catalogue import layouts
from lacxl.domain.errors import Refused, refuse
from lacxl.domain.month import Month, Quarter
from lacxl.workbook.address import CellRef
from lacxl.workbook.changed import changed
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.layout import FigurePart, JudgedCells, Layout, Line, locate
from lacxl.workbook.plan import same
from lacxl.workbook.snapshot import CellValue, Formula

_Key = tuple[str, str, str, FigurePart]
_Dated = Mapping[tuple[JudgedCells | None, Month | Quarter], CellRef]


def require_understood(case: Case, changes: ChangeSet, month: Month) -> None:
    """Refuse moves after which a figure would stand under another period than before.

    The workbook as it would be is located by the code that a refresh uses; every figure, target and
    light of a period that stays has to be that period's, and the month has to have empty places.
    Raises Refused (N116).
    """
    settings = case.settings
    after = changed(case.snapshot, changes)
    words = layouts.load(settings.layout_path)
    try:
        layout = locate(after, words, case.indicators, settings.workbook.leave_out)
    except Refused as refused:
        first = refused.findings[0]
        raise _refused(
            f"it would not be understood afterwards: {first.what}", first.where
        ) from None
    wrong = list(_unlike(case.layout, layout, case.snapshot.cells, after.cells, month))
    years = {table.year for table in words.own if table.year is not None}
    if wrong and years - {month.financial_year} and settings.layout_path is not None:
        raise refuse(
            "N116",
            "The layout gives the months of a table their year, so no other year can begin.",
            settings.layout_path.name,
            'Name the year in a title above the table, take the line year = "..." away from the '
            "layout, and run again.",
        )
    if wrong:
        more = f" and {len(wrong) - 1} more" if wrong[1:] else ""
        raise _refused("this would be read as another period's afterwards", f"{wrong[0]}{more}")


def _unlike(
    before: Layout,
    after: Layout,
    there: Mapping[CellRef, CellValue],
    then: Mapping[CellRef, CellValue],
    month: Month,
) -> Iterator[CellRef]:
    """Yield the cells that would be of another period, or of none, or not free for the new one."""
    new = {_key(line): line for line in after.lines}
    for line in before.lines:
        first = next(iter(line.at.values()))
        now = new.get(_key(line))
        if now is None:
            yield first
            continue
        was, places = _dated(line), _dated(now)
        due: set[Month | Quarter] = {month} if line.months and not line.is_quarterly else set()
        if line.is_quarterly and month == month.quarter.last:
            due = {month.quarter}
        if not due <= {period for _, period in places}:
            yield first
        for key, place in places.items():
            value = then.get(place)
            if key in was:
                is_right = isinstance(value, Formula) or same(value, there.get(was[key]))
            else:
                is_right = isinstance(value, Formula) or value in (None, "")
            if not is_right:
                yield place


def _key(line: Line) -> _Key:
    return line.table, line.indicator, line.figure, line.part


def _dated(line: Line) -> _Dated:
    """Return the cells of a line's months and quarters, and those that judge them."""
    return {
        **{(None, p): place for p, place in line.at.items() if isinstance(p, Month | Quarter)},
        **{
            (which, p): place
            for (which, p), place in line.judged_at.items()
            if isinstance(p, Month | Quarter)
        },
    }


def _refused(why: str, where: str) -> Refused:
    return refuse(
        "N116",
        f"If the periods of this workbook were moved on, {why}: nothing is moved.",
        where,
        "Make the place in Excel, as you have done before, then refresh the month.",
    )
