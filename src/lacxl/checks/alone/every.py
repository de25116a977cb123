"""Every check of a workbook alone, in the order in which one cause hides what follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lacxl.checks.alone.agreement import shifted
from lacxl.checks.alone.ahead import ahead, filled_to
from lacxl.checks.alone.contradictions import contradictions
from lacxl.checks.alone.figures_on_page import BookAlone
from lacxl.checks.alone.headings import headings
from lacxl.checks.alone.judgements import judgements
from lacxl.checks.alone.narrative.judging_sentences import narratives
from lacxl.checks.alone.summary_formats import formats, notes
from lacxl.checks.alone.targets import benchmark_years, targets_elsewhere
from lacxl.domain.finding import Finding
from lacxl.domain.indicator import Indicator
from lacxl.domain.month import Month
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import Layout
from lacxl.workbook.snapshot import CellLook, CellValue, Snapshot, TextBox


@dataclass(frozen=True, slots=True)
class Alone:
    """A workbook as it is: its cells, texts and layout, and the indicators as its rows have them.

    `there` has results of formulas only where they are current. `doubled` are sheets on which a
    heading is there twice; `told` are places of targets and good performance of which something is
    told, so that no light is judged by them.
    """

    layout: Layout
    there: Mapping[CellRef, CellValue]
    looks: Mapping[CellRef, CellLook]
    indicators: Mapping[str, Indicator]
    visible: Mapping[tuple[str, str], Indicator]
    snapshot: Snapshot
    texts: Sequence[TextBox] = ()
    doubled: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AloneFindings:
    """The findings, the month that was judged, and how many sentences were read and not judged."""

    findings: tuple[Finding, ...]
    month: Month | None
    unjudged: int = 0


def every_check(alone: Alone) -> AloneFindings:
    """Return what contradicts itself in a workbook."""
    found: list[Finding] = []
    doubted: frozenset[CellRef] = frozenset()
    layout, there = alone.layout, alone.there
    for headed in headings(layout, there, alone.doubled):
        found.append(headed.finding)
        doubted |= headed.cells
    filled = filled_to(layout, there, doubted)
    found += [filled.finding] if filled.finding else []
    month = filled.month
    if month is None:
        return AloneFindings(tuple(found), None)

    def book() -> BookAlone:
        return BookAlone(
            layout, there, alone.looks, alone.indicators, alone.visible, month, doubted
        )

    for page in shifted(book()):
        found.append(page.finding)
        doubted |= page.cells
    older, cells = benchmark_years(book(), alone.snapshot)
    found += older
    doubted |= cells
    found += ahead(layout, there, month, doubted)
    seen = book()
    judged = contradictions(seen)
    found += judged.findings
    found += judgements(seen, judged.values, judged.told, alone.told)
    found += notes(seen, judged.values)
    found += formats(seen)
    found += targets_elsewhere(seen, alone.snapshot)
    read = narratives(seen, judged.values, judged.told, alone.texts)
    return AloneFindings((*found, *read.findings), month, read.unjudged)
