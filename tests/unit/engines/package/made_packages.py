"""Packages made by hand, part by part, so that a test can say exactly what is in the file."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"
OTHER = "xl/worksheets/sheet2.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
STYLES = (
    '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="17"/><xf numFmtId="2"><protection'
    ' locked="0"/></xf><xf numFmtId="164" applyNumberFormat="1"/></cellXfs>'
)


def parts_of(
    rows: str = "",
    *,
    head: str = "",
    tail: str = "",
    styles: str | None = STYLES,
    strings: str = "",
    workbook: str = "",
    strict: bool = False,
    attributes: str = "",
) -> dict[str, bytes]:
    """Return the parts of a workbook with one sheet, named S."""
    main, office = (STRICT, OFFICE_STRICT) if strict else (MAIN, OFFICE)
    kinds = [("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")]
    if styles is not None:
        kinds.append(("styles", "styles.xml"))
    related = "".join(
        f'<Relationship Id="r{n}" Type="{office}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(kinds, 1)
    )
    made = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
        'package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/{SHEET}" ContentType="{_TYPE}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="r1"'
        f' Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">{workbook}<sheets>'
        '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELS}">{related}</Relationships>',
        SHEET: f'<worksheet xmlns="{main}" xmlns:r="{office}"{attributes}>{head}<sheetData>{rows}'
        f"</sheetData>{tail}</worksheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{strings}</sst>',
    }
    if styles is not None:
        formats = '<numFmts count="1"><numFmt numFmtId="164" formatCode="0.0&quot;d&quot;"/>'
        made["xl/styles.xml"] = (
            f'<styleSheet xmlns="{main}">{formats}</numFmts>{styles}</styleSheet>'
        )
    return {name: text.encode() for name, text in made.items()}


def with_second(parts: Mapping[str, bytes], sheet: bytes | None = None) -> dict[str, bytes]:
    """Return the parts with a second sheet, T: a copy of the first, or these bytes."""
    made = dict(parts)
    made[OTHER] = parts[SHEET] if sheet is None else sheet
    made["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"</sheets>", b'<sheet name="T" sheetId="9" r:id="r9"/></sheets>'
    )
    relation = f'<Relationship Id="r9" Type="{OFFICE}/worksheet" Target="worksheets/sheet2.xml"/>'
    made["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>", relation.encode() + b"</Relationships>"
    )
    return made


def save(path: Path, parts: Mapping[str, bytes]) -> Path:
    """Write the parts as a zip file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def part(path: Path, name: str = SHEET) -> bytes:
    """Return the bytes of one part of a file."""
    with zipfile.ZipFile(path) as package:
        return package.read(name)
