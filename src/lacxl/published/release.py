"""The releases: which year the newest one can be of, and whether files are of one."""

from __future__ import annotations

import datetime as dt
from typing import Final

from lacxl.domain.month import FinancialYear

_DECEMBER: Final = 12


def newest_by(day: dt.date) -> FinancialYear:
    """Return the newest year that can be published by a day.

    "Children looked after in England including adoptions" comes in November as a rule (that of 2020
    came on 10 December) and is of the year that ended in March; it is expected from December on.
    """
    ended = day.year if day.month >= _DECEMBER else day.year - 1
    return FinancialYear(ended - 1)
