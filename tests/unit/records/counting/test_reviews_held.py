"""Reviews held in time (7.6)."""

import datetime as dt
from typing import Any

import pandas as pd
from care_rows import Row, counted, ep, frame, share

FROM = {"reviews_from": dt.date(2010, 1, 1)}


def held(child: int, *dates: str) -> list[Row]:
    return [{"child": child, "held": date} for date in dates]


def frames(care: list[Row], reviews: list[Row], **more: Any) -> dict[str, pd.DataFrame]:
    return {"episodes": frame("episodes", care), "reviews": frame("reviews", reviews), **more}


def test_the_first_review_on_the_twentieth_working_day_across_easter() -> None:
    both = frames(
        [ep(1, "2015-03-16"), ep(2, "2015-03-16"), ep(3, "2015-03-16")],
        [*held(1, "2015-04-15"), *held(2, "2015-04-16")],
    )
    found = counted("7.6", both, "2015-04", **FROM)
    assert (found.numerator, found.denominator) == (1, 3)
    assert found.children_in_numerator.tolist() == [1]
    assert found.children_in_denominator.tolist() == [1, 2, 3]
    assert share("7.6", both, "2015-03", **FROM) == (0, 0)


def test_the_second_after_three_months_and_later_ones_after_six() -> None:
    chain = held(1, "2014-08-28", "2014-11-30", "2015-05-30", "2015-12-01")
    both = frames([ep(1, "2014-08-04")], chain)
    assert share("7.6", both, "2014-09", **FROM) == (1, 1)  # due 2 September, held before
    assert share("7.6", both, "2014-11", **FROM) == (0, 1)  # due 28 November, held on the 30th
    assert share("7.6", both, "2015-02", **FROM) == (0, 0)
    assert share("7.6", both, "2015-05", **FROM) == (1, 1)  # due 30 May
    assert share("7.6", both, "2015-11", **FROM) == (0, 1)  # due 30 November
    assert share("7.6", both, "2016-06", **FROM) == (0, 1)  # due 1 June, not held


def test_overdue_and_never_held_is_due_once() -> None:
    both = frames([ep(1, "2014-08-04"), ep(2, "2014-08-04")], held(1, "2014-08-28", "2016-01-10"))
    assert share("7.6", both, "2014-09", **FROM) == (1, 2)
    assert share("7.6", both, "2014-11", **FROM) == (0, 1)
    for month in ("2014-12", "2015-02", "2015-05", "2015-11"):
        assert share("7.6", both, month, **FROM) == (0, 0)
    assert share("7.6", both, "2016-07", **FROM) == (0, 1)


def test_a_period_of_care_that_ends_on_the_due_date() -> None:
    care = [
        ep(1, "2015-03-16", "S", "2015-04-15", "E4A"),
        ep(2, "2015-03-16", "S", "2015-04-16", "E4A"),
        ep(3, "2015-03-16", "S", "2015-04-15", "X1"),
        ep(3, "2015-04-15", "P"),
    ]
    assert share("7.6", frames(care, held(9, "2015-01-01")), "2015-04", **FROM) == (0, 2)


def test_entering_again_starts_anew() -> None:
    care = [ep(1, "2014-08-04", "S", "2015-03-16", "E4A"), ep(1, "2015-03-16", "S")]
    both = frames(care, held(1, "2014-08-28", "2014-11-20", "2015-03-16"))
    assert share("7.6", both, "2015-04", **FROM) == (1, 1)  # held on the day of entry
    assert share("7.6", both, "2015-05", **FROM) == (0, 0)  # due 20 May, but of the first period
    assert share("7.6", both, "2015-06", **FROM) == (0, 1)


def test_short_breaks_have_no_reviews() -> None:
    care = [ep(1, "2015-03-16", legal_status="V4"), ep(2, "2012-01-01")]
    both = frames(care, held(9, "2015-01-01"))
    assert share("7.6", both, "2015-04", **FROM) == (0, 0)


def test_two_reviews_on_one_day_are_one() -> None:
    both = frames([ep(1, "2014-08-04")], held(1, "2014-08-28", "2014-08-28"))
    assert share("7.6", both, "2014-11", **FROM) == (0, 1)
    assert share("7.6", both, "2015-02", **FROM) == (0, 0)


def test_by_child_all_reviews_must_be_in_time() -> None:
    care = [
        ep(1, "2014-08-04", "S", "2015-04-02", "E4A"),
        ep(1, "2015-04-02"),  # due 1 May
        ep(2, "2015-04-02"),
    ]
    reviews = [
        {"child": 1, "held": "2015-05-01", "due": "2015-05-01"},
        {"child": 1, "held": "2015-05-30", "due": "2015-05-28"},
        {"child": 2, "held": "2015-05-01", "due": "2015-05-01"},
    ]
    assert share("7.6", frames(care, reviews)) == (2, 3)
    assert share("7.6", frames(care, reviews), reviews_per="child") == (1, 2)
    found = counted("7.6", frames(care, reviews), reviews_per="child")
    assert found.children_in_numerator.tolist() == [2]
    assert found.children_in_denominator.tolist() == [1, 2]


def test_due_dates_that_the_source_gives_are_taken_at_its_word() -> None:
    care = [ep(1, "2015-04-01", "S", "2015-05-20", "E4A"), ep(2, "2015-04-01")]
    reviews = [
        {"child": 1, "held": "2015-05-19", "due": "2015-05-19"},
        {"child": 1, "held": "2015-05-19", "due": "2015-05-20"},  # no longer in care
        {"child": 1, "held": "2015-05-19", "due": "2015-03-31"},
        {"child": 2, "due": "2015-05-31"},
        {"child": 2, "held": "2015-05-02"},
        {"child": 3, "held": "2015-05-02", "due": "2015-05-02"},
    ]
    found = counted("7.6", frames(care, reviews))
    assert (found.numerator, found.denominator) == (1, 2)
    assert [(out.words, out.cases) for out in found.left_out] == [("the date due is not known", 1)]


def test_where_the_records_begin_after_entry_the_first_only_starts_the_chain() -> None:
    care = [ep(1, "2013-02-11"), ep(2, "2013-05-07"), ep(3, "2013-05-07", "L")]
    reviews = [
        *held(1, "2013-05-08", "2013-11-20"),
        *held(2, "2013-06-05"),
        *held(3, "2013-06-05"),
    ]
    both = frames(care, reviews)
    start = {"reviews_from": dt.date(2013, 4, 1)}
    assert share("7.6", both, "2013-05", **start) == (0, 0)
    assert share("7.6", both, "2013-06", **start) == (1, 1)  # child 2, due 5 June
    assert share("7.6", both, "2013-09", **start) == (0, 1)  # child 2, due 5 September
    assert share("7.6", both, "2013-11", **start) == (0, 1)  # child 1, due 8 November
    assert share("7.6", both, "2013-12", **start) == (0, 1)  # child 3, due 5 December
    # without the setting the records begin on 8 May, after child 2 entered
    assert share("7.6", both, "2013-06") == (0, 0)


def test_a_review_without_a_date_is_said() -> None:
    both = frames([ep(1, "2015-03-16")], [*held(1, "2015-04-15"), {"child": 1}])
    found = counted("7.6", both, "2015-04", **FROM)
    assert (found.numerator, found.denominator) == (1, 1)
    assert [out.cases for out in found.left_out] == [1]


def test_no_review_at_all_is_no_nought() -> None:
    assert share("7.6", frames([ep(1, "2015-03-16")], []), "2015-04") == (None, None)
    assert share("7.6", frames([ep(1, "2015-03-16")], [{"child": 1}]), "2015-04") == (None, None)
