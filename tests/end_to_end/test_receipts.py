"""Receipts: of changes that happened, of one workbook each, and none that blocks a run."""

from __future__ import annotations

import datetime as dt
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from folders import (
    MAY,
    WITH_FINDINGS,
    assert_done,
    call,
    refused_untouched,
    run,
    workbook_of,
)
from planting import SUMMARY, set_cell, set_reading

from lacxl.app.month.refresh import refresh
from lacxl.app.month.undo import undoable
from lacxl.demo import MONTH
from lacxl.domain.errors import Refused
from lacxl.domain.month import Month
from lacxl.ledgers.receipts import close_receipt, open_receipt, receipts_of
from lacxl.settings.settings import Settings

OTHER = "Another report.xlsx"


class CutOff(BaseException):
    """Ends a run as Ctrl-C does."""


def settings(folder: Path, name: str = "lacxl.toml") -> Settings:
    return Settings.load(folder / name)


def cut_off(folder: Path, step: str, name: str = "lacxl.toml") -> None:
    """Refresh May and be cut off at a step."""

    def cut(at: str) -> None:
        if at == step:
            raise CutOff

    with pytest.raises(CutOff):
        refresh(settings(folder, name), MONTH, on_step=cut)


def saved_by_somebody(folder: Path) -> None:
    """Change a cell that no run writes, as a person does who saves the workbook."""
    set_cell(workbook_of(folder), SUMMARY, "C6", "<is><t>as agreed</t></is>", ' t="inlineStr"')


def waiting(folder: Path) -> list[Path]:
    return list((folder / "receipts").glob("*.pending"))


def with_two_workbooks(folder: Path) -> None:
    """Put a second workbook and its settings into the folder."""
    (folder / OTHER).write_bytes(workbook_of(folder).read_bytes())
    text = (folder / "lacxl.toml").read_text("utf-8")
    text = text.replace(workbook_of(folder).name, OTHER)
    files = '\n[history]\nfile = "other.csv"\n[issued]\nfile = "other issues.csv"\n'
    (folder / "other.toml").write_text(text + files, "utf-8")


class TestOfWhatHappened:
    def test_each_cell_has_a_line_of_its_own(self, fresh: Path) -> None:
        run(fresh, "refresh", MAY)
        (receipt,) = (fresh / "receipts").glob("*.json")
        text = receipt.read_text("utf-8")
        told = json.loads(text)
        lines = [line.strip().rstrip(",") for line in text.splitlines()]
        for cell in (*told["cells"], *told["changes"]["cells"]):
            assert json.dumps(cell, ensure_ascii=False) in lines

    def test_none_is_left_where_somebody_saved_the_workbook_meanwhile(self, fresh: Path) -> None:
        def save(step: str) -> None:
            if step == "replace":
                saved_by_somebody(fresh)

        with pytest.raises(Refused) as refused:
            refresh(settings(fresh), MONTH, on_step=save)
        assert refused.value.codes == ("F109",)
        assert not (fresh / "receipts").exists()

    @pytest.mark.parametrize("step", ["receipt", "write", "check", "backup", "replace"])
    def test_none_of_a_run_that_was_cut_off_before_though_somebody_saved_since(
        self, fresh: Path, step: str
    ) -> None:
        cut_off(fresh, step)
        saved_by_somebody(fresh)
        assert_done(run(fresh, "refresh", MAY))
        assert len(list(receipts_of(fresh))) == 1, "of the second run alone"
        assert not waiting(fresh)

    @pytest.mark.parametrize("step", ["settle", "receipt kept"])
    def test_one_of_a_run_that_was_cut_off_after_though_somebody_saved_since(
        self, fresh: Path, step: str
    ) -> None:
        cut_off(fresh, step)
        saved_by_somebody(fresh)
        ran = run(fresh, "refresh", MAY)
        assert "nothing to change" in ran.out
        ((_, receipt),) = receipts_of(fresh)
        assert receipt is not None
        assert receipt["changed"] == 132
        assert_done(run(fresh, "undo"))

    def test_a_dry_run_of_undoing_sees_what_the_run_would_settle(self, fresh: Path) -> None:
        cut_off(fresh, "settle")
        (left,) = waiting(fresh)
        ran = run(fresh, "undo", "--dry-run")
        assert_done(ran)
        assert "132 cells" in ran.out
        assert waiting(fresh) == [left], "it writes nothing"

    def test_a_dry_run_of_undoing_promises_nothing_that_never_happened(self, fresh: Path) -> None:
        cut_off(fresh, "replace")
        saved_by_somebody(fresh)
        refused_untouched(fresh, ("undo", "--dry-run"), "B201")


