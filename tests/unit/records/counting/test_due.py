"""What falls due: by the same dates as the counts, and as the days themselves tell."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from care_rows import Row, ep, frame
from hypothesis import given, settings
from hypothesis import strategies as st
from lives import Rows, disorder, frames

from lacxl.domain.month import Month
from lacxl.records import INDICATORS, STANDARDS, Options, When, due
from lacxl.records.counting.count import RULES
from lacxl.records.counting.due import DueChildren
from lacxl.records.frames import Frame
from lacxl.synth import Council, simulate
from lacxl.synth.known_at import known_at
from lacxl.synth.life import Life
from lacxl.synth.oracle import Definitions
from lacxl.synth.oracle.snapshots import category, last_by, on_list
from lacxl.synth.oracle.spells import real_episodes, spells_of
from oracles.falling_due import Falls, falls_due
from pandas_frames import count, of_pandas

MAY = Month(2015, 5)
LAST = dt.date(2015, 5, 31)
WAYS: dict[str, dict[str, Any]] = {
    "plain": {},
    "other": {
        "health_least_months": 3, "dental_months": 6, "dental_youngest": 3,
        "dental_least_months": 2, "pep_current": "term", "pep_ages_on": "school_year",
        "plan_months": 12, "lasting": ("U1", "U4", "U6", "K2"), "local_visit_days": 5,
        "leaver_ages": (17, 20),
    },
}  # fmt: skip


def found(
    made: Any, on: dt.date = LAST, numbers: tuple[str, ...] = STANDARDS, **options: Any
) -> dict[str, DueChildren]:
    everything = due(
        ours(made),
        on,
        Options(**options),
        source="test",
        horizon=dt.date(2030, 1, 1),
        indicators=numbers,
    )
    return {each.indicator: each for each in everything}


def ours(made: Any) -> dict[str, Frame]:
    return {name: of_pandas(name, each) for name, each in made.items()}


def times(each: DueChildren, month: Month = MAY) -> dict[int, tuple[str, str]]:
    """Return of each child when it is due, and the date."""
    return {child: (when.value, str(until or "")) for child, until, when, _ in each.children(month)}


@settings(max_examples=60)
@given(disorder(), st.sampled_from(sorted(WAYS)), st.integers(0, 20))
def test_in_date_is_what_is_not_due_before_the_day(rows: Rows, way: str, months: int) -> None:
    """Whatever the records: who is counted is in date, and nobody else of the cases."""
    for row in rows["episodes"]:  # whoever is of age has been left out before
        row["dob"] = row["dob"] and max(row["dob"], dt.date(2000, 2, 29))
    made = {name: frame for name, frame in frames(rows).items() if len(frame)}
    month = Month(2013, 12) + months
    options = Options(**WAYS[way])
    known = found(made, month.last_day, **WAYS[way])
    counted = count(made, [month], options, source="test", as_at=month, indicators=STANDARDS)
    for each in counted:
        mine = known[each.indicator]
        assert bool(mine.reason) == (not each.is_counted)
        if each.indicator == "7.6" or mine.reason:
            continue
        now = [child for child in mine.children(month) if child.now]
        out = {child.child for child in now if child.when in (When.OVERDUE, When.NO_DATE)}
        cases = set(each.children_in_denominator.tolist())
        assert {child.child for child in now} == cases
        assert cases - out == set(each.children_in_numerator.tolist())
        assert all(child.due >= month.last_day for child in now if child.child not in out)


@pytest.fixture(scope="module")
def council() -> Council:
    made = simulate(150, Month(2014, 4), Month(2016, 3), 11)
    return Council(tuple(made.lives), made.first, made.last, made.population)


def rows_of(life: Life, on: dt.date) -> Rows:
    """Return the records of a child as they were on a day."""
    life, grown = known_at(life, on), _grown(life.dob)
    row = {"child": life.child}
    leaver = []
    if life.leaver and on_list(life, on) and not any(s.covers(on) for s in spells_of(life)):
        leaver = [
            row | {"dob": life.dob, "category": category(life, on),
                   "pathway_review": last_by(life.leaver.reviews, on)}
        ]  # fmt: skip
    return {
        "episodes": [
            row | {"dob": life.dob, "start": each.start, "end": each.end, "rne": each.rne,
                   "rec": each.rec, "legal_status": each.legal_status,
                   "place": each.placement_type, "of_age": grown if grown <= on else None}
            for each in real_episodes(life)
        ],
        "health": [
            row | {"kind": kind, "date": day}
            for kind, days in (("health", life.health), ("dental", life.dental)) for day in days
        ],
        "plans": [
            row | {"kind": kind, "date": day}
            for kind, days in (("care", life.care_plans), ("pathway", life.pathway_plans))
            for day in days
        ],
        "visits": [row | {"date": day} for day in life.visits],
        "peps": [row | {"date": day} for day in life.peps],
        "reviews": [row | {"held": day} for day in life.reviews],
        "care_leavers": leaver,
    }  # fmt: skip


def _grown(born: dt.date) -> dt.date:
    leap = (born.month, born.day) == (2, 29)
    return dt.date(born.year + 18, 3, 1) if leap else born.replace(year=born.year + 18)


@pytest.mark.parametrize("way", sorted(WAYS))
@pytest.mark.parametrize("on", ["2015-05-31", "2015-02-12", "2015-08-30", "2016-02-29"])
def test_against_the_days_themselves(council: Council, on: str, way: str) -> None:
    """Each child and standard, as of a month's last day and others, until two months later."""
    day = dt.date.fromisoformat(on)
    month = Month.of(day)
    ends = month.last_day, (month + 1).last_day
    every: Rows = {}
    true: dict[str, dict[int, Falls]] = {number: {} for number in STANDARDS}
    how = Definitions(**WAYS[way])
    for life in council.lives:
        for name, rows in rows_of(life, day).items():
            every.setdefault(name, []).extend(rows)
        for number, falls in falls_due(life, day, ends[1], how).items():
            true[number][life.child] = falls
    made = {name: frame(name, rows) for name, rows in every.items()}
    known = found(made, day, reviews_from=dt.date(1990, 1, 1), **WAYS[way])
    seen: Counter[str] = Counter()
    for number, each in known.items():
        assert not each.reason
        mine = {}
        for child, until, when, now in each.children(month):
            out = when in (When.OVERDUE, When.NO_DATE)
            soon = when in (When.THIS_MONTH, When.NEXT_MONTH)
            if now or soon:
                mine[child] = Falls(now, out, until if soon else None)
            if soon:
                assert (when is When.THIS_MONTH) == (until <= ends[0])
            seen[f"{number} {when.value}"] += 1
        assert mine == true[number]
    assert {key.split()[1] for key in seen} >= {"overdue", "next_month", "later", "no_date"}


