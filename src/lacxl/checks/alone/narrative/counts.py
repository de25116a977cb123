"""Whole numbers that a clause gives of a count: 406 looked after children, admissions were 22."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from lacxl.checks.alone.narrative.claims import Claim, Kind
from lacxl.checks.alone.narrative.sentences import Word
from lacxl.checks.alone.printed_number import Range

_IS = {"is", "are", "was", "were", "at", "to", "now", "totalled", "totals", "reached", "stood"}
_NOT_OF_IT = {"month", "week", "day", "year", "%", "percent", "point", "of", "placement"}


def counts(clause: tuple[Word, ...], named: int) -> Iterator[Claim]:
    """Yield the number that is said of a count: right before its name, or after a verb behind it.

    `named` is where the clause names the indicator. Where it has several numbers none is judged.
    """
    numbers = [
        (at, int(word.stem.replace(",", "")))
        for at, word in enumerate(clause)
        if word.stem.replace(",", "").isdigit()
    ]
    if len(numbers) != 1 or named < 0:
        return
    at, number = numbers[0]
    before = clause[at - 1].text.casefold() if at else ""
    after = clause[at + 1].stem if at + 1 < len(clause) else ""
    said = at == named - 1 or (at > named and before in _IS and after not in _NOT_OF_IT)
    if said and number > 0:
        yield Claim(Kind.IS, at, clause[at].text, number=Range(Fraction(number), Fraction(number)))
