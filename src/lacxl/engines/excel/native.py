"""What xlwings' public calls lack, spelt for Windows (COM) and for macOS (AppleScript).

The Windows spelling is run by the tests against a stand-in for Excel. The macOS one follows the
dictionary of AppleScript terms that xlwings ships and cannot be run where lacxl is built.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from lacxl.domain.errors import refuse
from lacxl.engines.excel.dressing import DressingStep
from lacxl.workbook.address import Cell
from lacxl.workbook.conditional_formats import Look
from lacxl.workbook.snapshot import Protection

_EXPRESSION = 2
_NO_RESTRICTIONS, _UNLOCKED_ONLY, _NO_SELECTION = 0, 1, -4142
_LIST_SEPARATOR = 5
_A1, _R1C1 = 1, -4150
_ORDER = (
    "formatCells formatColumns formatRows insertColumns insertRows insertHyperlinks deleteColumns"
    " deleteRows sort autoFilter pivotTables"
)
_FLAGS = _ORDER.split()
"""What may stay allowed on a protected sheet, in the order of Excel's Protect."""


class Spelling(Protocol):
    """What one platform's Excel calls the things that xlwings does not reach."""

    def copy_to(self, book: Any, target: Path) -> None:
        """Have Excel write a copy of what the book holds now."""
        ...

    def full_name(self, book: Any) -> str:
        """Return path or web address of the book, or its bare name where it was never saved."""
        ...

    def is_read_only(self, book: Any) -> bool:
        """Say whether it was opened so that it cannot be saved under its name."""
        ...

    def uses_r1c1(self, app: Any) -> bool:
        """Say whether columns have numbers: formulas of conditional formats are read so."""
        ...

    def use_r1c1(self, app: Any, numbers: bool) -> None:
        """Give columns numbers or letters."""
        ...

    def is_saved(self, book: Any) -> bool:
        """Say whether nothing has changed in the book since it was saved."""
        ...

    def mark_saved(self, book: Any) -> None:
        """Let the book be closed without a question."""
        ...

    def protect(self, sheet: Any, protection: Protection, password: str) -> None:
        """Protect a sheet that is free."""
        ...

    def unprotect(self, sheet: Any, password: str) -> None:
        """Take a sheet's protection away; Excel says no to a wrong password."""
        ...

    def lock(self, cells: Any, locked: bool) -> None:
        """Lock or unlock a range."""
        ...

    def active_cell(self, app: Any) -> Cell | None:
        """Return the cell that relative references in conditional formats are seen from.

        None where no cell is active, because a chart is.
        """
        ...

    def list_separator(self, app: Any) -> str:
        """Return what separates arguments by this computer's regional settings."""
        ...

    def conditions(self, cells: Any) -> Any:
        """Return the conditional formats of a range."""
        ...

    def formulas(self, conditions: Any) -> list[tuple[Any, str]]:
        """Return each conditional format that has a formula, with it."""
        ...

    def add_condition(self, conditions: Any, formula: str) -> Any:
        """Add a conditional format after all others and return it."""
        ...

    def applies_to(self, condition: Any) -> str:
        """Return the address of the cells that a conditional format is for."""
        ...

    def apply_to(self, condition: Any, cells: Any) -> None:
        """Give a conditional format other cells."""
        ...

    def chart(self, sheet: Any, key: str | int) -> Any:
        """Return a chart of a sheet, by its name or its number."""
        ...

    def put_chart_text(self, sheet: Any, name: str, text: str) -> None:
        """Give a chart another alternative text."""
        ...

    def series(self, chart: Any, number: int) -> Any:
        """Return a series of a chart."""
        ...

    def formula_of(self, series: Any) -> str:
        """Return the formula of a chart's series, which names its cells."""
        ...

    def put_formula(self, series: Any, formula: str) -> None:
        """Give a chart's series other cells."""
        ...

    def dress(self, condition: Any, look: Look) -> None:
        """Say what a conditional format does to a cell; others after it go on to be looked at."""
        ...

    def remove(self, condition: Any) -> None:
        """Delete a conditional format."""
        ...

    def dresses_cells(self) -> bool:
        """Say whether `dress_cells` can be done."""
        ...

    def dress_cells(self, cells: Any, steps: Sequence[DressingStep]) -> None:
        """Set properties that are all of one part of how cells look."""
        ...