def test_every_rule_with_something_owed_is_a_standard() -> None:
    assert tuple(number for number in INDICATORS if RULES[number].owed) == STANDARDS


JUNE = Month(2015, 6)


def one(number: str, dataset: str, care: list[Row], *rows: Row, **options: Any) -> tuple[str, str]:
    """Return when it is due for child 1, as of 31 May 2015 and seen from June."""
    without = () if any("kind" in row for row in rows) else ("kind",)
    made = {"episodes": frame("episodes", care), dataset: frame(dataset, rows, without=without)}
    each = found(made, numbers=(number,), **options)[number]
    assert not each.reason
    return times(each, JUNE).get(1, ("", ""))


def on_day(date: str, kind: str = "") -> Row:
    return {"child": 1, "date": date, "kind": kind}


@pytest.mark.parametrize(
    ("dob", "last", "expected"),
    [
        ("2008-01-01", "2014-06-30", ("this_month", "2015-06-30")),
        ("2008-01-01", "2014-07-01", ("next_month", "2015-07-01")),
        ("2008-01-01", "2014-05-31", ("this_month", "2015-05-31")),  # in date on the day itself
        ("2008-01-01", "2014-05-30", ("overdue", "2015-05-30")),
        ("2008-01-01", "2014-08-01", ("later", "2015-08-01")),
        ("2008-01-01", "2015-06-01", ("no_date", "")),  # after the day of the records
        ("2010-12-01", "2014-12-10", ("this_month", "2015-06-10")),  # under 5: six months
        ("2010-06-11", "2014-12-10", ("later", "2015-12-10")),  # 5 on the day after: twelve
        ("2010-06-12", "2014-12-10", ("this_month", "2015-06-10")),  # a day without in between
        ("2010-06-12", "2014-11-10", ("overdue", "2015-05-10")),
        ("1997-06-11", "2014-06-10", ("later", "2015-06-10")),  # 18 on the day after
        ("1997-06-12", "2014-06-10", ("this_month", "2015-06-10")),
        ("1997-06-01", "2014-05-10", ("overdue", "2015-05-10")),  # 18 tomorrow, overdue today
    ],
)
def test_health(dob: str, last: str, expected: tuple[str, str]) -> None:
    rows = [on_day(last, "health"), {"child": 2, "date": "2014-01-01", "kind": "health"}]
    care = [ep(1, "2012-01-01", dob=dob), ep(2, "2012-01-01")]
    assert one("7.8", "health", care, *rows) == expected


