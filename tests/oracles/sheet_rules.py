"""Invariants of worksheets: rows, cells, merges, conditional formats, and the calculation chain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from oracles.package import Breach, Package, children, each, local, number, own
from oracles.places import Box, box, place, spelt

_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
_DATE = re.compile(r"-?\d{4}-\d\d-\d\d(T[\d:.]+Z?)?|T?[\d:.]+Z?")
_ERROR = re.compile(r"#[A-Z0-9/_]+[!?]?")
_TYPES = ("b", "d", "e", "inlineStr", "n", "s", "str")
_PAIRWISE = 2_000
"""Beyond so many merges they are not compared each with each."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many entries the lists have that cells point into."""

    formats: int
    looks: int
    texts: int
    metadata: int


@dataclass(slots=True)
class Sheet:
    """One worksheet while it is looked at."""

    part: str
    root: etree._Element
    sizes: Sizes
    formulas: set[tuple[int, int]] = field(default_factory=set)


def sheets(package: Package) -> Iterator[Breach]:
    """Every worksheet is in order within and points to what is there."""
    sizes = _sizes(package)
    for _, part in package.sheets():
        root = package.xml(part)
        if root is not None:
            sheet = Sheet(part, root, sizes)
            for check in (_rows, _columns, _merges, _conditions, _shared_formulas, _dimension):
                yield from (Breach(rule, part, detail) for rule, detail in check(sheet))


def calculation_chain(package: Package) -> Iterator[Breach]:
    """The chain names cells that hold a formula (Excel itself may name a spilling one twice)."""
    part = package.workbook_part("calcChain")
    root = package.xml(part)
    formulas = {
        str(entry.get("sheetId")): {
            str(c.get("r")) for c in each(package.xml(sheet), "c") if c.find("{*}f") is not None
        }
        for entry, sheet in package.sheets()
    }
    sheet_id = ""
    for link in root if root is not None else ():
        sheet_id = str(link.get("i", sheet_id))
        cell = str(link.get("r"))
        if cell not in formulas.get(sheet_id, ()):
            yield Breach("calcChain", part, f"{cell} of sheet {sheet_id} holds no formula")


def _sizes(package: Package) -> Sizes:
    styles = package.xml(package.workbook_part("styles"))
    texts = package.xml(package.workbook_part("sharedStrings"))
    metadata = package.xml(package.workbook_part("sheetMetadata"))
    return Sizes(
        len(children(styles, "cellXfs", "xf")),
        len(children(styles, "dxfs", "dxf")),
        sum(1 for item in texts if local(item) == "si") if texts is not None else 0,
        len(children(metadata, "cellMetadata", "bk")),
    )


Fault = tuple[str, str]


def _rows(sheet: Sheet) -> Iterator[Fault]:
    row = 0
    for line in each(sheet.root, "row"):
        at = number(line.get("r"), row + 1)
        if at <= row:
            yield "row order", f"row {at} comes after row {row}"
        row = at
        if not 0 <= number(line.get("s")) < sheet.sizes.formats:
            yield "style index", f"row {row} has style {line.get('s')}"
        yield from _line(sheet, line, row)


def _line(sheet: Sheet, line: etree._Element, row: int) -> Iterator[Fault]:
    spans = [tuple(map(int, s.split(":"))) for s in (line.get("spans") or "").split()]
    column = 0
    for cell in line:
        if not own(cell) or local(cell) != "c":
            continue
        name = cell.get("r") or spelt(row, column + 1)
        try:
            at = place(name)
        except ValueError as fault:
            yield "cell name", str(fault)
            continue
        if at[0] != row:
            yield "cell order", f"{name} stands in row {row}"
        if at[1] <= column:
            yield "cell order", f"{name} comes after {spelt(row, column)}"
        column = at[1]
        if spans and not any(first <= column <= last for first, last in spans):
            yield "spans", f"{name} lies outside {line.get('spans')}"
        if cell.find("{*}f") is not None:
            sheet.formulas.add(at)
        yield from _cell(sheet.sizes, cell, name)


