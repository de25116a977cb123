"""True readings of hand-made lives, worked out by hand: reviews, visits, stability, adoption."""

from __future__ import annotations

import datetime as dt

import pytest

from lacxl.domain.month import Month
from lacxl.synth import Adoption, Leaver, Life, Situation
from lacxl.synth.calendar_days import review_due, twentieth_working_day
from lacxl.synth.oracle.events import due_dates
from lacxl.synth.oracle.spells import spells_of
from unit.synth.hand_made import MAY, child, count, day, days, spell


def test_the_first_review_is_due_on_the_20th_working_day_across_easter() -> None:
    # entry on Monday 16 March 2015; Good Friday is 3 April, Easter Monday 6 April
    life = child(spell("2015-03-16"))
    assert due_dates(life, spells_of(life)[0]) == [(day("2015-04-15"), None)]


def test_the_first_review_is_due_on_the_20th_working_day_across_christmas() -> None:
    # entry on Friday 12 December 2014; 25 and 26 December and 1 January are holidays
    life = child(spell("2014-12-12"))
    assert due_dates(life, spells_of(life)[0]) == [(day("2015-01-14"), None)]


def test_two_ways_of_finding_the_20th_working_day_agree() -> None:
    start = day("2013-01-01")
    for number in range(2000):
        entry = start + dt.timedelta(days=number)
        life = child(spell(entry.isoformat()))
        assert due_dates(life, spells_of(life)[0])[0][0] == twentieth_working_day(entry)


def test_reviews_are_due_after_three_and_then_six_months() -> None:
    entry = day("2014-06-02")
    assert review_due(entry, 1, day("2014-06-30")) == day("2014-09-30")
    assert review_due(entry, 2, day("2014-08-31")) == day("2015-02-28")


def test_a_review_is_in_time_on_its_due_date_and_not_a_day_later() -> None:
    # the second, held on 20 November, makes the third due on 20 May
    for third, in_time in (("2015-05-20", 1), ("2015-05-21", 0)):
        life = child(spell("2014-11-03"), reviews=days("2014-11-10", "2014-11-20", third))
        assert count("7.6", life) == (in_time, 1)


def test_the_second_review_is_due_three_months_after_the_first_was_held() -> None:
    life = child(spell("2014-11-03"), reviews=days("2014-11-28", "2015-02-20", "2015-08-20"))
    assert count("7.6", life, month=Month(2015, 2)) == (1, 1)
    assert count("7.6", life, month=Month(2015, 5)) == (0, 0)
    assert count("7.6", life, month=Month(2015, 8)) == (1, 1)


def test_an_overdue_review_is_counted_once_and_stops_the_chain() -> None:
    life = child(spell("2015-01-05"))
    due = twentieth_working_day(day("2015-01-05"))
    assert due == day("2015-02-02")
    assert count("7.6", life, month=Month(2015, 2)) == (0, 1)
    assert count("7.6", life, month=Month(2015, 5)) == (0, 0)


def test_no_review_counts_that_is_due_on_or_after_the_day_of_leaving() -> None:
    leaves = child(spell("2015-04-01", end="2015-05-01", rec="E4A"))
    assert twentieth_working_day(day("2015-04-01")) == day("2015-05-01")
    assert count("7.6", leaves) == (0, 0)
    stays = child(spell("2015-04-01", end="2015-05-02", rec="E4A"))
    assert count("7.6", stays) == (0, 1)


def test_reviews_by_child_ask_for_all_of_them() -> None:
    # due on 5 May after a first on 5 February; held late on 6 May; the next is due in November
    life = child(spell("2015-01-12"), reviews=days("2015-02-05", "2015-05-06"))
    other = child(spell("2015-01-12"), reviews=days("2015-02-05", "2015-05-05"), number=2)
    assert count("7.6", life, other) == (1, 2)
    assert count("7.6", life, other, reviews_per="child") == (1, 2)


