"""What a clause claims: a number, a bound, a direction, or how it compares with the target."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from lacxl.checks.alone.narrative.sentences import SentenceWord
from lacxl.checks.alone.printed_number import Range

NEARLY = Fraction(2, 100)
"""How far a percentage may be from one that is called about, almost or nearly so."""


class ClaimKind(Enum):
    """What kind of claim it is."""

    IS = "is"
    ABOVE = "above"
    BELOW = "below"
    UP = "up"
    DOWN = "down"
    BETTER = "better"
    WORSE = "worse"
    OVER_TARGET = "above the target"
    UNDER_TARGET = "below the target"
    MEETS = "meets the target"
    MISSES = "misses the target"


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim, where in the clause it is, and its number if it has one.

    `rest` says that the number is of those without: 22% without a plan. `spans` are how many months
    a direction is said to go over, 0 where nothing is said.
    """

    kind: ClaimKind
    at: int
    text: str
    number: Range | None = None
    limit: Fraction | None = None
    percent: bool = False
    rest: bool = False
    spans: int = 0


_UNCERTAIN = {
    "may", "might", "could", "would", "should", "will", "shall", "can", "expect", "expected",
    "expectation", "aim", "aiming", "hope", "hoping", "likely", "unlikely", "anticipate",
    "anticipated", "forecast", "predicted", "planned", "intend", "intended", "if", "unless",
    "until", "once", "need", "needs", "needed", "risk", "ensure", "prevent", "avoid", "lead",
    "leading", "neither", "nor", "not", "never", "cannot", "required", "requirement", "ought",
    "no", "nobody", "none", "nothing", "isnt", "arent", "wasnt", "werent", "hasnt", "havent",
    "didnt", "doesnt", "dont", "wont",
}  # fmt: skip
_UP = {"risen", "rose", "rising", "rise", "increased", "increasing", "grown", "grew", "growing",
       "climbed", "climbing"}  # fmt: skip
_DOWN = {"fallen", "fell", "falling", "decreased", "decreasing", "dropped", "dropping", "dipped",
         "reduced", "reducing", "shrunk"}  # fmt: skip
_BETTER = {"improved", "improving", "strengthened"}
_WORSE = {"worsened", "worsening", "deteriorated", "deteriorating", "slipped", "declined",
          "declining"}  # fmt: skip
_DIRECTIONS = {
    **dict.fromkeys(_UP, ClaimKind.UP),
    **dict.fromkeys(_DOWN, ClaimKind.DOWN),
    **dict.fromkeys(_BETTER, ClaimKind.BETTER),
    **dict.fromkeys(_WORSE, ClaimKind.WORSE),
}
_FINITE = {"rose", "grew", "fell", "dipped", "slipped", "dropped", "improved", "declined",
           "increased", "decreased", "worsened", "deteriorated", "climbed"}  # fmt: skip
_AUXILIARY = {
    "has", "have", "had", "is", "are", "was", "were", "been", "being", "also", "now",
    "steadily", "slightly", "significantly", "considerably", "further", "again", "still",
    "continued", "continue", "continues", "markedly", "since", "remains",
}  # fmt: skip
_ATTRIBUTED = {
    "the", "a", "an", "of", "with", "for", "by", "given", "due", "through", "from", "to",
    "this", "any", "their", "its", "more", "and", "on", "in", "into", "at",
}  # fmt: skip
_OTHER_SPAN = {"year", "annual", "annually", "quarter", "last", "previous", "week", "weekly",
               "decade", "2014", "recent"}  # fmt: skip
_LOW_BOUND = re.compile(
    r"(?:above|over|exceed(?:s|ed|ing)?|at least|(?:more|higher|greater|better) than|"
    r"in excess of|upwards of)$"
)
_HIGH_BOUND = re.compile(r"(?:below|under|at most|(?:less|fewer|lower) than|no more than|up to)$")
_ABOUT = re.compile(r"(?:about|around|approximately|nearly|almost|roughly|circa|some|just over|"
                    r"just under|close to|approaching)$")  # fmt: skip
_CHANGE = re.compile(
    r"\b(?:by|from)$|\b(?:increase|decrease|rise|fall|drop|reduction|improvement|decline) of$"
)
_OF_ANOTHER = re.compile(
    r"\b(?:average|neighbour|neighbours|national|nationally|england|region|regional|quartile|"
    r"target|compared|comparison|benchmark|previous|last year|against)\b"
)
_REST = re.compile(
    r"^(?:of \w+(?: \w+){0,4} )?(?:without|not|overdue|outstanding|lacking|missing|unreviewed|"
    r"who (?:do|did|had|have) not|that (?:are|were) not)\b"
)
_THE = r"(?: the| its| our| this)?(?: \d+(?:\.\d+)?%)? target"
_OF_SOME = re.compile(r"(?:of .*?)?\b(?:were|was|are|is|had|have) (\w+)")
_OF_ALL = {"held", "up", "in", "current", "reviewed", "visited", "adopted", "seen", "stable", "now",
           "suitable", "within", "a", "an", "the", "their", "on", "had", "been", "complete",
           "completed", "looked", "also", "still", "recorded", "assessed", "without", "not", "at",
           "above", "below", "over", "under", "no"}  # fmt: skip
