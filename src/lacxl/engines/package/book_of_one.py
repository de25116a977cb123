"""A workbook of nothing but one new sheet, from which an open workbook copies it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from lacxl.engines.package.book import PackageWorkbook
from lacxl.engines.package.styles import MINIMAL
from lacxl.engines.package.xml import DECLARATION, MAIN
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.new_sheet import NewSheet

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OF_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DATES_1904 = '<workbookPr date1904="1"/>'
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_OF_PACKAGE}"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><workbookPr/><sheets>'
    '<sheet name="Empty" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_OF_PACKAGE}"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
    f'Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>',
    "xl/styles.xml": MINIMAL.format(MAIN),
}


def write_book_of_one(
    new: NewSheet, filling: ChangeSet, target: Path, *, date1904: bool = False
) -> None:
    """Write a workbook whose last sheet is the new one, filled; it has no macro and no link.

    It counts dates as the workbook does into which the sheet is to be copied. Raises Refused.
    """
    with TemporaryDirectory() as folder:
        empty, unfilled = Path(folder) / "empty.xlsx", Path(folder) / "unfilled.xlsx"
        with zipfile.ZipFile(empty, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in _PARTS.items():
                text = content.replace("<workbookPr/>", _DATES_1904 if date1904 else "")
                package.writestr(name, DECLARATION + text.encode())
        with PackageWorkbook(empty) as book:
            book.add_sheet(new, unfilled)
        with PackageWorkbook(unfilled) as book:
            book.write(filling, target)
