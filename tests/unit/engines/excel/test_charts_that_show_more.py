"""The series of a chart that take in what was inserted: which of them Excel is asked about."""

from __future__ import annotations

from typing import Any

import pytest

from lacxl.engines.excel.growth import NotGrown
from lacxl.engines.excel.open_sheet import OpenSheet
from lacxl.engines.excel.patience import Patience
from lacxl.workbook.address import Cell
from lacxl.workbook.snapshot import Chart

TOLD = ("=SERIES(,,S!$B$2:$D$2,1)", "=SERIES(,,S!$B$3:$D$3,2)", '=SERIES("E",,S!$B$4:$D$4,3)')


class Drawn:
    """A chart in Excel, as a spelling of Excel's gives it: a series is its number."""

    def __init__(self, formulas: tuple[str, ...]) -> None:
        self.formulas = dict(enumerate(formulas, 1))
        self.asked: list[str | int] = []
        self.read: list[int] = []
        self.put: list[int] = []

    def chart(self, sheet: Any, key: str | int) -> Drawn:
        self.asked.append(key)
        return self

    def series(self, chart: Any, number: int) -> int:
        return number

    def formula_of(self, series: int) -> str:
        self.read.append(series)
        return self.formulas[series]

    def put_formula(self, series: int, formula: str) -> None:
        self.put.append(series)
        self.formulas[series] = formula


def take_in(native: Any, *told: tuple[str, ...]) -> None:
    missing = NotGrown(
        charts={f"Chart {n}": Chart("S", "", "", (), each) for n, each in enumerate(told, 1)}
    )
    sheet = OpenSheet("S", None, native, Patience(0.0), lambda: (Cell(1, 1), ","))
    sheet.take_in(missing, (), lambda formula: formula.replace("$D", "$E"))


def test_one_is_read_where_the_copy_says_the_same() -> None:
    drawn = Drawn(TOLD)
    take_in(drawn, TOLD)
    assert drawn.read == [3]
    assert list(drawn.formulas.values()) == [told.replace("$D", "$E") for told in TOLD]


@pytest.mark.parametrize("told", [("", "", ""), (*TOLD[:2], "=SERIES(,,S!$B$4:$D$4,1)")])
def test_each_is_read_where_it_says_another_or_nothing(told: tuple[str, ...]) -> None:
    drawn = Drawn(TOLD)
    take_in(drawn, told)
    assert drawn.read == [3, 2, 1]
    assert list(drawn.formulas.values()) == [told.replace("$D", "$E") for told in TOLD]


def test_one_that_has_it_already_is_left_alone() -> None:
    drawn = Drawn((TOLD[0].replace("$D", "$E"), *TOLD[1:]))
    take_in(drawn, tuple(drawn.formulas.values()))
    assert drawn.put == [3, 2]


def test_on_a_sheet_the_one_with_most_series_is_read_alone() -> None:
    drawn = Drawn(TOLD)
    take_in(drawn, TOLD[:1], TOLD, TOLD[:2])
    assert drawn.asked == ["Chart 2", "Chart 3", "Chart 1"]
    assert drawn.read == [3]


def test_one_that_the_copy_does_not_tell_is_read_all_the_same() -> None:
    drawn = Drawn(TOLD)
    take_in(drawn, TOLD, (TOLD[0], ""))
    assert drawn.read == [3, 2, 1]
