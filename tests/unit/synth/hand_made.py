"""Short ways to build a life by hand, and to ask for what it adds up to."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lacxl.domain.month import FinancialYear, Month
from lacxl.synth import Council, Definitions, Episode, Life, truth

MAY = Month(2015, 5)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def days(*texts: str) -> tuple[dt.date, ...]:
    return tuple(day(text) for text in texts)


def spell(start: str, rne: str = "S", end: str = "", rec: str = "", **more: str) -> Episode:
    """An episode; in care under C2 in an ordinary foster placement unless said otherwise."""
    cells = {"legal_status": "C2", "placement_type": "U6"} | more
    return Episode(day(start), rne, end=day(end) if end else None, rec=rec, **cells)


def child(*episodes: Episode, dob: str = "2008-03-10", **more: Any) -> Life:
    return Life(more.pop("number", 1), day(dob), tuple(episodes), **more)


def council(*lives: Life, last: Month = MAY) -> Council:
    return Council(lives, Month(2013, 4), last, {FinancialYear(2015): 5000})


def count(indicator: str, *lives: Life, month: Month = MAY, **how: Any) -> tuple[int, int | None]:
    """The numerator and denominator of an indicator in a month."""
    for reading in truth(council(*lives, last=month), [month], Definitions(**how)):
        if reading.indicator == indicator:
            assert reading.numerator is not None
            below = reading.denominator
            return int(reading.numerator), None if below is None else int(below)
    raise AssertionError(f"no reading of {indicator}")
