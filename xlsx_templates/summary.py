"""The Performance Summary: one row a figure, one column a month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from xlsxwriter.worksheet import Worksheet

from xlsx_templates import months, paper
from xlsx_templates.figures import BENCHMARKS, Figures, SummaryWords, value_of
from xlsx_templates.style import MONTH_FORMAT, NUMBER_FORMATS, STRONG_TOP, YEAR_FORMATS, Styles

NAME = "Performance Summary"
GROUP_ROW, HEADER_ROW, FIRST_ROW = 3, 4, 5
TARGET_COLUMN, FIRST_MONTH = 2, 5
BENCHMARK_HEADERS = ("STAT NEIGH AVE", "BEST STAT NEIGH", "NAT AVE", "NAT TOP QTILE THRESHOLD")
KINDS = {"7.1": "count", "7.2": "rate", "7.3": "count", "7.4": "count", "7.5 (number)": "count",
         "8.1": "count", "10.2": "days", "10.3": "days"}  # fmt: skip


@dataclass(frozen=True)
class Columns:
    """Where each column stands for these months and years."""

    months: Sequence[date]
    years: Sequence[str]

    @property
    def ytd(self) -> int:
        """YTD comes right after the months; its note, DOT and RAG follow."""
        return FIRST_MONTH + len(self.months)

    @property
    def first_year(self) -> int:
        """The year columns follow RAG."""
        return self.ytd + 4

    @property
    def first_benchmark(self) -> int:
        """The benchmarks follow the years."""
        return self.first_year + len(self.years)

    @property
    def last(self) -> int:
        """The last benchmark is the last column."""
        return self.first_benchmark + len(BENCHMARK_HEADERS) - 1


def target_cell(rows: Sequence[SummaryWords], key: str) -> str:
    """Return the address of a row's target, as another sheet's formula names it."""
    index = next(i for i, row in enumerate(rows) if row.key == key)
    return f"'{NAME}'!$C${FIRST_ROW + index + 1}"


def kind_of(key: str) -> str:
    """Return what kind of number a row holds: percentage unless listed."""
    return KINDS.get(key, "percentage")


def write_summary(
    sheet: Worksheet,
    style: Styles,
    rows: Sequence[SummaryWords],
    columns: Columns,
    figures: Figures,
    issued: date | None,
    benchmark_year: str,
) -> None:
    """Write the summary; month cells up to `issued` are locked."""
    widths = [46, 310, 60, 60, 96, *[88] * len(columns.months), 64, 90, 112, 46]
    paper.set_columns(sheet, style, [*widths, *[64] * len(columns.years), 62, 62, 62, 84])
    paper.bands(sheet, style, "Performance Summary", columns.last)
    paper.link_home(sheet, style, columns.first_benchmark, columns.last)
    sheet.set_row_pixels(2, 8)
    _groups(sheet, style, columns, benchmark_year)
    _headers(sheet, style, columns)
    for index, row in enumerate(rows):
        _words(sheet, style, rows, index)
        edge = _edge(rows, index)
        _numbers(sheet, style, columns, FIRST_ROW + index, row, figures, issued, edge)
    last = FIRST_ROW + len(rows)
    note = "The signs under DOT and RAG are explained on the cover. DOT is the direction of "
    note += "performance, not of the number, where high or low is good. RAG judges the month; for "
    note += "10.1 to 10.3, whose months rest on very few children, the year to date."
    sheet.write_string(last, 0, note, style("note"))
    sheet.ignore_errors({"number_stored_as_text": f"A{FIRST_ROW + 1}:A{last}"})
    paper.set_paper(sheet, last, columns.last, HEADER_ROW)
    sheet.set_zoom(80)


def _groups(sheet: Worksheet, style: Styles, columns: Columns, benchmark_year: str) -> None:
    """Write the headings that stand over several columns."""
    sheet.set_row_pixels(GROUP_ROW, 34)
    year = months.financial_year(columns.months[-1])
    groups = [
        (name, FIRST_MONTH + first, FIRST_MONTH + last)
        for name, first, last in months.runs_of_years(columns.months)
    ]
    groups += [
        (f"Year to Date {year[2:]}", columns.ytd, columns.ytd + 1),
        ("DOT", columns.ytd + 2, columns.ytd + 2),
        ("YR ON YR TREND", columns.first_year, columns.first_benchmark - 1),
        (f"LATEST BENCHMARKING - {benchmark_year}", columns.first_benchmark, columns.last),
    ]
    for name, first, last in groups:
        if first == last:
            sheet.write_string(GROUP_ROW, first, name, style("group"))
        else:
            sheet.merge_range(GROUP_ROW, first, GROUP_ROW, last, name, style("group"))


def _headers(sheet: Worksheet, style: Styles, columns: Columns) -> None:
    """Write the header row; the months are real dates but for the current one."""
    sheet.set_row_pixels(HEADER_ROW, 50)
    header = style("header")
    names = ("NO.", "INDICATOR", "TARGET", "GOOD PERF IS", "DATA NOTE (Monthly)")
    for column, name in enumerate(names):
        sheet.write_string(HEADER_ROW, column, name, header)
    for index, month in enumerate(columns.months[:-1]):
        look = style("header", num_format=MONTH_FORMAT)
        sheet.write_datetime(HEADER_ROW, FIRST_MONTH + index, month, look)
    current = f"CURRENT {months.label(columns.months[-1])}"
    sheet.write_string(HEADER_ROW, columns.ytd - 1, current, style("header_now"))
    rest = ("YTD", "DATA NOTE", "(Month on Month)", "RAG", *columns.years, *BENCHMARK_HEADERS)
    for column, name in enumerate(rest, start=columns.ytd):
        sheet.write_string(HEADER_ROW, column, name, header)


def _edge(rows: Sequence[SummaryWords], index: int) -> dict[str, Any]:
    """Draw a stronger line where a new family of indicators begins (7, 8, 9, 10)."""
    families = [row.number.split(".")[0] for row in rows]
    return STRONG_TOP if index and families[index] != families[index - 1] else {}


def _words(sheet: Worksheet, style: Styles, rows: Sequence[SummaryWords], index: int) -> None:
    """Write number, title and target; two figures of one indicator share number and title."""
    row, at = rows[index], FIRST_ROW + index
    edge = _edge(rows, index)
    sheet.set_row_pixels(at, 36)
    again = index + 1 < len(rows) and rows[index + 1].number == row.number
    number, title = style("centred", bold=True, num_format="@", **edge), style("words", **edge)
    if again:
        sheet.merge_range(at, 0, at + 1, 0, row.number, number)
        sheet.merge_range(at, 1, at + 1, 1, row.indicator, title)
        sheet.write_string(at, 0, row.number, number)
    elif not (index and rows[index - 1].number == row.number):
        sheet.write_string(at, 0, row.number, number)
        sheet.write_string(at, 1, row.indicator, title)
    target_format = "0%" if kind_of(row.key) == "percentage" else "0"
    target = value_of(row.target)
    sheet.write(at, TARGET_COLUMN, target, style("number", num_format=target_format, **edge))
    sheet.write(at, 3, row.good or None, style("centred", **edge))
    sheet.write(at, 4, row.note or None, style("centred", **edge))


def _numbers(
    sheet: Worksheet,
    style: Styles,
    columns: Columns,
    at: int,
    row: SummaryWords,
    figures: Figures,
    issued: date | None,
    edge: dict[str, Any],
) -> None:
    """Write a row's figures, each with its format whether it is filled or not."""
    number = style("number", num_format=NUMBER_FORMATS[kind_of(row.key)], **edge)
    locked = style("number", num_format=NUMBER_FORMATS[kind_of(row.key)], locked=True, **edge)
    year_look = style("number", num_format=YEAR_FORMATS[kind_of(row.key)], **edge)
    for index, month in enumerate(columns.months):
        look = locked if issued and month <= issued else number
        value = value_of(figures.on_summary(row.key, months.label(month)))
        sheet.write(at, FIRST_MONTH + index, value, look)
    sheet.write_blank(at, columns.ytd, None, number)
    sheet.write(at, columns.ytd + 1, row.ytd_note or None, style("centred", **edge))
    sheet.write_blank(at, columns.ytd + 2, None, style("sign", **edge))
    sheet.write_blank(at, columns.ytd + 3, None, style("sign", **edge))
    for index, year in enumerate(columns.years):
        value = value_of(figures.on_summary(row.key, year))
        sheet.write(at, columns.first_year + index, value, year_look)
    for index, heading in enumerate(BENCHMARKS.values()):
        value = value_of(figures.on_summary(row.key, heading))
        sheet.write(at, columns.first_benchmark + index, value, number)
