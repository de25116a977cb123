"""Places, and what becomes of a formula's references elsewhere."""

from __future__ import annotations

import pytest

from libreoffice.addresses import WHOLE_SHEET, Box, moved, parse_box, parse_boxes

MOVED = {
    "A1": "C2",
    "$A1+A$1+$A$1": "$A2+C$1+$A$1",
    "SUM(A1:B2,A:B,1:2)": "SUM(C2:D3,C:D,2:3)",
    "Sheet1!A1": "Sheet1!C2",
    "'A1 and B2'!A1": "'A1 and B2'!C2",
    '"A1 ""B2"""&A1': '"A1 ""B2"""&C2',
    "LOG10(A1)": "LOG10(C2)",
    "Table1[A1]": "Table1[A1]",
    "A1_name+ZZZ1": "A1_name+ZZZ1",
    "TRUE": "TRUE",
}


@pytest.mark.parametrize("formula", MOVED)
def test_relative_references_move(formula: str) -> None:
    assert moved(formula, 1, 2) == MOVED[formula]


def test_references_come_in_again_at_the_other_edge() -> None:
    assert moved("A1", -1, -1) == "XFD1048576"
    assert moved(moved("B2:C3", -5, -5), 5, 5) == "B2:C3"


@pytest.mark.parametrize("name", ["$A$1", "$A$1:$B$3", "$A:$C", "$2:$4", "$XFD$1048576"])
def test_names_and_boxes_belong_together(name: str) -> None:
    box = parse_box(name)
    assert box is not None
    assert box.name() == name


@pytest.mark.parametrize("text", ["", "A0", "XFE1", "A1048577", "1A", "A1:B", "A1;B2", "Rate1x"])
def test_what_is_no_place(text: str) -> None:
    assert parse_box(text) is None


def test_several_areas() -> None:
    assert parse_boxes("A1:B3,C5") == (Box(0, 0, 2, 1), Box(4, 2, 4, 2))
    assert parse_boxes("A1 C5") == (Box(0, 0, 0, 0), Box(4, 2, 4, 2))
    assert parse_boxes("A1,nowhere") is None


def test_cutting_a_box_out_leaves_all_the_rest() -> None:
    whole, cut = Box(0, 0, 4, 4), Box(1, 1, 2, 3)
    left = [cell for part in whole.without(cut) for cell in part.cells()]
    assert sorted(left) == sorted(set(whole.cells()) - set(cut.cells()))
    assert list(whole.without(Box(9, 9, 9, 9))) == [whole]
    assert list(cut.without(WHOLE_SHEET)) == []
