"""Everybody who ever read what a council published: what was shown, what must stay unknown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from made_up_councils import Issue, Printing

from lacxl.publishing.deciding import Decided
from lacxl.publishing.publication import TidyPart
from lacxl.publishing.small import SmallNumberRules
from oracles.attacker import (
    Law,
    Print,
    Searcher,
    Terms,
    TiredError,
    Var,
    least_and_greatest,
    read,
    rule,
    share,
    stock,
)


@dataclass
class Onlooker:
    """What was read so far. `knows_the_rule` is for one who was told how figures are kept back."""

    rules: SmallNumberRules
    knows_the_rule: bool = False
    shown: dict[Print, None] = field(default_factory=dict)
    laws: dict[str, Law] = field(default_factory=dict)
    common: dict[str, Law] = field(default_factory=dict)
    secrets: dict[tuple[tuple[Var, int], ...], int] = field(default_factory=dict)

    def reads(self, issue: Issue, decision: Decided) -> None:
        """Take in a publication."""
        for counts in issue.stocks:
            self._knows(stock(*counts), self.common)
        for part, whole in issue.shares:
            self._knows(share(part, whole), self.common)
        for each in issue.printings:
            if decision.why[each.candidate].is_shown:
                self.shown[each.print] = None
                for law in read(each.print):
                    self._knows(law, self.laws)
                if self.knows_the_rule:
                    for law in rule(each.print, self.rules.limit, rests=self.rules.rests):
                        self._knows(law, self.laws)
            for terms in self._few(each):
                self.secrets[tuple(sorted(terms.items()))] = _value(terms)

    @staticmethod
    def _knows(law: Law, to: dict[str, Law]) -> None:
        to[repr(sorted(law.terms.items())) + f"{law.low} {law.high}"] = law

    def _few(self, each: Printing) -> Iterator[Terms]:
        """Yield the numbers of children that a figure rests on, where they are few."""
        tops, bottoms, _, _ = each.print
        part = each.candidate.part
        bases: list[Terms] = []
        if part is not TidyPart.MEAN:
            bases.append(_summed(tops))
        if bottoms:
            bases.append(_summed(bottoms))
        if part is TidyPart.PERCENTAGE and self.rules.rests:
            bases.append(_summed(bottoms, tops))
        for terms in bases:
            if _value(terms) in self.rules.values:
                yield terms

    def leaks(self, steps: int = 500) -> dict[tuple[tuple[Var, int], ...], list[int]]:
        """Return of each secret the values that can be ruled out, though nobody would at first."""
        laws = [*self.common.values(), *self.laws.values()]
        everything = Searcher(laws, steps)
        at_first = Searcher(list(self.common.values()), steps)
        found: dict[tuple[tuple[Var, int], ...], list[int]] = {}
        for secret in self.secrets:
            for value in self.rules.values:
                with suppress(TiredError):
                    if not everything.possible(dict(secret), value) and at_first.possible(
                        dict(secret), value
                    ):
                        found.setdefault(secret, []).append(value)
        return found

    def leaks_by_far(self) -> dict[tuple[tuple[Var, int], ...], list[int]]:
        """Return the same as far as linear programmes tell."""
        laws = [*self.common.values(), *self.laws.values()]
        secrets = list(self.secrets)
        ends = least_and_greatest(laws, [dict(each) for each in secrets])
        found = {}
        for secret, (least, greatest) in zip(secrets, ends, strict=True):
            out = [v for v in self.rules.values if not least - 1e-4 <= v <= greatest + 1e-4]
            if out:
                found[secret] = out
        return found


def _value(terms: Terms) -> int:
    return sum(factor * each.value for each, factor in terms.items())


def _summed(plus: tuple[Var, ...], minus: tuple[Var, ...] = ()) -> Terms:
    terms: dict[Var, int] = {}
    for each in plus:
        terms[each] = terms.get(each, 0) + 1
    for each in minus:
        terms[each] = terms.get(each, 0) - 1
    return {each: factor for each, factor in terms.items() if factor}
