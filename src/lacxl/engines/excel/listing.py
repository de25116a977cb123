"""A list shown in a new workbook, each line with a link to its cell in the report."""

from __future__ import annotations

from collections.abc import Sequence

from lacxl.engines.excel.blocks import Block
from lacxl.engines.excel.sending import LONGEST_IN_BLOCK, Sent, sent
from lacxl.workbook.address import Area, Cell

_LONGEST_LITERAL = 255
"""The most characters of a text within a formula."""
HEADING_ROW = 3
LINK_HEADING = "Go to"


def block_of(
    title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]
) -> tuple[Block, Block]:
    """Return the title and the table below it; a text too long for one go is cut."""
    width = len(headings)
    table = tuple(
        tuple(_text(row[column] if column < len(row) else "") for column in range(width))
        for row in (headings, *rows)
    )
    return (
        Block(Area(1, 1, 1, 1), ((_text(title),),)),
        Block(Area(HEADING_ROW, 1, HEADING_ROW + len(rows), max(width, 1)), table),
    )


def links_to(book: str, links: Sequence[tuple[str, Cell] | None]) -> tuple[str, ...]:
    """Return for each row what is entered so that a click goes to the cell; '' where to none."""
    return tuple("" if link is None else _link(book, *link) for link in links)


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
