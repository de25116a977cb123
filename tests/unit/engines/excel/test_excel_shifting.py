"""A rule's formula means the same cell, whichever cell is the active one."""

from __future__ import annotations

import pytest

from lacxl.engines.excel.shifting import separated, shifted
from lacxl.workbook.address import Cell

RULE = 'AND(L6="R",N("lacxl")=0)'


@pytest.mark.parametrize(
    ("active", "expected"),
    [
        ("L6", 'AND(L6="R",N("lacxl")=0)'),
        ("A1", 'AND(A1="R",N("lacxl")=0)'),
        ("D30", 'AND(D30="R",N("lacxl")=0)'),
        ("XFD1048576", 'AND(XFD1048576="R",N("lacxl")=0)'),
    ],
)
def test_it_is_spelt_as_seen_from_the_active_cell(active: str, expected: str) -> None:
    assert shifted(RULE, Cell.parse("L6"), Cell.parse(active)) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("B2>$B$2", "C4>$B$2"),
        ("B$2+$B2", "C$2+$B4"),
        ('"B2"&B2', '"B2"&C4'),
        ('"say ""B2"""&B2', '"say ""B2"""&C4'),
        ("'My B2'!B2", "'My B2'!C4"),
        ("Lists!B2:C3", "Lists!C4:D5"),
        ("XFE2015+LOG10(B2)", "XFE2015+LOG10(C4)"),
        ("ABCD1+B2_x+x.B2", "ABCD1+B2_x+x.B2"),
    ],
)
def test_only_relative_references_move(formula: str, expected: str) -> None:
    assert shifted(formula, Cell.parse("B2"), Cell.parse("C4")) == expected


def test_it_goes_round_at_the_edges_as_in_excel() -> None:
    assert shifted("A1", Cell.parse("B2"), Cell.parse("A1")) == "XFD1048576"


def test_there_and_back_is_the_same() -> None:
    there = shifted(RULE, Cell.parse("L6"), Cell.parse("B900"))
    assert shifted(there, Cell.parse("B900"), Cell.parse("L6")) == RULE


def test_arguments_are_separated_as_this_computer_does() -> None:
    assert separated('AND(A1="a,b",N("x")=0)', ";") == 'AND(A1="a,b";N("x")=0)'
    assert separated(RULE, ",") == RULE