@pytest.mark.parametrize(
    ("visit", "statutory", "local"),
    [("2015-04-19", 1, 0), ("2015-04-18", 0, 0), ("2015-05-03", 1, 1), ("2015-05-02", 1, 0)],
)
def test_a_visit_lasts_six_weeks_or_four(visit: str, statutory: int, local: int) -> None:
    life = child(spell("2014-01-05"), visits=days(visit))
    assert count("7.12", life) == (statutory, 1)
    assert count("7.13", life) == (local, 1)


def test_the_first_week_of_a_placement_counts_as_visited() -> None:
    assert count("7.12", child(spell("2015-05-24"))) == (1, 1)
    assert count("7.12", child(spell("2015-05-23"))) == (0, 1)


def test_a_visit_before_the_placement_does_not_count() -> None:
    moved = (spell("2015-01-05", end="2015-05-20", rec="X1"), spell("2015-05-20", "P"))
    assert count("7.12", child(*moved, visits=days("2015-05-19"))) == (0, 1)
    assert count("7.12", child(*moved, visits=days("2015-05-20"))) == (1, 1)
    status = (spell("2015-01-05", end="2015-05-20", rec="X1"), spell("2015-05-20", "L"))
    assert count("7.12", child(*status, visits=days("2015-05-19"))) == (1, 1)


def test_a_lasting_placement_of_a_year_needs_a_visit_in_three_months() -> None:
    seen = {"visits": days("2015-02-28")}
    assert count("7.12", child(spell("2014-05-31", placement_type="U4"), **seen)) == (0, 1)
    seen = {"visits": days("2015-03-01")}
    assert count("7.12", child(spell("2014-05-31", placement_type="U4"), **seen)) == (1, 1)
    assert count("7.12", child(spell("2014-06-01", placement_type="U4"), **seen)) == (0, 1)
    assert count("7.12", child(spell("2014-05-31", placement_type="U6"), **seen)) == (0, 1)
    assert count("7.13", child(spell("2014-05-31", placement_type="U4"), **seen)) == (0, 1)


def test_two_years_in_a_placement_of_two_and_a_half_in_care() -> None:
    assert count("9.1", child(spell("2012-11-30"))) == (1, 1)
    assert count("9.1", child(spell("2012-12-01"))) == (0, 0)
    first = spell("2010-01-01", end="2013-05-31", rec="X1")
    assert count("9.1", child(first, spell("2013-05-31", "P"))) == (1, 1)
    later = spell("2010-01-01", end="2013-06-01", rec="X1")
    assert count("9.1", child(later, spell("2013-06-01", "P"))) == (0, 1)
    assert count("9.1", child(later, spell("2013-06-01", "T"))) == (0, 1)
    assert count("9.1", child(later, spell("2013-06-01", "T")), same="carer") == (1, 1)
    assert count("9.1", child(later, spell("2013-06-01", "L"))) == (1, 1)
    assert count("9.1", child(spell("2010-01-01"), dob="1999-05-31")) == (0, 0)
    assert count("9.1", child(spell("2010-01-01"), dob="1999-06-01")) == (1, 1)


def test_two_years_look_through_temporary_placements() -> None:
    lasting = ("2012-01-01", "U6", "A")
    back = _moves(lasting, ("2014-09-01", "T3", "X"), ("2014-09-08", "U6", "A"))
    assert count("9.1", back) == (1, 1)
    elsewhere = _moves(lasting, ("2014-09-01", "T3", "X"), ("2014-09-08", "U6", "B"))
    assert count("9.1", elsewhere) == (0, 1)
    away = _moves(lasting, ("2015-05-20", "T1", "X"), ("2015-05-28", "T0", "Y"))
    assert count("9.1", away) == (1, 1)
    ever_away = _moves(("2012-01-01", "T0", "A"), ("2014-09-01", "T0", "B"))
    assert count("9.1", ever_away) == (0, 1)


def test_a_placement_for_adoption_may_count_with_the_one_before() -> None:
    how = {"adoptive_with_previous": True}
    placed = _moves(("2012-01-01", "U6", "A"), ("2015-01-01", "A6", "B"))
    assert count("9.1", placed) == (0, 1)
    assert count("9.1", placed, **how) == (1, 1)
    not_long = _moves(
        ("2012-01-01", "U6", "A"), ("2014-01-01", "U6", "C"), ("2015-01-01", "A6", "B")
    )
    assert count("9.1", not_long, **how) == (0, 1)
    fostered = _moves(("2012-01-01", "U6", "A"), ("2015-01-01", "U4", "B"))
    assert count("9.1", fostered, **how) == (0, 1)


