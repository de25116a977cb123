"""The sheets of a published workbook: whether they are values alone, as they are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lacxl.scan.parts import Parts, kids, local, text_in, whole
from lacxl.scan.sheet_list import Book
from lacxl.scan.sheets import Area, areas, column_of
from lacxl.scan.trees import Element

_OF_A_SHEET = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetProtection protectedRanges"
    " autoFilter mergeCells phoneticPr conditionalFormatting hyperlinks printOptions pageMargins"
    " pageSetup headerFooter rowBreaks colBreaks ignoredErrors tableParts dataValidations drawing"
    " legacyDrawing legacyDrawingHF picture sortState sheetCalcPr"
)
_NEEDED = frozenset(_OF_A_SHEET.split())
_DRAWN = frozenset(("drawing", "legacyDrawing", "legacyDrawingHF", "picture"))
_FORMATS = {1: "0", 2: "0.00", 3: "0", 4: "0.00", 9: "0%", 10: "0.00%", 37: "0", 38: "0"}
_NO_DIGITS = re.compile(r'"[^"]*"?|\\.|[_*].|\[[^\]]*\]')
_SHOWN = re.compile(r"[0#?](?:,?[0#?])*(?:\.([0#?]*))?(,*)")
_GENERAL_DIGITS = 11
"""So many digits Excel shows of a number without a format, in a column wide enough."""


@dataclass(slots=True)
class SheetOfValues:
    """What a sheet has that is no value, or more than it shows."""

    name: str
    formulas: set[int] = field(default_factory=set)
    longer: set[int] = field(default_factory=set)
    beneath: set[int] = field(default_factory=set)
    """The columns of cells that hold something beneath a merged one."""
    validations: int = 0
    is_drawn_on: bool = False
    elements: set[str] = field(default_factory=set)
    unshown_texts: int = 0


def read_values(parts: Parts, book: Book) -> Iterator[SheetOfValues]:
    """Yield each sheet of a workbook, and at the end, without a name, its shared texts."""
    formats = _formats(parts, book.related(parts, "styles"))
    used: set[int] = set()
    for sheet in book.sheets:
        found = SheetOfValues(sheet.name)
        if sheet.part:
            _read(parts, sheet.part, formats, found, used)
        yield found
    strings = book.related(parts, "sharedStrings")
    if strings:
        texts = list(_texts(parts, strings))
        unshown = sum(text for number, text in enumerate(texts) if number not in used)
        yield SheetOfValues("", unshown_texts=unshown + sum(text > 1 for text in texts))


def _texts(parts: Parts, name: str) -> Iterator[int]:
    """Yield 1 for each shared text, 2 for one with another reading beside it that few see."""
    for item in parts.elements(name, ["si"]):
        yield 2 if item.find("{*}rPh") is not None else 1


def _read(
    parts: Parts,
    name: str,
    formats: list[str | None],
    found: SheetOfValues,
    used: set[int],
) -> None:
    root = parts.root(name)
    if root is None:
        return
    kinds = {local(each) for each in kids(root, "*")}
    found.elements = kinds - _NEEDED
    found.is_drawn_on = bool(kinds & _DRAWN)
    found.validations = "dataValidations" in kinds
    found.unshown_texts = sum(1 for _ in root.iterfind("{*}sheetData/{*}row/{*}c/{*}is/{*}rPh"))
    merged = [
        area
        for each in root.iterfind("{*}mergeCells/{*}mergeCell")
        for area in areas(each.get("ref", ""))
    ]
    for cell in root.iterfind("{*}sheetData/{*}row/{*}c"):
        column = column_of(cell.get("r", ""))
        if len(cell) and _is_beneath(cell.get("r", ""), merged):
            found.beneath.add(column)
        value = cell.find("{*}v")
        text = text_in(value).strip() if value is not None else ""
        if cell.find("{*}f") is not None:
            found.formulas.add(column)
        if cell.get("t") == "s" and (at := whole(text)) is not None:
            used.add(at)
        elif cell.get("t", "n") == "n" and _is_longer(text, _format_of(cell, formats)):
            found.longer.add(column)


def _is_beneath(address: str, merged: list[Area]) -> bool:
    for row, column, _, _ in areas(address):
        for top, left, bottom, right in merged:
            is_within = top <= row <= bottom and left <= column <= right
            if is_within and (row, column) != (top, left):
                return True
    return False


def _formats(parts: Parts, name: str | None) -> list[str | None]:
    """Return the number format of each cell format, None where it is not one of digits."""
    root = parts.root(name) if name else None
    if root is None:
        return []
    codes = {
        whole(each.get("numFmtId")): each.get("formatCode", "")
        for each in root.iterfind("{*}numFmts/{*}numFmt")
    }
    numbers = [whole(xf.get("numFmtId", "0")) for xf in root.iterfind("{*}cellXfs/{*}xf")]
    return [
        codes.get(number, "General" if number == 0 else _FORMATS.get(number or 0))
        for number in numbers
    ]


def _format_of(cell: Element, formats: list[str | None]) -> str | None:
    at = whole(cell.get("s", "0"))
    if not formats:
        return "General"
    return formats[at] if at is not None and at < len(formats) else "General"


def _is_longer(text: str, code: str | None) -> bool:
    """Say whether a number has digits that its format does not show."""
    try:
        value = float(f"{float(text):.15g}")
    except ValueError:
        return False
    if code is None:
        return False
    if code.casefold() == "general":
        return f"{value:.{_GENERAL_DIGITS}g}" != f"{value:.15g}"
    section = _NO_DIGITS.sub("", code.split(";")[0])
    shown = _SHOWN.search(section)
    if not shown or re.search("[dmyhse]", section, re.IGNORECASE):
        return False
    scaled = value * (100 if "%" in section else 1) / 1000 ** len(shown[2])
    decimals = min(len(shown[1] or ""), 15)
    return bool(abs(scaled - round(scaled, decimals)) > 1e-9 * max(1.0, abs(scaled)))
