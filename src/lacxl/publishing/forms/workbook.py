"""The figures as a workbook of values for Excel: no formula, nothing hidden, nobody's name."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from lacxl.publishing.forms.figures import printed, text_of
from lacxl.publishing.forms.packing import packed
from lacxl.publishing.forms.palette import HEAD, LIGHTS, LINE, LINK, PAPER
from lacxl.publishing.forms.sheet_contents import sheets_of
from lacxl.publishing.forms.sheets import (
    TEXT_WIDTH,
    Column,
    Held,
    Look,
    Shade,
    Sheet,
    Table,
    filled,
    shade_of,
)
from lacxl.publishing.forms.texts import in_cell, is_like_a_formula
from lacxl.publishing.forms.wording import full_title, published_on
from lacxl.publishing.publication import Publication

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.styles import Border
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

FONT: Final = "Arial"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES: Final = "[Content_Types].xml"
_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def workbook(publication: Publication) -> bytes:
    """Return the file."""
    from openpyxl.workbook.workbook import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    book.calculation.fullCalcOnLoad = False  # there is no formula, so nothing is asked on closing
    _prepare(book)
    for sheet in sheets_of(publication):
        _fill(book.create_sheet(sheet.name), sheet)
    book.active = 0
    file = io.BytesIO()
    book.save(file)
    return _fixed(file, full_title(publication), published_on(publication))


def _prepare(book: Workbook) -> None:
    """Make the styles that readers for the blind tell: headings as Excel's own."""
    from openpyxl.styles import Alignment, Font, NamedStyle

    normal = book._named_styles["Normal"]
    normal.font = Font(name=FONT, size=12, color=PAPER.ink)
    for level, size in ((1, 16), (2, 14)):
        style = NamedStyle(f"Heading {level}", builtinId=15 + level)
        style.font = Font(name=FONT, size=size, bold=True, color=PAPER.ink)
        style.alignment = Alignment(vertical="top")
        book.add_named_style(style)


def _fill(page: Worksheet, sheet: Sheet) -> None:
    _write(page.cell(1, 1), sheet.title)
    page["A1"].style = "Heading 1"
    for row, sentence in enumerate(sheet.says, 2):
        _write(page.cell(row, 1), sentence)
    below = len(sheet.says) + 2
    if sheet.table is not None:
        _add_table(page, sheet.table, below)
    else:
        _add_texts(page, sheet, below)
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9  # A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _add_texts(page: Worksheet, sheet: Sheet, first: int) -> None:
    from openpyxl.styles import Alignment

    page.column_dimensions["A"].width = TEXT_WIDTH
    for row, (look, text) in enumerate(sheet.texts, first):
        cell = page.cell(row, 1)
        _write(cell, text)
        if look is Look.HEADING:
            cell.style = "Heading 2"
        cell.alignment = Alignment(vertical="top", wrap_text=True)


def _add_table(page: Worksheet, table: Table, top: int) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table as ExcelTable
    from openpyxl.worksheet.table import TableStyleInfo

    border = _line_below()
    for number, column in enumerate(table.columns, 1):
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = column.width
        _add_heading(page.cell(top, number), column, border)
        for row, cells in enumerate(table.rows, top + 1):
            _add_cell(page.cell(row, number), column, cells[number - 1], border)
            page.cell(row, number).font = _font(column, cells[number - 1], number <= table.fixed)
    last = f"{get_column_letter(len(table.columns))}{top + len(table.rows)}"
    made = ExcelTable(displayName=table.name, name=table.name, ref=f"A{top}:{last}")
    made.tableStyleInfo = TableStyleInfo(showFirstColumn=True, showRowStripes=False)
    made._initialise_columns()
    for named, column in zip(made.tableColumns, table.columns, strict=True):
        named.name = _escaped(column.heading)
    if not table.filtered:
        made.autoFilter = None
    page.add_table(made)
    page.freeze_panes = page.cell(top + 1, table.fixed + 1)
    page.print_title_rows = None


def _add_heading(cell: Cell, column: Column, border: Border) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    _write(cell, column.heading)
    cell.font = Font(name=FONT, size=12, bold=True, color=HEAD.ink)
    cell.fill = PatternFill("solid", fgColor=HEAD.ground)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    cell.border = border


def _add_cell(cell: Cell, column: Column, held: Held, border: Border) -> None:
    from openpyxl.styles import Alignment, PatternFill
    from openpyxl.worksheet.hyperlink import Hyperlink

    is_figure = not isinstance(held, str)
    cell.alignment = Alignment(
        horizontal="right" if is_figure else "left", vertical="top", wrap_text=True
    )
    cell.border = border
    number = printed(held) if not isinstance(held, str) else None
    if number is not None:
        cell.value = number.number
        cell.number_format = number.number_format
        return
    _write(cell, text_of(held) if not isinstance(held, str) else str(filled(column, held)))
    shade = shade_of(column, held)
    if shade is not Shade.NONE:
        cell.fill = PatternFill("solid", fgColor=LIGHTS[shade].ground)
    if column.is_link:
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{held}'!A1")


def _font(column: Column, held: Held, is_head: bool) -> Any:
    from openpyxl.styles import Font

    if column.is_link:
        return Font(name=FONT, size=12, underline="single", color=LINK)
    shade = shade_of(column, held)
    if shade is not Shade.NONE:
        return Font(name=FONT, size=12, bold=True, color=LIGHTS[shade].ink)
    return Font(name=FONT, size=12, bold=is_head, color=PAPER.ink)


def _line_below() -> Border:
    from openpyxl.styles import Border, Side

    return Border(bottom=Side("thin", color=LINE))


def _write(cell: Cell, text: str) -> None:
    """Write a text as a text: `=1+1` is no formula, not even when somebody edits the cell."""
    text = in_cell(text)
    cell.value = _escaped(text)
    cell.data_type = "s"
    if is_like_a_formula(text):
        cell.quotePrefix = True


def _escaped(text: str) -> str:
    """Return a text in which `_x0041_` stays what it is; Excel would show an A."""
    return _ESCAPE.sub("_x005F_", text)


def _fixed(file: io.BytesIO, title: str, day: dt.date) -> bytes:
    """Return the file with properties that follow from the publication alone."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["docProps/core.xml"] = _core(title, day).encode()
    parts["docProps/app.xml"] = _APP.encode()
    order = sorted(parts, key=lambda name: (name != _TYPES, name))
    return packed(((name, parts[name]) for name in order), day)


_APP: Final = (
    f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    'extended-properties"><Application>Microsoft Excel</Application></Properties>'
)


def _core(title: str, day: dt.date) -> str:
    at = f"{day.isoformat()}T00:00:00Z"
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/'
        'metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title[:255])}</dc:title><dc:language>en-GB</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{at}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{at}</dcterms:modified>'
        "</cp:coreProperties>"
    )
