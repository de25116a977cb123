"""Months of a table move on, so that its last place is free for the next month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lacxl.domain.finding import error
from lacxl.domain.month import Month
from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.changes import CommentMove
from lacxl.workbook.dated_headings import for_month
from lacxl.workbook.formulas.cell_lists import listed
from lacxl.workbook.layout.heading_words import plain
from lacxl.workbook.next_month.bands import Bands, bands_after
from lacxl.workbook.next_month.collected import Collected, Leaving
from lacxl.workbook.next_month.headings import Span, renamed, said
from lacxl.workbook.next_month.own_faults import not_alike
from lacxl.workbook.next_month.own_window import heads
from lacxl.workbook.next_month.strips import Strips
from lacxl.workbook.next_month.ways import is_current
from lacxl.workbook.snapshot import CellValue, Formula


def roll(
    into: Collected, strips: Strips, after: Sequence[Span], bands: Bands | None = None
) -> None:
    """Move the cells of months, or quarters, to where those are then; the new ones are empty.

    `bands` are what stands over them then; left out, they are worked out.
    """
    before = strips.span
    _check(into, strips, before)
    if strips.columns:
        _own_heads(into, strips, after)
    else:
        for month, later in zip(strips.months, after, strict=True):
            _head(into, strips.table.headings[month], later)
    for old, new in zip(before, after, strict=True):
        sources = strips.cells(new) if new in before else None
        places = list(strips.cells(old))
        for place, source in zip(places, sources or [None] * len(places), strict=True):
            _moved(into, strips, place, source, new, before)
    _move_comments(into, strips, before, after)
    if _is_alike(into, strips, before):
        _move_styles(into, strips, before, after)
    for period in before:
        if period not in after:
            into.leave(strips, period)
    into.band(strips, bands or bands_after(strips, into.sheet(strips.sheet), after))


def _head(into: Collected, heading: CellRef, new: Span) -> None:
    there = into.there(heading)
    if isinstance(there, Formula) or not isinstance(new, Month):
        return  # refused
    value = for_month(there, new, date1904=into.snapshot.date1904)
    into.put(heading, value, f"the heading of {new.short}")


def _own_heads(into: Collected, strips: Strips, after: Sequence[Span]) -> None:
    """Move the headings of a council's own table as they are, and write the new one like them."""
    before, date1904 = strips.span, into.snapshot.date1904
    for places, values, named in heads(strips, into.sheet(strips.sheet)):
        if not named:
            continue
        if len({into.look(place).number_format for place in places}) > 1:
            into.faults.append(not_alike(strips, places))
            continue
        by_place = any(map(is_current, values))  # "CURRENT May-24" goes on to be the last one
        moved = {} if by_place else dict(zip(before, values, strict=True))
        for nth, (place, new) in enumerate(zip(places, after, strict=True)):
            like = (values[nth:][:1], before[nth:][:1]) if by_place else (values, before)
            try:
                value = moved.get(new) or renamed(*like, new, date1904=date1904)
            except ValueError:
                into.faults.append(not_alike(strips, places))
                break
            into.put(place, value, f"the heading of {said(new)}")


def _moved(
    into: Collected,
    strips: Strips,
    place: CellRef,
    source: CellRef | None,
    new: Span,
    before: Sequence[Span],
) -> None:
    row = [strips.other(place, period) for period in before]
    held = [into.there(each) for each in row]
    if any(isinstance(each, Formula) for each in held):
        return  # in every month, or refused; it goes on meaning the cells beside it
    if strips.line_at(place) is None and len({*held}) == 1 and _is_between(strips, held[0]):
        return  # a word between figures, such as "of"
    value = None if source is None else into.there(source)
    into.put(place, value, f"the place of {said(new)}")
    if source is None:
        if strips.line_at(place) is not None or not strips.is_own:
            into.lock(place, False)
        return
    look = into.look(source)
    into.formats[place] = look.number_format
    into.lock(place, look.locked)


def _is_between(strips: Strips, value: CellValue) -> bool:
    """Say whether the same in every month is a word between figures, and none of them itself.

    In a council's own table a light of every month is one, so only words of parts are known.
    """
    if strips.is_own:
        return value is None or plain(value) in ("of", "out of") or value == "/"
    return not _is_number(value)


def _is_number(value: CellValue) -> bool:
    return value is not None and not isinstance(value, str)


def _move_comments(
    into: Collected, strips: Strips, before: Sequence[Span], after: Sequence[Span]
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
                    part = strips.part_at(place)
                    gone = Leaving(strips.table.name, place, old, line, part, "", comment.text)
                    into.leaving.append(gone)


def _is_alike(into: Collected, strips: Strips, before: Sequence[Span]) -> bool:
    """Say whether months look alike in most rows, so that what differs is a mark of its month.

    Where the current month is set off in all of its cells, its look belongs to the place.
    """
    rows = list(zip(*(strips.cells(month) for month in before), strict=True))
    same = sum(len({into.style(place) for place in row}) == 1 for row in rows)
    return 2 * same > len(rows)


def _move_styles(
    into: Collected, strips: Strips, before: Sequence[Span], after: Sequence[Span]
) -> None:
    """Move what sets single cells off, such as a fill by hand, with their months."""
    for old, new in zip(before, after, strict=True):
        for place in strips.cells(old):
            row = [strips.other(place, period) for period in before]
            usual = max(map(into.style, row), key=[into.style(p) for p in row].count)
            source = strips.other(place, new) if new in before else None
            style = usual if source is None else into.style(source)
            if style is not None and style != into.style(place):
                into.styles[place] = style


def _check(into: Collected, strips: Strips, before: Sequence[Span]) -> None:
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
    headings = [] if strips.columns else [strips.table.headings[month] for month in before]
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
    over_all = (min(a.left for a in areas), max(a.right for a in areas))
    merges = [
        area
        for area in sheet.merges
        # the title of a group of rows, of which the words are before the months
        if not (strips.across and area.left < over_all[0] and area.right >= over_all[1])
    ]
    stuck = [str(area) for area in _half_in(merges, areas)]
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
