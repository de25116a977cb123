"""A scorecard's table: headings of one row or two, and a row an indicator."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from shapes.book import Book, Formula
from shapes.cells import FILLS, cell, own_formula
from shapes.reckoning import Series
from shapes.scene import Column, Gone, Group, Row, Scene


def write_heading(scene: Scene, sheet: Worksheet, top: int, columns: Sequence[Column]) -> int:
    """Write the headings; return the first row below."""
    book = scene.book
    two = any(column.over for column in columns)
    row = top + 1 if two else top
    if two:
        _write_over(book, sheet, top, columns)
    for at, column in enumerate(columns):
        if column.kind == "spacer":
            continue
        look = book.heading_look()
        if not isinstance(column.heading, str):
            look = book.heading_look(num_format="mmm-yy")
        if two and not column.over:
            sheet.merge_range(top, at, row, at, "", look)
            book.put(sheet, top, at, column.heading, look)
        else:
            book.put(sheet, row, at, column.heading, look)
    return row + 1


def _write_over(book: Book, sheet: Worksheet, top: int, columns: Sequence[Column]) -> None:
    at = 0
    while at < len(columns):
        end = at
        while end + 1 < len(columns) and columns[end + 1].over == columns[at].over:
            end += 1
        if columns[at].over and end > at:
            sheet.merge_range(top, at, top, end, columns[at].over, book.heading_look())
        elif columns[at].over:
            book.put(sheet, top, at, columns[at].over, book.heading_look())
        at = end + 1


def set_widths(sheet: Worksheet, columns: Sequence[Column]) -> None:
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width, None, {"hidden": 1} if column.hidden else {})


def write_rows(
    scene: Scene, sheet: Worksheet, top: int, columns: Sequence[Column], rows: Sequence[Row]
) -> int:
    """Write the body; return the first row below it."""
    book = scene.book
    for row, what in enumerate(rows, top):
        match what:
            case None:
                continue
            case Group(title):
                look = book.look(bold=True, bg_color="#D9E1F2", border=1)
                sheet.merge_range(row, 0, row, len(columns) - 1, title, look)
            case Gone(reference, title):
                look = book.look(font_color="#7F7F7F", italic=True)
                for at, column in enumerate(columns):
                    value = {"ref": reference, "title": title, "comment": "No longer reported"}
                    book.put(sheet, row, at, value.get(column.kind), look)
                sheet.set_row(row, None, None, {"hidden": 1})
            case Series():
                _write_row(scene, sheet, row, columns, what)
    if scene.light_look == "rule":
        _write_rules(scene, sheet, top, top + len(rows) - 1, columns)
    return top + len(rows)


def _write_row(
    scene: Scene, sheet: Worksheet, row: int, columns: Sequence[Column], series: Series
) -> None:
    book, manner = scene.book, scene.manner
    number = manner.format_of(series.indicator.unit)
    for at, column in enumerate(columns):
        if column.kind == "spacer":
            continue
        filled = own_formula(scene, row, at, columns, series) or cell(scene, column, series)
        looks: dict[str, object] = {"border": 1, "valign": "vcenter"}
        if column.kind in {"period", "ytd", "outturn", "target", "red", "amber", "green", "change"}:
            looks |= {"num_format": number, "align": "center"}
        elif column.kind in {"title", "comment"}:
            looks |= {"text_wrap": True}
        elif column.kind in {"light", "arrow", "good"}:
            looks |= {"align": "center"}
        look = filled.look or {}
        book.fill(sheet, row, at, filled, book.look(**looks, **look))
        if scene.lists and column.kind in {"light", "arrow"}:
            words = manner.lights if column.kind == "light" else manner.arrows
            more = [manner.no_target] if column.kind == "light" and manner.no_target else []
            sheet.data_validation(
                row, at, row, at, {"validate": "list", "source": [*words.values(), *more]}
            )


def _write_rules(
    scene: Scene, sheet: Worksheet, first: int, last: int, columns: Sequence[Column]
) -> None:
    for at, column in enumerate(columns):
        if column.kind == "light":
            for name, word in scene.manner.lights.items():
                look = scene.book.file.add_format({"bg_color": FILLS[name]})
                sheet.conditional_format(
                    first, at, last, at,
                    {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look},
                )  # fmt: skip


def write_last_row(
    scene: Scene, sheet: Worksheet, row: int, first: int, columns: Sequence[Column]
) -> None:
    """A row of formulas below the body: how many measures have a figure, or their mean."""
    title, formula = scene.book.dice.choice(
        (("Measures reported", "=COUNT({})"), ("Average", '=IFERROR(AVERAGE({}),"")'))
    )
    look = scene.book.look(italic=True, top=1)
    for at, column in enumerate(columns):
        if column.kind == "title":
            scene.book.put(sheet, row, at, title, look)
        elif column.kind == "period":
            area = xl_range(first, at, row - 1, at)
            scene.book.put(sheet, row, at, Formula(formula.format(area), ""), look)
