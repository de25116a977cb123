"""Health, teeth, education, plans and visits in time at the month's end (7.8 to 7.13)."""

from typing import Any

import pandas as pd
import pytest
from care_rows import MAY, Row, counted, ep, frame, share


def with_events(care: list[Row], dataset: str, *rows: tuple[Any, ...]) -> dict[str, pd.DataFrame]:
    names = ("child", "date", "kind")
    events = [dict(zip(names, row, strict=False)) for row in rows]
    kind = () if any("kind" in event for event in events) else ("kind",)
    return {
        "episodes": frame("episodes", care),
        dataset: frame(dataset, events, without=kind),
    }


@pytest.mark.parametrize(
    ("dob", "last", "in_date"),
    [
        ("2010-05-31", "2014-05-31", True),  # exactly 5: a year to the day
        ("2010-05-31", "2014-05-30", False),
        ("2010-06-01", "2014-11-30", False),  # a day short of 5: six months, to 30 May
        ("2010-06-01", "2014-12-01", True),
        ("2010-06-01", "2015-05-31", True),
        ("2010-06-01", "2015-06-01", False),  # after the day
    ],
)
def test_health_by_age(dob: str, last: str, in_date: bool) -> None:
    frames = with_events(
        [ep(1, "2012-01-01", dob=dob)], "health",
        (1, last, "health"), (1, "2015-05-30", "dental"), (9, "2010-01-01", "health"),
    )  # fmt: skip
    assert share("7.8", frames) == (int(in_date), 1)


def test_health_at_the_end_of_february() -> None:
    care = [ep(1, "2012-01-01", dob="2011-06-01"), ep(2, "2012-01-01", dob="2010-02-28"),
            ep(3, "2012-01-01", dob="2012-02-29")]  # fmt: skip
    events = [(1, "2014-08-31", "health"), (2, "2014-02-28", "health"), (3, "2014-08-28", "health")]
    assert share("7.8", with_events(care, "health", *events), "2015-02") == (3, 3)
    # born on 29 February, four on the 28th of 2017: six months, not twelve
    late = with_events(care[2:], "health", (3, "2016-08-27", "health"))
    assert share("7.8", late, "2017-02") == (0, 1)
    assert share("7.8", late, "2017-03") == (1, 1)


def test_health_only_after_some_months_in_care() -> None:
    care = [
        ep(1, "2015-02-28"),  # three months: 28 May
        ep(2, "2015-03-01"),
        ep(3, "2015-04-01", "P"),  # the entry is not on record
        ep(4, "2010-01-01", "S", "2015-04-01", "E4A"),
        ep(4, "2015-04-01", "S"),
        ep(5, "2014-01-01", "L"),  # not the true entry, but long enough ago
    ]
    frames = with_events(care, "health", (1, "2015-05-01", "health"))
    assert share("7.8", frames) == (1, 5)
    found = counted("7.8", frames, health_least_months=3)
    assert (found.numerator, found.denominator) == (1, 2)
    assert found.children_in_denominator.tolist() == [1, 5]
    assert [out.cases for out in found.left_out] == [1]


def test_no_date_of_birth_no_answer() -> None:
    care = [ep(1, "2014-01-01", dob=None), ep(2, "2014-01-01")]
    frames = with_events(care, "health", (1, "2015-05-01", "health"), (2, "2015-05-01", "health"))
    found = counted("7.8", frames)
    assert (found.numerator, found.denominator) == (1, 1)
    assert found.findings()[0].what == "1 left out: the date of birth is not known."


def test_teeth() -> None:
    care = [ep(1, "2014-01-01", dob="2012-05-31"), ep(2, "2014-01-01", dob="2012-06-01")]
    frames = with_events(care, "health", (1, "2014-05-31", "dental"), (2, "2014-05-30", "dental"))
    assert share("7.9", frames) == (1, 2)
    assert share("7.9", frames, dental_youngest=3) == (1, 1)
    assert share("7.9", frames, dental_months=6) == (0, 2)
    assert "no health records" in counted("7.8", frames).reason


@pytest.mark.parametrize(
    ("dob", "aged"),
    [
        ("2010-05-31", True),  # exactly 5
        ("2010-06-01", False),
        ("1999-06-01", True),  # a day short of 16
        ("1999-05-31", False),  # exactly 16
    ],
)
def test_school_age(dob: str, aged: bool) -> None:
    frames = with_events([ep(1, "2014-01-01", dob=dob)], "peps", (1, "2015-05-01"))
    assert share("7.10", frames) == (int(aged), int(aged))


def test_a_current_pep() -> None:
    care = [ep(n, "2014-01-01") for n in (1, 2, 3, 4)]
    peps = [(1, "2014-11-30"), (2, "2014-12-01"), (3, "2015-03-31"), (4, "2015-04-01")]
    frames = with_events(care, "peps", *peps, (1, "2015-06-01"))
    assert counted("7.10", frames).children_in_numerator.tolist() == [2, 3, 4]
    by_term = counted("7.10", frames, pep_current="term")
    assert by_term.children_in_numerator.tolist() == [4]
    assert share("7.10", frames, "2015-03", pep_current="term") == (1, 4)


