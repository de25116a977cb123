"""What moves in a workbook to make the place for the next month: a change set, and what leaves."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error, warning
from lacxl.domain.month import Month, Quarter
from lacxl.workbook.address import CellRef
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.formulas.cell_lists import listed
from lacxl.workbook.insertion import Insertion
from lacxl.workbook.layout.model import Layout
from lacxl.workbook.next_month.collected import Appearance, Collected, Leaving
from lacxl.workbook.next_month.new_year import Outturns, begin_year
from lacxl.workbook.next_month.references import Reach, of_last_month, of_one_month
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
        for strips in strips_of(layout)
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
        beside = any(isinstance(period, Month) for period in table.headings)
        if beside or {month, month.quarter} & table.periods:
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
                    "The table has quarters, and lacxl does not move them on",
                    str(month.quarter),
                    str(table.at),
                    f"Head the place for {month.quarter} in Excel, as you have done before, then: "
                    f"lacxl refresh {month.quarter.last}",
                )
            )
    return tuple(found)


def strips_cells(layout: Layout) -> tuple[CellRef, ...]:
    """Return every cell that may move, or be new beside the last month, to ask for its looks."""
    found: list[CellRef] = []
    for strips in strips_of(layout):
        for period in strips.at:
            cells = [*strips.cells(period), *filter(None, [strips.table.headings.get(period)])]
            found += cells
            if period == strips.months[-1]:
                found += [strips.beside(place, 1) for place in cells]
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
    reaches: list[Reach] = []
    into.faults += made_by_hand(layout, month)
    for strips in strips_of(layout):
        key = strips.sheet, strips.table.name
        way = _way(strips, month, snapshot, chosen, rolled)
        if not isinstance(way, Way):
            into.faults.append(way)
            continue
        ways[key] = way
        later = strips.months
        if way is Way.GROW:
            grow(into, strips)
        elif way is Way.TAKE:
            take(into, strips)
        else:
            later = (*later[1:], month) if way is Way.ROLL else _next_year(later, month)
            roll(into, strips, later)
            if way is Way.ROLL:
                windows.append(strips)
        reaches.append(Reach(strips, later))
        if month == month.financial_year.first:
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
    )
    return Moves(month, changes, into.why, ways, tuple(into.leaving), found)


def _next_year(before: Sequence[Month], april: Month) -> tuple[Month, ...]:
    """Return the months of a year's table for the next year, with as many of the old year."""
    old = sum(month.financial_year < (april - 1).financial_year for month in before)
    return tuple(april + i for i in range(-old, 12))


def _no_outturn(places: Sequence[CellRef], april: Month) -> Finding:
    ended = (april - 1).financial_year
    return error(
        "N106",
        f"The outturn of {ended} is not known for these cells, and the one before it was.",
        listed(places),
        _GIVE.format(ended),
    )


def _empty_outturn(places: Sequence[CellRef], april: Month) -> Finding:
    ended = (april - 1).financial_year
    return warning(
        "N114",
        f"The outturn of {ended} is not known, so these cells are empty.",
        listed(places),
        _GIVE.format(ended),
    )
