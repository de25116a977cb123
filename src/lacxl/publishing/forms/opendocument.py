"""The figures as an OpenDocument spreadsheet, the format that government asks for: values only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from lacxl.publishing.forms.figures import Printed, printed, text_of
from lacxl.publishing.forms.opendocument_parts import (
    SPACES,
    manifest,
    meta,
    settings,
    style_name,
    styles,
    widths_and_formats,
)
from lacxl.publishing.forms.packing import packed
from lacxl.publishing.forms.sheet_contents import sheets_of
from lacxl.publishing.forms.sheets import Column, Held, Look, Sheet, Table, filled, shade_of
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


def _content(sheets: tuple[Sheet, ...]) -> str:
    formats = {style_name(number): number for sheet in sheets for number in _numbers(sheet)}
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


def _numbers(sheet: Sheet) -> Iterator[Printed]:
    for row in sheet.table.rows if sheet.table is not None else ():
        for held in row:
            number = None if isinstance(held, str) else printed(held)
            if number is not None:
                yield number


def _sheet(number: int, sheet: Sheet) -> Iterator[str]:
    yield f'<table:table table:name={quoteattr(sheet.name)} table:style-name="sheet">'
    columns = sheet.table.columns if sheet.table is not None else ("",)
    for at, _ in enumerate(columns):
        yield f'<table:table-column table:style-name="w{number}.{at}"/>'
    yield _row(_text(sheet.title, "title"))
    look = "line" if sheet.table is not None else "text"
    for sentence in sheet.says:
        yield _row(_text(sentence, look))
    for how, text in sheet.texts:
        yield _row(_text(text, "heading" if how is Look.HEADING else "text"))
    if sheet.table is not None:
        yield from _table(sheet.table)
    yield "</table:table>"


def _table(table: Table) -> Iterator[str]:
    heads = "".join(_text(column.heading, "head") for column in table.columns)
    yield f"<table:table-header-rows>{_row(heads)}</table:table-header-rows>"
    for row in table.rows:
        yield _row(
            "".join(
                _cell(column, held, at < table.fixed)
                for at, (column, held) in enumerate(zip(table.columns, row, strict=True))
            )
        )


def _row(cells: str) -> str:
    return f'<table:table-row table:style-name="row">{cells}</table:table-row>'


def _cell(column: Column, held: Held, is_head: bool) -> str:
    if isinstance(held, str):
        shade = shade_of(column, held).value
        style = shade or ("link" if column.is_link else "first" if is_head else "words")
        return _text(str(filled(column, held)), style, is_link=column.is_link)
    number, shown = printed(held), escape(text_of(held))
    if number is None:
        return _text(text_of(held), "symbol")
    kind = "percentage" if number.is_percentage else "float"
    return (
        f'<table:table-cell table:style-name="{style_name(number)}" office:value-type="{kind}" '
        f'office:value="{number.digits}"><text:p>{shown}</text:p></table:table-cell>'
    )


def _text(text: str, style: str, *, is_link: bool = False) -> str:
    words = escape(in_cell(text))
    if is_link:
        target = quoteattr(f"#'{text}'.A1")
        words = f'<text:a xlink:type="simple" xlink:href={target}>{words}</text:a>'
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="string">'
        f"<text:p>{words}</text:p></table:table-cell>"
    )


def _range(sheet: Sheet, table: Table) -> str:
    """Return what names a table and marks its first row as its headings."""
    top = len(sheet.says) + 2
    last = f"{_letters(len(table.columns))}{top + len(table.rows)}"
    area = f"'{sheet.name}'.A{top}:'{sheet.name}'.{last}"
    buttons = "true" if table.filtered else "false"
    return (
        f"<table:database-range table:name={quoteattr(table.name)} "
        f"table:target-range-address={quoteattr(area)} "
        f'table:contains-header="true" table:display-filter-buttons="{buttons}"/>'
    )


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
