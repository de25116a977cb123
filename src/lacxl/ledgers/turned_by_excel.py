"""What Excel makes of a cell of a CSV that it opens and saves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

from lacxl.domain.month import MONTH_NAMES

_MONTH_IN_EXCEL: Final = re.compile(r"([A-Z][a-z]{2})-(\d\d)|01/(\d\d)/(\d{4})", re.ASCII)
_DAY_IN_EXCEL: Final = re.compile(r"(\d\d)/(\d\d)/(\d{4})", re.ASCII)


def same_row(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Say whether Excel makes the second row of the first."""
    return len(ours) == len(theirs) and all(map(same_in_excel, ours, theirs))


def same_in_excel(ours: str, theirs: str) -> bool:
    """Say whether Excel makes the second of the first when it opens and saves a CSV."""
    if ours == theirs:
        return True
    if found := _MONTH_IN_EXCEL.fullmatch(theirs):
        name, year, number, whole = found.groups()
        names = [each[:3] for each in MONTH_NAMES]
        if name and name not in names:
            return False
        month = names.index(name) + 1 if name else int(number)
        if ours == f"{2000 + int(year) if name else int(whole)}-{month:02}":
            return True
    if found := _DAY_IN_EXCEL.fullmatch(theirs):
        day, month_, year_ = found.groups()
        return ours == f"{year_}-{month_}-{day}"
    try:
        one, other = Decimal(ours), Decimal(theirs)
    except InvalidOperation:
        return False
    if "E" in theirs.upper():  # six digits are shown, so six are saved
        return other != 0 and abs(one / other - 1) < Decimal("1e-5")
    return one == other
