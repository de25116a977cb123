"""Months, quarters and financial years (April to March, written 2015/16)."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import ClassVar

# spelt out: the calendar module's names change with the machine's locale
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONTH_NUMBERS = {
    spelling: number
    for number, name in enumerate(map(str.casefold, MONTH_NAMES), 1)
    for spelling in (name, name[:3], *(["sept"] if name == "september" else []))
}
"""The numbers of months by how they are written, in small letters."""
_APRIL = 4
_ISO = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"(\d{4})\s*/\s*(\d{2}|\d{4})")


def day_in_words(day: dt.date) -> str:
    """Return a day as a person writes it: 4 June 2015."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month; ordered, hashable, written 2015-05."""

    year: int
    number: int

    FIRST_YEAR: ClassVar[int] = 1990
    LAST_YEAR: ClassVar[int] = 2099

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 12:
            raise ValueError(f"a month has a number from 1 to 12, not {self.number}")
        if not self.FIRST_YEAR <= self.year <= self.LAST_YEAR:
            raise ValueError(
                f"a year from {self.FIRST_YEAR} to {self.LAST_YEAR} is needed, not {self.year}"
            )

    @classmethod
    def parse(cls, text: str) -> Month:
        """Return the month written as 2015-05; raises ValueError for anything else."""
        found = _ISO.fullmatch(text.strip())
        if not found:
            raise ValueError(f"'{text}' is not a month: write it as 2015-05")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, date: dt.date) -> Month:
        """Return the date's month."""
        return cls(date.year, date.month)

    def __add__(self, months: int) -> Month:
        count = self.year * 12 + self.number - 1 + months
        return Month(count // 12, count % 12 + 1)

    def __sub__(self, months: int) -> Month:
        return self + -months

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def short(self) -> str:
        """The month as the report heads a column: May-15."""
        return f"{MONTH_NAMES[self.number - 1][:3]}-{self.year % 100:02d}"

    @property
    def long(self) -> str:
        """The month as the report's cover and file name have it: May 2015."""
        return f"{MONTH_NAMES[self.number - 1]} {self.year}"

    @property
    def first_day(self) -> dt.date:
        """The first day."""
        return dt.date(self.year, self.number, 1)

    @property
    def last_day(self) -> dt.date:
        """The last day, on which snapshots are taken."""
        return dt.date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    @property
    def quarter(self) -> Quarter:
        """The quarter of a financial year that the month belongs to."""
        return Quarter(self.financial_year, (self.number - _APRIL) % 12 // 3 + 1)

    @property
    def financial_year(self) -> FinancialYear:
        """The year from April to March that the month belongs to."""
        return FinancialYear(self.year if self.number >= _APRIL else self.year - 1)


@dataclass(frozen=True, order=True, slots=True)
class FinancialYear:
    """A financial year by the calendar year of its April; written 2015/16."""

    start: int

    @classmethod
    def parse(cls, text: str) -> FinancialYear:
        """Return the year written as 2015/16 (blanks are allowed, as in "2015/ 16")."""
        found = _YEAR.fullmatch(text.strip())
        if not found or not str(int(found[1]) + 1).endswith(found[2]):
            raise ValueError(f"'{text}' is not a financial year: write it as 2015/16")
        return cls(int(found[1]))

    def __str__(self) -> str:
        return f"{self.start}/{(self.start + 1) % 100:02d}"

    def __sub__(self, years: int) -> FinancialYear:
        return FinancialYear(self.start - years)

    def __add__(self, years: int) -> FinancialYear:
        return FinancialYear(self.start + years)

    @property
    def first(self) -> Month:
        """Its April."""
        return Month(self.start, _APRIL)

    @property
    def last(self) -> Month:
        """Its March."""
        return Month(self.start + 1, 3)

    def months(self, until: Month | None = None) -> tuple[Month, ...]:
        """Return its months from April, up to and including `until` (all twelve without)."""
        return tuple(self.first + i for i in range(12) if until is None or self.first + i <= until)


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """A quarter of a financial year, April to June first; written 2015/16 Q1."""

    year: FinancialYear
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 4:
            raise ValueError(f"a quarter has a number from 1 to 4, not {self.number}")

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """Return the quarter written as 2015/16 Q1; raises ValueError for anything else."""
        year, _, number = text.strip().rpartition(" ")
        if number not in ("Q1", "Q2", "Q3", "Q4"):
            raise ValueError(f"'{text}' is not a quarter: write it as 2015/16 Q1")
        return cls(FinancialYear.parse(year), int(number[1]))

    def __str__(self) -> str:
        return f"{self.year} Q{self.number}"

    def __add__(self, quarters: int) -> Quarter:
        count = self.year.start * 4 + self.number - 1 + quarters
        return Quarter(FinancialYear(count // 4), count % 4 + 1)

    def __sub__(self, quarters: int) -> Quarter:
        return self + -quarters

    @property
    def first(self) -> Month:
        """Its first month."""
        return self.year.first + 3 * (self.number - 1)

    @property
    def last(self) -> Month:
        """Its last month, on the last day of which snapshots are taken."""
        return self.first + 2

    @property
    def months(self) -> tuple[Month, Month, Month]:
        """Its three months."""
        return self.first, self.first + 1, self.last
