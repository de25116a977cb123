"""Which of the shipped indicators counts the very same as a council's own, by its title."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from lacxl.catalogue.indicators import shipped
from lacxl.domain.indicator import Unit
from lacxl.workbook.layout.heading_words import plain

_SAME = (
    (r"\b(?:cla|lac|cic)\b", "looked after children"),
    (r"\bchildren (?:who are )?looked after\b|\bchildren in care\b", "looked after children"),
    (r"\bpercentage\b|\bproportion\b|\bpct\b", "percent"),
    (r"\bnumber of\b|\bno of\b", "number"),
    (r"\bpep\b", "personal education plan"),
)
_NOISE = frozenset(
    [
        "of",
        "the",
        "a",
        "an",
        "in",
        "on",
        "at",
        "to",
        "for",
        "with",
        "who",
        "have",
        "has",
        "had",
        "been",
        "and",
        "or",
        "their",
        "that",
        "are",
        "is",
        "was",
        "by",
        "month",
        "end",
        "rolling",
        "12",
        "months",
        "percent",
        "number",
        "all",
        "total",
        "per",
        "year",
        "monthly",
    ]
)
_FEWEST_SHARED = 0.75


def measure_of(title: str, unit: Unit | None) -> str:
    """Return the number of the shipped indicator with the same title, "" where none is alike.

    What a title means is for a person to confirm: nothing is counted under a council's reference
    unless the catalogue says so.
    """
    words = _words(title)
    best: list[tuple[float, str]] = []
    for number, (known, units) in _known().items():
        if unit is not None and unit not in units:
            continue
        for other in known:
            shared = len(words & other) / max(len(words | other), 1)
            best.append((shared, number))
    best.sort(reverse=True)
    if not best or best[0][0] < _FEWEST_SHARED:
        return ""
    others = [number for shared, number in best if shared == best[0][0] and number != best[0][1]]
    return "" if others else best[0][1]


@cache
def _known() -> Mapping[str, tuple[tuple[frozenset[str], ...], frozenset[Unit]]]:
    return {
        number: (
            tuple(_words(text) for text in (each.title, *each.also_titled)),
            frozenset(figure.unit for figure in each.figures),
        )
        for number, each in shipped().items()
    }


def _words(title: str) -> frozenset[str]:
    text = plain(title)
    for pattern, word in _SAME:
        text = re.sub(pattern, word, text)
    return frozenset(word.rstrip("s") for word in text.split() if word not in _NOISE)