def _cell(sizes: Sizes, cell: etree._Element, name: str) -> Iterator[Fault]:
    if not 0 <= number(cell.get("s")) < sizes.formats:
        yield "style index", f"{name} has style {cell.get('s')}"
    if not 0 <= number(cell.get("cm")) <= sizes.metadata:
        yield "metadata", f"{name} has cm {cell.get('cm')}"
    kind, held = cell.get("t", "n"), cell.find("{*}v")
    text = (held.text or "") if held is not None else ""
    if kind not in _TYPES:
        yield "cell type", f"{name} is of type {kind}"
    if kind == "inlineStr" and held is not None:
        yield "cell type", f"{name} is inline text with a value"
    if kind != "inlineStr" and cell.find("{*}is") is not None:
        yield "cell type", f"{name} is of type {kind} with inline text"
    if held is None or (not text and kind != "s"):
        return
    if kind == "n" and not _NUMBER.fullmatch(text.strip()):
        yield "number", f"{name} holds {text!r}"
    elif kind == "s" and not 0 <= number(text) < sizes.texts:
        yield "shared string", f"{name} names text {text!r} of {sizes.texts}"
    elif kind == "b" and text not in ("0", "1", "true", "false"):
        yield "truth value", f"{name} holds {text!r}"
    elif kind == "e" and not _ERROR.fullmatch(text):
        yield "error value", f"{name} holds {text!r}"
    elif kind == "d" and not _DATE.fullmatch(text):
        yield "date", f"{name} holds {text!r}"


def _columns(sheet: Sheet) -> Iterator[Fault]:
    last = 0
    for column in each(sheet.root, "col"):
        first, until = number(column.get("min")), number(column.get("max"))
        if not last < first <= until:
            yield "column order", f"columns {first} to {until} come after {last}"
        last = until
        if not 0 <= number(column.get("style")) < sheet.sizes.formats:
            yield "style index", f"columns {first} to {until} have style {column.get('style')}"


def _merges(sheet: Sheet) -> Iterator[Fault]:
    boxes: list[Box] = []
    for merge in each(sheet.root, "mergeCell"):
        try:
            boxes.append(box(str(merge.get("ref"))))
        except ValueError as fault:
            yield "merge", str(fault)
    if len(boxes) > _PAIRWISE:
        return
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            if one.overlaps(other):
                yield "merge", f"{spelt(*one[:2])} and {spelt(*other[:2])} overlap"


_NEEDS_FORMULA = (
    "expression",
    "cellIs",
    "containsText",
    "notContainsText",
    "beginsWith",
    "endsWith",
)


def _conditions(sheet: Sheet) -> Iterator[Fault]:
    priorities: set[int] = set()
    for rule in each(sheet.root, "cfRule"):
        look, priority = rule.get("dxfId"), number(rule.get("priority"), -1)
        if look is not None and not 0 <= number(look) < sheet.sizes.looks:
            yield "dxf index", f"a rule names look {look} of {sheet.sizes.looks}"
        if priority < 1:
            yield "priority", f"a rule has priority {rule.get('priority')}"
        if priority in priorities:
            yield "priority", f"two rules have priority {priority}"
        priorities.add(priority)
        if rule.get("type") in _NEEDS_FORMULA and rule.find("{*}formula") is None:
            yield "rule", f"{rule.get('type')} with priority {priority} has no formula"


def _shared_formulas(sheet: Sheet) -> Iterator[Fault]:
    masters: dict[str, Box] = {}
    for formula in each(sheet.root, "f"):
        if formula.get("t") != "shared":
            continue
        group, at = str(formula.get("si")), _place(formula.getparent())
        if formula.get("ref"):
            masters[group] = box(str(formula.get("ref")))
        elif group not in masters:
            yield "shared formula", f"group {group} has no master"
        if at and group in masters and not masters[group].holds(*at):
            yield "shared formula", f"{spelt(*at)} lies outside group {group}"


def _dimension(sheet: Sheet) -> Iterator[Fault]:
    told = sheet.root.find("{*}dimension")
    if told is None or not told.get("ref"):
        return
    try:
        within = box(str(told.get("ref")))
    except ValueError as fault:
        yield "dimension", str(fault)
        return
    for cell in each(sheet.root, "c"):
        at = _place(cell)
        if at and len(cell) and not within.holds(*at):
            yield "dimension", f"{spelt(*at)} lies outside {told.get('ref')}"


def _place(cell: etree._Element | None) -> tuple[int, int] | None:
    """Return where the cell says it stands; None where it does not, or says nonsense."""
    try:
        return place(cell.get("r") or "") if cell is not None else None
    except ValueError:
        return None
