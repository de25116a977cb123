"""Damage to a sound workbook, each a way in which a writer goes wrong, and who must notice it."""

from __future__ import annotations

import functools
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import good_workbook as good

SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"
STYLES = "xl/styles.xml"
TYPES = "[Content_Types].xml"
TABLE = "xl/tables/table1.xml"
RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"

Damage = Callable[[Path], None]


class Fault(NamedTuple):
    """A planted fault: its name, how it is done, and which judge notices.

    `rule` is the rule of the invariants that notices it ("" for none), `sdk` whether Microsoft's
    validator does. Both are asserted as they are, so this is the table of who catches what.
    """

    name: str
    damage: Damage
    rule: str
    sdk: bool


def swap(part: str, old: str, new: str) -> Damage:
    """Return a damage that replaces a text of the part."""
    return functools.partial(_swap, part=part, old=old, new=new)


def _swap(path: Path, part: str, old: str, new: str) -> None:
    parts = good.read(path)
    good.swap(parts, part, old, new)
    good.write(path, parts)


def move(part: str, piece: str, before: str) -> Damage:
    """Return a damage that moves a piece of the part to before another."""

    def damage(path: Path) -> None:
        parts = good.read(path)
        good.swap(parts, part, piece, "")
        good.swap(parts, part, before, piece + before)
        good.write(path, parts)

    return damage


def drop(part: str) -> Damage:
    """Return a damage that takes the part away."""

    def damage(path: Path) -> None:
        parts = good.read(path)
        del parts[part]
        good.write(path, parts)

    return damage


def double_member(path: Path) -> None:
    """Append the sheet to the zip a second time; upper and lower case are one name there."""
    content = good.read(path)[SHEET]
    with zipfile.ZipFile(path, "a") as package:
        package.writestr(SHEET.replace("sheet1", "SHEET1"), content)


def wrong_check_sum(path: Path) -> None:
    """Store the sheet and change a byte of it behind the zip's back."""
    parts = good.read(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    path.write_bytes(path.read_bytes().replace(b"<v>463</v>", b"<v>464</v>", 1))


def cut_short(path: Path) -> None:
    """Leave the end of the file away, as a crash does."""
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])


def extra_part(path: Path) -> None:
    """Add a part that no content type speaks of."""
    parts = good.read(path)
    parts["xl/lacxl.dat"] = b"x"
    good.write(path, parts)


ROW_3 = '<row r="3" spans="1:6">'
PROTECTION = '<sheetProtection sheet="1" objects="1" scenarios="1" formatCells="0"/>'
MERGES = '<mergeCells count="2"><mergeCell ref="A7:C7"/><mergeCell ref="A8:C8"/></mergeCells>'
B2 = '<c r="B2"><v>463</v></c>'
C2 = '<c r="C2"><v>0.91</v></c>'
FILLS_END = "</fills>"
XF_1 = '<xf numFmtId="164" fontId="0" fillId="0"'

