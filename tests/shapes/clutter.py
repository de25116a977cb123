"""What else lies about in real workbooks: logos, notes, charts, text boxes, hidden sheets."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from io import BytesIO

from xlsxwriter.worksheet import Worksheet

from shapes.book import Book, Filled
from shapes.months import after
from shapes.wording import said

COUNCILS = ("Northmoor", "Eastvale", "Wexbury", "Harrowdale", "Southmere", "Calderford")
FOOTNOTES = (
    "* Provisional until the SSDA903 return is signed off.",
    "Note: percentages of fewer than 10 children should be read with care.",
    "Source: case management system, run on the 5th working day.",
    "RAG: see the tolerances agreed by the Corporate Parenting Board.",
    "1 Excludes children in short breaks (V3/V4).",
    "Targets are reviewed each April.",
)
BOXES = (
    "How to read this page: figures are for the month unless a heading says so. 95% = green.",
    "Headlines\nThe number of children in care remains above that of statistical neighbours.",
    "Please do not add columns. Ask the performance team.",
)
NOTES = (
    "Definition changed in April - see data dictionary",
    "Checked with the Virtual School",
    "Provisional",
    "Taken from the Board's papers",
)


def _chunk(name: bytes, data: bytes) -> bytes:
    body = name + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def _picture() -> bytes:
    width, height = 96, 32
    rows = b"".join(
        b"\0" + bytes(b for x in range(width) for b in (20, 80 + x, 120 + y)) for y in range(height)
    )
    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", size)
        + _chunk(b"IDAT", zlib.compress(rows))
        + _chunk(b"IEND", b"")
    )


PICTURE = _picture()


def titles(
    book: Book, sheet: Worksheet, lines: Sequence[str], *, width: int = 1, to: str = ""
) -> int:
    """Title rows, perhaps a logo and a blank row; return the first row below.

    Where the month to fill is given, a line may say the one before, which somebody may change.
    """
    dice, row = book.dice, 0
    if dice.random() < 0.5:
        sheet.set_row(0, 30)
        sheet.insert_image(
            0, 1, "logo.png", {"image_data": BytesIO(PICTURE), "description": "Logo"}
        )
        row = 1
    if dice.random() < 0.6:
        book.put(
            sheet, row, 0, f"{dice.choice(COUNCILS)} Council - Children's Services", book.look()
        )
        row += 1
    for line in lines:
        look = book.look(bold=True, font_size=14)
        if width > 1 and dice.random() < 0.4:
            sheet.merge_range(row, 0, row, width - 1, line, look)
        else:
            book.put(sheet, row, 0, line, look)
        row += 1
    if to and dice.random() < 0.3:
        words = dice.choice(("Data to {}", "Reporting period: {}", "Latest month: {}"))
        now, was = (words.format(said(month)) for month in (to, after(to, -1)))
        book.fill(sheet, row, 0, Filled(was, may=frozenset({now})), book.look())
        row += 1
    return row + dice.choice((0, 1, 1, 2))


def footnotes(book: Book, sheet: Worksheet, row: int) -> int:
    """Notes below the table; return the first row below them."""
    row += book.dice.choice((0, 1, 2))
    look = book.look(italic=True, font_size=8)
    for line in book.dice.sample(FOOTNOTES, book.dice.randint(0, 4)):
        book.put(sheet, row, 0, line, look)
        row += 1
    return row


def scatter(
    book: Book, sheet: Worksheet, below: int, beside: int, rows: Sequence[int], line: Sequence[int]
) -> None:
    """A text box, a chart of the first row's line (columns), comments, and print settings."""
    dice = book.dice
    if dice.random() < 0.5:
        where = dice.choice(((below + 2, 1), (2, beside + 2)))
        sheet.insert_textbox(*where, dice.choice(BOXES), {"width": 300, "height": 90})
    if dice.random() < 0.5:
        chart = book.file.add_chart({"type": dice.choice(("line", "column"))})
        chart.add_series({"values": [sheet.name, rows[0], line[0], rows[0], line[-1]]})
        chart.set_title({"name": "Trend in year"})
        sheet.insert_chart(below + 8, 3, chart)
    for _ in range(dice.randint(0, 3)):
        at = (dice.choice(rows), dice.choice(line))
        sheet.write_comment(*at, dice.choice(NOTES), {"author": "Performance team"})
    if dice.random() < 0.5:
        sheet.freeze_panes(rows[0], 2)
    if dice.random() < 0.5:
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&F&RPage &P of &N")
    if dice.random() < 0.3:
        sheet.hide_gridlines(2)
    if dice.random() < 0.4:
        sheet.set_tab_color(book.colour)


def lists(book: Book, words: Sequence[str]) -> None:
    """A hidden sheet of lists, with a defined name."""
    sheet = book.sheet(book.dice.choice(("Lists", "Lookups", "_lists")))
    book.put(sheet, 0, 0, "RAG", book.look(bold=True))
    for row, word in enumerate(words, 1):
        book.put(sheet, row, 0, word, book.look())
    book.file.define_name("RAGList", f"='{sheet.name}'!$A$2:$A${len(words) + 1}")
    sheet.very_hidden() if book.dice.random() < 0.5 else sheet.hide()


def notes_sheet(book: Book, month: str) -> None:
    """A visible page of contents or guidance."""
    dice = book.dice
    sheet = book.sheet(dice.choice(("Contents", "Read me", "Guidance", "Version control")))
    book.put(sheet, 0, 0, "Version control", book.look(bold=True, font_size=14))
    for at, back in enumerate(range(3, 0, -1), 2):
        book.put(sheet, at, 0, f"v{at - 1}.0", book.look())
        book.put(sheet, at, 1, f"{said(after(month, -back))} figures added", book.look())
