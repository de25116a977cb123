"""Arrows and lights as people and programs write them: which way they point, what they say."""

from __future__ import annotations

import re
from enum import Enum

from lacxl.domain.rating import Dot, Rag


class ArrowWay(Enum):
    """What an arrow says: the way it points, or in words that performance is better or worse."""

    UP = "up"
    DOWN = "down"
    LEVEL = "level"
    BETTER = "better"
    WORSE = "worse"
    NUMBER_UP = "number up"
    NUMBER_DOWN = "number down"
    NONE = "none"


_OWN = {
    Dot.BETTER: ArrowWay.BETTER,
    Dot.LEVEL: ArrowWay.LEVEL,
    Dot.WORSE: ArrowWay.WORSE,
    Dot.WORSE_WITHIN: ArrowWay.WORSE,
    Dot.WORSE_OFF: ArrowWay.WORSE,
    Dot.NUMBER_UP: ArrowWay.NUMBER_UP,
    Dot.NUMBER_DOWN: ArrowWay.NUMBER_DOWN,
    Dot.NONE: ArrowWay.NONE,
}
_TEXTS = {dot.text.casefold(): way for dot, way in _OWN.items()}
_WORDS = (
    (ArrowWay.BETTER, r"better|improv\w*"),
    (ArrowWay.WORSE, r"worse\w*|deteriorat\w*|declin\w*"),
    (ArrowWay.LEVEL, r"level|same|stable|unchanged|no change|static|constant"),
    (ArrowWay.UP, r"up|ris\w*|increas\w*|higher"),
    (ArrowWay.DOWN, r"down|fall\w*|decreas\w*|lower"),
)
_GLYPHS = {
    ArrowWay.UP: "↑▲△⇧⬆⇑▴↗",
    ArrowWay.DOWN: "↓▼▽⇩⬇⇓▾↘",
    ArrowWay.LEVEL: "→►▶⇨➡⇒↔⇔▸=",
}
_NONE = {"-", "–", "—", "n/a", "na", "none", "tbc"}
_LIGHTS = (
    (Rag.NOT_RATED, r"n/?a|not rated"),
    (Rag.RED, r"r|red"),
    (Rag.AMBER, r"a|amber|yellow"),
    (Rag.GREEN, r"g|green"),
)


def way_of(text: str) -> ArrowWay | None:
    """Return what an arrow's text says; None where it is blank or cannot be read."""
    said = " ".join(text.casefold().split())
    if said in _TEXTS:
        return _TEXTS[said]
    if said in _NONE:
        return ArrowWay.NONE
    found = {way for way, words in _WORDS if re.search(rf"\b(?:{words})\b", said)}
    if len(found & {ArrowWay.BETTER, ArrowWay.WORSE}) == 1:
        return (found & {ArrowWay.BETTER, ArrowWay.WORSE}).pop()
    found |= {way for way, signs in _GLYPHS.items() if any(sign in said for sign in signs)}
    return found.pop() if len(found) == 1 else None


def way_to(dot: Dot) -> ArrowWay:
    """Return what an arrow of this direction says."""
    return _OWN[dot]


def light_of(text: str) -> Rag | None:
    """Return what a light's text says; None where it is blank or cannot be read."""
    said = " ".join(text.casefold().split()).strip("().")
    return next((rag for rag, words in _LIGHTS if re.fullmatch(words, said)), None)
