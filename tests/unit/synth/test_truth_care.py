"""True readings of hand-made lives, worked out by hand: being in care, starting, leaving."""

from __future__ import annotations

import pytest

from lacxl.domain.month import Month
from lacxl.synth import truth
from lacxl.synth.calendar_days import birthday
from unit.synth.hand_made import child, council, count, day, days, spell


def test_a_child_who_leaves_on_the_last_day_is_no_longer_in_care_and_has_left() -> None:
    life = child(spell("2015-01-05", end="2015-05-31", rec="E4A"))
    assert count("7.1", life) == (0, None)
    assert count("7.4", life) == (1, None)
    assert count("7.1", life, month=Month(2015, 4)) == (1, None)


def test_an_episode_that_starts_and_ends_on_the_last_day_is_a_start_and_an_end() -> None:
    life = child(spell("2015-05-31", end="2015-05-31", rec="E4B"))
    assert count("7.1", life) == (0, None)
    assert count("7.3", life) == (1, None)
    assert count("7.4", life) == (1, None)


def test_a_child_who_starts_on_the_last_day_is_in_care() -> None:
    assert count("7.1", child(spell("2015-05-31"))) == (1, None)


def test_back_on_the_day_of_leaving_is_two_starts_and_one_child() -> None:
    life = child(
        spell("2015-05-04", end="2015-05-20", rec="E4A"), spell("2015-05-20", placement_type="U3")
    )
    assert count("7.1", life) == (1, None)
    assert count("7.3", life) == (2, None)
    assert count("7.3", life, starts="first_in_year") == (1, None)
    assert count("7.4", life) == (1, None)


def test_only_the_first_start_of_a_financial_year_counts_where_so_defined() -> None:
    life = child(
        spell("2015-03-31", end="2015-04-02", rec="E4A"),
        spell("2015-04-20", end="2015-05-02", rec="E4A"),
        spell("2015-05-20"),
    )
    found = [
        count("7.3", life, month=month, starts="first_in_year")[0]
        for month in (Month(2015, 3), Month(2015, 4), Month(2015, 5))
    ]
    assert found == [1, 1, 0]


def test_nobody_is_in_care_at_eighteen() -> None:
    for dob, in_care in (("1997-06-01", 1), ("1997-05-31", 0), ("1990-01-01", 0)):
        life = child(spell("2012-01-01"), dob=dob)
        assert count("7.1", life) == (in_care, None)
        assert count("9.2", life) == (0, in_care)
    assert count("7.3", child(spell("2015-05-04"), dob="1997-05-04")) == (0, None)
    ended = spell("2012-01-01", end="2015-05-10", rec="E5")
    assert count("7.4", child(ended, dob="1997-05-04")) == (1, None)


def test_short_breaks_count_nowhere() -> None:
    breaks = child(
        spell("2015-05-04", legal_status="V4"),
        visits=days("2015-05-20"), reviews=days("2015-05-21"),
    )  # fmt: skip
    ended = child(spell("2015-05-04", end="2015-05-05", rec="E8", legal_status="V3"))
    for reading in truth(council(breaks, ended), [Month(2015, 5)]):
        assert reading.numerator == 0, reading.indicator


def test_care_that_follows_a_short_break_has_its_own_start() -> None:
    life = child(
        spell("2015-01-04", end="2015-05-05", rec="E8", legal_status="V4"), spell("2015-05-12")
    )
    assert count("7.3", life) == (1, None)
    assert count("7.4", life) == (0, None)


def test_a_change_of_legal_status_or_placement_is_neither_start_nor_end() -> None:
    life = child(
        spell("2015-01-05", end="2015-05-06", rec="X1"),
        spell("2015-05-06", "L", end="2015-05-09", rec="X1", legal_status="E1"),
        spell("2015-05-09", "P"),
    )
    assert count("7.1", life) == (1, None)
    assert count("7.3", life) == (0, None)
    assert count("7.4", life) == (0, None)


@pytest.mark.parametrize(
    ("rec", "permanent", "adopted"),
    [
        ("E11", 1, 1), ("E12", 1, 1), ("E41", 1, 0), ("E43", 1, 0), ("E44", 1, 0),
        ("E45", 1, 0), ("E48", 1, 0), ("E4A", 0, 0), ("E2", 0, 0), ("E13", 0, 0),
    ],
)  # fmt: skip
def test_permanence_is_adoption_residence_and_guardianship(
    rec: str, permanent: int, adopted: int
) -> None:
    life = child(spell("2014-01-05", end="2015-05-06", rec=rec))
    assert count("7.5", life) == (permanent, 1)
    assert count("7.7", life) == (adopted, 1)
    assert count("7.7", life, adopted_of="permanence") == (adopted, permanent)


