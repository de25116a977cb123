"""A formula spelt anew: a rule's from the active cell, a shared one where it is shared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from lacxl.workbook.address import Cell
from lacxl.workbook.shifting import separated, shared_at, shifted

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
        ("XFC2+XFD$1048576", "XFD4+A$1048576"),
        ("B1048577+B1048574", "B1048577+C1048576"),
        ("B:$C+XFC:XFD", "C:$C+XFD:A"),
        ("B:XFE+XFE:B", "B:XFE+XFE:B"),
        ("2:$3+1048574:1048576", "4:$3+1048576:2"),
        ("2:1048577+1048577:2", "2:1048577+1048577:2"),
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


SHARED = [
    "SUM(B2:B9)/$B$1",
    "SUM(B:C)+SUM($B:C)+SUM(3:4)+SUM($3:4)",
    "IF(B2>0,Lists!C3,'My B2 sheet'!$D4)",
    'IF(B2="B2","it says ""B2""",LOG10(C3))',
    "SUM(Visits[B2])+Visits[[#This Row],[B2]]",
    "[1]Sheet1!B2+'[Last year.xlsx]C3'!D4",
    "{1,2;3,4}+B2_x+1.5E+3",
    "B2:C3 D4:E5",
]


@pytest.mark.parametrize("formula", SHARED)
@given(row=st.integers(2, 400), column=st.integers(2, 128))
def test_a_shared_formula_says_what_openpyxl_says(formula: str, row: int, column: int) -> None:
    at = Cell(row, column)
    judge = Translator(f"={formula}", origin="B2").translate_formula(str(at))
    assert shared_at(formula, Cell.parse("B2"), at) == judge.removeprefix("=")


@pytest.mark.parametrize("formula", ["A2", "B1", "A:B", "1:2", "SUM(B2:C1)"])
def test_a_shared_formula_that_leaves_the_sheet_says_nothing(formula: str) -> None:
    assert shared_at(formula, Cell.parse("B2"), Cell.parse("A1")) is None


def test_a_reference_held_fast_does_not_leave_the_sheet() -> None:
    assert shared_at("$A$1+B2", Cell.parse("B2"), Cell.parse("A1")) == "$A$1+A1"
