"""A rule is one function and one table in the catalogue; the rest is derived from its cases."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from lacxl.catalogue.indicators import shipped
from lacxl.domain.month import Month
from lacxl.records import INDICATORS, Counted
from lacxl.records.counting.count import RULES
from lacxl.records.counting.counted import Cases, LeftOut, Step
from lacxl.records.frames import Mask

MAY = Month(2015, 5)
CHILD = np.array([7, 7, 3, 5])
READ = (Step("rows read", 9),)


def some(*rows: bool) -> Mask:
    return np.array(rows, np.bool_)


def counted(cases: Cases) -> Counted:
    return cases.counted("7.0", MAY, "made up", ("a.csv",))


def steps(found: Counted) -> Sequence[tuple[str, int]]:
    return [(step.words, step.left) for step in found.funnel]


def test_every_indicator_of_the_catalogue_that_children_give_has_a_rule() -> None:
    assert set(INDICATORS) == set(shipped())


@pytest.mark.parametrize("number", INDICATORS)
def test_a_rule_says_what_it_counts(number: str) -> None:
    assert inspect.getdoc(RULES[number].find)


def test_the_definitions_name_the_rules_in_their_order() -> None:
    page = (Path(__file__).parents[4] / "docs" / "definitions.md").read_text("utf-8")
    lines = [line.split("|")[1].strip() for line in page.splitlines() if line.startswith("| ")]
    assert tuple(number for number in lines if number in RULES) == INDICATORS


def test_what_meets_all_conditions_is_counted_of_the_cases() -> None:
    found = counted(
        Cases(
            CHILD,
            READ,
            (("old enough", some(True, True, True, False)), ("all of them", True)),
            (("in time", some(True, False, False, True)),),
            (("no date", some(True, True)), ("nothing", some(False))),
        )
    )
    assert steps(found) == [
        ("rows read", 9), ("old enough", 3), ("all of them", 3), ("in time", 1),
        ("denominator", 3), ("numerator", 1),
    ]  # fmt: skip
    assert (found.numerator, found.denominator) == (Decimal(1), Decimal(3))
    assert found.left_out == (LeftOut("no date", 2),)
    assert found.children_in_numerator.tolist() == [7]
    assert found.children_in_denominator.tolist() == [3, 7]


def test_a_child_counts_once_in_however_many_rows() -> None:
    cases = (("there", some(True, True, False, True)),)
    found = counted(Cases(CHILD, READ, cases, denominator=None, once=True))
    assert steps(found) == [("rows read", 9), ("there", 2), ("numerator", 2)]
    assert found.denominator is None
    assert found.children_in_numerator.tolist() == [5, 7]


def test_days_are_added_up_of_the_cases() -> None:
    days = np.array([10, 20, 40, 80])
    cases = (("known", some(True, False, True, True)),)
    found = counted(Cases(CHILD, READ, cases, (("days", True),), days=days))
    assert (found.numerator, found.denominator) == (Decimal(130), Decimal(3))
    assert steps(found)[2:] == [("days", 130), ("denominator", 3), ("numerator", 130)]


def test_a_denominator_that_is_no_count_of_cases_is_taken_as_it_is() -> None:
    found = counted(Cases(CHILD, READ, (("all", True),), denominator=50_000))
    assert (found.numerator, found.denominator) == (Decimal(4), Decimal(50_000))