FAULTS: tuple[Fault, ...] = (
    # rows and cells
    Fault("rows swapped", swap(SHEET, ROW_3, ROW_3.replace("3", "9", 1)), "row order", False),
    Fault("row twice", swap(SHEET, ROW_3, ROW_3.replace("3", "2", 1)), "row order", False),
    Fault("cells swapped", swap(SHEET, B2 + C2, C2 + B2), "cell order", False),
    Fault("cell twice", swap(SHEET, B2, B2 + B2), "cell order", False),
    Fault("cell in another row", swap(SHEET, '<c r="B2">', '<c r="B3">'), "cell order", False),
    Fault("cell name is nonsense", swap(SHEET, '<c r="B2">', '<c r="2B">'), "cell name", False),
    Fault("column beyond the last", swap(SHEET, '<c r="F2">', '<c r="XFE2">'), "cell name", False),
    Fault("spans too narrow", swap(SHEET, ROW_3, ROW_3.replace("1:6", "1:2")), "spans", False),
    Fault("dimension too small", swap(SHEET, "A1:F8", "A1:B8"), "dimension", False),
    # values
    Fault(
        "style out of range", swap(SHEET, '<c r="B2">', '<c r="B2" s="99">'), "style index", True
    ),
    Fault("text out of range", swap(SHEET, "<v>5</v>", "<v>500</v>"), "shared string", False),
    Fault("NaN", swap(SHEET, "<v>463</v>", "<v>NaN</v>"), "number", False),
    Fault("infinity", swap(SHEET, "<v>463</v>", "<v>inf</v>"), "number", False),
    Fault("number with a comma", swap(SHEET, "<v>0.91</v>", "<v>0,91</v>"), "number", False),
    Fault("truth value yes", swap(SHEET, 't="b"><v>1<', 't="b"><v>yes<'), "truth value", True),
    Fault("unknown cell type", swap(SHEET, 't="b"', 't="bool"'), "cell type", True),
    Fault(
        "inline text as value",
        swap(SHEET, B2, '<c r="B2" t="inlineStr"><v>x</v></c>'),
        "cell type",
        False,
    ),
    Fault("cm without metadata", swap(SHEET, '<c r="B5">', '<c r="B5" cm="1">'), "metadata", True),
    Fault(
        "value before formula",
        move(SHEET, "<f>SUM(B2:B4)</f>", '</c><c r="C5">'),
        "child order",
        True,
    ),
    # formulas
    Fault("chain names no formula", swap(good.CHAIN, 'r="B5"', 'r="B4"'), "calcChain", False),
    Fault(
        "shared formula without master",
        swap(SHEET, "<f>SUM(B2:B4)</f>", '<f t="shared" si="0"/>'),
        "shared formula",
        False,
    ),
    # the sheet
    Fault("merges overlap", swap(SHEET, "A8:C8", "A7:C8"), "merge", False),
    Fault("merges before protection", move(SHEET, MERGES, PROTECTION), "child order", True),
    Fault("protected twice", swap(SHEET, PROTECTION, PROTECTION * 2), "protection", True),
    Fault(
        "protection before the data", move(SHEET, PROTECTION, "<sheetData>"), "child order", True
    ),
    Fault("unknown attribute", swap(SHEET, "<mergeCells ", '<mergeCells lacxl="1" '), "", True),
    Fault(
        "unknown child", swap(SHEET, "<pageMargins", "<lacxl/><pageMargins"), "child order", True
    ),
    Fault("broken XML", swap(SHEET, "</sheetData>", ""), "xml", True),
    # conditional formats
    Fault("look out of range", swap(SHEET, 'dxfId="0"', 'dxfId="7"'), "dxf index", False),
    Fault("priority nought", swap(SHEET, 'priority="1"', 'priority="0"'), "priority", False),
    Fault("priority twice", swap(SHEET, 'priority="2"', 'priority="1"'), "priority", False),
    Fault("unknown kind of rule", swap(SHEET, 'type="cellIs"', 'type="cellWas"'), "", True),
    Fault("unknown operator", swap(SHEET, '"greaterThan"', '"moreThan"'), "", True),
    Fault("rule without formula", swap(SHEET, "<formula>460</formula>", ""), "rule", False),
    # styles
    Fault(
        "fill out of range",
        swap(STYLES, XF_1, XF_1.replace('fillId="0"', 'fillId="9"')),
        "style",
        False,
    ),
    Fault(
        "number format undefined", swap(STYLES, XF_1, XF_1.replace("164", "190")), "style", False
    ),
    Fault(
        "count is wrong", swap(STYLES, '<cellXfs count="3"', '<cellXfs count="2"'), "count", False
    ),
    Fault(
        "fills after the cell formats",
        swap(STYLES, "</cellXfs>", "</cellXfs><fills/>"),
        "child order",
        True,
    ),
    # the workbook
    Fault("sheet id twice", swap(BOOK, 'sheetId="2"', 'sheetId="1"'), "sheet id", True),
    Fault("sheet id nought", swap(BOOK, 'sheetId="2"', 'sheetId="0"'), "sheet id", True),
    Fault(
        "name of no sheet",
        swap(BOOK, 'localSheetId="0"', 'localSheetId="3"'),
        "localSheetId",
        False,
    ),
    Fault("sheet name twice", swap(BOOK, 'name="Notes"', 'name="REPORT"'), "sheet name", True),
    Fault(
        "calcPr before the names",
        move(BOOK, '<calcPr calcId="124519" fullCalcOnLoad="1"/>', "<definedNames>"),
        "child order",
        True,
    ),
    # tables
    Fault("header reads otherwise", swap(TABLE, 'name="Team"', 'name="Teams"'), "table", False),
    Fault(
        "header twice", swap(TABLE, 'id="2" name="Visits"', 'id="2" name="Team"'), "table", False
    ),
    Fault(
        "table wider than its columns",
        swap(TABLE, 'ref="E1:F4" totals', 'ref="E1:G4" totals'),
        "table",
        False,
    ),
    # the package
    Fault("relation leads nowhere", swap(RELATIONS, "table1.xml", "table9.xml"), "relation", True),
    Fault("relation not given", swap(SHEET, 'r:id="rId1"', 'r:id="rId9"'), "relation", False),
    Fault("part without content type", extra_part, "content type", False),
    Fault("content type without part", drop(good.CHAIN), "content type", True),
    Fault("member twice", double_member, "doubled member", True),
    Fault("wrong check sum", wrong_check_sum, "crc", False),
    Fault("cut short", cut_short, "zip", True),
)
