# ruff: noqa: N802, N803 (the members of COM objects bear Excel's names)
"""The charts of a sheet and the cells that they show. Run by Calc.

In Calc the series of a chart share their categories, so that the last one that is set counts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from libreoffice import errors
from libreoffice.dispatch import Collection, ComObject, method

if TYPE_CHECKING:
    from libreoffice.worksheet import Worksheet

_SERIES = re.compile(r"=SERIES\((.*),(.*),(.+),(\d+)\)")
"""MODELLED for cells alone: neither texts nor several areas."""
_CALC = re.compile(r"(?!\")\$?('(?:[^']|'')+'|[^.]+)\.(.+)")
_EXCEL = re.compile(r"('(?:[^']|'')+'|[^!]+)!(.+)")


class Series(ComObject):
    def __init__(self, sheet: Worksheet, chart: Any, axis: Any, uno: Any, number: int) -> None:
        self._sheet = sheet
        self._chart = chart
        self._axis = axis
        self._series = uno
        self._number = number

    def _values(self) -> Any:
        sequences = self._series.DataSequences
        found = [each for each in sequences if each.Values.Role == "values-y"]
        return found[0]

    def get_Formula(self) -> str:
        values, categories = self._values(), self._axis.ScaleData.Categories
        parts = [categories.Values if categories else None, values.Values]
        shown = [_as_excel(part.SourceRangeRepresentation if part else "") for part in parts]
        return f"=SERIES({','.join([_name(values.Label), *shown])},{self._number})"

    def put_Formula(self, formula: str) -> None:
        found = _SERIES.fullmatch(formula)
        if found is None or self._sheet.protection.guards_objects:
            raise errors.unable_to_set("Formula", "Series")
        label, categories, values, _ = found.groups()
        labelled = self._values()
        labelled.Values = self._sequence(values, labelled.Values)
        if labelled.Label and label and not label.startswith('"'):
            labelled.Label = self._sequence(label, labelled.Label)
        scale = self._axis.ScaleData
        if categories and scale.Categories and scale.Categories.Values:
            scale.Categories.Values = self._sequence(categories, scale.Categories.Values)
            self._axis.ScaleData = scale

    def _sequence(self, cells: str, old: Any) -> Any:
        new = self._chart.DataProvider.createDataSequenceByRangeRepresentation(_as_calc(cells))
        new.Role = old.Role
        return new


class SeriesCollection(Collection):
    def __init__(self, sheet: Worksheet, chart: Any) -> None:
        self._sheet = sheet
        self._chart = chart

    def members(self) -> list[Series]:
        found = []
        for system in self._chart.FirstDiagram.CoordinateSystems:
            axis = system.getAxisByDimension(0, 0)
            for kind in system.ChartTypes:
                found += [(axis, series) for series in kind.DataSeries]
        return [
            Series(self._sheet, self._chart, axis, series, number)
            for number, (axis, series) in enumerate(found, 1)
        ]


class Chart(ComObject):
    def __init__(self, sheet: Worksheet, chart: Any) -> None:
        self._sheet = sheet
        self._chart = chart

    @method
    def SeriesCollection(self, Index: Any = None) -> Any:
        series = SeriesCollection(self._sheet, self._chart)
        return series if Index is None else series.find(Index)


class ShapeRange(ComObject):
    """A chart as a shape. Calc's export drops its alternative text: the stand-in keeps it."""

    def __init__(self, sheet: Worksheet, name: str) -> None:
        self._sheet = sheet
        self._name = name

    def get_AlternativeText(self) -> str:
        return self._sheet.state.chart_texts.get(self._name, "")

    def put_AlternativeText(self, text: str) -> None:
        if self._sheet.protection.guards_objects:
            raise errors.unable_to_set("AlternativeText", "ShapeRange")
        self._sheet.state.chart_texts[self._name] = text
        self._sheet.book.touch()


class ChartObject(ComObject):
    def __init__(self, sheet: Worksheet, shape: Any) -> None:
        self._sheet = sheet
        self._shape = shape

    def get_Name(self) -> str:
        return str(self._shape.Name)

    def get_ShapeRange(self) -> ShapeRange:
        return ShapeRange(self._sheet, self.get_Name())

    def get_Chart(self) -> Chart:
        return Chart(self._sheet, self._shape.Model)


class ChartObjects(Collection):
    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet

    def members(self) -> list[ChartObject]:
        charts = frozenset(self._sheet.uno.Charts.ElementNames)
        page = self._sheet.uno.DrawPage
        shapes = (page.getByIndex(number) for number in range(page.Count))
        return [
            ChartObject(self._sheet, shape)
            for shape in shapes
            if getattr(shape, "PersistName", None) in charts
        ]


def _name(label: Any) -> str:
    if label is None:
        return ""
    cells = str(label.SourceRangeRepresentation)
    if _CALC.fullmatch(cells):
        return _as_excel(cells)
    text = " ".join(label.TextualData).replace('"', '""')
    return f'"{text}"' if text else ""


def _as_excel(cells: str) -> str:
    found = _CALC.fullmatch(cells)
    return f"{found[1]}!{found[2]}" if found else cells


def _as_calc(cells: str) -> str:
    found = _EXCEL.fullmatch(cells)
    return f"${found[1]}.{found[2]}" if found else cells
