"""What an engine reads out of a workbook: plain data, no library's objects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from lacxl.domain.finding import Finding
from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.conditional_formats import ConditionalFormat


@dataclass(frozen=True, slots=True)
class CellError:
    """An error value such as #N/A."""

    code: str


UNREAD = CellError("#UNREAD!")
"""Stands for what a cell holds where the engine cannot tell; no cell is ever written so."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as Excel stores it, without the equals sign, and the value it last gave.

    `anchors` names what else hangs on the cell: "array", "table" (data table) or "shared"
    (the master of a shared formula). Such a cell is never written.
    """

    text: str
    cached: Scalar = None
    anchors: str = ""


Scalar = None | bool | float | str | dt.datetime | CellError
CellValue = Scalar | Formula
"""Numbers are floats (int where whole on writing); a date is a datetime where the engine knows it
to be one, else its serial number."""


@dataclass(frozen=True, slots=True)
class Protection:
    """A sheet's protection: the names of what stays allowed, and whether a password guards it.

    The names are those of the file format: formatCells, sort, objects and so on.
    """

    allowed: frozenset[str] = frozenset()
    password: bool = False


OPEN_PROTECTION = Protection(
    frozenset(
        {
            "objects",
            "scenarios",
            "formatCells",
            "formatColumns",
            "formatRows",
            "insertColumns",
            "insertRows",
            "insertHyperlinks",
            "deleteColumns",
            "deleteRows",
            "sort",
            "autoFilter",
            "pivotTables",
            "selectLockedCells",
            "selectUnlockedCells",
        }
    )
)
"""Only locked cells are guarded; everything else on the sheet stays free."""


@dataclass(frozen=True, slots=True)
class CellLook:
    """How a cell is kept: its number format as Excel spells it, and its lock."""

    number_format: str = "General"
    locked: bool = True


@dataclass(frozen=True, slots=True)
class Comment:
    """A note on a cell, or a thread of comments as one text, by whom it was begun."""

    text: str
    author: str = ""


@dataclass(frozen=True, slots=True)
class Validation:
    """What may be typed into areas of a sheet; of its formulas the first, as it is kept.

    `kind` is the file format's: list, whole, decimal, date, time, textLength, custom, or none where
    anything may be. `allowed` are the entries of a list; None for another kind, and for a list of
    which the entries are not known, as that of INDIRECT(A1). Of numbers and lengths `operator` is
    the file format's too, between where a file names none, and `limits` are the one or two numbers
    that go with it, each None where it is not known.
    """

    areas: tuple[Area, ...]
    kind: str
    formula: str = ""
    allowed: tuple[Scalar, ...] | None = None
    operator: str = "between"
    limits: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetSnapshot:
    """One worksheet within the surveyed window.

    `values` holds non-empty cells only. `blocked` lists areas that must not be written, each with
    the reason in words (a table's header row, a pivot table, an array formula). `rules` are the
    conditional formats that lacxl owns. `complete` is false where the sheet goes on beyond the
    window. `unclear` has the cells of which value or format could not be understood, each with the
    error that says why; `fault` says it of a whole sheet, of which nothing else is then known.
    """

    name: str
    values: Mapping[Cell, CellValue] = field(default_factory=dict)
    merges: tuple[Area, ...] = ()
    blocked: tuple[tuple[Area, str], ...] = ()
    rules: tuple[ConditionalFormat, ...] = ()
    protection: Protection | None = None
    visible: bool = True
    complete: bool = True
    unclear: Mapping[Cell, Finding] = field(default_factory=dict)
    fault: Finding | None = None

    @property
    def faults(self) -> tuple[Finding, ...]:
        """Everything of the sheet that could not be understood."""
        return (*((self.fault,) if self.fault else ()), *self.unclear.values())


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All worksheets of a workbook in tab order; chart and dialog sheets are left out."""

    sheets: tuple[SheetSnapshot, ...]
    date1904: bool = False

    def sheet(self, name: str) -> SheetSnapshot:
        """Return the sheet of that name; raises KeyError."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise KeyError(name)

    @property
    def cells(self) -> dict[CellRef, CellValue]:
        """What each cell holds that holds anything."""
        return {
            CellRef(sheet.name, cell): value
            for sheet in self.sheets
            for cell, value in sheet.values.items()
        }


@dataclass(frozen=True, slots=True)
class ChartText:
    """The alternative text of a chart, by what the chart is called."""

    sheet: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Chart(ChartText):
    """A chart with the cells that it shows as it spells them.

    `series` are in the order of their numbers, each as Excel spells it as a formula; empty where
    what it shows is kept in another way.
    """

    shown: tuple[str, ...] = ()
    series: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextBox:
    """A text that somebody wrote in a shape of a sheet, its paragraphs on lines of their own.

    `name` is what the shape is called, with its alternative text.
    """

    sheet: str
    name: str
    text: str
