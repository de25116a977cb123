"""Dates as spreadsheets count them: days since 1900 or 1904, with the leap day 1900 never had."""

from __future__ import annotations

import datetime as dt
import re

_EPOCH_1904 = dt.datetime.fromisoformat("1904-01-01")
_EPOCH_1900 = dt.datetime.fromisoformat("1899-12-30")
_FALSE_LEAP_DAY = 60
_LAST_SERIAL = 2_958_466
_DAY_MS = 86_400_000
_DURATION = re.compile(
    r"(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?", re.ASCII
)


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
        raise ValueError("a date before the first that a workbook can hold")
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


def from_iso(text: str, date1904: bool) -> dt.datetime | float:
    """Return what a cell of type d says: a date, or days where it is a time or a duration.

    ISO/IEC 29500-1, 18.18.11: Strict workbooks spell dates, times and durations by ISO 8601.
    Raises ValueError for anything else, a duration in years or months too.
    """
    spelt = _DURATION.fullmatch(text)
    if spelt and text[-1] not in "PT":
        sign, *numbers = spelt.groups(default="0")
        days, hours, minutes, seconds = map(float, numbers)
        return (-1 if sign == "-" else 1) * (days + (hours + (minutes + seconds / 60) / 60) / 24)
    if ":" in text[:3]:
        at = dt.time.fromisoformat(text)
        return (at.hour + (at.minute + (at.second + at.microsecond / 1e6) / 60) / 60) / 24
    moment = dt.datetime.fromisoformat(text).replace(tzinfo=None)
    serial = to_serial(moment, date1904)
    return from_serial(serial, date1904) or serial
