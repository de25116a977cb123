"""Figures laid on the cells that the layout found: what each cell should hold, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from types import MappingProxyType

from lacxl.domain.figures import FigureRow
from lacxl.domain.indicator import Figure, Kind
from lacxl.domain.month import FinancialYear, Month
from lacxl.domain.numbers import plain
from lacxl.domain.rating import Dot, Rag
from lacxl.domain.reading import Amount, Measured
from lacxl.workbook.address import Area, CellRef
from lacxl.workbook.conditional_formats import Coloured, ConditionalFormat, Look, text_rule
from lacxl.workbook.layout.model import (
    Cover,
    FigurePart,
    JudgedCells,
    Layout,
    Line,
    Period,
    Signs,
    YearToDate,
)
from lacxl.workbook.snapshot import CellLook, CellValue, Formula

COUNT_FORMAT = "0"
_RAG_LOOKS = {
    Rag.RED: Look(fill="C0392B", font="FFFFFF", bold=True),
    Rag.AMBER: Look(fill="F5B041", font="000000", bold=True),
    Rag.GREEN: Look(fill="1E7B4A", font="FFFFFF", bold=True),
    Rag.NOT_RATED: Look(fill="F2F2F2", font="595959"),
}
_DOT_LOOKS = {
    Dot.BETTER: Look(fill="E8F4ED", font="1E7B4A", bold=True),
    Dot.LEVEL: Look(fill="F2F2F2", font="404040", bold=True),
    Dot.WORSE: Look(fill="FDF0EF", font="A93226", bold=True),
    Dot.WORSE_WITHIN: Look(fill="FEF5E3", font="805200", bold=True),
    Dot.WORSE_OFF: Look(fill="FADBD8", font="922B21", bold=True),
    Dot.NUMBER_UP: Look(fill="EAF1F8", font="1F4E79"),
    Dot.NUMBER_DOWN: Look(fill="E4EDF5", font="1F4E79"),
    Dot.NONE: Look(fill="FAFAFA", font="595959"),
}
"""Every state has a fill of its own, n/a too: what was painted by hand would show behind it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one cell should hold: None empties it; a number format of None leaves the cell's own.

    `why` and `source` go to the receipt: what the figure is, and the row it came from.
    """

    place: CellRef
    value: CellValue
    number_format: str | None = None
    why: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed year's outturn, or a benchmark: a number or a text that keeps its meaning.

    `year` is that of a benchmark.
    """

    value: Decimal | str
    source: str = ""
    year: FinancialYear | None = None


def lay(
    rows: Sequence[FigureRow],
    layout: Layout,
    *,
    outturns: Mapping[tuple[str, str, FinancialYear], Closed],
    benchmarks: Mapping[tuple[str, str], Closed],
    empty: frozenset[CellRef],
    sources: Mapping[str, str],
    read: frozenset[str],
    current: bool = True,
    looks: Mapping[CellRef, CellLook] = MappingProxyType({}),
    unrated: Collection[str] = (),
    said: Mapping[str, Mapping[JudgedCells, str]] = MappingProxyType({}),
) -> tuple[Wanted, ...]:
    """Return what every cell of the month should hold.

    `outturns` are closed years by indicator, figure and year: they go into cells that are `empty`
    only, because a closed year is kept as it was printed. `benchmarks` go by indicator and column.
    `sources` says which row an indicator's reading came from; those in `read` have a reading,
    and the month cells of the others are left to whoever types them. A month that is not the
    `current` one, because a later one is filled, gets its own cells alone. `looks` are of the
    workbook's cells, of which one of another council keeps the number formats; `unrated` are the
    labels of figures of which it cannot be told by what they are judged. `said` is what the months
    say of a figure, by its label: a column that is headed for it gets the words.
    """
    wanted: list[Wanted] = []
    for row in rows:
        source = sources.get(row.indicator.number, "")
        in_month = row.indicator.number in read
        lines = [line for line in layout.lines if line.shows(row.indicator, row.figure)]
        for line in lines:
            signs = layout.signs
            if signs is not None:
                signs = signs.for_indicator(row.indicator, row.rag, row.label in unrated)
            wanted += _line(row, line, source, signs, in_month=in_month, current=current)
            if current and line.part is FigurePart.VALUE:
                wanted += _said(row, line, said.get(row.label, {}))
        wanted += _closed_years(row, lines, outturns, empty)
        wanted += _benchmarks(row, lines, benchmarks, empty)
    own = {p: line for line in layout.lines if line.form.own_formats for p in line.places}
    return tuple(
        _as_there(each, own[each.place], looks) if each.place in own else each for each in wanted
    )


