"""Months of a table move on, so that its last place is free for the next month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lacxl.domain.finding import error
from lacxl.domain.month import Month
from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.changes import CommentMove
from lacxl.workbook.dated_headings import for_month
from lacxl.workbook.formulas.cell_lists import listed
from lacxl.workbook.next_month.bands import bands_after
from lacxl.workbook.next_month.collected import Collected, Leaving
from lacxl.workbook.next_month.strips import Strips
from lacxl.workbook.snapshot import CellValue, Formula


def roll(into: Collected, strips: Strips, after: Sequence[Month]) -> None:
    """Move the cells of months to where those months are then; the new ones are empty."""
    before = strips.months
    _check(into, strips, before)
    for old, new in zip(before, after, strict=True):
        _head(into, strips.table.headings[old], new)
        sources = strips.cells(new) if new in strips.at else None
        places = list(strips.cells(old))
        for place, source in zip(places, sources or [None] * len(places), strict=True):
            _moved(into, strips, place, source, new, before)
    _move_comments(into, strips, before, after)
    if _is_alike(into, strips, before):
        _move_styles(into, strips, before, after)
    for month in before:
        if month not in after:
            into.leave(strips, month)
    into.band(strips, bands_after(strips, into.sheet(strips.sheet), after))


def _head(into: Collected, heading: CellRef, month: Month) -> None:
    there = into.there(heading)
    if isinstance(there, Formula):
        return  # refused
    value = for_month(there, month, date1904=into.snapshot.date1904)
    into.put(heading, value, f"the heading of {month.short}")


def _moved(
    into: Collected,
    strips: Strips,
    place: CellRef,
    source: CellRef | None,
    new: Month,
    before: Sequence[Month],
) -> None:
    at = list(strips.cells(before[0])).index(strips.other(place, before[0]))
    row = [list(strips.cells(month))[at] for month in before]
    held = [into.there(each) for each in row]
    if any(isinstance(each, Formula) for each in held):
        return  # in every month, or refused; it goes on meaning the cells beside it
    if strips.line_at(place) is None and len({*held}) == 1 and not _is_number(held[0]):
        return  # a word between figures, such as "of"
    value = None if source is None else into.there(source)
    into.put(place, value, f"the place of {new.short}")
    if source is None:
        into.lock(place, False)
        return
    look = into.look(source)
    into.formats[place] = look.number_format
    into.lock(place, look.locked)


def _is_number(value: CellValue) -> bool:
    return value is not None and not isinstance(value, str)


def _move_comments(
    into: Collected, strips: Strips, before: Sequence[Month], after: Sequence[Month]
) -> None:
    """Move the comments on the cells of months with them; those of what leaves are removed."""
    there = into.seen.comments.get(strips.sheet, {})
    for old in before:
        target = before[after.index(old)] if old in after else None
        for place in strips.cells(old):
            if (comment := there.get(place.cell)) is not None:
                to = None if target is None else strips.other(place, target).cell
                moves = into.comments.setdefault(strips.sheet, [])
                if to != place.cell:
                    moves.append(CommentMove(comment, place.cell, to))
                if to is None and into.there(place) in (None, ""):
                    line = strips.line_at(place)
                    gone = Leaving(strips.table.name, place, old, line, "", comment.text)
                    into.leaving.append(gone)


def _is_alike(into: Collected, strips: Strips, before: Sequence[Month]) -> bool:
    """Say whether months look alike in most rows, so that what differs is a mark of its month.

    Where the current month is set off in all of its cells, its look belongs to the place.
    """
    rows = list(zip(*(strips.cells(month) for month in before), strict=True))
    same = sum(len({into.style(place) for place in row}) == 1 for row in rows)
    return 2 * same > len(rows)


def _move_styles(
    into: Collected, strips: Strips, before: Sequence[Month], after: Sequence[Month]
) -> None:
    """Move what sets single cells off, such as a fill by hand, with their months."""
    for old, new in zip(before, after, strict=True):
        for place in strips.cells(old):
            row = [strips.other(place, month) for month in before]
            usual = max(map(into.style, row), key=[into.style(p) for p in row].count)
            source = strips.other(place, new) if new in before else None
            style = usual if source is None else into.style(source)
            if style is not None and style != into.style(place):
                into.styles[place] = style


def _check(into: Collected, strips: Strips, before: Sequence[Month]) -> None:
    """Collect why the cells of months cannot move: formulas in some, merges, arrays."""
    sheet = into.sheet(strips.sheet)
    rows = zip(*(strips.cells(month) for month in before), strict=True)
    mixed = [
        place
        for row in rows
        if 0 < sum(isinstance(into.there(each), Formula) for each in row) < len(row)
        for place in row
        if isinstance(into.there(place), Formula)
    ]
    headings = [strips.table.headings[month] for month in before]
    mixed += [each for each in headings if isinstance(into.there(each), Formula)]
    if mixed:
        into.faults.append(
            error(
                "N105",
                "Months move here, and these formulas could not move with them.",
                listed(mixed),
                "Put values or the same formula in every month of the row, then run again.",
            )
        )
    areas = [strips.area(month) for month in before]
    stuck = [str(area) for area in _half_in(sheet.merges, areas)]
    stuck += [f"{area} ({why})" for area, why in sheet.blocked if _meets(area, areas)]
    if stuck:
        into.faults.append(
            error(
                "N107",
                "Months cannot move here: merged cells or formulas over several cells are in "
                "the way.",
                f"{strips.sheet}: {', '.join(dict.fromkeys(stuck))}",
                "Unmerge them, or give each cell a formula of its own, then run again.",
            )
        )


def _half_in(merges: Sequence[Area], strips: Sequence[Area]) -> Iterator[Area]:
    """Yield merged areas that are in a strip and beyond it, or not the same in each."""
    shapes = []
    for strip in strips:
        inside = [area for area in merges if _meets(area, [strip])]
        for area in inside:
            if area.first not in strip or Cell(area.bottom, area.right) not in strip:
                yield area
        shapes.append(
            {
                (a.top - strip.top, a.left - strip.left, a.bottom - strip.top, a.right - strip.left)
                for a in inside
            }
        )
    if any(shape != shapes[0] for shape in shapes):
        yield from (area for area in merges if _meets(area, strips))


def _meets(area: Area, others: Sequence[Area]) -> bool:
    return any(
        area.top <= o.bottom and o.top <= area.bottom
        and area.left <= o.right and o.left <= area.right
        for o in others
    )  # fmt: skip
