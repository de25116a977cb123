"""Laws of the arithmetic, held against independent arithmetic on whole numbers and fractions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from lacxl.catalogue.indicators import quantity, shipped
from lacxl.domain.indicator import Figure, Indicator, Kind, Polarity, Target, Unit
from lacxl.domain.month import FinancialYear, Month
from lacxl.domain.numbers import from_float, half_up, ratio, total
from lacxl.domain.rating import Dot, Rag, direction, rag
from lacxl.domain.reading import Amount, Measured, Missing, Reading, amount
from lacxl.domain.year import outturn, so_far, year_to_date

MONTHS = st.builds(Month, st.integers(1995, 2094), st.integers(1, 12))
YEARS = st.builds(FinancialYear, st.integers(1995, 2090))
DECIMALS = st.integers(0, 4)
NUMBERS = st.decimals(-(10**6), 10**6, allow_nan=False, places=6)
FIGURES = st.sampled_from([Figure("", unit) for unit in Unit])
WAYS = st.sampled_from([Polarity.HIGH, Polarity.LOW])
CASES = st.tuples(st.integers(0, 500), st.integers(0, 500)).map(sorted)
PERCENT = Figure("", Unit.PERCENTAGE)
MEAN = Figure("", Unit.MEAN)
COUNT = Figure("", Unit.COUNT)
FLOW = shipped()["7.6"]
OPPOSITE = {
    Dot.BETTER: Dot.WORSE, Dot.WORSE: Dot.BETTER, Dot.LEVEL: Dot.LEVEL, Dot.NONE: Dot.NONE,
    Dot.NUMBER_UP: Dot.NUMBER_DOWN, Dot.NUMBER_DOWN: Dot.NUMBER_UP,
}  # fmt: skip
RANK = {Rag.RED: 0, Rag.AMBER: 1, Rag.GREEN: 2}


# -- half up --------------------------------------------------------------------------------------


def rounded_by_digits(value: Decimal, decimals: int) -> Fraction:
    """Round half away from nought with whole numbers alone."""
    sign = -1 if value < 0 else 1
    scaled = abs(Fraction(value)) * 10**decimals
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    return Fraction(sign * (whole + (2 * rest >= scaled.denominator)), 10**decimals)


@given(NUMBERS, DECIMALS)
def test_half_up_agrees_with_whole_numbers(value: Decimal, decimals: int) -> None:
    assert Fraction(half_up(value, decimals)) == rounded_by_digits(value, decimals)


@given(st.integers(-(10**7), 10**7), DECIMALS)
def test_a_half_goes_away_from_nought(whole: int, decimals: int) -> None:
    value = Decimal(2 * whole + 1).scaleb(-decimals) / 2
    away = whole + 1 if whole >= 0 else whole
    assert half_up(value, decimals) == Decimal(away).scaleb(-decimals)


@given(NUMBERS, NUMBERS, DECIMALS)
def test_half_up_keeps_the_order(a: Decimal, b: Decimal, decimals: int) -> None:
    small, large = sorted((a, b))
    assert half_up(small, decimals) <= half_up(large, decimals)


@given(NUMBERS, DECIMALS)
def test_half_up_is_odd_near_and_done_once(value: Decimal, decimals: int) -> None:
    once = half_up(value, decimals)
    assert half_up(once, decimals) == once
    assert half_up(-value, decimals) == -once
    assert abs(once - value) * 2 <= Decimal(1).scaleb(-decimals)
    assert once or not once.is_signed()


@given(st.decimals(-(10**8), 10**8, allow_nan=False, places=5))
def test_a_float_stands_for_the_decimal_it_was_typed_as(value: Decimal) -> None:
    assert from_float(float(value)) == value


@given(st.integers(-(10**6), 10**6))
def test_a_percentage_is_kept_as_a_fraction(tenths: int) -> None:
    text = f"{Decimal(tenths) / 10}%"
    assert Fraction(quantity(text)) == Fraction(tenths, 1000)


# -- quotients ------------------------------------------------------------------------------------


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_ratio_is_exact_to_34_digits(n: int, d: int) -> None:
    got = Fraction(ratio(Decimal(n), Decimal(d)))
    assert abs(got - Fraction(n, d)) <= max(Fraction(n, d), 1) / 10**33


@given(CASES, st.integers(1, 10**4))
def test_a_rate_scales(cases: list[int], per: int) -> None:
    n, d = cases
    assume(d)
    rate = Indicator("1.1", "x", Kind.SNAPSHOT, (Figure("", Unit.RATE),), per=per)
    got = amount(rate, rate.figures[0], Reading("1.1", Month(2015, 5), Decimal(n), Decimal(d)))
    assert isinstance(got, Measured)
    assert abs(Fraction(got.value) - Fraction(n * per, d)) < Fraction(1, 10**25)


# -- year to date ---------------------------------------------------------------------------------


def of(cases: list[list[int]], year: FinancialYear) -> dict[Month, Reading]:
    """Readings of the year's first months."""
    return {
        year.first + i: Reading(FLOW.number, year.first + i, Decimal(n), Decimal(d))
        for i, (n, d) in enumerate(cases)
    }


