"""The words and signs by which a council says which way is good."""

from __future__ import annotations

import re

from lacxl.domain.indicator import Polarity

_DIRECTIONS = {
    Polarity.HIGH: (
        r"high(?:er)?|big(?:ger)?|larger?|greater|more|up(?:wards?)?|maxim(?:um|i[sz](?:e|ing))"
        r"|(?:an )?increas(?:e|es|ing)|rising|↑|▲|⬆|△|⇧|🔼"
    ),
    Polarity.LOW: (
        r"low(?:er)?|small(?:er)?|fewer|less|down(?:wards?)?|minim(?:um|i[sz](?:e|ing))"
        r"|(?:an? )?(?:decreas(?:e|es|ing)|reduc(?:e|es|ing|tion))|falling|↓|▼|⬇|▽|⇩|🔽"
    ),
}
_NEITHER = (
    r"|n/?a|not applicable|none|neither|neutral|-+|(?:for )?info(?:rmation)?(?: only)?"
    r"|monitor(?:ing)?(?: only)?|context(?:ual)?(?: only)?|no polarity"
)
_AIM = r"(?:(?:we )?(?:aim|want|aiming) (?:to|for|is) |(?:the )?(?:target|goal|aim) is (?:to )?)?"
_GOOD = r"(?: ?(?:=|is|are|for)? ?(?:good|best|better|desirable|preferred)(?: performance)?)?"
_WORDS = {
    **{
        polarity: re.compile(rf"{_AIM}(?:good is )?(?:{words}){_GOOD}")
        for polarity, words in _DIRECTIONS.items()
    },
    Polarity.NONE: re.compile(_NEITHER),
}
_SIGNED = re.compile(rf"(?P<first>{'|'.join(_DIRECTIONS.values())}) ?\(?(?P<second>[^()]+)\)?")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | {"\ufe0e": "", "\ufe0f": ""})


def polarity_of(text: str) -> Polarity | None:
    """Return which way is good by a cell's words or sign; None for words that are not understood.

    A blank cell and words such as Info, n/a or Monitoring only say that neither way is. A sign
    and words together, `↑ Higher is better`, are understood where both say the same.
    """
    written = " ".join(text.translate(_DASHES).casefold().split()).rstrip(".")
    plain = _said(written)
    if plain is not None:
        return plain
    both = _SIGNED.fullmatch(written)
    if both is None:
        return None
    first, second = _said(both["first"]), _said(both["second"].strip(" -"))
    return first if first is second else None


def _said(written: str) -> Polarity | None:
    return next((each for each, words in _WORDS.items() if words.fullmatch(written)), None)
