"""From the text of a formula to its tree."""

from __future__ import annotations

import pytest

from lacxl.workbook.address import MAX_COLUMN, MAX_ROW
from lacxl.workbook.formulas.parsing import EXTERNAL, parse
from lacxl.workbook.formulas.syntax import (
    BinaryOperation,
    Call,
    Failure,
    Group,
    Name,
    Node,
    Nothing,
    Number,
    Other,
    Percent,
    Reference,
    ReferenceSpan,
    Sign,
    TableReference,
    Text,
    Truth,
)

FREE = (False, False, False, False)
A1 = Reference("", 1, 1, 1, 1, FREE)
B2 = Reference("", 2, 2, 2, 2, FREE)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("$B2", Reference("", 2, 2, 2, 2, (False, True, False, True))),
        ("B$2", Reference("", 2, 2, 2, 2, (True, False, True, False))),
        ("B2:A$1", Reference("", 1, 1, 2, 2, (True, False, False, False))),
        ("$A1:B2", Reference("", 1, 1, 2, 2, (False, True, False, False))),
        ("B:$D", Reference("", 1, 2, MAX_ROW, 4, (True, False, True, True))),
        ("$D:B", Reference("", 1, 2, MAX_ROW, 4, (True, False, True, True))),
        ("3:$2", Reference("", 2, 1, 3, MAX_COLUMN, (True, True, False, True))),
        ("XFD1048576", Reference("", MAX_ROW, MAX_COLUMN, MAX_ROW, MAX_COLUMN, FREE)),
        ("XFD:XFD", Reference("", 1, MAX_COLUMN, MAX_ROW, MAX_COLUMN, (True, False, True, False))),
        ("'Bob''s'!A1", A1._replace(sheet="Bob's")),
        ("[0]Sheet!A1", A1._replace(sheet="Sheet")),
        ("Sheet!A1:B2", Reference("Sheet", 1, 1, 2, 2, FREE)),
        ("A1:Sheet!B2", ReferenceSpan(A1, B2._replace(sheet="Sheet"))),
        (
            "A1:B2:C3",
            ReferenceSpan(Reference("", 1, 1, 2, 2, FREE), Reference("", 3, 3, 3, 3, FREE)),
        ),
        ("A1:Rate", ReferenceSpan(A1, Name("", "Rate"))),
        ("Sheet!Rate", Name("Sheet", "Rate")),
        ("Sheet!TRUE", Name("Sheet", "TRUE")),
        ("Sheet!#REF!", Failure("#REF!")),
        ("#REF!$A$1", Failure("#REF!")),
        ("#DIV/0!", Failure("#DIV/0!")),
        ("false", Truth(False)),
        ("true", Truth(True)),
        ("[1]Sheet1!A1", Other(EXTERNAL, ())),
        ("'[1]Sheet1'!Rate", Other(EXTERNAL, ())),
        ("[1]!Macro(A1,B2)", Other(EXTERNAL, (A1, B2))),
        ("Starts['[Number]", TableReference("Starts")),
        ("Starts[[#Headers],[a]]+1", BinaryOperation("+", TableReference("Starts"), Number(1.0))),
        ("[@Number]", TableReference("")),
        ("{1,2;3,4}", Other("an array", ())),
        ("(A1,B2)", Other("several ranges in one", (A1, B2))),
        ("( A1 )", Group(A1)),
        ("A1 B2", Other("cells that two ranges share", (A1, B2))),
        ("A1 (B2)", Other("cells that two ranges share", (A1, Group(B2)))),
        ("A1#", Other("a spilled range", (A1,))),
        ("@ A1", Other("an implicit intersection", (A1,))),
        ('if( A1 ,, "x""y" )', Call("IF", (A1, Nothing(), Text('x"y')))),
        ("NA( )", Call("NA", ())),
        ("SUM(A1,)", Call("SUM", (A1, Nothing()))),
        ("- + 1", Sign("-", Sign("+", Number(1.0)))),
        ("-A1%", Percent(Sign("-", A1))),
        (
            "1-2+3",
            BinaryOperation("+", BinaryOperation("-", Number(1.0), Number(2.0)), Number(3.0)),
        ),
        (
            "1+2*3",
            BinaryOperation("+", Number(1.0), BinaryOperation("*", Number(2.0), Number(3.0))),
        ),
        (
            "1&2=3",
            BinaryOperation("=", BinaryOperation("&", Number(1.0), Number(2.0)), Number(3.0)),
        ),
        ("1<=2", BinaryOperation("<=", Number(1.0), Number(2.0))),
        ("2^3%", BinaryOperation("^", Number(2.0), Percent(Number(3.0)))),
        (".5e-1", Number(0.05)),
    ],
)
def test_the_tree_of_a_formula(text: str, tree: Node) -> None:
    assert parse(text) == tree
    assert parse(f" {text} ") == tree


@pytest.mark.parametrize(
    "text",
    [
        "XFE1:XFE2", "A1048577", "XFE:A", "0:1", "1:1048577", "1E999", "(1,2", "(1",
        "SUM(1 2)", "{1",
        "Sheet!", "Sheet!1", "'a'!\"x\"", "SUM(,", "1%%+", "Starts['[Number", "A1:", "$", "1 +* 2",
    ],
)  # fmt: skip
def test_what_is_no_formula_has_none(text: str) -> None:
    assert parse(text) is None


def test_brackets_are_nested_less_than_a_hundred_deep() -> None:
    assert parse("(" * 30 + "1" + ")" * 30) is not None
    assert parse("(" * 100 + "1" + ")" * 100) is None
    assert parse("+".join(["(1)"] * 300)) is not None
