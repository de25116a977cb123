"""Dates however they are written: each different text is read once, and never by guessing.

The day comes first unless a column, or the table as a whole, proves the month does.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from lacxl.domain.month import MONTH_NAMES
from lacxl.records.feeds.short_years import Dated, ShortYear, ShortYears
from lacxl.records.frames import DAY, Days, Whole
from lacxl.tables.cells import Cell, Texts

FIRST_YEAR, LAST_YEAR = 1900, 2100
_TYPOS = 0.01
"""The share of dates that prove the other order and are taken for typing mistakes."""

_TIME = r"(?:[T ,]+\d{1,2}[:.]\d{2}.*)?"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME, re.ASCII)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})" + _TIME, re.ASCII)
_SHORT = re.compile(r"\d{1,2}([-/. ])(?:\d{1,2}|[A-Za-z]{3,9})\1\d{2}" + _TIME, re.ASCII)
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-/ ]*([A-Za-z]{3,9})[-/, ]*(\d{4})" + _TIME)
_NAMED_YEAR_FIRST = re.compile(r"(\d{4})[-/ ]*([A-Za-z]{3,9})[-/ ]*(\d{1,2})" + _TIME, re.ASCII)
_NAMED_SHORT = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[-/. ]*([A-Za-z]{3,9})[-/., ]*'?(\d{2})" + _TIME, re.ASCII
)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
_EXCEL_BEGINS = dt.date(1899, 12, 30)
_EPOCH = dt.date(1970, 1, 1)
_NAMES = {name.casefold()[:3]: i for i, name in enumerate(MONTH_NAMES, 1)}
_FULL_NAMES = {name.casefold() for name in MONTH_NAMES} | set(_NAMES) | {"sept"}

ERROR_VALUES: Final = frozenset(
    ("#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!", "#getting_data",
     "#multivalue", "#spill!", "#calc!")
)  # fmt: skip
BLANK_WORDS: Final = frozenset(
    ("null", "(null)", "none", "nan", "nat", "<na>", "n/a", "na", "-", ".")
)
_PLACEHOLDERS = [
    (dt.date(*day) - _EPOCH).days
    for day in (
        (1900, 1, 1), (1899, 12, 30), (1899, 12, 31), (1753, 1, 1), (1, 1, 1), (1800, 1, 1),
        (9999, 12, 31), (2999, 12, 31), (3000, 1, 1), (2099, 12, 31), (2100, 1, 1), (9999, 1, 1),
    )
]  # fmt: skip


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
    SHORT_YEAR = 10


class Order(IntEnum):
    """Which part of 3/4/2015 is the day, as far as dates prove it."""

    UNCLEAR = 0
    DAY_FIRST = 1
    AMERICAN = 2
    MIXED = 3


@dataclass(frozen=True, slots=True, repr=False)
class Parsed:
    """The days and faults of a column's different values, and the order they were read in.

    `has_other_order` says that some of those read as no date would be one in the other order.
    """

    days: Days
    faults: npt.NDArray[np.int8]
    order: Order
    has_other_order: bool = False


_NO_NUMBER = np.iinfo(np.int64).min
"""What NaT is as a number."""


@dataclass(frozen=True, slots=True, repr=False)
class _Read:
    """What the values of a column say, without deciding between day first and month first.

    `days` are numbers from 1970, `slashed` the places of those like 3/4/2015, whose parts are in
    `first`, `second` and `year`.
    """

    days: Whole
    faults: npt.NDArray[np.int8]
    slashed: Whole
    first: Whole
    second: Whole
    year: Whole
    short: ShortYears


def parse(
    columns: Mapping[str, Sequence[Cell]],
    repairs: Mapping[str, bool],
    births: Collection[str],
    today: dt.date,
) -> dict[str, Parsed]:
    """Return the days of the values of a table's date columns.

    `repairs` says whether american_dates, excel_serials and placeholder_dates are made. `births`
    are the columns of which no date lies after `today`, whatever its century.
    """
    read = {name: _read(values) for name, values in columns.items()}
    proofs = {name: _proofs(found) for name, found in read.items()}
    whole = _order(
        sum(day for day, _ in proofs.values()), sum(american for _, american in proofs.values())
    )
    result = {}
    for name, found in read.items():
        order = _order(*proofs[name])
        if len(found.short.places):
            _put(found, found.short.dated(name in births, today))
        result[name] = _placed(found, whole if order is Order.UNCLEAR else order, repairs)
    return result


def _put(found: _Read, dated: Dated) -> None:
    """Put in the dates with a year of two digits."""
    year, month, day, told = dated
    days, faults = _dated(year, month, day)
    faults[faults == Fault.NONE] = Fault.SHORT_YEAR
    days[~told], faults[~told] = _NO_NUMBER, Fault.TWO_DIGITS
    found.days[found.short.places], found.faults[found.short.places] = days, faults


def _read(values: Sequence[Cell]) -> _Read:
    """Read what is written in a usual way, dd/mm/yyyy or yyyy-mm-dd, at once; the rest singly."""
    shape, digits = _shapes(values)
    days = np.full(len(values), _NO_NUMBER)
    faults = np.zeros(len(values), np.int8)
    known: dict[Cell, _Said] = {}
    short: list[tuple[int, int, int, int]] = []
    singly: dict[bool, list[tuple[int, int, int, int]]] = {True: [], False: []}
    for place in np.flatnonzero(shape == _IS_OTHER).tolist():
        part = values[place]
        if isinstance(part, str) and len(part) > 10 and part[4] == "-" == part[7]:
            part = part[:10] if part[10] in "T " and ":" in part else part
        said = known.get(part)
        if said is None:
            said = known[part] = _text(part)
        if isinstance(said, ShortYear):
            short.append((place, said.first, said.month, said.last))
        elif isinstance(said, _Parts):
            singly[said.is_slashed].append((place, said.first, said.second, said.third))
        elif isinstance(said, Fault):
            faults[place] = said
        else:
            days[place], faults[place] = said, Fault.SERIAL
    dated = _parts(shape == _IS_ISO, digits, ((0, 1, 2, 3), (5, 6), (8, 9)), singly[False])
    days[dated[0]], faults[dated[0]] = _dated(*dated[1:])
    slashed = _parts(shape == _IS_SLASHED, digits, ((0, 1), (3, 4), (6, 7, 8, 9)), singly[True])
    return _Read(days, faults, *slashed, ShortYears.of(short))


def _parts(
    usual: npt.NDArray[np.bool_],
    digits: npt.NDArray[np.uint8],
    where: tuple[tuple[int, ...], ...],
    singly: Sequence[tuple[int, int, int, int]],
) -> tuple[Whole, Whole, Whole, Whole]:
    """Return the places of some dates and their three parts: those written in the usual way, whose
    digits stand in the same places, and those that were read singly.
    """
    places = np.flatnonzero(usual)
    more = np.array(singly, np.int64).reshape(-1, 4)
    parts = [places]
    for at in where:
        number = np.zeros(len(places), np.int64)
        for digit in at:
            number = number * 10 + digits[places, digit]
        parts.append(number)
    one, first, second, third = (np.concatenate((part, more[:, i])) for i, part in enumerate(parts))
    return one, first, second, third


_IS_OTHER, _IS_SLASHED, _IS_ISO = 0, 1, 2
_USUAL = 10
"""The letters of 03/04/2015 and 2015-04-03."""


def _shapes(values: Sequence[Cell]) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.uint8]]:
    """Return which values are written in the usual ways, and the digits of all of their letters.

    A value of another length has no digits; what is no digit is above 9.
    """
    if isinstance(values, Texts) and values.width == _USUAL:
        letters = values.table  # as they lie there: no text has to be made
    else:
        usual = [v if type(v) is str and len(v) == _USUAL else " " * _USUAL for v in values]
        letters = np.frombuffer("".join(usual).encode("ascii", "replace"), np.uint8)
        letters = letters.reshape(-1, _USUAL)
    digits = letters - np.uint8(ord("0"))
    is_digit = digits <= 9
    parts = {place: _IS_BETWEEN[letters[:, place]] for place in (2, 4, 5, 7)}
    slashed = is_digit[:, (0, 1, 3, 4, 6, 7, 8, 9)].all(1) & parts[2]
    slashed &= letters[:, 2] == letters[:, 5]
    iso = is_digit[:, (0, 1, 2, 3, 5, 6, 8, 9)].all(1) & parts[4] & parts[7]
    iso &= (letters[:, 4] != ord(" ")) & (letters[:, 7] != ord(" "))
    shape = np.where(slashed, np.int8(_IS_SLASHED), np.where(iso, np.int8(_IS_ISO), np.int8(0)))
    return shape, digits


_IS_BETWEEN = np.zeros(256, np.bool_)
"""Which letters may stand between the parts of a date."""
_IS_BETWEEN[list(b"-/. ")] = True


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a date as they stand: of one that is slashed day or month first, else year."""

    first: int
    second: int
    third: int
    is_slashed: bool = False


