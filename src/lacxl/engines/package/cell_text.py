"""Text in cells: rich runs joined, Excel's _xHHHH_ escapes, and the workbook's shared strings."""

from __future__ import annotations

import re
from collections.abc import Collection

from lacxl.engines.package.broken_files import reading
from lacxl.engines.package.part_cutter import Cutter
from lacxl.engines.package.parts import Package
from lacxl.engines.package.xml import Element, kids, local_name, text_in, utf8

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NEEDS_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def unescape(text: str) -> str:
    """Return text with its _xHHHH_ escapes decoded."""
    if "_x" not in text:
        return text
    plain = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    if _SURROGATE.search(plain):
        plain = plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return plain


def escape(text: str) -> str:
    """Return text as a cell stores it: what XML cannot hold, and what looks like an escape."""
    return _NEEDS_ESCAPE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def text_of(item: Element) -> str:
    """Return the text of a shared or inline string; phonetic guides are left out."""
    pieces: list[str] = []
    for part in kids(item):
        name = local_name(part)
        if name == "t":
            pieces.append(text_in(part))
        elif name == "r":
            pieces += [text_in(run) for run in kids(part, "t")]
    return unescape("".join(pieces))


def shared_strings(package: Package, wanted: Collection[int]) -> dict[int, str]:
    """Return the wanted shared strings; reads the table no further than the highest index."""
    if not wanted:
        return {}
    part = package.related("sharedStrings") or "xl/sharedStrings.xml"
    found: dict[int, str] = {}
    where, last = package.where(part), max(wanted)
    with reading(where):
        stream = utf8(package.archive.chunks(package.info(part)), where)
        cutter = Cutter(stream, "sst", "si", where)
        first = 0
        for block in cutter.blocks():
            starts = [match.start() for match in cutter.items(block)]
            here = [index for index in range(len(starts)) if first + index in wanted]
            starts.append(len(block))
            slices = b"".join(block[starts[index] : starts[index + 1]] for index in here)
            parsed = cutter.wrapping.parse(slices) if here else None
            items = kids(parsed, "si")
            found.update(
                (first + index, text_of(item)) for index, item in zip(here, items, strict=True)
            )
            first += len(starts) - 1
            if first > last:
                break
    return found
