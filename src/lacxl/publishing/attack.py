"""The attacker: what can be worked out from all that was ever printed.

He has every fact (`facts.py`). A secret is kept if each value that it may have, a few children,
is still possible: for each there is a world, counts of which every fact is true. A world is
checked row by row before it counts, so that no fault of a solver makes a secret seem kept.
Where no world was found the secret is taken as told.

That each of the values stays possible, not merely as many of some kind, holds also against one
who knows the rule: that a figure which is kept back is likely to be one of few children.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, partial

from lacxl.publishing.facts import Count, Row, Rows, Secret
from lacxl.publishing.narrowing import ANY, Narrowed, narrow
from lacxl.publishing.outward import find_near
from lacxl.publishing.solver import World, find_world


@dataclass(frozen=True)  # without slots, for what it works out once
class Bearing:
    """Rows that all hold, which of them bear on which counts, and what they tell at once."""

    rows_of: Mapping[Count, tuple[Row, ...]]
    told: Narrowed

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Bearing:
        """Return what rows are about."""
        return cls({}, Narrowed({}, {}, None)).plus(rows)

    def plus(self, rows: Iterable[Row]) -> Bearing:
        """Return it with more rows."""
        new = tuple(rows)
        added: dict[Count, list[Row]] = {}
        for row in new:
            for count in row.terms:
                added.setdefault(count, []).append(row)
        rows_of = {
            **self.rows_of,
            **{count: (*self.rows_of.get(count, ()), *more) for count, more in added.items()},
        }
        return Bearing(rows_of, narrow(self.told, rows_of, new))

    def holds(self, world: World) -> bool:
        """Say whether every row holds in a world."""
        return next(self.broken(world), None) is None

    def broken(self, world: World) -> Iterator[Row]:
        """Yield the rows that do not hold in a world: only those whose counts it changes."""
        looked: set[int] = set()
        for count in world:
            for row in self.rows_of.get(count, ()):
                if id(row) not in looked:
                    looked.add(id(row))
                    if not row.holds(world):
                        yield row

    def supposing(self, secret: Secret, value: int) -> Bearing:
        """Return it for the case that a secret has a value."""
        return self.plus((Row(secret.terms(), value, value),))

    def rules_out(self, secret: Secret, value: int) -> bool:
        """Say whether it is easily proved that a secret has not a value."""
        return self.supposing(secret, value).told.impossible is not None

    @cached_property
    def known(self) -> Set[Count]:
        """The counts that are told."""
        return {count for count, range_ in self.told.ranges.items() if range_.is_known}

    def counts_near(self, secret: Secret, known: Set[Count]) -> Mapping[Count, None]:
        """Return the counts that a secret hangs together with.

        A count that is known ties nothing together: whoever knows it knows it everywhere.
        """
        return self._reached(secret, known)[1]

    def rows_around(self, secret: Secret) -> Set[int]:
        """Return the rows, by their ids, that a secret may be worked out from."""
        return self._reached(secret, frozenset())[0]

    def _reached(self, secret: Secret, edge: Set[Count]) -> tuple[Set[int], Mapping[Count, None]]:
        rows: set[int] = set()
        reached = dict.fromkeys(secret.terms())
        waiting = list(reached)
        while waiting:
            for row in self.rows_of.get(waiting.pop(), ()):
                if id(row) not in rows:
                    rows.add(id(row))
                    new = [c for c in row.terms if c not in reached and c not in edge]
                    reached.update(dict.fromkeys(new))
                    waiting += new
        return rows, reached


class Attacker:
    """Somebody who knows what was `before`, and tries what new figures would tell.

    `new` has the rows of each, and a choice of them is a set of their places in it. A world that
    was found stays, as the figures that it contradicts: of every secret it shows a value that is
    possible while none of these is shown.
    """

    def __init__(self, before: Bearing, new: Sequence[Rows], secrets: Iterable[Secret]) -> None:
        self.before = before
        self._new = new
        self._owner = {id(row): place for place, rows in enumerate(new) for row in rows}
        self._all = Bearing.of(row for rows in new for row in rows)
        self._secrets = tuple(secrets)
        self._found: dict[tuple[Secret, int], list[frozenset[int]]] = {}
        self._last: tuple[frozenset[int], Bearing] | None = None
        self._keep({})

    def possible(
        self, shown: Set[int], secret: Secret, value: int, *, ask_again: bool = False
    ) -> bool:
        """Say whether a secret may have a value, as far as can be shown.

        `ask_again` has a solver's no asked again in another way.
        """
        found = self._found.get((secret, value), ())
        if any(shown.isdisjoint(contradicted) for contradicted in found):
            return True
        want = Row(secret.terms(), value, value)
        world = find_near(want, partial(self._rows_of, shown), self.before.told.ranges)
        if world is None:
            world = _world(self._knowing(shown), secret, value, ask_again=ask_again)
        if world is None or not self.before.holds(world):
            return False
        self._keep(world)
        found = self._found.get((secret, value), ())
        return any(shown.isdisjoint(contradicted) for contradicted in found)

    def suspects(self, shown: Set[int], secret: Secret, value: int) -> Set[int]:
        """Return new figures among which are those that rule a value out."""
        proof = self._knowing(shown).supposing(secret, value).told.proof()
        return self._owners(map(id, proof)) or self.around(shown, secret)

    def around(self, shown: Set[int], secret: Secret) -> Set[int]:
        """Return every new figure that could tell something of a secret."""
        return self._owners(self._knowing(shown).rows_around(secret))

    def _owners(self, rows: Iterable[int]) -> Set[int]:
        return {self._owner[row] for row in rows if row in self._owner}

    def _rows_of(self, shown: Set[int], count: Count) -> Iterator[Row]:
        """Yield the rows that hold for a count while some figures are shown."""
        yield from self.before.rows_of.get(count, ())
        for row in self._all.rows_of.get(count, ()):
            if self._owner[id(row)] in shown:
                yield row

    def _knowing(self, shown: Set[int]) -> Bearing:
        """Return what is known while some figures are shown: many secrets are tried with each."""
        if self._last is None or self._last[0] != shown:
            rows = (row for place in sorted(shown) for row in self._new[place])
            self._last = (frozenset(shown), self.before.plus(rows))
        return self._last[1]

    def _contradicted(self, world: World) -> frozenset[int]:
        return frozenset(self._owner[id(row)] for row in self._all.broken(world))

    def _keep(self, world: World) -> None:
        """Keep a world in which all holds that was before."""
        contradicted = self._contradicted(world)
        for secret in self._secrets:
            self._found.setdefault((secret, secret.value_in(world)), []).append(contradicted)


def _world(bearing: Bearing, secret: Secret, value: int, *, ask_again: bool) -> World | None:
    """Look for a world in which a secret has a value."""
    if_so = bearing.supposing(secret, value)
    if if_so.told.impossible is not None:
        return None
    counts = bearing.counts_near(secret, bearing.known)
    ranges = {count: if_so.told.ranges.get(count, ANY) for count in counts}
    rows = {id(row): row for count in counts for row in if_so.rows_of.get(count, ())}
    return find_world(tuple(rows.values()), ranges, ask_again=ask_again)
