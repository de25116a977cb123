"""The cover: what the document is, what is in it and what its signs mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from xlsxwriter.worksheet import Worksheet

from xlsx_templates import paper, words
from xlsx_templates.style import Styles

WIDTHS = (24, 220, 400, 36, 200, 430, 24)
LABEL, VALUE, SIGN, MEANING = 1, 2, 4, 5
FIRST_ROW = 5


@dataclass(frozen=True)
class Issue:
    """What the cover says of one issue; all of it is open in the blank workbook."""

    month: date | None = None
    status: str = ""
    created: date | None = None


def write_cover(sheet: Worksheet, style: Styles, issue: Issue) -> None:
    """Write the cover."""
    paper.set_columns(sheet, style, WIDTHS)
    paper.bands(sheet, style, words.TITLE, len(WIDTHS) - 1)
    sheet.set_row_pixels(0, 60)
    sheet.set_row_pixels(1, 32)
    sheet.write_string(0, 0, words.TITLE, style("title", font_size=22))
    sheet.write_string(1, 0, words.SERVICE, style("subtitle", font_size=12))
    _caption(sheet, style, FIRST_ROW - 2, LABEL, "Document details")
    _details(sheet, style, issue)
    last_left = _contents(sheet, style, FIRST_ROW + 6)
    _caption(sheet, style, FIRST_ROW - 2, SIGN, "Key: RAG, against the target")
    row = _key(sheet, style, FIRST_ROW - 1, words.RAG_KEY)
    _caption(sheet, style, FIRST_ROW + 5, SIGN, "Key: DOT, direction of travel month on month", 48)
    row = _key(sheet, style, FIRST_ROW + 6, words.DOT_KEY)
    paper.set_paper(sheet, max(row, last_left), len(WIDTHS) - 1)


def _caption(
    sheet: Worksheet, style: Styles, row: int, column: int, text: str, height: int = 32
) -> None:
    """Head a block of two columns."""
    sheet.set_row_pixels(row, height)
    sheet.write_string(row, column, text, style("caption", font_size=12))
    sheet.write_blank(row, column + 1, None, style("caption", font_size=12))


def _details(sheet: Worksheet, style: Styles, issue: Issue) -> None:
    """Write label and value in cells of their own; dates are real dates."""
    rows = (
        ("As at month end", issue.month, "mmmm yyyy"),
        ("Status", issue.status, "@"),
        ("Date created", issue.created, "dd/mm/yyyy"),
        ("Created by", words.CREATED_BY, "General"),
        ("Contact", words.CONTACT, "General"),
        ("Register before this issue", "", "@"),
    )
    for row, (label, value, number_format) in enumerate(rows, start=FIRST_ROW - 1):
        sheet.set_row_pixels(row, 36)
        sheet.write_string(row, LABEL, label, style("label"))
        look = style("value", num_format=number_format, bold=row == FIRST_ROW - 1)
        if isinstance(value, date):
            sheet.write_datetime(row, VALUE, value, look)
        else:
            sheet.write(row, VALUE, value or None, look)


def _contents(sheet: Worksheet, style: Styles, first: int) -> int:
    """List the sheets with a link to each; return the last row."""
    _caption(sheet, style, first - 1, LABEL, "Contents", 48)
    row = first
    for row, (name, about) in enumerate(words.CONTENTS.items(), start=first):
        sheet.set_row_pixels(row, 36)
        sheet.write_url(row, LABEL, f"internal:'{name}'!A1", style("link"), name, f"Go to {name}")
        sheet.write_string(row, VALUE, about, style("value"))
    return row


def _key(sheet: Worksheet, style: Styles, first: int, key: tuple[tuple[str, str], ...]) -> int:
    """Write signs and what they mean as plain text; return the last row."""
    row = first
    for row, (sign, meaning) in enumerate(key, start=first):
        sheet.write_string(row, SIGN, sign, style("label"))
        sheet.write_string(row, MEANING, meaning, style("value"))
    return row
