"""Made-up lives: plausible, without contradictions, and the same again from the same seed."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from itertools import pairwise

import pytest

from lacxl.domain.month import Month
from lacxl.synth import Council, Life, simulate, truth
from lacxl.synth.calendar_days import birthday
from lacxl.synth.codes import ADOPTIVE, SHORT_BREAKS, TEMPORARY
from lacxl.synth.dice import Dice, Weights
from lacxl.synth.known_at import known_at
from lacxl.synth.oracle.events import due_dates
from lacxl.synth.oracle.spells import spells_of

FIRST, LAST = Month(2013, 6), Month(2015, 5)


@pytest.fixture(scope="module", params=[1, 2, 3])
def made_up(request: pytest.FixtureRequest) -> Council:
    return simulate(1000, FIRST, LAST, request.param)


def _care(life: Life) -> list[tuple[str, str, str]]:
    return [(one.rne, one.legal_status, one.placement_type) for one in life.episodes]


def test_dice_fall_as_they_always_fell() -> None:
    dice = Dice(7, 3)
    assert [dice.whole(1, 6) for _ in range(8)] == [5, 5, 5, 1, 2, 2, 3, 2]
    drawn = Counter(dice.draw(Weights({"a": 3, "b": 1})) for _ in range(4000))
    assert 2800 < drawn["a"] < 3200


def test_lives_follow_from_the_seed() -> None:
    lives = list(simulate(200, FIRST, LAST, 1).lives)
    assert list(simulate(200, FIRST, LAST, 1).lives) == lives
    assert list(simulate(200, FIRST, LAST, 9).lives) != lives


def test_children_have_numbers_of_their_own(made_up: Council) -> None:
    assert len({life.child for life in made_up.lives}) == 1000


def test_episodes_follow_one_another(made_up: Council) -> None:
    for life in made_up.lives:
        assert life.episodes[0].rne == "S"
        for one, after in pairwise(life.episodes):
            assert one.end is not None
            assert one.start <= one.end <= after.start
            assert (one.rec == "X1") == (after.rne != "S")
            if one.rec == "X1":
                assert one.end == after.start
                assert one.start < after.start
        last = life.episodes[-1]
        assert (last.end is None) == (last.rec == "")
        assert last.rec != "X1"
        assert last.end is None or last.start <= last.end <= made_up.today
        starts = [one.start for one in life.episodes]
        assert len(set(starts)) == len(starts)


def test_reasons_for_new_episodes_say_what_changed(made_up: Council) -> None:
    for life in made_up.lives:
        for one, after in pairwise(life.episodes):
            status = one.legal_status != after.legal_status
            home = (one.placement_type, one.postcode, one.urn) != (
                after.placement_type,
                after.postcode,
                after.urn,
            )
            if after.rne == "L":
                assert not home
            elif after.rne in {"P", "T"}:
                assert home
                assert not status
            elif after.rne in {"B", "U"}:
                assert home


def test_nobody_is_in_care_before_birth_or_after_eighteen(made_up: Council) -> None:
    for life in made_up.lives:
        assert life.dob <= life.episodes[0].start
        end = life.episodes[-1].end or made_up.today
        assert end <= birthday(life.dob, 18)


def test_everything_is_done_in_the_course_of_a_life(made_up: Council) -> None:
    for life in made_up.lives:
        lists = (
            life.reviews, life.visits, life.health, life.dental, life.care_plans,
            life.pathway_plans, life.peps,
        )  # fmt: skip
        for days in lists:
            assert list(days) == sorted(set(days))
            assert not days or life.dob <= days[0] <= days[-1] <= made_up.today


def test_guardianship_orders_have_the_codes_of_their_year() -> None:
    later = simulate(1500, Month(2018, 1), Month(2019, 3), 4)
    change = dt.date(2018, 4, 1)
    seen = Counter()  # type: Counter[tuple[bool, str]]
    for life in later.lives:
        for one in life.episodes:
            if one.end and one.rec in {"E43", "E44", "E45", "E46", "E47", "E48"}:
                seen[one.end < change, one.rec] += 1
                assert (one.rec in {"E43", "E44"}) == (one.end < change)
    assert {old for old, _ in seen} == {True, False}


def test_the_ways_to_adoption_are_in_order(made_up: Council) -> None:
    for life in made_up.lives:
        adoption = life.adoption
        if adoption and adoption.decided and adoption.matched:
            assert adoption.decided <= adoption.matched
        for spell in spells_of(life):
            if spell.reason in {"E11", "E12"}:
                moved_in = spell.moved_in()
                assert moved_in is None or moved_in is spell.stays[-1]
                assert adoption is not None


def test_a_council_has_the_size_and_the_cases_that_it_should() -> None:
    seen: Counter[str] = Counter()
    for seed in (1, 2, 3):
        council = simulate(1000, FIRST, LAST, seed)
        numbers = {
            (reading.indicator, reading.month): reading.numerator
            for reading in truth(council, [FIRST, LAST])
        }
        assert 330 < (numbers["7.1", LAST] or 0) < 520
        assert 100 < (numbers["8.1", LAST] or 0) < 320
        for life in council.lives:
            seen.update(rne for rne, _, _ in _care(life))
            seen.update(place for _, _, place in _care(life) if place in {*ADOPTIVE, *TEMPORARY})
            seen.update(status for _, status, _ in _care(life) if status in {*SHORT_BREAKS, "E1"})
            seen["leap day"] += (life.dob.month, life.dob.day) == (2, 29)
            spells = spells_of(life)
            seen["back on the same day"] += any(
                one.end == after.start for one, after in pairwise(spells)
            )
            for spell in spells:
                seen["no night"] += spell.start == spell.end
                seen[spell.reason] += 1
                ordered, adoption = spell.ordered(), life.adoption
                matched = adoption.matched if adoption else None
                seen["matched before"] += bool(ordered and matched and matched < ordered)
                for due, held in due_dates(life, spell):
                    seen["held on the day"] += held == due
                    seen["late"] += held is not None and held > due
    wanted = (
        "S", "L", "P", "T", "B", "U", *ADOPTIVE, *TEMPORARY, *SHORT_BREAKS, "E1", "E11", "E12",
        "E2", "E3", "E4A", "E4B", "E41", "E43", "E44", "E5", "E9", "leap day",
        "back on the same day", "no night", "matched before", "held on the day", "late",
    )  # fmt: skip
    assert [name for name in wanted if not seen[name]] == []


def test_what_was_known_on_a_day_does_not_hold_what_came_later(made_up: Council) -> None:
    day = dt.date(2014, 12, 31)
    for life in made_up.lives:
        known = known_at(life, day)
        assert all(one.start <= day for one in known.episodes)
        assert all(one.end is None or one.end <= day for one in known.episodes)
        assert all(one.end is not None or not one.rec for one in known.episodes)
        assert not known.visits or known.visits[-1] <= day
        assert known_at(known, day) == known


def test_the_truth_of_a_month_does_not_depend_on_what_came_later(made_up: Council) -> None:
    month = Month(2014, 12)
    then = Council(
        [known_at(life, month.last_day) for life in made_up.lives],
        FIRST, month, made_up.population,
    )  # fmt: skip
    assert truth(then, [month]) == truth(made_up, [month])


def test_twenty_thousand_lives_take_twenty_times_as_long_as_a_thousand() -> None:
    for children in (1000, 20_000):
        started = time.perf_counter()
        episodes = sum(len(life.episodes) for life in simulate(children, FIRST, LAST, 5).lives)
        print(f"{children} children, {episodes} episodes: {time.perf_counter() - started:.2f} s")
        assert episodes > 3 * children
