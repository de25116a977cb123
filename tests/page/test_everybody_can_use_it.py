"""The page by axe-core, by day and by night, on a screen and on a phone; and by the keys alone."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from driven import Driven

VIEWS = [(1280, "light"), (320, "dark"), (1280, "dark"), (320, "light")]
IN_EVERY_VIEW = ("1 empty", "4 filled", "9 refused")
"""The states that are judged in all views, the rest in the first two."""
PICTURES = os.environ.get("LACXL_PICTURES")
"""A folder for pictures of each state, for people to look at."""


def nothing(page: Driven) -> None:
    """The page as it opens."""


def with_files(page: Driven) -> None:
    page.press("Try it with the demo")


def preview(page: Driven) -> None:
    page.press("Show what would change")
    page.do("evaluate", code="document.querySelectorAll('details').forEach((d) => d.open = true)")


def filled(page: Driven) -> None:
    page.press("Fill May-15")


def all_columns(page: Driven) -> None:
    page.press("Show all columns")


def explained(page: Driven) -> None:
    page.do("click", selector='#summary button[data-figure="7.6"]')


def a_sheet(page: Driven) -> None:
    page.do("key", name="Escape")
    page.press("'Reviews & Visits'!F7", within="#outcome")


def asked(page: Driven) -> None:
    page.do("key", name="Escape")
    page.do("press", name="Issue May-15", leave=True)
    page.do("asked")


def refused(page: Driven) -> None:
    page.do("key", name="Escape")
    page.do("idle")
    page.do(
        "evaluate",
        code="document.getElementById('month').append(new Option('June 2015', '2015-06'))",
    )
    page.do("choose", month="2015-06")
    page.press("Check the workbook")
    page.do("choose", month="2015-05")
    page.give(Path(__file__))


def helped(page: Driven) -> None:
    page.press("Help")


STATES: dict[str, Callable[[Driven], None]] = {
    "1 empty": nothing,
    "2 after drop": with_files,
    "3 preview": preview,
    "4 filled": filled,
    "5 all columns": all_columns,
    "6 explained": explained,
    "7 a sheet": a_sheet,
    "8 asked": asked,
    "9 refused": refused,
    "10 help": helped,
}


def views_of(state: str) -> list[tuple[int, str]]:
    return VIEWS if state in IN_EVERY_VIEW else VIEWS[:2]


@pytest.fixture(scope="module")
def judged(opened: Driven) -> dict[tuple[str, int, str], tuple[list[str], int]]:
    """What axe-core says of each state in each view, and how wide the page is then."""
    opened.open()
    found = {}
    for state, reach in STATES.items():
        opened.do("look", width=1280, scheme="light")
        reach(opened)
        for width, scheme in views_of(state):
            opened.do("look", width=width, scheme=scheme)
            found[state, width, scheme] = (opened.do("axe"), opened.do("wide"))
            if PICTURES:
                opened.do("picture", to=f"{PICTURES}/{state} {width} {scheme}.png")
    return found


@pytest.mark.parametrize(
    ("state", "width", "scheme"),
    [(state, *view) for state in STATES for view in views_of(state)],
)
def test_axe_finds_nothing(
    judged: dict[tuple[str, int, str], tuple[list[str], int]], state: str, width: int, scheme: str
) -> None:
    violations, wide = judged[state, width, scheme]
    assert violations == []
    assert wide <= width


def test_the_keys_lead_through_a_month(opened: Driven) -> None:
    opened.open()
    for key in ("Tab", "Tab", "Tab", "Tab", "Tab"):  # skip link, help, folder, files, demo
        opened.do("key", name=key)
    assert opened.do("evaluate", code="document.activeElement.id") == "use-demo"
    opened.do("key", name="Enter")
    opened.do("rest")
    assert opened.shows("#summary")
    opened.do("evaluate", code="document.querySelector('#deeds button').focus()")
    opened.do("key", name="Enter")
    opened.do("rest")
    assert opened.do("evaluate", code="document.activeElement.id") == "outcome"
    assert opened.do("evaluate", code="document.getElementById('status').role") == "status"
