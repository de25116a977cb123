"""What is said of a figure, and when nothing is."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from lacxl.domain.indicator import Basis, Figure, Indicator, Kind, Polarity, Target, Unit
from lacxl.domain.month import Month
from lacxl.signals.signal import (
    Assurance,
    Change,
    Choices,
    Point,
    Signal,
    Variation,
    assurance_of,
    signal_of,
    told,
)
from lacxl.signals.xmr import ProcessLimits, SignalRules

PERCENTAGE = Figure("", Unit.PERCENTAGE)
APRIL = Month(2014, 4)
REVIEWS = Indicator(
    "7.6",
    "Reviews in time",
    Kind.FLOW,
    (PERCENTAGE,),
    polarity=Polarity.HIGH,
    target=Target(Decimal("0.98")),
)
STEADY = (90, 92, 91, 90, 92, 91, 90, 92, 91, 90, 92, 91)
"""Limits of 91 and 4/3 mean ranges: 87.37 to 94.63 where nothing else is added."""


def points(*values: object, cases: int | None = 60) -> list[Point]:
    return [
        Point(
            APRIL + at,
            None if value is None else Fraction(str(value)) / 100,
            None if cases is None else Fraction(cases),
            "" if value is not None else "there is a note instead",
        )
        for at, value in enumerate(values)
    ]


def said(
    *values: object,
    indicator: Indicator = REVIEWS,
    cases: int | None = 60,
    choices: Choices | None = None,
    changes: tuple[Change, ...] = (),
) -> Signal:
    series = points(*values, cases=cases)
    month = series[-1].month if series else APRIL
    return signal_of(indicator, indicator.figures[-1], series, month, choices or Choices(), changes)


def low(target: str | None = None) -> Indicator:
    held = None if target is None else Target(Decimal(target))
    return replace(REVIEWS, polarity=Polarity.LOW, target=held)


class TestVariation:
    @pytest.mark.parametrize(
        ("last", "polarity", "variation"),
        [
            (91, Polarity.HIGH, Variation.COMMON),
            (100, Polarity.HIGH, Variation.IMPROVING),
            (80, Polarity.HIGH, Variation.CONCERNING),
            (100, Polarity.LOW, Variation.CONCERNING),
            (80, Polarity.LOW, Variation.IMPROVING),
            (100, Polarity.NONE, Variation.UP),
            (80, Polarity.NONE, Variation.DOWN),
            (91, Polarity.NONE, Variation.COMMON),
        ],
    )
    def test_it_is_read_by_which_way_is_good(
        self, last: int, polarity: Polarity, variation: Variation
    ) -> None:
        assert said(*STEADY, last, indicator=replace(REVIEWS, polarity=polarity)).variation is (
            variation
        )

    def test_only_the_months_own_point_is_read(self) -> None:
        """A signal of the past is marked in the chart, and is not this month's."""
        signal = said(*STEADY, 100, *STEADY)
        assert signal.variation is Variation.COMMON
        marked = [point.month for point, _, marks in signal.points if marks]
        assert marked == [APRIL + 12]

    @pytest.mark.parametrize(
        ("polarity", "variation"),
        [(Polarity.HIGH, Variation.BOTH), (Polarity.NONE, Variation.BOTH_WAYS)],
    )
    def test_marks_that_point_both_ways_are_said_as_they_are(
        self, polarity: Polarity, variation: Variation
    ) -> None:
        """Seven above the mean, the last six of them falling."""
        values = (*[10, 12] * 8, 60, 59, 58, 57, 56, 55, 54)
        signal = said(*values, indicator=replace(REVIEWS, polarity=polarity))
        assert {mark.side.name for mark in signal.marks} == {"UP", "DOWN"}
        assert signal.variation is variation

    def test_the_reason_is_told_in_words(self) -> None:
        signal = said(*STEADY, 80)
        assert told(signal.marks, SignalRules()) == "below the lower limit"