class _WindowsSpelling:
    """Excel's COM objects, as pywin32 shows them."""

    def copy_to(self, book: Any, target: Path) -> None:
        book.api.SaveCopyAs(str(target))

    def full_name(self, book: Any) -> str:
        return str(book.api.FullName)

    def is_read_only(self, book: Any) -> bool:
        return bool(book.api.ReadOnly)

    def uses_r1c1(self, app: Any) -> bool:
        return bool(app.api.ReferenceStyle == _R1C1)

    def use_r1c1(self, app: Any, numbers: bool) -> None:
        app.api.ReferenceStyle = _R1C1 if numbers else _A1

    def is_saved(self, book: Any) -> bool:
        return bool(book.api.Saved)

    def mark_saved(self, book: Any) -> None:
        book.api.Saved = True

    def protect(self, sheet: Any, protection: Protection, password: str) -> None:
        allowed = protection.allowed
        drawings, scenarios = "objects" not in allowed, "scenarios" not in allowed
        rest = [flag in allowed for flag in _FLAGS]
        sheet.api.Protect(password, drawings, True, scenarios, False, *rest)
        selection = _selection(protection)
        if selection != _NO_RESTRICTIONS:
            sheet.api.EnableSelection = selection

    def unprotect(self, sheet: Any, password: str) -> None:
        # A password is always given, '' for none: without one Excel would open a dialog.
        sheet.api.Unprotect(password)

    def lock(self, cells: Any, locked: bool) -> None:
        cells.api.Locked = locked

    def active_cell(self, app: Any) -> Cell | None:
        cell = app.api.ActiveCell
        return None if cell is None else Cell.parse(cell.Address)

    def list_separator(self, app: Any) -> str:
        # Late bound, International(5) would be fetched without its argument first.
        return str(app.api.GetInternational(_LIST_SEPARATOR))

    def conditions(self, cells: Any) -> Any:
        return cells.api.FormatConditions

    def formulas(self, conditions: Any) -> list[tuple[Any, str]]:
        # Colour scales and the like have no Formula1, asking for it fails: so ask for Type first.
        return [(each, str(each.Formula1)) for each in conditions if each.Type == _EXPRESSION]

    def add_condition(self, conditions: Any, formula: str) -> Any:
        return conditions.Add(Type=_EXPRESSION, Formula1=formula)

    def applies_to(self, condition: Any) -> str:
        return str(condition.AppliesTo.Address)

    def apply_to(self, condition: Any, cells: Any) -> None:
        condition.ModifyAppliesToRange(cells.api)

    def chart(self, sheet: Any, key: str | int) -> Any:
        return sheet.api.ChartObjects(key).Chart

    def put_chart_text(self, sheet: Any, name: str, text: str) -> None:
        sheet.api.ChartObjects(name).ShapeRange.AlternativeText = text

    def series(self, chart: Any, number: int) -> Any:
        return chart.SeriesCollection(number)

    def formula_of(self, series: Any) -> str:
        return str(series.Formula)

    def put_formula(self, series: Any, formula: str) -> None:
        series.Formula = formula

    def dress(self, condition: Any, look: Look) -> None:
        if look.fill:
            condition.Interior.Color = _bgr(look.fill)
        if look.font or look.bold:
            font = condition.Font
            if look.font:
                font.Color = _bgr(look.font)
            if look.bold:
                font.Bold = True
        condition.StopIfTrue = False

    def remove(self, condition: Any) -> None:
        condition.Delete()

    def dresses_cells(self) -> bool:
        return True

    def dress_cells(self, cells: Any, steps: Sequence[DressingStep]) -> None:
        thing, first = cells.api, steps[0]
        if first.edge is not None:
            thing = thing.Borders(first.edge)
        elif first.part:
            thing = getattr(thing, first.part)
        for step in steps:
            setattr(thing, step.name, step.value)


