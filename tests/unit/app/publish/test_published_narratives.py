"""What a text box may say in public: no small number of children, nobody's name."""

from __future__ import annotations

import pytest

from lacxl.app.publish.narratives import names_a_small_number, person_in, told_in

LIMIT = 5


@pytest.mark.parametrize(
    "text",
    [
        *("4 of 11", "four out of eleven", "Of the 17 who left, 4 were adopted", "3/71 reviews"),
        *("three\nchildren", "three  children", "three\tchildren", "thr\u00adee children"),
        *("Two were late", "only one was adopted", "One was adopted", "There were three."),
        *("adoptions: two", "adoptions: 2", "Reviews late: three", "three late", "three males"),
        *("3-child sibling group", "one sibling group", "two UASC", "two young women"),
        *("a single adoption", "A single child", "A couple of young people", "twins were born"),
        *("3 more than last month", "5 fewer than in April", "two fewer children"),
    ],
)
def test_a_small_number_is_found(text: str) -> None:
    assert list(told_in(text, LIMIT))


@pytest.mark.parametrize(
    "text",
    [
        "From 16 years and 3 months a pathway plan takes its place",
        "children with three or more placements fell",
        "in any one month, so that a single case moves the averages",
        "fallen for two months in a row",
        "within 20 working days, then within three months, then every six",
        "one of the two measures rose, in two areas",
        "children under 5 years; aged 4 and over; Key Stage 2; Section 20; on 3 June 2015",
        "visits every six weeks and 3 times a year to children",
        "every six months until the age of five and every year from then on",
        "looked after for two and a half years or more",
        "stability of 71.0%, 7.5 and 10.2 in 2015/16 Q1",
    ],
)
def test_other_numbers_may_stay(text: str) -> None:
    assert list(told_in(text, LIMIT)) == []


def test_the_number_of_a_figure_that_is_kept_back_is_found() -> None:
    kept = {"22", "36.4%"}
    assert list(told_in("There were 22 admissions", LIMIT, kept))
    assert list(told_in("36.4 per cent left", LIMIT, kept))
    assert list(told_in("within 22 working days", LIMIT, kept)) == []


def test_beside_a_figure_any_small_number_tells() -> None:
    assert names_a_small_number("Corrected from one to two", LIMIT)
    assert not names_a_small_number("Corrected from 17 to 21 in 2015", LIMIT)


@pytest.mark.parametrize(
    "text",
    [
        "Jane Smith",
        "Mr Patel said",
        "the O'Brien family",
        "JS, aged 14",
        "Child A moved",
        "Cllr Jones",
    ],
)
def test_a_person_is_found(text: str) -> None:
    assert person_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "The family",
        "Foster families",
        "Special Guardianship Order",
        "Independent Reviewing Officers",
    ],
)
def test_others_are_nobody(text: str) -> None:
    assert person_in(text) == ""
