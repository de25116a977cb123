"""Which figures to keep back, so that nobody works out a small one, at the least loss.

Those that are small themselves are. For the others a programme grows: the attacker tries each
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
class KeptFacts:
    """The facts that are kept back, and what could be told before anything new was printed.

    `told_before` has the secrets of which what was printed earlier already rules values out, with
    these values.
    """

    hidden: frozenset[Fact]
    told_before: Mapping[Secret, Sequence[int]]


def choose(
    *,
    new: Mapping[Fact, float],
    tells: Mapping[Fact, Rows],
    secrets: Iterable[Secret],
    values: Sequence[int],
    before: Bearing,
) -> KeptFacts:
    """Return which of the `new` facts are kept back; each has the loss that its absence is.

    `tells` has the rows of each; those that are small themselves are not among them. `before` is
    what the attacker knows already: a value of a secret stays possible if it is possible then.
    Where a solver cannot show even that, and nothing shows the opposite, whatever bears on the
    secret is kept back. Raises Refused (T106) without a solver.
    """
    costs = list(new.values())
    facts = list(new)
    secrets = tuple(dict.fromkeys(secrets))
    attacker = Attacker(before, [tells[fact] for fact in facts], secrets)
    everything = frozenset(range(len(facts)))
    needs: list[tuple[int, ...]] = []
    told_before: dict[Secret, list[int]] = {}
    must: set[int] = set()
    hidden: set[int] = set()
    agenda = [(secret, value) for secret in secrets for value in values]
    attacked = 0  # how many in a row are kept by the choice as it stands
    while attacked < len(agenda):
        secret, value = agenda[attacked]
        shown = everything - hidden
        if attacker.possible(shown, secret, value):
            attacked += 1
            continue
        if attacker.possible(frozenset(), secret, value, ask_again=True):
            proof = _proof(attacker, shown, secret, value, ask_again=False)
            if attacker.possible(frozenset(proof), secret, value, ask_again=True):
                proof = _proof(attacker, shown, secret, value, ask_again=True)
            needs += filter(None, [proof])
        else:
            told_before.setdefault(secret, []).append(value)
            del agenda[attacked]
            if not before.rules_out(secret, value):
                must |= attacker.figures_around(everything, secret)
        hidden = must | fewest(costs, needs)
        attacked = 0
    kept = frozenset(facts[place] for place in hidden)
    return KeptFacts(kept, told_before)


def _proof(
    attacker: Attacker, shown: Set[int], secret: Secret, value: int, *, ask_again: bool
) -> tuple[int, ...]:
    """Return figures from which it follows that a secret has not the value, none of them idle.

    There is none where the solver had only missed a world, which has been found since. Halves are
    tried at once, so that a few of very many are found soon.
    """

    def needed(given: tuple[int, ...], among: tuple[int, ...], *, more: bool) -> tuple[int, ...]:
        """Return those of some that are needed besides what is given, which may have got more."""
        if more and not attacker.possible(frozenset(given), secret, value, ask_again=ask_again):
            return ()
        if len(among) < 2:
            return among
        half = len(among) // 2
        second = needed((*given, *among[:half]), among[half:], more=True)
        first = needed((*given, *second), among[:half], more=bool(second))
        return (*first, *second)

    return needed((), tuple(sorted(attacker.figures_around(shown, secret))), more=False)
