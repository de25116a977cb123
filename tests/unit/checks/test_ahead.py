"""Figures in months and years that have not happened."""

from __future__ import annotations

import pytest

from lacxl.checks.ahead import figures_ahead
from lacxl.domain.finding import Finding, Severity, warning
from lacxl.domain.month import FinancialYear, Month
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.layout import SUMMARY, FigurePart, Layout, Line, YearToDate
from lacxl.workbook.snapshot import CellValue, Formula

MAY, JUNE = Month(2015, 5), Month(2015, 6)
THIS, NEXT = FinancialYear(2015), FinancialYear(2016)
ELSEWHERE = CellRef("S", Cell(6, 9))


def at(sheet: str, row: int) -> CellRef:
    return CellRef(sheet, Cell(row, 3))


def found(
    there: dict[CellRef, CellValue], *, june_happened: bool = False, issuing: bool = False
) -> list[Finding]:
    lines = (
        Line(
            SUMMARY, "S", "7.10", "", FigurePart.VALUE,
            {MAY: at("S", 5), JUNE: at("S", 6), NEXT: at("S", 7), YearToDate(): ELSEWHERE},
        ),
        Line(
            "PEPs", "P", "7.10", "", FigurePart.VALUE,
            {
                MAY: at("P", 5), JUNE: at("P", 6),
                YearToDate(THIS): at("P", 7), YearToDate(NEXT): at("P", 8),
            },
        ),
        *(
            Line("PEPs", "P", "7.10", "", FigurePart.NUMERATOR, {JUNE: at("P", 20 + n)})
            for n in range(6)
        ),
    )  # fmt: skip
    return list(
        figures_ahead(
            Layout(lines=lines), there, MAY,
            lambda _number, month: june_happened and month == JUNE,
            Severity.ERROR if issuing else Severity.WARNING,
        )
    )  # fmt: skip


@pytest.mark.parametrize("value", [0.596, 0.0, "59.6%", Formula("B2", 0.596)])
def test_a_figure_in_june_while_may_is_filled(value: CellValue) -> None:
    assert found({at("P", 5): 0.596, at("P", 6): value}) == [
        warning(
            "K115",
            "Jun-15 is later than May-15 and no reading for it is known, yet it shows 1 figure.",
            "P!C6",
            "Clear what has not happened. If it has, add its readings and fill it.",
        )
    ]
    assert found({at("P", 6): value}, issuing=True)[0].severity is Severity.ERROR


def test_a_month_that_has_happened_may_have_figures() -> None:
    assert found({at("P", 6): 0.596, at("S", 6): 0.596}, june_happened=True) == []


@pytest.mark.parametrize("value", [None, "", "n/a", "TBC", Formula("B2", 0.0), Formula("B2", "")])
def test_what_is_no_figure(value: CellValue) -> None:
    """A formula over cells that are still empty gives 0: that is none yet."""
    assert found({at("P", 6): value, at("S", 6): value, at("P", 8): value}) == []


def test_one_finding_a_period_names_the_cells() -> None:
    (finding,) = found({at("S", 6): 0.5, **{at("P", 20 + n): 1.0 for n in range(6)}})
    assert finding.what.endswith("yet it shows 7 figures.")
    assert finding.where == "S!C6, P!C20, P!C21, P!C22, P!C23 and 2 more"


def test_five_cells_are_all_named() -> None:
    (finding,) = found({at("P", 20 + n): 1.0 for n in range(5)})
    assert finding.where == "P!C20, P!C21, P!C22, P!C23, P!C24"


def test_a_year_that_has_not_begun() -> None:
    there: dict[CellRef, CellValue] = {at("S", 7): 0.5, at("P", 7): 0.5, at("P", 8): 0.5}
    assert [f.where for f in found(there)] == ["S!C7, P!C8"]
