"""What the narratives claim against what the cells print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction

from lacxl.checks.alone.figures_on_page import VALUE, BookAlone, Key, told
from lacxl.checks.alone.narrative.binding import Binder, Subject, only_subject
from lacxl.checks.alone.narrative.claims import Claim, ClaimKind, claims, is_of_others, is_uncertain
from lacxl.checks.alone.narrative.counts import counts
from lacxl.checks.alone.narrative.qualified import is_qualified
from lacxl.checks.alone.narrative.sentences import Sentence, SentenceWord, sentences
from lacxl.checks.alone.printed_number import PrintedNumber, Range, in_words
from lacxl.domain.finding import Finding, warning
from lacxl.domain.indicator import Basis, Indicator, Kind, Polarity, Unit
from lacxl.domain.month import Month
from lacxl.domain.numbers import from_float
from lacxl.workbook.layout import YearToDate
from lacxl.workbook.snapshot import TextBox

NUMBER, DIRECTION, TARGET = "Q119", "Q120", "Q121"
_ONE = Fraction(1)
FAR = 4
"""A number of children that is off by more than this part of a stock is taken for some of them."""


@dataclass(frozen=True, slots=True)
class NarrativeRead:
    """The findings, and how many sentences claim something that was not judged."""

    findings: tuple[Finding, ...]
    unjudged: int


def narratives(
    book: BookAlone,
    values: Mapping[Key, PrintedNumber],
    doubtful: Set[Key],
    texts: Sequence[TextBox],
) -> NarrativeRead:
    """Return Q119 to Q121 for each sentence that says otherwise than the cells."""
    found: list[Finding] = []
    unjudged = 0
    judge = _Judge(book, values, doubtful)
    for box in texts:
        sheet = (line.indicator for line in book.layout.pages if line.sheet == box.sheet)
        own = list(dict.fromkeys(sheet))
        before = ""
        for sentence in sentences(box.text):
            more, missed = judge.sentence(box, sentence, before, own)
            found += more
            unjudged += missed
            before = only_subject(judge.binder, sentence) or ""
    return NarrativeRead(tuple(dict.fromkeys(found)), unjudged)


class _Judge:
    """Judges sentences by a workbook's figures."""

    def __init__(
        self, book: BookAlone, values: Mapping[Key, PrintedNumber], doubtful: Set[Key]
    ) -> None:
        self.book, self.values, self.doubtful = book, values, doubtful
        self.binder = Binder(book.indicators, book.month)

    def sentence(
        self, box: TextBox, sentence: Sentence, before: str, own: Sequence[str]
    ) -> tuple[list[Finding], bool]:
        """Return what a sentence says wrongly, and whether it claims what was not judged."""
        found: list[Finding] = []
        missed = False
        for clause in sentence.clauses:
            subject = self.binder.subject(sentence, clause, before, own)
            number = subject.indicator if subject else ""
            each = list(claims(clause))
            if subject and self.book.indicators[number].figures[-1].unit is Unit.COUNT:
                each += counts(clause, subject)
            month = self.binder.month_of(sentence, clause)
            for claim in each:
                if subject is None or month is None or self._is_not_meant(clause, claim, subject):
                    missed = True
                    continue
                judged = self._judged(box, sentence, claim, number, month, subject)
                if judged is None:
                    missed = True
                elif judged:
                    found += judged
        return _as_one(found), missed

    def _is_not_meant(
        self, clause: tuple[SentenceWord, ...], claim: Claim, subject: Subject
    ) -> bool:
        """Say whether a claim is wished, denied, of those not counted, or of how many they are."""
        if is_qualified(clause, subject, claim):
            return True
        percentage = self.book.indicators[subject.indicator].figures[-1].unit is Unit.PERCENTAGE
        counted = percentage and any(word.stem == "number" for word in clause)
        return is_uncertain(clause) or is_of_others(clause, claim) or counted

    def _judged(
        self,
        box: TextBox,
        sentence: Sentence,
        claim: Claim,
        number: str,
        month: Month,
        subject: Subject | None,
    ) -> list[Finding] | None:
        """Return the finding of a claim, none where it is right, None where it is not judged."""
        indicator = self._indicator(number)
        now = self._value(number, month)
        if now is None:
            return None
        match claim.kind:
            case ClaimKind.IS | ClaimKind.ABOVE | ClaimKind.BELOW:
                return self._number(box, sentence, claim, indicator, month, now)
            case ClaimKind.UP | ClaimKind.DOWN | ClaimKind.BETTER | ClaimKind.WORSE:
                if subject is not None and subject.start > claim.at:
                    return None  # the verb comes before what is named
                return self._direction(box, sentence, claim, indicator, month, now)
        return self._target(box, sentence, claim, indicator, month, now)

    def _indicator(self, number: str) -> Indicator:
        own = [each for (n, _), each in self.book.visible.items() if n == number]
        return own[-1] if own else self.book.indicators[number]

    def _value(self, number: str, when: object) -> PrintedNumber | None:
        key = Key(number, VALUE, when)  # type: ignore[arg-type]
        return None if key in self.doubtful else self.values.get(key)

    def _so_far(self, number: str, month: Month) -> PrintedNumber | None:
        if month != self.book.month:
            return None
        return self._value(number, YearToDate(month.financial_year))

    def _number(
        self,
        box: TextBox,
        sentence: Sentence,
        claim: Claim,
        indicator: Indicator,
        month: Month,
        now: PrintedNumber,
    ) -> list[Finding] | None:
        percentage = indicator.figures[-1].unit is Unit.PERCENTAGE
        if claim.percent != percentage:
            return None
        if claim.number and not percentage and indicator.kind is not Kind.FLOW:
            children = claim.number.low or Fraction(0)
            if abs(children - now.value) * FAR > now.value:
                return None  # some of them, not all
        so_far = self._so_far(indicator.number, month)
        if any(_fits(claim, each) for each in (now, so_far) if each is not None):
            return []
        shown = _meant(claim, now)
        others = [
            key.when
            for key, each in self.values.items()
            if key[:2] == (indicator.number, VALUE)
            and isinstance(key.when, Month)
            and claim.kind is ClaimKind.IS
            and _fits(claim, each)
        ]
        hint = f" It is {told(max(others))}'s." if others else ""
        rest = f", so {shown} without" if claim.rest else ""
        printed = f"{indicator.number} is {now.text} in {month.short}{rest}"
        said = {ClaimKind.IS: "says", ClaimKind.ABOVE: "says above", ClaimKind.BELOW: "says below"}[
            claim.kind
        ]
        return [
            self._finding(
                NUMBER,
                box,
                sentence,
                f"{said} {claim.text}; {printed}.{hint}",
                now,
            )
        ]

    def _direction(
        self,
        box: TextBox,
        sentence: Sentence,
        claim: Claim,
        indicator: Indicator,
        month: Month,
        now: PrintedNumber,
    ) -> list[Finding] | None:
        spans = (claim.spans, claim.spans - 1) if claim.spans else ()
        backs = {back for back in (1, *spans) if back >= 1}
        before = [self._value(indicator.number, month - back) for back in sorted(backs)]
        known = [each for each in before if each is not None]
        if not known or before[0] is None:
            return None
        if claim.kind in (ClaimKind.BETTER, ClaimKind.WORSE):
            if indicator.polarity is Polarity.NONE:
                if claim.kind is ClaimKind.BETTER or claim.text.casefold() not in _FALLING:
                    return None
                rises = False
            else:
                rises = (claim.kind is ClaimKind.BETTER) == (indicator.polarity is Polarity.HIGH)
        else:
            rises = claim.kind is ClaimKind.UP
        if any((now.stored > each.stored) == rises and now.stored != each.stored for each in known):
            return []
        if claim.text.casefold() in _FALLING and any(now.stored < each.stored for each in known):
            return []  # "declined" of what is good when low may mean the number
        return [
            self._finding(
                DIRECTION,
                box,
                sentence,
                f"says {claim.text}; {indicator.number} goes from {known[0].text} to {now.text} in "
                f"{month.short}.",
                now,
            )
        ]

    def _target(
        self,
        box: TextBox,
        sentence: Sentence,
        claim: Claim,
        indicator: Indicator,
        month: Month,
        now: PrintedNumber,
    ) -> list[Finding] | None:
        target, polarity = indicator.target, indicator.polarity
        if target is None or polarity is Polarity.NONE:
            return None
        green = Fraction(from_float(float(target.green)))
        so_far = self._so_far(indicator.number, month)
        figures = [each for each in (now, so_far) if each is not None]
        if indicator.basis is Basis.MONTH:
            figures = [now]
        if any(_compares(claim.kind, each.range, green, polarity) for each in figures):
            return []
        wanted = in_words(green, now)
        return [
            self._finding(
                TARGET,
                box,
                sentence,
                f"says {claim.text}; {indicator.number} is {now.text} in {month.short}, the target "
                f"{wanted}.",
                now,
            )
        ]

    def _finding(
        self, code: str, box: TextBox, sentence: Sentence, what: str, now: PrintedNumber
    ) -> Finding:
        return warning(
            code,
            f"The text on {box.sheet} {what}",
            f"{box.sheet}, sentence {sentence.number} of the text; {now.place}",
            "Correct the text, or the figure.",
        )


