"""A list shown in a new workbook, each line with a link to its cell in the report."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from lacxl.engines.excel.blocks import Block
from lacxl.engines.excel.native import Spelling
from lacxl.engines.excel.patience import Patience
from lacxl.engines.excel.sending import LONGEST_IN_BLOCK, Sent, sent
from lacxl.workbook.address import Area, Cell

_LONGEST_LITERAL = 255
"""The most characters of a text within a formula."""
HEADING_ROW = 3
LINK_HEADING = "Go to"


def block_of(
    title: str, book: str, headings: Sequence[str], rows: Sequence[Sequence[str]]
) -> tuple[Block, Block]:
    """Return the title and the book's name, and the table below; a text too long is cut.

    The add-in knows a list by it, and the book that it is of.
    """
    width = len(headings)
    table = tuple(
        tuple(_text(row[column] if column < len(row) else "") for column in range(width))
        for row in (headings, *rows)
    )
    return (
        Block(Area(1, 1, 2, 1), ((_text(title),), (_text(book),))),
        Block(Area(HEADING_ROW, 1, HEADING_ROW + len(rows), max(width, 1)), table),
    )


def links_to(book: str, links: Sequence[tuple[str, Cell] | None]) -> tuple[str, ...]:
    """Return for each row what to enter so that a click goes to the cell; '' where none is."""
    return tuple("" if link is None else _link(book, *link) for link in links)


def show(
    app: Any, native: Spelling, do: Patience, blocks: tuple[Block, Block], links: Sequence[str]
) -> None:
    """Put title, table and links into a new workbook, which can be closed without a question."""
    title, table = blocks
    book = do(app.books.add, "opening a new workbook")
    sheet = do(lambda: list(book.sheets))[0]
    for block in blocks:
        cells = do(partial(sheet.range, str(block.area)))
        do.put(cells, "raw_value", block.rows)
    if any(links):
        right = table.area.right
        area = Area(table.area.top + 1, right, table.area.top + len(links), right)
        cells = do(partial(sheet.range, str(area)))
        entered = tuple((text,) for text in links)
        do.put(cells, "formula", entered if len(entered) > 1 else entered[0][0])
    for row in (title.area.top, table.area.top):
        cells = do(partial(sheet.range, str(Area(row, 1, row, table.area.right))))
        do(partial(_embolden, cells))
    cells = do(partial(sheet.range, str(table.area)))
    do(partial(_fit_columns, cells))
    do(partial(native.mark_saved, book))


def _link(book: str, sheet: str, cell: Cell) -> str:
    shown = f"{sheet}!{cell}"
    quoted = sheet.replace("'", "''")
    target = f"[{book}]'{quoted}'!{cell}"
    if max(len(target), len(shown)) > _LONGEST_LITERAL:
        return f"'{shown}"
    return f'=HYPERLINK("{_doubled(target)}","{_doubled(shown)}")'


def _doubled(text: str) -> str:
    return text.replace('"', '""')


def _text(text: str) -> Sent:
    cut = text if len(text) < LONGEST_IN_BLOCK else f"{text[: LONGEST_IN_BLOCK - 2]}…"
    return sent(cut, as_text=False, date1904=False)


def _embolden(cells: Any) -> None:
    cells.font.bold = True


def _fit_columns(cells: Any) -> None:
    cells.columns.autofit()
