"""A council's own table is filled by rules that give what it prints of the month before.

Before the month is filled for the first time, year to date, light and arrow of the month before
are worked out by the very rules that are about to be used; where it was filled already, those of
the month itself, by what was known then. With the last month of a quarter the quarter before is
worked out too. Where a printed cell says otherwise the council counts in another way, or the cell
is wrong: it is left to a person, and told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lacxl.domain.figures import FigureRow
from lacxl.domain.finding import Finding, warning
from lacxl.domain.indicator import Basis, Figure, Kind, Polarity, Unit
from lacxl.domain.month import Month, Quarter
from lacxl.domain.numbers import half_up
from lacxl.domain.rating import Dot, direction, rag
from lacxl.domain.reading import Amount, Measured, Missing, Reading, amount
from lacxl.domain.year import of_quarter, year_to_date
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import JudgedCells, Layout, Line, Signs
from lacxl.workbook.shown import figure_in, number
from lacxl.workbook.snapshot import CellValue, Formula

Readings = Mapping[str, Mapping[Month, Reading]]


@dataclass(frozen=True, slots=True)
class Contradicted:
    """A cell that says something else of a month than the rule does."""

    at: Month
    place: CellRef
    label: str
    what: str
    by_rule: str
    printed: str

    @property
    def finding(self) -> Finding:
        """What to say about it."""
        before = self.at
        return warning(
            "P116",
            f"The {self.what} of {self.label} would be {self.by_rule} for {before.short}, by the "
            f"rule that lacxl fills it by, and the cell says {self.printed}: it is not filled.",
            str(self.place),
            f"If the rule is right, correct the cell as of {before.short}, or empty it, and run "
            "again. If your council counts otherwise, leave the cell to a person.",
        )


def contradicted(
    rows: Sequence[FigureRow],
    layout: Layout,
    there: Mapping[CellRef, CellValue],
    readings: Readings,
    known_before: Readings,
    given: Mapping[str, Mapping[Quarter, Reading]],
    unrated: Sequence[str],
) -> Iterator[Contradicted]:
    """Yield the cells of a council's own tables that the rules do not give.

    `known_before` are the readings of the history, without those that are new.
    """
    signs = layout.signs
    if signs is None:
        return
    for row in rows:
        for line in layout.summary:
            if not line.shows(row.indicator, row.figure):
                continue
            number = row.indicator.number
            of_quarters = given.get(number, {})
            step = 3 if line.is_quarterly else 1
            if not _is_first(row, line, there):
                at, own = row.at, known_before.get(number, {})
            else:
                at, own = row.at - step, readings.get(number, {})
                if otherwise := _counted_otherwise(row, line, there, own):
                    yield from otherwise
                    continue
            yield from _so_far(row, line, there, own, of_quarters, at)
            yield from _quarter(row, line, there, own, of_quarters)
            words = signs.for_indicator(row.indicator, row.rag, row.label in unrated)
            yield from _judged(row, line, there, words, at)


def _is_first(row: FigureRow, line: Line, there: Mapping[CellRef, CellValue]) -> bool:
    """Say whether the month is filled for the first time."""
    place = next(line.in_month(row.at), None)
    return place is not None and there.get(place) in (None, "")


def _counted_otherwise(
    row: FigureRow,
    line: Line,
    there: Mapping[CellRef, CellValue],
    readings: Mapping[Month, Reading],
) -> list[Contradicted]:
    """Return the cells of a row of which the last two months are both printed otherwise.

    They may be of several months, or added up. One month alone may have been restated.
    """
    if line.is_quarterly:
        return []
    points, told = line.in_points(row.figure), []
    for month in (row.at - 1, row.at - 2):
        reading, place = readings.get(month), line.at.get(month)
        if reading is None or reading.numerator is None or place is None:
            return []
        printed = figure_in(there.get(place), points=points)
        now = amount(row.indicator, row.figure, reading)
        if printed is None or not isinstance(now, Measured):
            return []
        if _agree(printed, now.value, row.figure):
            return []
        told.append((number(now.value, row.figure.number_format), printed))
    cells = {
        "figure": line.at.get(row.at),
        "year to date": line.so_far(row.at),
        "light": line.judged.get(JudgedCells.LIGHT),
        "direction of travel": line.judged.get(JudgedCells.ARROW),
    }
    by_rule, printed = told[0]
    said = number(printed, row.figure.number_format)
    return [
        Contradicted(row.at - 1, place, row.label, what, by_rule, said)
        for what, place in cells.items()
        if place is not None
    ]


def _so_far(
    row: FigureRow,
    line: Line,
    there: Mapping[CellRef, CellValue],
    own: Mapping[Month, Reading],
    given: Mapping[Quarter, Reading],
    before: Month,
) -> Iterator[Contradicted]:
    indicator, figure = row.indicator, row.figure
    place = line.so_far(before)  # where the month is to stand, if headings do not date it
    value = there.get(place) if place is not None else None
    printed = figure_in(value, points=line.in_points(figure))
    if place is None or printed is None or isinstance(value, Formula):
        return
    if indicator.kind is not Kind.FLOW or before.financial_year != row.at.financial_year:
        return
    if not _as_printed(row, line, there, own, before):
        return  # a month was restated: its year to date may be as well
    by_rule = year_to_date(indicator, figure, own, before, given)
    if isinstance(by_rule, Measured) and not _agree(printed, by_rule.value, figure):
        fmt = figure.number_format
        yield Contradicted(
            before,
            line.so_far(row.at) or place,
            row.label,
            "year to date",
            number(by_rule.value, fmt),
            number(printed, fmt),
        )


def _quarter(
    row: FigureRow,
    line: Line,
    there: Mapping[CellRef, CellValue],
    own: Mapping[Month, Reading],
    given: Mapping[Quarter, Reading],
) -> Iterator[Contradicted]:
    """Yield a quarter beside months, of which the one before is printed otherwise."""
    quarter, before = row.at.quarter, (row.at - 3).quarter
    place, earlier = line.at.get(quarter), line.at.get(before)
    if line.is_quarterly or row.at != quarter.last or place is None or earlier is None:
        return
    value = there.get(earlier)
    printed = figure_in(value, points=line.in_points(row.figure))
    if printed is None or isinstance(value, Formula):
        return
    if not _are_printed(row, line, there, own, before.months):
        return  # a month was restated: its quarter may be as well
    by_rule = of_quarter(row.indicator, row.figure, own, before, given)
    if isinstance(by_rule, Measured) and not _agree(printed, by_rule.value, row.figure):
        fmt = row.figure.number_format
        said = number(by_rule.value, fmt), number(printed, fmt)
        yield Contradicted(before.last, place, row.label, "quarter's figure", *said)


def _as_printed(
    row: FigureRow,
    line: Line,
    there: Mapping[CellRef, CellValue],
    readings: Mapping[Month, Reading],
    until: Month,
) -> bool:
    """Say whether the months of the year are printed as their readings are."""
    return _are_printed(row, line, there, readings, until.financial_year.months(until))


def _are_printed(
    row: FigureRow,
    line: Line,
    there: Mapping[CellRef, CellValue],
    readings: Mapping[Month, Reading],
    months: Sequence[Month],
) -> bool:
    points = line.in_points(row.figure)
    for month in months:
        if month not in line.at or month not in readings:
            continue
        printed = figure_in(there.get(line.at[month]), points=points)
        now = amount(row.indicator, row.figure, readings[month])
        if printed is None or not isinstance(now, Measured):
            continue
        if not _agree(printed, now.value, row.figure):
            return False
    return True


def _agree(printed: Decimal, by_rule: Decimal, figure: Figure) -> bool:
    """Compare at the places that were typed, where they are fewer than those shown."""
    exponent = printed.normalize().as_tuple().exponent
    typed = max(0, -exponent) if isinstance(exponent, int) else 0
    return any(
        half_up(printed, places) == half_up(by_rule, places)
        for places in {figure.decimals, min(typed, figure.decimals)}
    )


def _judged(
    row: FigureRow, line: Line, there: Mapping[CellRef, CellValue], signs: Signs, at: Month
) -> Iterator[Contradicted]:
    """Yield light and arrow, judged by what is printed of the month and the one before."""
    if line.judged_at:  # each period has targets of its own
        return
    step = 3 if line.is_quarterly else 1
    points = line.in_points(row.figure)

    def printed(month: Month) -> Amount:
        place = line.months.get(month)
        value = figure_in(there.get(place), points=points) if place is not None else None
        return Missing("its cell is empty") if value is None else Measured(value)

    now, before = printed(at), printed(at - step)
    indicator = row.indicator
    judged: Amount = now
    if indicator.basis is Basis.YTD:
        so_far = figure_in(there.get(line.so_far(at) or _NOWHERE), points=points)
        judged = Missing("no year to date") if so_far is None else Measured(so_far)
    light = rag(judged, row.figure, indicator.polarity, indicator.target)
    place = line.judged.get(JudgedCells.LIGHT)
    said = _text(there, place, signs.lights.values())
    wanted = signs.light(light)
    differs = said in signs.lights.values() and wanted not in (None, said)
    if place is not None and differs and isinstance(judged, Measured):
        yield Contradicted(at, place, row.label, "light", wanted or "empty", said)
    place = line.judged.get(JudgedCells.ARROW)
    said = _text(there, place, signs.arrows.values())
    dot = direction(
        now,
        before,
        figure=row.figure,
        polarity=Polarity.NONE if signs.by_number else indicator.polarity,
        light=light,
        dead_band=signs.level_within / (100 if row.figure.unit is Unit.PERCENTAGE else 1),
        slight=signs.slight / (100 if row.figure.unit is Unit.PERCENTAGE else 1),
    )
    wanted = signs.arrow(dot)
    differs = said in signs.arrows.values() and wanted not in (None, said)
    if place is not None and differs and dot is not Dot.NONE:
        yield Contradicted(at, place, row.label, "direction of travel", wanted or "empty", said)


_NOWHERE = CellRef.parse("A!A1")


def _text(there: Mapping[CellRef, CellValue], place: CellRef | None, words: Collection[str]) -> str:
    """Return what a cell says: a word of the workbook's as it is known, whatever its capitals."""
    value = there.get(place) if place is not None else None
    text = value.strip() if isinstance(value, str) else ""
    return next((word for word in words if word.casefold() == text.casefold()), text)