def _as_one(found: list[Finding]) -> list[Finding]:
    """Return the findings of one sentence as one."""
    if len(found) < 2:
        return found
    cells = dict.fromkeys(each.where.rpartition("; ")[2] for each in found)
    where = f"{found[0].where.rpartition('; ')[0]}; {', '.join(cells)}"
    what = " ".join(dict.fromkeys(each.what for each in found))
    return [warning(found[0].code, what, where, found[0].todo)]


_FALLING = {"declined", "declining", "slipped"}


def _fits(claim: Claim, number: PrintedNumber) -> bool:
    """Say whether a number of the cells can be what is claimed."""
    range_ = number.range
    if claim.rest:
        range_ = Range(_ONE - (range_.high or _ONE), _ONE - (range_.low or Fraction(0)))
    if claim.kind is ClaimKind.IS:
        return claim.number is not None and claim.number.meets(range_)
    limit = claim.limit or Fraction(0)
    if claim.kind is ClaimKind.ABOVE:
        return range_.high is not None and range_.high >= limit
    return range_.low is not None and range_.low <= limit


def _meant(claim: Claim, number: PrintedNumber) -> str:
    return in_words(_ONE - number.value, number) if claim.rest else number.text


def _compares(kind: ClaimKind, range_: Range, green: Fraction, polarity: Polarity) -> bool:
    low, high = range_.low or Fraction(0), range_.high or Fraction(0)
    over, under = high >= green, low <= green
    match kind:
        case ClaimKind.OVER_TARGET:
            return over
        case ClaimKind.UNDER_TARGET:
            return under
        case ClaimKind.MEETS:
            return over if polarity is Polarity.HIGH else under
    return under if polarity is Polarity.HIGH else over