def value(what: Amount) -> Decimal:
    assert isinstance(what, Measured), what
    return what.value


YEAR_OF_CASES = st.lists(CASES, min_size=1, max_size=12)


@given(YEAR_OF_CASES, YEARS)
def test_ytd_is_the_sum_over_the_sum(cases: list[list[int]], year: FinancialYear) -> None:
    until = year.first + (len(cases) - 1)
    got = year_to_date(FLOW, PERCENT, of(cases, year), until)
    n, d = sum(c[0] for c in cases), sum(c[1] for c in cases)
    if d == 0:
        assert isinstance(got, Missing)
        return
    assert isinstance(got, Measured)
    assert (got.numerator, got.denominator) == (n, d)
    assert abs(Fraction(got.value) - Fraction(n, d)) < Fraction(1, 10**30)
    months = [Fraction(c[0], c[1]) for c in cases if c[1]]
    nearly = Fraction(1, 10**30)
    assert min(months) - nearly <= Fraction(got.value) <= max(months) + nearly


@given(YEAR_OF_CASES, YEARS, st.randoms(use_true_random=False), st.sampled_from([PERCENT, COUNT]))
def test_ytd_does_not_depend_on_the_order(
    cases: list[list[int]], year: FinancialYear, random: object, figure: Figure
) -> None:
    until = year.first + (len(cases) - 1)
    mixed = list(cases)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    one = year_to_date(FLOW, figure, of(cases, year), until)
    assert one == year_to_date(FLOW, figure, of(mixed, year), until)
    readings = list(of(cases, year).items())
    random.shuffle(readings)  # type: ignore[attr-defined]
    assert one == year_to_date(FLOW, figure, dict(readings), until)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=12), YEARS)
def test_counts_add_month_by_month(counts: list[int], year: FinancialYear) -> None:
    readings = of([[n, n] for n in counts], year)
    so_far_ = 0
    for i, n in enumerate(counts):
        so_far_ += n
        assert value(year_to_date(FLOW, COUNT, readings, year.first + i)) == so_far_
    assert total([Decimal(n) for n in counts]) == sum(counts)


@given(YEAR_OF_CASES, YEARS, st.integers(1, 1000))
def test_as_many_times_the_cases_give_the_same_percentage(
    cases: list[list[int]], year: FinancialYear, times: int
) -> None:
    until = year.first + (len(cases) - 1)
    more = [[n * times, d * times] for n, d in cases]
    assume(sum(d for _, d in cases))
    one = value(year_to_date(FLOW, PERCENT, of(cases, year), until))
    assert one == value(year_to_date(FLOW, PERCENT, of(more, year), until))
    days = [[n * times, d] for n, d in cases]
    scaled = value(year_to_date(FLOW, MEAN, of(days, year), until))
    assert abs(scaled - one * times) < Decimal("1e-20")


