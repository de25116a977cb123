"""Whatever stands where a formula should: it is understood, or left; nothing breaks."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from lacxl.workbook.formulas.evaluating import evaluate
from lacxl.workbook.formulas.held import HeldCells
from lacxl.workbook.formulas.names_and_cells import (
    BookNames,
    CellBlock,
    FormulaCell,
    NotCertain,
    Spot,
)
from lacxl.workbook.formulas.reach import reach_of
from lacxl.workbook.formulas.sieve import concerned, looked_at
from lacxl.workbook.snapshot import CellError

WORDS = (
    "A1", "$B$2", "A:A", "1:3", "Sheet!A1", "'It''s'!B9", "[1]Other!A1", "#REF!", "Rate", "TRUE",
    "1", ".5", "1E3", '"x"', '""', "SUM(", "IF(", "IFERROR(", "ROUND(", "INDIRECT(", "FOO(",
    "Table1[Col]", "[@[a]]", "{1,2;3}", "(", ")", ",", ";", ":", " ", "+", "-", "*", "/", "^", "&",
    "%", "=", "<>", "<=", "@", "#", "!", "'", '"', "[", "]", "{", "}", "é", "\\", "_xlfn.LET(",
)  # fmt: skip
BOOK = BookNames(("Sheet", "It's"), {(-1, "rate"): "Sheet!$A$1", (1, "rate"): "Rate+1"})


@given(st.one_of(st.lists(st.sampled_from(WORDS), max_size=25).map("".join), st.text(max_size=40)))
@example("+".join(f"A{row}" for row in range(1, 2000)))
@example("(" * 300 + "1" + ")" * 300)
@example("-" * 5000 + "1")
@example("1" + "%" * 5000)
@example("IF(1," * 90 + "1" + ")" * 90)
@example("1E999")
@example("[!")
@example("Sheet!")
@example("A1:" * 3000 + "A1")
def test_any_text(text: str) -> None:
    at = Spot(0, 9, 9)
    formula = FormulaCell(at, text, CellBlock.of(at))
    reach, rough = reach_of(BOOK, formula), looked_at(BOOK, [formula])
    assert concerned([formula], rough, [0]) == [0]
    if reach.why or reach.anywhere:
        return
    held = HeldCells()
    held.put(Spot(0, 1, 1), 3.0)
    held.put(Spot(0, 2, 2), CellError("#N/A"))
    try:
        value = evaluate(BOOK, formula, held)
    except NotCertain:
        return
    assert isinstance(value, float | str | bool | CellError)
    if isinstance(value, float):
        assert abs(value) < float("inf")


def test_a_long_sum_is_worked_out() -> None:
    at = Spot(0, 9, 9)
    held = HeldCells()
    for row in range(1, 2000):
        held.put(Spot(0, row, 1), 1.0)
    text = "+".join(f"A{row}" for row in range(1, 2000))
    assert evaluate(BOOK, FormulaCell(at, text, CellBlock.of(at)), held) == 1999.0
