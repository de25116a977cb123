"""The figures as an OpenDocument spreadsheet, the format that government asks for: values only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from lacxl.publishing.forms.form_sheets import FormSheet, FormTable, Held, filled
from lacxl.publishing.forms.looks import FormStyle
from lacxl.publishing.forms.opendocument_parts import (
    SPACES,
    cell_style,
    manifest,
    meta,
    number_style,
    settings,
    styles,
    widths_and_formats,
)
from lacxl.publishing.forms.packing import packed
from lacxl.publishing.forms.sheet_contents import sheets_of
from lacxl.publishing.forms.shown_numbers import ShownNumber, printed, text_of
from lacxl.publishing.forms.texts import in_cell
from lacxl.publishing.forms.wording import full_title, published_on
from lacxl.publishing.publication import Publication

MIME: Final = "application/vnd.oasis.opendocument.spreadsheet"


def opendocument(publication: Publication) -> bytes:
    """Return the file."""
    sheets, day = sheets_of(publication), published_on(publication)
    parts = {
        "mimetype": MIME,  # first, so that the file is known by its first bytes
        "META-INF/manifest.xml": manifest(MIME),
        "content.xml": _content(sheets),
        "meta.xml": meta(full_title(publication), day),
        "settings.xml": settings(sheets),
        "styles.xml": styles(),
    }
    return packed(((name, text.encode()) for name, text in parts.items()), day)


def _content(sheets: tuple[FormSheet, ...]) -> str:
    formats = {number_style(number): number for sheet in sheets for number in _numbers(sheet)}
    pages = "".join("".join(_sheet(number, sheet)) for number, sheet in enumerate(sheets))
    ranges = "".join(_range(sheet, sheet.table) for sheet in sheets if sheet.table is not None)
    looks = widths_and_formats(sheets, formats.values())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {SPACES}>'
        f"<office:automatic-styles>{looks}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{pages}"
        f"<table:database-ranges>{ranges}</table:database-ranges>"
        "</office:spreadsheet></office:body></office:document-content>"
    )


def _numbers(sheet: FormSheet) -> Iterator[ShownNumber]:
    for row in sheet.table.rows if sheet.table is not None else ():
        for held in row:
            number = None if isinstance(held, str) else printed(held)
            if number is not None:
                yield number


def _sheet(number: int, sheet: FormSheet) -> Iterator[str]:
    yield f'<table:table table:name={quoteattr(sheet.name)} table:style-name="sheet">'
    for at, _ in enumerate(sheet.widths):
        yield f'<table:table-column table:style-name="w{number}.{at}"/>'
    for style, text in sheet.first:
        yield _row(_text(text, style))
    if sheet.table is not None:
        yield from _table(sheet.table)
    yield "</table:table>"


def _table(table: FormTable) -> Iterator[str]:
    heads = "".join(_text(column.heading, column.style) for column in table.columns)
    yield f"<table:table-header-rows>{_row(heads)}</table:table-header-rows>"
    for row in table.rows:
        yield _row("".join(_cell(table, at, held) for at, held in enumerate(row)))


def _row(cells: str) -> str:
    return f'<table:table-row table:style-name="row">{cells}</table:table-row>'


def _cell(table: FormTable, at: int, held: Held) -> str:
    style, column = table.style(at, held), table.columns[at]
    if isinstance(held, str):
        link = f"#'{held}'.A1" if column.is_link else ""
        return _text(filled(column, held), style, link)
    number, shown = printed(held), text_of(held)
    if number is None:
        return _text(shown, style)
    kind = "percentage" if number.is_percentage else "float"
    return (
        f'<table:table-cell table:style-name="{number_style(number)}" office:value-type="{kind}" '
        f'office:value="{number.digits}"><text:p>{escape(shown)}</text:p></table:table-cell>'
    )


def _text(text: str, style: FormStyle, link: str = "") -> str:
    words = escape(in_cell(text))
    if link:
        words = f'<text:a xlink:type="simple" xlink:href={quoteattr(link)}>{words}</text:a>'
    return (
        f'<table:table-cell table:style-name="{cell_style(style)}" office:value-type="string">'
        f"<text:p>{words}</text:p></table:table-cell>"
    )


def _range(sheet: FormSheet, table: FormTable) -> str:
    """Return what names a table and marks its first row as its headings."""
    top = len(sheet.first) + 1
    last = f"{_letters(len(table.columns))}{top + len(table.rows)}"
    area = f"'{sheet.name}'.A{top}:'{sheet.name}'.{last}"
    return (
        f"<table:database-range table:name={quoteattr(table.name)} "
        f"table:target-range-address={quoteattr(area)} "
        'table:contains-header="true" table:display-filter-buttons="false"/>'
    )


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
