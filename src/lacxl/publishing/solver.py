"""HiGHS, as it is asked here: for whole numbers, quietly, the same each time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from lacxl.domain.errors import refuse

if TYPE_CHECKING:
    import highspy

_NODES: Final = 500
_SECONDS: Final = 20.0
"""How much is tried: the nodes, so that a busy computer finds the same; the time is for faults."""


def fewest(costs: Sequence[float], needs: Sequence[Sequence[int]]) -> set[int]:
    """Return which of the items to take, at the least cost, so that one of each of `needs` is.

    Whatever the solver says, one of each is.
    """
    solver = new_solver()
    for cost in costs:
        solver.addCol(cost, 0.0, 1.0, 0, [], [])
    take_whole(solver, len(costs))
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


def new_solver() -> highspy.Highs:
    """Return a solver; raises Refused (T106) where it cannot be loaded."""
    solver = _quiet()
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", 0),
        ("time_limit", _SECONDS),
        ("mip_max_nodes", _NODES),
        ("mip_feasibility_tolerance", 1e-9),
        ("mip_heuristic_run_feasibility_jump", False),  # takes half of the time, and finds nothing
        ("mip_heuristic_run_rens", False),  # takes seconds for what is a search of a hundred nodes
    ):
        solver.setOptionValue(option, value)
    return solver


def take_whole(solver: highspy.Highs, columns: int) -> None:
    """Have the first columns take whole numbers alone."""
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
