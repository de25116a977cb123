"""Undoing a fill of a workbook on the disk: everything back, or a refusal that names the cells."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from folders import (
    MAY,
    assert_done,
    assert_refused,
    refused_untouched,
    run,
    settings_under,
    state_of,
    workbook_of,
)
from planting import SUMMARY, edit_sheet, set_cell, set_reading

from lacxl.app.case.seen import Seen, see
from lacxl.app.month.undo import undo
from lacxl.engines.package import PackageWorkbook
from lacxl.ledgers.receipts import receipts_of
from lacxl.settings.settings import Settings
from lacxl.workbook.address import Cell
from lacxl.workbook.changes import CellChange, ChangeSet, Swap
from lacxl.workbook.snapshot import Formula


def settings(folder: Path) -> Settings:
    return Settings.load(folder / "lacxl.toml")


def seen(folder: Path) -> Seen:
    return see(settings(folder))


def write(folder: Path, change: CellChange) -> None:
    """Change one cell of the workbook, as a person does who saves it."""
    path = workbook_of(folder)
    with PackageWorkbook(path) as book:
        book.write(ChangeSet((change,)), path.with_name("new.xlsx"))
    path.with_name("new.xlsx").replace(path)


def receipts(folder: Path) -> list[dict[str, object]]:
    """Return them, the oldest first; two may be of the same second."""
    return [content for _, content in receipts_of(folder)][::-1]


def test_values_formats_rules_and_locks_are_as_they_were(fresh: Path) -> None:
    before = seen(fresh)
    assert_done(run(fresh, "refresh", MAY))
    taken = (fresh / "lacxl-history.csv").read_bytes()
    ran = run(fresh, "undo")
    assert_done(ran)
    assert "The history keeps the readings" in ran.out
    after = seen(fresh)
    assert after.snapshot == before.snapshot
    assert after.looks == before.looks
    assert (fresh / "lacxl-history.csv").read_bytes() == taken
    assert [each["command"] for each in receipts(fresh)] == ["refresh", "undo"]
    assert len(list((fresh / "backups").iterdir())) == 2


def test_fills_are_undone_one_after_the_other(fresh: Path) -> None:
    before = seen(fresh)
    assert_done(run(fresh, "refresh", MAY))
    first = seen(fresh)
    set_reading(fresh, "7.1", MAY, numerator="404")
    assert_done(run(fresh, "refresh", MAY))
    assert_done(run(fresh, "undo"))
    assert seen(fresh).snapshot == first.snapshot
    assert_done(run(fresh, "undo"))
    assert seen(fresh).snapshot == before.snapshot
    refused_untouched(fresh, ("undo",), "B201")


def test_a_formula_that_was_replaced_is_back(fresh: Path) -> None:
    settings_under(fresh, "workbook", 'formulas = "replace"')
    set_cell(workbook_of(fresh), SUMMARY, "H12", "<f>54/60</f><v>0.9</v>")
    assert_done(run(fresh, "refresh", MAY))
    assert not isinstance(at(fresh, "H12"), Formula)
    assert_done(run(fresh, "undo"))
    formula = at(fresh, "H12")
    assert isinstance(formula, Formula)
    assert formula.text == "54/60"


def at(folder: Path, cell: str) -> object:
    return seen(folder).snapshot.sheet(SUMMARY).values.get(Cell.parse(cell))


@pytest.mark.parametrize(
    "change",
    [
        CellChange(SUMMARY, Cell.parse("H12"), value=Swap(0.9, 0.91)),
        CellChange(SUMMARY, Cell.parse("H12"), value=Swap(0.9, None)),
        CellChange(SUMMARY, Cell.parse("H12"), value=Swap(0.9, "90.0%")),
    ],
)
def test_a_cell_that_was_changed_since_is_named(filled: Path, change: CellChange) -> None:
    write(filled, change)
    what = "The fill of May 2015 cannot be undone. Changed since: 1 place;"
    refused_untouched(filled, ("undo",), "B203", f"'{SUMMARY}'!H12", what)


def test_a_format_goes_back_unless_it_was_changed_since(fresh: Path) -> None:
    cell = Cell.parse("H12")
    write(fresh, CellChange(SUMMARY, cell, number_format=Swap("0.0%", "General")))
    assert_done(run(fresh, "refresh", MAY))
    assert format_of(fresh, cell) == "0.0%"
    assert_done(run(fresh, "undo"))
    assert format_of(fresh, cell) == "General"
    assert_done(run(fresh, "refresh", MAY))
    write(fresh, CellChange(SUMMARY, cell, number_format=Swap("0.0%", "0.00")))
    refused_untouched(fresh, ("undo",), "B203", f"'{SUMMARY}'!H12", "1 place")


def format_of(folder: Path, cell: Cell) -> str:
    with PackageWorkbook(workbook_of(folder)) as book:
        return book.looks(SUMMARY, [cell])[cell].number_format


def test_colouring_rules_that_were_changed_since_are_named(filled: Path) -> None:
    sheet = workbook_of(filled)
    edit_sheet(sheet, SUMMARY, lambda content: content.replace(b'"R"', b'"Q"'))
    refused_untouched(filled, ("undo",), "B203", SUMMARY)


def test_a_dry_run_shows_and_writes_nothing(filled: Path) -> None:
    before = state_of(filled)
    ran = run(filled, "undo", "--dry-run")
    assert_done(ran)
    assert "would be undone" in ran.out
    assert "H12" in ran.out
    assert state_of(filled) == before


@pytest.mark.parametrize("damage", ["absent", "other", "damaged cell"])
def test_a_receipt_without_what_undoing_needs_is_refused(filled: Path, damage: str) -> None:
    (path,) = (filled / "receipts").glob("*.json")
    content = json.loads(path.read_text("utf-8"))
    if damage == "absent":
        del content["changes"]  # as an earlier lacxl wrote it
    elif damage == "other":
        content["changes"] = ["nothing"]
    else:
        content["changes"]["cells"][0]["cell"] = "elsewhere"
    path.write_text(json.dumps(content), "utf-8")
    refused_untouched(filled, ("undo",), "B202", path.name)


def test_without_a_receipt_there_is_nothing_to_undo(fresh: Path) -> None:
    refused_untouched(fresh, ("undo",), "B201")


def test_an_issued_month_is_not_undone(filled: Path) -> None:
    assert_done(run(filled, "issue", MAY))
    refused_untouched(filled, ("undo",), "B204", f"restate {MAY}")


def test_one_in_another_hand_is_not_undone(filled: Path) -> None:
    (filled / f"~${workbook_of(filled).name}").write_bytes(b"")
    assert_refused(run(filled, "undo"), "F201", "open in Excel")


@pytest.mark.parametrize("step", ["receipt", "replace", "settle", "receipt kept"])
def test_one_that_was_cut_off_is_done_or_not_begun(filled: Path, step: str) -> None:
    before, path = seen(filled), settings(filled)

    class CutOff(BaseException):
        """Ends the run as Ctrl-C does."""

    def cut(at_step: str) -> None:
        if at_step == step:
            raise CutOff

    with pytest.raises(CutOff):
        undo(path, on_step=cut)
    changed = seen(filled).snapshot != before.snapshot
    assert changed == (step in ("settle", "receipt kept"))
    ran = run(filled, "undo")
    if not changed:
        assert_done(ran)
    else:
        assert ran.codes() == ["B201"], "the undoing stands on its receipt and is not done twice"