def left_alone(
    rows: Sequence[FigureRow],
    layout: Layout,
    wanted: Sequence[Wanted],
    there: Mapping[CellRef, CellValue],
    read: frozenset[str],
    told: Collection[CellRef] = (),
) -> dict[str, list[CellRef]]:
    """Return the cells of a council's own tables that still say what they said of another month.

    They are of the indicators that are filled: years to date, quarters, lights and arrows that
    cannot be told. By what they are, in words.
    """
    if layout.signs is None:
        return {}
    filled = {*(want.place for want in wanted), *told}
    found: dict[str, list[CellRef]] = {}
    for row in rows:
        for line in layout.lines:
            if not line.shows(row.indicator, row.figure) or row.indicator.number not in read:
                continue
            quarter = row.at.quarter
            cells = {
                "year to date": line.so_far(row.at),
                "light": line.judged.get(JudgedCells.LIGHT),
                "direction of travel": line.judged.get(JudgedCells.ARROW),
                "quarter": line.at.get(quarter) if row.at == quarter.last else None,
            }
            for name, place in cells.items():
                value = there.get(place) if place is not None else None
                held = value not in (None, "") and not isinstance(value, Formula)
                if place is not None and place not in filled and held:
                    found.setdefault(name, []).append(place)
    return found


def outturn_in(
    rows: Sequence[FigureRow],
    line: Line,
    closed: Mapping[tuple[str, str, FinancialYear], Closed],
    year: FinancialYear,
) -> tuple[CellValue, str | None]:
    """Return what a line shows as the outturn of a year by its March's rows, or as it was given,
    with its number format; None where it is not known.
    """
    for row in rows:
        if not line.shows(row.indicator, row.figure):
            continue
        given = closed.get((row.indicator.number, row.figure.name, year))
        if given is not None and line.part is FigurePart.VALUE:
            return _value(given.value, line.in_points(row.figure)), row.figure.number_format
        if isinstance(row.outturn, Measured) and row.at == year.last:
            place = next(iter(line.at.values()))
            points = line.in_points(row.figure)
            want = _part(place, line.part, row.outturn, row.figure, "", "", points)
            return want.value, want.number_format
    return None, None


def cover(cover: Cover, there: Mapping[CellRef, CellValue], month: Month) -> tuple[Wanted, ...]:
    """Return the cover's text for a month being worked on: its name, and Draft."""
    wanted: list[Wanted] = []
    if cover.month_end is not None:
        is_text = isinstance(there.get(cover.month_end), str)
        first = dt.datetime(month.year, month.number, 1)  # noqa: DTZ001 - a cell has no time zone
        wanted.append(
            Wanted(cover.month_end, month.long if is_text else first, why="the cover's month")
        )
    if cover.issue is not None:
        wanted.append(Wanted(cover.issue, "Draft", why="not issued yet"))
    return tuple(wanted)


def rules(
    layout: Layout, others: Mapping[CellRef, Sequence[Coloured]] = MappingProxyType({})
) -> Mapping[str, tuple[ConditionalFormat, ...]]:
    """Return lacxl's conditional formats by sheet: a rule for each state of RAG and DOT.

    A state that a rule of the council's own tables colours already has none in those cells;
    `others` are these rules, by cell.
    """
    found: dict[str, list[ConditionalFormat]] = {}
    signs = layout.signs
    if signs is not None and signs.own_colours:
        return {}
    lights = {light: light.value if signs is None else signs.light(light) for light in _RAG_LOOKS}
    arrows = {dot: dot.text for dot in _DOT_LOOKS} if signs is None else {}
    for judged, looks in (
        (JudgedCells.LIGHT, {text: _RAG_LOOKS[light] for light, text in lights.items() if text}),
        (JudgedCells.ARROW, {text: _DOT_LOOKS[dot] for dot, text in arrows.items()}),
    ):
        cells = [line.judged[judged] for line in layout.lines if judged in line.judged and looks]
        in_area: dict[tuple[str, Area], list[str]] = {}
        for words in looks:
            left_out = {p for p in cells if any(each.shows(words) for each in others.get(p, ()))}
            for each in _columns(cells, left_out):
                in_area.setdefault(each, []).append(words)
        for (sheet, area), states in in_area.items():
            found.setdefault(sheet, []).extend(text_rule(area, w, looks[w]) for w in states)
    return {sheet: tuple(each) for sheet, each in found.items()}


