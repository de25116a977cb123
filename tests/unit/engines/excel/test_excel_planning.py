"""What is done on a sheet: in which order, and what is never written anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from lacxl.engines.excel.sheet_work import SheetWork, Styled, glances, way_back, work_on
from lacxl.engines.package.admission import by_sheet
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.changes import CellChange, ChangeSet, ProtectionChange, RulesChange, Swap
from lacxl.workbook.conditional_formats import Look, text_rule
from lacxl.workbook.snapshot import (
    OPEN_PROTECTION,
    CellError,
    CellLook,
    CellValue,
    Formula,
    SheetSnapshot,
)

SHEET = "Summary"
RULE = text_rule(Area(2, 4, 9, 4), "R", Look("FF0000"))


def work(
    values: Mapping[str, CellValue],
    there: SheetSnapshot | None = None,
    *,
    looks: Mapping[str, str] | None = None,
    formats: Mapping[str, str] | None = None,
    bridging: bool = True,
) -> SheetWork:
    looks, formats = looks or {}, formats or {}
    there = there or SheetSnapshot(SHEET)
    changes = ChangeSet(
        tuple(
            CellChange(
                SHEET,
                Cell.parse(name),
                Swap(there.values.get(Cell.parse(name)), value),
                Swap(looks.get(name, "General"), formats[name]) if name in formats else None,
            )
            for name, value in values.items()
        )
    )
    (changed,) = by_sheet(changes)
    return work_on(
        changed,
        there,
        lambda cell: CellLook(looks.get(str(cell), "General")),
        bridging=bridging,
        date1904=False,
    )


@pytest.mark.parametrize(
    ("between", "bridged"),
    [
        (None, True),
        (0.5, True),
        (True, True),
        ("a text, perhaps with bold letters", False),
        (dt.datetime(2015, 5, 31), False),
        (Formula("A1*2", 3.0), False),
        (CellError("#N/A"), False),
    ],
)
def test_only_numbers_truths_and_empty_cells_are_written_anew(
    between: CellValue, bridged: bool
) -> None:
    values = {} if between is None else {Cell(2, 1): between}
    done = work({"A1": 1.0, "A3": 3.0}, SheetSnapshot(SHEET, values))
    assert [str(area) for area in done.written] == (["A1:A3"] if bridged else ["A1", "A3"])


@pytest.mark.parametrize(
    "there",
    [
        SheetSnapshot(SHEET, merges=(Area(2, 1, 2, 2),)),
        SheetSnapshot(SHEET, blocked=((Area(2, 1, 2, 1), "the header row of a table"),)),
        SheetSnapshot(SHEET, complete=False),
    ],
)
def test_nothing_is_written_anew_that_is_blocked_or_not_known(there: SheetSnapshot) -> None:
    assert len(work({"A1": 1.0, "A3": 3.0}, there).blocks) == 2


def test_a_number_in_a_cell_of_the_text_format_is_not_written_anew() -> None:
    there = SheetSnapshot(SHEET, {Cell(2, 1): 5.0})
    assert len(work({"A1": 1.0, "A3": 3.0}, there, looks={"A2": "@"}).blocks) == 2


def test_without_bridging_nothing_else_is_written() -> None:
    assert len(work({"A1": 1.0, "A3": 3.0}, bridging=False).blocks) == 2


def test_a_number_goes_into_a_text_cell_while_that_is_general() -> None:
    done = work({"A1": 1.0}, looks={"A1": "@"})
    assert done.before == (Styled("A1", "General"),)
    assert done.after == (Styled("A1", "@"),)


def test_formats_are_set_by_the_kind_and_before_the_values() -> None:
    done = work({"A1": 0.5, "A2": 0.25, "C1": 7.0}, formats={"A1": "0%", "A2": "0%", "C1": "0"})
    assert done.before == (Styled("A1:A2", "0%"), Styled("C1", "0"))
    assert done.after == ()


def test_a_formula_is_entered_alone_and_a_general_format_settled_afterwards() -> None:
    """Excel gives a formula the format of a cell that it names where it has none of its own."""
    done = work({"A1": Formula("B1*2")})
    assert [(str(e.area), e.rows) for e in done.entered] == [("A1", (("=B1*2",),))]
    assert work({"A1": Formula("B1*2")}, looks={"A1": "0.0%"}).after == ()
    assert done.after == (Styled("A1", "General"),)
    assert done.blocks == ()


def test_a_formula_and_a_value_go_together_where_that_saves_a_call() -> None:
    there = SheetSnapshot(SHEET, {Cell(1, 2): 5.0})
    wanted = {"A1": "total", "C1": Formula("SUM(A2:A9)"), "E1": 7.0}
    done = work(wanted, there)
    assert [(str(e.area), e.rows) for e in done.mixed] == [
        ("A1", (("total",),)), ("C1:E1", (("=SUM(A2:A9)", "", 7.0),)),
    ]  # fmt: skip
    assert (done.blocks, done.stamps, done.entered) == ((), (), ())
    assert done.written == (Area.parse("A1"), Area.parse("C1:E1"))


def test_formulas_are_entered_together_with_only_empty_cells_between_them() -> None:
    there = SheetSnapshot(SHEET, {Cell(1, 4): 5.0})
    formulas = {cell: Formula(f"{cell}9") for cell in ("A1", "C1", "E1")}
    long = Formula("+".join(["A1"] * 500))
    done = work({**formulas, "F1": long}, there)
    assert [(str(e.area), e.rows) for e in done.entered] == [
        ("A1:C1", (("=A19", "", "=C19"),)),
        ("E1", (("=E19",),)),
        ("F1", ((f"={long.text}",),)),
    ]


def test_a_long_text_is_sent_alone() -> None:
    done = work({"A1": "x" * 5000, "A2": "short"})
    assert [cell for cell, _ in done.alone] == [Cell(1, 1)]


def test_of_merged_cells_the_whole_area_is_styled() -> None:
    there = SheetSnapshot(SHEET, merges=(Area(8, 1, 9, 4),))
    done = work({"A8": "x"}, there, formats={"A8": "@"})
    assert done.before == (Styled("A8:D9", "@"),)


def test_a_look_at_the_ends_of_the_sheet_is_no_look_at_all_between() -> None:
    done = work({"A1": 1.0, "XFD1048576": 2.0})
    assert [str(area) for area in glances(done.written)] == ["A1", "XFD1048576"]


def test_rules_that_are_there_are_no_work() -> None:
    (changed,) = by_sheet(ChangeSet(rules=(RulesChange(SHEET, Swap((), (RULE,))),)))
    there = SheetSnapshot(SHEET, rules=(RULE,))
    done = work_on(changed, there, lambda _c: CellLook(), bridging=True, date1904=False)
    assert done.rules is None


def test_only_a_sheet_that_was_free_is_unlocked_as_a_whole() -> None:
    change = ProtectionChange(SHEET, Swap(None, OPEN_PROTECTION))
    (changed,) = by_sheet(ChangeSet(protection=(change,)))
    for there, unlocks in (
        (SheetSnapshot(SHEET), True),
        (SheetSnapshot(SHEET, protection=OPEN_PROTECTION), False),
    ):
        done = work_on(changed, there, lambda _c: CellLook(), bridging=True, date1904=False)
        assert done.unlock_all is unlocks


def test_the_way_back_gives_the_rules_that_were_there() -> None:
    other = text_rule(Area(2, 4, 9, 4), "A", Look("00FF00"))
    (changed,) = by_sheet(ChangeSet(rules=(RulesChange(SHEET, Swap((), (RULE,))),)))
    there = SheetSnapshot(SHEET, rules=(other,))
    done = work_on(changed, there, lambda _c: CellLook(), bridging=True, date1904=False)
    assert done.rules == (RULE,)
    back = way_back(changed, done, there, lambda _c: CellLook(), date1904=False)
    assert (back.rules, back.rules_there) == ((other,), True)