@given(YEAR_OF_CASES, YEARS, st.data())
def test_a_month_without_figures_leaves_no_year_to_date(
    cases: list[list[int]], year: FinancialYear, data: st.DataObject
) -> None:
    readings = of(cases, year)
    until = year.first + (len(cases) - 1)
    gone = data.draw(st.sampled_from(sorted(readings)))
    if data.draw(st.booleans()):
        del readings[gone]
    else:
        readings[gone] = Reading(FLOW.number, gone, note="TBC")
    for figure in (COUNT, PERCENT):
        assert year_to_date(FLOW, figure, readings, until) == Missing(
            f"no figures for {gone.short}"
        )


@given(st.lists(CASES, min_size=12, max_size=12), YEARS, st.sampled_from([PERCENT, MEAN, COUNT]))
def test_a_flow_s_outturn_is_its_ytd_at_march(
    cases: list[list[int]], year: FinancialYear, figure: Figure
) -> None:
    readings = of(cases, year)
    at_march = year_to_date(FLOW, figure, readings, year.last)
    assert outturn(FLOW, figure, readings, year) == at_march
    assert so_far(FLOW, figure, readings, year.last) == at_march


@given(st.lists(CASES, min_size=12, max_size=12), YEARS, st.sampled_from(["7.8", "9.2"]))
def test_a_snapshot_s_outturn_is_march(
    cases: list[list[int]], year: FinancialYear, number: str
) -> None:
    readings = of(cases, year)
    indicator = shipped()[number]
    march = amount(indicator, PERCENT, readings[year.last])
    assert outturn(indicator, PERCENT, readings, year) == march


# -- direction and light --------------------------------------------------------------------------

LEVELS = st.decimals(0, 1000, allow_nan=False, places=5)
BANDS = st.decimals(0, 5, allow_nan=False, places=3)


def turn(now: Decimal, before: Decimal, figure: Figure, way: Polarity, band: Decimal) -> Dot:
    return direction(
        Measured(now), Measured(before), figure=figure, polarity=way,
        light=Rag.NOT_RATED, dead_band=band,
    )  # fmt: skip


@given(LEVELS, LEVELS, FIGURES, st.sampled_from(list(Polarity)), BANDS)
def test_direction_turns_round_with_the_months(
    a: Decimal, b: Decimal, figure: Figure, way: Polarity, band: Decimal
) -> None:
    assert turn(a, b, figure, way, band) is OPPOSITE[turn(b, a, figure, way, band)]


@given(LEVELS, LEVELS, FIGURES, BANDS)
def test_direction_turns_round_with_the_polarity(
    a: Decimal, b: Decimal, figure: Figure, band: Decimal
) -> None:
    high = turn(a, b, figure, Polarity.HIGH, band)
    assert high is OPPOSITE[turn(a, b, figure, Polarity.LOW, band)]
    number = turn(a, b, figure, Polarity.NONE, band)
    assert (high is Dot.BETTER) == (number is Dot.NUMBER_UP)


@given(LEVELS, LEVELS, FIGURES, WAYS, BANDS)
def test_level_just_where_the_shown_figures_lie_within_the_band(
    a: Decimal, b: Decimal, figure: Figure, way: Polarity, band: Decimal
) -> None:
    step = rounded_by_digits(a, figure.decimals) - rounded_by_digits(b, figure.decimals)
    assert (turn(a, b, figure, way, band) is Dot.LEVEL) == (abs(step) <= Fraction(band))