def test_a_pathway_plan_counts_from_16_years_and_3_months() -> None:
    care = [
        ep(1, "2014-01-01", dob="1999-02-28"),  # exactly
        ep(2, "2014-01-01", dob="1999-03-01"),
        ep(3, "2014-01-01", dob="1999-03-01"),
        ep(4, "2014-01-01", dob="1999-02-01"),
        ep(5, "2014-01-01", dob=None),
        ep(6, "2014-01-01", dob=None),
    ]
    plans = [
        (1, "2015-05-28", "pathway"),
        (2, "2015-05-28", "pathway"),
        (3, "2014-11-28", "care"),
        (4, "2014-11-27", "care"),
        (5, "2015-05-28", "pathway"),
        (6, "2015-05-28", "care"),
    ]
    frames = with_events(care, "plans", *plans)
    found = counted("7.11", {**frames}, "2015-05", plan_months=6)
    assert found.children_in_numerator.tolist() == [1, 6]
    assert found.children_in_denominator.tolist() == [1, 2, 3, 4, 6]
    assert counted("7.11", frames, plan_months=7).children_in_numerator.tolist() == [1, 3, 4, 6]


def visits(care: list[Row], *rows: tuple[Any, ...]) -> dict[str, pd.DataFrame]:
    return with_events(care, "visits", *rows)


@pytest.mark.parametrize(
    ("placed", "visit", "statutory", "local"),
    [
        ("2015-05-24", "2014-01-01", True, True),  # placed 7 days before
        ("2015-05-23", "2014-01-01", False, False),  # 8 days, the visit was before
        ("2015-05-23", "2015-05-23", True, True),
        ("2015-05-23", "2015-05-22", False, False),
        ("2015-01-01", "2015-04-19", True, False),  # 42 days
        ("2015-01-01", "2015-04-18", False, False),
        ("2015-01-01", "2015-05-03", True, True),  # 28 days
        ("2015-01-01", "2015-05-02", True, False),
        ("2014-05-31", "2015-02-28", False, False),  # a year and lasting: 28 May
        ("2014-05-31", "2015-03-01", True, False),
        ("2014-06-01", "2015-03-01", False, False),  # not yet a year
    ],
)
def test_visits(placed: str, visit: str, statutory: bool, local: bool) -> None:
    frames = visits([ep(1, placed)], (1, visit), (1, "2015-06-01"))
    assert share("7.12", frames) == (int(statutory), 1)
    assert share("7.13", frames) == (int(local), 1)


def test_only_lasting_placements_have_three_months() -> None:
    care = [
        ep(1, "2013-01-01", place="U1"),
        ep(2, "2013-01-01", place="U4"),
        ep(3, "2013-01-01", place="K2"),
        ep(4, "2013-01-01", "S", "2015-01-01", "X1", place="U1"),
        ep(4, "2015-01-01", "P", place="U1"),  # a new placement, not yet a year
        ep(5, "2013-01-01", "S", "2015-01-01", "X1", place="U1"),
        ep(5, "2015-01-01", "L", place="U1"),  # the same placement
    ]
    frames = visits(care, *((n, "2015-03-15") for n in range(1, 6)))
    assert counted("7.12", frames).children_in_numerator.tolist() == [1, 2, 5]
    assert counted("7.12", frames, lasting=("K2",)).children_in_numerator.tolist() == [3]


def test_a_placement_whose_start_is_not_on_record() -> None:
    found = counted(
        "7.12", visits([ep(1, "2015-01-01", "L"), ep(2, "2015-05-30")], (1, "2015-05-30"))
    )
    assert (found.numerator, found.denominator) == (1, 1)
    assert [out.words for out in found.left_out] == ["the start of the placement is not known"]


def test_records_that_begin_later_say_nothing() -> None:
    frames = visits([ep(1, "2015-01-01")], (1, "2015-06-02"))
    assert counted("7.12", frames).reason == "the source has no visits up to 31 May 2015"


def test_by_the_list_of_children_in_care() -> None:
    row = {"child": 1, "dob": "2005-01-01", "started": "2014-01-01", "legal_status": "C2"}
    frames = {
        "in_care": frame("in_care", [
            row | {"placement_start": "2014-02-01", "place": "U1", "last_visit": "2015-03-10",
                   "last_health": "2014-06-01", "placements": 3},
            row | {"child": 2, "placement_start": "2015-02-01", "place": "U1",
                   "last_visit": "2015-03-10", "last_health": "2014-05-01", "placements": 2},
            row | {"child": 3, "last_visit": "2015-06-01"},
        ]),
    }  # fmt: skip
    assert share("7.8", frames, as_at=MAY) == (1, 3)
    assert share("7.12", frames, as_at=MAY) == (1, 2)
    assert share("9.2", frames, as_at=MAY) == (1, 2)
    assert "'last_dental' in in_care is empty" in counted("7.9", frames, as_at=MAY).reason
    assert counted("9.1", frames, as_at=MAY).reason == "the source has no episodes of care"
