"""The parts of a workbook: which sheets it has, its shared texts, how numbers are shown."""

from __future__ import annotations

import gc
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import IO, Final
from urllib.parse import unquote
from xml.etree.ElementTree import Element, iterparse, parse

from lacxl.tables.sheet_cells import MOST_CELLS, NumberStyle, SheetCells, Unreadable, spelt

MOST_UNPACKED: Final = 3_000_000_000
"""The largest workbook that is unpacked, in bytes."""
_BEFORE = 1 << 16
"""A document type comes in the first so many bytes."""

_SHOWN = {
    **dict.fromkeys((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)), NumberStyle.DATE),
    **dict.fromkeys((9, 10), NumberStyle.PERCENTAGE),
    46: NumberStyle.DURATION,
}
"""What the formats show that every workbook has (ECMA-376 part 1, 18.8.30)."""
_QUOTED = re.compile(r'"[^"]*"|[\\_*].')
"""What is shown as it is, as blank room, or repeated."""
_COLOUR_OR_PLACE = re.compile(r"\[(?![hms]+\])[^\]]*\]", re.IGNORECASE)
_DATE_SIGNS = re.compile(r"[dmyhs]", re.IGNORECASE)
_LONGEST_FORMAT = 255
_DOCUMENT_TYPE = re.compile(
    rb"(?>\xef\xbb\xbf|\xff\xfe|\xfe\xff|\s|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL
)


class Parts:
    """The parts of a workbook; raises Unreadable where they cannot be."""

    def __init__(self, content: bytes) -> None:
        with _readable("its package is damaged"):
            self._package = zipfile.ZipFile(io.BytesIO(content))
        if sum(info.file_size for info in self._package.infolist()) > MOST_UNPACKED:
            raise Unreadable("it is too large once unpacked")
        self._names = {name.casefold(): name for name in self._package.namelist()}
        self._room = MOST_CELLS

    @property
    def is_workbook(self) -> bool:
        """Whether it is an .xlsx or .xlsm rather than another kind of package."""
        return "xl/workbook.xml" in self._names

    def sheets(self) -> Sequence[tuple[str, str]]:
        """Return the name and the part of each sheet; chart sheets and the like are left out."""
        found = []
        for sheet in self._workbook.iterfind(".//{*}sheet"):
            link = next((value for key, value in sheet.items() if key.endswith("}id")), "")
            kind, path = self._linked.get(link, ("", ""))
            if kind == "worksheet":
                found.append((sheet.get("name", ""), path))
        return found

    def sheet(self, part: str) -> SheetCells:
        """Return what is in a sheet."""
        about = self._workbook.find("{*}workbookPr")
        from_1904 = about is not None and about.get("date1904") in ("1", "true")
        sheet = SheetCells(self._texts, self._styles, from_1904, self._room)
        with self._opened(part) as xml, _no_garbage_looked_for():
            for _, element in iterparse(xml):  # noqa: S314 - it has no document type
                if element.tag.endswith("row"):
                    sheet.add_row(element)
                    element.clear()
                elif element.tag.endswith("mergeCell"):
                    sheet.add_merged(element)
        self._room -= sheet.area(len(sheet.rows))
        return sheet

    @cached_property
    def _workbook(self) -> Element:
        return self._root("xl/workbook.xml")

    @cached_property
    def _linked(self) -> Mapping[str, tuple[str, str]]:
        """The kind and the path of each part that the workbook is linked to."""
        return {
            link.get("Id", ""): (
                link.get("Type", "").rpartition("/")[2],
                _part_of(link.get("Target", "")),
            )
            for link in self._root("xl/_rels/workbook.xml.rels").iterfind(".//{*}Relationship")
        }

    def _root_of(self, kind: str) -> Element | None:
        """Return the root of the part of a kind, None where there is none."""
        path = next((path for its, path in self._linked.values() if its == kind), "")
        return self._root(path) if path.casefold() in self._names else None

    @cached_property
    def _texts(self) -> Sequence[str]:
        """The shared texts."""
        texts = self._root_of("sharedStrings")
        return [] if texts is None else [spelt(text) for text in texts]

    @cached_property
    def _styles(self) -> Sequence[NumberStyle]:
        """What a number is in each style of cells."""
        root, shown = self._root_of("styles"), {str(each): shown for each, shown in _SHOWN.items()}
        if root is None:
            return ()
        for each in root.iterfind("{*}numFmts/{*}numFmt"):
            shown[each.get("numFmtId", "")] = _shown_by(each.get("formatCode", ""))
        styles = root.iterfind("{*}cellXfs/{*}xf")
        return [shown.get(each.get("numFmtId", ""), NumberStyle.NUMBER) for each in styles]

    def _root(self, part: str) -> Element:
        with self._opened(part) as xml:
            return parse(xml).getroot()  # noqa: S314 - it has no document type

    @contextmanager
    def _opened(self, part: str) -> Iterator[IO[bytes]]:
        if part.casefold() not in self._names:
            raise Unreadable("a part of it is missing")
        with _readable(), self._package.open(self._names[part.casefold()]) as xml:
            # no program writes one, and its entities may grow; UTF-16 has a nought to each letter
            if _DOCUMENT_TYPE.match(xml.read(_BEFORE).replace(b"\0", b"")):
                raise Unreadable("it has a document type")
            xml.seek(0)
            yield xml


@contextmanager
def _readable(otherwise: str = "its parts are damaged") -> Iterator[None]:
    try:
        yield
    except (Unreadable, MemoryError):
        raise
    except Exception as fault:  # those of zip files, of zlib and of XML have no common base
        raise Unreadable(otherwise) from fault


@contextmanager
def _no_garbage_looked_for() -> Iterator[None]:
    """Trees of XML have no circles, and looking for some took two thirds of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _part_of(target: str) -> str:
    """Return the part that a link of the workbook leads to."""
    path = posixpath.join("/xl", unquote(target).replace("\\", "/"))
    return posixpath.normpath(path).lstrip("/")


def _shown_by(code: str) -> NumberStyle:
    """Return what a format shows; that of positive numbers comes first."""
    plain = _QUOTED.sub("", code[:_LONGEST_FORMAT])
    positive = _COLOUR_OR_PLACE.sub("", plain.partition(";")[0])
    if _DATE_SIGNS.search(positive):
        return NumberStyle.DURATION if "[" in positive else NumberStyle.DATE
    return NumberStyle.PERCENTAGE if "%" in plain else NumberStyle.NUMBER
