"""The bank holidays that are kept are those of the library."""

from __future__ import annotations

import datetime as dt

import holidays

from lacxl.records.counting.days import KEPT_YEARS, kept_bank_holidays


def test_the_kept_days_are_the_librarys() -> None:
    library = holidays.country_holidays("GB", subdiv="ENG", years=KEPT_YEARS)
    assert list(kept_bank_holidays()) == sorted(library)


def test_easter_monday_2015_and_the_jubilee_are_among_them() -> None:
    assert {dt.date(2015, 4, 6), dt.date(2012, 6, 5)} <= set(kept_bank_holidays())
