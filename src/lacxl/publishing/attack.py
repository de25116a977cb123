"""The attacker: what can be worked out from all that was ever printed.

He has every fact (`facts.py`). A secret is kept if each value that it may have, a few children,
is still possible: for each there is a world, counts of which every fact is true. A world is
checked row by row before it counts, so that no fault of a solver makes a secret seem kept.
Where no world was found the secret is taken as told.

That each of the values stays possible, not merely as many of some kind, holds also against one
who knows the rule: that a figure which is kept back is likely to be one of few children.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, partial

from lacxl.publishing.facts import Constraint, Count, Rows, Secret, World
from lacxl.publishing.narrowing import ANY, Narrowed, narrow
from lacxl.publishing.outward import find_near
from lacxl.publishing.programme import Programme


@dataclass(frozen=True)  # without slots, for what it works out once
class Bearing:
    """Rows that all hold."""

    rows: Rows

    @cached_property
    def rows_of(self) -> Mapping[Count, Sequence[Constraint]]:
        """The rows that bear on each count."""
        found: defaultdict[Count, list[Constraint]] = defaultdict(list)
        for row in self.rows:
            for count in row.terms:
                found[count].append(row)
        return dict(found)

    @cached_property
    def told(self) -> Narrowed:
        """What they tell at once."""
        return narrow(self.rows, self.rows_of)

    def plus(self, rows: Iterable[Constraint]) -> Bearing:
        """Return it with more rows."""
        return Bearing((*self.rows, *rows))

    def holds(self, world: World) -> bool:
        """Say whether every row holds in a world."""
        return next(self.broken(world), None) is None

    def broken(self, world: World) -> Iterator[Constraint]:
        """Yield the rows that do not hold in a world: only those whose counts it changes."""
        looked: set[int] = set()
        for count in world:
            for row in self.rows_of.get(count, ()):
                if id(row) not in looked:
                    looked.add(id(row))
                    if not row.holds(world):
                        yield row

    def rules_out(self, secret: Secret, value: int) -> bool:
        """Say whether it is easily proved that a secret has not a value."""
        return not self.plus([Constraint(secret.terms(), value, value)]).told.can_hold

    @cached_property
    def known(self) -> Set[Count]:
        """The counts that are told."""
        return {count for count, range_ in self.told.ranges.items() if range_.is_known}


def around(
    secret: Secret, rows_of: Callable[[Count], Iterable[Constraint]], known: Set[Count]
) -> tuple[list[Constraint], Mapping[Count, None]]:
    """Return the rows that a secret may be worked out from, and the counts that they are about.

    A count that is known ties nothing together: whoever knows it knows it everywhere.
    """
    rows: dict[int, Constraint] = {}
    counts = dict.fromkeys(secret.terms())
    waiting = list(counts)
    while waiting:
        for row in rows_of(waiting.pop()):
            if id(row) not in rows:
                rows[id(row)] = row
                new = [each for each in row.terms if each not in counts and each not in known]
                counts.update(dict.fromkeys(new))
                waiting += new
    return list(rows.values()), counts


class Attacker:
    """Somebody who knows what was `before`, and tries what new figures would tell.

    `new` has the rows of each, and a choice of them is a set of their places in it. A world that
    was found stays, as the figures that it contradicts: of every secret it shows a value that is
    possible while none of these is shown.
    """

    def __init__(self, before: Bearing, new: Sequence[Rows], secrets: Iterable[Secret]) -> None:
        self.before = before
        self._owner = {id(row): place for place, rows in enumerate(new) for row in rows}
        self._told = Bearing(tuple(row for rows in new for row in rows))
        self._secrets: defaultdict[Count, list[Secret]] = defaultdict(list)
        for secret in secrets:
            for count in secret.terms():
                self._secrets[count].append(secret)
        self._programmes: dict[frozenset[Count], Programme] = {}
        self._programme_of: dict[Secret, Programme] = {}
        self._found: defaultdict[tuple[Secret, int], list[frozenset[int]]] = defaultdict(list)

    def possible(
        self, shown: Set[int], secret: Secret, value: int, *, ask_again: bool = False
    ) -> bool:
        """Say whether a secret may have a value, as far as can be shown.

        Whatever finds a world, it is believed once every row was checked. `ask_again` has a
        solver's no asked again in another way.
        """
        found = self._found[secret, value]
        if value == secret.value or any(map(shown.isdisjoint, found)):
            return True
        want = Constraint(secret.terms(), value, value)

        def believed(world: World) -> bool:
            contradicted = self._contradicted(world)
            return want.holds(world) and self.before.holds(world) and shown.isdisjoint(contradicted)

        world = find_near(want, partial(self._rows_of, shown), self.before.told.ranges)
        if world is None or not believed(world):
            without = [row for row in self._told.rows if self._owner[id(row)] not in shown]
            world = self._programme(secret).find(want, without, believed, ask_again=ask_again)
        if world is not None:
            self._keep(world)
        return world is not None

    def figures_around(self, shown: Set[int], secret: Secret) -> Set[int]:
        """Return the shown figures that could tell something of a secret."""
        rows, _ = around(secret, partial(self._rows_of, shown), self.before.known)
        return {self._owner[id(row)] for row in rows if id(row) in self._owner}

    def _programme(self, secret: Secret) -> Programme:
        """Return what is asked for a secret: the rows of all counts that it hangs together with."""
        if secret not in self._programme_of:
            everything = frozenset(self._owner.values())
            rows, counts = around(secret, partial(self._rows_of, everything), self.before.known)
            alike = frozenset(counts)
            if alike not in self._programmes:
                ranges = self.before.told.ranges
                self._programmes[alike] = Programme(
                    rows, {count: ranges.get(count, ANY) for count in counts}
                )
            self._programme_of[secret] = self._programmes[alike]
        return self._programme_of[secret]

    def _rows_of(self, shown: Set[int], count: Count) -> Iterator[Constraint]:
        """Yield the rows that hold for a count while some figures are shown."""
        yield from self.before.rows_of.get(count, ())
        for row in self._told.rows_of.get(count, ()):
            if self._owner[id(row)] in shown:
                yield row

    def _contradicted(self, world: World) -> frozenset[int]:
        return frozenset(self._owner[id(row)] for row in self._told.broken(world))

    def _keep(self, world: World) -> None:
        """Keep a world in which all holds that was before, for every secret that it changes."""
        contradicted = self._contradicted(world)
        changed = dict.fromkeys(each for count in world for each in self._secrets.get(count, ()))
        for secret in changed:
            self._found[secret, secret.value_in(world)].append(contradicted)
