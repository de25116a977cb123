"""Dates however they are written: each different text is read once, and never by guessing.

The day comes first unless a column, or the table as a whole, proves the month does.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from lacxl.domain.month import MONTH_NAMES
from lacxl.extracts.tables.cells import Cell

Days = npt.NDArray[np.datetime64]
DAY: Final = "datetime64[s]"
"""The dtype of dates in frames: seconds, so that no year is out of bounds."""
NO_DAY: Final = np.datetime64("NaT", "s")

FIRST_YEAR, LAST_YEAR = 1900, 2100
_TYPOS = 0.01
"""The share of dates that prove the other order and are taken for typing mistakes."""

_TIME = r"(?:[T ,]+\d{1,2}[:.]\d{2}.*)?"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME, re.ASCII)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})" + _TIME, re.ASCII)
_SHORT = re.compile(r"\d{1,2}([-/. ])(?:\d{1,2}|[A-Za-z]{3,9})\1\d{2}" + _TIME, re.ASCII)
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-/ ]*([A-Za-z]{3,9})[-/, ]*(\d{4})" + _TIME)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
_EPOCH = dt.date(1899, 12, 30)
_NAMES = {name.casefold()[:3]: i for i, name in enumerate(MONTH_NAMES, 1)}
_FULL_NAMES = {name.casefold() for name in MONTH_NAMES} | set(_NAMES) | {"sept"}

ERROR_VALUES: Final = frozenset(
    ("#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!", "#getting_data",
     "#multivalue", "#spill!", "#calc!")
)  # fmt: skip
BLANK_WORDS: Final = frozenset(
    ("null", "(null)", "none", "nan", "nat", "<na>", "n/a", "na", "-", ".")
)
_PLACEHOLDERS = frozenset(
    dt.date(*day)
    for day in (
        (1900, 1, 1), (1899, 12, 30), (1899, 12, 31), (1753, 1, 1), (1, 1, 1), (1800, 1, 1),
        (9999, 12, 31), (2999, 12, 31), (3000, 1, 1), (2099, 12, 31), (2100, 1, 1), (9999, 1, 1),
    )
)  # fmt: skip


class Fault(IntEnum):
    """What may be wrong with a text where a date is wanted; NONE and BLANK are no faults."""

    NONE = 0
    BLANK = 1
    ERROR_VALUE = 2
    NO_DATE = 3
    NO_SUCH_YEAR = 4
    PLACEHOLDER = 5
    SERIAL = 6
    TWO_DIGITS = 7
    EITHER_ORDER = 8
    AMERICAN = 9


class Order(IntEnum):
    """Which part of 3/4/2015 is the day, as far as dates prove it."""

    UNCLEAR = 0
    DAY_FIRST = 1
    AMERICAN = 2
    MIXED = 3


@dataclass(frozen=True, slots=True, repr=False)
class Parsed:
    """The days and faults of a column's different values, and the order they were read in."""

    days: Days
    faults: npt.NDArray[np.int8]
    order: Order


@dataclass(frozen=True, slots=True)
class _Slashed:
    first: int
    second: int
    year: int


_Read = dt.date | _Slashed | Fault | tuple[Fault, dt.date]


def parse(columns: Mapping[str, Sequence[Cell]], repairs: Mapping[str, bool]) -> dict[str, Parsed]:
    """Return the days of the values of a table's date columns.

    `repairs` says whether american_dates, excel_serials and placeholder_dates are made.
    """
    read = {name: _texts(values) for name, values in columns.items()}
    proofs = {name: _proofs(found) for name, found in read.items()}
    whole = _order(
        sum(day for day, _ in proofs.values()), sum(american for _, american in proofs.values())
    )
    result = {}
    for name, found in read.items():
        order = _order(*proofs[name])
        result[name] = _placed(found, whole if order is Order.UNCLEAR else order, repairs)
    return result


