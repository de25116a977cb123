"""No summary: a sheet of data with a row a month and a column a measure, and dashboards on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from shapes import clutter, council
from shapes.bank import LEAVERS, LOOKED_AFTER
from shapes.book import Book, Filled, Formula
from shapes.cells import period
from shapes.dashboard import Data, write_dashboard, write_targets
from shapes.months import after, april, quarter_number, span, year_of, year_words
from shapes.reckoning import Series
from shapes.scene import Scene
from shapes.scorecard import a_month, a_scene
from shapes.truth import Made
from shapes.wording import roll

SHEETS = ("Data", "Data entry", "Monthly data", "Raw data", "Data input", "DATA")
MONTHS = ("date", "date", "Apr-25", "April 2025", "Apr 25")
LIMITS = "Amber is the last figure that is still amber, on the sheet of targets"


@dataclass(frozen=True, slots=True)
class Line:
    """A column of the data: a measure's figure, numerator or denominator."""

    series: Series
    part: str = "figure"


def make(seed: int, folder: Path) -> Made:
    """Write the workbook."""
    dice = Random(f"data_sheet {seed}")
    month, how_many = a_month(dice), dice.randint(6, 14)
    prefix = dice.choice(("CLA", "CIC ", "PI", "M", "LAC"))
    names = council.references(dice, prefix, how_many, dice.choice((1, 2, 3)))
    stocks = council.stocks(dice, month)
    series = council.choose(dice, LOOKED_AFTER + LEAVERS, how_many, stocks, names)
    manner = replace(roll(dice), month=dice.choice(MONTHS), extra={"tolerance": LIMITS})
    book = Book(folder / f"CLA data {month[:4]}.xlsx", dice)
    scene = a_scene(book, manner, month)
    first = dice.random() < 0.5
    board = book.sheet("Dashboard") if first else None
    data = write_data(scene, series)
    board = board or book.sheet(dice.choice(("Dashboard", "Front page", "Charts and tables")))
    write_dashboard(scene, board, data, series)
    write_targets(scene, series)
    if dice.random() < 0.5:
        clutter.notes_sheet(book, month)
    if dice.random() < 0.5:
        clutter.lists(book, list(manner.lights.values()))
    (board if first else data.sheet).activate()
    facts = manner.facts(month) | {"sheet": data.sheet.name, "table": data.sheet.name}
    return book.made("data_sheet", seed, month, series, facts)


def write_data(scene: Scene, series: Sequence[Series]) -> Data:
    """The sheet of data."""
    book, dice, manner = scene.book, scene.book.dice, scene.manner
    sheet = book.sheet(dice.choice(SHEETS))
    row = 0
    if dice.random() < 0.5:
        row = clutter.titles(
            book, sheet, [dice.choice(("Children looked after: data", "CLA data"))]
        )
    lines = _lines(dice, series)
    before: list[str] = dice.choice(
        ([], ["Financial year"], ["Quarter"], ["Financial year", "Quarter"])
    )
    months = span(
        after(april(scene.month), -dice.choice((0, 3, 12, 12, 24))), year_of(scene.month)[-1]
    )
    start = len(before) + 1
    top, texts = _headings(scene, sheet, row, before, lines)
    if texts and dice.random() < 0.5:  # an Excel table
        area = (row, 0, top + len(months) - 1, len(texts) - 1)
        columns = [{"header": text, "header_format": book.heading_look()} for text in texts]
        sheet.add_table(*area, {"name": "tblData", "columns": columns})
    elif dice.random() < 0.3:  # a row of units, or of targets, between headings and months
        _between(scene, sheet, top, start, lines)
        top += 1
    formulas = dice.random() < 0.6
    for at, month in enumerate(months, top):
        _front(scene, sheet, at, before, month)
        for column, line in enumerate(lines, start):
            filled = _cell(scene, line, month)
            if (
                line.part == "figure"
                and lines[column - start - 1].part == "denominator"
                and formulas
            ):
                filled = _share(scene, at, column, line.series, month)
            look = {"num_format": manner.format_of(line.series.indicator.unit)}
            if line.part != "figure":
                look = {"num_format": "0"}
            book.fill(sheet, at, column, filled, book.look(border=1, **look))
    sheet.set_column(0, 0, 12)
    sheet.set_column(start, start + len(lines), 14)
    if dice.random() < 0.3:
        sheet.freeze_panes(top, start)
    where = {
        line.series.indicator.reference: start + n
        for n, line in enumerate(lines)
        if line.part == "figure"
    }
    rows = [top + n for n, month in enumerate(months) if month < scene.month][-6:] or [top]
    clutter.scatter(
        book, sheet, top + len(months), start + len(lines), rows, range(start, start + len(lines))
    )
    return Data(sheet, top, months, where)


