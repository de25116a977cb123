"""How long adoptions took (10.1 to 10.3)."""

from typing import Any

import pandas as pd
import pytest
from care_rows import MAY, Row, counted, ep, frame, share


def frames(care: list[Row], *dates: dict[str, Any]) -> dict[str, pd.DataFrame]:
    return {"episodes": frame("episodes", care), "adoptions": frame("adoptions", dates)}


def adopted(child: int, *, end: str = "2015-05-10", rne: str = "P", place: str = "A6") -> list[Row]:
    """Return a child's way: in care, placement order, with the adopters, adopted."""
    return [
        ep(child, "2013-05-01", "S", "2013-11-01", "X1"),
        ep(child, "2013-11-01", "L", "2014-08-01", "X1", legal_status="E1"),
        ep(child, "2014-08-01", rne, end, "E12", legal_status="E1", place=place),
    ]


@pytest.mark.parametrize(
    ("decided", "soon"),
    [("2014-05-10", 1), ("2014-05-09", 0), ("2015-01-01", 1)],
)
def test_within_twelve_months_of_the_decision_to_the_day(decided: str, soon: int) -> None:
    assert share("10.1", frames(adopted(1), {"child": 1, "decided": decided})) == (soon, 1)


def test_a_decision_that_is_not_known() -> None:
    both = frames([*adopted(1), *adopted(2)], {"child": 1, "decided": "2015-01-01"}, {"child": 2})
    found = counted("10.1", both)
    assert (found.numerator, found.denominator) == (1, 1)
    assert [(out.words, out.cases) for out in found.left_out] == [("the decision is not known", 1)]
    assert share("10.1", both, "2015-04") == (0, 0)


def test_of_several_decisions_the_last_before_the_adoption() -> None:
    dates = [{"child": 1, "decided": d} for d in ("2014-06-01", "2013-12-01", "2015-06-01")]
    assert share("10.1", frames(adopted(1), *dates)) == (1, 1)
    assert share("10.1", frames(adopted(1), *dates[1:])) == (0, 1)


def test_days_from_entry_to_moving_in() -> None:
    assert share("10.2", {"episodes": frame("episodes", adopted(1))}) == (457, 1)
    earlier = [ep(1, "2010-01-01", "S", "2011-01-01", "E4A", place="A3"), *adopted(1)]
    assert share("10.2", {"episodes": frame("episodes", earlier)}) == (457, 1)


def placed(*homes: tuple[str, str, str, str], end: str = "2015-05-10") -> dict[str, pd.DataFrame]:
    """Return a child's placements after each other: RNE, start, PLACE, postcode; then adopted."""
    rows = []
    for n, (rne, start, place, postcode) in enumerate(homes):
        last = n == len(homes) - 1
        until, rec = (end, "E12") if last else (homes[n + 1][1], "X1")
        rows.append(ep(1, start, rne, until, rec, place=place, postcode=postcode))
    return {"episodes": frame("episodes", rows)}


@pytest.mark.parametrize(
    ("homes", "days"),
    [
        # a family before it, and the child was in foster care between the two
        ([("P", "2014-01-01", "A6", "B"), ("P", "2014-05-01", "U6", "C"),
          ("P", "2014-08-01", "A6", "D")], 457),
        # from one family to the other
        ([("P", "2014-01-01", "A6", "B"), ("P", "2014-08-01", "A6", "D")], 457),
        # the same family: by order instead of consent, and into another house
        ([("P", "2014-08-01", "A4", "B"), ("L", "2014-10-01", "A6", "B"),
          ("T", "2015-01-01", "A6", "D")], 457),
        # the same family after a week in hospital, and at its end
        ([("P", "2014-08-01", "A6", "B"), ("P", "2015-01-01", "T1", "X"),
          ("P", "2015-01-08", "A6", "B"), ("P", "2015-05-01", "T2", "X")], 457),
        # another family after it
        ([("P", "2014-01-01", "A6", "B"), ("P", "2014-07-01", "T1", "X"),
          ("P", "2014-08-01", "A6", "D")], 457),
        # back in foster care, where nobody can tell who adopted
        ([("P", "2014-08-01", "A6", "B"), ("P", "2015-01-01", "U6", "D")], None),
    ],
)  # fmt: skip
def test_moving_in_is_with_the_family_that_adopted(
    homes: list[tuple[str, str, str, str]], days: int | None
) -> None:
    found = share("10.2", placed(("S", "2013-05-01", "U1", "A"), *homes))
    assert found == ((days, 1) if days else (0, 0))


