"""Workbooks as other programs write them: the same content, spelt otherwise."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Spelling = Callable[[bytes], bytes]


def rewritten(source: Path, target: Path, spellings: Mapping[str, Spelling]) -> Path:
    """Write a copy of the workbook in which these parts are spelt otherwise."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, spellings[name](content) if name in spellings else content)
    return target


def prefixed(content: bytes) -> bytes:
    """Give every element of the spreadsheet's namespace the prefix x."""
    spelt = re.sub(rb"<(/?)(?=[A-Za-z])", rb"<\1x:", content)
    return spelt.replace(b"xmlns=", b"xmlns:x=", 1)


def unnumbered(content: bytes) -> bytes:
    """Leave the numbers of rows and names of cells away where counting gives them.

    The specimen's rows 1 to 4 and their cells follow one another without a gap.
    """
    head, rows = content.split(b"<sheetData>", 1)
    until = rows.index(b'<row r="6"')
    plain = re.sub(rb'<(row|c) r="[A-Z]*\d+"', rb"<\1", rows[:until])
    return head + b"<sheetData>" + plain + rows[until:]


def single_quoted(content: bytes) -> bytes:
    """Quote attributes singly, and break lines within tags and between elements."""
    declaration, body = content.split(b"?>", 1)
    single = re.sub(rb'="([^"\'<>]*)"', rb"='\1'", body)
    return declaration + b"?>" + single.replace(b"<row ", b"\n<row\n  ").replace(b"<c ", b"\n<c\t")


def utf16(content: bytes) -> bytes:
    """Encode the part as UTF-16 with its mark."""
    return content.decode("utf-8").replace("UTF-8", "UTF-16", 1).encode("utf-16")


def byte_order_mark(content: bytes) -> bytes:
    """Begin the part with the mark of UTF-8."""
    return b"\xef\xbb\xbf" + content


def commented(content: bytes) -> bytes:
    """Put comments where rows and cells are looked for."""
    comment = b'<!-- <row r="1"><c r="A1"/></row> -->'
    return content.replace(b"<sheetData>", b"<sheetData>" + comment, 1).replace(
        b'<row r="3"', comment + b'<row r="3"', 1
    )


def absolute(content: bytes) -> bytes:
    """Name parts from the package's root, as openpyxl does."""
    return content.replace(b'Target="', b'Target="/xl/').replace(b"/xl//xl/", b"/xl/")


def shared_formulas(content: bytes) -> bytes:
    """Write E2:E4 as one shared formula with its master in E2."""
    shared = content.replace(
        b"<f>AVERAGE(C2:D2)</f>", b'<f t="shared" ref="E2:E4" si="0">AVERAGE(C2:D2)</f>'
    )
    for row in (b"3", b"4"):
        plain = b"<f>AVERAGE(C" + row + b":D" + row + b")</f>"
        assert plain in shared
        shared = shared.replace(plain, b'<f t="shared" si="0"/>')
    return shared


def data_table(content: bytes) -> bytes:
    """Make E3 the master of a what-if table over E3:E4."""
    table = b'<f t="dataTable" ref="E3:E4" dt2D="0" dtr="0" r1="C2"/>'
    spelt = content.replace(b"<f>AVERAGE(C3:D3)</f>", table)
    assert spelt != content
    return spelt.replace(b"<f>AVERAGE(C4:D4)</f>", b"")


SPELLINGS: dict[str, dict[str, Spelling]] = {
    "a prefix for every element": {SHEET: prefixed},
    "a prefix in styles and workbook": {"xl/styles.xml": prefixed, "xl/workbook.xml": prefixed},
    "rows and cells without names": {SHEET: unnumbered},
    "single quotes and line breaks": {SHEET: single_quoted},
    "UTF-16": {SHEET: utf16},
    "a byte order mark": {SHEET: byte_order_mark, "xl/styles.xml": byte_order_mark},
    "comments among the rows": {SHEET: commented},
    "targets from the root": {"xl/_rels/workbook.xml.rels": absolute},
}
"""Spellings of the main specimen that say the same."""


def bare(path: Path, *, rows: str = "") -> Path:
    """Write a workbook of one sheet with no styles, no texts, no theme: the least there can be."""
    office = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    content = {
        "[Content_Types].xml": f'<Types xmlns="{office}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/{SHEET}" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{office}/relationships"><Relationship Id="a" '
        f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
        '<sheet name="R&amp;D &apos;15&apos;" sheetId="7" r:id="b"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{office}/relationships">'
        f'<Relationship Id="b" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        SHEET: f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.replace(
            "<sheetData></sheetData>", "<sheetData/>"
        ),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in content.items():
            package.writestr(name, text)
    return path
