"""What every sheet has in common: bands, paper, footer, protection and unlocked columns."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from xlsx_templates import words
from xlsx_templates.style import FONT, Styles

LAST_COLUMN = 16_383
TITLE_HEIGHT, BANDS_HEIGHT = 38, 62
FOOTER = f'&L&"{FONT},Regular"&8&F&R&"{FONT},Regular"&8Page &P of &N'
ALLOWED_WHEN_PROTECTED = (
    "objects",
    "scenarios",
    "format_cells",
    "format_columns",
    "format_rows",
    "insert_columns",
    "insert_rows",
    "insert_hyperlinks",
    "delete_columns",
    "delete_rows",
    "sort",
    "autofilter",
    "pivot_tables",
)


def set_columns(sheet: Worksheet, style: Styles, widths: Sequence[int]) -> None:
    """Set the columns' widths in pixels; all columns of the sheet are unlocked."""
    plain = style("plain")
    for column, width in enumerate(widths):
        sheet.set_column_pixels(column, column, width, plain)
    sheet.set_column(len(widths), LAST_COLUMN, None, plain)
    sheet.dim_colmin = sheet.dim_colmax = None


def bands(sheet: Worksheet, style: Styles, title: str, last_column: int) -> None:
    """Draw the title and the line below it over the whole width, with the way back."""
    sheet.set_row_pixels(0, TITLE_HEIGHT)
    sheet.set_row_pixels(1, BANDS_HEIGHT - TITLE_HEIGHT)
    for column in range(last_column + 1):
        sheet.write_blank(0, column, None, style("title"))
        sheet.write_blank(1, column, None, style("subtitle"))
    sheet.write_string(0, 0, title, style("title"))
    sheet.write_string(1, 0, words.SUBTITLE, style("subtitle"))


def link_home(sheet: Worksheet, style: Styles, first: int, last: int) -> None:
    """Put the link to the cover at the right end of the band."""
    sheet.merge_range(1, first, 1, last, "", style("home"))
    sheet.write_url(1, first, "internal:'Cover'!A1", style("home"), words.HOME, words.HOME)


def set_paper(
    sheet: Worksheet, last_row: int, last_column: int, header_row: int | None = None
) -> None:
    """Print on A4 landscape, one page wide, the header rows on every page."""
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.45, bottom=0.6)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(FOOTER)
    sheet.print_area(0, 0, last_row, last_column)
    if header_row is not None:
        sheet.repeat_rows(0, header_row)
        sheet.freeze_panes(header_row + 1, 2)


def protect(sheet: Worksheet) -> None:
    """Hold the locked cells only: everything else that a sheet allows stays allowed."""
    sheet.protect("", dict.fromkeys(ALLOWED_WHEN_PROTECTED, True))
