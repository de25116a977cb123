"""Texts about months that are to be about the next ones, such as alternative texts of charts."""

from __future__ import annotations

import pytest

from lacxl.domain.month import Month
from lacxl.workbook.dated_headings import months_later

MAY = Month(2015, 5)
WINDOW = {Month(2015, 3): Month(2015, 4)}
GROWS = {Month(2015, 4): Month(2015, 4)}


@pytest.mark.parametrize(
    ("text", "moves", "after"),
    [
        ("Health to May 2015", WINDOW, "Health to June 2015"),
        ("Up to date, May 15", WINDOW, "Up to date, Jun 15"),
        ("March to May 2015, month by month", WINDOW, "April to June 2015, month by month"),
        ("MAR-15 TO MAY-15", WINDOW, "APR-15 TO JUN-15"),
        ("Mar – May 2015", WINDOW, "Apr – Jun 2015"),
        ("April to May 2015", GROWS, "April to June 2015"),
        ("November to May 2015", {Month(2014, 11): Month(2014, 12)}, "December to June 2015"),
        ("Dec 2014 to May 2015", {Month(2014, 12): Month(2015, 1)}, "Jan 2015 to Jun 2015"),
    ],
)
def test_they_are_about_the_next(text: str, moves: dict[Month, Month], after: str) -> None:
    assert months_later(text, MAY, moves) == after


@pytest.mark.parametrize(
    "text",
    [
        "90% in May 2015",
        "Rising to May 2015",
        "The three months to May 2015",
        "April to May 2015",
        "March 2014 to May 2015",
        "May 2015, after April",
        "May 2015 and May 2014",
        "May 2014",
        "2014/15 and May 2015",
        "It may differ, May 2015",
    ],
)
def test_they_stay_where_they_say_more(text: str) -> None:
    assert months_later(text, MAY, WINDOW) is None


def test_the_year_turns() -> None:
    december = Month(2015, 12)
    moves = {Month(2015, 10): Month(2015, 11)}
    assert months_later("October to December 2015", december, moves) == "November to January 2016"
