"""What the year still needs: against every case counted out, one after the other."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacxl.domain.figures import FigureRow, figure_row
from lacxl.domain.indicator import Basis, Figure, Indicator, Kind, Polarity, Target, Unit
from lacxl.domain.month import Month
from lacxl.domain.rating import Rag
from lacxl.domain.reading import Reading
from lacxl.signals.needed import Outlook, StillNeeded, needed_of
from lacxl.workbook.shown import number

APRIL, MARCH = Month(2015, 4), Month(2016, 3)


def indicator(unit: Unit, polarity: Polarity, target: str, basis: Basis = Basis.YTD) -> Indicator:
    return Indicator(
        "7.6",
        "Reviews in time",
        Kind.FLOW,
        (Figure("", unit),),
        polarity=polarity,
        target=Target(Decimal(target)),
        basis=basis,
    )


def row(of: Indicator, n: object, d: object = None, at: Month = APRIL) -> FigureRow:
    """A year that has one month, or all of them at once in March and noughts before."""
    readings = {
        month: Reading(of.number, month, Decimal(0), None if d is None else Decimal(0))
        for month in at.financial_year.months(at)
    }
    readings[at] = Reading(of.number, at, Decimal(str(n)), None if d is None else Decimal(str(d)))
    return figure_row(of, of.figures[0], readings, at, page={})


def need(of: Indicator, n: object, d: object = None, cases: int = 10) -> StillNeeded:
    found = needed_of(row(of, n, d), cases)
    assert found is not None
    return found


def words(found: StillNeeded) -> str:
    fmt = found.row.figure.number_format
    return found.words(lambda value: number(value, fmt))


def meets(n: int, d: int, target: Decimal, polarity: Polarity) -> bool:
    """Whether n of d shows the target or better, rounded as a sheet rounds it, to 0.1%."""
    exact = Fraction(n, d) * 1000
    floor = exact.numerator // exact.denominator
    shown = floor + (exact - floor >= Fraction(1, 2))
    held = (target * 1000).quantize(Decimal(1), ROUND_HALF_UP)
    return shown >= held if polarity is Polarity.HIGH else shown <= held


SHARES = st.integers(1, 400).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))
TARGETS = st.integers(1, 999).map(lambda each: Decimal(each) / 1000)
EITHER = st.sampled_from((Polarity.HIGH, Polarity.LOW))


class TestOfAPercentage:
    @given(SHARES, TARGETS, EITHER, st.integers(1, 60))
    def test_of_the_next_cases_every_number_is_tried(
        self, share: tuple[int, int], target: Decimal, polarity: Polarity, cases: int
    ) -> None:
        n, d = share
        found = need(indicator(Unit.PERCENTAGE, polarity, str(target)), n, d, cases)
        enough = [more for more in range(cases + 1) if meets(n + more, d + cases, target, polarity)]
        is_high = polarity is Polarity.HIGH
        assert found.of_next == (None if not enough else min(enough) if is_high else max(enough))

    @given(SHARES, st.integers(20, 980).map(lambda each: Decimal(each) / 1000), EITHER)
    def test_in_a_row_each_case_is_counted(
        self, share: tuple[int, int], target: Decimal, polarity: Polarity
    ) -> None:
        n, d = share
        found = need(indicator(Unit.PERCENTAGE, polarity, str(target)), n, d)
        good = 1 if polarity is Polarity.HIGH else 0
        if not meets(n, d, target, polarity):
            assert found.outlook is Outlook.MISSED
            row_of = next(k for k in count() if meets(n + good * k, d + k, target, polarity))
            assert (found.in_a_row, found.spare) == (row_of, None)
            return
        assert found.outlook is Outlook.MET
        bad = 1 - good
        lost = next(k for k in count() if not meets(n + bad * k, d + k, target, polarity))
        assert (found.in_a_row, found.spare) == (None, lost - 1)

    @given(SHARES, TARGETS, EITHER)
    def test_it_is_met_where_the_light_is_green(
        self, share: tuple[int, int], target: Decimal, polarity: Polarity
    ) -> None:
        of = indicator(Unit.PERCENTAGE, polarity, str(target))
        found = needed_of(row(of, *share))
        assert found is not None
        is_met = found.outlook in (Outlook.MET, Outlook.KEPT)
        assert is_met == (found.row.rag is Rag.GREEN)

    def test_nine_of_the_next_ten(self) -> None:
        """83 of 98 is 84.7%; 92 of 108 is 85.2% and 91 of 108 is 84.3%."""
        found = need(indicator(Unit.PERCENTAGE, Polarity.HIGH, "0.85"), 83, 98)
        assert words(found) == (
            "at least 9 of the next 10 are needed to reach 85.0%, or 2 in a row"
        )

    def test_what_shows_the_target_meets_it(self) -> None:
        """1,959 of 2,000 is 97.95% and shows 98.0%; 1,958 of 2,000 shows 97.9%."""
        of = indicator(Unit.PERCENTAGE, Polarity.HIGH, "0.98")
        assert need(of, 1959, 2000).outlook is Outlook.MET
        assert need(of, 1958, 2000).outlook is Outlook.MISSED

    def test_not_even_all_of_the_next_are_enough(self) -> None:
        found = need(indicator(Unit.PERCENTAGE, Polarity.HIGH, "0.98"), 122, 131)
        assert found.of_next is None
        assert words(found) == (
            "not within the next 10, even if all are good: 98.0% takes 309 in a row"
        )
        assert Fraction(122 + 309, 131 + 309) >= Fraction("0.9795") > Fraction(430, 439)

    def test_what_is_met_has_to_be_kept(self) -> None:
        """99 of 100: 108 of 110 shows 98.2% and 107 of 110 97.3%; 99 of 101 98.0%, of 102 97.1%."""
        found = need(indicator(Unit.PERCENTAGE, Polarity.HIGH, "0.98"), 99, 100)
        assert words(found) == (
            "at least 9 of the next 10 are needed to keep 98.0%; up to 1 in a row may fail"
        )

    def test_low_is_good(self) -> None:
        of = indicator(Unit.PERCENTAGE, Polarity.LOW, "0.1")
        assert words(need(of, 4, 50)) == (
            "at most 2 of the next 10 may count to keep 10.0%; up to 1 in a row may count"
        )
        assert words(need(of, 6, 50)) == (
            "at most 0 of the next 10 may count to reach 10.0%, or 10 in a row without one"
        )
        assert words(need(of, 9, 50)) == (
            "not within the next 10, even if none counts: 10.0% takes 40 in a row without one"
        )

    def test_it_is_kept_whatever_the_next_are(self) -> None:
        found = need(indicator(Unit.PERCENTAGE, Polarity.HIGH, "0.5"), 90, 100)
        assert words(found) == (
            "whatever the next 10 are, 50.0% stays met; up to 80 in a row may fail"
        )

    @pytest.mark.parametrize(
        ("polarity", "target", "outlook"),
        [
            (Polarity.HIGH, "0", Outlook.KEPT),
            (Polarity.LOW, "1", Outlook.KEPT),
            (Polarity.HIGH, "1.2", Outlook.LOST),
        ],
    )
    def test_targets_that_nothing_can_miss_or_meet(
        self, polarity: Polarity, target: str, outlook: Outlook
    ) -> None:
        assert need(indicator(Unit.PERCENTAGE, polarity, target), 5, 10).outlook is outlook

    def test_a_target_of_everything_is_met_by_what_shows_it(self) -> None:
        """After one failure in 10 it takes 1,990: 1,999 of 2,000 is 99.95%."""
        found = need(indicator(Unit.PERCENTAGE, Polarity.HIGH, "1"), 9, 10)
        assert found.in_a_row == 1990


class TestOfAMean:
    @given(
        st.integers(1, 30), st.integers(0, 20_000), st.integers(1, 900), EITHER, st.integers(1, 20)
    )
    def test_the_sum_of_the_next_is_the_last_that_does(
        self, d: int, days: int, target: int, polarity: Polarity, cases: int
    ) -> None:
        found = need(indicator(Unit.MEAN, polarity, str(target)), days, d, cases)

        def green(total: int) -> bool:
            tenths = Fraction(days + total, d + cases) * 10
            floor = tenths.numerator // tenths.denominator
            shown = floor + (tenths - floor >= Fraction(1, 2))
            high = polarity is Polarity.HIGH
            return shown >= target * 10 if high else shown <= target * 10

        if found.of_next is None:
            assert not green(0)
        elif polarity is Polarity.HIGH:
            assert green(found.of_next)
            assert found.of_next == 0 or not green(found.of_next - 1)
        else:
            assert green(found.of_next)
            assert not green(found.of_next + 1)

    def test_in_words(self) -> None:
        found = need(indicator(Unit.MEAN, Polarity.LOW, "487"), 1853, 4, 2)
        assert words(found) == "the next 2 keep 487.0 with at most 1,069 together, 534.5 each"


class TestOfACount:
    def test_at_most_so_many_more(self) -> None:
        of = indicator(Unit.COUNT, Polarity.LOW, "120")
        assert words(need(of, 97)) == "at most 23 more"
        assert words(need(of, 120)) == "at most 0 more"
        assert words(need(of, 121)) == "120 cannot be reached any more"

    def test_so_many_more_are_needed(self) -> None:
        of = indicator(Unit.COUNT, Polarity.HIGH, "30")
        assert words(need(of, 23)) == "7 more reach 30"
        assert words(need(of, 30)) == "30 is met whatever comes"

    def test_a_target_of_a_month_is_not_added_up(self) -> None:
        found = need(indicator(Unit.COUNT, Polarity.LOW, "20", Basis.MONTH), 17)
        assert words(found) == "not known: its target is of a month"


class TestWhatIsNotSaid:
    @pytest.mark.parametrize(
        "other",
        [
            {"kind": Kind.SNAPSHOT},
            {"kind": Kind.ROLLING},
            {"kind": Kind.UNKNOWN},
            {"target": None},
            {"polarity": Polarity.NONE},
        ],
    )
    def test_only_flows_with_a_target_and_a_good_direction_need_anything(
        self, other: dict[str, object]
    ) -> None:
        of = replace(indicator(Unit.PERCENTAGE, Polarity.HIGH, "0.98"), **other)  # type: ignore[arg-type]
        assert needed_of(row(of, 5, 10)) is None

    def test_a_rate_is_of_people_and_not_of_cases_to_come(self) -> None:
        assert need(indicator(Unit.RATE, Polarity.LOW, "60"), 40, 5600).outlook is Outlook.UNKNOWN

    def test_where_a_month_is_missing_nothing_is_known(self) -> None:
        of = indicator(Unit.PERCENTAGE, Polarity.HIGH, "0.98")
        readings = {APRIL + 1: Reading("7.6", APRIL + 1, Decimal(5), Decimal(10))}
        found = needed_of(figure_row(of, of.figures[0], readings, APRIL + 1, page={}))
        assert found is not None
        assert words(found) == "not known: no figures for Apr-15"

    @pytest.mark.parametrize(
        ("n", "text"),
        [
            (98, "the year is over: 98.0% meets 98.0%"),
            (97, "the year is over: 97.0% misses 98.0%"),
        ],
    )
    def test_in_march_the_year_is_over(self, n: int, text: str) -> None:
        of = indicator(Unit.PERCENTAGE, Polarity.HIGH, "0.98")
        found = needed_of(row(of, n, 100, MARCH))
        assert found is not None
        assert words(found) == text
        assert found.of_next is None