def test_a_check_is_owed_when_a_child_is_old_enough_or_long_enough_in_care() -> None:
    other = ep(2, "2012-01-01")
    young = [ep(1, "2014-01-01", dob="2012-06-20"), other]
    checks = [{"child": 2, "date": "2014-01-01", "kind": "dental"}]
    assert one("7.9", "health", young, *checks) == ("no_date", "")
    assert one("7.9", "health", young, *checks, dental_youngest=3) == ("this_month", "2015-06-19")
    new = [ep(1, "2015-05-20", dob="2005-01-01"), other]
    assert one("7.9", "health", new, *checks, dental_least_months=2) == ("next_month", "2015-07-19")
    turns_five = [ep(1, "2015-05-20", dob="2010-07-01"), other]  # before it is owed
    held = on_day("2014-12-10", "health")
    assert one("7.8", "health", turns_five, held, health_least_months=2) == ("later", "2015-12-10")
    assert one("7.8", "health", turns_five, held) == ("this_month", "2015-06-10")


@pytest.mark.parametrize(
    ("placed", "visit", "place", "expected"),
    [
        ("2015-05-28", "2015-05-01", "U1", ("this_month", "2015-06-04")),  # the first week
        ("2015-05-20", "2015-05-01", "U1", ("overdue", "2015-05-27")),
        ("2015-05-20", "2015-05-20", "U1", ("next_month", "2015-07-01")),
        ("2014-07-02", "2015-05-20", "U1", ("later", "2015-08-20")),  # a year on the day after
        ("2014-07-03", "2015-05-20", "U1", ("next_month", "2015-07-01")),
        ("2014-01-01", "2015-03-01", "U1", ("this_month", "2015-06-01")),
        ("2014-01-01", "2015-03-01", "K2", ("overdue", "2015-04-12")),
    ],
)
def test_visits(placed: str, visit: str, place: str, expected: tuple[str, str]) -> None:
    assert one("7.12", "visits", [ep(1, placed, place=place)], on_day(visit)) == expected


@pytest.mark.parametrize(
    ("dob", "expected"),
    [
        ("1999-03-11", ("later", "2015-11-01")),  # 16 years and 3 months the day after
        ("1999-03-12", ("this_month", "2015-06-10")),
    ],
)
def test_a_pathway_plan_takes_over(dob: str, expected: tuple[str, str]) -> None:
    care = [ep(1, "2014-01-01", dob=dob)]
    plans = [on_day("2014-12-10", "care"), on_day("2015-05-01", "pathway")]
    assert one("7.11", "plans", care, *plans) == expected


