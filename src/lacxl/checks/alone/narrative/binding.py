"""Whom a clause means: exactly one indicator, and one month, or it is not judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lacxl.checks.alone.narrative.sentences import Phrases, Sentence, SentenceWord, month_numbers
from lacxl.domain.indicator import Indicator
from lacxl.domain.month import Month

_IN = {"in", "during", "for", "of", "throughout", "early", "late", "this"}
_COMPARED = {"since", "than", "from", "compared", "against", "versus", "before", "until", "by"}
_NEAR = 3
_PRONOUNS = {"they", "it", "this", "these", "that"}
_GENERAL = {"performance", "share", "figure", "measure", "percentage", "proportion"}
_FOREIGN = (
    "in need", "CIN", "child protection", "CP plan", "foster carer", "staff", "social worker",
    "caseload", "independent placement", "out of the borough", "out of borough", "agency", "budget",
    "missing episode", "initial health", "national average", "statistical neighbour",
    "similar council", "early help", "referral", "strategy", "tracker", "meeting", "data quality",
    "unaccompanied", "UASC", "sibling", "boys", "girl", "under five", "over five", "residential",
    "adopter", "complaint", "training", "recording", "initial", "team", "manager", "officer",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Subject:
    """The indicator of a clause, and where its name is: -1 where another clause has it."""

    indicator: str
    start: int = -1
    end: int = -1


class Binder:
    """Knows the words by which each indicator is meant on the pages of a workbook."""

    def __init__(self, indicators: Mapping[str, Indicator], month: Month) -> None:
        self.month = month
        self.names = Phrases(
            (text, number)
            for number, each in indicators.items()
            for text in (*each.named, each.title, *each.also_titled)
        )
        self.foreign = Phrases((text, text) for text in _FOREIGN)

    def named_in(self, words: tuple[SentenceWord, ...]) -> dict[str, tuple[int, int]]:
        """Return the indicators that words name, with where the first name of each begins and ends.

        A name within a longer one of another indicator does not count.
        """
        found = list(self.names.found_in(words))
        kept: dict[str, tuple[int, int]] = {}
        for start, end, number in sorted(found):
            within = any(
                s <= start and end <= e and (e - s) > (end - start)
                for s, e, other in found
                if other != number
            )
            if not within:
                kept.setdefault(number, (start, end))
        return kept

    def is_foreign(self, words: tuple[SentenceWord, ...]) -> bool:
        """Say whether words speak of somebody whom the report has no figure of."""
        return any(True for _ in self.foreign.found_in(words))

    def subject(
        self, sentence: Sentence, clause: tuple[SentenceWord, ...], before: str, own: Sequence[str]
    ) -> Subject | None:
        """Return the one indicator that a clause means, and where it is named.

        One that the clause names; else the only one that the sentence names before it; else, after
        "they" or "this" at the start, the only one of the sentence `before`; else the only one of a
        page that has no other (`own`), where the clause speaks of performance or the share.
        """
        if self.is_foreign(clause):
            return None
        named = self.named_in(clause)
        if len(named) == 1:
            number, (start, end) = next(iter(named.items()))
            return Subject(number, start, end)
        if named:
            return None
        everywhere = self.named_in(sentence.words)
        if self.is_foreign(sentence.words):
            return None
        if len(everywhere) == 1:
            return Subject(next(iter(everywhere)))
        if everywhere:
            return None
        first = sentence.clauses[0][0].stem
        if first in _PRONOUNS and before:
            return Subject(before)
        if len(own) == 1 and any(word.stem in _GENERAL for word in clause):
            return Subject(own[0])
        return None

    def month_of(self, sentence: Sentence, clause: tuple[SentenceWord, ...]) -> Month | None:
        """Return the month that a clause names, else its sentence, else the workbook's.

        None where several are named. A month without its year is the last one of that name.
        """
        before = [words for words in sentence.clauses if words is not clause]
        before = before[: sentence.clauses.index(clause)]
        for words in (clause, *reversed(before)):
            named = month_numbers(words)
            if len(set(named)) > 1 or _other_year(words, self.month):
                return None
            if named:
                year = self.month.year - (named[0] > self.month.number)
                return Month(year, named[0]) if _is_when(words) else None
        later = sentence.clauses[sentence.clauses.index(clause) + 1 :]
        return None if any(map(month_numbers, later)) else self.month


def _is_when(words: tuple[SentenceWord, ...]) -> bool:
    """Say whether the month that words name is when it was so: in May; not since or than in May."""
    at = next(i for i, word in enumerate(words) if month_numbers((word,)))
    before = [word.text.casefold() for word in words[:at]]
    return not before or (before[-1] in _IN and not set(before[-_NEAR:]) & _COMPARED)


def _other_year(words: tuple[SentenceWord, ...], month: Month) -> bool:
    return any(
        len(word.stem) == len("2015") and word.stem.isdigit() and word.stem.startswith("20")
        and int(word.stem) != month.year
        for word in words
    )  # fmt: skip


def only_subject(binder: Binder, sentence: Sentence) -> str:
    """Return the only indicator that a sentence names, "" where it names none or several."""
    named = binder.named_in(sentence.words)
    return next(iter(named)) if len(named) == 1 else ""
