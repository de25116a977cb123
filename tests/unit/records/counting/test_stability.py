"""Stability of placements (9.1, 9.2)."""

import pytest
from care_rows import Row, counted, ep, episodes, share

from lacxl.domain.month import Month


@pytest.mark.parametrize(
    ("dob", "entry", "placed", "expected"),
    [
        ("1999-06-01", "2012-11-30", "2013-05-31", (1, 1)),  # 30 and 24 months exactly
        ("1999-05-31", "2012-11-30", "2013-05-31", (0, 0)),  # 16 on the day
        ("1999-06-01", "2012-12-01", "2013-05-31", (0, 0)),
        ("1999-06-01", "2012-11-30", "2013-06-01", (0, 1)),
        (None, "2012-11-30", "2013-05-31", (0, 0)),
    ],
)
def test_two_years_of_two_and_a_half(dob: str, entry: str, placed: str, expected: tuple) -> None:
    frames = episodes(
        ep(1, entry, "S", placed, "X1", dob=dob), ep(1, placed, "P", dob=dob, postcode="B")
    )
    assert share("9.1", frames) == expected


def test_the_end_of_february() -> None:
    care = [ep(1, "2012-08-30", "S", "2013-02-28", "X1"), ep(1, "2013-02-28", "P")]
    assert share("9.1", episodes(*care), "2015-02") == (1, 1)
    assert share("9.1", episodes(ep(1, "2012-08-31")), "2015-02") == (1, 1)


@pytest.mark.parametrize(
    ("rne", "placement", "carer"),
    [("L", 1, 1), ("P", 0, 0), ("B", 0, 0), ("T", 0, 1), ("U", 0, 1)],
)
def test_the_same_placement_or_the_same_carer(rne: str, placement: int, carer: int) -> None:
    frames = episodes(ep(1, "2012-01-01", "S", "2014-01-01", "X1"), ep(1, "2014-01-01", rne))
    assert share("9.1", frames) == (placement, 1)
    assert share("9.1", frames, same="carer") == (carer, 1)


@pytest.mark.parametrize("same", ["placement", "carer"])
@pytest.mark.parametrize(
    ("place", "postcode", "stable"),
    [
        (("U1", "T2", "U1"), ("A", "X", "A"), True),  # resumed: since 2012
        (("U1", "T2", "U1"), ("A", "X", "B"), False),  # elsewhere after it
        (("U1", "T2", "U4"), ("A", "X", "A"), False),  # another kind of place
        (("U1", "K2", "U1"), ("A", "X", "A"), False),  # not temporary
        (("U1", "T2", "T0"), ("A", "X", "Y"), True),  # away at the month's end
        (("T0", "U1", "T0"), ("A", "B", "X"), False),
        (("T0", "T1", "T0"), ("A", "B", "A"), False),  # never anywhere else
    ],
)
def test_two_years_look_through_temporary_placements(
    place: tuple[str, ...], postcode: tuple[str, ...], stable: bool, same: str
) -> None:
    care = stays("2012-01-01", "2014-01-01", "2015-05-20", place=place, postcode=postcode)
    assert share("9.1", episodes(*care), same=same) == (int(stable), 1)


@pytest.mark.parametrize(
    ("place", "rne", "stable"),
    [
        (("U4", "U4", "A6"), "P", False),  # the one before since March 2014
        (("U4", "A5", "A5"), "U", True),  # the same adopters: with the one before them
        (("U4", "A6", "A6"), "P", False),  # other adopters: with those before
        (("U4", "T1", "A6"), "P", True),
        (("U4", "U4", "U4"), "P", False),  # not for adoption
        (("T0", "A6", "A6"), "U", False),  # nothing before them but a temporary placement
    ],
)
def test_a_placement_for_adoption_may_count_with_the_one_before(
    place: tuple[str, ...], rne: str, stable: bool
) -> None:
    care = stays("2012-01-01", "2014-03-01", "2015-01-01", place=place)
    frames = episodes(*care[:2], care[2] | {"rne": rne})
    assert share("9.1", frames, adoptive_with_previous=True) == (int(stable), 1)
    assert share("9.1", frames) == (0, 1)


def test_only_this_period_of_care() -> None:
    same_day = episodes(ep(1, "2010-01-01", "S", "2015-01-01", "E4A"), ep(1, "2015-01-01", "S"))
    assert share("9.1", same_day) == (0, 0)


@pytest.mark.parametrize("rec", ["X1", ""])
@pytest.mark.parametrize(
    ("more", "known"),
    [
        ([], False),  # nothing is on record of February: since when the child is back is not known
        ([ep(1, "2012-06-01", "L", "2015-03-01", "X1")], True),  # another one goes on over it
    ],
)
def test_care_does_not_bridge_days_of_which_nothing_is_on_record(
    more: list[Row], known: bool, rec: str
) -> None:
    care = [ep(1, "2012-01-01", "S", "2015-02-01", rec), ep(1, "2015-03-01", "L"), *more]
    found = counted("9.1", episodes(*care))
    assert (found.numerator, found.denominator) == ((1, 1) if known else (0, 0))
    assert sum(out.cases for out in found.left_out) == (0 if known else 1)


