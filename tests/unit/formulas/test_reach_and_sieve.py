"""What a formula reads, and what a quick look tells of it."""

from __future__ import annotations

import pytest
from worked import SHEETS, spot

from lacxl.workbook.address import Area
from lacxl.workbook.formulas.names_and_cells import BookNames, CellBlock, FormulaCell
from lacxl.workbook.formulas.reach import Reach, reach_of, reaches_of
from lacxl.workbook.formulas.sieve import Rough, concerned, looked_at

UNREAD, ENDS = "lacxl cannot read it", "a range whose ends are worked out"


def block(text: str, sheet: int = 0) -> CellBlock:
    return CellBlock(sheet, *(getattr(Area.parse(text), name) for name in Area.__slots__))


BOOK = BookNames(
    SHEETS,
    {
        (-1, "rate"): "Third!$A$1",
        (-1, "twice"): "Rate*2+Sheet!$B$1",
        (-1, "self"): "Self+1",
        (-1, "moving"): "Sheet!B1",
        (-1, "number"): "0.95",
    },
    {"starts": block("A1:C9", 1)},
)


def formula(text: str, kind: str = "", inputs: tuple[CellBlock, ...] = ()) -> FormulaCell:
    at = spot("Z99")
    return FormulaCell(at, text, CellBlock.of(at), kind=kind, inputs=inputs)


@pytest.mark.parametrize(
    ("text", "reach"),
    [
        ("A1+B2:C3+A1", Reach((block("A1"), block("B2:C3")), False, False, "")),
        ("Third!A1", Reach((block("A1", 2),), False, False, "")),
        ("Rate+Number", Reach((block("A1", 2),), False, False, "")),
        ("Twice", Reach((block("A1", 2), block("B1")), False, False, "it uses the name Twice")),
        ("Gone", Reach((), False, False, "it uses the name Gone")),
        ("Starts[Number]", Reach((block("A1:C9", 1),), False, False, "it uses columns of a table")),
        ("Starts", Reach((block("A1:C9", 1),), False, False, "it uses columns of a table")),
        ("Gone[Number]", Reach((), True, False, "it uses columns of a table")),
        ("NOW()", Reach((), False, True, "it uses NOW")),
        ("INDIRECT(A1)", Reach((block("A1"),), True, False, "it uses INDIRECT")),
        ("_xlfn.RANDARRAY(A1)", Reach((block("A1"),), False, True, "it uses RANDARRAY")),
        ("_xlfn._xlws.SORT(A1)", Reach((block("A1"),), False, False, "it uses SORT")),
        ("CouncilRate(A1)", Reach((block("A1"),), True, False, "it uses COUNCILRATE")),
        (
            "SUMIF(B1:B9,1,A1)",
            Reach((block("B1:B9"), block("A1"), block("A1:A9")), False, False, "it uses SUMIF"),
        ),
        ("A1:INDEX(A2:B9,3)", Reach(
            tuple(map(block, ("A1", "A2:B9", "A1:B9"))), False, False,
            f"it uses {ENDS}, INDEX",
        )),
        ("A1:Gone", Reach((block("A1"),), True, False, f"it uses {ENDS}, the name Gone")),
        ("SUM(Gone!A1)", Reach((), True, False, "it refers to a sheet that is not there")),
        ("Sheet:Third!A1", Reach(
            tuple(block("A1", n) for n in range(3)), False, False,
            "it uses cells of several sheets in one",
        )),
        ("A1#", Reach((block("A1"),), False, False, "it uses a spilled range")),
        ("@A1:A3", Reach((block("A1:A3"),), False, False, "it uses an implicit intersection")),
        ("-A1%+(B1)", Reach((block("A1"), block("B1")), False, False, "")),
        ("1+", Reach((), True, False, UNREAD)),
        ("", Reach((), True, False, UNREAD)),
    ],
)  # fmt: skip
def test_what_a_formula_reads(text: str, reach: Reach) -> None:
    assert reach_of(BOOK, formula(text)) == reach


def test_what_is_no_plain_formula_reads_what_it_fills_from() -> None:
    inputs = (block("C1"),)
    table = Reach(inputs, False, False, "it is a data table")
    assert reach_of(BOOK, formula("", "table", inputs)) == table
    array = Reach((block("A1"),), False, False, "it is an array formula")
    assert reach_of(BOOK, formula("A1", "array")) == array
    displayed = BookNames(SHEETS, as_displayed=True)
    why = "Excel calculates with the figures it shows here (precision as displayed)"
    assert reach_of(displayed, formula("SUMIF(A1,1)")).why == why


def test_formulas_of_the_same_words_are_read_once_for_each_place() -> None:
    moved = formula("A1")._replace(shift=(1, 0))
    other = formula("A1")._replace(at=spot("Third!B1"))
    found = reaches_of(BOOK, [formula("A1"), formula("A1"), moved, other, formula("A1", "array")])
    assert [reach.blocks for reach in found] == [
        (block("A1"),), (block("A1"),), (block("A2"),), (block("A1", 2),), (block("A1"),),
    ]  # fmt: skip
    assert [bool(reach.why) for reach in found] == [False] * 4 + [True]


def rough(*sheets: int, anywhere: bool = False, clock: bool = False) -> Rough:
    return Rough(frozenset(sheets), anywhere, clock)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A1+SUM(B1)", rough()),
        ("Third!A1+'Other Sheet'!B2", rough(1, 2)),
        ("Gone!A1", rough(anywhere=True)),
        ("Sheet:Third!A1", rough(anywhere=True)),
        ("[1]Sheet1!A1+'[1]Sheet1'!A1", rough()),
        ("#REF!A1", rough(anywhere=True)),
        ("Rate*2", rough(2)),
        ("TWICE", rough(0, 2)),
        ("Self+A1", rough()),
        ("Starts[Number]", rough(1)),
        ("Nowhere", rough()),
        ("NOW()", rough(clock=True)),
        ("_xlfn.RANDARRAY(3)", rough(clock=True)),
        ("_xlfn._xlws.SORT(A1)", rough()),
        ("OFFSET(A1,1,1)", rough(anywhere=True)),
        ("CouncilRate(A1)", rough(anywhere=True)),
        ("", rough(anywhere=True)),
    ],
)
def test_what_a_look_at_a_formula_tells(text: str, told: Rough) -> None:
    assert looked_at(BOOK, [formula(text)]) == [told]


def test_a_look_at_what_has_no_text() -> None:
    assert looked_at(BOOK, [formula("", "table", (block("C1"),))]) == [rough()]
    assert looked_at(BookNames(SHEETS), [formula("Gone[Number]")]) == [rough(anywhere=True)]
    odd = BookNames(("Bob's page",))
    assert looked_at(odd, [formula("'Bob''s page'!A1")]) == [rough(0)]


def test_a_sheet_is_concerned_by_what_it_reads_and_by_what_may_read_anything() -> None:
    cells = {"A1": "B1", "Third!A1": "Sheet!A1", "Third!A2": "1", "Other Sheet!A1": "2"}
    formulas = [FormulaCell(spot(n), text, CellBlock.of(spot(n))) for n, text in cells.items()]
    told = looked_at(BOOK, formulas)
    assert concerned(formulas, told, [0]) == [0, 1, 2]
    assert concerned(formulas, told, [1]) == [3]
    assert concerned(formulas, told, [2]) == [1, 2]
    anything = [told[0]._replace(anywhere=True), *told[1:]]
    assert concerned(formulas, anything, [1]) == [0, 1, 2, 3]
