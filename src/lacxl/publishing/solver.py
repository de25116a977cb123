"""Whole numbers that satisfy rows, found by HiGHS and believed only where they can be checked.

What a solver finds is checked row by row in whole numbers. What it says cannot be found is asked
again without presolve, and is never more than "not found": a caller that needs a world and has
none must take the careful way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from lacxl.domain.errors import refuse
from lacxl.publishing.facts import Count, Rows, counts_in

if TYPE_CHECKING:
    import highspy

World = Mapping[Count, int]
_SECONDS: Final = 2.0
_LEAST_RANGE: Final = 40
"""Counts are tried up to this, or four times what they are: more only makes rows less exact."""


def find_world(rows: Rows, more: Mapping[Count, int]) -> World | None:
    """Return counts that satisfy every row, None where none were found; `more` are fixed.

    Raises Refused (T106) where the solver cannot be loaded.
    """
    unknown = [count for count in counts_in(rows) if count not in more]
    if not unknown:
        return dict(more) if all(row.holds(more) for row in rows) else None
    for presolve in (True, False):
        found = _solved(rows, unknown, more, presolve=presolve)
        if found is not None:
            world = {**more, **found}
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
    rows: Rows, unknown: Sequence[Count], known: World, *, presolve: bool
) -> dict[Count, int] | None:
    solver = _solver(presolve=presolve)
    place = {count: number for number, count in enumerate(unknown)}
    for count in unknown:
        solver.addCol(0.0, 0.0, float(max(_LEAST_RANGE, 4 * count.value)), 0, [], [])
    _whole(solver, len(unknown))
    infinity = solver.inf
    for row in rows:
        fixed = sum(factor * known[c] for c, factor in row.terms.items() if c in known)
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
    if len(values) != len(unknown):
        return None
    return {count: round(values[place[count]]) for count in unknown}


def _solver(*, presolve: bool) -> highspy.Highs:
    solver = _quiet()
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", 0),
        ("time_limit", _SECONDS),
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
