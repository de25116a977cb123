"""The sheets of a workbook as they look, for the map."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from lacxl.adopting.map import MappedCell, MappedSheet
from lacxl.domain.numbers import how_many
from lacxl.workbook.address import Cell
from lacxl.workbook.colours import resolved
from lacxl.workbook.shape import Shape
from lacxl.workbook.shown import shown
from lacxl.workbook.snapshot import CellError, CellLook, CellValue, Formula, SheetSnapshot, Snapshot
from lacxl.workbook.style import Style

_WHITE = "#FFFFFF"
_SIDES = {"left": "left", "right": "right", "center": "center", "centerContinuous": "center"}
_UPWARDS = [str(degrees) for degrees in range(45, 91)]
_PADDING = re.compile(r"[_*].|\[[^\]]*\]")
"""What a number format says of spaces, colours and countries; the text is the same without."""
_BY_THE_SETTINGS = "mm-dd-yy"  # what a file keeps for the short date of the computer's settings


class Readable(Protocol):
    """What the map needs of a workbook that was surveyed."""

    @property
    def theme_colours(self) -> tuple[str, ...]:
        """The colours of its theme in the order in which cells number them."""
        ...

    def shape_of(self, sheet: str) -> Shape:
        """Return the widths of a sheet's columns, and what is hidden."""
        ...

    def looks(self, sheet: str, cells: Iterable[Cell]) -> Mapping[Cell, CellLook]:
        """Return the number formats of cells."""
        ...

    def styles_of(self, sheet: str, cells: Iterable[Cell]) -> Mapping[Cell, Style]:
        """Return how cells look beside that."""
        ...


def mapped_sheets(
    book: Readable, snapshot: Snapshot, drawn: Collection[str] | None = None
) -> tuple[MappedSheet, ...]:
    """Return every worksheet of the snapshot as it looks; one that cannot be read says why.

    Of those that are not `drawn` only the size is told: a sheet of which nothing is taken may be a
    list of children, and the map is passed round.
    """
    theme = book.theme_colours
    return tuple(
        _sheet(book, sheet, theme)
        if drawn is None or sheet.name in drawn
        else MappedSheet(sheet.name, visible=sheet.visible, note=_size(sheet))
        for sheet in snapshot.sheets
    )


def _size(sheet: SheetSnapshot) -> str:
    if not sheet.values:
        return "An empty sheet."
    rows = max(cell.row for cell in sheet.values)
    more = "" if sheet.complete else " or more"
    return f"Nothing is taken from this sheet, so it is not shown ({how_many(rows, 'row')}{more})."


def _sheet(book: Readable, sheet: SheetSnapshot, theme: Sequence[str]) -> MappedSheet:
    if sheet.fault is not None:
        return MappedSheet(sheet.name, visible=sheet.visible, note=sheet.fault.what)
    if not sheet.values:
        return MappedSheet(sheet.name, visible=sheet.visible)
    rows, columns = ([cell[at] for cell in sheet.values] for at in (0, 1))
    box = [
        Cell(row, column)
        for row in range(min(rows), max(rows) + 1)
        for column in range(min(columns), max(columns) + 1)
    ]
    looks, styles = book.looks(sheet.name, sheet.values), book.styles_of(sheet.name, box)
    dresses: dict[int, MappedCell] = {}  # cells of one format share their style
    cells = {}
    for cell in box:
        style, value = styles[cell], sheet.values.get(cell)
        if id(style) not in dresses:
            dresses[id(style)] = _dress(style, theme)
        dress = dresses[id(style)]
        if value is None:
            if dress.fill:
                cells[cell] = dress
            continue
        cells[cell] = MappedCell(
            _text(value, looks[cell].number_format),
            dress.fill,
            dress.ink,
            dress.bold,
            dress.italic,
            dress.align or _usual_side(value),
            dress.turned,
        )
    return MappedSheet(
        sheet.name,
        cells,
        sheet.merges,
        sheet.visible,
        book.shape_of(sheet.name),
        "" if sheet.complete else "The sheet goes on beyond what lacxl looks at.",
    )


def _dress(style: Style, theme: Sequence[str]) -> MappedCell:
    """Return how an empty cell of a style looks."""
    facts = dict(style.facts)
    kind, *colours = facts.get("fill", "none").split()
    fill = resolved(colours[0], theme) if kind == "solid" and colours else ""
    return MappedCell(
        fill="" if fill == _WHITE else fill,
        ink=resolved(facts.get("font.color", ""), theme),
        bold=bool(facts.get("font.bold")),
        italic=bool(facts.get("font.italic")),
        align=_SIDES.get(facts.get("align.horizontal", ""), ""),
        turned=facts.get("align.rotation", "") in _UPWARDS,
    )


def _text(value: CellValue, number_format: str) -> str:
    if number_format == _BY_THE_SETTINGS:
        number_format = "dd/mm/yyyy"
    return shown(value, _PADDING.sub("", number_format) or "General")


def _usual_side(value: CellValue) -> str:
    """Return where Excel puts a value of a cell that does not say so itself."""
    if isinstance(value, Formula):
        value = value.cached
    if isinstance(value, bool | CellError):
        return "center"
    return "right" if isinstance(value, int | float | dt.datetime) else ""
