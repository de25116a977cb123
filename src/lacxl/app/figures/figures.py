"""What the summary shows of a month: every figure as text, in the report's order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lacxl.app.case.case import Case
from lacxl.app.case.compared import shown_benchmark
from lacxl.app.case.gathering import gather
from lacxl.app.case.noticed import noticed
from lacxl.app.document.document import Document, Progress
from lacxl.app.figures.needed import in_words
from lacxl.app.json_forms import FORMAT, findings_as_dicts
from lacxl.app.signals.signalling import needs_of, signals_of
from lacxl.app.table_text import as_csv
from lacxl.domain.figures import FigureRow
from lacxl.domain.finding import Finding
from lacxl.domain.indicator import Kind
from lacxl.domain.month import FinancialYear, Month, Quarter
from lacxl.domain.rating import Dot, Rag
from lacxl.domain.reading import Amount, Measured, amount
from lacxl.settings.settings import Settings
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import JudgedCells, Line
from lacxl.workbook.shown import number, shown
from lacxl.workbook.wanted import Closed

_BENCHMARKS = ("stat_neigh_ave", "best_stat_neigh", "nat_ave", "nat_top_qtile_threshold")
_SAID = ("variation", "assurance", "needed")
_WINDOW = 3
_YEARS = 2
_ARROWS = {dot.text: dot.value for dot in Dot}
_LIGHTS = {light.value: light.value for light in Rag}


@dataclass(frozen=True, slots=True)
class FigureTable:
    """The summary as text: `columns` head each row's cells; the months and years as printed.

    `variation` and `assurance` are the words of signals, `needed` what the year still needs.
    `dot` is one of better, worse, worse_within, worse_off, level, number_up, number_down, none;
    `rag` one of R, A, G, n/a. An empty text is an empty cell. `places` are the summary's cells, of
    each text of each row, None for what the summary has no cell for.
    """

    month: Month
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    findings: tuple[Finding, ...]
    places: tuple[tuple[CellRef | None, ...], ...] = ()

    def as_csv(self) -> str:
        """The table as CSV with a header row."""
        return as_csv(self.columns, self.rows)

    def as_dict(self) -> dict[str, object]:
        """The table for JSON; docs/json.md documents it."""
        return {
            "format": FORMAT,
            "command": "figures",
            "month": str(self.month),
            "figures": [dict(zip(self.columns, row, strict=True)) for row in self.rows],
            "findings": findings_as_dicts(self.findings),
        }


def figures(
    settings: Settings,
    month: Month,
    *,
    document: Document | None = None,
    progress: Progress = lambda _step: None,
) -> FigureTable:
    """Return what the summary shows of the month, and would show once it is refreshed.

    An issued month shows what was printed. `document` is the workbook that is looked at, the file
    if none is given. Raises Refused.
    """
    source = document.source if document else None
    case = gather(settings, month, source=source, needs_reading=False, progress=progress)
    window = _window(case)
    year = month.financial_year
    years = tuple(year - back for back in range(_YEARS, 0, -1))
    columns = (
        "no",
        "indicator",
        "target",
        "good_perf_is",
        "data_note_monthly",
        *(_told(period) for period in window),
        f"ytd_{str(year).replace('/', '_')}",
        "data_note_ytd",
        "dot",
        "rag",
        *map(str, years),
        *_BENCHMARKS,
        *_SAID,
    )
    rows = case.rows()
    said = _said(case, rows)
    texts = tuple((*_row(case, row, window, years), *said[row.label]) for row in rows)
    places = tuple(_places(case, row, window, years) for row in rows)
    return FigureTable(month, columns, texts, noticed(case, rows), places)


def _said(case: Case, rows: tuple[FigureRow, ...]) -> Mapping[str, tuple[str, str, str]]:
    """Return variation, assurance and what the year needs by row; a month that is issued shows
    what was printed, if the workbook has a column for it.
    """
    needs = {each.row.label: in_words(each) for each in needs_of(case, rows)}
    found = {}
    for each in signals_of(case, rows):
        judged = case.layout.line(each.indicator.number, each.figure.name).judged
        texts = [
            (case.is_printed and _cell(case, judged.get(which))) or said
            for which, said in (
                (JudgedCells.VARIATION, each.variation.value),
                (JudgedCells.ASSURANCE, each.assurance.value),
            )
        ]
        found[each.label] = (*texts, needs.get(each.label, ""))
    return found  # type: ignore[return-value]


def _window(case: Case) -> tuple[Month | Quarter, ...]:
    """Return the last months, or the last quarters where the workbook has quarters alone."""
    month, back = case.month, range(_WINDOW - 1, -1, -1)
    if all(line.is_quarterly for line in case.layout.summary):
        return tuple(month.quarter - each for each in back)
    return tuple(month - each for each in back)


def _told(period: Month | Quarter) -> str:
    """Return a period as it heads a column: May-15, or 2015/16 Q1."""
    return period.short if isinstance(period, Month) else str(period)


def _row(
    case: Case,
    row: FigureRow,
    window: tuple[Month | Quarter, ...],
    years: tuple[FinancialYear, ...],
) -> tuple[str, ...]:
    at = case.layout.line(row.indicator.number, row.figure.name)
    printed = case.is_printed
    dot, rag = arrow_and_light(case, row, at)
    return (
        row.label,
        _cell(case, at.title) or row.indicator.title,
        _figure(case, at.judged.get(JudgedCells.TARGET), at, row),
        _cell(case, at.judged.get(JudgedCells.POLARITY)),
        _cell(case, at.judged.get(JudgedCells.NOTE_MONTHLY)),
        *(_period(case, row, at, period) for period in window),
        _figure(case, at.ytd, at, row) if printed else _amount(_so_far(row, at), row),
        _cell(case, at.judged.get(JudgedCells.NOTE_YTD)),
        dot,
        rag,
        *(_year(case, row, at, year) for year in years),
        *(_benchmark(case, row, at, name) for name in _BENCHMARKS),
    )


def arrow_and_light(case: Case, row: FigureRow, at: Line) -> tuple[str, str]:
    """Return arrow and light by their names, those that were printed where the month is issued."""
    arrows, lights, signs = _ARROWS, _LIGHTS, case.layout.signs
    light = row.rag.value
    if signs is not None:
        arrows = {text: Dot[name].value for name, text in signs.arrows.items()}
        lights = {text: Rag[name].value for name, text in signs.lights.items()}
        unsure = row.label in case.unrated
        if not signs.for_indicator(row.indicator, row.rag, unsure).lights:
            light = Rag.NOT_RATED.value
    if not case.is_printed:
        return row.dot.value, light
    arrow, lit = (
        _cell(case, at.judged.get(each)) for each in (JudgedCells.ARROW, JudgedCells.LIGHT)
    )
    shows = {arrows.get(arrow), row.dot.value}
    if signs is not None and signs.arrow(row.dot) == arrow:  # one word may say several
        shows = {row.dot.value}
    dot = arrows.get(arrow) if len(shows) > 1 else row.dot.value
    return dot or row.dot.value, lights.get(lit) or light


def _so_far(row: FigureRow, at: Line) -> Amount:
    """Return the year to date, which in some workbooks is the latest month of a snapshot."""
    latest = at.form.latest_ytd and row.indicator.kind not in (Kind.FLOW, Kind.UNKNOWN)
    return row.month if latest else row.ytd


def _period(case: Case, row: FigureRow, at: Line, period: Month | Quarter) -> str:
    """Return what is shown of a month or a quarter."""
    if isinstance(period, Month) and not at.is_quarterly:
        return _month(case, row, at, period)
    quarter = period if isinstance(period, Quarter) else period.quarter
    if period not in (quarter, quarter.last):
        return ""
    filled = quarter.last == row.at and row.at not in case.issued
    if filled and row.indicator.number in case.read:
        return _amount(row.quarter, row)
    return _figure(case, at.at.get(quarter), at, row)


def _month(case: Case, row: FigureRow, at: Line, month: Month) -> str:
    """Return what the summary shows: only the month itself would yet be filled."""
    reading = case.readings.get(row.indicator.number, {}).get(month)
    filled = month == row.at and month not in case.issued and reading is not None
    if month in at.at and not filled:
        return _figure(case, at.at[month], at, row)
    return _amount(row.month if filled else amount(row.indicator, row.figure, reading), row)


def _year(case: Case, row: FigureRow, at: Line, year: FinancialYear) -> str:
    """Return what the summary shows of a closed year: its outturn goes into an empty cell."""
    if year not in at.at:
        return ""
    closed = case.outturns.get((row.indicator.number, row.figure.name, year))
    text = _figure(case, at.at[year], at, row)
    return text if text or closed is None else _closed(closed, row)


def _places(
    case: Case,
    row: FigureRow,
    window: tuple[Month | Quarter, ...],
    years: tuple[FinancialYear, ...],
) -> tuple[CellRef | None, ...]:
    """Return the cells of a row's texts in the summary."""
    at = case.layout.line(row.indicator.number, row.figure.name)
    judged = at.judged.get
    return (
        None,
        at.title,
        judged(JudgedCells.TARGET),
        judged(JudgedCells.POLARITY),
        judged(JudgedCells.NOTE_MONTHLY),
        *(at.at.get(period) for period in window),
        at.ytd,
        judged(JudgedCells.NOTE_YTD),
        judged(JudgedCells.ARROW),
        judged(JudgedCells.LIGHT),
        *(at.at.get(year) for year in years),
        *(at.benchmarks.get(name) for name in _BENCHMARKS),
        judged(JudgedCells.VARIATION),
        judged(JudgedCells.ASSURANCE),
        None,
    )


def _benchmark(case: Case, row: FigureRow, at: Line, name: str) -> str:
    closed = case.benchmarks.get((row.indicator.number, name))
    if name in at.benchmarks and closed is not None and row.figure is row.indicator.figures[-1]:
        return _closed(shown_benchmark(closed), row)
    return _figure(case, at.benchmarks.get(name), at, row)


def _closed(closed: Closed, row: FigureRow) -> str:
    if isinstance(closed.value, str):
        return closed.value
    return number(closed.value, row.figure.number_format)


def _amount(found: Amount, row: FigureRow) -> str:
    if isinstance(found, Measured):
        return number(found.value, row.figure.number_format)
    return found.text


def _figure(case: Case, place: CellRef | None, at: Line, row: FigureRow) -> str:
    """Return what a figure's cell shows; percentage points get their sign."""
    text = _cell(case, place)
    number_alone = place is not None and case.number_at(place) is not None and "%" not in text
    return f"{text}%" if at.in_points(row.figure) and number_alone else text


def _cell(case: Case, place: CellRef | None) -> str:
    if place is None:
        return ""
    return shown(case.there.get(place), case.looks[place].number_format)
