"""Whether a clause speaks of an indicator as it is, or of some part or other side of it."""

from __future__ import annotations

from lacxl.checks.alone.narrative.binding import Subject
from lacxl.checks.alone.narrative.claims import Claim
from lacxl.checks.alone.narrative.sentences import SentenceWord, month_numbers

_PLAIN = frozenset({
    "the", "a", "an", "our", "their", "its", "this", "these", "of", "in", "to", "with", "for",
    "and", "on", "at", "as", "against", "relation", "regard", "regarding", "terms", "respect",
    "performance", "percentage", "proportion", "share", "rate", "number", "numbers", "level",
    "levels", "completion", "timeliness", "overall", "figure", "figures", "measure", "indicator",
    "children", "child", "young", "people", "person", "looked", "after", "lac", "cla", "eligible",
    "those", "who", "all", "have", "has", "had", "having", "is", "are", "was", "were", "been",
    "be", "being", "there", "up", "date", "current", "currently", "without", "around", "about",
    "almost", "nearly", "over", "under", "above", "below", "only", "just", "some", "more", "less",
    "than", "least", "approximately", "month", "months", "year", "end", "now", "also", "still",
    "although", "while", "whilst", "but", "however", "though", "which", "they", "it", "both",
    "so", "that", "remain", "remains", "remained", "stand", "stands", "stood", "continue",
    "continues", "continued", "again", "further", "well", "slightly", "cases", "adoptions",
    "completed", "achieved", "reached", "visits", "reviews", "plan", "plans", "placements", "one",
})  # fmt: skip
_PARTS = {"for", "by", "with", "among", "amongst", "aged", "chaired", "who", "whose", "where"}
_ELSEWHERE = {"nationally", "regionally", "elsewhere", "across", "england", "everywhere"}


def is_qualified(clause: tuple[SentenceWord, ...], subject: Subject, claim: Claim) -> bool:
    """Say whether words before the name, or between it and the claim, make it something else.

    Before it only words that people use of any indicator may be: the share of children with. Behind
    it no part may be named: for children aged under five.
    """
    start = subject.start if subject.start >= 0 else claim.at
    if not all(map(_is_plain, clause[:start])):
        return True
    between = clause[subject.end : claim.at] if subject.start >= 0 else ()
    for at, word in enumerate(between):
        after = between[at + 1].stem if at + 1 < len(between) else clause[claim.at].stem
        if word.text.casefold() in _PARTS and not after[:1].isdigit():
            return True
    return any(word.text.casefold() in _ELSEWHERE for word in clause)


def _is_plain(word: SentenceWord) -> bool:
    text = word.text.casefold()
    return (
        text in _PLAIN
        or not text[0].isalpha()
        or text.endswith("ly")
        or bool(month_numbers((word,)))
    )
