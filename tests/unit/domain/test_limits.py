"""Limits in the words of councils, and the values that they mean."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacxl.domain.indicator import Unit
from lacxl.domain.limits import Band, limits_of

D = Decimal
PERCENTAGE, COUNT = Unit.PERCENTAGE, Unit.COUNT


def band(words: str) -> Band:
    """Return a band as mathematics writes it: [0.9 0.95) holds its low end alone."""
    low, high = words[1:-1].split(" ")
    return Band(
        None if low == ".." else D(low),
        None if high == ".." else D(high),
        words[0] == "[",
        words[-1] == "]",
    )


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("95%+", "[0.95 ..]"), ("95 %+", "[0.95 ..]"), ("95+%", "[0.95 ..]"),
        (">=95%", "[0.95 ..]"), ("≥95%", "[0.95 ..]"), ("≥ 95%", "[0.95 ..]"),
        ("=>95%", "[0.95 ..]"), ("> = 95%", "[0.95 ..]"), ("⩾95％", "[0.95 ..]"),
        ("95% or more", "[0.95 ..]"), ("95% and above", "[0.95 ..]"), ("95% & over", "[0.95 ..]"),
        ("95% or higher", "[0.95 ..]"), ("95% plus", "[0.95 ..]"), ("At least 95%", "[0.95 ..]"),
        ("minimum of 95%", "[0.95 ..]"), ("no less than 95%", "[0.95 ..]"),
        ("Not below 95 per cent", "[0.95 ..]"), ("95 percent or above.", "[0.95 ..]"),
        ("greater than or equal to 95%", "[0.95 ..]"), ("equal to or above 95%", "[0.95 ..]"),
        ("over 95%", "(0.95 ..]"), (">95%", "(0.95 ..]"), ("> 95%", "(0.95 ..]"),
        ("More than 95%", "(0.95 ..]"), ("above 95%", "(0.95 ..]"),
        ("higher than 95%", "(0.95 ..]"), ("exceeding 95%", "(0.95 ..]"),
        ("<=15%", "[.. 0.15]"), ("≤15%", "[.. 0.15]"), ("=<15%", "[.. 0.15]"),
        ("15% or less", "[.. 0.15]"), ("15% or fewer", "[.. 0.15]"), ("up to 15%", "[.. 0.15]"),
        ("15% and under", "[.. 0.15]"), ("15% & below", "[.. 0.15]"), ("max 15%", "[.. 0.15]"),
        ("no more than 15%", "[.. 0.15]"), ("not exceeding 15%", "[.. 0.15]"),
        ("less than or equal to 15%", "[.. 0.15]"), ("at most 15%", "[.. 0.15]"),
        ("under 10%", "[.. 0.1)"), ("<10%", "[.. 0.1)"), ("＜10%", "[.. 0.1)"),
        ("less than 10%", "[.. 0.1)"), ("Below 10%", "[.. 0.1)"), ("lower than 10%", "[.. 0.1)"),
        ("90-95%", "[0.9 0.95]"), ("90%-95%", "[0.9 0.95]"), ("90% – 94.9%", "[0.9 0.949]"),
        ("90% to 95%", "[0.9 0.95]"), ("from 90% to 95%", "[0.9 0.95]"), ("90 −95%", "[0.9 0.95]"),
        ("between 90% and 95%", "[0.9 0.95]"), ("between 90 and 95%", "[0.9 0.95]"),
        ("95-90%", "[0.9 0.95]"), ("90%-95", "[0.9 0.95]"), ("-5% to 5%", "[-0.05 0.05]"),
        (">=90% and <95%", "[0.9 0.95)"), (">90% <95%", "(0.9 0.95)"), ("90%-<95%", "[0.9 0.95)"),
        ("90% or more and below 95%", "[0.9 0.95)"), ("over 90% to 95%", "(0.9 0.95]"),
        ("<95%, >=90%", "[0.9 0.95)"), (">90% but <=95%", "(0.9 0.95]"),
        ("95%", "[0.95 0.95]"), ("= 95%", "[0.95 0.95]"), ("0.95", "[0.95 0.95]"),
        (".95+", "[0.95 ..]"), ("-5%", "[-0.05 -0.05]"), ("110%+", "[1.10 ..]"),
        ("Green: 95%+", "[0.95 ..]"), ("green ≥95%", "[0.95 ..]"), ("R: <90%", "[.. 0.9)"),
        ("\xa0 95%\u2009+ ", "[0.95 ..]"), ("G >=95%", "[0.95 ..]"), ("95%+ (green)", "[0.95 ..]"),
        ("95% (or more)", "[0.95 ..]"), ("Target: 95%", "[0.95 0.95]"),
        ("95% target", "[0.95 0.95]"),
        ("5%<x<10%", "(0.05 0.1)"), ("5% ≤ x < 10%", "[0.05 0.1)"), ("5<x<=10%", "(0.05 0.1]"),
        ("up to and including 5%", "[.. 0.05]"),
    ],
)  # fmt: skip
def test_words_for_a_percentage(text: str, values: str) -> None:
    assert limits_of(text, unit=PERCENTAGE) == band(values)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("15 or fewer", "[.. 15]"), ("15 or less", "[.. 15]"), ("under 10", "[.. 10)"),
        ("fewer than 10", "[.. 10)"), ("less than 10", "[.. 10)"), ("below 10", "[.. 10)"),
        ("1,000+", "[1000 ..]"), ("1,250,000 or more", "[1250000 ..]"),
        ("no fewer than 7", "[7 ..]"),
        ("between 90 and 95", "[90 95]"), ("11-15", "[11 15]"), ("11 - 15", "[11 15]"),
        ("60.5", "[60.5 60.5]"), ("5 - -5", "[-5 5]"), ("over 5 and under 10", "(5 10)"),
    ],
)  # fmt: skip
def test_words_for_a_number(text: str, values: str) -> None:
    assert limits_of(text, unit=COUNT) == band(values)


@pytest.mark.parametrize(
    ("text", "values"),
    [("≥ 95", "[0.95 ..]"), ("95.0", "[0.95 0.95]"), ("90 to 95", "[0.9 0.95]"),
     ("95%+", "[0.95 ..]"), ("0.5", "[0.005 0.005]")],
)  # fmt: skip
def test_points_are_percentages_where_the_caller_says_so(text: str, values: str) -> None:
    assert limits_of(text, unit=PERCENTAGE, points=True) == band(values)


@pytest.mark.parametrize("text", ["≥ 95", "95", "95.0", "90-95", "15 or fewer"])
def test_points_are_not_guessed(text: str) -> None:
    assert limits_of(text, unit=PERCENTAGE) is None


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "%", "+", "n/a", "TBC", "95%²", "95²", "five", "5 6", "5%%", ">95%+", "(95%)",
        "95%)", "red", "target",
        "over 5 and 10", ">=95% and <90%", "5-5", "5 and 6", ">5 >6", "<5 <6", "5 or 6",
        "10 days", "95% (stretch)", "1,00", "2015/16", "01/04/2015", "1-2-3", "٩٥%", "9" * 200,
    ],
)  # fmt: skip
def test_what_is_no_limit_is_none(text: str) -> None:
    assert limits_of(text, unit=PERCENTAGE, points=True) is None


@pytest.mark.parametrize("text", ["95%+", "90-95%", "5%"])
def test_a_percentage_is_no_limit_of_a_count(text: str) -> None:
    assert limits_of(text, unit=COUNT) is None


def test_cells_that_hold_numbers() -> None:
    assert limits_of(0.94799999999999995, unit=PERCENTAGE) == band("[0.948 0.948]")
    assert limits_of(95, unit=PERCENTAGE, points=True) == band("[0.95 0.95]")
    assert limits_of(95.0, unit=PERCENTAGE) is None
    assert limits_of(D("487"), unit=COUNT) == band("[487 487]")
    for odd in (float("nan"), float("inf"), D("NaN"), True):
        assert limits_of(odd, unit=COUNT) is None


def test_a_number_alone_has_no_side() -> None:
    assert band("[5 5]").is_number
    assert not band("[5 ..]").is_number
    assert not band("[.. 5]").is_number
    assert not band("[4 5]").is_number
    assert not Band().is_number


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ("[0.95 ..]", "95% or more"), ("(0.95 ..]", "over 95%"), ("[.. 0.1]", "10% or less"),
        ("[.. 0.1)", "under 10%"), ("[0.9 0.949]", "90% to 94.9%"), ("[0.5 0.5]", "50%"),
        ("(0.9 0.95)", "over 90% to under 95%"), ("[.. ..]", "any value"),
    ],
)  # fmt: skip
def test_a_band_in_words(values: str, words: str) -> None:
    assert band(values).words(PERCENTAGE) == words


VALUES = st.decimals(0, 1000, places=3)


@st.composite
def bands(draw: st.DrawFn) -> Band:
    low, high = sorted(draw(st.lists(VALUES, min_size=2, max_size=2, unique=True)))
    included = draw(st.booleans())
    return draw(
        st.sampled_from(
            [
                Band(low, low),
                Band(low=low, low_included=included),
                Band(high=high, high_included=included),
                Band(low, high, included, draw(st.booleans())),
            ]
        )
    )


@given(bands(), st.sampled_from(Unit))
def test_words_mean_the_band_that_they_are_of(there: Band, unit: Unit) -> None:
    assert limits_of(there.words(unit), unit=unit) == there


@given(st.text(max_size=40), st.sampled_from(Unit), st.booleans())
def test_any_text_is_a_band_that_holds_something_or_none(
    text: str, unit: Unit, points: bool
) -> None:
    found = limits_of(text, unit=unit, points=points)
    if found is not None:
        assert (found.low, found.high) != (None, None)
        assert found.low is None or found.high is None or found.low <= found.high
