"""A workbook's cells by what they show, to plant something in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lacxl.engines.package import PackageWorkbook
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import SUMMARY, FigurePart, JudgedCells, Layout, Line, Period
from lacxl.workbook.shown import number_in, shown
from lacxl.workbook.snapshot import CellValue
from workbooks.as_printed import layout_of
from workbooks.cells import put

Place = tuple[str, str]


@dataclass(frozen=True)
class Sheets:
    """The cells of a workbook."""

    path: Path

    @cached_property
    def layout(self) -> Layout:
        return layout_of(self.path)

    @cached_property
    def values(self) -> dict[Place, CellValue]:
        with PackageWorkbook(self.path) as book:
            snapshot = book.survey()
        return {
            (sheet.name, str(cell)): value
            for sheet in snapshot.sheets
            for cell, value in sheet.values.items()
        }

    def line(
        self, indicator: str, page: str = SUMMARY, part: FigurePart = FigurePart.VALUE
    ) -> Line:
        """Return a line; of a pair the percentage's."""
        lines = [
            each
            for each in self.layout.lines
            if (each.indicator, each.table, each.part) == (indicator, page, part)
        ]
        return lines[-1]

    def at(
        self, indicator: str, when: Period, page: str = SUMMARY, part: FigurePart = FigurePart.VALUE
    ) -> Place:
        """Return the cell of a figure."""
        return _spelt(self.line(indicator, page, part).at[when])

    def sign(self, indicator: str, which: JudgedCells) -> Place:
        """Return the cell of an arrow, a light, a target, a note."""
        return _spelt(self.line(indicator).judged[which])

    def number(self, place: Place) -> float:
        """Return the number in a cell."""
        value = self.values[place]
        assert isinstance(value, int | float)
        return float(value)


def _spelt(place: CellRef) -> Place:
    return place.sheet, str(place.cell)


def as_typed(path: Path) -> Path:
    """Round every figure to what is printed, as a person would have typed it."""
    sheets = Sheets(path)
    typed: dict[Place, CellValue] = {}
    with PackageWorkbook(path) as book:
        for line in sheets.layout.lines:
            for place in line.at.values():
                value = sheets.values.get(_spelt(place))
                if isinstance(value, int | float) and not isinstance(value, bool):
                    look = book.looks(place.sheet, [place.cell])[place.cell]
                    number = number_in(shown(value, look.number_format))
                    typed[_spelt(place)] = None if number is None else float(number)
    return put(path, typed)
