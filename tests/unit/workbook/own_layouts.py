"""Typed tables of a council's own, and where the layout finds their figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from lacxl.catalogue import indicators, layouts
from lacxl.domain.errors import Refused
from lacxl.domain.indicator import Indicator
from lacxl.workbook.layout import FigurePart, JudgedCells, Layout, LayoutWords, locate
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.own_tables import find_tables
from lacxl.workbook.snapshot import SheetSnapshot, Snapshot

UNITS = {"A1": "count", "A2": "percentage", "B1": "count", "2.1": "count", "2.10": "percentage"}
TITLES = {
    "A1": "Children in care",
    "A2": "Reviews in time",
    "B1": "Admissions",
    "2.1": "Visits",
    "2.10": "Visits in time",
}
HEADINGS = """
number = ["Ref"]
indicator = ["Measure"]
value = ["Actual", "Outturn"]
target = ["Target"]
rag = ["RAG"]
ignored = ["Last month"]
"""
PARTS = """
[tables.parts]
numerator = ["Num"]
denominator = ["Den"]
value = ["%", "Number"]
target = ["Target"]
"""


def located(
    *sheets: SheetSnapshot,
    of: str = "A1 A2",
    table: str = "",
    headings: str = "",
    parts: str = "",
    hidden: str = "",
) -> Layout:
    """Return the layout of typed sheets; `table`, `headings` and `parts` are more of its TOML."""
    words, known = _read(of, table, headings, parts)
    seen = tuple(replace(each, visible=each.name != hidden) for each in sheets)
    return locate(Snapshot(seen), words, known)


def told(one: SheetSnapshot, of: str = "A1 A2") -> Mapping[str, str]:
    """Return the codes of what is told of a sheet though it is not refused, and where."""
    words, known = _read(of)
    _lines, _headings, findings = find_tables([Grid(one)], words.own[0], known)
    return {each.code: each.where for each in findings}


def _read(
    of: str, table: str = "", headings: str = "", parts: str = ""
) -> tuple[LayoutWords, Mapping[str, Indicator]]:
    words = layouts.parse(
        f'[[tables]]\nname = "Scorecard"\nsheet = "Scorecard"\n{table}\n'
        f"[tables.headings]{HEADINGS}{headings}{parts}",
        "layout.toml",
    )
    catalogue = "only = true\n" + "".join(
        f'[indicators."{ref}"]\ntitle = "{TITLES[ref]}"\nkind = "flow"\nunit = "{UNITS[ref]}"\n'
        for ref in of.split()
    )
    return words, indicators.parse(catalogue, "catalogue.toml")


def faults(*sheets: SheetSnapshot, **more: str) -> Mapping[str, str]:
    """Return the codes of a refusal, each with where it points."""
    with pytest.raises(Refused) as caught:
        located(*sheets, **more)
    return {each.code: each.where for each in caught.value.findings}


def figures(layout: Layout, part: FigurePart = FigurePart.VALUE) -> dict[str, str]:
    """Return the cell of each figure by its reference and period: A1 Apr-25."""
    return {
        f"{line.indicator} {getattr(period, 'short', period)}": f"{place.sheet}!{place.cell}"
        for line in layout.lines
        if line.part is part
        for period, place in line.at.items()
    }


def judged(layout: Layout, which: JudgedCells) -> dict[str, str]:
    """Return the cells that judge, by reference, and period where they are of one."""
    found = {
        line.indicator: str(line.judged[which].cell)
        for line in layout.lines
        if which in line.judged
    }
    return found | {
        f"{line.indicator} {getattr(period, 'short', period)}": str(place.cell)
        for line in layout.lines
        for (each, period), place in line.judged_at.items()
        if each is which
    }
