"""The line of each key in a TOML file."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence

_KEY = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)"""
_PATH = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_TABLE = re.compile(rf"\s*\[(\[?)\s*({_PATH})\s*\]\]?\s*(?:#.*)?")
_ENTRY = re.compile(rf"\s*({_PATH})\s*=")
_PARTS = re.compile(_KEY)

KeyPath = tuple[str, ...]


def key_lines(text: str) -> Mapping[KeyPath, int]:
    """Return the line (from 1) of each table heading and key of a valid TOML text.

    Keys inside an inline table are not listed: they are in the line of the table's own key. Tables
    of an array have their number in the path, from 0.
    """
    found: dict[KeyPath, int] = {}
    counts: Counter[KeyPath] = Counter()
    table: KeyPath = ()
    closing = ""
    for number, line in enumerate(text.split("\n"), start=1):
        rest = line
        if closing:
            _, ended, rest = line.partition(closing)
            if ended:
                closing = _left_open(rest)
            continue
        if heading := _TABLE.fullmatch(line.rstrip("\r")):
            table = _parts(heading[2])
            found.setdefault(table, number)
            if heading[1]:
                counts[table] += 1
                table = (*table, str(counts[table] - 1))
                found[table] = number
        elif entry := _ENTRY.match(line):
            found.setdefault(table + _parts(entry[1]), number)
            closing = _left_open(line[entry.end() :])
    return found


def line_of(path: Sequence[str], lines: Mapping[KeyPath, int]) -> int:
    """Return the line of a key, else of the nearest table around it, else 1."""
    for length in range(len(path), 0, -1):
        if number := lines.get(tuple(path[:length])):
            return number
        within = [n for p, n in lines.items() if p[:length] == tuple(path[:length])]
        if within:
            return min(within)
    return 1


def _parts(path: str) -> KeyPath:
    """Return the keys of a dotted path, quotation marks taken off."""
    return tuple(next(iter(tomllib.loads(f"{part} = 0"))) for part in _PARTS.findall(path))


def _left_open(rest: str) -> str:
    """Return the marks that end a string of several lines opened here, "" if there is none."""
    while True:
        opening = re.search(r'"""|\'\'\'|"(?:[^"\\]|\\.)*"|\'[^\']*\'|#', rest)
        if not opening or opening[0] == "#":
            return ""
        rest = rest[opening.end() :]
        if opening[0] in ('"""', "'''"):
            _, ended, rest = rest.partition(opening[0])
            if not ended:
                return opening[0]
