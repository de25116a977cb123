"""Made-up scorecards that were adopted, and what people then do to their sheets."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lacxl.catalogue import indicators, layouts
from lacxl.domain.indicator import Indicator
from lacxl.engines.package import PackageWorkbook
from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.layout import FigurePart, Layout, LayoutWords, Time, locate
from lacxl.workbook.layout.model import Period
from lacxl.workbook.snapshot import Snapshot
from shapes import make
from shapes.filling import fill
from unit.workbook.moves import Book, Sheet

Key = tuple[str, FigurePart, Period]


@dataclass(frozen=True, slots=True)
class Adopted:
    """A workbook as it was adopted, by its layout and its catalogue as they were written."""

    snapshot: Snapshot
    words: LayoutWords
    known: Mapping[str, Indicator]

    def located(self, snapshot: Snapshot) -> dict[Key, CellRef]:
        """Return the cell of each figure by its indicator, its part and its period."""
        return figures(locate(snapshot, self.words, self.known))

    @property
    def has_sheets_of_months(self) -> bool:
        """Whether the names of its sheets say the month."""
        return any(table.time is Time.SHEETS for table in self.words.own)


@cache
def adopted(shape: str, seed: int) -> Adopted:
    """Make a workbook of a shape, adopt it, answer, and fill its month."""
    with tempfile.TemporaryDirectory() as folder:
        made = make(shape, seed, Path(folder))
        fill(made)
        with PackageWorkbook(made.workbook) as book:
            survey = book.survey()
        texts = [
            (Path(folder) / f"lacxl-{n}.toml").read_text("utf-8") for n in ("layout", "catalogue")
        ]
    visible = tuple(sheet for sheet in survey.sheets if sheet.visible and sheet.values)
    return Adopted(
        Snapshot(visible, survey.date1904),
        layouts.parse(texts[0], "layout.toml"),
        indicators.parse(texts[1], "catalogue.toml"),
    )


def figures(layout: Layout) -> dict[Key, CellRef]:
    """Return the cell of each figure."""
    return {
        (line.indicator, line.part, period): place
        for line in layout.lines
        for period, place in line.at.items()
    }


class Rearranged:
    """A scorecard that people change, and where the cells of its figures stand meanwhile."""

    def __init__(self, original: Adopted) -> None:
        self.original = original
        self.at = original.located(original.snapshot)
        self.book = Book.of(original.snapshot)
        self.names = sorted({place.sheet for place in self.at.values()})

    @property
    def truth(self) -> dict[Key, CellRef]:
        """Where each figure stands now."""
        return {key: self.book.place(place) for key, place in self.at.items()}

    @property
    def has_blocks(self) -> bool:
        """Whether rows belong together of which only the first has a name."""
        return any(part is not FigurePart.VALUE for _, part, _ in self.at)

    def do(self, what: str, one: int, other: int) -> None:
        """Do something to one of the sheets that are filled; the numbers choose where."""
        name = self.names[other % len(self.names)]
        sheet = self.book.sheet(name)
        of_sheet = [place.cell for place in self.truth.values() if place.sheet == sheet.name]
        rows = sorted({cell.row for cell in of_sheet})
        columns = sorted({cell.column for cell in of_sheet})
        match what:
            case "rename" if not self.original.has_sheets_of_months:
                sheet.name = f"{name[:20]} ({one % 90 + 10})"
            case "row":
                sheet.insert_row(one % (sheet.last.row + 1) + 1)
            case "column":
                sheet.insert_column(one % (sheet.last.column + 1) + 1)
            case "swap rows" if not self.has_blocks:
                _swap_rows(sheet, rows[one % len(rows)], rows[other % len(rows)])
            case "swap columns":
                _swap_columns(sheet, columns[one % len(columns)], columns[other % len(columns)])
            case "merge":
                _merge_upwards(sheet, Cell(rows[0] - 1, columns[one % len(columns)]))


def _swap_rows(sheet: Sheet, one: int, other: int) -> None:
    """Let two rows change places, where no merged area is over several rows of either."""
    if any(a.top < a.bottom and {one, other} & {*range(a.top, a.bottom + 1)} for a in sheet.merges):
        return
    other_of = {one: other, other: one}
    sheet.move(lambda cell: Cell(other_of.get(cell.row, cell.row), cell.column))
    sheet.merges = [
        Area(other_of.get(a.top, a.top), a.left, other_of.get(a.top, a.bottom), a.right)
        for a in sheet.merges
    ]


def _swap_columns(sheet: Sheet, one: int, other: int) -> None:
    """Let two columns change places, where no merged area is in either."""
    if any({one, other} & {*range(a.left, a.right + 1)} for a in sheet.merges):
        return
    other_of = {one: other, other: one}
    sheet.move(lambda cell: Cell(cell.row, other_of.get(cell.column, cell.column)))


def _merge_upwards(sheet: Sheet, heading: Cell) -> None:
    """Merge a heading with the empty cell above it, as people do to centre it."""
    above = Cell(heading.row - 1, heading.column)
    is_merged = any(heading in area or above in area for area in sheet.merges)
    if is_merged or above.row < 1 or above in sheet.values or heading not in sheet.values:
        return
    sheet.values[above] = sheet.values.pop(heading)
    sheet.merges.append(Area(above.row, above.column, heading.row, heading.column))
