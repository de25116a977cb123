"""What a workbook printed of closed years and of others' figures, as outturns and benchmarks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Generic, TypeVar

from lacxl.adopting.vocabulary import meaning_of
from lacxl.domain.finding import Finding, first_of, note
from lacxl.domain.indicator import Figure, Indicator, Kind, Unit
from lacxl.domain.month import FinancialYear, Month
from lacxl.domain.numbers import how_many, plain
from lacxl.domain.plausible import most
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import FigurePart, Layout, Line, figure_of
from lacxl.workbook.layout.own_tables import BENCHMARKS
from lacxl.workbook.shown import figure_in
from lacxl.workbook.snapshot import CellValue, Formula

OUTTURNS, BENCHMARKS_FILE = "outturns.csv", "benchmarks.csv"
_OLD = "formulas whose results may be old"
_NO_YEAR = "nothing says of which year they are"
_NO_FIGURE = "they cannot be figures of their indicator, or are written in another way"
_NO_KIND = "it is open how their indicator is counted"
_DIFFER = "two cells show different figures of one year"
_OTHERS = "of this indicator there are benchmarks of a later year"
_NAMED = 6
K = TypeVar("K")


@dataclass(slots=True)
class PrintedYears:
    """Outturns by indicator, figure and year; benchmarks by indicator and year, then by kind.

    All are as they are typed into a file: 94.8%, 407. `left` are cells that were not taken, by the
    reason.
    """

    outturns: dict[tuple[str, str, FinancialYear], str] = field(default_factory=dict)
    benchmarks: dict[tuple[str, FinancialYear], dict[str, str]] = field(default_factory=dict)
    left: dict[str, list[CellRef]] = field(default_factory=dict)

    def leave(self, reason: str, place: CellRef) -> None:
        """Keep a cell that was not taken, with the reason."""
        places = self.left.setdefault(reason, [])
        if place not in places:
            places.append(place)

    def findings(self) -> Iterator[Finding]:
        """Yield a note for each reason why figures were left alone."""
        for reason, places in self.left.items():
            yield note(
                "D214",
                f"{how_many(len(places), 'cell')} of earlier years or of benchmarks "
                f"{'was' if len(places) == 1 else 'were'} not taken in: {reason}.",
                first_of(places, _NAMED),
                f"Give the figures in {OUTTURNS} or {BENCHMARKS_FILE} if you need them.",
            )


def printed_years(
    layout: Layout,
    known: Mapping[str, Indicator],
    there: Mapping[CellRef, CellValue],
    last: Month,
    stale: Collection[CellRef],
) -> PrintedYears:
    """Return what is printed of years before that of the `last` month, and what is left alone.

    `stale` are formulas of which the results that are kept may not be current.
    """
    found = PrintedYears()
    outturns = _Agreed[tuple[str, str, FinancialYear]](found)
    benchmarks = _Agreed[tuple[str, FinancialYear, str]](found)
    for line in layout.lines:
        if line.part is FigurePart.VALUE:
            indicator = known[line.indicator]
            cells = _Cells(indicator, figure_of(indicator, line.figure), line, there, stale, found)
            for year, place in line.years.items():
                if year < last.financial_year:
                    key = line.indicator, cells.figure.name, year
                    outturns.add(key, cells.text(place), place)
            if cells.figure is indicator.figures[-1]:
                _benchmarks(cells, last.financial_year, benchmarks)
    found.outturns.update(outturns.texts)
    latest: dict[str, FinancialYear] = {}
    for number, year, _ in benchmarks.texts:
        latest[number] = max(year, latest.get(number, year))
    for (number, year, kind), text in benchmarks.texts.items():
        if year == latest[number]:  # of an indicator no other is shown
            found.benchmarks.setdefault((number, year), {})[kind] = text
        else:
            found.leave(_OTHERS, benchmarks.places[number, year, kind])
    for table in layout.tables:
        for place, words in table.unread:
            if meaning_of(words) in ("previous_year", *BENCHMARKS):
                found.leave(_NO_YEAR, place)
    return found


class _Agreed(Generic[K]):
    """Figures that are printed in one or in several cells, of which all say the same."""

    def __init__(self, found: PrintedYears) -> None:
        self._found = found
        self._doubted: set[K] = set()
        self.texts: dict[K, str] = {}
        self.places: dict[K, CellRef] = {}

    def add(self, key: K, text: str | None, place: CellRef) -> None:
        """Take what a cell says, unless another one says otherwise."""
        if text is None:
            return
        if key in self._doubted:
            self._found.leave(_DIFFER, place)
        elif self.texts.setdefault(key, text) == text:
            self.places.setdefault(key, place)
        else:
            self._doubted.add(key)
            del self.texts[key]
            self._found.leave(_DIFFER, self.places[key])
            self._found.leave(_DIFFER, place)


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of a figure's row; what cannot be taken from one goes to `found.left`."""

    indicator: Indicator
    figure: Figure
    line: Line
    there: Mapping[CellRef, CellValue]
    stale: Collection[CellRef]
    found: PrintedYears

    def text(self, place: CellRef, *, whole_counts: bool = True) -> str | None:
        """Return a figure as it is typed into a file, None where it is none or not sure.

        Without `whole_counts` a count may be an average of councils.
        """
        value = self.there.get(place)
        if isinstance(value, Formula):
            value = value.cached
        points = self.line.in_points(self.figure)
        number = figure_in(value, points=points)
        if number is None and not (isinstance(value, str) and any(map(str.isdigit, value))):
            return None
        is_share = points and isinstance(value, int | float) and 0 < abs(value) <= 1
        if place in self.stale:
            self.found.leave(_OLD, place)
        elif number is None or is_share or not self._can_be(number, whole_counts):
            self.found.leave(_NO_FIGURE, place)
        elif self.indicator.kind is Kind.UNKNOWN:
            self.found.leave(_NO_KIND, place)
        else:
            return typed(number, self.figure)
        return None

    def _can_be(self, number: Decimal, whole_counts: bool) -> bool:
        is_part = whole_counts and self.figure.unit is Unit.COUNT and number % 1
        return not is_part and 0 <= number <= most(self.indicator, self.figure, "value")


def _benchmarks(
    cells: _Cells, before: FinancialYear, agreed: _Agreed[tuple[str, FinancialYear, str]]
) -> None:
    for kind, place in cells.line.benchmarks.items():
        text, year = cells.text(place, whole_counts=False), cells.line.benchmark_years.get(kind)
        if text is not None and (year is None or year >= before):
            cells.found.leave(_NO_YEAR, place)
        elif year is not None:
            agreed.add((cells.indicator.number, year, kind), text, place)


def typed(number: Decimal, figure: Figure) -> str:
    """Return a figure as a person types it: a percentage has its sign."""
    return f"{plain(number * 100)}%" if figure.unit is Unit.PERCENTAGE else plain(number)


def outturns_text(found: Mapping[tuple[str, str, FinancialYear], str]) -> str:
    """Return the outturns as the file that lacxl reads."""
    rows = (
        ",".join((number, name, str(year), text)) for (number, name, year), text in found.items()
    )
    return "\n".join(("indicator,figure,financial_year,value", *rows)) + "\n"


def benchmarks_text(found: Mapping[tuple[str, FinancialYear], Mapping[str, str]]) -> str:
    """Return the benchmarks as the file that lacxl reads."""
    rows = (
        ",".join((number, str(year), *(kinds.get(kind, "") for kind in BENCHMARKS)))
        for (number, year), kinds in found.items()
    )
    return "\n".join((",".join(("indicator", "year", *BENCHMARKS)), *rows)) + "\n"
