"""Whole numbers that satisfy rows, found by HiGHS and believed only where they can be checked.

What a solver finds is checked row by row in whole numbers. What it says cannot be found is asked
again without presolve, and is never more than "not found": a caller that needs a world and has
none must take the careful way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Final, NamedTuple

from lacxl.domain.errors import refuse
from lacxl.publishing.facts import Count, Row, Rows
from lacxl.publishing.narrowing import Range

if TYPE_CHECKING:
    import highspy

World = Mapping[Count, int]
"""What differs from the truth: a count that is not in it is what it is."""
_NODES: Final = 500
_SECONDS: Final = 20.0
"""How much is tried: the nodes, so that a busy computer finds the same; the time is for faults."""
_LEAST_RANGE: Final = 40
"""Counts are tried up to this, or four times what they are: more only makes rows less exact."""


def find_world(
    rows: Rows, ranges: Mapping[Count, Range], *, ask_again: bool = True
) -> World | None:
    """Return a world that satisfies every row, None where none was found.

    Only the counts of `ranges` differ from the truth, each within its range. `ask_again` asks
    again, without presolve, where the solver finds none. Raises Refused (T106) where it cannot be
    loaded.
    """
    unknown = [count for count, range_ in ranges.items() if not range_.is_known]
    known = {count: range_.least for count, range_ in ranges.items() if range_.is_known}
    for presolve in (True, False) if unknown and ask_again else (True,):
        found = _solved(rows, unknown, ranges, known, presolve=presolve) if unknown else {}
        if found is not None:
            world = {c: v for c, v in {**known, **found}.items() if v != c.value}
            if all(row.holds(world) for row in rows):
                return world
    return None


def fewest(costs: Sequence[float], needs: Sequence[Sequence[int]]) -> set[int]:
    """Return which of the items to take, at the least cost, so that one of each of `needs` is.

    Whatever the solver says, one of each is.
    """
    solver = _solver(presolve=True)
    for cost in costs:
        solver.addCol(cost, 0.0, 1.0, 0, [], [])
    _whole(solver, len(costs))
    for need in needs:
        items = sorted(set(need))
        solver.addRow(1.0, float(len(items)), len(items), items, [1.0] * len(items))
    solver.run()
    values = solver.getSolution().col_value
    taken = {item for item, value in enumerate(values) if value > 0.5}
    for need in needs:
        if not taken & set(need):
            taken.add(min(need, key=lambda item: costs[item]))
    return taken


def _solved(
    rows: Rows,
    unknown: Sequence[Count],
    ranges: Mapping[Count, Range],
    known: World,
    *,
    presolve: bool,
) -> dict[Count, int] | None:
    programme = _programme(rows, unknown, ranges, known)
    solver = _solver(presolve=presolve)
    solver.addCols(
        len(programme.least),
        [0.0] * len(programme.least),
        programme.least,
        programme.most,
        0,
        [],
        [],
        [],
    )
    _whole(solver, len(programme.least))
    for low, high, terms in programme.rows:
        solver.addRow(
            -solver.inf if low is None else float(low),
            solver.inf if high is None else float(high),
            len(terms),
            [*terms],
            [*map(float, terms.values())],
        )
    solver.run()
    values = solver.getSolution().col_value
    if len(values) < len(unknown) or not all(map(isfinite, values)):
        return None
    return {count: round(value) for count, value in zip(unknown, values, strict=False)}


class _Programme(NamedTuple):
    """What a solver takes: the least and most of each column, and rows: low, high, columns with
    their factors. The first columns are the unknown counts.
    """

    least: list[float]
    most: list[float]
    rows: list[tuple[int | None, int | None, dict[int, int]]]


def _programme(
    rows: Rows, unknown: Sequence[Count], ranges: Mapping[Count, Range], known: World
) -> _Programme:
    """Return rows as a programme.

    A year to date is that of the month before, and a month more. Where each is a column of its own,
    a row has two or three terms instead of two dozen, which takes HiGHS a third of the time, and a
    fifth without presolve.
    """
    place = {count: number for number, count in enumerate(unknown)}
    least = [float(ranges[count].least) for count in unknown]
    most = [float(_highest(count, ranges[count])) for count in unknown]
    done = _Programme(least, most, [])
    sums = [_sums(row, place) for row in rows]
    column: dict[frozenset[int], int] = {}
    totals = {columns for each in sums for columns in each.values() if len(columns) > 2}
    for total in sorted(totals, key=lambda columns: (len(columns), sorted(columns))):
        part = max((each for each in column if each < total), key=len, default=frozenset[int]())
        terms = {len(least): -1, **_terms({1: part}, column), **dict.fromkeys(total - part, 1)}
        done.rows.append((0, 0, terms))
        column[total] = len(least)
        least.append(sum(least[each] for each in total))
        most.append(sum(most[each] for each in total))
    for row, each in zip(rows, sums, strict=True):
        fixed = sum(f * known.get(c, c.value) for c, f in row.terms.items() if c not in place)
        low, high = (None if bound is None else bound - fixed for bound in (row.low, row.high))
        done.rows.append((low, high, _terms(each, column)))
    return done


_Sums = dict[int, frozenset[int]]
"""Columns that are added up before they are multiplied, by their factor."""


def _sums(row: Row, place: Mapping[Count, int]) -> _Sums:
    alike: dict[int, list[int]] = {}
    for count, factor in row.terms.items():
        if count in place:
            alike.setdefault(factor, []).append(place[count])
    return {factor: frozenset(columns) for factor, columns in alike.items()}


def _terms(sums: _Sums, column: Mapping[frozenset[int], int]) -> dict[int, int]:
    """Return the columns of sums with their factors: a total's own, if it has one."""
    terms: dict[int, int] = {}
    for factor, columns in sums.items():
        terms |= dict.fromkeys([column[columns]] if columns in column else columns, factor)
    return terms


def _highest(count: Count, range_: Range) -> int:
    return max(range_.least, min(range_.most, max(_LEAST_RANGE, 4 * count.value)))


def _solver(*, presolve: bool) -> highspy.Highs:
    solver = _quiet()
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", 0),
        ("time_limit", _SECONDS),
        ("mip_max_nodes", _NODES),
        ("presolve", "on" if presolve else "off"),
        ("mip_feasibility_tolerance", 1e-9),
    ):
        solver.setOptionValue(option, value)
    return solver


def _whole(solver: highspy.Highs, columns: int) -> None:
    from highspy import HighsVarType

    for column in range(columns):
        solver.changeColIntegrality(column, HighsVarType.kInteger)


def _quiet() -> highspy.Highs:
    try:
        from highspy import Highs
    except ImportError as fault:
        raise refuse(
            "T106",
            "The solver that finds what can be worked out is not installed (highspy).",
            todo="Install it: pip install highspy",
        ) from fault

    class Quiet(Highs):
        """One that prints no heading, which would end up in what --json prints."""

        def enableCallbacks(self) -> None:  # noqa: N802 - as the solver names it
            """Leave out what prints it: nothing is called back."""

    return Quiet()  # type: ignore[no-untyped-call]
