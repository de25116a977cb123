"""Half up at the precision shown, as Excel shows it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import pytest

from lacxl.domain.numbers import (
    as_typed,
    from_float,
    half_up,
    how_many,
    is_whole,
    ratio,
    total,
    without_percent,
)

D = Decimal


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        ("463.25", 1, "463.3"), ("463.249999", 1, "463.2"), ("463.35", 1, "463.4"),
        ("0.05", 1, "0.1"), ("-0.05", 1, "-0.1"), ("-0.04", 1, "0.0"), ("-463.25", 1, "-463.3"),
        ("0.5", 0, "1"), ("1.5", 0, "2"), ("2.5", 0, "3"), ("-2.5", 0, "-3"), ("0.49", 0, "0"),
        ("0.9315", 3, "0.932"), ("0.93149", 3, "0.931"), ("0.9796", 3, "0.980"),
        ("10.49", 1, "10.5"), ("10.53", 1, "10.5"), ("9.95", 1, "10.0"), ("407", 0, "407"),
    ],
)  # fmt: skip
def test_half_up(value: str, decimals: int, shown: str) -> None:
    assert str(half_up(D(value), decimals)) == shown


@pytest.mark.parametrize(
    ("text", "number", "is_percentage", "value"),
    [
        ("95%", "95", True, "0.95"), (" 94.8 % ", "94.8", True, "0.948"),
        ("487", "487", False, "487"),
        ("100%", "100", True, "1"), ("-0.5%", "-0.5", True, "-0.005"),
    ],
)  # fmt: skip
def test_a_percentage_as_it_is_typed(
    text: str, number: str, is_percentage: bool, value: str
) -> None:
    assert without_percent(text) == (number, is_percentage)
    assert str(as_typed(text)) == value


@pytest.mark.parametrize("text", ["", "%", "5%%", "five", "1,132"])
def test_what_is_no_number_is_not_typed_as_one(text: str) -> None:
    with pytest.raises(InvalidOperation):
        as_typed(text)


def test_no_negative_nought() -> None:
    assert not half_up(D("-0.0001"), 1).is_signed()


def test_a_ratio_keeps_more_than_is_ever_shown() -> None:
    assert half_up(ratio(D(122), D(131)), 3) == D("0.931")
    assert str(ratio(D(1), D(3))) == "0." + "3" * 34


def test_sums_are_exact() -> None:
    assert total([D("0.1")] * 3) == D("0.3")
    assert total([]) == 0


def test_a_sheet_keeps_fifteen_digits() -> None:
    assert from_float(0.94799999999999995) == D("0.948")
    assert from_float(0.1 + 0.2) == D("0.3")
    assert from_float(463.25) == D("463.25")
    assert from_float(407.0) == 407


def test_a_number_of_any_size_is_whole_or_not() -> None:
    whole = [is_whole(D(text)) for text in ("7", "7.0", "-5", "1E+300", "0")]
    assert whole == [True] * 5
    assert not is_whole(D("7.5"))
    assert not is_whole(D("1E-300"))


def test_one_thing_is_one() -> None:
    assert [how_many(number, "cell") for number in (0, 1, 2)] == ["0 cells", "1 cell", "2 cells"]
