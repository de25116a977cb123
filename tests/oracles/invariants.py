"""What must hold in a workbook file, most of which the Open XML SDK does not look at."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from oracles import child_order
from oracles.package import Breach, Package, each, local
from oracles.package_rules import content_types, doubled_members, relations
from oracles.sheet_rules import calculation_chain, sheets
from oracles.table_rules import tables
from oracles.workbook_rules import styles, workbook

Check = Callable[[Package], Iterator[Breach]]


def well_formed(package: Package) -> Iterator[Breach]:
    """Every XML part can be parsed (Package notes those that cannot)."""
    for name in package.parts:
        if name.endswith((".xml", ".rels")):
            package.xml(name)
    yield from package.broken


def orders(package: Package) -> Iterator[Breach]:
    """Children stand in the schema's order, and once where once is allowed."""
    places = [package.workbook(), package.workbook_part("styles")]
    for part in (*places, *(part for _, part in package.sheets())):
        root = package.xml(part)
        for fault in child_order.faults(root) if root is not None else ():
            yield Breach("child order", part, fault)


def protection(package: Package) -> Iterator[Breach]:
    """A sheet is protected once, and directly below its root."""
    for _, part in package.sheets():
        found = list(each(package.xml(part), "sheetProtection"))
        astray = [e for e in found if (up := e.getparent()) is None or local(up) != "worksheet"]
        if len(found) > 1 or astray:
            yield Breach("protection", part, f"{len(found)} sheetProtection elements")


CHECKS: tuple[Check, ...] = (
    well_formed,
    doubled_members,
    content_types,
    relations,
    workbook,
    styles,
    orders,
    protection,
    sheets,
    tables,
    calculation_chain,
)


def breaches(path: Path) -> tuple[Breach, ...]:
    """Return every invariant that the file breaks, each once."""
    try:
        package = Package.open(path)
    except zipfile.BadZipFile as fault:
        return (Breach("zip", "", str(fault)),)
    found: list[Breach] = []
    for check in CHECKS:
        try:
            found += check(package)
        except (LookupError, ValueError) as fault:
            found.append(Breach("package", "", f"{check.__name__}: {fault}"))
    return tuple(dict.fromkeys(found))


def new_breaches(before: Path, after: Path) -> tuple[Breach, ...]:
    """Return what `after` breaks that `before` did not."""
    old = Counter(breaches(before))
    return tuple((Counter(breaches(after)) - old).elements())
