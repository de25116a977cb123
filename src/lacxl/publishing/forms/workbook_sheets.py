"""The sheets of the workbook for Excel, written with openpyxl."""

from __future__ import annotations

import re
from typing import Final

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from lacxl.publishing.forms.form_sheets import FormSheet, FormTable, Held, filled
from lacxl.publishing.forms.looks import FONT, LOOKS, FormLook, FormStyle
from lacxl.publishing.forms.palette import LINE, PAPER
from lacxl.publishing.forms.row_heights import height_of
from lacxl.publishing.forms.shown_numbers import printed, text_of
from lacxl.publishing.forms.texts import in_cell, is_like_a_formula

_A4: Final = 9
_BUILT_IN: Final = {FormStyle.TITLE: 16, FormStyle.HEADING: 17}  # Excel's own headings
_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def add_styles(book: Workbook) -> None:
    """Add the styles of cells to a new workbook; what is not styled is in the same font."""
    book._named_styles["Normal"].font = Font(name=FONT, size=12, color=PAPER.ink)
    for style, look in LOOKS.items():
        named = NamedStyle(style.value, builtinId=_BUILT_IN.get(style))
        named.font = Font(
            name=FONT,
            size=look.size,
            bold=look.is_bold,
            underline="single" if look.is_underlined else None,
            color=look.ink,
        )
        if look.ground:
            named.fill = PatternFill("solid", fgColor=look.ground)
        if look.is_lined:
            named.border = Border(bottom=Side("thin", color=LINE))
        named.alignment = _alignment(look)
        book.add_named_style(named)


def _alignment(look: FormLook) -> Alignment:
    return Alignment(
        horizontal="right" if look.is_right else "left",
        vertical="top",
        wrap_text=look.wraps,
        indent=int(look.is_right),  # keeps figures apart from the words of the next column
    )


def fill(page: Worksheet, sheet: FormSheet) -> None:
    """Fill an empty sheet."""
    for number, width in enumerate(sheet.widths, 1):
        page.column_dimensions[get_column_letter(number)].width = width
    for row, (style, text) in enumerate(sheet.first, 1):
        _write(page.cell(row, 1), text, style)
        _set_height(page, row, style, (text,), sheet.widths)
    if sheet.table is not None:
        _add_table(page, sheet, sheet.table)
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _add_table(page: Worksheet, sheet: FormSheet, table: FormTable) -> None:
    top = len(sheet.first) + 1
    headings = tuple(column.heading for column in table.columns)
    for at, column in enumerate(table.columns):
        _write(page.cell(top, at + 1), column.heading, column.style)
    _set_height(page, top, FormStyle.COLUMN, headings, sheet.widths)
    for row, cells in enumerate(table.rows, top + 1):
        texts = tuple(
            _add_cell(page.cell(row, at + 1), table, at, held) for at, held in enumerate(cells)
        )
        _set_height(page, row, FormStyle.WORDS, texts, sheet.widths)
    last = page.cell(top + len(table.rows), len(headings)).coordinate
    _mark(page, table, f"A{top}:{last}")


def _add_cell(cell: Cell, table: FormTable, at: int, held: Held) -> str:
    """Write a cell of a table, and return what is seen of it."""
    style, column = table.style(at, held), table.columns[at]
    if isinstance(held, str):
        shown = filled(column, held)
        _write(cell, shown, style)
        if column.is_link:
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{held}'!A1")
            cell.style = style.value  # openpyxl gives a link its own
        return shown
    number, shown = printed(held), text_of(held)
    if number is None:
        _write(cell, shown, style)
    else:
        cell.value, cell.style = number.number, style.value
        cell.number_format = number.number_format
    return shown


def _mark(page: Worksheet, table: FormTable, area: str) -> None:
    """Make the area a table of Excel's, so that a screen reader knows its headings."""
    made = ExcelTable(displayName=table.name, name=table.name, ref=area)
    made.tableStyleInfo = TableStyleInfo(showFirstColumn=True, showRowStripes=False)
    made._initialise_columns()
    for named, column in zip(made.tableColumns, table.columns, strict=True):
        named.name = _escaped(column.heading)
    made.autoFilter = None  # no buttons
    page.add_table(made)


def _set_height(
    page: Worksheet, row: int, style: FormStyle, texts: tuple[str, ...], widths: tuple[int, ...]
) -> None:
    look = LOOKS[style]
    wrapped = zip(texts, widths, strict=False) if look.wraps else ()
    page.row_dimensions[row].height = height_of(wrapped, look.size)


def _write(cell: Cell, text: str, style: FormStyle) -> None:
    """Write a text as a text: `=1+1` is no formula, not even when somebody edits the cell."""
    text = in_cell(text)
    cell.value = _escaped(text)
    cell.data_type = "s"
    cell.style = style.value
    if is_like_a_formula(text):
        cell.quotePrefix = True


def _escaped(text: str) -> str:
    """Return a text in which `_x0041_` stays what it is; Excel would show an A."""
    return _ESCAPE.sub("_x005F_", text)
