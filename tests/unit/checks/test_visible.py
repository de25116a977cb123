"""The workbook's own targets and polarities are used, and differences are findings."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lacxl.catalogue.indicators import shipped
from lacxl.checks.visible import as_visible
from lacxl.domain.indicator import Indicator, Polarity
from lacxl.workbook.address import Cell
from lacxl.workbook.layout import Cover, Place, Places, SummaryRow
from lacxl.workbook.snapshot import CellValue

TARGET, POLARITY = Place("S", Cell(6, 3)), Place("S", Cell(6, 4))


def seen(
    number: str, target: CellValue, polarity: CellValue, amber: dict[str, Decimal] | None = None
) -> tuple[Indicator, list[str]]:
    elsewhere = Place("S", Cell(6, 9))
    row = SummaryRow(
        number, shipped()[number].figures[0].name, {}, {}, {},
        elsewhere, elsewhere, elsewhere, elsewhere, TARGET, POLARITY,
    )  # fmt: skip
    there = {TARGET: target, POLARITY: polarity}
    indicators, findings = as_visible(shipped(), Places(Cover(), (row,), ()), there, amber or {})
    return indicators[number], [f.code for f in findings]


@pytest.mark.parametrize("written", [0.98, "98%", " 98 % "])
def test_a_target_is_read_as_number_or_text(written: CellValue) -> None:
    indicator, codes = seen("7.6", written, "High")
    assert indicator.target is not None
    assert indicator.target.green == Decimal("0.98")
    assert codes == []


@pytest.mark.parametrize("written", [None, "", "n/a", "N/A", "-"])
def test_no_target(written: CellValue) -> None:
    indicator, codes = seen("7.12", written, "High")
    assert indicator.target is None
    assert codes == []


def test_another_target_than_the_catalogues_is_used_and_found() -> None:
    indicator, codes = seen("7.6", 0.95, "High")
    assert indicator.target is not None
    assert indicator.target.green == Decimal("0.95")
    assert codes == ["K104"]


@pytest.mark.parametrize("written", ["soon", 98, "98", float("inf"), "NaN"])
def test_a_target_that_cannot_be_meant_is_not_rated(written: CellValue) -> None:
    indicator, codes = seen("7.6", written, "High")
    assert indicator.target is None
    assert codes == ["K105"]


def test_an_amber_limit_goes_with_the_workbooks_target() -> None:
    indicator, _ = seen("7.12", 0.97, "High", {"7.12": Decimal("0.9")})
    assert indicator.target is not None
    assert indicator.target.amber == Decimal("0.9")


@pytest.mark.parametrize(
    ("number", "target", "polarity", "amber", "codes"),
    [
        ("7.6", 0.98, "High", "0.979", []),
        ("7.6", 0.98, "High", "0.98", ["K110"]),
        ("7.6", 0.98, "High", "0.99", ["K110"]),
        ("9.2", 0.1, "Low", "0.11", []),
        ("9.2", 0.1, "Low", "0.09", ["K110"]),
        ("7.12", None, "High", "0.9", ["K110"]),
    ],
)
def test_an_amber_limit_that_can_never_show_is_found(
    number: str, target: CellValue, polarity: str, amber: str, codes: list[str]
) -> None:
    assert seen(number, target, polarity, {number: Decimal(amber)})[1] == codes


def test_polarity_is_the_workbooks() -> None:
    indicator, codes = seen("7.6", 0.98, "low")
    assert indicator.polarity is Polarity.LOW
    assert codes == ["K104"]
    indicator, codes = seen("7.6", 0.98, "up?")
    assert indicator.polarity is Polarity.NONE
    assert codes == ["K105"]
