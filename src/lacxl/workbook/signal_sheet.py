"""A sheet of XmR charts: where each chart's table stands, what its cells hold, what it looks like.

The charts stand on the left, to be printed, each over a line that says what it shows; the tables
that they draw are to the right of them. A table has the months of the financial year and of the
two before it, so that its rows move once a year. It is found again by its headings, wherever it
has been moved.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lacxl.domain.month import Month
from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.new_sheet import ChartLine, Marker, NewChart, NewSheet, Stroke
from lacxl.workbook.plan import same
from lacxl.workbook.snapshot import CellValue, Formula, SheetSnapshot
from lacxl.workbook.wanted import Wanted

HEADINGS = ("Month", "Figure", "Mean", "Upper limit", "Lower limit", "Target", "Special cause")
TITLE = "XmR charts"
ROWS = 36
"""How many months a table has: those of three financial years."""
_NAMED = "XmR "
_MONTHS = "mmm\\-yy"
_WIDE, _TALL, _ACROSS = 9, 18, 2
"""How many columns and rows of cells a chart covers, and how many are side by side."""
_FIRST_ROW, _PAGE = 4, 4
"""Where the charts begin, and how many rows of charts a page has."""
_TABLES_DOWN = 9
"""As many tables as lie within the rows of a sheet that are surveyed, one under the other."""
_LINES: tuple[tuple[Stroke | None, Marker | None], ...] = (
    (Stroke("1F4E79", 2.25), Marker("circle", 5, "1F4E79")),
    (Stroke("595959", 1.25), None),
    (Stroke("7F7F7F", 1.25, dashed=True), None),
    (Stroke("7F7F7F", 1.25, dashed=True), None),
    (Stroke("1E7B4A", 1.75), None),
    (None, Marker("diamond", 10, "C0392B")),
)
"""How the columns after the months are drawn, in their order."""


Charted = tuple[float | None, float | None, float | None, float | None, float | None, float | None]
"""What a month has in the columns after the first; None leaves a cell empty."""
_NOTHING: Charted = (None,) * 6


@dataclass(frozen=True, slots=True)
class SignalChart:
    """What a chart shows: the figure's label and title, its months, and the words for it.

    `says` goes into a cell, `text` is the alternative text. `fine` is the number format of mean
    and limits, `number_format` that of the figures. The axis ends at `lowest` and `highest`.
    """

    label: str
    title: str
    months: Mapping[Month, Charted]
    says: str
    text: str
    number_format: str
    fine: str
    lowest: float | None = None
    highest: float | None = None

    @property
    def name(self) -> str:
        """What the chart is called within the workbook."""
        return f"{_NAMED}{self.label}"

    @property
    def formats(self) -> tuple[str, ...]:
        """The number formats of the columns of its table."""
        return _MONTHS, self.number_format, *[self.fine] * 3, *[self.number_format] * 2


def months_of(month: Month) -> tuple[Month, ...]:
    """Return the months that the tables have as of one of them."""
    first = (month.financial_year - 2).first
    return tuple(first + number for number in range(ROWS))


def new_sheet(
    name: str, charts: Sequence[SignalChart], month: Month
) -> tuple[NewSheet, tuple[Wanted, ...]]:
    """Return a sheet with these charts as of a month, and what goes into its cells."""
    right_of_charts = _ACROSS * (_WIDE + 1) + 1
    drawn: list[NewChart] = []
    lines: list[Wanted] = []
    places = _tables(charts, right_of_charts)
    formats: dict[int, str] = {}
    for number, chart in enumerate(charts):
        heading = places[chart.label]
        formats |= dict(enumerate(chart.formats, heading.column))
        down, across = divmod(number, _ACROSS)
        top, left = _FIRST_ROW + down * (_TALL + 3), 1 + across * (_WIDE + 1)
        over = Area(top, left, top + _TALL - 1, left + _WIDE - 1)
        drawn.append(_drawn(chart, over, heading))
        said = Cell(heading.row - 1, heading.column + 1)
        under = CellRef(name, Cell(over.bottom + 1, left))
        lines.append(Wanted(under, Formula(f"{said}", chart.says), why="what the chart says"))
    printed = Area(1, 1, drawn[-1].over.bottom + 2, right_of_charts - 2)
    page = _PAGE * (_TALL + 3)
    breaks = range(_FIRST_ROW - 1 + page, printed.bottom, page)
    widths = dict.fromkeys(formats, 12.0)
    sheet = NewSheet(name, tuple(drawn), widths, formats, printed, tuple(breaks))
    return sheet, (*lines, *wanted_on(SheetSnapshot(name), charts, places, month))


def _tables(charts: Sequence[SignalChart], left: int) -> Mapping[str, Cell]:
    """Return where the heading of each table goes, from a column on.

    Those under one another have the same formats, so that columns have them: a month that has
    nothing yet is then no cell of the file.
    """
    alike: dict[tuple[str, ...], list[SignalChart]] = {}
    for chart in charts:
        alike.setdefault(chart.formats, []).append(chart)
    columns = (
        those[first : first + _TABLES_DOWN]
        for those in alike.values()
        for first in range(0, len(those), _TABLES_DOWN)
    )
    return {
        chart.label: Cell(_FIRST_ROW + 1 + down * (ROWS + 3), left + across * (len(HEADINGS) + 1))
        for across, those in enumerate(columns)
        for down, chart in enumerate(those)
    }


def places_on(sheet: SheetSnapshot) -> Mapping[str, Cell]:
    """Return where the heading of each chart's months stands, by the label over it.

    A label that is there twice is of no chart.
    """
    found: dict[str, Cell] = {}
    twice: set[str] = set()
    for cell, value in sheet.values.items():
        if value != HEADINGS[0] or not _is_headed(sheet, cell):
            continue
        named = sheet.values.get(Cell(cell.row - 1, cell.column))
        if isinstance(named, str) and named.startswith(_NAMED):
            label = named.removeprefix(_NAMED)
            twice |= {label} & found.keys()
            found[label] = cell
    return {label: cell for label, cell in found.items() if label not in twice}


def wanted_on(
    sheet: SheetSnapshot, charts: Sequence[SignalChart], places: Mapping[str, Cell], month: Month
) -> Iterator[Wanted]:
    """Yield what the cells that hold something else should hold as of a month.

    Of a cell that two tables claim, both are told.
    """
    there = sheet.values
    held = [
        (cell, value, why)
        for cell, value, why in _held(charts, places, month)
        if value is not None or cell in there
    ]
    claims = Counter(cell for cell, *_ in held)
    for cell, value, why in held:
        if claims[cell] > 1 or not same(there.get(cell), value):
            yield Wanted(CellRef(sheet.name, cell), value, why=why)


def _held(
    charts: Sequence[SignalChart], places: Mapping[str, Cell], month: Month
) -> Iterator[tuple[Cell, CellValue, str]]:
    """Yield what each cell of the sheet holds as of a month, and what that is."""
    why = f"XmR charts to {month.short}"
    yield Cell(1, 1), f"{TITLE} to {month.short}", why
    days = {each: dt.datetime(each.year, each.number, 1) for each in months_of(month)}  # noqa: DTZ001
    for chart in charts:
        heading = places.get(chart.label)
        if heading is None:
            continue
        top, left = heading
        of = f"{chart.label} {why}"
        yield Cell(top - 1, left), chart.name, of
        yield Cell(top - 1, left + 1), chart.says, of
        for column, text in enumerate(HEADINGS, left):
            yield Cell(top, column), text, of
        for row, (each, day) in enumerate(days.items(), top + 1):
            yield Cell(row, left), day, of
            for column, value in enumerate(chart.months.get(each, _NOTHING), left + 1):
                yield Cell(row, column), value, of


def _is_headed(sheet: SheetSnapshot, first: Cell) -> bool:
    return all(
        sheet.values.get(Cell(first.row, first.column + column)) == text
        for column, text in enumerate(HEADINGS)
    )


def _drawn(chart: SignalChart, over: Area, heading: Cell) -> NewChart:
    top, bottom = heading.row + 1, heading.row + ROWS

    def column(number: int) -> Area:
        return Area(top, heading.column + number, bottom, heading.column + number)

    lines = tuple(
        ChartLine(Cell(heading.row, heading.column + number), column(number), stroke, marker)
        for number, (stroke, marker) in enumerate(_LINES, 1)
    )
    return NewChart(
        chart.name,
        chart.text,
        f"{chart.label} {chart.title}",
        over,
        column(0),
        lines,
        _MONTHS,
        chart.number_format,
        chart.lowest,
        chart.highest,
    )