class TestOfTheirWorkbook:
    def test_another_workbooks_waiting_receipt_is_left_to_it(self, fresh: Path) -> None:
        with_two_workbooks(fresh)
        cut_off(fresh, "settle")
        assert_done(call("refresh", MAY, "-s", str(fresh / "other.toml")))
        assert len(waiting(fresh)) == 1, "nobody took it"
        assert_done(run(fresh, "refresh", MAY))
        assert not waiting(fresh)
        assert len(list(receipts_of(fresh))) == 2

    def test_undoing_takes_this_workbooks_last_fill(self, fresh: Path) -> None:
        with_two_workbooks(fresh)
        before = {name: (fresh / name).read_bytes() for name in (workbook_of(fresh).name, OTHER)}
        assert_done(run(fresh, "refresh", MAY))
        filled = workbook_of(fresh).read_bytes()
        assert_done(call("refresh", MAY, "-s", str(fresh / "other.toml")))
        assert_done(run(fresh, "undo"))
        assert (fresh / OTHER).read_bytes() != before[OTHER]
        assert workbook_of(fresh).read_bytes() != filled
        assert_done(call("undo", "-s", str(fresh / "other.toml")))
        refused_untouched(fresh, ("undo",), "B201")

    def test_two_of_the_same_second_have_names_of_their_own(self, fresh: Path) -> None:
        with_two_workbooks(fresh)
        now = dt.datetime(2015, 6, 4, 9, 30, tzinfo=dt.UTC)
        content: dict[str, object] = {"command": "refresh", "changes": {"cells": []}}
        made = [
            open_receipt(settings(fresh, name), MONTH, content, now, {})
            for name in ("lacxl.toml", "other.toml", "lacxl.toml")
        ]
        assert [path.name for path in made] == [
            "2015-05 2015-06-04 093000.json",
            "2015-05 2015-06-04 093000 (2).json",
            "2015-05 2015-06-04 093000 (3).json",
        ]
        assert len(waiting(fresh)) == 3

    def test_they_go_with_a_folder_that_moves(self, filled: Path, tmp_path: Path) -> None:
        moved = filled.rename(tmp_path / "elsewhere")
        assert_done(run(moved, "undo"))

    def test_they_are_named_in_utc_and_so_are_backups(
        self, fresh: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        if not hasattr(time, "tzset"):
            pytest.skip("this system has one time zone")
        monkeypatch.setenv("TZ", "Etc/GMT-9")
        time.tzset()
        try:
            assert_done(run(fresh, "refresh", MAY))
        finally:
            monkeypatch.undo()
            time.tzset()
        now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
        (receipt,) = (fresh / "receipts").iterdir()
        (backup,) = (fresh / "backups").iterdir()
        for stem in (receipt.stem, backup.stem):
            named = dt.datetime.strptime(stem[-17:], "%Y-%m-%d %H%M%S")
            assert abs(now - named) < dt.timedelta(minutes=5)


DEEP = b"[" * 200_000
UNREADABLE: dict[str, Callable[[Path], object]] = {
    "nested deeply": lambda path: path.write_bytes(DEEP),
    "nested deeply and whole": lambda path: path.write_bytes(b"[" * 900 + b"]" * 900),
    "nested in a key": lambda path: path.write_bytes(b'{"changes":' * 5_000 + b"1" + b"}" * 5_000),
    "no JSON": lambda path: path.write_bytes(b"\xff\xfe{"),
    "empty": lambda path: path.write_bytes(b""),
    "a list": lambda path: path.write_bytes(b"[1]"),
    "not a number": lambda path: path.write_bytes(b'{"changed": NaN}'),
    "a folder": lambda path: path.mkdir(),
    "a link to itself": lambda path: path.symlink_to(path),
    "a pipe": lambda path: os.mkfifo(path, 0o600),
}
NAME = "2015-05 2030-01-01 000000.json"


def damaged(folder: Path, kind: str, name: str) -> Path:
    """Put a damaged receipt among the others."""
    if kind in ("a pipe", "a link to itself") and os.name == "nt":
        pytest.skip("Windows has no named pipes in folders, and links need a right")
    path = folder / "receipts" / name
    UNREADABLE[kind](path)
    return path


class TestThatCannotBeRead:
    @pytest.mark.parametrize("kind", UNREADABLE)
    def test_one_that_waits_is_told_and_blocks_nothing(self, filled: Path, kind: str) -> None:
        path = damaged(filled, kind, f"{NAME}.pending")
        set_reading(filled, "7.1", MAY, numerator="404")
        ran = run(filled, "refresh", MAY)
        assert ran.code == WITH_FINDINGS, ran.err
        assert "B206" in ran.codes()
        assert "is filled: 3 cells on" in ran.out
        assert os.path.lexists(path), "it is left alone"

    @pytest.mark.parametrize("kind", UNREADABLE)
    def test_undoing_refuses_where_it_may_be_the_last_fill(self, filled: Path, kind: str) -> None:
        damaged(filled, kind, NAME)
        assert_done(run(filled, "refresh", MAY))
        for more in ((), ("--dry-run",)):
            ran = run(filled, "undo", *more)
            assert (ran.code, ran.codes()) == (3, ["B207"]), ran.err
        assert undoable(settings(filled), frozenset(), ()) is None, "the button is off"

    @pytest.mark.parametrize("kind", UNREADABLE)
    def test_undoing_passes_over_an_older_one(self, filled: Path, kind: str) -> None:
        damaged(filled, kind, "2015-04 2001-01-01 000000.json")
        assert_done(run(filled, "undo"))

    def test_a_file_of_another_name_is_somebody_elses(self, filled: Path) -> None:
        (filled / "receipts" / "notes.json").write_bytes(DEEP)
        (filled / "receipts" / "notes.json.pending").write_bytes(DEEP)
        assert "B206" not in run(filled, "refresh", MAY).codes()
        assert_done(run(filled, "undo"))

    @pytest.mark.parametrize(
        "number", ["1" + "0" * 400, "1e999", "-1e999"], ids=["huge", "infinite", "minus infinite"]
    )
    def test_a_number_beyond_all_numbers_is_refused(self, filled: Path, number: str) -> None:
        ((path, _),) = receipts_of(filled)
        text = path.read_text("utf-8")
        path.write_text(text.replace('"after": 406.0', f'"after": {number}'), "utf-8")
        refused_untouched(filled, ("undo",), "B202")


def without_changes(content: dict[str, Any]) -> None:
    content["changes"]["cells"] = []


def without_one(content: dict[str, Any]) -> None:
    content["changes"]["cells"].pop()


def without_the_list(content: dict[str, Any]) -> None:
    content["cells"] = []


def without_one_in_both(content: dict[str, Any]) -> None:
    gone = content["cells"].pop()
    kept = content["changes"]["cells"]
    kept[:] = [
        each for each in kept if (each["sheet"], each["cell"]) != (gone["sheet"], gone["cell"])
    ]
    content["changed"] -= 1


def without_rules(content: dict[str, Any]) -> None:
    content["changes"]["rules"] = []


def with_another_figure(content: dict[str, Any]) -> None:
    next(each for each in content["changes"]["cells"] if "value" in each)["value"]["before"] = 1.0


def of_an_earlier_lacxl_without_one(content: dict[str, Any]) -> None:
    del content["changes"]["seal"]
    content["changes"]["cells"].pop(0)


EDITS = [
    without_changes, without_one, without_the_list, without_one_in_both, without_rules,
    with_another_figure, of_an_earlier_lacxl_without_one,
]  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("more", [(), ("--dry-run",)], ids=["", "dry run"])
def test_a_receipt_that_was_edited_is_refused(
    filled: Path, edit: Callable[[dict[str, Any]], None], more: tuple[str, ...]
) -> None:
    ((path, content),) = receipts_of(filled)
    assert content is not None
    edit(content)
    path.write_text(json.dumps(content), "utf-8")
    refused_untouched(filled, ("undo", *more), "B202", path.name)


def test_a_receipt_of_an_earlier_lacxl_is_undone(filled: Path) -> None:
    ((path, content),) = receipts_of(filled)
    assert content is not None
    for key in ("seal", "of"):
        del content["changes"][key]
    path.write_text(json.dumps(content), "utf-8")
    assert_done(run(filled, "undo"))


def test_receipts_of_one_second_follow_each_other_whatever_their_months(fresh: Path) -> None:
    now = dt.datetime(2015, 6, 9, 12, tzinfo=dt.UTC)
    for month in (Month(2015, 5), Month(2015, 4), Month(2015, 6)):
        content: dict[str, object] = {"month": str(month), "changes": {}}
        path = open_receipt(settings(fresh), month, content, now, {})
        close_receipt(settings(fresh), path, content)
    assert [content and content["month"] for _, content in receipts_of(fresh)] == [
        "2015-06", "2015-04", "2015-05",
    ]  # fmt: skip
