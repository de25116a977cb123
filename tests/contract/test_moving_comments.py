"""Comments that move with their month to the neighbouring column."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench import Bench, ExcelBench
from edits import both, edit, merge, move_comments

import needs
from lacxl.domain.errors import Refused
from lacxl.workbook.address import Cell
from lacxl.workbook.changes import ChangeSet, CommentMove, CommentsChange
from lacxl.workbook.snapshot import Comment
from libreoffice import ExcelSession
from oracles import invariants
from oracles.parts import compare, read_parts
from oracles.reader import opened
from oracles.sdk import Validator

TEXTS = {"B4": "late: 1 < 2\n& two lines", "C3": "was 94.8%", "D3": "provisional"}
ROLLED = {"C3": "B3", "D3": "C3", "B4": None}


def texts(bench: Bench, sheet: str = "Window") -> dict[str, str]:
    bench.survey()
    return {str(cell): comment.text for cell, comment in bench.comments(sheet).items()}


def by_openpyxl(path: Path, sheet: str = "Window") -> dict[str, str]:
    with opened(path) as book:
        cells = (cell for row in book[sheet].iter_rows() for cell in row if cell.comment)
        return {cell.coordinate: cell.comment.text for cell in cells}


def test_comments_are_read(rolling: Bench) -> None:
    assert texts(rolling) == TEXTS
    assert texts(rolling, "Table") == {}


def test_authors_are_read(headless: Bench, window: Path) -> None:
    headless.open(window)
    assert headless.comments("Window")[Cell.parse("D3")] == Comment("provisional", "Bob")


def test_they_move_with_their_month_and_one_leaves(rolling: Bench, validator: Validator) -> None:
    before = rolling.saved()
    result = rolling.apply(move_comments(rolling, "Window", ROLLED))
    after = {"B3": "was 94.8%", "C3": "provisional"}
    assert texts(rolling) == by_openpyxl(result) == after
    assert texts(rolling, "Guarded") == {"B2": "seen"}
    assert invariants.new_breaches(before, result) == ()
    assert validator.new_errors(before, result) == ()


def test_the_way_back_gives_the_same_comments(rolling: Bench, validator: Validator) -> None:
    before = rolling.saved()
    there = move_comments(rolling, "Window", ROLLED)
    rolling.apply(there)
    result = rolling.apply(there.reverse())
    assert texts(rolling) == by_openpyxl(result) == TEXTS
    assert validator.new_errors(before, result) == ()


def test_where_none_left_the_way_back_gives_the_same_bytes(headless: Bench, window: Path) -> None:
    headless.open(window)
    there = move_comments(headless, "Window", {"C3": "B3", "D3": "C3", "B4": "A4"})
    moved = compare(window, headless.apply(there))
    assert moved.changed == {"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"}
    back = compare(window, headless.apply(there.reverse()))
    assert back.changed <= {"xl/comments1.xml"}  # as its tree is written


def test_headless_shape_letters_and_author_go_along(headless: Bench, window: Path) -> None:
    headless.open(window)
    target = headless.apply(move_comments(headless, "Window", ROLLED))
    assert headless.comments("Window") == {
        Cell.parse("B3"): Comment("was 94.8%", "Ann"),
        Cell.parse("C3"): Comment("provisional", "Bob"),
    }
    old, new = (read_parts(path)["xl/drawings/vmlDrawing1.vml"] for path in (window, target))
    assert (old.count(b"<v:shape "), new.count(b"<v:shape ")) == (3, 2)
    shown = next(shape for shape in new.split(b"<v:shape ") if b"<x:Visible/>" in shape)
    assert b"<x:Row>2</x:Row><x:Column>2</x:Column>" in shown
    was = next(shape for shape in old.split(b"<v:shape ") if b"<x:Visible/>" in shape)
    assert anchor(shown) == [n - (i in (0, 4)) for i, n in enumerate(anchor(was))]


def anchor(shape: bytes) -> list[int]:
    return [int(n) for n in shape.partition(b"<x:Anchor>")[2].partition(b"<")[0].split(b",")]


def test_values_merges_and_comments_at_once_and_back(rolling: Bench) -> None:
    before = rolling.survey()
    there = both(
        edit(rolling, "Window", {"C1": "2015/16", "D1": None, "B3": 3.2}),
        merge("Window", part=("B1:C1",), join=("C1:D1",)),
        move_comments(rolling, "Window", ROLLED),
    )
    rolling.apply(there)
    assert "C3" in texts(rolling)
    rolling.apply(there.reverse())
    assert texts(rolling) == TEXTS
    assert rolling.survey().sheet("Window").values == before.sheet("Window").values


def comes(sheet: str, cell: str, text: str = "new") -> ChangeSet:
    move = CommentMove(Comment(text, "Ann"), None, Cell.parse(cell))
    return ChangeSet(comments=(CommentsChange(sheet, (move,)),))


def comes_to(changes: ChangeSet) -> dict[str, str]:
    return {str(move.after): move.comment.text for each in changes.comments for move in each.moves}


def test_a_comment_comes(rolling: Bench, validator: Validator) -> None:
    before = rolling.saved()
    result = rolling.apply(comes("Window", "D6", "was 5.3, restated\n<4 November>"))
    assert texts(rolling) == TEXTS | {"D6": "was 5.3, restated\n<4 November>"}
    assert validator.new_errors(before, result) == ()
    assert invariants.new_breaches(before, result) == ()


REFUSED = {
    "none there": {"B6": "C6"},
    "in the way": {"C3": "D3"},
    "two to one cell": {"C3": "B6", "D3": "B6"},
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_cannot_move_is_refused_and_nothing_is_written(rolling: Bench, why: str) -> None:
    changes = move_comments(rolling, "Window", REFUSED[why])
    before = rolling.survey()
    with pytest.raises(Refused) as refusal:
        rolling.apply(both(changes, edit(rolling, "Window", {"A3": "x"})))
    assert "W128" in refusal.value.codes
    assert texts(rolling) == TEXTS
    assert rolling.survey() == before


def test_another_comment_than_the_one_to_move_stays(rolling: Bench) -> None:
    other = CommentMove(Comment("was 90%", "Ann"), Cell.parse("C3"), Cell.parse("B3"))
    with pytest.raises(Refused) as refusal:
        rolling.apply(ChangeSet(comments=(CommentsChange("Window", (other,)),)))
    assert refusal.value.codes == ("W128",)


def test_a_sheet_gets_its_first_comment_and_loses_it_again(
    rolling: Bench, validator: Validator
) -> None:
    before = rolling.saved()
    there = comes("Table", "D6", "was 5.3, restated\n<4 November>")
    result = rolling.apply(there)
    assert texts(rolling, "Table") == by_openpyxl(result, "Table") == comes_to(there)
    assert validator.new_errors(before, result) == ()
    assert invariants.new_breaches(before, result) == ()
    after = rolling.apply(there.reverse())
    assert texts(rolling, "Table") == {}
    assert validator.new_errors(before, after) == ()


@pytest.mark.parametrize("source", needs.template_files()[:1], ids=lambda path: path.name)
def test_headless_first_comments_are_shown_and_leave_the_same_bytes(
    headless: Bench, live: ExcelBench, source: Path, validator: Validator
) -> None:
    headless.open(source)
    sheets = [sheet.name for sheet in headless.survey().sheets[:3]]
    assert not any(headless.comments(sheet) for sheet in sheets)
    there = both(*(comes(sheet, "C3", f"first of {sheet}") for sheet in sheets))
    result = headless.apply(there)
    assert validator.new_errors(source, result) == ()
    assert invariants.new_breaches(source, result) == ()
    live.open(result)
    for sheet in sheets:
        assert by_openpyxl(result, sheet) == texts(live, sheet) == {"C3": f"first of {sheet}"}
    assert not compare(source, headless.apply(there.reverse()))


def test_a_guarded_sheet_whose_drawings_are_free_takes_it(rolling: Bench) -> None:
    before = rolling.survey().sheet("Guarded").protection
    rolling.apply(move_comments(rolling, "Guarded", {"B2": "C2"}))
    assert texts(rolling, "Guarded") == {"C2": "seen"}
    assert rolling.survey().sheet("Guarded").protection == before


def test_two_change_places_headless_alone(headless: Bench, live: ExcelBench, window: Path) -> None:
    headless.open(window)
    headless.apply(move_comments(headless, "Window", {"C3": "D3", "D3": "C3"}))
    assert texts(headless)["C3"] == "provisional"
    live.open(window)
    with pytest.raises(Refused) as refusal:
        live.apply(move_comments(live, "Window", {"C3": "D3", "D3": "C3"}))
    assert refusal.value.codes == ("E123",)
    assert texts(live) == TEXTS


@pytest.mark.parametrize("nth", [1, 2, 3, 4, 5])
def test_whichever_write_fails_the_comments_are_put_back(
    live: ExcelBench, window: Path, excel_app: ExcelSession, nth: int
) -> None:
    live.open(window)
    changes = move_comments(live, "Window", ROLLED)
    excel_app.faults.fail_write(nth)
    with pytest.raises(Refused) as refusal:
        live.apply(changes)
    assert "E112" not in refusal.value.codes
    assert texts(live) == TEXTS
