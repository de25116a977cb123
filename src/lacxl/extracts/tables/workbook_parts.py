"""What a workbook's reader does not say: formulas, errors, merged cells, shown percentages."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

MOST_UNPACKED: Final = 3_000_000_000
"""The largest workbook that is unpacked, in bytes."""

MOST_CELLS: Final = 60_000_000
"""The largest area of a sheet: readers hold all of it, whether cells are filled or not."""

_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d{1,7})"')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_VALUE = re.compile(rb"<(?:\w+:)?v>[^<]|<(?:\w+:)?v [^>]*>[^<]")
_WIDE = re.compile(rb'r="([A-Z]{2,3})\d')  # begins with plain letters, which is found fast
_SHEET_TAGS = ("sheet",)
_STYLE = re.compile(rb'\bs="(\d+)"')
_OTHER_THAN_NUMBER = re.compile(rb'\bt="(?!n")')
_QUOTED = re.compile(r'"[^"]*"|\\.')
_PERCENT_FORMATS = frozenset(("9", "10"))  # 0% and 0.00%, which every workbook has


@dataclass(slots=True)
class Odd:
    """Row numbers by column place; `unworked` are formulas whose result is not stored."""

    formulas: dict[int, list[int]] = field(default_factory=dict)
    unworked: dict[int, list[int]] = field(default_factory=dict)
    errors: dict[int, list[int]] = field(default_factory=dict)
    merged: dict[int, list[int]] = field(default_factory=dict)


class Unreadable(Exception):  # noqa: N818 - it says what the workbook is
    """The workbook's parts cannot be read; the text says why, without anything of its cells."""


class Parts:
    """The parts of a workbook; raises Unreadable where they cannot be."""

    def __init__(self, content: bytes) -> None:
        try:
            self._package = zipfile.ZipFile(io.BytesIO(content))
            unpacked = sum(info.file_size for info in self._package.infolist())
            self._names = set(self._package.namelist())
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as fault:
            raise Unreadable("its package is damaged") from fault
        if unpacked > MOST_UNPACKED:
            raise Unreadable("it is too large once unpacked")

    @property
    def is_workbook(self) -> bool:
        """Whether it is an .xlsx or .xlsm rather than another kind of package."""
        return "xl/workbook.xml" in self._names

    def sheets(self) -> Mapping[str, str]:
        """Return the part of each sheet by its name; chart sheets have none."""
        links = {
            str(link.get("Id")): str(link.get("Target", ""))
            for link in self._root("xl/_rels/workbook.xml.rels")
            if isinstance(link.tag, str)
        }
        found = {}
        for element in self._root("xl/workbook.xml").iter():
            if isinstance(element.tag, str) and etree.QName(element).localname in _SHEET_TAGS:
                link = next(
                    (str(v) for k, v in element.attrib.items() if str(k).endswith("}id")), ""
                )
                target = links.get(link) or ""
                path = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
                if path in self._names and "chartsheet" not in path:
                    found[str(element.get("name", ""))] = path
        return found

    def check_extent(self, part: str) -> None:
        """Raise Unreadable where a sheet's cells lie so far out that no memory holds the area."""
        xml = self._bytes(part)
        tall = max((int(found[1]) for found in _ROW.finditer(xml)), default=0) or xml.count(b"<row")
        if tall * _widest(xml) > MOST_CELLS:
            raise Unreadable("its cells reach too far to the right and down")

    def odd(self, part: str) -> Odd:
        """Return the formulas, errors and merged cells of a sheet."""
        xml = self._bytes(part)
        odd = Odd()
        for found in _MERGED.finditer(xml):
            left, top, right, bottom = (
                place_of(found[1]),
                int(found[2]),
                place_of(found[3]),
                int(found[4]),
            )
            for place in range(left, min(right, left + 200) + 1):
                odd.merged.setdefault(place, []).extend(range(top, min(bottom, top + 10_000) + 1))
        if not _FORMULA.search(xml) and b't="e"' not in xml:
            return odd
        for found in _CELL.finditer(xml):
            inside, attributes = found[2] or b"", found[1]
            formula, error = _FORMULA.search(inside), b't="e"' in attributes
            if not (formula or error) or not (reference := _REFERENCE.search(attributes)):
                continue
            place, row = place_of(reference[1]), int(reference[2])
            if error:
                odd.errors.setdefault(place, []).append(row)
            elif formula:
                kind = odd.formulas if _VALUE.search(inside) else odd.unworked
                kind.setdefault(place, []).append(row)
        return odd

    def percentages(self, part: str) -> Mapping[int, frozenset[int]]:
        """Return the rows, by column place, in which a number is shown as a percentage."""
        styles = self._percent_styles()
        found: dict[int, set[int]] = {}
        for cell in _CELL.finditer(self._bytes(part)) if styles else ():
            style, reference = _STYLE.search(cell[1]), _REFERENCE.search(cell[1])
            if not (style and reference) or _OTHER_THAN_NUMBER.search(cell[1]):
                continue
            if int(style[1]) in styles:
                found.setdefault(place_of(reference[1]), set()).add(int(reference[2]))
        return {place: frozenset(rows) for place, rows in found.items()}

    def _percent_styles(self) -> frozenset[int]:
        """Return the numbers of the cell styles whose number format shows percentages."""
        if "xl/styles.xml" not in self._names:
            return frozenset()
        root = self._root("xl/styles.xml")
        formats = set(_PERCENT_FORMATS)
        for each in root.iterfind("{*}numFmts/{*}numFmt"):
            if "%" in _QUOTED.sub("", str(each.get("formatCode", ""))):
                formats.add(str(each.get("numFmtId")))
        cells = root.iterfind("{*}cellXfs/{*}xf")
        return frozenset(at for at, each in enumerate(cells) if each.get("numFmtId") in formats)

    def _root(self, part: str) -> etree._Element:
        try:
            return etree.fromstring(
                self._bytes(part), etree.XMLParser(resolve_entities=False, no_network=True)
            )
        except (etree.XMLSyntaxError, ValueError) as fault:
            raise Unreadable("its parts are damaged") from fault

    def _bytes(self, part: str) -> bytes:
        try:
            return self._package.read(part)
        except (KeyError, OSError, ValueError, EOFError, RuntimeError, NotImplementedError,
                zipfile.BadZipFile) as fault:  # fmt: skip
            raise Unreadable("its parts are damaged") from fault
        except Exception as fault:  # zlib's errors have no common base
            raise Unreadable("its parts are damaged") from fault


def place_of(letters: bytes) -> int:
    """Return the place of a column, counted from 0, by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _widest(xml: bytes) -> int:
    """Return about how many columns a sheet has, never too few."""
    letters = {found[1] for found in _WIDE.finditer(xml)}
    return max((place_of(each) + 1 for each in letters), default=26)
