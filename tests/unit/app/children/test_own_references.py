"""What is counted goes under the references that a council's own catalogue has for it."""

from __future__ import annotations

from lacxl.app.children.counting import under_own_references
from lacxl.catalogue import indicators
from lacxl.domain.month import Month
from lacxl.records import Counted

MAY = Month(2015, 5)
OWN = """
only = true
[indicators."CLA01"]
title = "Children in care"
kind = "snapshot"
unit = "count"
measure = "7.1"
[indicators."CIC1"]
title = "Children in care, for the board"
kind = "snapshot"
unit = "count"
measure = "7.1"
[indicators."CLA09"]
title = "Something of our own"
kind = "flow"
unit = "count"
"""


def named(text: str) -> list[str]:
    known = indicators.parse(text, "own.toml")
    counted = [Counted(number, MAY, "ssda903") for number in ("7.1", "7.6")]
    return [each.indicator for each in under_own_references(counted, known)]


def test_a_measure_is_counted_for_each_reference_and_nothing_else() -> None:
    assert named(OWN) == ["CLA01", "CIC1"]


def test_the_shipped_ones_stay_where_they_are_in_the_report_too() -> None:
    assert named(OWN.replace("only = true", "")) == ["7.1", "CIC1", "CLA01", "7.6"]