_Said = _Parts | ShortYear | Fault | int
"""What a text of its own says: the parts of a date, a fault, or the number of Excel's day."""


def _text(value: Cell) -> _Said:
    """Return what a text says, without deciding between day first and month first."""
    if not isinstance(value, str):
        return _Parts(value.year, value.month, value.day)
    if found := _SLASHED.fullmatch(value):
        return _Parts(int(found[1]), int(found[3]), int(found[4]), is_slashed=True)
    if found := _ISO.fullmatch(value) or _COMPACT.fullmatch(value):
        return _Parts(int(found[1]), int(found[2]), int(found[3]))
    if (found := _NAMED.fullmatch(value)) and found[2].casefold() in _FULL_NAMES:
        return _Parts(int(found[3]), _NAMES[found[2].casefold()[:3]], int(found[1]))
    if (found := _NAMED_YEAR_FIRST.fullmatch(value)) and found[2].casefold() in _FULL_NAMES:
        return _Parts(int(found[1]), _NAMES[found[2].casefold()[:3]], int(found[3]))
    if (found := _NAMED_SHORT.fullmatch(value)) and found[2].casefold() in _FULL_NAMES:
        return ShortYear(int(found[1]), _NAMES[found[2].casefold()[:3]], int(found[3]))
    if found := _SERIAL.fullmatch(value):
        return (_EXCEL_BEGINS - _EPOCH).days + int(found[1])
    folded = value.casefold()
    if folded in ERROR_VALUES:
        return Fault.ERROR_VALUE
    if folded in BLANK_WORDS:
        return Fault.BLANK
    return Fault.TWO_DIGITS if _SHORT.fullmatch(value) else Fault.NO_DATE


