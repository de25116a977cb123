"""Whole numbers that a clause gives of a count: 406 looked after children, admissions were 22."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from lacxl.checks.alone.narrative.binding import Subject
from lacxl.checks.alone.narrative.claims import Claim, ClaimKind
from lacxl.checks.alone.narrative.sentences import SentenceWord, is_whole
from lacxl.checks.alone.printed_number import Range

_IS = {"is", "are", "was", "were", "at", "to", "now", "totalled", "totals", "reached", "stood"}
_NOT_OF_IT = {
    "more",
    "fewer",
    "less",
    "month",
    "week",
    "day",
    "year",
    "%",
    "percent",
    "point",
    "of",
    "placement",
}
_WHEN = {"at", "on", "as", "by", "compared", "this", "in"}


def counts(clause: tuple[SentenceWord, ...], subject: Subject) -> Iterator[Claim]:
    """Yield the number that is said of a count: right before its name, or after a verb behind it.

    Before it, nothing but a time may follow the name: 12 children in care who were placed away are
    some of them. Where the clause has several numbers none is judged.
    """
    numbers = [at for at, word in enumerate(clause) if is_whole(word.stem)]
    if len(numbers) != 1 or subject.start < 0:
        return
    at = numbers[0]
    before = clause[at - 1].text.casefold() if at else ""
    after = clause[at + 1].stem if at + 1 < len(clause) else ""
    then = clause[subject.end].text.casefold() if subject.end < len(clause) else ""
    alone = not then or then in _WHEN or not then.isalnum()
    ahead = at in (subject.start, subject.start - 1) and alone
    behind = at >= subject.end and before in _IS and after not in _NOT_OF_IT
    number = Fraction(clause[at].stem.replace(",", ""))
    if (ahead or behind) and number > 0:
        yield Claim(ClaimKind.IS, at, clause[at].text, number=Range(number, number))
