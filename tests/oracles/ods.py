"""The cells of an OpenDocument spreadsheet, which is how LibreOffice tells what it sees."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from lxml import etree

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_MOST_REPEATS = 1_000
"""A filled cell or row that repeats more often is only told once (a column filled to the end)."""

OdsValue = None | bool | float | str


class OdsCell(NamedTuple):
    """A cell as LibreOffice shows it: what it holds, and the formula that gave it.

    Numbers are floats of 15 digits, dates ISO text, errors their text (#DIV/0!).
    """

    value: OdsValue
    formula: str = ""


Table = Mapping[tuple[int, int], OdsCell]


def read_tables(path: Path) -> dict[str, Table]:
    """Return the non-empty cells of each sheet by row and column (from 1)."""
    with zipfile.ZipFile(path) as package, package.open("content.xml") as content:
        root = etree.parse(content, etree.XMLParser(huge_tree=True, no_network=True)).getroot()
    return {
        str(table.get(f"{_TABLE}name")): dict(_cells(table))
        for table in root.iterfind(f".//{_OFFICE}spreadsheet/{_TABLE}table")
    }


def _cells(table: etree._Element) -> Iterator[tuple[tuple[int, int], OdsCell]]:
    row = 1
    for line in table.iter(f"{_TABLE}table-row"):
        repeats = int(line.get(f"{_TABLE}number-rows-repeated", "1"))
        found = list(_line(line))
        for down in range(min(repeats, _MOST_REPEATS) if found else 0):
            yield from (((row + down, column), cell) for column, cell in found)
        row += repeats


def _line(line: etree._Element) -> Iterator[tuple[int, OdsCell]]:
    column = 1
    for element in line.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
        repeats = int(element.get(f"{_TABLE}number-columns-repeated", "1"))
        cell = _cell(element)
        if cell is not None:
            yield from ((column + right, cell) for right in range(min(repeats, _MOST_REPEATS)))
        column += repeats


def _cell(element: etree._Element) -> OdsCell | None:
    formula = str(element.get(f"{_TABLE}formula", ""))
    value = _value(element)
    return None if value is None and not formula else OdsCell(value, formula)


def _value(element: etree._Element) -> OdsValue:
    kind = element.get(f"{_OFFICE}value-type")
    if element.get(f"{_CALC}value-type") == "error" or kind == "string":
        return _shown(element)
    if kind == "boolean":
        return element.get(f"{_OFFICE}boolean-value") == "true"
    for attribute in ("date-value", "time-value"):
        text = element.get(f"{_OFFICE}{attribute}")
        if text is not None:
            return str(text)
    number = element.get(f"{_OFFICE}value")
    return None if number is None else float(number)


def _shown(element: etree._Element) -> str:
    lines = ("".join(_runs(line)) for line in element.iterchildren(f"{_TEXT}p"))
    return "\n".join(lines)


def _runs(element: etree._Element) -> Iterator[str]:
    """Give the text of a paragraph, with the blanks and breaks that have elements of their own."""
    yield element.text or ""
    for child in element:
        if child.tag == f"{_TEXT}s":
            yield " " * int(child.get(f"{_TEXT}c", "1"))
        elif child.tag == f"{_TEXT}tab":
            yield "\t"
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif isinstance(child.tag, str):
            yield from _runs(child)
        yield child.tail or ""
