"""What the page shows against the readings: it is kept, and a difference is a finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from lacxl.domain.finding import Finding, warning
from lacxl.domain.indicator import Figure, Indicator
from lacxl.domain.month import Month, Quarter
from lacxl.domain.numbers import half_up, plain
from lacxl.domain.reading import Amount, Measured, Reading, amount
from lacxl.domain.year import of_quarter
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import FigurePart, Layout, Line, figure_of
from lacxl.workbook.shown import figure_in, number
from lacxl.workbook.snapshot import CellValue, Formula


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a month that is kept.

    `blank_counts` says that nothing in it is a difference,
    `points` that it writes a percentage as 94.4, `is_own` that its table is a council's own.
    """

    place: CellRef
    month: Month
    indicator: Indicator
    figure: Figure
    part: FigurePart
    is_issued: bool
    blank_counts: bool
    points: bool = False
    is_own: bool = False

    @property
    def label(self) -> str:
        return self.indicator.label(self.figure)


def printed_against_readings(
    layout: Layout,
    there: Mapping[CellRef, CellValue],
    readings: Mapping[str, Mapping[Month, Reading]],
    indicators: Mapping[str, Indicator],
    *,
    before: Month,
    issued: Set[Month],
    on_page: Set[Month],
) -> Iterator[Finding]:
    """Yield a finding for each cell of a month that is kept and disagrees with its reading.

    K101 where an issued figure differs as shown, or has no reading any more; K116 where a month
    was issued without a figure and its reading gives one; K114 where the month was not issued.
    The months `before` the one that is filled are kept as they are, whoever put their figures
    there; of those that the summary shows `on_page` an empty cell is kept too.
    """
    for cell in _cells(layout, indicators, before, issued, on_page):
        reading = readings.get(cell.indicator.number, {}).get(cell.month)
        if reading is None:
            continue
        finding = _compared(cell, there.get(cell.place), reading)
        if finding is not None:
            yield finding


def differing_indicators(
    layout: Layout,
    there: Mapping[CellRef, CellValue],
    readings: Mapping[str, Mapping[Month, Reading]],
    indicators: Mapping[str, Indicator],
    month: Month,
    quarters: Mapping[str, Mapping[Quarter, Reading]] = MappingProxyType({}),
) -> frozenset[str]:
    """Return the indicators of which an issued month shows another figure than its reading.

    They are those of K101 and K116, by their numbers. Where the workbook has quarters alone, they
    are those whose quarter differs; `quarters` are the readings that were given for whole quarters.
    """
    issued = {month}
    of_quarters = frozenset(
        line.indicator
        for line in layout.lines
        if _quarter_differs(line, there, readings, indicators[line.indicator], month, quarters)
    )
    return of_quarters | frozenset(
        cell.indicator.number
        for cell in _cells(layout, indicators, month, issued, issued)
        if cell.month == month
        and (reading := readings.get(cell.indicator.number, {}).get(month)) is not None
        and _compared(cell, there.get(cell.place), reading) is not None
    )


def _quarter_differs(
    line: Line,
    there: Mapping[CellRef, CellValue],
    readings: Mapping[str, Mapping[Month, Reading]],
    indicator: Indicator,
    month: Month,
    quarters: Mapping[str, Mapping[Quarter, Reading]],
) -> bool:
    quarter = month.quarter
    if not line.is_quarterly or month != quarter.last or quarter not in line.at:
        return False
    figure = figure_of(indicator, line.figure, line.part)
    known, given = readings.get(line.indicator, {}), quarters.get(line.indicator, {})
    found = of_quarter(indicator, figure, known, quarter, given)
    wanted, decimals, _ = _wanted_of(found, figure, line.part)
    if wanted is None:
        return False
    printed = figure_in(there.get(line.at[quarter]), points=line.in_points(figure))
    return printed is None or half_up(printed, decimals) != half_up(wanted, decimals)


def _cells(
    layout: Layout,
    indicators: Mapping[str, Indicator],
    before: Month,
    issued: Set[Month],
    on_page: Set[Month],
) -> Iterator[_Cell]:
    for line in layout.lines:
        if line.is_quarterly:  # its figures are not those of single months
            continue
        indicator = indicators[line.indicator]
        figure = figure_of(indicator, line.figure, line.part)
        for month, place in line.months.items():
            if month in issued or month < before:
                held = month in issued
                blank_counts = held or (line.table in layout.main and month in on_page)
                points = line.in_points(figure)
                yield _Cell(
                    place,
                    month,
                    indicator,
                    figure,
                    line.part,
                    held,
                    blank_counts,
                    points,
                    line.form.own_formats,
                )


