"""The indicator column: 7.10 by its number, with a hint where Excel has made it 7.1."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from lacxl.domain.indicator import Indicator
from lacxl.domain.reference import bare
from lacxl.readings.faults import Fault

_NUMBER_LIKE = re.compile(r"\d{1,2}\.\d{1,3}[a-z]?", re.ASCII | re.IGNORECASE)


def read_indicator(text: str, indicators: Mapping[str, Indicator]) -> Indicator | Fault:
    """Return the indicator of a cell, or a fault that says which one may be meant.

    The cell is repeated only if it looks like an indicator's number: a shifted column may hold a
    child's.
    """
    number = text.strip()
    if number in indicators:
        return indicators[number]
    if number and (alike := [n for n in indicators if bare(n) == bare(number)]):
        return indicators[alike[0]]
    if not number:
        return Fault("R110", "the indicator is missing.", "Write its number as in 7.6.")
    called = f"'{number}' is not" if _NUMBER_LIKE.fullmatch(number) else "this is not"
    near = _nearest(number, indicators)
    todo = f"Did you mean {near}?" if near else f"Known are {', '.join(indicators)}."
    return Fault("R110", f"{called} the number of an indicator.", todo)


def cut_by_excel(number: str, indicators: Mapping[str, Indicator], seen: Collection[str]) -> str:
    """Return a hint if rows of 7.10 may be under 7.1, otherwise "".

    `seen` are all indicator numbers of the file: if 7.10 is among them, Excel left it alone.
    """
    longer = f"{number}0"
    if longer not in indicators or longer in seen:
        return ""
    return (
        f" The file has no {longer}: Excel turns {longer} into {number} unless the column is "
        "formatted as text."
    )


def _nearest(text: str, indicators: Mapping[str, Indicator]) -> str:
    import difflib  # only on the way to a refusal: start-up time counts

    words = text.casefold()
    for number, indicator in indicators.items():
        if words in (title.casefold() for title in (indicator.title, *indicator.also_titled)):
            return number
    near = difflib.get_close_matches(re.sub(r"[,\s_-]+", ".", words[:40]), indicators, n=1)
    return near[0] if near else ""
