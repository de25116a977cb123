"""From changed cells to all formulas that depend on them, each worked out after what it reads."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from openpyxl.utils import FORMULAE
from worked import SHEETS, possible, results, spot, waiting, worked

from lacxl.workbook.formulas.function_names import BUILT_IN
from lacxl.workbook.formulas.held import MOST_CELLS, HeldCells
from lacxl.workbook.formulas.names_and_cells import BookNames, CellBlock, FormulaCell
from lacxl.workbook.formulas.working_out import WhatChanged, work_out
from lacxl.workbook.snapshot import CellError


def test_directly_and_through_others_on_any_sheet() -> None:
    found = worked(
        {
            "B1": "A1*2",
            "Third!B2": "Sheet!B1+Sheet!$C$1",
            "Other Sheet!A1": "SUM(Third!B1:B9)",
            "D1": "C1*2",
        },
        {"A1": 5},
        {"A1": 1, "C1": 10},
    )
    assert results(found) == {"B1": 10.0, "Third!B2": 20.0, "Other Sheet!A1": 20.0}
    assert waiting(found) == {}


def test_whole_columns_and_rows_are_read() -> None:
    found = worked({"B1": "SUM(A:A)", "C9": "SUM(1:2)"}, {"A2": 5}, {"A1": 1, "A900": 3})
    assert results(found) == {"B1": 9.0, "C9": 15.0}


def test_a_cell_that_is_emptied_counts_no_more() -> None:
    found = worked({"B1": "SUM(A1:A2)", "B2": "COUNT(A1:A2)"}, {"A1": None}, {"A1": 4, "A2": 3})
    assert results(found) == {"B1": 3.0, "B2": 1.0}


def test_of_shared_formulas_relative_addresses_move() -> None:
    found = worked(
        {"B1": "A1+$A$1+A$1+$A1", "C3": "A1+$A$1+A$1+$A1"},
        {"A1": 1},
        {"A1": 9, "B1": 10, "B3": 1000, "A3": 100},
        shifts={"C3": (2, 1)},
    )
    assert results(found)["B1"] == 4.0
    assert results(found)["C3"] == 1000 + 1 + 4 + 100  # B1 was worked out before


def test_a_shared_formula_that_leaves_the_sheet_is_left() -> None:
    found = worked({"B1": "A2+A$1"}, {"A1": 1}, shifts={"B1": (-2, 0)})
    assert "not there" in waiting(found)["B1"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("SUMIFS(A1:A3,B1:B3,1)", "it uses SUMIFS"),
        ("VLOOKUP(A1,C1:D9,2,0)+INDEX(A1:A3,2)", "it uses VLOOKUP, INDEX"),
        ("_xlfn.XLOOKUP(A1,C1:C9,D1:D9)", "it uses XLOOKUP"),
        ("A1+TODAY()", "it uses TODAY"),
        ("A1+[1]Sheet1!B2", "it uses a link to another workbook"),
        ("SUM(A1,{1,2})", "it uses an array"),
        ("SUM((A1,C1))", "it uses several ranges in one"),
        ("SUM(A1:A9 A1:C1)", "it uses cells that two ranges share"),
        ("SUM(A1:INDEX(A1:A9,3))", "it uses a range whose ends are worked out, INDEX"),
        ("SUM(Sheet:Third!A1)", "it uses cells of several sheets in one"),
        ("_xlfn.ANCHORARRAY(A1)", "it uses ANCHORARRAY"),
        ("_xlfn.SINGLE(A1:A3)", "it uses SINGLE"),
        ("_xlfn.LET(_xlpm.x,A1,_xlpm.x*2)", "it uses LET"),
    ],
)
def test_what_is_not_worked_out_is_listed_with_the_reason(text: str, why: str) -> None:
    found = worked({"B1": text, "B2": "B1+1", "B3": "IFERROR(B2,0)"}, {"A1": 1})
    assert waiting(found) == {
        "B1": why,
        "B2": "it reads a cell that is not worked out",
        "B3": "it reads a cell that is not worked out",
    }
    assert results(found) == {}


def test_what_does_not_read_the_cells_is_no_dependant_whatever_it_uses() -> None:
    found = worked(
        {"B1": "SUMIFS(C1:C3,D1:D3,1)", "B2": "TODAY()", "B3": "VLOOKUP(1,Third!A:B,2)"},
        {"A1": 1, "Other Sheet!A1": 2},
    )
    assert (results(found), waiting(found), possible(found)) == ({}, {}, {})
    assert len(found.clock) == 1


@pytest.mark.parametrize("text", ["INDIRECT(C1)", "SUM(OFFSET(C1,0,0))", "CouncilRate(C1)"])
def test_what_may_read_anything_is_possible_and_so_is_what_reads_it(text: str) -> None:
    found = worked({"B1": text, "B2": "B1*2"}, {"A1": 1})
    assert possible(found).keys() == {"B1", "B2"}
    assert waiting(found) == {}


def test_a_dependant_that_reads_what_is_possible_waits() -> None:
    found = worked({"B1": "INDIRECT(C1)", "B2": "A1+B1"}, {"A1": 1}, {"B1": 5})
    assert waiting(found).keys() == {"B2"}


def test_a_dependant_that_reads_the_clock_waits() -> None:
    found = worked({"B1": "TODAY()", "C1": "B1+1", "B2": "A1+C1"}, {"A1": 1}, {"B1": 5, "C1": 6})
    assert waiting(found) == {"B2": "it reads a cell that is not worked out"}


def test_a_circle_and_what_reads_it_are_left() -> None:
    found = worked({"B1": "A1+B3", "B2": "B1", "B3": "B2", "B4": "B3+1", "B5": "B5+A1"}, {"A1": 1})
    assert {cell for cell, why in waiting(found).items() if "back to itself" in why} == {
        "B1", "B2", "B3", "B5",
    }  # fmt: skip
    assert "B4" in waiting(found)


def test_precision_as_displayed_is_left_to_excel() -> None:
    found = worked({"B1": "A1*2"}, {"A1": 1}, book=BookNames(SHEETS, as_displayed=True))
    assert "precision as displayed" in waiting(found)["B1"]


def test_an_array_formula_is_left_with_all_that_reads_its_cells() -> None:
    found = worked({"B1": "A1:A3*2", "C1": "B2+1"}, {"A1": 1}, {"B2": 4}, arrays={"B1": "B3"})
    assert waiting(found) == {
        "B1": "it is an array formula", "C1": "it reads a cell that is not worked out",
    }  # fmt: skip


def test_sumif_reads_as_many_cells_as_its_first_range() -> None:
    found = worked({"D1": "SUMIF(B1:B9,1,A1)"}, {"A5": 1})
    assert waiting(found) == {"D1": "it uses SUMIF"}


def test_where_the_first_range_is_not_one_it_may_read_anything() -> None:
    for text in ("SUMIF(B1:B9,1,IF(C1,D1,E1))", "SUMIF(IF(C1,D1,E1),1,B1)"):
        assert possible(worked({"G1": text}, {"A1": 1})) == {"G1": "it uses SUMIF"}


def test_whole_columns_and_rows_move_along_one_way_only() -> None:
    found = worked(
        {"E5": "SUM(A:$A)", "F9": "SUM(1:$1)"},
        {"A1": 5},
        {"A1": 1, "A9": 3, "B1": 7},
        shifts={"E5": (2, 1), "F9": (0, 1)},
    )
    assert results(found) == {"E5": 5.0 + 3 + 7, "F9": 12.0}


def test_nothing_rests_on_anything_where_nothing_is_left() -> None:
    found = worked({"B1": "A1*2", "C1": "D1*2"}, {"A1": 1}, {"C1": 4}, with_inputs=True)
    assert list(found.inputs) == []


def test_what_is_drawn_is_read_as_well() -> None:
    asked: list[CellBlock] = []

    def read(blocks: Iterable[CellBlock]) -> HeldCells:
        asked.extend(blocks)
        return HeldCells()

    at = spot("B1")
    formulas = [FormulaCell(at, "A2*2", CellBlock.of(at))]
    cause = WhatChanged({spot("A2"): 1.0}, [spot("A2")])
    work_out(BookNames(SHEETS), formulas, cause, read, lambda _outputs: [spot("C7"), spot("A2")])
    assert asked == [CellBlock.of(spot(cell)) for cell in ("A2", "B1", "C7")]


def test_a_table_is_read_whole_and_an_unknown_one_may_be_anything() -> None:
    book = BookNames(SHEETS, tables={"starts": CellBlock(0, 1, 1, 9, 3)})
    found = worked({"E1": "SUM(Starts[Number])", "E2": "SUM(Gone[Number])"}, {"A5": 1}, book=book)
    assert waiting(found) == {"E1": "it uses columns of a table"}
    assert possible(found) == {"E2": "it uses columns of a table"}


class TestNames:
    def test_one_that_is_an_address_is_read(self) -> None:
        book = BookNames(SHEETS, {(-1, "may"): "Sheet!$A$1", (2, "may"): "Third!$B$1"})
        found = worked(
            {"B1": "May*2", "Third!A1": "May*3", "Other Sheet!A1": "Third!May"},
            {"A1": 5, "Third!B1": 7},
            book=book,
        )
        assert results(found) == {"B1": 10.0, "Third!A1": 21.0, "Other Sheet!A1": 7.0}

    def test_one_that_is_a_formula_is_followed_but_not_worked_out(self) -> None:
        book = BookNames(SHEETS, {(-1, "twice"): "Sheet!$A$1*2", (-1, "moving"): "Sheet!B1"})
        found = worked({"C1": "Twice", "C2": "Moving", "C3": "Nowhere"}, {"A1": 5}, book=book)
        assert waiting(found) == {"C1": "it uses the name Twice"}
        assert possible(found) == {"C2": "it uses the name Moving"}

    def test_one_that_leads_to_itself_does_no_harm(self) -> None:
        book = BookNames(SHEETS, {(-1, "round_"): "Round_+1"})
        assert waiting(worked({"C1": "Round_+A1"}, {"A1": 1}, book=book)).keys() == {"C1"}


def test_a_formula_without_a_result_is_worked_out_where_it_is_needed() -> None:
    found = worked(
        {"C1": "D1*2", "B1": "A1+C1", "E1": "D1*3"}, {"A1": 1}, {"D1": 4},
        without_result=["C1", "E1"],
    )  # fmt: skip
    assert results(found) == {"C1": 8.0, "B1": 9.0}


def test_results_that_are_given_are_taken_and_go_on() -> None:
    found = worked(
        {"B1": "SUMIFS(A1:A3,B1:B3,1)", "B2": "B1+1", "C1": "A1:A2*2", "D2": "C2+1"},
        {"A1": 1},
        known={"B1": 41.0, "C1": 2.0, "C2": 4.0},
        arrays={"C1": "C2"},
    )
    assert results(found) == {"B1": 41.0, "B2": 42.0, "C1": 2.0, "C2": 4.0, "D2": 5.0}
    assert waiting(found) == {}


def test_what_is_asked_for_is_worked_out_and_nothing_else_is_said() -> None:
    found = worked({"B1": "A1*2", "C1": "INDIRECT(D1)"}, {}, {"A1": 4}, also=["B1"])
    assert results(found) == {"B1": 8.0}
    assert possible(found) == {}


def test_what_may_read_anything_rests_on_everything() -> None:
    found = worked(
        {"B1": "INDIRECT(C1)", "Third!B2": "Third!C2*2", "Third!B3": "TODAY()"},
        {"A1": 1},
        with_inputs=True,
    )
    assert [(at.sheet, str(at.cell)) for at in found.inputs] == [(2, "B2")]


def test_what_the_waiting_rest_on_is_named() -> None:
    found = worked(
        {"C1": "D1*2", "C2": "D2*2", "B1": "SUMIFS(A1:A3,C1:C3,1)", "B2": "C9"},
        {"A1": 1},
        {"C1": 1, "C2": 1},
        with_inputs=True,
    )
    assert [str(spot.cell) for spot in found.inputs] == ["C1", "C2"]


def test_formulas_on_sheets_that_no_change_reaches_are_only_read_where_they_are_needed() -> None:
    found = worked(
        {
            "B1": "A1+Third!B1",
            "Third!B1": "Third!C1+1",
            "Third!C1": "TODAY()",
            "Third!D1": "NOW()",
            "Other Sheet!A1": "B1*2",
        },
        {"A1": 1},
        {"Third!B1": 5},
    )
    assert waiting(found).keys() == {"B1"}
    assert len(found.clock) == 2


@pytest.mark.parametrize("text", ["Jan:Third!A1", "'Sheet:Third'!A1", "SUM(Sheet:Third!A1)"])
def test_sheets_named_together_are_never_passed_over(text: str) -> None:
    found = worked({"Third!B1": text}, {"A1": 1})
    assert waiting(found) or possible(found)


def test_errors_and_texts_are_results_too() -> None:
    found = worked({"B1": "A1/C1", "B2": 'IF(A1>1,"up","down")', "B3": "A1>1"}, {"A1": 5})
    assert results(found) == {"B1": CellError("#DIV/0!"), "B2": "up", "B3": True}


def test_very_many_cells_are_left_to_excel() -> None:
    held = HeldCells()
    held.cut_short.add(0)
    at = spot("B1")
    cause = WhatChanged({spot("A1"): 1.0}, [spot("A1")])
    formulas = [FormulaCell(at, "SUM(A:A)", CellBlock.of(at))]
    found = work_out(BookNames(SHEETS), formulas, cause, lambda _blocks: held)
    assert waiting(found) == {"B1": f"it reads more than {MOST_CELLS:,} cells"}


def test_excels_own_functions_are_known_by_name() -> None:
    assert BUILT_IN == FORMULAE
