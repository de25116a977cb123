"""A map of the demo's workbook, of which the layout is known: what adopting should find in one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lacxl.adopting.map import Map, Meaning, Question, Taken
from lacxl.adopting.mapped_sheets import mapped_sheets
from lacxl.catalogue import indicators, layouts
from lacxl.domain.finding import note, warning
from lacxl.domain.month import Month
from lacxl.engines.package import PackageWorkbook
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.layout import JudgedCells, Layout, locate
from unit.workbook.snapshots import DEMO

_JUDGED = {
    JudgedCells.TARGET: Meaning.TARGET,
    JudgedCells.POLARITY: Meaning.POLARITY,
    JudgedCells.NOTE_MONTHLY: Meaning.COMMENT,
    JudgedCells.NOTE_YTD: Meaning.COMMENT,
    JudgedCells.ARROW: Meaning.ARROW,
    JudgedCells.LIGHT: Meaning.LIGHT,
}
SUMMARY = "Performance Summary"


def demo_map(path: Path = DEMO) -> Map:
    """Return the map of the demo, with two questions and two findings made up."""
    with PackageWorkbook(path) as book:
        snapshot = book.survey()
        sheets = mapped_sheets(book, snapshot)
    layout = locate(snapshot, layouts.shipped(), indicators.shipped())
    taken = {each.place: each for each in _taken(layout)}
    unsure = CellRef("Adoptions", Cell(2, 1))
    taken[unsure] = Taken(unsure, Meaning.UNSURE, "a date or a title")
    line = layout.summary[1]
    return Map(
        "Monthly Performance - Corporate Parenting.xlsx",
        sheets,
        taken,
        (
            Question(
                "polarity.7.1",
                "Is a high number of looked after children good?",
                ("high", "low", "neither"),
                "neither",
                f"{line.judged[JudgedCells.POLARITY]} does not say it in words that lacxl knows.",
                (line.judged[JudgedCells.POLARITY], line.at[Month(2015, 5)]),
                "lacxl.toml, polarities, 7.1",
            ),
            Question(
                "adoptions.month",
                "Of which month is this sheet?",
                suggested="May 2015",
                why="Its title names two.",
                cells=(unsure,),
                where="layout.toml, pages.adoptions",
            ),
        ),
        (
            warning("K112", "The summary has no column for Jun-15.", f"'{SUMMARY}'!F5", "Add it."),
            note("K111", "There is no tolerance.", "lacxl.toml"),
        ),
    )


def _taken(layout: Layout) -> Iterator[Taken]:
    for line in layout.lines:
        number = line.indicator
        for period, place in line.at.items():
            said = period.long if isinstance(period, Month) else str(period)
            yield Taken(place, Meaning.FIGURE, f"{number}, {said}")
        for judged, place in line.judged.items():
            yield Taken(place, _JUDGED[judged], number)
        for name, place in line.benchmarks.items():
            yield Taken(place, Meaning.BENCHMARK, f"{number}, {name}")
        if line.title is not None:
            yield Taken(line.title, Meaning.INDICATOR, number)
    for table in layout.tables:
        for period, place in table.headings.items():
            said = period.long if isinstance(period, Month) else str(period)
            yield Taken(place, Meaning.PERIOD, said)
        yield Taken(table.at, Meaning.HEADING, table.name or "the summary")
