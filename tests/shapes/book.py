"""A workbook that is written cell by cell, and remembers what filling the month must do to it."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from shapes.months import after, april, span
from shapes.reckoning import Series
from shapes.truth import Cell, Made

STAYS = object()


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of the council's own, and what it last showed."""

    text: str
    shows: object = 0


@dataclass(frozen=True, slots=True)
class Filled:
    """A cell before the month is filled, what it must hold then, and what it may."""

    before: object = None
    after: object = STAYS
    may: frozenset[object] = frozenset()
    look: Mapping[str, object] | None = None


class Book:
    """A workbook on its way to the disk."""

    def __init__(self, path: Path, dice: Random) -> None:
        self.path = path
        self.dice = dice
        self.file = Workbook(path)
        self.file.set_properties({"created": datetime.datetime(2024, 4, 2, 9, 0)})
        self.font = dice.choice(("Calibri", "Arial", "Aptos Narrow", "Verdana"))
        self.colour = dice.choice(("#1F4E79", "#5B2C6F", "#0B5345", "#7B241C", "#404040"))
        self.expected: dict[Cell, object] = {}
        self.may_change: dict[Cell, frozenset[object]] = {}
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def sheet(self, name: str) -> Worksheet:
        return self.file.add_worksheet(name)

    def look(self, **properties: object) -> Format:
        """A cell format, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.file.add_format({"font_name": self.font, **properties})
        return self._formats[key]

    def heading_look(self, **more: object) -> Format:
        return self.look(
            bold=True,
            bg_color=self.colour,
            font_color="#FFFFFF",
            text_wrap=True,
            border=1,
            valign="vcenter",
            align="center",
            **more,
        )

    def put(self, sheet: Worksheet, row: int, column: int, value: object, look: Format) -> None:
        """Write one value as what it is."""
        match value:
            case None:
                sheet.write_blank(row, column, None, look)
            case Formula(text, shows):
                sheet.write_formula(row, column, text, look, "" if shows is None else shows)
            case datetime.date():
                sheet.write_datetime(
                    row, column, datetime.datetime(value.year, value.month, value.day), look
                )
            case str() if not value:
                sheet.write_blank(row, column, None, look)
            case str():
                sheet.write_string(row, column, value, look)
            case _:
                sheet.write_number(row, column, value, look)

    def fill(self, sheet: Worksheet, row: int, column: int, filled: Filled, look: Format) -> None:
        """Write a cell as it is before, and remember what must become of it."""
        self.put(sheet, row, column, filled.before, look)
        where = (sheet.name, xl_rowcol_to_cell(row, column))
        if filled.after is not STAYS:
            self.expected[where] = filled.after
        if filled.may:
            self.may_change[where] = filled.may

    def made(
        self,
        shape: str,
        seed: int,
        month: str,
        series: Sequence[Series],
        facts: Mapping[str, str],
        first: str = "",
    ) -> Made:
        """Save the workbook, and its readings from `first` or three months before April."""
        self.file.close()
        readings = self.path.parent / "readings.csv"
        write_readings(readings, series, span(first or after(april(month), -3), month))
        return Made(
            shape,
            seed,
            self.path,
            readings,
            month,
            tuple(one.indicator for one in series),
            self.expected,
            self.may_change,
            facts,
        )


def write_readings(path: Path, series: Sequence[Series], months: Sequence[str]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("indicator", "month", "numerator", "denominator", "value", "note"))
        for one in series:
            for month in months:
                below = one.denominators[month] if one.denominators else ""
                writer.writerow(
                    (one.indicator.reference, month, one.numerators[month], below, "", "")
                )