class TestAssurance:
    @pytest.mark.parametrize(
        ("target", "high", "low_"),
        [
            ("0.80", Assurance.MEETS, Assurance.MISSES),
            ("0.91", Assurance.MAY, Assurance.MAY),
            ("0.98", Assurance.MISSES, Assurance.MEETS),
        ],
    )
    def test_it_is_where_the_limits_lie_to_the_target(
        self, target: str, high: Assurance, low_: Assurance
    ) -> None:
        held = replace(REVIEWS, target=Target(Decimal(target)))
        assert said(*STEADY, indicator=held).assurance is high
        assert said(*STEADY, indicator=low(target)).assurance is low_

    @pytest.mark.parametrize("target", ["0.234", "0.766"])
    @pytest.mark.parametrize("polarity", [Polarity.HIGH, Polarity.LOW])
    def test_a_target_on_a_limit_may_or_may_not_be_met(
        self, target: str, polarity: Polarity
    ) -> None:
        drawn = ProcessLimits(Fraction(1, 2), Fraction(1, 10))  # 0.5 and 0.266 to either side
        assert assurance_of(drawn, Fraction(target), polarity) is Assurance.MAY

    @pytest.mark.parametrize(
        "indicator",
        [
            replace(REVIEWS, target=None),
            replace(REVIEWS, polarity=Polarity.NONE),
            replace(REVIEWS, basis=Basis.YTD),  # the target of a year is not held against months
        ],
    )
    def test_without_target_or_polarity_or_of_a_year_there_is_none(
        self, indicator: Indicator
    ) -> None:
        signal = said(*STEADY, indicator=indicator)
        assert signal.assurance is Assurance.NO_TARGET
        assert signal.variation is Variation.COMMON

    def test_the_number_of_a_pair_is_not_held_to_the_target_of_the_percentage(self) -> None:
        pair = replace(REVIEWS, figures=(Figure("number", Unit.COUNT), PERCENTAGE))
        series = [replace(p, value=Fraction(20 + at % 3)) for at, p in enumerate(points(*STEADY))]
        signal = signal_of(pair, pair.figures[0], series, series[-1].month, Choices())
        assert signal.assurance is Assurance.NO_TARGET