def _columns(cells: Sequence[CellRef], left_out: Collection[CellRef]) -> Iterator[tuple[str, Area]]:
    """Yield the areas of some cells, each from the first to the last with none left out between."""
    by_column: dict[tuple[str, int], list[CellRef]] = {}
    for place in cells:
        by_column.setdefault((place.sheet, place.cell.column), []).append(place)
    for (sheet, column), places in by_column.items():
        in_order = sorted(places, key=lambda place: place.cell.row)
        for is_left_out, run in groupby(in_order, key=lambda place: place in left_out):
            in_rows = [place.cell.row for place in run]
            if not is_left_out:
                yield sheet, Area(in_rows[0], column, in_rows[-1], column)


def coloured_by_hand(
    wanted: Sequence[Wanted],
    layout: Layout,
    there: Mapping[CellRef, CellValue],
    painted: Mapping[CellRef, str],
    others: Mapping[CellRef, Sequence[Coloured]],
) -> tuple[CellRef, ...]:
    """Return the lights and arrows that change, and whose fill would stay that of the old state.

    `painted` are the fills that people gave such cells. One that a rule covers does not show.
    """
    signs = layout.signs
    if signs is None:
        return ()
    lights = {line.judged.get(JudgedCells.LIGHT) for line in layout.lines}

    def is_covered(want: Wanted) -> bool:
        if not isinstance(want.value, str):
            return False
        text = want.value
        of_others = any(each.shows(text) for each in others.get(want.place, ()))
        return of_others or (want.place in lights and not signs.own_colours)

    return tuple(
        want.place
        for want in wanted
        if want.place in painted and want.value != there.get(want.place) and not is_covered(want)
    )


def _line(
    row: FigureRow,
    line: Line,
    source: str,
    signs: Signs | None,
    *,
    in_month: bool,
    current: bool,
) -> Iterator[Wanted]:
    """Yield what a line's own cells should hold: the month, its quarter, the year to date."""
    year, quarter = row.at.financial_year, row.at.quarter
    if line.form.own_formats and next(line.in_month(row.at), None) is None:
        return  # this table does not go so far
    name = f"{row.label} {row.at.short}"
    amounts: dict[Period, tuple[Amount, str]] = {}
    if in_month:
        amounts[row.at] = (row.month, name)
    is_own = line.form.own_formats
    told = isinstance(row.quarter, Measured) or bool(row.quarter.text)
    if row.at == quarter.last and told:
        amounts[quarter] = (row.quarter, f"{row.label} {quarter}")
    if current and line.form.own_formats:
        so_far = _own_ytd(row, line)
        if so_far is not None:
            amounts[YearToDate()] = (so_far, f"{row.label} year to date {year}")
            amounts[YearToDate(year)] = (so_far, f"{row.label} {year} so far")
            amounts[YearToDate(year, row.at)] = (so_far, f"{row.label} {year} so far")
    elif current:
        amounts[YearToDate()] = (row.ytd, f"{row.label} year to date {year}")
        amounts[YearToDate(year)] = (row.so_far, f"{row.label} {year} so far")
    if row.outturn is not None and (isinstance(row.outturn, Measured) or not is_own):
        amounts[year] = (row.outturn, f"{row.label} {year}")
    for period, (amount, what) in amounts.items():
        if period in line.at:
            points = line.in_points(row.figure)
            yield _part(line.at[period], line.part, amount, row.figure, what, source, points)
    shown = isinstance(row.month, Measured) or bool(row.month.text)
    if current and line.part is FigurePart.VALUE and (signs is None or (in_month and shown)):
        judged = {
            JudgedCells.ARROW: (
                row.dot.text if signs is None else signs.arrow(row.dot),
                "direction of travel",
            ),
            JudgedCells.LIGHT: (row.rag.value if signs is None else signs.light(row.rag), "RAG"),
        }
        for which, (text, what) in judged.items():
            if which in line.judged and text is not None:
                yield Wanted(line.judged[which], text or None, None, f"{name} {what}", source)