@given(LEVELS, LEVELS, FIGURES, WAYS, st.sampled_from(list(Rag)))
def test_the_light_only_says_how_bad_a_decline_is(
    a: Decimal, b: Decimal, figure: Figure, way: Polarity, light: Rag
) -> None:
    plain = turn(a, b, figure, way, Decimal(0))
    rated = direction(Measured(a), Measured(b), figure=figure, polarity=way, light=light)
    if plain is Dot.WORSE:
        assert rated is {
            Rag.RED: Dot.WORSE_OFF, Rag.AMBER: Dot.WORSE_WITHIN, Rag.GREEN: Dot.WORSE_WITHIN,
            Rag.NOT_RATED: Dot.WORSE,
        }[light]  # fmt: skip
    else:
        assert rated is plain


TARGETS = st.tuples(LEVELS, LEVELS | st.none())


def target_of(limits: tuple[Decimal, Decimal | None], way: Polarity) -> Target:
    """A target whose amber limit, if any, lies on the side where amber can be."""
    green, amber = limits
    if amber is None:
        return Target(green)
    low, high = sorted((green, amber))
    return Target(high, low) if way is Polarity.HIGH else Target(low, high)


@given(LEVELS, LEVELS, FIGURES, WAYS, TARGETS)
def test_a_better_figure_never_has_a_worse_light(
    a: Decimal,
    b: Decimal,
    figure: Figure,
    way: Polarity,
    limits: tuple[Decimal, Decimal | None],
) -> None:
    worse, better = sorted((a, b), reverse=way is Polarity.LOW)
    target = target_of(limits, way)
    lights = [rag(Measured(v), figure, way, target) for v in (worse, better)]
    assert RANK[lights[0]] <= RANK[lights[1]]


@given(LEVELS, FIGURES, WAYS, LEVELS)
def test_without_an_amber_limit_there_is_no_amber(
    a: Decimal, figure: Figure, way: Polarity, green: Decimal
) -> None:
    got = rag(Measured(a), figure, way, Target(green))
    shown = rounded_by_digits(a, figure.decimals) - rounded_by_digits(green, figure.decimals)
    meets = shown >= 0 if way is Polarity.HIGH else shown <= 0
    assert got is (Rag.GREEN if meets else Rag.RED)


@given(LEVELS, FIGURES, WAYS, TARGETS)
def test_a_light_mirrors_with_the_polarity(
    a: Decimal, figure: Figure, way: Polarity, limits: tuple[Decimal, Decimal | None]
) -> None:
    target = target_of(limits, way)
    mirrored = Target(-target.green, None if target.amber is None else -target.amber)
    other = Polarity.LOW if way is Polarity.HIGH else Polarity.HIGH
    assert rag(Measured(a), figure, way, target) is rag(Measured(-a), figure, other, mirrored)


# -- months ---------------------------------------------------------------------------------------


@given(MONTHS, st.integers(-60, 60), st.integers(-60, 60))
def test_months_add_as_whole_numbers(month: Month, a: int, b: int) -> None:
    assume(Month.FIRST_YEAR + 10 <= month.year <= Month.LAST_YEAR - 11)
    assert month + a + b == month + (a + b) == month - -a - -b
    assert (month + a) - a == month
    assert ((month + a) < month) == (a < 0)


@given(MONTHS)
def test_a_month_reads_back(month: Month) -> None:
    assert Month.parse(str(month)) == month
    assert Month.of(month.first_day) == Month.of(month.last_day) == month
    assert month.last_day.toordinal() + 1 == (month + 1).first_day.toordinal()


@given(MONTHS)
def test_a_month_lies_in_its_financial_year(month: Month) -> None:
    year = month.financial_year
    assert year.first <= month <= year.last
    assert month in year.months()
    assert year.months(month) == tuple(m for m in year.months() if m <= month)
    assert (month + 12).financial_year == year + 1


@given(YEARS)
def test_a_financial_year_reads_back(year: FinancialYear) -> None:
    assert FinancialYear.parse(str(year)) == year
    assert FinancialYear.parse(f"{year.start}/ {year.start + 1}") == year
    assert year.last + 1 == (year + 1).first
    assert (year + 3) - 3 == year