class TestNothingIsSaid:
    def why(self, signal: Signal) -> str:
        assert (signal.variation, signal.assurance) == (
            Variation.NOT_JUDGED,
            Assurance.NOT_JUDGED,
        )
        assert signal.limits is None or signal.segments[-1].points[-1].value is None
        return signal.reason

    def test_before_there_are_twelve_months(self) -> None:
        assert self.why(said(*STEADY[:11])) == "11 months, and 12 are needed"
        assert said(*STEADY).limits is not None

    def test_months_without_a_figure_do_not_count(self) -> None:
        assert self.why(said(None, *STEADY[:11])) == "11 months, and 12 are needed"

    def test_where_months_rest_on_few(self) -> None:
        assert self.why(said(*STEADY, cases=9)) == "its months rest on few: 9 in the middle one"
        assert said(*STEADY, cases=10).limits is not None
        assert said(*STEADY, cases=9, choices=Choices(anyway=True)).limits is not None
        assert said(*STEADY, cases=9, choices=Choices(cases=9)).limits is not None

    def test_the_middle_month_counts_and_not_the_mean(self) -> None:
        """Eleven months of two children and one of a thousand rest on few."""
        series = points(*STEADY, cases=2)
        series[4] = replace(series[4], cases=Fraction(1000))
        signal = signal_of(REVIEWS, PERCENTAGE, series, series[-1].month, Choices())
        assert "rest on few" in self.why(signal)

    def test_of_an_even_number_of_months_the_middle_is_between_two(self) -> None:
        series = points(*STEADY)
        for at, point in enumerate(series):
            series[at] = replace(point, cases=Fraction(9 if at < 6 else 10))
        signal = signal_of(REVIEWS, PERCENTAGE, series, series[-1].month, Choices())
        assert self.why(signal) == "its months rest on few: 9.5 in the middle one"

    def test_where_nobody_knows_what_months_rest_on(self) -> None:
        reason = "how many children its months rest on is not known"
        assert self.why(said(*STEADY, cases=None)) == reason
        assert said(*STEADY, cases=None, choices=Choices(anyway=True)).limits is not None

    def test_of_noughts_and_one_five(self) -> None:
        count = replace(REVIEWS, figures=(Figure("", Unit.COUNT),), polarity=Polarity.NONE)
        values = [*[0] * 12, 5]
        series = [
            Point(APRIL + at, Fraction(value), Fraction(value)) for at, value in enumerate(values)
        ]
        signal = signal_of(count, count.figures[0], series, series[-1].month, Choices())
        assert self.why(signal) == "its months rest on few: 0 in the middle one"

    def test_of_rolling_months_unless_asked(self) -> None:
        rolling = replace(REVIEWS, kind=Kind.ROLLING)
        assert "eleven of its twelve" in self.why(said(*STEADY, indicator=rolling))
        assert said(*STEADY, indicator=rolling, choices=Choices(rolling=True)).limits is not None

    def test_where_it_is_not_known_what_a_month_counts(self) -> None:
        unknown = replace(REVIEWS, kind=Kind.UNKNOWN)
        assert "not known whether" in self.why(said(*STEADY, indicator=unknown))

    def test_of_a_month_without_a_figure(self) -> None:
        assert self.why(said(*STEADY, 91, None)) == (
            "May-15 has no figure: there is a note instead"
        )

    def test_of_a_constant_series(self) -> None:
        assert "so there are no limits" in self.why(said(*[95] * 15))

    def test_of_no_month_at_all(self) -> None:
        assert self.why(said()) == "there is no figure of a month yet"


class TestChangesOfProcess:
    CHANGE = Change(APRIL + 12, "Reviews are counted by child")

    def test_a_shift_begins_no_limits_anew_by_itself(self) -> None:
        signal = said(*STEADY, *(value - 40 for value in STEADY))
        assert len(signal.segments) == 1
        assert signal.variation is Variation.CONCERNING

    def test_a_change_that_a_person_has_said_begins_new_limits(self) -> None:
        signal = said(*STEADY, *(value - 40 for value in STEADY), changes=(self.CHANGE,))
        before, after = signal.segments
        assert before.limits is not None
        assert after.limits is not None
        assert (before.limits.mean, after.limits.mean) == (Fraction(91, 100), Fraction(51, 100))
        assert after.change is self.CHANGE
        assert signal.variation is Variation.COMMON
        assert signal.limits is after.limits

    def test_after_it_nothing_is_said_until_there_are_enough_months(self) -> None:
        signal = said(*STEADY, *STEADY[:3], changes=(self.CHANGE,))
        assert signal.reason == "3 months since the change in Apr-15, and 12 are needed"
        drawn = [point.month for point, lines, _ in signal.points if lines is not None]
        assert drawn == [APRIL + at for at in range(12)]  # the chart has those before it

    def test_no_run_and_no_range_goes_across_it(self) -> None:
        """Seven above the mean, four before the change and three after it."""
        values = (*[10, 12] * 6, 12, 12, 12, 12, 12, 12, 12, *[10, 12] * 6)
        change = (Change(APRIL + 16, "New form"),)
        assert any(mark.cause.name == "SHIFT" for _, _, ms in said(*values).points for mark in ms)
        signal = said(*values, changes=change)
        assert not any(mark.cause.name == "SHIFT" for _, _, ms in signal.points for mark in ms)

    def test_changes_outside_the_months_change_nothing(self) -> None:
        others = (Change(APRIL - 3, "before"), Change(APRIL, "first"), Change(APRIL + 40, "later"))
        assert said(*STEADY, changes=others).limits == said(*STEADY).limits