def test_a_foster_carer_goes_on_after_temporary_placements() -> None:
    homes = [("S", "2013-05-01", "U1", "Z"), ("P", "2013-06-01", "U1", "A"),
             ("P", "2014-01-01", "T1", "X"), ("P", "2014-01-08", "U1", "A"),
             ("U", "2014-08-01", "A5", "A")]  # fmt: skip
    carer = {"adoptions": frame("adoptions", [{"child": 1, "by_foster_carer": True}])}
    assert share("10.2", placed(*homes) | carer, a1="A10") == (31, 1)


def test_a_child_adopted_by_the_foster_carer() -> None:
    # A1 to the placement for adoption: 457 days; A10 to the placement with that carer: 0
    carer = {"child": 1, "by_foster_carer": True}
    both = frames(adopted(1, rne="U", place="A5"), carer)
    assert share("10.2", both) == (457, 1)
    assert share("10.2", both, a1="A10") == (0, 1)
    moved = [
        ep(1, "2013-05-01", "S", "2013-06-01", "X1"),
        ep(1, "2013-06-01", "P", "2013-09-01", "X1", postcode="B"),
        ep(1, "2013-09-01", "T", "2014-08-01", "X1", postcode="C"),  # the same carer moved house
        ep(1, "2014-08-01", "U", "2015-05-10", "E11", place="A5"),
    ]
    assert share("10.2", frames(moved, carer)) == (457, 1)
    assert share("10.2", frames(moved, carer), a1="A10") == (31, 1)
    # placed as P by mistake: the carer before it counts all the same
    wrong = [*moved[:3], moved[3] | {"rne": "P"}]
    assert share("10.2", frames(wrong, carer), a1="A10") == (31, 1)
    # never placed for adoption: the last carer
    never = [*moved[:2], moved[2] | {"end": "2015-05-10", "rec": "E12"}]
    assert share("10.2", frames(never, carer)) == (0, 0)
    assert share("10.2", frames(never, carer), a1="A10") == (31, 1)


def test_whose_adoption_is_by_the_foster_carer() -> None:
    said_not = frames(adopted(1, rne="U", place="A5"), {"child": 1, "by_foster_carer": False})
    assert share("10.2", said_not, a1="A10") == (457, 1)
    not_said = frames(adopted(1, rne="U", place="A5"), {"child": 1})
    assert share("10.2", not_said, a1="A10") == (0, 1)
    strangers = frames(adopted(1), {"child": 1})
    assert share("10.2", strangers, a1="A10") == (457, 1)


def test_days_from_order_to_match() -> None:
    assert share("10.3", frames(adopted(1), {"child": 1, "matched": "2013-11-11"})) == (10, 1)
    # the match came before the order
    assert share("10.3", frames(adopted(1), {"child": 1, "matched": "2013-10-01"})) == (0, 1)
    no_order = [row | {"legal_status": "C2"} for row in adopted(1)]
    assert share("10.3", frames(no_order, {"child": 1, "matched": "2013-11-11"})) == (0, 0)


def test_means_add_up_over_children() -> None:
    both = frames(
        [*adopted(1), *adopted(2, end="2015-05-31"), *adopted(3, end="2015-06-01")],
        *({"child": n, "matched": f"2013-12-0{n}"} for n in (1, 2, 3)),
    )
    found = counted("10.3", both)
    assert (found.numerator, found.denominator) == (30 + 31, 2)
    assert found.children_in_denominator.tolist() == [1, 2]


def test_an_entry_before_the_records_is_not_known() -> None:
    care = adopted(1)[1:]
    found = counted("10.2", {"episodes": frame("episodes", care)})
    assert (found.numerator, found.denominator) == (0, 0)
    assert found.findings()[0].code == "M101"


def test_by_the_list_of_adoptions() -> None:
    row = {
        "child": 1, "entered": "2013-05-01", "decided": "2014-05-10", "ordered": "2013-11-01",
        "matched": "2013-11-11", "moved_in": "2014-08-01", "adopted": "2015-05-10",
        "by_foster_carer": False,
    }  # fmt: skip
    own = {"adoptions": frame("adoptions", [row, row | {"child": 2, "by_foster_carer": True},
                                            row | {"child": 3, "adopted": "2015-04-30"},
                                            row | {"child": 4, "adopted": None}])}  # fmt: skip
    assert share("10.1", own, as_at=MAY) == (2, 2)
    assert share("10.2", own, as_at=MAY) == (914, 2)
    assert share("10.2", own, as_at=MAY, a1="A10") == (457, 1)
    assert share("10.3", own, as_at=MAY) == (20, 2)
    assert not counted("10.1", own, "2015-04", as_at=MAY).is_counted


def test_a_module_that_is_missing() -> None:
    care = {"episodes": frame("episodes", adopted(1))}
    assert counted("10.1", care).reason == "the source has no dates of adoptions"
    no_match = care | {"adoptions": frame("adoptions", [{"child": 1}], without=["matched"])}
    assert counted("10.3", no_match).reason == "the source gives no 'matched' in adoptions"
