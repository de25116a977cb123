"""Dates as spreadsheets count them: days since 1900 or 1904, with the leap day 1900 never had."""

from __future__ import annotations

import datetime as dt

_EPOCH_1904 = dt.datetime.fromisoformat("1904-01-01")
_EPOCH_1900 = dt.datetime.fromisoformat("1899-12-30")
_FALSE_LEAP_DAY = 60
_LAST_SERIAL = 2_958_466
_DAY_MS = 86_400_000


def to_serial(date: dt.date, date1904: bool) -> float:
    """Return a date's serial number; raises ValueError for one that spreadsheets cannot hold."""
    moment = date if isinstance(date, dt.datetime) else dt.datetime.combine(date, dt.time())
    if moment.tzinfo is not None:
        raise ValueError("a date with a time zone")
    since = moment - (_EPOCH_1904 if date1904 else _EPOCH_1900)
    serial = since.days + (since.seconds + since.microseconds / 1e6) / 86_400
    if not date1904 and serial <= _FALSE_LEAP_DAY:
        serial -= 1
    if serial < 0:
        raise ValueError("a date before the first that spreadsheets know")
    return serial


def from_serial(serial: float, date1904: bool) -> dt.datetime | None:
    """Return the date of a serial number to the millisecond; None if it is no real date."""
    days = int(serial // 1)
    if not 0 <= serial < _LAST_SERIAL - (1462 if date1904 else 0):
        return None
    if not date1904 and days == _FALSE_LEAP_DAY:
        return None
    base = _EPOCH_1904 if date1904 else _EPOCH_1900
    if not date1904 and days < _FALSE_LEAP_DAY:
        days += 1
    return base + dt.timedelta(days=days, milliseconds=round((serial % 1) * _DAY_MS))
