"""What a map comes to, in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lacxl.adopting.map import Map, Meaning
from lacxl.domain.month import MONTH_NUMBERS, Month
from lacxl.domain.numbers import how_many

_MONTH = re.compile(rf"\b({'|'.join(MONTH_NUMBERS)})[ -](\d{{4}}|\d{{2}})\b", re.IGNORECASE)


def summary_of(workbook_map: Map) -> str:
    """Return what was found: 14 indicators on 2 sheets; 3 questions; 12 months from Apr-25."""
    taken = workbook_map.taken.values()
    figures = [each for each in taken if each.meaning is Meaning.FIGURE]
    periods = {each.words for each in taken if each.meaning is Meaning.PERIOD}
    months = sorted({month for words in periods for month in _months(words)})
    found = "No indicator"
    if not figures:
        figures = [each for each in taken if each.meaning is Meaning.INDICATOR]
    if figures:
        number = len({each.words.partition(",")[0] for each in figures})
        sheets = len({each.place.sheet for each in figures})
        found = f"{how_many(number, 'indicator')} on {how_many(sheets, 'sheet')}"
    parts = [found, how_many(len(workbook_map.questions), "question")]
    if months:
        parts.append(f"{how_many(len(months), 'month')} from {months[0].short}")
    elif periods:
        parts.append(how_many(len(periods), "period"))
    return "; ".join(parts) + "."


def _months(words: str) -> Iterator[Month]:
    for name, year in _MONTH.findall(words):
        number = int(year) + (2000 if len(year) == 2 else 0)
        if Month.FIRST_YEAR <= number <= Month.LAST_YEAR:
            yield Month(number, MONTH_NUMBERS[name.casefold()])
