"""What moves in a workbook to make the place for the next month: a change set, and what leaves."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error, warning
from lacxl.domain.month import Month, Quarter
from lacxl.workbook.address import CellRef
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.formulas.cell_lists import listed
from lacxl.workbook.insertion import Insertion
from lacxl.workbook.layout.model import Layout
from lacxl.workbook.next_month.bands import bands_after
from lacxl.workbook.next_month.collected import Appearance, Collected, Leaving
from lacxl.workbook.next_month.headings import Span
from lacxl.workbook.next_month.left_to_people import left_to_people
from lacxl.workbook.next_month.new_year import Outturns, begin_year
from lacxl.workbook.next_month.own_faults import cannot_follow
from lacxl.workbook.next_month.own_window import heads, parts_of, widened
from lacxl.workbook.next_month.own_year import begin_own_year, own_years_on
from lacxl.workbook.next_month.references import TableMonths, of_last_month, of_one_month
from lacxl.workbook.next_month.rolling import roll
from lacxl.workbook.next_month.strips import Strips, strips_of
from lacxl.workbook.next_month.taking import grow, take
from lacxl.workbook.next_month.ways import Way, beyond, way_of
from lacxl.workbook.snapshot import Snapshot

_GIVE = (
    "Give the readings of {0} that are missing and fill March, or give the year in the file of "
    "outturns."
)


@dataclass(frozen=True, slots=True)
class Moves:
    """What making the place for a month changes, why, what leaves, and what was noticed.

    `ways` has the way of each table, by its sheet and its name.
    """

    month: Month
    changes: ChangeSet
    why: Mapping[CellRef, str]
    ways: Mapping[tuple[str, str], Way]
    leaving: tuple[Leaving, ...] = ()
    findings: tuple[Finding, ...] = ()


def insertions(
    layout: Layout,
    snapshot: Snapshot,
    month: Month,
    *,
    chosen: Mapping[str, Way],
    rolled: Collection[tuple[str, str]],
) -> tuple[Insertion, ...]:
    """Return what has to be inserted first for the tables that grow, the last on a sheet first."""
    growing = {
        strips.insertion()
        for strips in _to_move(layout, month)
        if _way(strips, month, snapshot, chosen, rolled) is Way.GROW
    }
    return tuple(sorted(growing, key=lambda each: (each.sheet, each.axis.value, -each.before)))


def _way(
    strips: Strips,
    month: Month,
    snapshot: Snapshot,
    chosen: Mapping[str, Way],
    rolled: Collection[tuple[str, str]],
) -> Way | Finding:
    key = strips.sheet, strips.table.name
    return way_of(strips, month, snapshot, chosen.get(key[1]), has_rolled=key in rolled)


def made_by_hand(layout: Layout, month: Month) -> tuple[Finding, ...]:
    """Return N116 for each table without a place for the month, which only a person can make."""
    found: list[Finding] = []
    for table in layout.tables:
        is_window = any(isinstance(period, Month) for period in table.headings) or table.columns
        if is_window or {month, month.quarter} & table.periods:
            continue
        if table.months:
            last = table.at.sheet
            found.append(
                beyond(
                    "The table has a sheet for each month, and lacxl copies none",
                    month.short,
                    last,
                    f"In Excel copy the sheet {last}, name the copy for {month.long} as the others "
                    "are named, correct its title and clear its figures and comments; then: "
                    f"lacxl refresh {month}",
                )
            )
        elif month == month.quarter.last and any(isinstance(p, Quarter) for p in table.periods):
            found.append(
                beyond(
                    "The table has quarters below each other, and lacxl does not move them on",
                    str(month.quarter),
                    str(table.at),
                    f"Head the place for {month.quarter} in Excel, as you have done before, then: "
                    f"lacxl refresh {month.quarter.last}",
                )
            )
    return tuple(found)


def _to_move(layout: Layout, month: Month) -> Iterator[Strips]:
    """Yield the strips of tables that need a place for the month: quarters only at their ends."""
    for strips in strips_of(layout):
        is_due = month == month.quarter.last and month.quarter not in strips.at
        if strips.months or (strips.table.columns and is_due):
            yield strips


def strips_cells(layout: Layout, snapshot: Snapshot) -> tuple[CellRef, ...]:
    """Return every cell that may move, or be new beside the last month, to ask for its looks."""
    found: list[CellRef] = []
    for narrow in strips_of(layout):
        for strips in parts_of(narrow, layout, snapshot):
            for period in strips.at:
                cells = [*strips.cells(period), *filter(None, [strips.table.headings.get(period)])]
                found += cells
                if period == strips.span[-1]:
                    found += [strips.beside(place, 1) for place in cells]
            if strips.columns:
                of_heads = heads(strips, snapshot.sheet(strips.sheet))
                found += [place for places, _, _ in of_heads for place in places]
        found += [place for line in narrow.lines for place in line.judged_at.values()]
    return tuple(dict.fromkeys(found))


def make_place(
    layout: Layout,
    snapshot: Snapshot,
    seen: Appearance,
    month: Month,
    *,
    chosen: Mapping[str, Way],
    rolled: Collection[tuple[str, str]],
    outturns: Outturns,
) -> Moves:
    """Return what has to move so that every table has a place for the month.

    Tables that grow have had their `insertions`. `seen` has the `strips_cells`. `chosen` gives the
    way of a table by its name, where lacxl.toml does; `rolled` are those that rolled on before, by
    sheet and name. Raises Refused with every reason why a table cannot make the place.
    """
    into = Collected(snapshot, seen, month)
    ways: dict[tuple[str, str], Way] = {}
    windows: list[Strips] = []
    moved_on: list[Strips] = []
    reaches: list[TableMonths] = []
    into.faults += made_by_hand(layout, month)
    for narrow in _to_move(layout, month):
        way = _way(narrow, month, snapshot, chosen, rolled)
        if not isinstance(way, Way):
            into.faults.append(way)
            continue
        ways[narrow.sheet, narrow.table.name] = way
        if way is Way.YEAR and narrow.is_own:
            was = begin_own_year(into, narrow, layout, outturns)
            moved_on += [was] if was else []
            continue
        placed = _placed(into, narrow, way, layout)
        if placed is None:
            continue
        strips, later = placed
        if way is Way.ROLL:
            windows.append(strips)
            moved_on += [strips] if strips.is_own else []
        if strips.months:
            reaches.append(TableMonths(strips, [each for each in later if isinstance(each, Month)]))
        if month.financial_year != (month - (1 if strips.months else 3)).financial_year:
            if strips.is_own:
                own_years_on(into, strips, month.financial_year - 1, outturns)
            else:
                begin_year(into, strips, outturns)
    if into.missing:
        into.faults.append(_no_outturn(into.missing, month))
    if into.faults:
        raise Refused(tuple(dict.fromkeys(into.faults)))
    texts, left = of_last_month(seen.charts, reaches, month)
    changes = into.changes()
    changes = replace(changes, chart_texts=texts) if changes else changes
    found = (
        *([_empty_outturn(into.unknown, month)] if into.unknown else []),
        *of_one_month(windows, snapshot),
        *left,
        *left_to_people(layout, moved_on, snapshot, into.values, month),
    )
    return Moves(month, changes, into.why, ways, tuple(into.leaving), found)


def _placed(
    into: Collected, strips: Strips, way: Way, layout: Layout
) -> tuple[Strips, Sequence[Span]] | None:
    """Make the place in one table, and return its strips and the periods that it has then.

    None with faults collected, where a council's own table could not follow.
    """
    if way is Way.GROW:
        grow(into, strips)
        return strips, strips.span
    if way is Way.TAKE:
        take(into, strips)
        return strips, strips.span
    later = (
        _next_year(strips.months, into.month)
        if way is Way.YEAR
        else (*strips.span[1:], strips.span[-1] + 1)
    )
    strips = widened(strips, layout, into.snapshot)
    if strips.is_own:
        bands = bands_after(strips, into.sheet(strips.sheet), later)
        stuck = list(cannot_follow(strips, layout, into.snapshot, bands.values))
        into.faults += stuck
        if stuck:
            return None
    roll(into, strips, later)
    return strips, later


def _next_year(before: Sequence[Month], april: Month) -> tuple[Month, ...]:
    """Return the months of a year's table for the next year, with as many of the old year."""
    old = sum(month.financial_year < (april - 1).financial_year for month in before)
    return tuple(april + i for i in range(-old, 12))


def _no_outturn(places: Sequence[CellRef], april: Month) -> Finding:
    ended = april.financial_year - 1
    return error(
        "N106",
        f"The outturn of {ended} is not known for these cells, and the one before it was.",
        listed(places),
        _GIVE.format(ended),
    )


def _empty_outturn(places: Sequence[CellRef], april: Month) -> Finding:
    ended = april.financial_year - 1
    return warning(
        "N114",
        f"The outturn of {ended} is not known, so these cells are empty.",
        listed(places),
        _GIVE.format(ended),
    )
