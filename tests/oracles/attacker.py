"""Somebody who has every publication and works out what was kept back, written apart from lacxl.

He takes each printed figure literally, in whole numbers, and knows what anybody knows: that a part
is no more than its whole, and that a stock is what it was and who joined, less who left. Of one
who also `knows_the_rule`, a percentage that is shown says that it does not rest on few.

There are three of him. `worlds_of` tries all numbers there are (for a handful of them). `possible`
searches, narrowing what each number can be until one world is left or none: it gives up after so
many steps, and then says so. `least_and_greatest` is for whole years of a council: a linear
programme for each end, which may miss a leak that only whole numbers show, and is never wrong
about one that it finds.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple


class Var(NamedTuple):
    """A number that was counted. One that was restated is another: `value` tells them apart."""

    indicator: str
    part: str
    month: str
    value: int


class Print(NamedTuple):
    """A figure as it is read: a sum, or a sum over another, `scaled` by ten to the `places`."""

    tops: tuple[Var, ...]
    bottoms: tuple[Var, ...]
    scaled: int
    places: int


Terms = Mapping[Var, int]


class Law(NamedTuple):
    """A sum of so many times each number, which is at least `low` and at most `high`."""

    terms: Terms
    low: int | None
    high: int | None


def read(figure: Print) -> Iterator[Law]:
    """Yield what a printed figure says: 36.4% is at least 36.35% and less than 36.45%."""
    if not figure.bottoms:
        yield Law(_sum((figure.tops, 1)), figure.scaled, figure.scaled)
        return
    twice = 2 * 10**figure.places
    yield Law(_sum((figure.bottoms, 1)), 1, None)
    yield Law(_sum((figure.tops, twice), (figure.bottoms, 1 - 2 * figure.scaled)), 0, None)
    yield Law(_sum((figure.tops, twice), (figure.bottoms, -1 - 2 * figure.scaled)), None, -1)


def share(part: Var, whole: Var) -> Law:
    """Return that a part is no more than its whole."""
    return Law(_sum(((whole,), 1), ((part,), -1)), 0, None)


def stock(was: Var, joined: Var, left: Var, now: Var) -> Law:
    """Return that a stock adds up."""
    return Law(_sum(((was, joined), 1), ((left, now), -1)), 0, 0)


def rule(figure: Print, limit: int, *, rests: bool) -> Iterator[Law]:
    """Yield what a shown percentage says to one who knows the rule: it rests on no few."""
    if not figure.bottoms:
        return
    yield Law(_sum((figure.bottoms, 1)), limit + 1, None)
    if any(each.part == "n" and each.indicator == "10" for each in figure.tops):
        return
    whole = 10**figure.places
    n, d = (sum(each.value for each in counts) for counts in (figure.tops, figure.bottoms))
    if figure.scaled:
        yield Law(_sum((figure.tops, 1)), limit + 1, None)
    elif not n:
        yield Law(_sum((figure.tops, 1)), 0, 0)
    if not rests:
        return
    rest = _sum((figure.bottoms, 1), (figure.tops, -1))
    if figure.scaled != whole:
        yield Law(rest, limit + 1, None)
    elif n == d:
        yield Law(rest, 0, 0)


def _sum(*parts: tuple[Iterable[Var], int]) -> Terms:
    terms: defaultdict[Var, int] = defaultdict(int)
    for counts, factor in parts:
        for each in counts:
            terms[each] += factor
    return {each: factor for each, factor in terms.items() if factor}


def holds(laws: Iterable[Law], world: Mapping[Var, int]) -> bool:
    """Say whether numbers satisfy every law."""
    for terms, low, high in laws:
        total = sum(factor * world[each] for each, factor in terms.items())
        if (low is not None and total < low) or (high is not None and total > high):
            return False
    return True


def worlds_of(laws: Sequence[Law], top: int) -> Iterator[Mapping[Var, int]]:
    """Yield every world of numbers up to `top`, by trying all."""
    counts = sorted({each for law in laws for each in law.terms})
    for numbers in product(range(top + 1), repeat=len(counts)):
        world = dict(zip(counts, numbers, strict=True))
        if holds(laws, world):
            yield world


class TiredError(Exception):
    """The search took too many steps to say anything."""


_MORE = 4000
"""What a number may be besides ten times what it is: days of few children, where there was none."""


@dataclass
class Searcher:
    """One who searches; `steps` is how often he tries a number before he is tired."""

    laws: Sequence[Law]
    steps: int = 500
    _of: dict[Var, list[Law]] = field(init=False)
    _start: dict[Var, tuple[int, int]] | None = field(init=False)

    def __post_init__(self) -> None:
        self._of = defaultdict(list)
        for law in self.laws:
            for each in law.terms:
                self._of[each].append(law)
        tops = {each: (0, 10 * each.value + _MORE) for each in self._of}
        self._start = self._narrowed(tops, self.laws)

    def possible(self, terms: Terms, value: int) -> bool:
        """Say whether there is a world in which a sum has a value; raises TiredError."""
        if self._start is None:
            raise AssertionError("what was printed contradicts itself")
        asked = Law(terms, value, value)
        reached = self._reached(terms)
        ranges = {each: self._start.get(each, (0, 10 * each.value + _MORE)) for each in reached}
        self._left = self.steps
        return self._search(ranges, asked, [asked])

    def _reached(self, terms: Terms) -> list[Var]:
        """Return what hangs together with a sum, through numbers that are not known."""
        seen = dict.fromkeys(terms)
        waiting = deque(terms)
        while waiting:
            each = waiting.popleft()
            low, high = (self._start or {}).get(each, (0, 1))
            if low == high and each not in terms:
                continue
            for law in self._of.get(each, ()):
                for other in law.terms:
                    if other not in seen:
                        seen[other] = None
                        waiting.append(other)
        return list(seen)

    def _search(
        self, ranges: dict[Var, tuple[int, int]], asked: Law, touched: Iterable[Law]
    ) -> bool:
        narrowed = self._narrowed(ranges, touched, asked)
        if narrowed is None:
            return False
        open_ = [each for each, (low, high) in narrowed.items() if low < high]
        if not open_:
            return True
        each = min(open_, key=lambda one: narrowed[one][1] - narrowed[one][0])
        low, high = narrowed[each]
        for number in sorted(range(low, high + 1), key=lambda one: abs(one - each.value)):
            self._left -= 1
            if self._left < 0:
                raise TiredError
            more = [*self._of.get(each, ()), *([asked] if each in asked.terms else [])]
            if self._search({**narrowed, each: (number, number)}, asked, more):
                return True
        return False

    def _narrowed(
        self,
        ranges: dict[Var, tuple[int, int]],
        touched: Iterable[Law],
        asked: Law | None = None,
    ) -> dict[Var, tuple[int, int]] | None:
        """Return what each number can be, as far as one law at a time tells; None for nothing."""
        ranges = dict(ranges)
        waiting = deque(law for law in touched if all(each in ranges for each in law.terms))
        queued = {id(law) for law in waiting}
        while waiting:
            law = waiting.popleft()
            queued.discard(id(law))
            changed = _narrow(law, ranges)
            if changed is None:
                return None
            for each in changed:
                laws = self._of.get(each, [])
                for other in [*laws, asked] if asked and each in asked.terms else laws:
                    if id(other) not in queued and all(one in ranges for one in other.terms):
                        queued.add(id(other))
                        waiting.append(other)
        return ranges


def _narrow(law: Law, ranges: dict[Var, tuple[int, int]]) -> list[Var] | None:
    """Narrow the ranges by a law; return what changed, None where nothing is left."""
    terms, low, high = law
    ends: dict[Var, tuple[int, int]] = {}
    least = most = 0
    for each, factor in terms.items():
        bottom, top = ranges[each]
        mine = (factor * bottom, factor * top) if factor > 0 else (factor * top, factor * bottom)
        ends[each] = mine
        least += mine[0]
        most += mine[1]
    if (high is not None and least > high) or (low is not None and most < low):
        return None
    changed = []
    for each, factor in terms.items():
        bottom, top = ranges[each]
        mine = ends[each]
        if high is not None:  # factor * x <= high - the least of the others
            room = high - (least - mine[0])
            if factor > 0:
                top = min(top, room // factor)
            else:
                bottom = max(bottom, -(room // -factor))
        if low is not None:  # factor * x >= low - the most of the others
            need = low - (most - mine[1])
            if factor > 0:
                bottom = max(bottom, -(-need // factor))
            else:
                top = min(top, -need // -factor)
        if bottom > top:
            return None
        if (bottom, top) != ranges[each]:
            ranges[each] = (bottom, top)
            changed.append(each)
    return changed


def least_and_greatest(laws: Sequence[Law], asked: Sequence[Terms]) -> list[tuple[float, float]]:
    """Return between what each sum must be, by linear programmes."""
    from highspy import Highs, ObjSense

    class Quiet(Highs):
        def enableCallbacks(self) -> None:  # noqa: N802 - it prints a heading
            pass

    counts = list(
        dict.fromkeys(each for terms in (*(law.terms for law in laws), *asked) for each in terms)
    )
    place = {each: number for number, each in enumerate(counts)}
    solver = Quiet()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    infinity = solver.inf
    for _ in counts:
        solver.addCol(0.0, 0.0, 1e5, 0, [], [])
    for terms, low, high in laws:
        solver.addRow(
            -infinity if low is None else float(low),
            infinity if high is None else float(high),
            len(terms),
            [place[each] for each in terms],
            [float(factor) for factor in terms.values()],
        )
    found = []
    for terms in asked:
        for each, factor in terms.items():
            solver.changeColCost(place[each], float(factor))
        ends = []
        for sense in (ObjSense.kMinimize, ObjSense.kMaximize):
            solver.changeObjectiveSense(sense)
            solver.run()
            ends.append(solver.getInfo().objective_function_value)
        for each in terms:
            solver.changeColCost(place[each], 0.0)
        found.append((ends[0], ends[1]))
    return found
