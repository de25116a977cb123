"""RAG and direction of travel.

DOT is the direction of performance since the previous month, read with polarity; without polarity
it is the direction of the number. Both compare at the precision shown, half up.
"""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

from lacxl.domain.indicator import Figure, Polarity, Target
from lacxl.domain.numbers import half_up
from lacxl.domain.reading import Amount, Measured


class Rag(Enum):
    """A light, by the letter in its cell."""

    RED = "R"
    AMBER = "A"
    GREEN = "G"
    NOT_RATED = "n/a"


class Dot(Enum):
    """A direction of travel, by its name in the figures CSV.

    The slight ones are only of workbooks that have arrows for them.
    """

    BETTER = "better"
    SLIGHTLY_BETTER = "slightly_better"
    LEVEL = "level"
    SLIGHTLY_WORSE = "slightly_worse"
    WORSE = "worse"
    WORSE_WITHIN = "worse_within"
    WORSE_OFF = "worse_off"
    NUMBER_UP = "number_up"
    NUMBER_SLIGHTLY_UP = "number_slightly_up"
    NUMBER_SLIGHTLY_DOWN = "number_slightly_down"
    NUMBER_DOWN = "number_down"
    NONE = "none"

    @property
    def text(self) -> str:
        """The cell's text: every state has its own words, so none rests on colour."""
        return _DOT_TEXTS[self]


_DOT_TEXTS = {
    Dot.BETTER: "▲ better",
    Dot.SLIGHTLY_BETTER: "▲ slightly better",
    Dot.LEVEL: "► level",
    Dot.SLIGHTLY_WORSE: "▼ slightly worse",
    Dot.WORSE: "▼ worse",
    Dot.WORSE_WITHIN: "▼ worse, within target",
    Dot.WORSE_OFF: "▼ worse, off target",
    Dot.NUMBER_UP: "↑ number up",
    Dot.NUMBER_SLIGHTLY_UP: "↑ number slightly up",
    Dot.NUMBER_SLIGHTLY_DOWN: "↓ number slightly down",
    Dot.NUMBER_DOWN: "↓ number down",
    Dot.NONE: "– none",
}


WORDS = frozenset({*(light.value for light in Rag), *(dot.text for dot in Dot)})
"""What lacxl itself writes under RAG and DOT."""


def rag(judged: Amount, figure: Figure, polarity: Polarity, target: Target | None) -> Rag:
    """Return the light of a figure: not rated without target, polarity or figure.

    Without an amber limit it is red or green.
    """
    if target is None or polarity is Polarity.NONE or not isinstance(judged, Measured):
        return Rag.NOT_RATED
    value = half_up(judged.value, figure.decimals)
    if _meets(value, half_up(target.green, figure.decimals), polarity):
        return Rag.GREEN
    if target.amber is not None and _meets(value, half_up(target.amber, figure.decimals), polarity):
        return Rag.AMBER
    return Rag.RED


def direction(
    now: Amount,
    before: Amount,
    *,
    figure: Figure,
    polarity: Polarity,
    light: Rag,
    dead_band: Decimal = Decimal(0),
    slight: Decimal = Decimal(0),
) -> Dot:
    """Return the direction of travel from `before` to `now`; none if either is missing.

    `light` says how a decline compares with the target, as the same row's RAG shows it.
    `dead_band` is in the unit of the kept value (0.005 is half a percentage point), and so is
    `slight`, the smallest change that is not slight.
    """
    if not isinstance(now, Measured) or not isinstance(before, Measured):
        return Dot.NONE
    step = half_up(now.value, figure.decimals) - half_up(before.value, figure.decimals)
    if abs(step) <= dead_band:
        return Dot.LEVEL
    is_slight = abs(step) < slight
    if polarity is Polarity.NONE and is_slight:
        return Dot.NUMBER_SLIGHTLY_UP if step > 0 else Dot.NUMBER_SLIGHTLY_DOWN
    if polarity is Polarity.NONE:
        return Dot.NUMBER_UP if step > 0 else Dot.NUMBER_DOWN
    is_better = (step > 0) == (polarity is Polarity.HIGH)
    if is_slight:
        return Dot.SLIGHTLY_BETTER if is_better else Dot.SLIGHTLY_WORSE
    if is_better:
        return Dot.BETTER
    if light is Rag.NOT_RATED:
        return Dot.WORSE
    return Dot.WORSE_OFF if light is Rag.RED else Dot.WORSE_WITHIN


def _meets(value: Decimal, limit: Decimal, polarity: Polarity) -> bool:
    return value >= limit if polarity is Polarity.HIGH else value <= limit
