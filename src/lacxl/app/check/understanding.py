"""The layout of a workbook that nobody has put right yet: what is in doubt is told and left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, Severity
from lacxl.domain.indicator import Indicator
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.layout import Layout, LayoutWords, locate
from lacxl.workbook.layout.heading_words import as_month, letters
from lacxl.workbook.snapshot import Snapshot

_TWICE = {"L103", "L112"}
_ROW_UNCLEAR, _NO_ROW, _ROW_TWICE, _NO_HEADING = "L105", "L106", "L107", "L110"
_MOST_TRIES = 6
_PLACE = re.compile(r"(?:'((?:[^']|'')+)'|([A-Za-z_]\w*))!([A-Z]{1,3}\d+)")


@dataclass(frozen=True, slots=True)
class Understood:
    """A layout with what had to be left out of it: `findings` say why, as warnings.

    `doubled` are the sheets on which a heading is there twice: their months have gaps for it.
    """

    layout: Layout
    findings: tuple[Finding, ...] = ()
    doubled: frozenset[str] = frozenset()


def understood(
    snapshot: Snapshot,
    words: LayoutWords,
    indicators: Mapping[str, Indicator],
    left_out: Sequence[str] = (),
) -> Understood:
    """Return where everything is, as `locate` does, without what is headed twice.

    Both headings of a period that is there twice are passed over, the number of a row where its
    title says otherwise, and an indicator that has two rows; each is a finding. A page or an
    indicator that the workbook does not have is left out. Raises Refused for everything else.
    """
    findings: list[Finding] = []
    doubled: set[str] = set()
    without = list(left_out)
    for _ in range(_MOST_TRIES):
        try:
            return Understood(
                locate(snapshot, words, indicators, without), tuple(findings), frozenset(doubled)
            )
        except Refused as refused:
            passed = _passed(refused.findings, snapshot, words, without)
            if passed is None:
                raise
            told, cells, more = passed
            findings += told
            twice = [each for each in told if each.code in _TWICE]
            doubled |= {place.sheet for each in twice for place in _places(each.where)}
            snapshot = _blank(snapshot, cells)
            without += more
    raise Refused(replace(each, severity=Severity.ERROR) for each in findings)


def _passed(
    faults: Iterable[Finding], snapshot: Snapshot, words: LayoutWords, without: Sequence[str]
) -> tuple[list[Finding], list[CellRef], list[str]] | None:
    """Return what to tell, what to pass over and what to leave out; None where that cannot be."""
    told: list[Finding] = []
    cells: list[CellRef] = []
    more: list[str] = []
    lacking: list[str] = []
    pages: dict[str, list[Finding]] = {}
    for fault in faults:
        if fault.code in _TWICE:
            told.append(fault)
            cells += _same(_places(fault.where), snapshot)
        elif fault.code == _ROW_UNCLEAR:  # its title says what it is
            told.append(fault)
            cells += _places(fault.where)
        elif fault.code == _ROW_TWICE:
            told.append(fault)
            more.append(fault.what.split()[1])
        elif fault.code == _NO_ROW:
            lacking.append(fault.what.removesuffix(".").rpartition(" ")[2])
        elif fault.code == _NO_HEADING:
            pages.setdefault(fault.where, []).append(fault)
        else:
            return None
    more += [] if cells else lacking
    for page in words.pages:
        if page.name in pages:
            more.append(page.name)
            told += pages[page.name] if len(pages[page.name]) < len(page.lines) else []
    if not (cells or set(more) - set(without)):
        return None
    warnings = [replace(each, severity=Severity.WARNING) for each in told]
    return warnings, cells, more


def _places(where: str) -> list[CellRef]:
    return [
        CellRef((quoted or bare).replace("''", "'"), Cell.parse(cell))
        for quoted, bare, cell in _PLACE.findall(where)
    ]


def _same(places: Sequence[CellRef], snapshot: Snapshot) -> list[CellRef]:
    """Return the places, and of one alone the other cell of its column that says the same."""
    if len(places) != 1:
        return list(places)
    values = snapshot.sheet(places[0].sheet).values
    meant = values[places[0].cell]
    month = as_month(meant, date1904=snapshot.date1904)
    return [
        CellRef(places[0].sheet, cell)
        for cell, value in values.items()
        if cell.column == places[0].cell.column
        and (
            as_month(value, date1904=snapshot.date1904) == month
            if month is not None
            else letters(value) == letters(meant)
        )
    ]


def _blank(snapshot: Snapshot, cells: Iterable[CellRef]) -> Snapshot:
    dropped = set(cells)
    return replace(
        snapshot,
        sheets=tuple(
            replace(
                sheet,
                values={
                    cell: value
                    for cell, value in sheet.values.items()
                    if CellRef(sheet.name, cell) not in dropped
                },
            )
            for sheet in snapshot.sheets
        ),
    )