def test_care_ends_with_an_end_that_nothing_follows() -> None:
    care = [ep(1, "2012-01-01", "S", "2015-02-01", "X1"), ep(2, "2012-01-01")]
    assert share("7.1", episodes(*care), "2015-01") == (2, None)
    assert share("9.2", episodes(*care), "2015-02") == (0, 1)


def test_days_before_the_records() -> None:
    care = [
        ep(1, "2012-01-01", "L"),  # long enough all the same
        ep(2, "2014-01-01", "L"),  # not known
        ep(3, "2012-01-01", "L", "2014-01-01", "X1"),
        ep(3, "2014-01-01", "L"),  # in this placement since 2012 at least
        ep(4, "2012-01-01", "L", "2014-01-01", "X1"),
        ep(4, "2014-01-01", "P"),
        ep(5, "2014-01-01", "L", dob="1990-01-01"),  # grown up whenever it began
    ]
    found = counted("9.1", episodes(*care))
    assert found.children_in_numerator.tolist() == [1, 3]
    assert found.children_in_denominator.tolist() == [1, 3, 4]
    assert [out.cases for out in found.left_out] == [1]


def stays(*starts: str, place: tuple[str, ...] = (), postcode: tuple[str, ...] = ()) -> list[Row]:
    """Return a chain of placements, the last one open."""
    rows = []
    for n, start in enumerate(starts):
        end = starts[n + 1] if n + 1 < len(starts) else None
        more = {
            "place": place[n] if place else "U1",
            "postcode": postcode[n] if postcode else f"P{n}",
        }
        rows.append(ep(1, start, "P" if n else "S", end, "X1" if end else "", **more))
    return rows


@pytest.mark.parametrize(
    ("starts", "many"),
    [
        (("2014-01-01", "2014-06-02", "2014-12-01"), True),  # the first was there on 1 June
        (("2014-01-01", "2014-06-01", "2014-12-01"), False),  # it ended on the window's first day
        (("2014-01-01", "2014-05-31", "2014-12-01"), False),
        (("2014-06-01", "2014-12-01", "2015-05-31"), True),  # the third begins on the last day
        (("2014-06-01", "2014-12-01", "2015-06-01"), False),
        (("2014-06-01", "2014-12-01", "2014-12-01"), True),  # one for part of a day
        (("2014-06-01", "2014-12-01"), False),
    ],
)
def test_the_window_of_twelve_months_to_the_day(starts: tuple[str, ...], many: bool) -> None:
    assert share("9.2", episodes(*stays(*starts))) == (int(many), 1)


@pytest.mark.parametrize(
    ("place", "postcode", "many"),
    [
        (("U1", "T0", "U1", "U1"), ("A", "X", "A", "B"), False),  # resumed: two placements
        (("U1", "T4", "U1", "U1"), ("A", "X", "C", "B"), True),  # elsewhere after it: three
        (("U1", "T1", "K2", "U1"), ("A", "X", "A", "B"), True),  # another kind of place
        (("U1", "U3", "U1", "U1"), ("A", "X", "A", "B"), True),  # not temporary: four
        (("U1", "U1", "T2", "T3"), ("A", "B", "X", "Y"), False),
        (("U1", "T2", "T3", "U1"), ("A", "X", "Y", "A"), False),
    ],
)
def test_temporary_placements(
    place: tuple[str, ...], postcode: tuple[str, ...], many: bool
) -> None:
    starts = ("2014-09-01", "2014-10-01", "2014-11-01", "2014-12-01")
    frames = episodes(*stays(*starts, place=place, postcode=postcode))
    assert share("9.2", frames) == (int(many), 1)


def test_a_provider_of_another_number_is_another_placement() -> None:
    care = stays("2014-09-01", "2014-10-01", "2014-11-01", "2014-12-01",
                 place=("K2", "T0", "K2", "U1"), postcode=("A", "X", "A", "B"))  # fmt: skip
    moved = [row | {"urn": "2"} if row["start"] == "2014-11-01" else row for row in care]
    assert share("9.2", episodes(*care)) == (0, 1)
    assert share("9.2", episodes(*moved)) == (1, 1)


def test_legal_changes_are_no_placements_and_earlier_periods_count() -> None:
    care = [
        ep(1, "2014-09-01", "S", "2014-10-01", "E4A"),
        ep(1, "2014-11-01", "S", "2014-12-01", "X1"),
        ep(1, "2014-12-01", "L", "2015-01-01", "X1"),
        ep(1, "2015-01-01", "T"),
    ]
    assert share("9.2", episodes(*care)) == (1, 1)
    assert share("9.2", episodes(*care), "2014-12") == (0, 1)
    assert share("9.2", episodes(*care), "2014-10") == (0, 0)


@pytest.mark.parametrize(
    ("month", "since", "can_be"),
    [
        ("2015-03", Month(2014, 4), True),  # a yearly return gives its own March
        ("2015-03", Month(2014, 5), False),
        ("2017-02", Month(2016, 3), False),  # 29 February 2016 is within the twelve months
        ("2017-02", Month(2016, 2), True),
    ],
)
def test_the_window_lies_within_the_records(month: str, since: Month, can_be: bool) -> None:
    found = counted("9.2", episodes(ep(1, "2014-01-01")), month, since=since)
    assert found.is_counted == can_be
