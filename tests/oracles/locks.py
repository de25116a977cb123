"""Which cells a sheet's protection guards, by the file format's own rule of inheritance."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from oracles.package import Package, children, each, number
from oracles.places import place


def locked(path: Path, sheet: str, cells: Iterable[str]) -> dict[str, bool]:
    """Say of each cell whether it is locked: its own format's word, its row's, its column's."""
    package = Package.open(path)
    part = next(p for entry, p in package.sheets() if entry.get("name") == sheet)
    root, formats = package.xml(part), _locks(package)
    own = {str(c.get("r")): number(c.get("s")) for c in each(root, "c")}
    rows = {
        number(r.get("r")): number(r.get("s"))
        for r in each(root, "row")
        if r.get("customFormat") in ("1", "true")
    }
    columns = [
        (number(c.get("min")), number(c.get("max")), number(c.get("style")))
        for c in each(root, "col")
    ]

    def index(cell: str) -> int:
        row, column = place(cell)
        inherited = (style for first, last, style in columns if first <= column <= last)
        return own.get(cell, rows.get(row, next(inherited, 0)))

    return {cell: formats[index(cell)] for cell in cells}


def _locks(package: Package) -> list[bool]:
    """Return the lock of each cell format; one that does not speak of it locks."""
    styles = package.xml(package.workbook_part("styles"))
    said = [xf.find("{*}protection") for xf in children(styles, "cellXfs", "xf")]
    return [word is None or word.get("locked", "1") in ("1", "true") for word in said]
