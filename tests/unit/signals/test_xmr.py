"""The arithmetic of XmR charts: against the definitions, published examples, and planted traps."""

from __future__ import annotations

from fractions import Fraction

import pytest
import xmr_oracle as oracle
from hypothesis import given
from hypothesis import strategies as st

from lacxl.signals.xmr import ProcessLimits, Side, SignalRules, SpecialCause, limits_of, marks_of

Values = list[Fraction | None]
USUAL = SignalRules()

# whole numbers of a small range meet the mean, the limits and each other all the time
NARROW = st.lists(st.one_of(st.none(), st.integers(0, 6).map(Fraction)), min_size=1, max_size=40)
RATIOS = st.lists(
    st.one_of(
        st.none(),
        st.tuples(st.integers(0, 30), st.integers(1, 30)).map(lambda pair: Fraction(*pair)),
    ),
    min_size=1,
    max_size=30,
)
RULES = st.builds(
    SignalRules, shift=st.integers(6, 9), trend=st.sampled_from((6, 7)), screen=st.booleans()
)


def of(*values: object) -> Values:
    return [None if value is None else Fraction(str(value)) for value in values]


def limits(values: Values, rules: SignalRules = USUAL) -> ProcessLimits:
    found = limits_of(values, rules)
    assert found is not None
    return found


def causes(values: Values, rules: SignalRules = USUAL) -> list[set[tuple[str, int]]]:
    marks = marks_of(values, limits(values, rules), rules)
    return [{(mark.cause.name.lower(), mark.side.value) for mark in each} for each in marks]


class TestAgainstTheDefinitions:
    @given(st.one_of(NARROW, RATIOS), RULES)
    def test_lines_and_marks_are_those_of_the_definitions(
        self, values: Values, rules: SignalRules
    ) -> None:
        expected = oracle.lines(values, screen=rules.screen)
        found = limits_of(values, rules)
        if expected is None:
            assert found is None
            return
        assert found is not None
        assert (found.lower, found.mean, found.upper) == (expected[0], expected[2], expected[4])
        assert causes(values, rules) == oracle.special(
            values, shift=rules.shift, trend=rules.trend, screen=rules.screen
        )

    @given(NARROW, RULES, st.integers(1, 7), st.integers(-50, 50))
    def test_another_unit_changes_no_mark(
        self, values: Values, rules: SignalRules, times: int, plus: int
    ) -> None:
        """Percentages in points say what fractions say."""
        if limits_of(values, rules) is None:
            return
        other = [None if value is None else value * times / 3 + plus for value in values]
        assert causes(other, rules) == causes(values, rules)

    @given(NARROW, RULES)
    def test_upside_down_every_mark_points_the_other_way(
        self, values: Values, rules: SignalRules
    ) -> None:
        if limits_of(values, rules) is None:
            return
        mirrored = [None if value is None else -value for value in values]
        turned = [{(name, -way) for name, way in each} for each in causes(mirrored, rules)]
        assert turned == causes(values, rules)


class TestPublishedExamples:
    """Worked by hand from the data that others publish."""

    def test_flow_rates_of_the_nist_handbook(self) -> None:
        """NIST/SEMATECH e-Handbook 6.3.2.2: mean 50.81, mean range 1.8778, 45.82 to 55.80."""
        values = of(49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1)
        found = limits(values)
        assert found.mean == Fraction(5081, 100)
        assert found.moving_range == Fraction(169, 90)  # 16.9 over nine ranges
        assert found.upper == Fraction(5081, 100) + Fraction(266 * 169, 9000)
        assert round(float(found.lower), 1) == 45.8
        assert round(float(found.upper), 2) == 55.80
        assert not any(causes(values))

    def test_engine_diameters_of_sas(self) -> None:
        """SAS/QC, sample SHWIR1: 20 engines; the sum is 1607.8, that of the ranges 101.2."""
        values = of(
            78.4, 80.1, 84.4, 79.1, 80.4, 83.5, 73.8, 83.5, 75.0, 76.8,
            70.5, 80.3, 82.4, 79.4, 86.4, 90.5, 77.7, 82.5, 79.9, 83.2,
        )  # fmt: skip
        found = limits(values)
        assert found.mean == Fraction(16078, 200)
        assert found.moving_range == Fraction(1012, 190)
        assert f"{float(found.lower):.2f} {float(found.upper):.2f}" == "66.22 94.56"
        assert not any(causes(values))

    def test_the_outlier_of_nhs_r_with_and_without_screening(self) -> None:
        """NHSRplotthedots, "Deviations from Excel defaults": one 10 among ones and twos."""
        values = of(1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1)
        as_excel = limits(values)
        assert (as_excel.mean, as_excel.moving_range) == (Fraction(35, 18), Fraction(32, 17))
        screened = limits(values, SignalRules(screen=True))
        assert (screened.mean, screened.moving_range) == (Fraction(35, 18), Fraction(1))
        assert screened.screened == 2  # to the 10 and back
        for rules in (USUAL, SignalRules(screen=True)):
            special = [at for at, each in enumerate(causes(values, rules)) if each]
            assert special == [4]