def _texts(values: Sequence[Cell]) -> list[_Read]:
    known: dict[Cell, _Read] = {}
    found = []
    for value in values:
        part: Cell = value
        if isinstance(value, str) and len(value) > 10 and value[4] == "-" == value[7]:
            part = value[:10] if value[10] in "T " and ":" in value else value
        read = known.get(part)
        if read is None:
            read = known[part] = _text(part)
        found.append(read)
    return found


def _text(value: Cell) -> _Read:
    """Return what a text says, without deciding between day first and month first."""
    if not isinstance(value, str):
        return _dated(value.year, value.month, value.day)
    if found := _SLASHED.fullmatch(value):
        return _Slashed(int(found[1]), int(found[3]), int(found[4]))
    if found := _ISO.fullmatch(value) or _COMPACT.fullmatch(value):
        return _dated(int(found[1]), int(found[2]), int(found[3]))
    if (found := _NAMED.fullmatch(value)) and found[2].casefold() in _FULL_NAMES:
        return _dated(int(found[3]), _NAMES[found[2].casefold()[:3]], int(found[1]))
    if found := _SERIAL.fullmatch(value):
        return Fault.SERIAL, _EPOCH + dt.timedelta(days=int(found[1]))
    folded = value.casefold()
    if folded in ERROR_VALUES:
        return Fault.ERROR_VALUE
    if folded in BLANK_WORDS:
        return Fault.BLANK
    return Fault.TWO_DIGITS if _SHORT.fullmatch(value) else Fault.NO_DATE


def _dated(year: int, month: int, day: int) -> _Read:
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return Fault.NO_DATE
    if date in _PLACEHOLDERS:
        return Fault.PLACEHOLDER
    return date if FIRST_YEAR <= year < LAST_YEAR else Fault.NO_SUCH_YEAR


def _proofs(found: Sequence[_Read]) -> tuple[int, int]:
    """Return how many values can only be day first, and how many only month first."""
    slashed = [read for read in found if isinstance(read, _Slashed)]
    return (
        sum(read.first > 12 >= read.second for read in slashed),
        sum(read.second > 12 >= read.first for read in slashed),
    )


def _order(day_first: int, american: int) -> Order:
    if not day_first and not american:
        return Order.UNCLEAR
    few, many = sorted((day_first, american))
    if few > _TYPOS * many:
        return Order.MIXED
    return Order.DAY_FIRST if day_first > american else Order.AMERICAN


def _placed(found: Sequence[_Read], order: Order, repairs: Mapping[str, bool]) -> Parsed:
    days = np.full(len(found), NO_DAY, DAY)
    faults = np.zeros(len(found), np.int8)
    for i, read in enumerate(found):
        settled = _settled(read, order) if isinstance(read, _Slashed) else read
        if isinstance(settled, dt.date):
            days[i] = np.datetime64(settled, "s")
        elif isinstance(settled, tuple):
            fault, date = settled
            faults[i] = fault
            if repairs["excel_serials" if fault is Fault.SERIAL else "american_dates"]:
                days[i] = np.datetime64(date, "s")
        elif settled is Fault.PLACEHOLDER and not repairs["placeholder_dates"]:
            faults[i] = Fault.NO_SUCH_YEAR
        else:
            faults[i] = settled
    return Parsed(days, faults, order)


def _settled(read: _Slashed, order: Order) -> dt.date | Fault | tuple[Fault, dt.date]:
    first, second, year = read.first, read.second, read.year
    if order is Order.MIXED:
        if first <= 12 and second <= 12 and first != second:
            return Fault.EITHER_ORDER
        american = second > 12
    else:
        american = order is Order.AMERICAN
    date = _dated(year, first, second) if american else _dated(year, second, first)
    if american and isinstance(date, dt.date):
        return Fault.AMERICAN, date
    assert not isinstance(date, (tuple, _Slashed))  # noqa: S101 - for the type checker
    return date
