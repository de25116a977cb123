"""Which findings are accepted: what the ledger's last line about them says, from its month on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from lacxl.app.accepting import may_be_accepted, split_accepted
from lacxl.domain.finding import error, in_numbers, note, to_look_at, warning
from lacxl.domain.month import Month
from lacxl.ledgers.reasons import Accepted

MAY = Month(2015, 5)
FOUND = warning("K102", "7.2 has the outturn 70; the reading is 72.5.", "outturns.csv row 4", "Do.")
OTHER = note("K107", "7.7 has no figure.")
ENTRY = Accepted(
    datetime(2015, 6, 4, tzinfo=UTC),
    "K102",
    FOUND.where,
    MAY,
    ("7.2 has the outturn 70", "the reading is 72.5."),
    "rounded",
)


def test_new_ones_come_as_they_were_and_accepted_ones_marked() -> None:
    new, accepted = split_accepted([FOUND, OTHER], [ENTRY], MAY)
    assert new == (OTHER,)
    assert accepted == (replace(FOUND, accepted=True),)
    assert accepted[0].row[1] == "accepted"
    assert accepted[0].as_dict() == FOUND.as_dict() | {"accepted": True}
    assert to_look_at([*new, *accepted]) == 0
    assert in_numbers([*new, *accepted, FOUND]) == "1 to look at, 1 note, 1 accepted"


@pytest.mark.parametrize(
    "found",
    [
        replace(FOUND, what="7.2 has the outturn 70; the reading is 72.6."),
        replace(FOUND, where="outturns.csv row 5"),
        replace(FOUND, code="K103"),
    ],
    ids=["figure", "place", "code"],
)
def test_one_that_says_something_else_is_new(found: object) -> None:
    assert split_accepted([found], [ENTRY], MAY) == ((found,), ())  # type: ignore[list-item]


def test_what_to_do_about_it_may_be_worded_otherwise() -> None:
    assert split_accepted([replace(FOUND, todo="")], [ENTRY], MAY)[0] == ()


@pytest.mark.parametrize(
    ("until", "month", "counts"),
    [
        (None, MAY - 1, False),
        (None, MAY + 24, True),
        (MAY + 1, MAY + 1, True),
        (MAY + 1, MAY + 2, False),
    ],
)
def test_it_counts_from_its_month_until_the_last(
    until: Month | None, month: Month, counts: bool
) -> None:
    _, accepted = split_accepted([FOUND], [replace(ENTRY, until=until)], month)
    assert bool(accepted) == counts


def test_the_last_line_about_it_counts() -> None:
    ended = replace(ENTRY, month=MAY + 1, until=MAY)
    assert split_accepted([FOUND], [ENTRY, ended], MAY + 1)[1] == ()
    assert split_accepted([FOUND], [ENTRY, ended, replace(ENTRY, month=MAY + 2)], MAY + 2)[0] == ()


def test_an_error_and_what_a_run_says_of_itself_never_count() -> None:
    for found in (
        error("K102", FOUND.what, FOUND.where),
        warning("F120", FOUND.what, FOUND.where),
        warning("K115", FOUND.what, FOUND.where),
    ):
        assert split_accepted([found], [replace(ENTRY, code=found.code)], MAY)[1] == ()
    allowed = {"K101", "K112", "L101", "M110", "P108", "Q101", "R168", "V101", "X201"}
    assert all(map(may_be_accepted, allowed))
    assert not any(map(may_be_accepted, ("A301", "B206", "E113", "F201", "H104", "U107", "W101")))
