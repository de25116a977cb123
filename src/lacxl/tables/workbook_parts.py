"""What a workbook's reader does not say: formulas, errors, merged cells, shown percentages."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from typing import Final
from xml.etree import ElementTree

from lacxl.tables.cell import Flaw
from lacxl.workbook.address import column_number

MOST_UNPACKED: Final = 3_000_000_000
"""The largest workbook that is unpacked, in bytes."""

MOST_CELLS: Final = 60_000_000
"""The largest area of a sheet: readers hold all of it, whether cells are filled or not."""

_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_VALUE = re.compile(rb"<(?:\w+:)?v>[^<]|<(?:\w+:)?v [^>]*>[^<]")
# These begin with plain letters, which is found fast.
_WIDE = tuple(re.compile(rb"r=%b([A-Za-z]{2,3})\d" % quote) for quote in (b'"', b"'"))
_TALL = tuple(re.compile(rb"r=%b[A-Za-z]{0,3}(\d{4,})%b" % (q, q)) for q in (b'"', b"'"))
_NOWHERE = re.compile(rb"""r=["'](?:[A-Za-z]{4,}\d|[A-Za-z]{0,3}\d{8,})""")
_ODD = (Flaw.UNWORKED, Flaw.FORMULA, Flaw.ERROR, Flaw.MERGED)
_DATE_FORMATS = frozenset(
    str(number) for a, b in ((14, 23), (27, 37), (45, 48), (50, 59)) for number in range(a, b)
)
"""The formats of dates, times and durations that every workbook has (ECMA-376 part 1, 18.8.30)."""
_DATE_SIGNS = re.compile(r"[dmyhs]", re.IGNORECASE)
_COLOUR_OR_PLACE = re.compile(r"\[(?![hms]+\])[^\]]*\]", re.IGNORECASE)
_DAY_AFTER_9999 = 2_958_466
_ODD_NUMBER = re.compile(rb"v>(?!\d{1,6}(?:\.\d*)?<)([^<]+)<")
"""A value that is no short number: almost all are, and are passed over with no look at the cell."""
_CELL_TAG = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
_LONGEST_FORMULA = 10_000
_STYLE = re.compile(rb'\bs="(\d+)"')
_OTHER_THAN_NUMBER = re.compile(rb'\bt="(?!n")')
_QUOTED = re.compile(r'"[^"]*"|\\.')
_PERCENT_FORMATS = frozenset(("9", "10"))  # 0% and 0.00%, which every workbook has


