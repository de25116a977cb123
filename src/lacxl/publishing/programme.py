"""A programme of whole numbers: made once of rows, asked many times with some of them.

What HiGHS finds is checked by the caller, row by row in whole numbers, before it counts. What it
says cannot be found is asked again without presolve where something rests on it, and is never more
than "not found": a caller that needs a world and has none must take the careful way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import isfinite
from typing import Final

from lacxl.publishing.facts import Constraint, Count, World
from lacxl.publishing.narrowing import CountRange
from lacxl.publishing.solver import new_solver, take_whole

_LEAST_RANGE: Final = 25
_TIMES: Final = 3
_TIMES_OF_A_SUM: Final = 4
"""Counts are tried up to the first, or so many times what they are; the days of a mean are of more
children, each of more days. More finds hardly a world more, and takes ten times as long.
"""


class Programme:
    """Rows of counts, of which only those of `ranges` differ from the truth, each within its range.

    A year to date is that of the month before, and a month more. Each is a column of its own: so a
    row has two or three terms instead of two dozen, which takes HiGHS a third of the time, and a
    fifth without presolve. Raises Refused (T106) where the solver cannot be loaded.
    """

    def __init__(self, rows: Iterable[Constraint], ranges: Mapping[Count, CountRange]) -> None:
        self._solver = new_solver()
        self._place = {count: number for number, count in enumerate(ranges)}
        self._total: dict[frozenset[int], int] = {}
        self._bounds: dict[int, tuple[int, float, float]] = {}
        rows = tuple(rows)
        self._add_columns(ranges, rows)
        for row in rows:
            self._bounds[id(row)] = (self._solver.getNumRow(), *self._add(row))

    def find(
        self,
        want: Constraint,
        without: Iterable[Constraint],
        believed: Callable[[World], bool],
        *,
        ask_again: bool,
    ) -> World | None:
        """Return a world in which `want` holds and every row but those of `without`, if one is
        found that is believed.
        """
        solver, infinity = self._solver, self._solver.inf
        left_out = [self._bounds[id(row)] for row in without if id(row) in self._bounds]
        for number, _, _ in left_out:
            solver.changeRowBounds(number, -infinity, infinity)
        wanted = solver.getNumRow()
        self._add(want)
        try:
            for presolve in ("on", "off") if ask_again else ("on",):
                world = self._solved(presolve)
                if world is not None and believed(world):
                    return world
            return None
        finally:
            solver.deleteRows(1, [wanted])
            for bounds in left_out:
                solver.changeRowBounds(*bounds)

    def _solved(self, presolve: str) -> World | None:
        self._solver.setOptionValue("presolve", presolve)
        self._solver.clearSolver()  # so that an answer does not depend on those before
        self._solver.run()
        values = self._solver.getSolution().col_value
        if len(values) < len(self._place) or not all(map(isfinite, values)):
            return None
        found = {count: round(values[number]) for count, number in self._place.items()}
        return {count: value for count, value in found.items() if value != count.value}

    def _add_columns(self, ranges: Mapping[Count, CountRange], rows: Iterable[Constraint]) -> None:
        """Add a column for each count, and one for each total of more than two."""
        least = [float(range_.least) for range_ in ranges.values()]
        most = [float(_highest(count, range_)) for count, range_ in ranges.items()]
        totals = {
            columns for row in rows for columns in self._sums(row).values() if len(columns) > 2
        }
        made_of = []
        for total in sorted(totals, key=lambda columns: (len(columns), sorted(columns))):
            part = max((each for each in self._total if each < total), key=len, default=frozenset())
            made_of.append(
                {len(least): -1, **self._terms({1: part}), **self._terms({1: total - part})}
            )
            self._total[total] = len(least)
            least.append(sum(least[each] for each in total))
            most.append(sum(most[each] for each in total))
        self._solver.addCols(len(least), [0.0] * len(least), least, most, 0, [], [], [])
        take_whole(self._solver, len(least))
        for terms in made_of:
            self._solver.addRow(0.0, 0.0, len(terms), [*terms], [*map(float, terms.values())])

    def _add(self, row: Constraint) -> tuple[float, float]:
        """Add a row, and return its bounds."""
        terms = self._terms(self._sums(row))
        fixed = sum(f * count.value for count, f in row.terms.items() if count not in self._place)
        low = -self._solver.inf if row.low is None else float(row.low - fixed)
        high = self._solver.inf if row.high is None else float(row.high - fixed)
        self._solver.addRow(low, high, len(terms), [*terms], [*map(float, terms.values())])
        return low, high

    def _sums(self, row: Constraint) -> Mapping[int, frozenset[int]]:
        """Return the columns that a row adds up, by the factor that multiplies them."""
        alike: dict[int, list[int]] = {}
        for count, factor in row.terms.items():
            if count in self._place:
                alike.setdefault(factor, []).append(self._place[count])
        return {factor: frozenset(columns) for factor, columns in alike.items()}

    def _terms(self, sums: Mapping[int, frozenset[int]]) -> Mapping[int, int]:
        """Return columns with their factors: of a total its own."""
        terms: dict[int, int] = {}
        for factor, columns in sums.items():
            total = self._total.get(columns)
            terms |= dict.fromkeys(columns if total is None else (total,), factor)
        return terms


def _highest(count: Count, range_: CountRange) -> int:
    times = _TIMES_OF_A_SUM if count.part == "s" else _TIMES
    return max(range_.least, min(range_.most, max(_LEAST_RANGE, times * count.value)))
