"""The attacker: what can be worked out from all that was ever printed.

He has every fact (`facts.py`). A secret is kept if each value that it may have, a few children,
is still possible: for each there is a world, counts of which every fact is true. A world is
checked fact by fact before it counts, so that no fault of a solver makes a secret seem kept.
Where no world was found the secret is taken as told.

That each of the values stays possible, not merely as many of some kind, holds also against one
who knows the rule: that a figure which is kept back is likely to be one of few children.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property

from lacxl.publishing.facts import Count, Row, Rows, Secret
from lacxl.publishing.solver import World, find_world


@dataclass
class Attacker:
    """Somebody who knows rows, and what he has found to be possible.

    Worlds that were found stay: of each secret they show one more value that is possible, as long
    as they satisfy what else he learns.
    """

    worlds: list[World] = field(default_factory=list)

    def possible(self, rows: Rows, secret: Secret, value: int) -> bool:
        """Say whether a secret may have a value, as far as can be shown."""
        asked = Row(secret.terms(), value, value)
        needed = {*asked.terms}
        for world in self.worlds:
            if (
                needed <= world.keys()
                and asked.holds(world)
                and all(row.terms.keys() <= world.keys() and row.holds(world) for row in rows)
            ):
                return True
        known = determined(rows)
        if known is None:
            return False
        found = find_world((*rows, asked), known)
        if found is None:
            return False
        self.worlds.append(found)
        return True

    def told(self, rows: Rows, secret: Secret, values: Iterable[int]) -> tuple[int, ...]:
        """Return the values of a secret that he can rule out."""
        return tuple(value for value in values if not self.possible(rows, secret, value))


def determined(rows: Rows) -> dict[Count, int] | None:
    """Return the counts that equations give one after the other, None where they contradict.

    They are put in before anything is searched: most of what is printed is a count.
    """
    known: dict[Count, int] = {}
    left = [row for row in rows if row.low is not None and row.low == row.high]
    found = True
    while found:
        found = False
        for row in tuple(left):
            unknown = [count for count in row.terms if count not in known]
            if len(unknown) > 1:
                continue
            left.remove(row)
            rest = (row.low or 0) - sum(f * known[c] for c, f in row.terms.items() if c in known)
            if not unknown:
                if rest:
                    return None
                continue
            factor = row.terms[unknown[0]]
            if rest % factor or rest // factor < 0:
                return None
            known[unknown[0]] = rest // factor
            found = True
    return known


@dataclass(frozen=True)  # without slots, for what it works out once
class Bearing:
    """Which rows bear on which counts, so that a secret is attacked with those that matter.

    Counts that equations give tie nothing together: whoever knows one knows it everywhere.
    """

    rows: Rows
    _on: dict[Secret, Rows] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def known(self) -> Mapping[Count, int]:
        """The counts that equations give."""
        return determined(self.rows) or {}

    @cached_property
    def _rows_of(self) -> Mapping[Count, list[int]]:
        found: defaultdict[Count, list[int]] = defaultdict(list)
        for number, row in enumerate(self.rows):
            for count in row.terms:
                found[count].append(number)
        return found

    def on(self, secret: Secret) -> Rows:
        """Return the rows that a secret hangs together with, and what is known in them."""
        if secret not in self._on:
            self._on[secret] = self._found_on(secret)
        return self._on[secret]

    def _found_on(self, secret: Secret) -> Rows:
        taken, reached = self._reach(secret, self.known.keys())
        at_edge = {c for row in taken for c in row.terms} - reached
        known = (Row({c: 1}, self.known[c], self.known[c]) for c in sorted(at_edge))
        return (*taken, *known)

    def counts_near(self, secret: Secret) -> Set[Count]:
        """Return the counts that a secret may be worked out from, known or not."""
        return self._reach(secret, frozenset())[1]

    def _reach(self, secret: Secret, edge: Set[Count]) -> tuple[list[Row], Set[Count]]:
        """Return the rows that are reached from a secret, through no count of the edge."""
        taken: set[int] = set()
        reached = set(secret.terms())
        waiting = list(reached)
        while waiting:
            for number in self._rows_of[waiting.pop()]:
                if number not in taken:
                    taken.add(number)
                    new = self.rows[number].terms.keys() - reached - edge
                    reached |= new
                    waiting += new
        return [self.rows[number] for number in sorted(taken)], reached
