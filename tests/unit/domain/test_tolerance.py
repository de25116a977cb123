"""Tolerances in the words of councils, and where amber ends by them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacxl.domain.indicator import Polarity, Target, Unit
from lacxl.domain.tolerance import Ambiguity, Tolerance, tolerance_of, within

D = Decimal
PERCENTAGE, RATE = Unit.PERCENTAGE, Unit.RATE
HIGH, LOW, NONE = Polarity.HIGH, Polarity.LOW, Polarity.NONE
OPEN = [
    "within 5%", "+/- 5%", "+/-5%", "±5%", "± 5 %", "+-5%", "5% tolerance", "tolerance of 5%",
    "Tolerance: 5%", "5%", "5 per cent", "within 5% below target", "5% either side", "5% +/-",
    "within +/- 5%", "up to 5% off target", "5% from target", "within a tolerance of 5%", "5% off",
]  # fmt: skip
POINTS = [
    "within 2 percentage points", "within 2pp", "2 ppts", "2ppt", "2 pp", "2 percentage pts",
    "2% points", "within 2 percent points", "+/- 2 percentage points", "2 pts", "2% absolute",
    "within 2 percentage points of target", "2 percentage-points below the target",
]  # fmt: skip
OF_TARGET = ["within 10% of target", "10% of the target", "within 10% of the target value",
             "+/-10% of target", "10% relative"]  # fmt: skip


@pytest.mark.parametrize("text", OPEN)
def test_a_percentage_of_a_percentage_is_left_open(text: str) -> None:
    assert tolerance_of(text, unit=PERCENTAGE) == Tolerance(D("0.05"), None)
    assert tolerance_of(text, unit=RATE) == Tolerance(D("0.05"), relative=True)


@pytest.mark.parametrize("text", POINTS)
def test_percentage_points_are_absolute(text: str) -> None:
    assert tolerance_of(text, unit=PERCENTAGE) == Tolerance(D("0.02"), relative=False)


@pytest.mark.parametrize("text", sorted({*POINTS} - {"2 pts"}))
def test_only_a_percentage_has_percentage_points(text: str) -> None:
    assert tolerance_of(text, unit=RATE) is None


@pytest.mark.parametrize("text", OF_TARGET)
@pytest.mark.parametrize("unit", [PERCENTAGE, RATE])
def test_a_part_of_the_target_is_relative(text: str, unit: Unit) -> None:
    assert tolerance_of(text, unit=unit) == Tolerance(D("0.1"), relative=True)


@pytest.mark.parametrize("text", ["within 3", "3", "+/-3", "within 3 of target", "3 points", "±3"])
def test_a_number_is_absolute(text: str) -> None:
    assert tolerance_of(text, unit=RATE) == Tolerance(D(3), relative=False)
    assert tolerance_of(text, unit=PERCENTAGE, points=True) == Tolerance(D("0.03"), relative=False)


@pytest.mark.parametrize("text", ["within 3", "3", "3 absolute", "within 3 of target"])
def test_points_are_not_guessed_of_a_number(text: str) -> None:
    assert tolerance_of(text, unit=PERCENTAGE) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "n/a",
        "TBC",
        "-5%",
        "5% or more",
        "5-10%",
        "within 2 days",
        "3 relative",
        "5%%",
        "w" * 200,
    ],
)
def test_what_is_no_tolerance_is_none(text: str) -> None:
    assert tolerance_of(text, unit=PERCENTAGE, points=True) is None


def test_cells_that_hold_numbers() -> None:
    assert tolerance_of(3, unit=RATE) == Tolerance(D(3), relative=False)
    assert tolerance_of(0.05, unit=PERCENTAGE) == Tolerance(D("0.05"), None)
    assert tolerance_of(5.0, unit=PERCENTAGE, points=True) == Tolerance(D("0.05"), relative=False)
    for odd in (-3, float("nan"), D("Infinity"), True):
        assert tolerance_of(odd, unit=RATE) is None


def limit(text: str, green: str, polarity: Polarity, relative: bool | None = None) -> str:
    tolerance = tolerance_of(text, unit=PERCENTAGE)
    assert tolerance is not None
    found = within(D(green), tolerance, polarity, unit=PERCENTAGE, relative=relative)
    if isinstance(found, Ambiguity):
        return found.reasons[0]
    assert found.green == D(green)
    return str(found.amber)


@pytest.mark.parametrize(
    ("text", "green", "polarity", "relative", "amber"),
    [
        ("within 5%", "0.80", HIGH, True, "0.7600"), ("within 5%", "0.80", HIGH, False, "0.75"),
        ("within 5%", "0.80", LOW, True, "0.8400"), ("within 5%", "0.80", LOW, False, "0.85"),
        ("2pp", "0.80", HIGH, None, "0.78"), ("2pp", "0.80", HIGH, True, "0.78"),
        ("10% of target", "0.80", LOW, None, "0.880"),
        ("10% of target", "0.80", HIGH, False, "0.720"),
        ("0%", "0.80", HIGH, True, "None"),
    ],
)  # fmt: skip
def test_the_limit_is_where_figures_are_worse(
    text: str, green: str, polarity: Polarity, relative: bool | None, amber: str
) -> None:
    assert limit(text, green, polarity, relative) == amber


@pytest.mark.parametrize(
    ("text", "green", "polarity", "relative", "reason"),
    [
        ("within 5%", "0.8", HIGH, None, "A tolerance of 5% may be 5% of the target, or as many"),
        ("2pp", "0.8", NONE, None, "There is a tolerance, and nothing says which way is good."),
        ("within 5%", "0.04", HIGH, False, "The tolerance would put the limit of amber below"),
        ("5pp", "0.97", LOW, None, "The tolerance would put the limit of amber over 100%."),
        ("within 5%", "0", LOW, True, "The tolerance is a part of the target, and the target is"),
    ],
)  # fmt: skip
def test_what_is_not_certain_is_told(
    text: str, green: str, polarity: Polarity, relative: bool | None, reason: str
) -> None:
    assert limit(text, green, polarity, relative).startswith(reason)


def test_only_a_percentage_ends_at_100() -> None:
    tolerance = Tolerance(D(3), relative=False)
    assert within(D(10), tolerance, LOW, unit=RATE) == Target(D(10), D(13))


@given(st.decimals(0, 99, places=2), st.sampled_from(["within {}pp", "{}% points", "+/- {} ppts"]))
def test_points_come_back_as_they_were_written(by: Decimal, words: str) -> None:
    assert tolerance_of(words.format(by), unit=PERCENTAGE) == Tolerance(by / 100, relative=False)
