"""What each cell of a layout shows, in the words of the ledgers: 7.6, 2015-05."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lacxl.domain.indicator import Indicator
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout.model import FigurePart, Layout, Line, figure_of


def label_of(line: Line, known: Mapping[str, Indicator]) -> str:
    """Return the label of the figure that a line shows: 7.6, or 7.5 (number)."""
    indicator = known[line.indicator]
    return indicator.label(figure_of(indicator, line.figure, line.part))


def number_of(label: str, known: Mapping[str, Indicator]) -> str:
    """Return the number of the indicator that a figure's label is of, itself where it is none's."""
    return next(
        (
            number
            for number, indicator in known.items()
            if label in {number, *map(indicator.label, indicator.figures)}
        ),
        label,
    )


def named_cells(
    layout: Layout, known: Mapping[str, Indicator]
) -> Iterator[tuple[str, str, CellRef]]:
    """Yield every cell of a period or a judgement with its figure's label and what it shows."""
    for line in layout.lines:
        label = label_of(line, known)
        part = "" if line.part is FigurePart.VALUE else f" {line.part.value}"
        for period, place in line.at.items():
            yield label, f"{period}{part}", place
        for judged, place in line.judged.items():
            yield label, judged.value, place
        as_judged = set(line.judged.values())
        for (judged, when), place in line.judged_at.items():
            if place not in as_judged:
                yield label, f"{judged.value} {when}", place
        for month, place in line.so_far_at.items():
            if place != line.ytd:
                yield label, f"YTD {month}{part}", place
