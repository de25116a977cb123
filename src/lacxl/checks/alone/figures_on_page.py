"""The figures of a workbook by what they are about, wherever their cells are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from lacxl.checks.alone.printed_number import PrintedNumber, printed
from lacxl.domain.indicator import Indicator, Unit
from lacxl.domain.month import FinancialYear, Month, Quarter
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import SUMMARY, FigurePart, Layout, Line, Period, YearToDate, figure_of
from lacxl.workbook.snapshot import CellLook, CellValue

VALUE, CASES, OF, FAILURES = "value", "cases", "of", "failures"
_PARTS = {FigurePart.NUMERATOR: CASES, FigurePart.DENOMINATOR: OF, FigurePart.FAILURES: FAILURES}
When: TypeAlias = Period | str
"""What a figure is about; a benchmark is known by its name in the layout."""


class Key(NamedTuple):
    """One figure: the indicator's `part`, of a period.

    VALUE is what the indicator shows, CASES, OF and FAILURES what it rests on.
    """

    indicator: str
    part: str
    when: When

    @property
    def label(self) -> str:
        """The figure in words: 7.6 Apr-15."""
        return f"{self.indicator} {told(self.when)}"


@dataclass(frozen=True, slots=True)
class BookAlone:
    """What a workbook alone tells, and the month that it is filled to.

    `there` has results of formulas only where they are current. `visible` are the indicators as
    each figure's row in the workbook has them, by number and name. `doubted` are cells of which it
    is told already that they may be about another month.
    """

    layout: Layout
    there: Mapping[CellRef, CellValue]
    looks: Mapping[CellRef, CellLook]
    indicators: Mapping[str, Indicator]
    visible: Mapping[tuple[str, str], Indicator]
    month: Month
    doubted: frozenset[CellRef] = frozenset()

    def at(self, place: CellRef | None) -> PrintedNumber | None:
        """Return the number that a cell prints, None where it prints none."""
        if place is None or place in self.doubted:
            return None
        look = self.looks.get(place, CellLook())
        return printed(place, self.there.get(place), look.number_format)

    def text(self, place: CellRef | None) -> str:
        """Return the text that a cell holds, "" where it holds none."""
        value = self.there.get(place) if place is not None else None
        return value.strip() if isinstance(value, str) else ""

    def period(self, when: Period) -> Period:
        """Return a period with its year: YTD is that of the month's year."""
        if isinstance(when, YearToDate) and when.year is None:
            return YearToDate(self.month.financial_year)
        return when


@dataclass(frozen=True)
class FiguresOnPage:
    """Every cell with a figure, by what it is about; cells of one figure should agree."""

    cells: Mapping[Key, tuple[PrintedNumber, ...]] = field(default_factory=dict)

    def get(self, key: Key) -> PrintedNumber | None:
        """Return the figure, the most exact where several cells print it."""
        found = self.cells.get(key)
        return min(found, key=_width) if found else None


def figures_of(book: BookAlone) -> FiguresOnPage:
    """Return the figures of every table."""
    found: dict[Key, list[PrintedNumber]] = {}
    for line in book.layout.lines:
        for key, place in keys_of(book, line):
            number = _as_meant(book, line, book.at(place))
            if number is not None:
                found.setdefault(key, []).append(number)
    return FiguresOnPage({key: tuple(each) for key, each in found.items()})


def keys_of(book: BookAlone, line: Line) -> Iterator[tuple[Key, CellRef]]:
    """Yield what each cell of a line is about."""
    part = part_of(book.indicators[line.indicator], line)
    for when, place in line.at.items():
        yield Key(line.indicator, part, book.period(when)), place
    for name, place in line.benchmarks.items():
        if part == VALUE:
            yield Key(line.indicator, part, name), place


def part_of(indicator: Indicator, line: Line) -> str:
    """Return which part a line shows: the number of a pair is the cases of its percentage."""
    if line.part is not FigurePart.VALUE:
        return _PARTS[line.part]
    figure = figure_of(indicator, line.figure)
    is_number = len(indicator.figures) > 1 and figure.unit is Unit.COUNT
    return CASES if is_number else VALUE


def is_count(indicator: Indicator, part: str) -> bool:
    """Say whether a part counts children or events."""
    return part != VALUE or indicator.figures[-1].unit is Unit.COUNT


def told(when: When) -> str:
    """Return a period in words: Apr-15, 2014/15, 2015/16 YTD, NAT AVE."""
    if isinstance(when, str):
        return when.replace("_", " ").upper()
    return when.short if isinstance(when, Month) else str(when)


def named(layout: Layout, table: str) -> str:
    """Return a table in words: the summary, the page Health, or a council's own table."""
    if layout.signs is not None:
        return f"the table {table}"
    return "the summary" if table == SUMMARY else f"the page {table}"


def places(numbers: Iterable[PrintedNumber]) -> str:
    """Return the cells of some numbers, each once."""
    return ", ".join(dict.fromkeys(str(each.place) for each in numbers))


def last_of(when: Period, month: Month) -> Month:
    """Return the last month of a period that the workbook is filled to."""
    if isinstance(when, Month):
        return when
    if isinstance(when, Quarter):
        return when.last
    year = when if isinstance(when, FinancialYear) else when.year
    assert year is not None  # noqa: S101 - Book.period names it
    if not isinstance(when, YearToDate):
        return year.last
    return when.until or min(year.last, month)


def _as_meant(book: BookAlone, line: Line, number: PrintedNumber | None) -> PrintedNumber | None:
    if number is None:
        return None
    indicator = book.indicators[line.indicator]
    if is_count(indicator, part_of(indicator, line)):
        return number.as_count()
    figure = figure_of(indicator, line.figure)
    if figure.unit is not Unit.PERCENTAGE:
        return number
    if book.layout.signs is None:
        return number.as_percentage()
    return number.as_points() if line.in_points(figure) else number


def _width(number: PrintedNumber) -> Fraction:
    low, high = number.range.low, number.range.high
    return high - low if low is not None and high is not None else Fraction(0)