def test_a_pep_by_term_and_by_age() -> None:
    care = [ep(1, "2014-01-01", dob="2005-01-01")]
    by_term = {"pep_current": "term"}
    assert one("7.10", "peps", care, on_day("2015-04-20"), **by_term) == ("later", "2015-08-31")
    assert one("7.10", "peps", care, on_day("2015-03-20"), **by_term) == ("overdue", "2015-03-31")
    sixteen = [ep(1, "2014-01-01", dob="1999-06-10")]
    assert one("7.10", "peps", sixteen, on_day("2014-12-09")) == ("later", "2015-06-09")
    assert one("7.10", "peps", sixteen, on_day("2014-12-08")) == ("this_month", "2015-06-08")
    by_year = {"pep_ages_on": "school_year"}
    assert one("7.10", "peps", sixteen, on_day("2014-12-09"), **by_year)[0] == "this_month"
    five = [ep(1, "2014-01-01", dob="2010-07-01"), ep(2, "2014-01-01")]
    other = {"child": 2, "date": "2015-05-01"}
    assert one("7.10", "peps", five, other) == ("this_month", "2015-06-30")


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ([], ("this_month", "2015-06-02")),  # 20 working days, two bank holidays in May
        (["2015-05-20"], ("later", "2015-08-20")),  # the second: three months
        (["2015-05-20", "2015-05-20"], ("later", "2015-08-20")),
        (["2015-05-10", "2015-05-20"], ("later", "2015-11-20")),
    ],
)
def test_the_next_review(held: list[str], expected: tuple[str, str]) -> None:
    rows = [{"child": 1, "held": day} for day in held] + [{"child": 2, "held": "2012-01-09"}]
    assert one("7.6", "reviews", [ep(1, "2015-05-01")], *rows) == expected


def test_a_review_is_due_to_whom_is_in_care_on_its_date() -> None:
    """As the indicator has it, whatever comes after that date."""
    rows = [{"child": 1, "held": day} for day in ("2014-09-10", "2014-12-10", "2012-01-09")]
    for dob, when in (("1997-06-11", "this_month"), ("1997-06-10", "later")):
        assert one("7.6", "reviews", [ep(1, "2014-08-20", dob=dob)], *rows)[0] == when
    unknown = [{"child": 2, "held": "2014-12-10"}]  # the first may be before the records
    assert one("7.6", "reviews", [ep(1, "2014-08-20")], *unknown) == ("no_date", "")


def test_due_dates_of_the_source_are_taken_at_their_word() -> None:
    def review(due: str | None, held: str | None = None) -> Row:
        return {"child": 1, "due": due, "held": held}

    care = [ep(1, "2014-01-01", "S", "2014-06-01", "E4A"), ep(1, "2015-01-10")]
    old = review("2014-05-01")  # of the earlier period of care
    first = review("2015-02-06", "2015-02-05")
    assert one("7.6", "reviews", care, old, first, review("2015-06-05")) == (
        "this_month", "2015-06-05",
    )  # fmt: skip
    assert one("7.6", "reviews", care, review("2015-05-05"), review("2015-11-05")) == (
        "overdue", "2015-05-05",
    )  # fmt: skip
    superseded = review("2015-05-05"), review("2015-05-09", "2015-05-09")
    assert one("7.6", "reviews", care, *superseded) == ("no_date", "")
    assert one("7.6", "reviews", care, review("2015-05-05", "2015-06-02")) == (
        "overdue", "2015-05-05",
    )  # fmt: skip


def test_an_end_of_care_that_is_known_is_the_end_of_what_is_owed() -> None:
    care = [ep(1, "2014-01-01", "S", "2015-06-20", "E4A", place="K2")]
    assert one("7.12", "visits", care, on_day("2015-05-08")) == ("later", "2015-06-19")
    assert one("7.12", "visits", care, on_day("2015-05-07")) == ("this_month", "2015-06-18")
    goes_on = [
        ep(1, "2014-01-01", "S", "2015-06-20", "X1", place="K2"),
        ep(1, "2015-06-20", "L", place="K2"),
    ]
    assert one("7.12", "visits", goes_on, on_day("2015-05-08")) == ("this_month", "2015-06-19")


def test_what_a_source_lacks_is_said() -> None:
    made = {"episodes": frame("episodes", [ep(1, "2014-01-01")])}
    assert found(made)["7.12"].reason == "the source has no visits"
    assert found(made)["8.2"].reason == "the source has no list of care leavers"
    (unknown, *_) = due(ours(made), None, source="test", horizon=LAST)
    assert "taken_on says it" in unknown.reason


def test_rows_of_later_days_are_counted_and_not_looked_at() -> None:
    made = {
        "episodes": frame("episodes", [ep(1, "2014-01-01", place="K2")]),
        "visits": frame(
            "visits", [on_day("2015-03-01"), on_day("2015-06-02"), on_day("2031-01-01")]
        ),
    }
    each = found(made)["7.12"]
    assert (each.later, times(each)) == (1, {1: ("overdue", "2015-04-12")})
