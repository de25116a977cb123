"""A scorecard's sheet: titles, one table or two, what lies around them, and last year's copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from xlsxwriter.worksheet import Worksheet

from shapes import clutter
from shapes.book import Book
from shapes.months import after, april
from shapes.reckoning import Series
from shapes.scene import Column, Gone, Group, Row, Scene
from shapes.table import set_widths, write_heading, write_last_row, write_rows
from shapes.wording import Manner


@dataclass(frozen=True, slots=True)
class Table:
    """A title, which may be the sheet's, and rows under the sheet's columns."""

    title: str
    rows: Sequence[Row]


def a_month(dice: Random) -> str:
    """A month to fill, of 2023 to 2026, more often one that ends a quarter."""
    first = f"{dice.choice((2023, 2024, 2025))}-04"
    return after(first, dice.choice((0, 1, 2, 2, 3, 4, 5, 5, 6, 7, 8, 8, 9, 11)))


def a_scene(book: Book, manner: Manner, month: str, tolerances: str = "signs") -> Scene:
    """How this workbook's tables behave, by chance."""
    dice = book.dice
    return Scene(
        book,
        manner,
        month,
        tolerances=tolerances,
        quarter_formulas=dice.random() < 0.3,
        ytd_formulas=dice.random() < 0.3,
        snapshot_ytd=dice.choice(("", "n/a", "latest")),
        light_look=dice.choice(("fill", "rule")),
        lists=dice.random() < 0.4,
    )


def with_groups(dice: Random, series: Sequence[Series]) -> list[Row]:
    """The rows: perhaps in groups with a title, or blank rows between; perhaps one is hidden."""
    rows: list[Row] = []
    style = dice.choice(("titles", "blank", "plain"))
    for at, one in enumerate(series):
        if at == 0 or one.group != series[at - 1].group:
            if style == "titles":
                rows.append(Group(one.group))
            elif style == "blank" and at:
                rows.append(None)
        rows.append(one)
    if dice.random() < 0.3:
        gone = Gone("X99", "Number of children in secure units (no longer reported)")
        rows.insert(dice.randint(1, len(rows)), gone)
    return rows


def write(scene: Scene, sheet: Worksheet, tables: Sequence[Table], plan: Sequence[Column]) -> None:
    """The sheet with its tables one above the other, and what lies around them."""
    dice, book = scene.book.dice, scene.book
    month = scene.month if scene.live else ""
    below = clutter.titles(book, sheet, [tables[0].title], width=len(plan), to=month)
    lines: list[int] = []
    for at, table in enumerate(tables):
        if at:
            below += dice.choice((1, 2, 3))
            book.put(sheet, below, 0, table.title, book.look(bold=True, font_size=14))
            below += dice.choice((1, 1, 2))
        first = write_heading(scene, sheet, below, plan)
        below = write_rows(scene, sheet, first, plan, table.rows)
        lines += [first + n for n, row in enumerate(table.rows) if isinstance(row, Series)]
        if dice.random() < 0.25:
            write_last_row(scene, sheet, below, first, plan)
            below += 1
    set_widths(sheet, plan)
    below = clutter.footnotes(book, sheet, below)
    times = [at for at, column in enumerate(plan) if column.kind == "period"]
    clutter.scatter(book, sheet, below, len(plan), lines, times)


def write_last_year(scene: Scene, tables: Sequence[Table], plan: Sequence[Column]) -> None:
    """A sheet, mostly hidden, with last year's tables, which look the same and must stay."""
    book, manner, month = scene.book, scene.manner, scene.month
    now, was = manner.year_of(month), manner.year_of(after(month, -12))
    name = book.dice.choice(("{} data", "Scorecard {}", "old {}", "{} final"))
    sheet = book.sheet(name.format(was.replace("/", "-")))
    last_year = replace(scene, month=april(month), live=False, lists=False)
    titled = [Table(table.title.replace(now, was), table.rows) for table in tables]
    write(last_year, sheet, titled, _year_before(plan, manner, month))
    chance = book.dice.random()
    if chance < 0.35:
        sheet.very_hidden()
    elif chance < 0.75:
        sheet.hide()


def _year_before(plan: Sequence[Column], manner: Manner, month: str) -> list[Column]:
    """The same columns for the year before."""
    years = [manner.year_of(after(month, -12 * back)) for back in range(3)]

    def earlier(text: object) -> object:
        if not isinstance(text, str):
            return text
        for now, was in ((years[1], years[2]), (years[0], years[1])):
            if now in text:
                return text.replace(now, was)
        return text

    found = []
    for column in plan:
        months = tuple(after(at, -12) for at in column.periods)
        heading = manner.heading(months[0]) if len(months) == 1 else earlier(column.heading)
        found.append(
            replace(column, heading=heading, over=str(earlier(column.over)), periods=months)
        )
    return found


def finish(scene: Scene, sheet: Worksheet, tables: Sequence[Table], plan: Sequence[Column]) -> None:
    """Write the live sheet, and perhaps last year's copy and the lists."""
    write(scene, sheet, tables, plan)
    dice = scene.book.dice
    if dice.random() < 0.5:
        write_last_year(scene, tables, plan)
    if dice.random() < 0.6:
        clutter.lists(scene.book, list(scene.manner.lights.values()))
    sheet.activate()
    sheet.set_first_sheet()
