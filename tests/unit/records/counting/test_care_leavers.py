"""Care leavers on the list (8.1 to 8.4)."""

from typing import Any

import pytest
from care_rows import MAY, counted, frame, share

BASE = {
    "dob": "1996-05-01", "category": "former relevant", "in_touch": True, "suitable": True,
    "activity": "F", "pathway_review": "2015-01-01",
}  # fmt: skip


def leavers(*rows: dict[str, Any], without: tuple[str, ...] = ()) -> dict:
    numbered = [{"child": n, **BASE, **row} for n, row in enumerate(rows, 1)]
    return {"care_leavers": frame("care_leavers", numbered, without=without)}


@pytest.mark.parametrize(
    ("dob", "counts"),
    [
        ("1999-05-31", 1),  # exactly 16
        ("1999-06-01", 0),
        ("1990-06-01", 1),  # a day short of 25
        ("1990-05-31", 0),
    ],
)
def test_ages(dob: str, counts: int) -> None:
    assert share("8.1", leavers({"dob": dob}), as_at=MAY) == (counts, None)


def test_categories_and_each_child_once() -> None:
    frames = leavers({}, {"category": "eligible"}, {"category": "qualifying"}, {"child": 3})
    assert share("8.1", frames, as_at=MAY) == (2, None)
    assert share("8.1", frames, as_at=MAY, leaver_categories=("eligible",)) == (1, None)


def test_a_list_without_categories_is_taken_as_it_stands() -> None:
    assert share("8.1", leavers({}, {}, without=("category",)), as_at=MAY) == (2, None)
    assert share("8.1", leavers({"category": ""}, {"category": ""}), as_at=MAY) == (2, None)


@pytest.mark.parametrize(
    ("review", "dob", "expected"),
    [
        ("2014-12-01", "1999-02-28", (1, 1)),  # 16 years and 3 months exactly
        ("2014-12-01", "1999-03-01", (0, 0)),
        ("2014-11-30", "1999-02-28", (0, 1)),  # to 30 May
        (None, "1999-02-28", (0, 1)),
    ],
)
def test_pathway_plans(review: str | None, dob: str, expected: tuple[int, int]) -> None:
    frames = leavers({"pathway_review": review, "dob": dob}, {"category": "none"})
    assert share("8.2", frames, as_at=MAY) == expected


def test_who_is_not_in_touch() -> None:
    frames = leavers(
        {}, {"suitable": False, "activity": ""}, {"in_touch": False}, {"in_touch": None}
    )
    assert share("8.3", frames, as_at=MAY) == (2, 4)
    assert share("8.4", frames, as_at=MAY) == (2, 4)
    assert share("8.3", frames, as_at=MAY, leavers_not_in_touch=False) == (1, 2)


def test_activity_full_or_part_time() -> None:
    frames = leavers(*({"activity": code} for code in ("F2", "P1", "G5", "F", "")))
    assert share("8.4", frames, as_at=MAY) == (3, 5)


def test_only_the_month_of_the_list() -> None:
    assert "as at May-15" in counted("8.1", leavers({}), "2015-04", as_at=MAY).reason
    assert "not known as at which month" in counted("8.1", leavers({}), as_at=None).reason


def test_what_the_list_does_not_have() -> None:
    empty = leavers({"pathway_review": None})
    assert "empty in every row" in counted("8.2", empty, as_at=MAY).reason
    lacking = leavers({}, without=("pathway_review",))
    assert "gives no 'pathway_review'" in counted("8.2", lacking, as_at=MAY).reason


def test_a_date_of_birth_that_is_not_known() -> None:
    found = counted("8.1", leavers({}, {"dob": None}, {"dob": None, "category": "eligible"}),
                    as_at=MAY)  # fmt: skip
    assert found.numerator == 1
    assert [out.cases for out in found.left_out] == [1]