def _dated(year: Whole, month: Whole, day: Whole) -> tuple[Whole, npt.NDArray[np.int8]]:
    """Return the numbers of dates, and the fault of what is none, only stands for one, or is too
    old or too far ahead.
    """
    start = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    last = (start + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    first = start.astype("datetime64[D]").astype(np.int64)
    days = first + day - 1
    there = (year >= 1) & (month >= 1) & (month <= 12) & (day >= 1)
    there &= days <= last.astype(np.int64)
    faults = np.where(there, np.int8(Fault.NONE), np.int8(Fault.NO_DATE))
    faults[there & ((year < FIRST_YEAR) | (year >= LAST_YEAR))] = Fault.NO_SUCH_YEAR
    faults[there & np.isin(days, _PLACEHOLDERS)] = Fault.PLACEHOLDER
    return np.where(faults == Fault.NONE, days, _NO_NUMBER), faults


def _proofs(found: _Read) -> tuple[int, int]:
    """Return how many values can only be day first, and how many only month first."""
    first, second = found.first, found.second
    return (
        int(((first > 12) & (second <= 12)).sum()),
        int(((second > 12) & (first <= 12)).sum()),
    )


def _order(day_first: int, american: int) -> Order:
    if not day_first and not american:
        return Order.UNCLEAR
    few, many = sorted((day_first, american))
    if few > _TYPOS * many:
        return Order.MIXED
    return Order.DAY_FIRST if day_first > american else Order.AMERICAN


def _placed(found: _Read, order: Order, repairs: Mapping[str, bool]) -> Parsed:
    days, faults = found.days.copy(), found.faults.copy()
    days[found.slashed], faults[found.slashed] = _settled(found, order)
    for fault, repair in (
        (Fault.SERIAL, "excel_serials"), (Fault.AMERICAN, "american_dates"),
    ):  # fmt: skip
        if not repairs[repair]:
            days[faults == fault] = _NO_NUMBER
    if not repairs["placeholder_dates"]:
        faults[faults == Fault.PLACEHOLDER] = Fault.NO_SUCH_YEAR
    other = np.zeros(0, np.bool_)
    if order in (Order.DAY_FIRST, Order.AMERICAN):
        month, day = found.first, found.second
        if order is Order.AMERICAN:
            month, day = day, month
        other = (month >= 1) & (month <= 12) & (day > 12) & (day <= 31)
    return Parsed(days.view(DAY), faults, order, bool(other.any()))


def _settled(found: _Read, order: Order) -> tuple[Whole, npt.NDArray[np.int8]]:
    """Return the days and faults of those like 3/4/2015, read in the order of the column."""
    first, second = found.first, found.second
    american = np.full(len(first), order is Order.AMERICAN)
    if order is Order.MIXED:
        american = second > 12
    days, faults = _dated(
        found.year, np.where(american, first, second), np.where(american, second, first)
    )
    faults[american & (faults == Fault.NONE)] = Fault.AMERICAN
    if order is Order.MIXED:
        either = (first <= 12) & (second <= 12) & (first != second)
        days[either], faults[either] = _NO_NUMBER, Fault.EITHER_ORDER
    return days, faults
