"""What the summary shows of a month: every figure as text, in the report's order."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from lacxl.app.case import Case
from lacxl.app.document import Document, Progress
from lacxl.app.gathering import gather
from lacxl.app.json_forms import FORMAT, findings_as_dicts
from lacxl.domain.figures import FigureRow
from lacxl.domain.finding import Finding
from lacxl.domain.month import FinancialYear, Month
from lacxl.domain.rating import Dot, Rag
from lacxl.domain.reading import Amount, Measured, amount
from lacxl.settings.settings import Settings
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import Judged, Line
from lacxl.workbook.shown import number, shown
from lacxl.workbook.wanted import Closed

_BENCHMARKS = ("stat_neigh_ave", "best_stat_neigh", "nat_ave", "nat_top_qtile_threshold")
_WINDOW = 3
_PLAIN = re.compile(r"[+-]?[\d.,]*%?")
_YEARS = 2
_ARROWS = {dot.text: dot.value for dot in Dot}
_LIGHTS = {light.value: light.value for light in Rag}


@dataclass(frozen=True, slots=True)
class FigureTable:
    """The summary as text: `columns` head each row's cells; the months and years as printed.

    `dot` is one of better, worse, worse_within, worse_off, level, number_up, number_down, none;
    `rag` one of R, A, G, n/a. An empty text is an empty cell.
    """

    month: Month
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    findings: tuple[Finding, ...]

    def as_csv(self) -> str:
        """The table as CSV with a header row."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([_harmless(text) for text in row] for row in self.rows)
        return text.getvalue()

    def as_dict(self) -> dict[str, object]:
        """The table for JSON; docs/json.md documents it."""
        return {
            "format": FORMAT,
            "command": "figures",
            "month": str(self.month),
            "figures": [dict(zip(self.columns, row, strict=True)) for row in self.rows],
            "findings": findings_as_dicts(self.findings),
        }


def _harmless(text: str) -> str:
    """Return a text that a spreadsheet does not take for a formula; numbers stay as they are."""
    if text[:1] in {"=", "@"} or (text[:1] in {"+", "-"} and not _PLAIN.fullmatch(text)):
        return f"'{text}"
    return text


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
    window = tuple(month - back for back in reversed(range(_WINDOW)))
    year = month.financial_year
    years = tuple(year - back for back in range(_YEARS, 0, -1))
    columns = (
        "no",
        "indicator",
        "target",
        "good_perf_is",
        "data_note_monthly",
        *(m.short for m in window),
        f"ytd_{str(year).replace('/', '_')}",
        "data_note_ytd",
        "dot",
        "rag",
        *map(str, years),
        *_BENCHMARKS,
    )
    rows = case.rows()
    texts = tuple(_row(case, row, window, years) for row in rows)
    return FigureTable(month, columns, texts, case.noticed(rows))


def _row(
    case: Case, row: FigureRow, window: tuple[Month, ...], years: tuple[FinancialYear, ...]
) -> tuple[str, ...]:
    at = case.layout.line(row.indicator.number, row.figure.name)
    printed = case.is_printed
    return (
        row.label,
        _cell(case, at.title) or row.indicator.title,
        _cell(case, at.judged.get(Judged.TARGET)),
        _cell(case, at.judged.get(Judged.POLARITY)),
        _cell(case, at.judged.get(Judged.NOTE_MONTHLY)),
        *(_month(case, row, at, month) for month in window),
        _cell(case, at.ytd) if printed else _amount(row.ytd, row),
        _cell(case, at.judged.get(Judged.NOTE_YTD)),
        (_ARROWS.get(_cell(case, at.judged.get(Judged.ARROW))) if printed else None)
        or row.dot.value,
        (_LIGHTS.get(_cell(case, at.judged.get(Judged.LIGHT))) if printed else None)
        or row.rag.value,
        *(_year(case, row, at, year) for year in years),
        *(_benchmark(case, row, at.benchmarks, name) for name in _BENCHMARKS),
    )


def _month(case: Case, row: FigureRow, at: Line, month: Month) -> str:
    """Return what the summary shows: only the month itself would yet be filled."""
    reading = case.readings.get(row.indicator.number, {}).get(month)
    filled = month == row.at and month not in case.issued and reading is not None
    if month in at.at and not filled:
        return _cell(case, at.at[month])
    return _amount(row.month if filled else amount(row.indicator, row.figure, reading), row)


def _year(case: Case, row: FigureRow, at: Line, year: FinancialYear) -> str:
    """Return what the summary shows of a closed year: its outturn goes into an empty cell."""
    if year not in at.at:
        return ""
    closed = case.outturns.get((row.indicator.number, row.figure.name, year))
    text = _cell(case, at.at[year])
    return text if text or closed is None else _closed(closed, row)


def _benchmark(case: Case, row: FigureRow, at: Mapping[str, CellRef], name: str) -> str:
    closed = case.benchmarks.get((row.indicator.number, name))
    if name in at and closed is not None and row.figure is row.indicator.figures[-1]:
        return _closed(closed, row)
    return _cell(case, at.get(name))


def _closed(closed: Closed, row: FigureRow) -> str:
    if isinstance(closed.value, str):
        return closed.value
    return number(closed.value, row.figure.number_format)


def _amount(found: Amount, row: FigureRow) -> str:
    if isinstance(found, Measured):
        return number(found.value, row.figure.number_format)
    return found.text


def _cell(case: Case, place: CellRef | None) -> str:
    if place is None:
        return ""
    return shown(case.there.get(place), case.looks[place].number_format)