def _moves(*homes: tuple[str, str, str], start: str = "2014-08-01") -> Life:
    """A child who lives in one home after the other; each is a day, a PLACE and a postcode."""
    spells = []
    for number, (begins, place, postcode) in enumerate(homes):
        after = homes[number + 1][0] if number + 1 < len(homes) else ""
        spells.append(
            spell(
                begins, "P" if number else "S", after, "X1" if after else "", placement_type=place,
                postcode=postcode,
            )
        )  # fmt: skip
    return child(*spells)


def test_three_placements_in_the_twelve_months() -> None:
    three = _moves(("2014-08-01", "U6", "A"), ("2014-09-01", "U6", "B"), ("2014-10-01", "U6", "C"))
    assert count("9.2", three) == (1, 1)
    # the last day of the first was T less twelve months: there is no day after it
    ended = _moves(("2014-01-01", "U6", "A"), ("2014-06-01", "U6", "B"), ("2014-10-01", "U6", "C"))
    assert count("9.2", ended) == (0, 1)
    later = _moves(("2014-01-01", "U6", "A"), ("2014-06-02", "U6", "B"), ("2014-10-01", "U6", "C"))
    assert count("9.2", later) == (1, 1)


def test_a_placement_of_a_single_day_counts() -> None:
    life = child(
        spell("2014-08-01", end="2014-08-01", rec="E4A"),
        spell("2014-09-01", end="2014-10-01", rec="X1"),
        spell("2014-10-01", "P"),
    )
    assert count("9.2", life) == (1, 1)


def test_temporary_placements_do_not_count_and_coming_back_counts_once() -> None:
    away = _moves(
        ("2014-08-01", "U6", "A"), ("2014-09-01", "T3", "X"), ("2014-09-08", "U6", "A"),
        ("2014-10-01", "U6", "B"),
    )  # fmt: skip
    assert count("9.2", away) == (0, 1)
    elsewhere = _moves(
        ("2014-08-01", "U6", "A"), ("2014-09-01", "T3", "X"), ("2014-09-08", "U6", "C"),
        ("2014-10-01", "U6", "B"),
    )  # fmt: skip
    assert count("9.2", elsewhere) == (1, 1)
    returned_from_home = _moves(
        ("2014-08-01", "U6", "A"), ("2014-09-01", "K2", "X"), ("2014-09-08", "U6", "A")
    )
    assert count("9.2", returned_from_home) == (1, 1)


def test_placements_of_an_earlier_period_count_too() -> None:
    life = child(
        spell("2014-08-01", end="2014-09-01", rec="X1"),
        spell("2014-09-01", "P", end="2014-10-01", rec="E4A"),
        spell("2015-01-01"),
    )
    assert count("9.2", life) == (1, 1)


def _adopted(end: str = "2015-05-06", **more: str | bool) -> Life:
    matched = str(more.get("matched", "2014-09-20"))
    return child(
        spell("2013-06-03", end="2014-06-02", rec="X1"),
        spell("2014-06-02", "L", end="2014-10-01", rec="X1", legal_status="E1"),
        spell(
            "2014-10-01",
            str(more.get("rne", "P")),
            end,
            "E12",
            legal_status="E1",
            placement_type="A5",
        ),
        dob="2013-01-01",
        adoption=Adoption(day("2014-05-06"), day(matched), bool(more.get("carer", False))),
    )


def test_adoption_within_twelve_months_of_the_decision() -> None:
    assert count("10.1", _adopted()) == (1, 1)
    assert count("10.1", _adopted("2015-05-07")) == (0, 1)


