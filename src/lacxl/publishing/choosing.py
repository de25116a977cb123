"""Which figures to keep back, so that nobody works out a small one, at the least loss.

The programme grows. It begins with the figures that are small themselves. The attacker tries each
secret; a value that he can rule out has a proof, a set of figures from which it follows. One of
them has to go: that is a constraint. The cheapest choice that meets all constraints is attacked
again, until nothing is told. A proof is made as short as it can be, so a choice that met no other
constraint would not be enough: what comes out is the least loss there is (held against trying
every choice, tests/property/test_suppression.py).

What was printed before is known and stays; only what is new can be kept back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from lacxl.publishing.attack import Attacker, Bearing
from lacxl.publishing.facts import Fact, Rows, Secret
from lacxl.publishing.solver import fewest


@dataclass(frozen=True, slots=True)
class Choice:
    """The facts that are kept back, and what could be told before anything new was printed.

    `derived` are those that are not small themselves. `told_before` has the secrets of which what
    was printed earlier already rules values out, with these values.
    """

    hidden: frozenset[Fact]
    derived: frozenset[Fact]
    told_before: Mapping[Secret, Sequence[int]]


def choose(
    *,
    new: Mapping[Fact, float],
    small: Set[Fact],
    secrets: Iterable[Secret],
    values: Sequence[int],
    before: Rows,
) -> Choice:
    """Return which of the `new` facts are kept back; each has the loss that its absence is.

    `small` are those that have to be. `before` is what the attacker knows already. A value of a
    secret stays possible if it is possible `before`. Raises Refused (T106) without a solver.
    """
    costs = list(new.values())
    facts = list(new)
    rows = {number: fact.rows() for number, fact in enumerate(facts)}
    attacker = Attacker()
    needs: list[tuple[int, ...]] = []
    told_before: dict[Secret, list[int]] = {}
    must = {number for number, fact in enumerate(facts) if fact in small}
    hidden = set(must)
    known, known_before = _known(before, rows, hidden), Bearing(before)
    agenda = [(secret, value) for secret in dict.fromkeys(secrets) for value in values]
    attacked = 0  # how many in a row are kept by the choice as it stands
    while attacked < len(agenda):
        secret, value = agenda[attacked]
        if attacker.possible(known.on(secret), secret, value):
            attacked += 1
        elif not attacker.possible(known_before.on(secret), secret, value):
            told_before.setdefault(secret, []).append(value)
            del agenda[attacked]
        else:
            needs.append(_proof(attacker, before, rows, hidden, secret, value))
            hidden = must | fewest(costs, needs)
            known = _known(before, rows, hidden)
            attacked = 0
    kept = frozenset(facts[number] for number in hidden)
    return Choice(kept, frozenset(kept - set(small)), told_before)


def _proof(
    attacker: Attacker,
    before: Rows,
    rows: Mapping[int, Rows],
    hidden: Set[int],
    secret: Secret,
    value: int,
) -> tuple[int, ...]:
    """Return figures from which it follows that a secret has not the value, none of them idle."""
    near = _known(before, rows, hidden).counts_near(secret)
    proof = {
        number
        for number in rows.keys() - hidden
        if any(row.terms.keys() & near for row in rows[number])
    }
    for number in sorted(proof):
        left_out = rows.keys() - proof | {number}
        if not attacker.possible(_known(before, rows, left_out).on(secret), secret, value):
            proof.remove(number)
    return tuple(sorted(proof))


def _known(before: Rows, rows: Mapping[int, Rows], hidden: Set[int]) -> Bearing:
    """Return what the attacker knows if some facts are hidden."""
    shown = (row for number in rows if number not in hidden for row in rows[number])
    return Bearing((*before, *shown))
