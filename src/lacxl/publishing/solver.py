"""Whole numbers that satisfy rows, found by HiGHS and believed only where they can be checked.

What a solver finds is checked row by row in whole numbers. What it says cannot be found is asked
again without presolve, and is never more than "not found": a caller that needs a world and has
none must take the careful way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Final

from lacxl.domain.errors import refuse
from lacxl.publishing.facts import Count, Rows
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


def find_world(rows: Rows, ranges: Mapping[Count, Range]) -> World | None:
    """Return a world that satisfies every row, None where none was found.

    Only the counts of `ranges` differ from the truth, each within its range. Raises Refused (T106)
    where the solver cannot be loaded.
    """
    unknown = [count for count, range_ in ranges.items() if not range_.is_known]
    known = {count: range_.least for count, range_ in ranges.items() if range_.is_known}
    for presolve in (True, False) if unknown else (True,):
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
    solver = _solver(presolve=presolve)
    place = {count: number for number, count in enumerate(unknown)}
    for count in unknown:
        least, most = ranges[count]
        highest = max(least, min(most, max(_LEAST_RANGE, 4 * count.value)))
        solver.addCol(0.0, float(least), float(highest), 0, [], [])
    _whole(solver, len(unknown))
    infinity = solver.inf
    for row in rows:
        fixed = sum(f * known.get(c, c.value) for c, f in row.terms.items() if c not in place)
        terms = [(place[c], float(factor)) for c, factor in row.terms.items() if c in place]
        solver.addRow(
            -infinity if row.low is None else float(row.low - fixed),
            infinity if row.high is None else float(row.high - fixed),
            len(terms),
            [column for column, _ in terms],
            [factor for _, factor in terms],
        )
    solver.run()
    values = solver.getSolution().col_value
    if len(values) != len(unknown) or not all(map(isfinite, values)):
        return None
    return {count: round(values[place[count]]) for count in unknown}


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