def _said(row: FigureRow, line: Line, words: Mapping[JudgedCells, str]) -> Iterator[Wanted]:
    """Yield what the months say of a figure, in the columns that are headed for it."""
    if line.form.own_formats and next(line.in_month(row.at), None) is None:
        return  # this table does not go so far
    for which, text in words.items():
        if which in line.judged:
            why = f"{row.label} {row.at.short} {which.value}"
            yield Wanted(line.judged[which], text, None, why)


def _own_ytd(row: FigureRow, line: Line) -> Amount | None:
    """Return what a council's own table shows as the year to date, None to leave it alone."""
    if row.indicator.kind is Kind.FLOW:
        return row.ytd if isinstance(row.ytd, Measured) else None
    latest = line.form.latest_ytd and row.indicator.kind is not Kind.UNKNOWN
    return row.month if latest else None


def _as_there(want: Wanted, line: Line, looks: Mapping[CellRef, CellLook]) -> Wanted:
    """Return the cell with the number format that the table has: its own, or its neighbours'."""
    if want.number_format is None or not isinstance(want.value, float):
        return replace(want, number_format=None)
    cells = (want.place, *line.at.values())
    formats = [looks[each].number_format for each in cells if each in looks]
    kept = next((each for each in formats if each != "General"), None)
    if kept is None and want.number_format.endswith("%") and line.form.points:
        kept = want.number_format.removesuffix("%")
    return replace(want, number_format=kept or want.number_format)


def _part(
    place: CellRef,
    part: FigurePart,
    amount: Amount,
    figure: Figure,
    name: str,
    source: str,
    points: bool = False,
) -> Wanted:
    why = _why(name, amount)
    if part is FigurePart.VALUE:
        return Wanted(place, _cell(amount, points), figure.number_format, why, source)
    count: Decimal | None = None
    if isinstance(amount, Measured):
        if part is FigurePart.NUMERATOR:
            count = amount.numerator
        elif part is FigurePart.DENOMINATOR:
            count = amount.denominator
        elif amount.numerator is not None and amount.denominator is not None:
            count = amount.denominator - amount.numerator
    value = None if count is None else float(count)
    return Wanted(place, value, COUNT_FORMAT, f"{why}, {part.value}", source)


def _closed_years(
    row: FigureRow,
    lines: Sequence[Line],
    outturns: Mapping[tuple[str, str, FinancialYear], Closed],
    empty: frozenset[CellRef],
) -> Iterator[Wanted]:
    number, figure = row.indicator.number, row.figure
    spots = [
        (line, *spot)
        for line in lines
        if line.part is FigurePart.VALUE
        for spot in line.years.items()
    ]
    for line, year, place in spots:
        points = line.in_points(figure)
        closed = outturns.get((number, figure.name, year))
        if closed is not None and year < row.at.financial_year and place in empty:
            why = f"{row.label} {year} outturn"
            value = _value(closed.value, points)
            yield Wanted(place, value, figure.number_format, why, closed.source)


def _benchmarks(
    row: FigureRow,
    lines: Sequence[Line],
    benchmarks: Mapping[tuple[str, str], Closed],
    empty: frozenset[CellRef],
) -> Iterator[Wanted]:
    """Yield the benchmarks; a council's own table takes them into empty cells of their year."""
    number, figure = row.indicator.number, row.figure
    if figure is not row.indicator.figures[-1]:
        return
    spots = [(line, *spot) for line in lines for spot in line.benchmarks.items()]
    for line, name, place in spots:
        closed = benchmarks.get((number, name))
        if closed is not None and line.form.own_formats:
            is_of_year = line.benchmark_years.get(name) in (None, closed.year)
            closed = closed if is_of_year and place in empty else None
        if closed is not None:
            why = f"{row.label} benchmark {name.replace('_', ' ')}"
            value = _value(closed.value, line.in_points(figure))
            yield Wanted(place, value, figure.number_format, why, closed.source)


def _value(value: Decimal | str, points: bool = False) -> CellValue:
    return value if isinstance(value, str) else float(value * 100 if points else value)


def _cell(amount: Amount, points: bool = False) -> CellValue:
    if isinstance(amount, Measured):
        return float(amount.value * 100 if points else amount.value)
    return amount.text or None


def _why(name: str, amount: Amount) -> str:
    if not isinstance(amount, Measured):
        return f"{name}: {amount.reason}"
    if amount.numerator is not None and amount.denominator is not None:
        return f"{name}: {plain(amount.numerator)} of {plain(amount.denominator)}"
    return name