class _MacSpelling:
    """Excel's AppleScript terms, as appscript shows them. Not run where lacxl is built."""

    def copy_to(self, book: Any, target: Path) -> None:
        # AppleScript has no SaveCopyAs. The book is saved and its file copied.
        if "/" not in self.full_name(book):
            raise refuse(
                "E115",
                "The workbook has never been saved, and on a Mac it is read through its file.",
                book.name,
                "Save it once in Excel, then try again.",
            )
        book.save()
        shutil.copyfile(self.full_name(book), target)

    def full_name(self, book: Any) -> str:
        from appscript import k  # type: ignore[import-not-found]

        return str(book.api.properties().get(k.full_name))

    def is_read_only(self, book: Any) -> bool:
        return bool(book.api.read_only.get())

    def uses_r1c1(self, app: Any) -> bool:
        from appscript import k

        return bool(app.api.reference_style.get() == k.R1C1)

    def use_r1c1(self, app: Any, numbers: bool) -> None:
        from appscript import k

        app.api.reference_style.set(k.R1C1 if numbers else k.A1)

    def is_saved(self, book: Any) -> bool:
        return bool(book.api.saved.get())

    def mark_saved(self, book: Any) -> None:
        book.api.saved.set(True)

    def protect(self, sheet: Any, protection: Protection, password: str) -> None:
        allowed = protection.allowed
        given = {"password": password} if password else {}
        sheet.api.protect_worksheet(
            drawing_objects="objects" not in allowed,
            worksheet_contents=True,
            scenarios="scenarios" not in allowed,
            user_interface_only=False,
            allow_formatting_cells="formatCells" in allowed,
            allow_formatting_columns="formatColumns" in allowed,
            allow_formatting_rows="formatRows" in allowed,
            allow_inserting_columns="insertColumns" in allowed,
            allow_inserting_rows="insertRows" in allowed,
            allow_inserting_hyperlinks="insertHyperlinks" in allowed,
            allow_deleting_columns="deleteColumns" in allowed,
            allow_deleting_rows="deleteRows" in allowed,
            allow_sorting="sort" in allowed,
            allow_filtering="autoFilter" in allowed,
            allow_using_pivot_table="pivotTables" in allowed,
            **given,
        )
        if _selection(protection) != _NO_RESTRICTIONS:
            from appscript import k

            only = _selection(protection) == _UNLOCKED_ONLY
            sheet.api.enable_selection.set(k.unlocked_cells if only else k.no_selection)

    def unprotect(self, sheet: Any, password: str) -> None:
        sheet.api.unprotect(password=password)

    def lock(self, cells: Any, locked: bool) -> None:
        cells.api.locked.set(locked)

    def active_cell(self, app: Any) -> Cell | None:
        return Cell.parse(app.api.active_cell.get_address())

    def list_separator(self, app: Any) -> str:
        from appscript import k

        return str(app.api.get_international(data_type=k.list_separator))

    def conditions(self, cells: Any) -> Any:
        return cells.api

    def formulas(self, conditions: Any) -> list[tuple[Any, str]]:
        from appscript import k

        each = conditions.format_conditions
        count = int(conditions.count(each=k.format_condition))
        found = [each[number] for number in range(1, count + 1)]
        return [
            (one, str(one.formula_1.get()))
            for one in reversed(found)  # they are named by number: the last goes first
            if one.format_condition_type.get() == k.expression
        ]

    def add_condition(self, conditions: Any, formula: str) -> Any:
        from appscript import k

        return conditions.make(
            at=conditions,
            new=k.format_condition,
            with_properties={k.format_condition_type: k.expression, k.formula_1: formula},
        )

    def applies_to(self, condition: Any) -> str:
        return str(condition.applies_to.get_address())

    def apply_to(self, condition: Any, cells: Any) -> None:
        condition.modify_applies_to_range(range=cells.api)

    def chart(self, sheet: Any, key: str | int) -> Any:
        return sheet.api.chart_objects[key].chart

    def put_chart_text(self, sheet: Any, name: str, text: str) -> None:
        sheet.api.shapes[name].alternative_text.set(text)

    def series(self, chart: Any, number: int) -> Any:
        return chart.series_collection[number]

    def formula_of(self, series: Any) -> str:
        return str(series.formula.get())

    def put_formula(self, series: Any, formula: str) -> None:
        series.formula.set(formula)

    def dress(self, condition: Any, look: Look) -> None:
        if look.fill:
            condition.interior_object.color.set(_rgb(look.fill))
        if look.font:
            condition.font_object.color.set(_rgb(look.font))
        if look.bold:
            condition.font_object.bold.set(True)
        condition.stop_if_true.set(False)

    def remove(self, condition: Any) -> None:
        condition.delete()

    def dresses_cells(self) -> bool:
        return False

    def dress_cells(self, cells: Any, steps: Sequence[DressingStep]) -> None:
        raise NotImplementedError("it is refused before")


def spelling(platform: str = sys.platform) -> Spelling:
    """Return the spelling of this platform."""
    return _MacSpelling() if platform == "darwin" else _WindowsSpelling()


def _selection(protection: Protection) -> int:
    if "selectUnlockedCells" not in protection.allowed:
        return _NO_SELECTION
    return _NO_RESTRICTIONS if "selectLockedCells" in protection.allowed else _UNLOCKED_ONLY


def _bgr(colour: str) -> int:
    """Return a colour RRGGBB as the number by which Excel counts it."""
    red, green, blue = _rgb(colour)
    return red | green << 8 | blue << 16


def _rgb(colour: str) -> tuple[int, int, int]:
    number = int(colour, 16)
    return number >> 16, number >> 8 & 0xFF, number & 0xFF