class TestPlantedTraps:
    def test_eight_points_on_the_mean_are_no_shift(self) -> None:
        """The mean of floats is a hair beside them, and floats see a shift of eight."""
        values = of(*[0.7] * 8, *[0.6, 0.8] * 3)
        floats = [float(value) for value in values if value is not None]
        assert sum(floats) / len(floats) != 0.7  # the trap is one
        assert limits(values).mean == Fraction(7, 10)
        assert not any(causes(values))

    def test_a_constant_series_has_no_limits(self) -> None:
        assert limits_of(of(*[95] * 20), USUAL) is None

    def test_noughts_and_one_five_have_a_signal_that_small_counts_do_not_deserve(self) -> None:
        """Why there is a guard: twenty noughts around one five, and the five is beyond."""
        values = of(*[0] * 10, 5, *[0] * 10)
        assert ("beyond", 1) in causes(values)[10]
        assert all(("shift", -1) in each for at, each in enumerate(causes(values)) if at != 10)

    @pytest.mark.parametrize(("trend", "marked"), [(6, 6), (7, 0)])
    def test_six_that_rise_are_a_trend_of_six_and_none_of_seven(
        self, trend: int, marked: int
    ) -> None:
        values = of(5, 4, 1, 2, 3, 4, 5, 6, 2, 5, 1, 6)  # 1 to 6 rise, and then it falls
        found = causes(values, SignalRules(trend=trend))
        assert sum(("trend", 1) in each for each in found) == marked

    def test_a_level_step_ends_a_trend(self) -> None:
        values = of(1, 2, 3, 3, 4, 5, 6, 2, 7, 1, 5, 2)
        assert not any(name == "trend" for each in causes(values) for name, _ in each)

    def test_a_month_without_a_figure_ends_run_and_trend_and_has_no_range(self) -> None:
        values = of(9, 9.1, 9.2, 9.3, None, 9.4, 9.5, 9.6, 1, 2, 1, 2, 1)
        assert limits(values).moving_range == Fraction("13.1") / 10  # not from 9.3 to 9.4
        assert not any(name in ("shift", "trend") for each in causes(values) for name, _ in each)

    def test_a_point_on_a_limit_is_not_beyond_it(self) -> None:
        found = ProcessLimits(Fraction(10), Fraction(1))
        assert not found.is_beyond(Fraction("12.66"))
        assert found.is_beyond(Fraction("12.660001"))

    def test_limits_are_not_cut_at_a_hundred_per_cent(self) -> None:
        found = limits(of(*[0.9, 1] * 6))
        assert found.upper > 1

    def test_two_near_opposite_limits_are_no_signal(self) -> None:
        values = of(*[4, 6] * 10, 9.2, 0.8, 5, 5)
        found = limits(values)
        assert found.is_near(Fraction("9.2"))
        assert found.is_near(Fraction("0.8"))
        assert not any(name == "near" for each in causes(values) for name, _ in each)

    def test_of_two_in_three_only_those_near_the_limit_are_marked(self) -> None:
        values = of(*[4, 6] * 10, 9.7, 6, 9.7, 5)
        marks = marks_of(values, limits(values), USUAL)
        near = [
            at for at, each in enumerate(marks) if any(m.cause is SpecialCause.NEAR for m in each)
        ]
        assert near == [20, 22]
        assert all(m.side is Side.UP for at in near for m in marks[at])
