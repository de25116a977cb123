"""The map of an adopted workbook: what each cell is taken for, by the layout that was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lacxl.adopting.answers import Asked
from lacxl.adopting.map import Meaning, Question, Taken
from lacxl.domain.indicator import Indicator
from lacxl.domain.month import Month
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import FigurePart, JudgedCells, Layout, Line, Period

_JUDGED = {
    JudgedCells.TARGET: Meaning.TARGET,
    JudgedCells.POLARITY: Meaning.POLARITY,
    JudgedCells.GREEN: Meaning.TOLERANCE,
    JudgedCells.AMBER: Meaning.TOLERANCE,
    JudgedCells.RED: Meaning.TOLERANCE,
    JudgedCells.TOLERANCE: Meaning.TOLERANCE,
    JudgedCells.LIGHT: Meaning.LIGHT,
    JudgedCells.ARROW: Meaning.ARROW,
    JudgedCells.COMMENT: Meaning.COMMENT,
    JudgedCells.NOTE_MONTHLY: Meaning.COMMENT,
    JudgedCells.NOTE_YTD: Meaning.COMMENT,
    JudgedCells.VARIATION: Meaning.ARROW,
    JudgedCells.ASSURANCE: Meaning.LIGHT,
}
_WHAT = {
    JudgedCells.TARGET: "target",
    JudgedCells.POLARITY: "which way is good",
    JudgedCells.GREEN: "green",
    JudgedCells.AMBER: "amber",
    JudgedCells.RED: "red",
    JudgedCells.TOLERANCE: "tolerance",
    JudgedCells.LIGHT: "light",
    JudgedCells.ARROW: "direction of travel",
    JudgedCells.COMMENT: "comment",
    JudgedCells.NOTE_MONTHLY: "data note",
    JudgedCells.NOTE_YTD: "data note",
    JudgedCells.VARIATION: "variation",
    JudgedCells.ASSURANCE: "assurance",
}


def taken_of(
    layout: Layout, indicators: Mapping[str, Indicator], asked: Sequence[Asked]
) -> dict[CellRef, Taken]:
    """Return what every cell of a layout is taken for; cells that are asked about are unsure."""
    found: dict[CellRef, Taken] = {}
    for line in layout.lines:
        for taken in _line(line, indicators):
            found.setdefault(taken.place, taken)
    for table in layout.tables:
        for period, place in table.headings.items():
            found.setdefault(place, Taken(place, Meaning.PERIOD, named(period)))
    for question in asked:
        for item in (*question.items, *question.singly):
            if item.cell is not None:
                words = f"{item.about or item.key}: see the question [{question.id}]"
                found[item.cell] = Taken(item.cell, Meaning.UNSURE, words)
    return found


def _line(line: Line, indicators: Mapping[str, Indicator]) -> Iterator[Taken]:
    indicator = indicators.get(line.indicator)
    name = line.indicator
    part = "" if line.part is FigurePart.VALUE else f", {line.part.value}"
    if line.title is not None and indicator is not None:
        yield Taken(line.title, Meaning.INDICATOR, f"{name} {indicator.title}")
    for period, place in line.at.items():
        yield Taken(place, Meaning.FIGURE, f"{name}, {named(period)}{part}")
    for month, place in line.so_far_at.items():
        yield Taken(place, Meaning.FIGURE, f"{name}, year to date at {month.long}{part}")
    for judged, place in line.judged.items():
        yield Taken(place, _JUDGED[judged], f"{name}, {_WHAT[judged]}")
    for (judged, period), place in line.judged_at.items():
        yield Taken(place, _JUDGED[judged], f"{name}, {_WHAT[judged]} of {named(period)}")
    for benchmark, place in line.benchmarks.items():
        yield Taken(place, Meaning.BENCHMARK, f"{name}, {benchmark.replace('_', ' ')}")


def named(period: Period) -> str:
    """Return a period in words."""
    return period.long if isinstance(period, Month) else str(period)


def questions_of(asked: Sequence[Asked], file: str) -> tuple[Question, ...]:
    """Return the questions as the map shows them."""
    return tuple(
        Question(
            id=each.id,
            asks=each.asks
            + (
                f" Of: {', '.join(item.key for item in each.singly or each.items)}."
                if len(each.items) > 1 or each.items[0].about or each.singly
                else ""
            ),
            choices=each.choices,
            suggested=", ".join(
                f"{item.key}: {item.suggested}" for item in each.items if item.suggested
            ),
            why=each.why,
            cells=tuple(i.cell for i in (*each.items, *each.singly) if i.cell is not None),
            where=f"{file}, under [{each.id}]",
        )
        for each in asked
    )
