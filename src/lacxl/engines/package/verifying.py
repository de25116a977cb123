"""Verifying a written workbook: opened again, everything changed must read back as wanted."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from pathlib import Path

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error
from lacxl.engines.package.admission import SheetChanges, by_sheet
from lacxl.engines.package.book import PackageWorkbook
from lacxl.engines.package.broken_files import reading
from lacxl.engines.package.formats import rules_of
from lacxl.engines.package.protection import fits, protection_of
from lacxl.engines.package.serial_dates import to_serial
from lacxl.workbook.address import CellRef
from lacxl.workbook.calculation import Calculation
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.snapshot import CellValue, Formula

_TODO = "The old workbook is unchanged. Please report this with the code."
_NEARLY = 1.2e-8  # a millisecond in days: as fine as dates are kept


def verify(
    path: Path,
    changes: ChangeSet,
    *,
    password: str | None = None,
    calculation: Calculation = Calculation(),  # noqa: B008 - it is frozen
) -> None:
    """Raise Refused unless the file at path holds everything that the change set wanted.

    The results of the `calculation` are looked at too.
    """
    with PackageWorkbook(path, allow_signed=True) as book:
        faults = [
            fault
            for changed in by_sheet(changes)
            for fault in (
                *_cells(book, changed),
                *_rules(book, changed),
                *_protection(book, changed, password or None),
                *_merges(book, changed),
                *_comments(book, changed),
                *_chart_texts(book, changed),
            )
        ]
        faults += _results(book, calculation)
    if faults:
        raise Refused(faults)


def same_value(one: CellValue, other: CellValue, date1904: bool) -> bool:
    """Say whether two values are the same in a file, where dates are numbers."""
    if isinstance(one, Formula) and isinstance(other, Formula):
        return one.text == other.text and same_value(one.cached, other.cached, date1904)
    first, second = _stored(one, date1904), _stored(other, date1904)
    if isinstance(first, float) and isinstance(second, float):
        dates = isinstance(one, dt.date) or isinstance(other, dt.date)
        return first == second or (dates and math.isclose(first, second, abs_tol=_NEARLY))
    return type(first) is type(second) and first == second


def _cells(book: PackageWorkbook, changed: SheetChanges) -> list[Finding]:
    values, looks = book.details(changed.sheet, changed.cells)
    styles = book.styles_of(changed.sheet, [c for c in changed.cells if changed.cells[c].style])
    faults = []
    for cell, change in changed.cells.items():
        sides = []
        after = change.value.after if change.value else None
        there = values.get(cell)
        if isinstance(after, Formula) and isinstance(there, Formula):
            after = replace(after, cached=there.cached)  # its result was worked out with the rest
        if change.value and not same_value(after, there, book.date1904):
            sides.append("value")
        if change.number_format and change.number_format.after != looks[cell].number_format:
            sides.append("number format")
        if change.locked and change.locked.after != looks[cell].locked:
            sides.append("lock")
        if change.style and change.style.after != styles[cell]:
            sides.append("style")
        if sides:
            what = f"The written file differs from what was wanted: {', '.join(sides)}."
            faults.append(error("W135", what, f"{changed.sheet}!{cell}", _TODO))
    return faults


def _results(book: PackageWorkbook, calculation: Calculation) -> list[Finding]:
    by_sheet: dict[str, list[CellRef]] = {}
    for place in sorted(calculation.stale):
        by_sheet.setdefault(place.sheet, []).append(place)
    faults = []
    for sheet, places in by_sheet.items():
        values, _ = book.details(sheet, [place.cell for place in places])
        for place in places:
            there = values.get(place.cell)
            kept = there.cached if isinstance(there, Formula) else there
            if not same_value(calculation.results.get(place), kept, book.date1904):
                what = "The written file differs from what was wanted: a formula's result."
                faults.append(error("W135", what, str(place), _TODO))
    return faults


def _rules(book: PackageWorkbook, changed: SheetChanges) -> list[Finding]:
    if changed.rules is None:
        return []
    frame = book.frame(changed.sheet)
    with reading(changed.sheet):
        if rules_of(frame, book.styles) == changed.rules.rules.after:
            return []
    what = "The conditional formats of the written file differ from what was wanted."
    return [error("W136", what, changed.sheet, _TODO)]


def _merges(book: PackageWorkbook, changed: SheetChanges) -> list[Finding]:
    if changed.merges is None:
        return []
    frame = book.frame(changed.sheet)
    with reading(changed.sheet):
        there = frozenset(frame.merges)
        if changed.merges.coming <= there and not changed.merges.going & there:
            return []
    what = "The merged cells of the written file differ from what was wanted."
    return [error("W136", what, changed.sheet, _TODO)]


def _comments(book: PackageWorkbook, changed: SheetChanges) -> list[Finding]:
    if changed.comments is None or changed.comments.holds(book.comments(changed.sheet)):
        return []
    what = "The comments of the written file differ from what was wanted."
    return [error("W136", what, changed.sheet, _TODO)]


def _chart_texts(book: PackageWorkbook, changed: SheetChanges) -> list[Finding]:
    if not changed.chart_texts:
        return []
    charts = book.chart_texts(changed.sheet)
    what = "The alternative text of this chart in the written file differs from what was wanted."
    return [
        error("W136", what, f"{changed.sheet} ({each.name})", _TODO)
        for each in changed.chart_texts
        if not each.holds(charts)
    ]


def _protection(
    book: PackageWorkbook, changed: SheetChanges, password: str | None
) -> list[Finding]:
    if changed.protection is None:
        return []
    swap = changed.protection.protection
    frame = book.frame(changed.sheet)
    with reading(changed.sheet):
        present = protection_of(frame)
        # A sheet that was protected before keeps its own flags and password.
        wanted = swap.before if swap.before and swap.after else swap.after
        fine = present == wanted
        if fine and present and present.password and password and swap.before is None:
            fine = fits(frame, password)
    if fine:
        return []
    what = "The protection of the written file differs from what was wanted."
    return [error("W136", what, changed.sheet, _TODO)]


def _stored(value: CellValue, date1904: bool) -> object:
    """Return a value as a file keeps it: dates and whole numbers as floats, '' as None."""
    if isinstance(value, dt.date):
        return to_serial(value, date1904)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return None if value == "" else value
