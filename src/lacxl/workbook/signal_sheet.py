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
from lacxl.workbook.new_sheet import Line, Marker, NewChart, NewSheet, Stroke
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
    wanted: list[Wanted] = []
    places: dict[str, Cell] = {}
    widths: dict[int, float] = {}
    for number, chart in enumerate(charts):
        across, down = divmod(number, _TABLES_DOWN)
        heading = Cell(
            _FIRST_ROW + 1 + down * (ROWS + 3), right_of_charts + across * (len(HEADINGS) + 1)
        )
        places[chart.label] = heading
        widths |= {heading.column + column: 12.0 for column in range(len(HEADINGS))}
        down, across = divmod(number, _ACROSS)
        top, left = _FIRST_ROW + down * (_TALL + 3), 1 + across * (_WIDE + 1)
        over = Area(top, left, top + _TALL - 1, left + _WIDE - 1)
        drawn.append(_drawn(chart, over, heading))
        said = Cell(heading.row - 1, heading.column + 1)
        under = CellRef(name, Cell(over.bottom + 1, left))
        wanted.append(Wanted(under, Formula(f"{said}", chart.says), why="what the chart says"))
    printed = Area(1, 1, drawn[-1].over.bottom + 2, right_of_charts - 2)
    wanted += [
        Wanted(CellRef(name, cell), value, number_format, why)
        for cell, value, number_format, why in _held(charts, places, month)
    ]
    page = _PAGE * (_TALL + 3)
    breaks = range(_FIRST_ROW - 1 + page, printed.bottom, page)
    return NewSheet(name, tuple(drawn), widths, printed, tuple(breaks)), tuple(wanted)


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

    Formats stay as they are there. Of a cell that two tables claim, both are told.
    """
    held = list(_held(charts, places, month))
    claims = Counter(cell for cell, *_ in held)
    for cell, value, _, why in held:
        if claims[cell] > 1 or not same(sheet.values.get(cell), value):
            yield Wanted(CellRef(sheet.name, cell), value, why=why)


def _held(
    charts: Sequence[SignalChart], places: Mapping[str, Cell], month: Month
) -> Iterator[tuple[Cell, CellValue, str | None, str]]:
    """Yield what each cell of the sheet holds as of a month, in which format, and what it is."""
    why = f"XmR charts to {month.short}"
    yield Cell(1, 1), f"{TITLE} to {month.short}", None, why
    days = {each: dt.datetime(each.year, each.number, 1) for each in months_of(month)}  # noqa: DTZ001
    for chart in charts:
        heading = places.get(chart.label)
        if heading is None:
            continue
        top, left = heading
        of = f"{chart.label} {why}"
        yield Cell(top - 1, left), chart.name, None, of
        yield Cell(top - 1, left + 1), chart.says, None, of
        for column, text in enumerate(HEADINGS, left):
            yield Cell(top, column), text, None, of
        formats = (_MONTHS, chart.number_format, *[chart.fine] * 3, *[chart.number_format] * 2)
        for row, (each, day) in enumerate(days.items(), top + 1):
            values = (day, *chart.months.get(each, _NOTHING))
            for column, (value, fmt) in enumerate(zip(values, formats, strict=True), left):
                yield Cell(row, column), value, fmt, of


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
        Line(Cell(heading.row, heading.column + number), column(number), stroke, marker)
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