def test_the_rate_is_of_the_population_of_the_year() -> None:
    life = child(spell("2014-01-05"))
    assert count("7.2", life) == (1, 5000)
    readings = truth(council(life), [Month(2015, 3)])
    assert "7.2" not in {reading.indicator for reading in readings}


def test_health_is_in_date_for_six_months_under_five_and_twelve_from_five() -> None:
    care = spell("2014-01-05")
    kept = {"health": days("2014-11-30")}
    # six months after 30 November is 30 May, a day before T
    assert count("7.8", child(care, dob="2010-06-01", **kept)) == (0, 1)
    # five years old on the very day
    assert count("7.8", child(care, dob="2010-05-31", **kept)) == (1, 1)
    assert count("7.8", child(care, dob="2010-06-01", health=days("2014-12-01"))) == (1, 1)
    assert count("7.8", child(care, dob="2001-01-01", health=days("2014-05-30"))) == (0, 1)
    assert count("7.8", child(care, dob="2001-01-01", health=days("2014-05-31"))) == (1, 1)
    # what comes after T is not known
    assert count("7.8", child(care, dob="2001-01-01", health=days("2015-06-01"))) == (0, 1)


def test_six_months_from_the_end_of_august_end_in_february() -> None:
    feb = Month(2015, 2)
    life = child(spell("2014-01-05"), dob="2012-01-01", health=days("2014-08-31"))
    assert count("7.8", life, month=feb) == (1, 1)
    assert count("7.8", life, month=Month(2015, 3)) == (0, 1)


def test_health_may_ask_for_some_time_in_care() -> None:
    life = child(spell("2015-01-31"))
    assert count("7.8", life, health_least_months=4) == (0, 1)
    assert count("7.8", child(spell("2015-02-01")), health_least_months=4) == (0, 0)


def test_dental_checks_last_twelve_months_and_may_leave_out_the_youngest() -> None:
    life = child(spell("2014-01-05"), dob="2013-06-01", dental=days("2014-06-01"))
    assert count("7.9", life) == (1, 1)
    assert count("7.9", life, dental_months=6) == (0, 1)
    assert count("7.9", life, dental_youngest=2) == (0, 0)


@pytest.mark.parametrize(
    ("dob", "of"),
    [("2010-06-01", 0), ("2010-05-31", 1), ("1999-06-01", 1), ("1999-05-31", 0)],
)
def test_peps_are_for_five_to_fifteen(dob: str, of: int) -> None:
    life = child(spell("2015-01-05"), dob=dob, peps=days("2014-11-30"))
    assert count("7.10", life)[1] == of


def test_a_pep_is_current_for_six_months_or_in_its_term() -> None:
    care = spell("2014-01-05")
    assert count("7.10", child(care, peps=days("2014-12-01"))) == (1, 1)
    assert count("7.10", child(care, peps=days("2014-12-01")), pep_current="term") == (0, 1)
    assert count("7.10", child(care, peps=days("2015-04-01")), pep_current="term") == (1, 1)


def test_a_leap_day_child_is_a_year_older_on_1_march() -> None:
    life = child(spell("2014-01-05"), dob="2012-02-29")
    assert count("7.10", life, month=Month(2017, 2))[1] == 0
    assert count("7.10", life, month=Month(2017, 3))[1] == 1
    assert birthday(day("2000-02-29"), 18) == day("2018-03-01")
    assert birthday(day("2000-02-29"), 16) == day("2016-02-29")


def test_a_pathway_plan_counts_from_sixteen_and_a_quarter() -> None:
    care = spell("2014-01-05")
    plans = {"care_plans": days("2014-01-10"), "pathway_plans": days("2015-05-01")}
    assert count("7.11", child(care, dob="1999-02-28", **plans)) == (1, 1)  # 28 May 2015
    assert count("7.11", child(care, dob="1999-03-01", **plans)) == (0, 1)
    assert count("7.11", child(care, care_plans=days("2014-11-30"))) == (0, 1)
    assert count("7.11", child(care, care_plans=days("2014-12-01"))) == (1, 1)