Places = dict[int, list[int]]
"""Row numbers by the index of their column."""


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
            for link in self._root("xl/_rels/workbook.xml.rels").iterfind(".//{*}Relationship")
        }
        found = {}
        for sheet in self._root("xl/workbook.xml").iterfind(".//{*}sheet"):
            link = next((str(v) for k, v in sheet.attrib.items() if str(k).endswith("}id")), "")
            target = links.get(link) or ""
            path = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
            if path in self._names and "chartsheet" not in path:
                found[str(sheet.get("name", ""))] = path
        return found

    def check_extent(self, part: str) -> None:
        """Raise Unreadable where a sheet's cells are so far out that no memory holds the area."""
        xml = self._bytes(part)
        tall = max(_tallest(xml), xml.count(b"<row"), xml.count(b":row "))
        if tall * _widest(xml) > MOST_CELLS or _NOWHERE.search(xml):
            raise Unreadable("its cells reach too far to the right and down")

    def odd(self, part: str) -> Mapping[Flaw, Places]:
        """Return the formulas, errors and merged cells of a sheet."""
        xml = self._bytes(part)
        odd: dict[Flaw, Places] = {flaw: {} for flaw in _ODD}
        for found in _MERGED.finditer(xml):
            left, right = _index(found[1]), _index(found[3])
            top, bottom = int(found[2]), int(found[4])
            rows = range(top, min(bottom, top + 10_000) + 1)
            for column in range(left, min(right, left + 200) + 1):
                odd[Flaw.MERGED].setdefault(column, []).extend(rows)
        if not _FORMULA.search(xml) and b't="e"' not in xml:
            return odd
        for found in _CELL.finditer(xml):
            attributes, inside = found[1], found[2] or b""
            if b't="e"' in attributes:
                _note(attributes, odd[Flaw.ERROR])
            elif _FORMULA.search(inside):
                _note(attributes, odd[Flaw.FORMULA if _VALUE.search(inside) else Flaw.UNWORKED])
        return odd

    def percentages(self, part: str) -> Mapping[int, frozenset[int]]:
        """Return the rows, by column, in which a number is shown as a percentage."""
        styles = self._styles_of(_PERCENT_FORMATS, lambda code: "%" in code)
        found: Places = {}
        for cell in _CELL.finditer(self._bytes(part)) if styles else ():
            if _is_number_in(styles, cell[1]):
                _note(cell[1], found)
        return {column: frozenset(rows) for column, rows in found.items()}

    def beyond(self, part: str) -> Places:
        """Return the rows, by column, of numbers that are shown as dates and can be none.

        Excel shows ##### for them: its days go from 0 to the end of the year 9999. Readers answer
        with another date, with nothing, or not at all.
        """
        found: Places = {}
        if not self._date_styles:
            return found
        xml = self._bytes(part)
        for value in _ODD_NUMBER.finditer(xml):
            cell = _CELL_TAG.match(xml, _start_of_cell(xml, value.start()))
            if cell and _is_number_in(self._date_styles, cell[1]) and not _is_day(value[1]):
                _note(cell[1], found)
        return found

    @cached_property
    def _date_styles(self) -> frozenset[int]:
        """Return the numbers of the cell styles whose number format shows dates or times."""
        return self._styles_of(
            _DATE_FORMATS,
            lambda code: bool(_DATE_SIGNS.search(_COLOUR_OR_PLACE.sub("", code.partition(";")[0]))),
        )

    def _styles_of(self, known: Collection[str], fits: Callable[[str], bool]) -> frozenset[int]:
        """Return the numbers of the cell styles with one of these formats, or a code that fits."""
        if "xl/styles.xml" not in self._names:
            return frozenset()
        root = self._root("xl/styles.xml")
        formats = set(known)
        for each in root.iterfind("{*}numFmts/{*}numFmt"):
            if fits(_QUOTED.sub("", str(each.get("formatCode", "")))):
                formats.add(str(each.get("numFmtId")))
        cells = root.iterfind("{*}cellXfs/{*}xf")
        return frozenset(at for at, each in enumerate(cells) if each.get("numFmtId") in formats)

    def _root(self, part: str) -> ElementTree.Element:
        parser = ElementTree.XMLParser(target=_Builder())  # noqa: S314 - it refuses document types
        try:
            parser.feed(self._bytes(part))
            root: ElementTree.Element = parser.close()
        except (ElementTree.ParseError, ValueError, LookupError) as fault:
            raise Unreadable("its parts are damaged") from fault
        return root

    def _bytes(self, part: str) -> bytes:
        try:
            return self._package.read(part)
        except Exception as fault:  # those of zip files and of zlib have no common base
            raise Unreadable("its parts are damaged") from fault


class _Builder(ElementTree.TreeBuilder):
    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        """Refuse a document type, which no workbook has: its entities may grow without end."""
        raise ValueError("a document type")


def _start_of_cell(xml: bytes, at: int) -> int:
    """Return where the cell that contains this position begins."""
    first = max(0, at - _LONGEST_FORMULA)
    start = xml.rfind(b"<c ", first, at)
    return start if start >= 0 else xml.rfind(b"<", first, xml.rfind(b":c ", first, at) + 1)


def _is_day(written: bytes) -> bool:
    try:
        return 0 <= float(written) < _DAY_AFTER_9999
    except ValueError:
        return False


def _is_number_in(styles: Collection[int], attributes: bytes) -> bool:
    """Say whether a cell is a number that is shown in one of the styles."""
    style = _STYLE.search(attributes)
    return bool(style and int(style[1]) in styles and not _OTHER_THAN_NUMBER.search(attributes))


def _note(attributes: bytes, places: Places) -> None:
    """Note the place of a cell, if it names one."""
    if reference := _REFERENCE.search(attributes):
        places.setdefault(_index(reference[1]), []).append(int(reference[2]))


def _index(letters: bytes) -> int:
    return column_number(letters.decode()) - 1


def _widest(xml: bytes) -> int:
    """Return about how many columns a sheet has, never too few."""
    letters = {found[1].upper() for wide in _WIDE for found in wide.finditer(xml)}
    return max((_index(each) + 1 for each in letters), default=26)


def _tallest(xml: bytes) -> int:
    """Return the number of a sheet's last row, which a cell may name too; 999 where it has less."""
    numbers = {number for tall in _TALL for number in tall.findall(xml)}
    return max((int(number[:9]) for number in numbers), default=999)