_LATE = {"without", "late", "overdue", "outstanding", "backlog", "delayed", "missed", "lacking",
         "unreviewed", "refused", "refusals", "waiting", "out", "incomplete",
         "remaining"}  # fmt: skip
_TARGETS = tuple(
    (kind, re.compile(rf"\b(?:{words}){_THE}\b"))
    for kind, words in (
        (ClaimKind.MISSES, "off|short of|miss(?:es|ed|ing)?|fail(?:s|ed)? to meet|outside"),
        (ClaimKind.MEETS, "within|on|meet(?:s|ing)?|met|achiev(?:es|ed|ing)|hit(?:s|ting)?"),
        (ClaimKind.OVER_TARGET, "above|over|exceed(?:s|ed|ing)?"),
        (ClaimKind.UNDER_TARGET, "below|under"),
    )
)
_SPANS = re.compile(r"\b(\d|two|three|four|five|six) month")
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_PERCENT = re.compile(r"(\d[\d,]*)(?:\.(\d+))?%")
_POINTS = {"point", "percentage"}


def is_uncertain(words: tuple[SentenceWord, ...]) -> bool:
    """Say whether a clause wishes, expects or denies: what it says then claims nothing."""
    return any(
        word.stem in _UNCERTAIN or word.text.casefold() in _UNCERTAIN
        for word in words
        if word.text != "May"  # the month
    )


def is_of_others(words: tuple[SentenceWord, ...], claim: Claim) -> bool:
    """Say whether a clause is, before the claim, about those who are not counted: the late."""
    return bool({word.text.casefold() for word in words[: claim.at]} & _LATE)


def claims(words: tuple[SentenceWord, ...]) -> Iterator[Claim]:
    """Yield what a clause claims."""
    texts = [word.text.casefold() for word in words]
    for at, word in enumerate(words):
        before, after = " ".join(texts[max(0, at - 6) : at]), " ".join(texts[at + 1 : at + 8])
        if found := _PERCENT.fullmatch(word.stem):
            claim = _percentage(found, at, before, after, word.text)
            if claim is not None:
                yield claim
        elif (
            (kind := _DIRECTIONS.get(word.text.casefold()))
            and _tells(texts, at)
            and not set(texts) & _OTHER_SPAN
        ):
            spans = _SPANS.search(" ".join(texts))
            months = 0 if spans is None else _NUMBERS.get(spans[1]) or int(spans[1])
            yield Claim(kind, at, word.text, spans=months)
    text = " ".join(texts)
    for kind, pattern in _TARGETS:
        if found := pattern.search(text):
            at = len(text[: found.start()].split())
            yield Claim(kind, at, found[0])
            break


def _percentage(found: re.Match[str], at: int, before: str, after: str, text: str) -> Claim | None:
    decimals = len(found[2] or "")
    value = Fraction(found[1].replace(",", "") + (f".{found[2]}" if found[2] else "")) / 100
    if _CHANGE.search(before) or set(after.split()[:1]) & _POINTS or _OF_ANOTHER.search(before):
        return None
    if re.match(
        r"(?:increase|decrease|rise|fall|drop|reduction|improvement|decline|target)\b", after
    ):
        return None
    some = _OF_SOME.match(after)
    if some and some[1] not in _OF_ALL:
        return None
    rest = bool(_REST.match(after))
    if _LOW_BOUND.search(before) and not before.endswith("no more than"):
        return Claim(ClaimKind.ABOVE, at, text, limit=value, percent=True, rest=rest)
    if _HIGH_BOUND.search(before):
        return Claim(ClaimKind.BELOW, at, text, limit=value, percent=True, rest=rest)
    step = Fraction(1, 10**decimals * 100) / 2
    if _ABOUT.search(before):
        step = NEARLY
    return Claim(
        ClaimKind.IS, at, text, number=Range(value - step, value + step), percent=True, rest=rest
    )


def _tells(texts: list[str], at: int) -> bool:
    """Say whether a word of direction is a clause's verb: has fallen, fell; not the increased."""
    before = texts[at - 1] if at else ""
    if before in _ATTRIBUTED or not before:
        return False
    if before in _AUXILIARY or before.endswith("ly"):
        return "to" not in texts[max(0, at - 3) : at]
    return texts[at] in _FINITE