def _compared(cell: _Cell, value: CellValue, reading: Reading) -> Finding | None:
    wanted, decimals, fmt = _wanted(cell, reading)
    printed = figure_in(value, points=cell.points)
    held = "its cell is empty"
    if isinstance(value, Formula):
        value, held = value.cached, "its formula has no result"
    if printed is None:
        blank = value is None or value == ""
        if wanted is None or cell.part is not FigurePart.VALUE or (blank and not cell.blank_counts):
            return None
        held = held if blank else "its cell holds a text"
        return _without_figure(cell, _in_words(cell, reading, wanted, fmt), held)
    if wanted is None:
        gone = reading.is_missing and cell.part is FigurePart.VALUE
        return _differs(cell, number(printed, fmt), "the reading has none now") if gone else None
    places = _places(printed, decimals) if cell.is_own else decimals
    if half_up(printed, places) == half_up(wanted, places):
        return None
    words = f"the reading is {_in_words(cell, reading, wanted, fmt)}"
    return _differs(cell, number(printed, fmt), words)


def _places(printed: Decimal, most: int) -> int:
    """Return the decimals that a figure was typed with, as a council may show fewer."""
    exponent = printed.normalize().as_tuple().exponent
    return min(most, max(0, -exponent)) if isinstance(exponent, int) else most


def _wanted(cell: _Cell, reading: Reading) -> tuple[Decimal | None, int, str]:
    """Return the number that the reading gives for the cell, its decimals and its format."""
    return _wanted_of(amount(cell.indicator, cell.figure, reading), cell.figure, cell.part)


def _wanted_of(found: Amount, figure: Figure, part: FigurePart) -> tuple[Decimal | None, int, str]:
    if part is FigurePart.VALUE:
        value = found.value if isinstance(found, Measured) else None
        return value, figure.decimals, figure.number_format
    if not isinstance(found, Measured) or found.numerator is None or found.denominator is None:
        return None, 0, "0"
    counts = {FigurePart.NUMERATOR: found.numerator, FigurePart.DENOMINATOR: found.denominator}
    return counts.get(part, found.denominator - found.numerator), 0, "0"


def _in_words(cell: _Cell, reading: Reading, wanted: Decimal, fmt: str) -> str:
    """Return the reading in words: 68 of 71, which is 95.8% (readings.csv row 19)."""
    found = amount(cell.indicator, cell.figure, reading)
    parts = ""
    if isinstance(found, Measured) and None not in (found.numerator, found.denominator):
        assert found.numerator is not None and found.denominator is not None  # noqa: S101, PT018
        parts = f"{plain(found.numerator)} of {plain(found.denominator)}, which is "
    source = f" ({reading.source})" if reading.source else ""
    return f"{parts}{number(wanted, fmt)}{source}"


def _differs(cell: _Cell, printed: str, reading: str) -> Finding:
    if cell.is_issued:
        return warning(
            "K101",
            f"{cell.label} was issued as {printed} for {cell.month.short}; {reading}.",
            str(cell.place),
            "The issued figure stays. If the reading is right, correct it: "
            f'lacxl restate {cell.month} --reason "WHY".',
        )
    return warning(
        "K114",
        f"{cell.label} shows {printed} for {cell.month.short}; {reading}.",
        str(cell.place),
        _KEPT.format(month=cell.month),
    )


def _without_figure(cell: _Cell, reading: str, held: str) -> Finding:
    if cell.is_issued:
        return warning(
            "K116",
            f"{cell.label} was issued without a figure for {cell.month.short} ({held}); the "
            f"reading is {reading}.",
            str(cell.place),
            "What was issued stays, and a year to date counts the reading. If it is right: "
            f'lacxl restate {cell.month} --reason "WHY".',
        )
    return warning(
        "K114",
        f"{cell.label} shows no figure for {cell.month.short} ({held}); the reading is {reading}.",
        str(cell.place),
        _KEPT.format(month=cell.month),
    )


_KEPT = (
    "It stays, and the arrow compares with it. If the reading is right, fill that month: "
    "lacxl refresh {month}."
)
