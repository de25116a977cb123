"""What is shown of a publication and what is kept back, given all that was published before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from lacxl.domain.month import FinancialYear, Month
from lacxl.publishing.attack import Bearing, around
from lacxl.publishing.candidates import Candidate
from lacxl.publishing.choosing_facts import choose
from lacxl.publishing.facts import Constraint, Count, Fact, Rows, Secret, part_of_whole
from lacxl.publishing.publication import TidyPart
from lacxl.publishing.small import SmallNumberRules, secrets_of, told_by_the_rule


class Why(Enum):
    """Why a figure is shown or kept back, as the ledger says it."""

    SHOWN = "shown"
    PUBLIC = "public before"
    SMALL = "few children"
    DERIVED = "would tell a small one"
    REMEMBERED = "kept back before"
    UNKNOWN = "nobody knows of how many"

    @property
    def is_shown(self) -> bool:
        """Whether it is in the publication."""
        return self in (Why.SHOWN, Why.PUBLIC)


@dataclass(frozen=True, slots=True)
class KnownBefore:
    """What earlier publications told: `facts` that were shown, and those that were `kept` back,
    with what each is.
    """

    facts: frozenset[Fact] = frozenset()
    kept: tuple[tuple[TidyPart, Fact], ...] = ()

    def counts(self) -> Iterator[Count]:
        """Yield the counts of all that was shown or kept back, in an order."""
        for fact in (*sorted(self.facts, key=repr), *(fact for _, fact in self.kept)):
            yield from (*fact.numerators, *fact.denominators)


@dataclass(frozen=True, slots=True)
class Decided:
    """Of each candidate whether it is shown, and why.

    `open_before` has the secrets of which what is public, or was published, already rules values
    out, `public_small` what is small and public.
    """

    why: Mapping[Candidate, Why]
    open_before: Mapping[Secret, Sequence[int]]
    public_small: tuple[Candidate, ...]


_LOSS = {TidyPart.NUMERATOR: 1.0, TidyPart.DENOMINATOR: 1.2}
_YEAR_TO_DATE, _ONE_PERIOD = 4.0, 3.0


def decide(
    candidates: Sequence[Candidate],
    *,
    rules: SmallNumberRules,
    known: KnownBefore,
    unprinted: Sequence[tuple[TidyPart, Fact]] = (),
    stocks: Iterable[tuple[Count, Count, Count, Count]] = (),
    links: Iterable[Constraint] = (),
    public_until: Month | None = None,
    public_years: Collection[FinancialYear] = (),
    large: Collection[str] = (),
) -> Decided:
    """Return which candidates are shown: as many as leave every small number unknown.

    All that ended by `public_until` was public before, and so are the annual figures of
    `public_years`. `unprinted` is what sums were counted from besides what is printed, `stocks` are
    months of a stock that add up, which anybody would expect of them, `links` what readers know of
    counts besides. Raises Refused (T106) without a solver.
    """
    years = set(map(str, public_years))
    public = {
        each
        for each in candidates
        if each.period in years or (public_until is not None and each.ends <= public_until)
    }
    public_facts = {each.fact for each in public if each.fact}
    kept = {fact for _, fact in known.kept} - public_facts
    told = known.facts | public_facts
    new: dict[Fact, float] = {}
    small: set[Fact] = set()
    secrets: dict[Secret, None] = {}
    for part, fact in known.kept:
        secrets |= dict.fromkeys(secrets_of(part, fact, rules)) if fact in kept else {}
    for each in candidates:
        if each.fact is None or each.fact in told:
            continue
        found = list(secrets_of(each.part, each.fact, rules))
        secrets |= dict.fromkeys(found)
        if found:
            small.add(each.fact)
            new.pop(each.fact, None)
        elif each.fact not in kept and each.fact not in small:
            new[each.fact] = max(new.get(each.fact, 0.0), _loss(each))
    for part, fact in unprinted:
        if fact not in told and fact not in new and fact not in small:
            secrets |= dict.fromkeys(secrets_of(part, fact, rules))
    stocks = tuple(stocks)
    structure = (
        *_structure(candidates, known, unprinted, stocks),
        *links,
        *_public(stocks, public_until),
    )
    before = Bearing(
        (*structure, *(row for fact in sorted(told, key=repr) for row in _tells(fact, rules)))
    )
    tells = {fact: tuple(_tells(fact, rules)) for fact in new}
    choice = choose(
        new=new,
        tells=tells,
        secrets=_near(tells, secrets, before),
        values=rules.values,
        before=before,
    )
    why = {
        each: _why(each, choice.hidden, small, kept, each in public, large) for each in candidates
    }
    public_small = tuple(
        each
        for each in candidates
        if each in public and each.fact and any(secrets_of(each.part, each.fact, rules))
    )
    return Decided(why, choice.told_before, public_small)


def _loss(candidate: Candidate) -> float:
    usual = _ONE_PERIOD if len(candidate.period) == len("2015-05") else _YEAR_TO_DATE
    return _LOSS.get(candidate.part, usual)


def _why(
    each: Candidate,
    hidden: Collection[Fact],
    small: Collection[Fact],
    kept: Collection[Fact],
    is_public: bool,
    large: Collection[str],
) -> Why:
    if is_public:
        return Why.PUBLIC
    if each.fact is None:
        return Why.SHOWN if each.indicator in large else Why.UNKNOWN
    if each.fact in small:
        return Why.SMALL
    if each.fact in kept:
        return Why.REMEMBERED
    return Why.DERIVED if each.fact in hidden else Why.SHOWN


def _structure(
    candidates: Iterable[Candidate],
    known: KnownBefore,
    unprinted: Iterable[tuple[TidyPart, Fact]],
    stocks: Iterable[tuple[Count, Count, Count, Count]],
) -> Rows:
    """Return what anybody knows without a publication: parts of wholes, and stocks that add up."""
    facts = [each.fact for each in candidates if each.part is TidyPart.PERCENTAGE and each.fact]
    kept = (*known.kept, *unprinted)
    facts += [fact for part, fact in kept if part is TidyPart.PERCENTAGE]
    facts += [fact for fact in sorted(known.facts, key=repr) if _is_share(fact)]
    rows: dict[tuple[Count, Count], Constraint] = {}
    for fact in facts:
        for pair in zip(fact.numerators, fact.denominators, strict=True):
            rows.setdefault(pair, part_of_whole(*pair))
    return (
        *rows.values(),
        *(
            Constraint({was: 1, joined: 1, left: -1, now: -1}, 0, 0)
            for was, joined, left, now in stocks
        ),
    )


def _public(
    stocks: Iterable[tuple[Count, Count, Count, Count]], until: Month | None
) -> Iterator[Constraint]:
    """Yield how many a stock was, and joined and left it, while everything was public: those are
    no candidates any more.
    """
    for count in dict.fromkeys(each for stock in stocks for each in stock):
        if until is not None and count.period <= str(until):
            yield Constraint({count: 1}, count.value, count.value)


def _is_share(fact: Fact) -> bool:
    return bool(fact.denominators) and all(each.part != "s" for each in fact.numerators)


def _tells(fact: Fact, rules: SmallNumberRules) -> Iterator[Constraint]:
    """Yield what a fact tells by itself, and by being shown at all; a count tells all itself."""
    yield from fact.rows()
    if fact.denominators:
        part = TidyPart.PERCENTAGE if _is_share(fact) else TidyPart.MEAN
        yield from told_by_the_rule(part, fact, rules)


def _near(tells: Mapping[Fact, Rows], secrets: Iterable[Secret], before: Bearing) -> list[Secret]:
    """Return the secrets of which new facts may tell something: the others stay as they were."""
    fresh = {count for rows in tells.values() for row in rows for count in row.terms}
    rows_of = before.plus(row for rows in tells.values() for row in rows).rows_of
    return [
        secret
        for secret in secrets
        if around(secret, lambda count: rows_of.get(count, ()), before.known)[1].keys() & fresh
    ]
