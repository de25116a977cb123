"""What green, amber and red of a row mean together, and what is told where they contradict."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lacxl.domain.indicator import Figure, Polarity, Unit
from lacxl.domain.limits import Band, limits_of
from lacxl.domain.rating import Rag, rag
from lacxl.domain.reading import Measured
from lacxl.domain.scale import Scale, target_of
from lacxl.domain.tolerance import Ambiguity

D = Decimal
PERCENTAGE, COUNT, RATE = Unit.PERCENTAGE, Unit.COUNT, Unit.RATE
HIGH, LOW, NONE = Polarity.HIGH, Polarity.LOW, Polarity.NONE


def judged(
    row: str, unit: Unit = PERCENTAGE, polarity: Polarity | None = None, decimals: int | None = None
) -> Scale | Ambiguity:
    """Return what a row means, written as `green | amber | red`, nothing for a blank cell."""
    bands: list[Band | None] = []
    for cell in map(str.strip, row.split("|")):
        band = limits_of(cell, unit=unit)
        assert (band is None) == (not cell), cell
        bands.append(band)
    green, amber, red = bands
    return target_of(green, amber, red, polarity, unit=unit, decimals=decimals)


def reasons(
    row: str, unit: Unit = PERCENTAGE, polarity: Polarity | None = None, decimals: int | None = None
) -> tuple[str, ...]:
    found = judged(row, unit, polarity, decimals)
    assert isinstance(found, Ambiguity)
    return found.reasons


@pytest.mark.parametrize(
    ("row", "way", "green", "amber"),
    [
        ("95%+ | 90%-95% | <90%", HIGH, "0.95", "0.9"),
        ("95%+ | 90% - 94.9% | <90%", HIGH, "0.95", "0.9"),
        ("95%+ | 90%-<95% | under 90%", HIGH, "0.95", "0.9"),
        ("95%+ | 90%+ | <90%", HIGH, "0.95", "0.9"),
        ("95%+ | 90%+ | ", HIGH, "0.95", "0.9"),
        ("95%+ | <95% | <90%", HIGH, "0.95", "0.9"),
        ("95%+ | 90-95% | 89.9% or less", HIGH, "0.95", "0.9"),
        ("95-100% | 90-95% | 0-89.9%", HIGH, "0.95", "0.9"),
        ("95%+ | 90-95% | ", HIGH, "0.95", "0.9"),
        ("95%+ | | <90%", HIGH, "0.95", "0.9"),
        ("95%+ | | <95%", HIGH, "0.95", None),
        ("95%+ | | ", HIGH, "0.95", None),
        ("95% | 90% | <90%", HIGH, "0.95", "0.9"),
        ("95% | 90% | 89.9%", HIGH, "0.95", "0.9"),
        ("95% | 90% | ", HIGH, "0.95", "0.9"),
        ("95% | 90-95% | ", HIGH, "0.95", "0.9"),
        ("over 95% | over 90% to 95% | 90% or less", HIGH, "0.951", "0.901"),
        (">95% | >90% | <=90%", HIGH, "0.951", "0.901"),
        (">95% | | <=90%", HIGH, "0.951", "0.901"),
        ("<=15% | 15-20% | >20%", LOW, "0.15", "0.2"),
        ("15% or less | | over 20%", LOW, "0.15", "0.2"),
        ("0-10% | 10.1-15% | >15%", LOW, "0.1", "0.15"),
        ("<10% | 10-15% | >15%", LOW, "0.099", "0.15"),
        ("10% | 15% | ", LOW, "0.1", "0.15"),
        ("10% | 10-15% | 15.1-100%", LOW, "0.1", "0.15"),
        ("<10% | <15% | >=15%", LOW, "0.099", "0.149"),
    ],
)
def test_rows_of_a_percentage(row: str, way: Polarity, green: str, amber: str | None) -> None:
    for known in (None, way):
        found = judged(row, polarity=known)
        assert isinstance(found, Scale)
        assert found.polarity is way
        assert found.target.green == D(green)
        assert found.target.amber == (None if amber is None else D(amber))


@pytest.mark.parametrize(
    ("row", "unit", "way", "green", "amber"),
    [
        ("10 or fewer | 11-15 | over 15", COUNT, LOW, "10", "15"),
        ("under 10 | 10 to 12 | 13+", COUNT, LOW, "9", "12"),
        ("0 | 1-2 | 3+", COUNT, LOW, "0", "2"),
        ("20+ | 15-19 | <15", COUNT, HIGH, "20", "15"),
        ("60.5 or less | 60.6-65 | >65", RATE, LOW, "60.5", "65"),
    ],
)
def test_rows_of_other_units(row: str, unit: Unit, way: Polarity, green: str, amber: str) -> None:
    found = judged(row, unit)
    assert isinstance(found, Scale)
    assert (found.polarity, found.target.green, found.target.amber) == (way, D(green), D(amber))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("| 90-95% | <90%", "There is no limit for green."),
        ("95% | | ", "Nothing says which way is good."),
        ("95%+ | | >90%", "Green, 95% or more, says that high is good, and red, over 90%, says"),
        ("95%+ | 90-94% | <90%",
         "Between amber, 90% to 94%, and green, 95% or more, is 94.1%, which neither names."),
        ("95%+ | 90-95% | <=85%",
         "Between red, 85% or less, and amber, 90% to 95%, is 85.1%, which neither names."),
        ("10% or less | 12-15% | >15%",
         "Between amber, 12% to 15%, and green, 10% or less, is 11.9%, which neither names."),
        ("95%+ | 90-97% | <90%", "Amber, 90% to 97%, and green, 95% or more, both have 95%."),
        ("95%+ | 90-95% | <=90%", "Red, 90% or less, and amber, 90% to 95%, both have 90%."),
        ("0-10% | 10-15% | 15%+", "Red, 15% or more, and amber, 10% to 15%, both have 15%."),
        ("95%+ | | <=95%", "Red, 95% or less, and green, 95% or more, both have 95%."),
        ("95%+ | <92% | <92%", "Between amber, under 92%, and green, 95% or more, is 92%, which"),
        ("95%+ | <95% | ", "Amber is under 95%, and nothing says where red begins."),
        ("95%+ | <95% | <95%", "Red, under 95%, and amber, under 95%, both have 94.9%."),
        ("95%+ | | 90%", "Red is 90% alone: it does not say whether that itself is red."),
        ("95% | 90% | 85%", "Between red, 85%, and amber, 90%, is 85.1%, which neither names."),
        ("95% | 90% | 90%", "Red, 90%, and amber, 90%, both have 90%."),
        ("90-95% | | <90%", "Green, 90% to 95%, ends on both sides, and only one can be rated."),
        ("95%+ | | 80-90%", "Red, 80% to 90%, ends on both sides, and nothing is worse than red."),
        ("95%+ | 96-97% | <90%", "Amber, 96% to 97%, is not worse than green, 95% or more."),
        ("95%+ | 97% | ", "Amber, 97%, is not worse than green, 95% or more."),
        ("95%+ | 95%+ | ", "Amber, 95% or more, is not worse than green, 95% or more."),
    ],
)  # fmt: skip
def test_what_is_not_certain_is_told(row: str, reason: str) -> None:
    assert reasons(row)[0].startswith(reason)


def test_a_polarity_that_says_otherwise_is_told() -> None:
    assert reasons("95%+ | 90-95% | ", polarity=LOW) == (
        "Green, 95% or more, says that high is good, and the row says that low is good.",
    )
    assert reasons("95% | 90% | ", polarity=LOW) == (
        "The order of the numbers says that high is good, and the row says that low is good.",
    )
    assert reasons("95%+ | | ", polarity=NONE) == (
        "Neither way is good, and yet green is 95% or more.",
    )


def test_a_number_alone_is_a_target_by_the_polarity_of_its_row() -> None:
    for way in (HIGH, LOW):
        found = judged("95% | | ", polarity=way)
        assert isinstance(found, Scale)
        assert (found.target.green, found.target.amber, found.polarity) == (D("0.95"), None, way)


def test_whole_percentages_leave_nothing_between_94_and_95() -> None:
    found = judged("95%+ | 90-94% | 89% or less", decimals=2)
    assert isinstance(found, Scale)
    assert (found.target.green, found.target.amber) == (D("0.95"), D("0.9"))
    assert reasons("95%+ | 90-93% | <90%", decimals=2)[0].endswith("is 94%, which neither names.")


def test_over_a_limit_is_by_the_figures_as_they_are_shown() -> None:
    """A figure that shows 95% is not over 95%: of whole percentages the first one is 96%."""
    row = ">95% | over 90% to 95% | 90% or less"
    for decimals, green, amber in ((None, "0.951", "0.901"), (2, "0.96", "0.91")):
        found = judged(row, decimals=decimals)
        assert isinstance(found, Scale)
        assert (found.target.green, found.target.amber) == (D(green), D(amber))


LIMITS = st.integers(1, 999).map(lambda thousandths: D(thousandths) / 1000)


@given(
    st.lists(LIMITS, min_size=2, max_size=2, unique=True),
    st.booleans(), st.booleans(), st.sampled_from([HIGH, LOW]), st.integers(0, 1000),
)  # fmt: skip
def test_figures_are_rated_as_the_cells_say(
    limits: list[Decimal], green_has: bool, red_has: bool, way: Polarity, thousandths: int
) -> None:
    value = D(thousandths) / 1000
    worse, better = sorted(limits)
    if way is LOW:
        green, red = (
            Band(high=worse, high_included=green_has),
            Band(low=better, low_included=red_has),
        )
        is_green = value < worse or (green_has and value == worse)
        is_red = value > better or (red_has and value == better)
    else:
        green, red = (
            Band(low=better, low_included=green_has),
            Band(high=worse, high_included=red_has),
        )
        is_green = value > better or (green_has and value == better)
        is_red = value < worse or (red_has and value == worse)
    found = target_of(green, None, red, None, unit=PERCENTAGE)
    assert isinstance(found, Scale)
    light = rag(Measured(value), Figure("", PERCENTAGE), found.polarity, found.target)
    assert light is (Rag.GREEN if is_green else Rag.RED if is_red else Rag.AMBER)


NUMBERS = st.integers(0, 12).map(D)


@st.composite
def bands(draw: st.DrawFn) -> Band | None:
    low, high = sorted(draw(st.lists(NUMBERS, min_size=2, max_size=2, unique=True)))
    has_low, has_high = draw(st.booleans()), draw(st.booleans())
    return draw(
        st.sampled_from(
            [
                None,
                Band(low, low),
                Band(low=low, low_included=has_low),
                Band(high=high, high_included=has_high),
                Band(low, high, has_low, has_high),
            ]
        )
    )


def holds(band: Band | None, value: int, numbers_mean: Polarity) -> bool:
    """Say whether a band has a value; a number alone has what is beyond it on that side."""
    if band is None:
        return False
    low, high = band.low, band.high
    if band.is_number:
        low, high = (low, None) if numbers_mean is HIGH else (None, high)
    return (low is None or value > low or (band.low_included and value == low)) and (
        high is None or value < high or (band.high_included and value == high)
    )


@settings(max_examples=500)
@given(bands(), bands(), bands(), st.sampled_from([None, HIGH, LOW]))
def test_whatever_the_cells_say_figures_are_rated_by_it_or_there_is_a_reason(
    green: Band | None, amber: Band | None, red: Band | None, polarity: Polarity | None
) -> None:
    found = target_of(green, amber, red, polarity, unit=COUNT)
    if isinstance(found, Ambiguity):
        assert found.reasons
        assert all(reason.endswith(".") for reason in found.reasons)
        return
    target, way = found.target, found.polarity
    if target.amber is not None:
        assert target.amber != target.green
        assert (target.amber < target.green) == (way is HIGH)
    for value in range(14):
        light = rag(Measured(D(value)), Figure("", COUNT), way, target)
        if holds(green, value, way):
            assert light is Rag.GREEN
        elif holds(red, value, LOW if way is HIGH else HIGH):
            assert light is Rag.RED
        elif holds(amber, value, way):
            assert light is Rag.AMBER
        else:
            assert amber is None or red is None
