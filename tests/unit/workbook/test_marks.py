"""Marks: a fill on just the cells named, other rules as they were; notes told by their words."""

from __future__ import annotations

from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.changes import CellChange, ChangeSet, Swap
from lacxl.workbook.conditional_formats import ConditionalFormat, Look, is_owned, text_rule
from lacxl.workbook.marks import is_mark, note_text, with_marks, with_notes
from lacxl.workbook.snapshot import Comment, SheetSnapshot, Snapshot

LIGHT = text_rule(Area.parse("K6:K9"), "R", Look(fill="C0392B"))
NOTE = note_text("94.8%", "4 November 2015", "late")


def snapshot(*rules: ConditionalFormat) -> Snapshot:
    return Snapshot((SheetSnapshot("S", rules=rules), SheetSnapshot("P")))


def at(sheet: str, cell: str) -> CellRef:
    return CellRef(sheet, Cell.parse(cell))


def test_just_the_cells_named_are_marked() -> None:
    cells = [at("S", "G7"), at("S", "G6"), at("S", "H7"), at("P", "C4")]
    found = with_marks({"S": (LIGHT,)}, snapshot(LIGHT), cells)
    assert [str(rule.area) for rule in found["S"]] == ["K6:K9", "G6:G7", "H7"]
    assert [str(rule.area) for rule in found["P"]] == ["C4"]
    assert all(is_owned(rule.formula) for rules in found.values() for rule in rules)
    assert not is_mark(LIGHT)


def test_old_marks_go_and_other_rules_stay() -> None:
    marked = with_marks({}, snapshot(LIGHT), [at("S", "G6")])["S"]
    assert marked[0] == LIGHT
    assert with_marks({}, snapshot(*marked), []) == {"S": (LIGHT,)}
    assert with_marks({}, snapshot(LIGHT), []) == {}


def changed(*cells: str) -> ChangeSet:
    return ChangeSet(tuple(CellChange("S", Cell.parse(cell), Swap(1, 2)) for cell in cells))


def test_a_note_comes_where_a_cell_changes_and_nobody_elses_is() -> None:
    there = {at("S", "A1"): Comment("mine", "me"), at("S", "G8"): Comment("see", "me")}
    wanted = dict.fromkeys([at("S", "G6"), at("S", "G7"), at("S", "G8"), at("P", "C4")], NOTE)
    (change,) = with_notes(there, wanted, changed("G6", "G8"))
    assert [(str(move.after), move.comment.text) for move in change.moves] == [("G6", NOTE)]
    assert NOTE == "was 94.8%, restated 4 November 2015: late"


def test_a_note_stays_while_it_is_wanted_and_then_goes() -> None:
    there = {at("S", "A1"): Comment("was here first", "me"), at("S", "G6"): Comment(NOTE, "x")}
    assert with_notes(there, {at("S", "G6"): NOTE}, ChangeSet()) == ()
    (change,) = with_notes(there, {}, ChangeSet())
    assert [(move.before, move.after) for move in change.moves] == [(Cell.parse("G6"), None)]