def test_a_decision_on_29_february_has_until_28_february() -> None:
    for end, in_time in (("2013-02-28", 1), ("2013-03-01", 0)):
        life = child(spell("2011-06-03", end=end, rec="E11"), adoption=Adoption(day("2012-02-29")))
        assert count("10.1", life, month=Month.of(day(end))) == (in_time, 1)


def test_days_from_entry_to_moving_in_and_from_order_to_match() -> None:
    assert count("10.2", _adopted()) == (485, 1)
    assert count("10.3", _adopted()) == (110, 1)
    assert count("10.3", _adopted(matched="2014-05-20")) == (0, 1)


def test_a_child_adopted_by_the_foster_carer() -> None:
    life = _adopted(rne="T", carer=True)
    assert count("10.2", life) == (485, 1)
    assert count("10.2", life, a1="A10") == (0, 1)  # with that carer since entry


def test_moving_in_is_with_the_family_that_adopted() -> None:
    def placed(*homes: tuple[str, str, str]) -> Life:
        life = _moves(("2013-06-03", "U6", "A"), *homes)
        *before, last = life.episodes
        return child(*before, last._replace(end=day("2015-05-06"), rec="E12"), dob="2013-01-01")

    first, second = ("2014-01-01", "A6", "B"), ("2014-10-01", "A6", "D")
    assert count("10.2", placed(first, second)) == (485, 1)
    assert count("10.2", placed(first, ("2014-05-01", "U6", "C"), second)) == (485, 1)
    hospital = ("2015-01-01", "T1", "X")
    assert count("10.2", placed(second, hospital, ("2015-01-08", "A6", "D"))) == (485, 1)
    assert count("10.2", placed(second, hospital)) == (485, 1)
    assert count("10.2", placed(second, ("2015-01-01", "U6", "E"))) == (0, 0)


def test_what_is_not_known_is_left_out() -> None:
    life = child(spell("2013-06-03", end="2015-05-06", rec="E11"))
    assert count("7.7", life) == (1, 1)
    for indicator in ("10.1", "10.2", "10.3"):
        assert count(indicator, life) == (0, 0)


def _leaver(dob: str = "1996-01-15", **more: object) -> Life:
    situation = Situation(
        day("2014-01-15"), str(more.get("touch", "YES")), "U", bool(more.get("suitable", True)),
        str(more.get("activity", "F2")),
    )  # fmt: skip
    reviews = days(str(more.get("review", "2014-12-01")))
    left = Leaver(day("2014-01-15"), day("2030-01-01"), bool(more.get("qualifying")),
                  (situation,), reviews)  # fmt: skip
    return child(spell("2010-01-05", end="2014-01-15", rec="E5"), dob=dob, leaver=left, number=3)


def test_care_leavers_are_sixteen_to_twenty_four() -> None:
    assert count("8.1", _leaver("1999-05-31")) == (1, None)
    assert count("8.1", _leaver("1999-06-01")) == (0, None)
    assert count("8.1", _leaver("1990-06-01")) == (1, None)
    assert count("8.1", _leaver("1990-05-31")) == (0, None)
    qualifying = _leaver(qualifying=True)
    assert count("8.1", qualifying) == (1, None)
    assert count("8.1", qualifying, leaver_categories=("relevant", "former relevant"))[0] == 0


def test_pathway_plans_are_reviewed_in_six_months_from_sixteen_and_a_quarter() -> None:
    assert count("8.2", _leaver()) == (1, 1)
    assert count("8.2", _leaver(review="2014-11-30")) == (0, 1)
    assert count("8.2", _leaver("1999-03-01")) == (0, 0)


def test_those_out_of_touch_are_neither_suitably_housed_nor_busy() -> None:
    lost = _leaver(touch="REFU")
    assert count("8.3", lost) == (0, 1)
    assert count("8.4", lost) == (0, 1)
    assert count("8.3", lost, leavers_not_in_touch=False) == (0, 0)
    assert count("8.3", _leaver(suitable=False)) == (0, 1)
    assert count("8.4", _leaver(activity="P3")) == (1, 1)
    assert count("8.4", _leaver(activity="G5")) == (0, 1)
    assert count("8.3", _leaver(), _leaver(touch="NO"), month=MAY) == (1, 2)
