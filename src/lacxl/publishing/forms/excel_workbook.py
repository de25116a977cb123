"""The figures as a workbook of values for Excel: no formula, nothing hidden, nobody's name."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Final
from xml.sax.saxutils import escape

from lacxl.publishing.forms.packing import packed
from lacxl.publishing.forms.sheet_contents import sheets_of
from lacxl.publishing.forms.wording import full_title, published_on
from lacxl.publishing.publication import Publication

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES: Final = "[Content_Types].xml"
_OPC: Final = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_EXTENDED: Final = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_APP: Final = (
    f'{_HEAD}<Properties xmlns="{_EXTENDED}"><Application>lacxl</Application></Properties>'
)


def workbook(publication: Publication) -> bytes:
    """Return the file."""
    from openpyxl.workbook.workbook import Workbook

    from lacxl.publishing.forms.workbook_sheets import add_styles, fill

    book = Workbook()
    book.remove(book.worksheets[0])
    book.security = None
    book.calculation.fullCalcOnLoad = False  # there is no formula, so nothing is asked on closing
    add_styles(book)
    for sheet in sheets_of(publication):
        fill(book.create_sheet(sheet.name), sheet)
    book.active = 0
    file = io.BytesIO()
    book.save(file)
    return _fixed(file, full_title(publication), published_on(publication))


def _fixed(file: io.BytesIO, title: str, day: dt.date) -> bytes:
    """Return the file with properties that follow from the publication alone."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["docProps/core.xml"] = _core(title, day).encode()
    parts["docProps/app.xml"] = _APP.encode()
    order = sorted(parts, key=lambda name: (name != _TYPES, name))
    return packed(((name, parts[name]) for name in order), day)


def _core(title: str, day: dt.date) -> str:
    at = f'xsi:type="dcterms:W3CDTF">{day.isoformat()}T00:00:00Z<'
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_OPC}" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title[:255])}</dc:title><dc:language>en-GB</dc:language>"
        f"<dcterms:created {at}/dcterms:created><dcterms:modified {at}/dcterms:modified>"
        "</cp:coreProperties>"
    )