def _lines(dice: Random, series: Sequence[Series]) -> list[Line]:
    """The columns: of a percentage its numerator and denominator too, in some workbooks."""
    parts = dice.random() < 0.35
    found: list[Line] = []
    for one in series:
        if parts and one.indicator.unit == "percentage":
            found += [Line(one, "numerator"), Line(one, "denominator")]
        found.append(Line(one))
    return found


def _headings(
    scene: Scene, sheet: Worksheet, row: int, before: Sequence[str], lines: Sequence[Line]
) -> tuple[int, list[str]]:
    """The headings, in one row or two.

    Return the first row below, and the texts if they are all in one line.
    """
    book, dice = scene.book, scene.book.dice
    style = dice.choice(("one", "one", "reference above", "title above"))
    joint = dice.choice((" - ", ": ", "\n", " "))
    words = dice.choice((("Num", "Den"), ("numerator", "denominator"), ("(n)", "(d)")))
    above, below = (row, row) if style == "one" else (row, row + 1)
    heads = [dice.choice(("Month", "Period", "Date", "Reporting month")), *before]
    in_line = list(heads)
    for column, text in enumerate(heads):
        book.put(sheet, below, column, text, book.heading_look())
        if above != below:
            book.put(sheet, above, column, None, book.heading_look())
    for column, line in enumerate(lines, len(heads)):
        indicator = line.series.indicator
        part = "" if line.part == "figure" else " " + words[line.part == "denominator"]
        if style == "one":
            text = f"{indicator.reference}{joint}{indicator.title}{part}"
            book.put(sheet, row, column, text, book.heading_look())
            in_line.append(text)
            continue
        texts = [indicator.reference + part, indicator.title + part]
        if style == "title above":
            texts.reverse()
        for at, text in zip((above, below), texts, strict=True):
            book.put(sheet, at, column, text, book.heading_look())
    return below + 1, in_line if style == "one" and joint != "\n" else []


def _between(scene: Scene, sheet: Worksheet, row: int, start: int, lines: Sequence[Line]) -> None:
    book, manner = scene.book, scene.manner
    units = scene.book.dice.random() < 0.5
    look = book.look(italic=True, bg_color="#EEEEEE", align="center")
    book.put(sheet, row, 0, "Unit" if units else manner.target_in(scene.month), look)
    for column, line in enumerate(lines, start):
        indicator = line.series.indicator
        if line.part != "figure":
            continue
        text = {"count": "No.", "percentage": "%", "rate": "per 10,000", "mean": "Days"}[
            indicator.unit
        ]
        target = manner.no_target
        if indicator.target is not None:
            target = manner.words(indicator, indicator.target)
        book.put(sheet, row, column, text if units else target, look)


def _front(scene: Scene, sheet: Worksheet, row: int, before: Sequence[str], month: str) -> None:
    book = scene.book
    heading = scene.manner.heading(month)
    look = (
        book.look(bold=True)
        if isinstance(heading, str)
        else book.look(bold=True, num_format="mmm-yy")
    )
    book.put(sheet, row, 0, heading, look)
    for column, what in enumerate(before, 1):
        text = (
            year_words(month, scene.manner.year)
            if what != "Quarter"
            else f"Q{quarter_number(month)}"
        )
        book.put(sheet, row, column, text, book.look())


def _cell(scene: Scene, line: Line, month: str) -> Filled:
    if line.part == "figure":
        return period(scene, (month,), line.series)
    above = line.part == "numerator"
    number = (line.series.numerators if above else line.series.denominators)[month]
    if month > scene.month:
        return Filled()
    return Filled(None, number) if month == scene.month else Filled(number)


def _share(scene: Scene, row: int, column: int, series: Series, month: str) -> Filled:
    """The council's own formula for a percentage, on every month's row."""
    above, below = (xl_rowcol_to_cell(row, column - back) for back in (2, 1))
    times = "" if scene.manner.percent == "fraction" else "*100"
    shows = ""
    if month < scene.month:
        shows = scene.manner.number(series.indicator, series.figure((month,)))
    return Filled(Formula(f'=IF({below}="","",{above}/{below}{times})', shows))
