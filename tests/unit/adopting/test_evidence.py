"""What figures, formats and titles prove of an indicator, and what they leave open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from lacxl.adopting.evidence import (
    Series,
    adds_up_already,
    is_suppressed,
    kind_in_words,
    kind_of,
    last_filled,
    no_unit_of,
    per_of,
    points_in,
    polarity_by_lights,
    unit_of,
)
from lacxl.domain.indicator import Kind, Polarity, Unit
from lacxl.domain.month import FinancialYear, Month, Quarter
from lacxl.workbook.layout import YearToDate

APRIL = Month(2025, 4)
Q1, Q2 = (Quarter(FinancialYear(2025), number) for number in (1, 2))
YTD = YearToDate()
COUNT, PERCENTAGE, RATE, MEAN = Unit.COUNT, Unit.PERCENTAGE, Unit.RATE, Unit.MEAN
FLOW, SNAPSHOT, ROLLING = Kind.FLOW, Kind.SNAPSHOT, Kind.ROLLING


def printed(
    title: str = "",
    months: Sequence[str | None] = (),
    more: Mapping[object, str] | None = None,
    formats: Sequence[str] = (),
    first: Month = APRIL,
) -> Series:
    """What is printed month by month from April on, None for an empty cell, and beside it."""
    numbers: dict[object, Decimal] = {
        first + at: Decimal(number) for at, number in enumerate(months) if number is not None
    }
    numbers |= {period: Decimal(number) for period, number in (more or {}).items()}
    return Series("A1", title, numbers=numbers, formats=tuple(formats))


@pytest.mark.parametrize(
    ("title", "months", "formats", "unit"),
    [
        ("Reviews held in time", ["0.94"], ["0.0%"], PERCENTAGE),
        ("% of reviews held in time", ["94"], [], PERCENTAGE),
        ("Percentage of reviews held in time", [], [], PERCENTAGE),
        ("Proportion of reviews held in time", ["0.94"], [], PERCENTAGE),
        ("Percentage of reviews held in time", ["402"], [], None),
        ("Number of children looked after", ["402"], ["0"], COUNT),
        ("Number of children looked after", ["40.2"], [], None),
        ("Children looked after", ["402", "409"], [], COUNT),
        ("Children looked after", ["402"], ["0.0"], None),
        ("Children looked after", ["40.2"], [], None),
        ("Children looked after", [], [], None),
        ("Rate of children looked after per 10,000", ["71"], [], RATE),
        ("Exclusions per 1,000 pupils", ["1.4"], [], RATE),
        ("Average days from entering care to being placed", ["402"], [], MEAN),
        ("Average % of sessions missed", ["5"], [], None),
        ("% of children with an average attendance", ["5"], [], PERCENTAGE),
    ],
)
def test_the_unit_is_what_format_and_title_agree_on(
    title: str, months: list[str], formats: list[str], unit: Unit | None
) -> None:
    assert unit_of(printed(title, months, formats=formats)) is unit


@pytest.mark.parametrize(
    ("months", "formats", "points"),
    [
        (["0.94", "1"], ["0.0%"], False),
        ([], ["0%"], False),
        (["94.2", "0.5"], ["0.0"], True),
        (["94.2"], [], True),
        (["0.79", "0.72"], ["0.00"], None),  # 0.79% of pupils, or 79%
        (["0.79"], [], None),
        ([], [], None),
        (["94.2"], ["0.0%"], None),  # shows as 9420.0%
        (["0.94", "94.2"], ["0.0%", "0.0"], None),
    ],
)
def test_a_percentage_is_in_points_only_if_figures_and_format_show_it(
    months: list[str], formats: list[str], points: bool | None
) -> None:
    assert points_in(printed("", months, formats=formats)) is points


@pytest.mark.parametrize(
    ("earlier", "formats", "unit", "points"),
    [
        (["24"], ["0"], COUNT, True),
        (["24"], [], None, True),  # a figure alone, and no format, may be of anything
        (["24"], ["0.0"], None, True),
        (["67.9"], ["0.0"], None, True),
        (["0.679"], ["0.0"], None, None),
        (["0.679"], ["0%"], PERCENTAGE, False),
        (["67.9"], ["0%"], PERCENTAGE, None),
    ],
)
def test_last_months_figure_is_written_as_this_months(
    earlier: list[str], formats: list[str], unit: Unit | None, points: bool | None
) -> None:
    shown = replace(printed(formats=formats), earlier=tuple(map(Decimal, earlier)))
    assert (unit_of(shown), points_in(shown)) == (unit, points)
    assert (Unit.COUNT in no_unit_of(shown)) == ("." in earlier[0])
    assert shown.months == ()


@pytest.mark.parametrize(
    ("title", "per"),
    [
        ("Rate of children looked after per 10,000", 10_000),
        ("Rate per 10000 aged 0-17", 10_000),
        ("Rate per 10k", 10_000),
        ("Referrals per ten thousand", 10_000),
        ("Exclusions per 1,000 pupils", 1_000),
        ("Exclusions per thousand pupils", 1_000),
        ("Exclusions / 1000", 1_000),
        ("Exclusions per 100 pupils", 100),
        ("Deaths per 100,000", 100_000),
        ("Deaths per 100k", 100_000),
        ("Rate of exclusions", 0),
        ("Cases per social worker", 0),
        ("95 per cent of reviews", 0),
        ("Contacts per 12 months", 0),
    ],
)
def test_a_rate_says_what_it_is_per(title: str, per: int) -> None:
    assert per_of(title) == per


@pytest.mark.parametrize(
    ("months", "more", "kind"),
    [
        (["14", "11", "9"], {Q1: "34"}, FLOW),
        (["14", "11", "9"], {Q1: "9"}, SNAPSHOT),
        (["14", "11", "9"], {Q1: "11"}, None),
        (["0", "0", "9"], {Q1: "9"}, None),  # the sum is the last
        (["14", None, "9"], {Q1: "23"}, None),
        (["14", "11"], {YTD: "25"}, FLOW),
        (["14", "11"], {YTD: "11"}, SNAPSHOT),
        (["14"], {YTD: "14"}, None),
        (["14", "11", "9"], {Q1: "34", YTD: "9"}, None),  # they contradict each other
        (["14", "11", "9", "3", "5", "6"], {Q1: "34", Q2: "14", YTD: "48"}, FLOW),
        (["14", "11", "9"], {}, None),
        ([], {Q1: "34"}, None),
    ],
)
def test_a_count_adds_up_if_its_quarters_do(
    months: list[str | None], more: Mapping[object, str], kind: Kind | None
) -> None:
    assert kind_of(printed("", months, more), COUNT, points=False) is kind


@pytest.mark.parametrize(
    ("months", "more", "kind"),
    [
        (["90.0", "94.8", "92.1"], {Q1: "92.9"}, FLOW),  # between, and no plain average
        (["90.0", "94.5", "93.0"], {Q1: "92.5"}, None),
        (["90.0", "94.5", "93.1"], {Q1: "92.5333"}, None),  # the plain average of the months
        (["90.0", "94.8", "92.1"], {Q1: "96.0"}, None),  # of cases that are not those of the months
        (["90.0", "94.8", "92.1"], {Q1: "92.1"}, None),  # once may be by chance
        (["90.0", "94.8", "92.1"], {Q1: "92.1", YTD: "92.1"}, SNAPSHOT),
        (["78.4", "79.1"], {YTD: "79.0502"}, None),  # shown as the last month is, and not the same
        (["92.1", "92.1", "92.1"], {Q1: "92.1", YTD: "92.1"}, None),
        (["90.0", None, "92.1"], {Q1: "91.5"}, None),
    ],
)
def test_a_percentage_adds_up_only_if_no_other_rule_gives_the_same(
    months: list[str | None], more: Mapping[object, str], kind: Kind | None
) -> None:
    assert kind_of(printed("", months, more), PERCENTAGE, points=True) is kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Children who started to be looked after in the month", FLOW),
        ("Admissions to care", FLOW),
        ("% of reviews held in timescales", FLOW),
        ("Children looked after at month end", SNAPSHOT),
        ("% of health assessments up to date", SNAPSHOT),
        ("Three or more placements in the last 12 months", ROLLING),
        ("Adoptions, rolling year", ROLLING),
        ("Children looked after", None),
        ("New placements open at the end of the month", None),  # says both
    ],
)
def test_a_title_may_say_whether_it_adds_up(title: str, kind: Kind | None) -> None:
    assert kind_in_words(title) is kind


@pytest.mark.parametrize(
    ("beside", "polarity"),
    [
        ([("96", "95", "green")], Polarity.HIGH),
        ([("9", "10", "green")], Polarity.LOW),
        ([("80", "95", "red")], Polarity.HIGH),
        ([("12", "10", "red")], Polarity.LOW),
        ([("96", "95", "green"), ("80", "95", "green")], None),
        ([("93", "95", "amber")], None),
        ([("95", "95", "green")], None),
        ([], None),
    ],
)
def test_lights_beside_targets_show_which_way_is_good(
    beside: list[tuple[str, str, str]], polarity: Polarity | None
) -> None:
    numbers = [(Decimal(value), Decimal(target), light) for value, target, light in beside]
    assert polarity_by_lights(numbers) is polarity


@pytest.mark.parametrize(
    ("months", "first", "is_running"),
    [
        (["19", "44", "63", "80"], APRIL, True),
        (["19", "44", "63"], APRIL, False),  # three months may rise by chance
        (["19", "44", "40", "80"], APRIL, False),
        (["402", "409", "411", "415"], APRIL, False),  # children in care rise, but do not double
        (["0", "0", "0", "0"], APRIL, False),
        (["1.5", "3.0", "4.5", "6.5"], APRIL, False),
        (["19", "44", "63", "80"], APRIL + 1, False),  # April is not there
        (["150", "170", "190", "210", "12", "30"], APRIL - 4, False),
    ],
)
def test_months_that_only_rise_from_april_may_be_running_totals(
    months: list[str], first: Month, is_running: bool
) -> None:
    assert adds_up_already(printed("", months, first=first)) is is_running


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        *((text, True) for text in ("<5", "< 5", "less than 5", "fewer than 10", "under 5")),
        *((text, True) for text in ("*", "**", "[c]", "[x]", "c", "x", "suppressed", " <5 ")),
        *((text, False) for text in ("", "5", "n/a", "-", "<95%", "TBC", "<500", "cx", "*5")),
    ],
)
def test_a_small_number_may_be_hidden(text: str, hidden: bool) -> None:
    assert is_suppressed(text) is hidden


def test_the_last_month_is_the_last_that_most_rows_have() -> None:
    full, early = printed("", ["1", "2", "3"]), printed("", ["1", "2", "3", "4"])
    assert last_filled([full, full, full, early]) == APRIL + 2
    assert last_filled([full, early]) == APRIL + 3
    assert last_filled([printed("", [], {Q2: "9"})]) == Month(2025, 9)
    assert last_filled([printed(), printed("", [], {YTD: "9"})]) is None
