"""The add-in as a file: the parts of the workbook that carries the VBA project and the ribbon."""

from __future__ import annotations

import io
import zipfile
from typing import Final

_S: Final = "http://schemas.openxmlformats.org/"
_ODOC: Final = f"{_S}officeDocument/2006/"
_OPC: Final = f"{_S}package/2006/"
_MS: Final = "http://schemas.microsoft.com/office/"
_MAIN: Final = f"{_S}spreadsheetml/2006/main"
_TYPE: Final = "application/vnd.openxmlformats-"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIRST: Final = "[Content_Types].xml"
_STAMP: Final = (1980, 1, 1, 0, 0, 0)
_DOS, _PLAIN_FILE = 0, 0x20
_ADDIN: Final = "application/vnd.ms-excel.addin.macroEnabled.main+xml"


def package(vba_project: bytes, ribbon: bytes, version: str) -> bytes:
    """Return the bytes of the .xlam.

    The parts are stored, not deflated: what deflate gives differs between builds of zlib, and the
    file's hash must be the same wherever it is built.
    """
    parts = {name: (_HEAD + text).encode("ascii") for name, text in _texts(version).items()}
    parts["xl/vbaProject.bin"] = vba_project
    parts["customUI/customUI14.xml"] = ribbon
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in sorted(parts, key=lambda name: (name != _FIRST, name)):
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_STORED
            entry.create_system, entry.external_attr = _DOS, _PLAIN_FILE
            archive.writestr(entry, parts[name])
    return file.getvalue()


def _texts(version: str) -> dict[str, str]:
    return {
        _FIRST: _content_types(),
        "_rels/.rels": _relations(
            (f"{_ODOC}relationships/officeDocument", "xl/workbook.xml"),
            (f"{_OPC}relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{_ODOC}relationships/extended-properties", "docProps/app.xml"),
            (f"{_MS}2007/relationships/ui/extensibility", "customUI/customUI14.xml"),
        ),
        "xl/_rels/workbook.xml.rels": _relations(
            (f"{_ODOC}relationships/worksheet", "worksheets/sheet1.xml"),
            (f"{_ODOC}relationships/styles", "styles.xml"),
            (f"{_MS}2006/relationships/vbaProject", "vbaProject.bin"),
        ),
        "docProps/app.xml": f'<Properties xmlns="{_ODOC}extended-properties">'
        "<Application>Microsoft Excel</Application><AppVersion>16.0300</AppVersion></Properties>",
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_OPC}metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>lacxl</dc:title>'
        "<dc:description>The ribbon of the monthly corporate parenting workbook."
        "</dc:description><dc:creator>lacxl</dc:creator></cp:coreProperties>",
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_ODOC}relationships">'
        '<workbookPr codeName="ThisWorkbook"/><sheets>'
        '<sheet name="lacxl" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetPr codeName="Sheet1"/>'
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is>'
        f"<t>lacxl add-in {version}</t></is></c></row></sheetData></worksheet>",
        "xl/styles.xml": _styles(),
    }


def _content_types() -> str:
    defaults = (
        ("bin", "application/vnd.ms-office.vbaProject"),
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
    )
    overrides = (
        ("/xl/workbook.xml", _ADDIN),
        ("/xl/worksheets/sheet1.xml", f"{_TYPE}officedocument.spreadsheetml.worksheet+xml"),
        ("/xl/styles.xml", f"{_TYPE}officedocument.spreadsheetml.styles+xml"),
        ("/docProps/core.xml", f"{_TYPE}package.core-properties+xml"),
        ("/docProps/app.xml", f"{_TYPE}officedocument.extended-properties+xml"),
    )
    return (
        f'<Types xmlns="{_OPC}content-types">'
        + "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in defaults)
        + "".join(f'<Override PartName="{p}" ContentType="{kind}"/>' for p, kind in overrides)
        + "</Types>"
    )


def _relations(*relations: tuple[str, str]) -> str:
    return (
        f'<Relationships xmlns="{_OPC}relationships">'
        + "".join(
            f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
            for number, (kind, target) in enumerate(relations, 1)
        )
        + "</Relationships>"
    )


def _styles() -> str:
    """Return the least that Excel takes for a workbook's styles."""
    return (
        f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/>'
        '</font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill>'
        '<patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/>'
        '<right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1">'
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="1">'
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )
