"""What holds of every count, whatever the records."""

import datetime as dt
import random
from decimal import Decimal

import pandas as pd
import pytest
from care_rows import ep
from hypothesis import given, settings
from hypothesis import strategies as st
from lives import Rows, disorder, frames, lives

from lacxl.domain.month import FinancialYear, Month
from lacxl.records import Counted, Options
from pandas_frames import count

MONTHS = [Month(2014, 1) + n for n in range(0, 20, 3)]
POPULATION = {FinancialYear(year): 1000 for year in range(2010, 2020)}
PLAIN = Options(population=POPULATION, reviews_from=dt.date(2012, 1, 1))
OTHER = Options(
    population=POPULATION, reviews_from=dt.date(2012, 1, 1), starts="first_in_year",
    adopted_of="permanence", reviews_per="child", health_least_months=3, dental_youngest=3,
    ends="last_in_year", dental_least_months=3, pep_ages_on="school_year",
    pep_current="term", same="carer", a1="A10",
)  # fmt: skip
OPTIONS = st.sampled_from([PLAIN, OTHER])
MEANS = ("10.2", "10.3")
few = settings(max_examples=25)


def counts(rows: Rows, options: Options) -> tuple[Counted, ...]:
    made = {name: frame for name, frame in frames(rows).items() if len(frame)}
    return count(made, MONTHS, options, source="test", as_at=Month(2020, 1), since=Month(2012, 1))


def figures(counted: tuple[Counted, ...]) -> list[tuple]:
    return [
        (each.indicator, str(each.month), each.numerator, each.denominator, each.left_out,
         each.reason, each.children_in_numerator.tolist(), each.children_in_denominator.tolist(),
         each.funnel)
        for each in counted
    ]  # fmt: skip


@few
@given(disorder(), OPTIONS, st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(rows: Rows, options: Options, dice: random.Random) -> None:
    mixed = {name: dice.sample(some, len(some)) for name, some in rows.items()}
    assert figures(counts(mixed, options)) == figures(counts(rows, options))


@few
@given(disorder(), OPTIONS)
def test_a_share_is_never_more_than_the_whole(rows: Rows, options: Options) -> None:
    for each in counts(rows, options):
        if each.denominator is None or each.indicator in MEANS:
            continue
        assert each.numerator is not None
        assert 0 <= each.numerator <= each.denominator
        in_denominator = set(each.children_in_denominator.tolist())
        if each.indicator != "7.2":
            assert set(each.children_in_numerator.tolist()) <= in_denominator
        assert all(out.cases > 0 for out in each.left_out)


@few
@given(lives(), OPTIONS)
def test_a_child_out_of_scope_changes_nothing(rows: Rows, options: Options) -> None:
    never = [
        ep(99, "2014-01-05", "S", "2014-07-02", "E12", legal_status="V4"),
        ep(98, "2016-01-05"),
        ep(97, "2012-01-05", "S", "2012-02-05", "E12"),
    ]
    more = rows | {"episodes": rows["episodes"] + never}
    plain = [each[:5] for each in figures(counts(rows, options))]
    assert [each[:5] for each in figures(counts(more, options))] == plain


@few
@given(lives(), OPTIONS)
def test_the_parts_add_up_to_the_whole(rows: Rows, options: Options) -> None:
    # a child that is always there keeps any part from lacking a dataset
    always = {
        "episodes": [ep(50, "2012-01-01")],
        "reviews": [{"child": 50, "held": "2012-01-09"}],
        "health": [{"child": 50, "date": "2012-01-09", "kind": k} for k in ("health", "dental")],
        "plans": [{"child": 50, "date": "2012-01-09", "kind": "care"}],
        "visits": [{"child": 50, "date": "2012-01-09"}],
        "peps": [{"child": 50, "date": "2012-01-09"}],
        "adoptions": [{"child": 50}],
    }

    def part(odd: int) -> tuple[Counted, ...]:
        mine = {
            name: [row for row in some if row["child"] % 2 == odd] + always[name]
            for name, some in rows.items()
        }
        return counts(mine, options)

    whole = counts({name: some + always[name] for name, some in rows.items()}, options)
    none = counts(always, options)
    for one, two, both, base in zip(part(0), part(1), whole, none, strict=True):
        assert both.reason == base.reason
        for name in ("numerator", "denominator"):
            parts = [getattr(each, name) for each in (one, two, both, base)]
            if parts[2] is not None and (both.indicator, name) != ("7.2", "denominator"):
                assert parts[0] + parts[1] == parts[2] + parts[3], (both.indicator, name)


@few
@given(lives())
def test_text_columns_count_like_categories(rows: Rows) -> None:
    made = {name: frame for name, frame in frames(rows).items() if len(frame)}
    texts = {
        name: frame.astype({
            column: object for column, kind in frame.dtypes.items()
            if isinstance(kind, pd.CategoricalDtype)
        })
        for name, frame in made.items()
    }  # fmt: skip
    ways = [count(each, MONTHS, PLAIN, source="t", as_at=MONTHS[-1]) for each in (made, texts)]
    assert figures(ways[0]) == figures(ways[1])


@few
@given(lives())
def test_months_together_count_like_months_alone(rows: Rows) -> None:
    made = {name: frame for name, frame in frames(rows).items() if len(frame)}
    together = count(made, MONTHS, PLAIN, source="t", as_at=MONTHS[-1])
    alone = [
        each for month in MONTHS
        for each in count(made, [month], PLAIN, source="t", as_at=MONTHS[-1])
    ]  # fmt: skip
    key = lambda each: (each[0], each[1])  # noqa: E731
    assert sorted(map(key, figures(together))) == sorted(map(key, figures(tuple(alone))))
    by_key = {key(each): each[:4] for each in figures(together)}
    assert by_key == {key(each): each[:4] for each in figures(tuple(alone))}


@pytest.mark.parametrize("number", [-5, 2**40])
def test_any_number_can_stand_for_a_child(number: int) -> None:
    rows = {"episodes": [ep(number, "2014-01-01"), ep(7, "2014-01-01")]}
    found = next(each for each in counts(rows, PLAIN) if each.month == MONTHS[-1])
    assert found.numerator == Decimal(2)
    assert sorted(found.children_in_numerator.tolist()) == sorted([7, number])
