"""What goes on to speak of one month: formulas on a month of a window, alternative texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lacxl.domain.finding import Finding, warning
from lacxl.domain.month import Month
from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.changes import ChartTextChange, Swap
from lacxl.workbook.dated_headings import months_later, names_month
from lacxl.workbook.formulas.cell_lists import listed
from lacxl.workbook.formulas.parsing import parse
from lacxl.workbook.formulas.syntax import Reference, references
from lacxl.workbook.next_month.headings import Span
from lacxl.workbook.next_month.strips import Strips
from lacxl.workbook.snapshot import Chart, Formula, Snapshot


def of_one_month(rolled: Sequence[Strips], snapshot: Snapshot) -> tuple[Finding, ...]:
    """Return a finding on the formulas that refer to a single month of a window.

    One that refers to the last month goes on to mean the current one, and one that refers to all of
    them the whole window.
    """
    found: list[CellRef] = []
    for sheet in snapshot.sheets:
        for cell, value in sheet.values.items():
            if isinstance(value, Formula) and any(
                _means_one(reference, sheet.name, strips)
                for reference in references(parse(value.text) if value.text else None)
                for strips in rolled
            ):
                place = CellRef(sheet.name, cell)
                if not any(_inside(place, strips) for strips in rolled):
                    found.append(place)
    if not found:
        return ()
    return (
        warning(
            "N110",
            "These formulas refer to one month of a table that rolls on: they show the month that "
            "is in that place from now on.",
            listed(found),
            "If one of them is about a certain month, correct it.",
        ),
    )


@dataclass(frozen=True, slots=True)
class TableMonths:
    """A table's months, and those that are in their places once it has the next one."""

    strips: Strips
    after: Sequence[Month]


def of_last_month(
    charts: Sequence[Chart], tables: Sequence[TableMonths], month: Month
) -> tuple[tuple[ChartTextChange, ...], tuple[Finding, ...]]:
    """Return new alternative texts of charts of which the text names the month before.

    They name the month. A finding has those that say more than which months they show.
    """
    last = month - 1
    names = Counter((each.sheet, each.name) for each in charts)
    changes, left = [], []
    for chart in charts:
        if not names_month(chart.text, last):
            continue
        moves = _moves(chart, tables, last)
        text = months_later(chart.text, last, moves) if moves else None
        if text is None or names[chart.sheet, chart.name] > 1:
            left.append(f"{chart.sheet} ({chart.name})")
        else:
            changes.append(ChartTextChange(chart.sheet, chart.name, Swap(chart.text, text)))
    if not left:
        return tuple(changes), ()
    finding = warning(
        "N113",
        f"The alternative text of these charts names {last.long}, and a person writes it.",
        ", ".join(left),
        f"Right-click the chart, Edit Alt Text, and name {month.long}.",
    )
    return tuple(changes), (finding,)


def _moves(chart: Chart, tables: Sequence[TableMonths], last: Month) -> Mapping[Month, Month]:
    """Return the month that a chart begins with, and the one in its place then.

    None where it does not show the last month, or its tables do not agree.
    """
    found: dict[Month, Month] = {}
    for reach in tables:
        before = reach.strips.months
        met = {
            month
            for text in chart.shown
            for reference in references(parse(text))
            for month in _met(reference, chart.sheet, reach.strips)
            if isinstance(month, Month)
        }
        if last in met:
            found[min(met)] = reach.after[before.index(min(met))]
    return found if len(found) == 1 else {}


def _means_one(reference: Reference, own: str, strips: Strips) -> bool:
    met = _met(reference, own, strips)
    return len(met) == 1 and met[0] != strips.span[-1]


def _met(reference: Reference, own: str, strips: Strips) -> list[Span]:
    """Return the months of a table of which a reference has cells."""
    if (reference.sheet or own).casefold() != strips.sheet.casefold():
        return []
    area = Area(reference.top, reference.left, reference.bottom, reference.right)
    return [each for each in strips.span if area.meets(strips.area(each))]


def _inside(place: CellRef, strips: Strips) -> bool:
    """Say whether the formula is in a cell of a month itself."""
    return place.sheet == strips.sheet and any(
        Cell(*place.cell) in strips.area(period) for period in strips.span
    )
