"""A run that is cut off between register, receipt, ledger and record: said so, finished, agreed.

Whatever a command writes is registered first, by `add_to`: each command is cut off just before and
just after each time that it registers something, and where it makes a file of lacxl's own final.
"""

from __future__ import annotations

import datetime as dt
import functools
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from made_up_year import FIRST, Numbers, give, made_up

from lacxl.app.accept import accept_finding
from lacxl.app.check.check import check
from lacxl.app.check.verify import verify
from lacxl.app.issue.issue import issue
from lacxl.app.month.next_month import next_month
from lacxl.app.month.refresh import refresh
from lacxl.app.month.undo import undo
from lacxl.app.new import new
from lacxl.app.restate.restate import restate
from lacxl.domain.errors import LacxlError, Refused
from lacxl.domain.finding import Finding
from lacxl.domain.month import Month
from lacxl.ledgers import csv_ledger, keeping
from lacxl.settings.settings import Settings

APRIL, MAY = FIRST, FIRST + 1
DONE = frozenset({"B201", "B204", "I103", "I110", "I131", "N101", "U111"})
"""Refusals of a command that finds its work done."""


class CutOff(BaseException):
    """The process is gone: nothing of lacxl knows this exception."""


def day(month: Month) -> dt.date:
    return (month + 1).first_day + dt.timedelta(8)


def corrected() -> Numbers:
    numbers = made_up()
    above, below = numbers["7.6", APRIL]
    return {**numbers, ("7.6", APRIL): (above // 2, below)}


def do_refresh(at: Settings) -> Sequence[Finding]:
    return refresh(at, MAY, today=day(MAY)).findings


def do_issue(at: Settings) -> Sequence[Finding]:
    return issue(at, MAY, today=day(MAY)).findings


def do_issue_incomplete(at: Settings) -> Sequence[Finding]:
    return issue(at, MAY, accept="one came late", today=day(MAY)).findings


def do_accept(at: Settings) -> Sequence[Finding]:
    found = next(e for e in check(at.workbook_path, at).findings if e.code.startswith("Q"))
    return accept_finding(at, found.code, found.where, "as it is", today=day(MAY)).findings


def do_restate(at: Settings) -> Sequence[Finding]:
    return restate(at, APRIL, reason="late forms", today=day(MAY)).findings


def do_restate_with_copy(at: Settings) -> Sequence[Finding]:
    return restate(at, APRIL, reason="late forms", issue=True, today=day(MAY)).findings


def do_undo(at: Settings) -> Sequence[Finding]:
    return undo(at).findings


def do_next_month(at: Settings) -> Sequence[Finding]:
    return next_month(at, today=day(MAY)).findings


COMMANDS: dict[str, tuple[str, Callable[[Settings], Sequence[Finding]]]] = {
    "refresh": ("place of May", do_refresh),
    "issue": ("May filled", do_issue),
    "issue with a reason": ("May filled but for one", do_issue_incomplete),
    "accept": ("May filled", do_accept),
    "restate": ("April to be corrected", do_restate),
    "restate with a copy": ("April to be corrected", do_restate_with_copy),
    "undo": ("May filled", do_undo),
    "undo a restatement": ("April corrected", do_undo),
    "next-month": ("May filled", do_next_month),
}
"""What there is before each command, and the command."""
WRITES = {
    "refresh": ("register", "file") * 2,
    "issue": ("register", "file") * 2,
    "issue with a reason": ("register", "file") * 3,
    "accept": ("register", "file"),
    "restate": ("register", "file") * 3,
    "restate with a copy": ("register", "file") * 5,
    "undo": ("register", "file"),
    "undo a restatement": ("register", "file") * 2,
    "next-month": ("file", "register", "file"),
}
"""What each command writes, in its order: test_not_cut_off holds it to that."""


@functools.cache
def begun(before: str) -> Path:
    """Return a folder in which everything that goes before a command was done."""
    if before == "place of May":
        folder = Path(tempfile.mkdtemp()) / "reports"
        at = Settings.load(new(FIRST, folder, "Northshire"))
        give(folder, made_up(), APRIL)
        refresh(at, APRIL, today=day(APRIL))
        issue(at, APRIL, today=day(APRIL))
        next_month(at, today=day(APRIL))
        give(folder, made_up(), MAY)
        return folder
    earlier = {
        "May filled": "place of May",
        "May filled but for one": "place of May",
        "April to be corrected": "May filled",
        "April corrected": "April to be corrected",
    }[before]
    folder = shutil.copytree(begun(earlier), Path(tempfile.mkdtemp()) / "reports")
    at = Settings.load(folder / "lacxl.toml")
    if before == "May filled but for one":
        give(folder, {k: v for k, v in made_up().items() if k != ("9.1", MAY)}, MAY)
    if earlier == "place of May":
        do_refresh(at)
    elif before == "April to be corrected":
        do_issue(at)
        give(folder, corrected(), MAY)
    else:
        do_restate(at)
    return folder


def folder_before(command: str, tmp_path: Path) -> Settings:
    folder = shutil.copytree(begun(COMMANDS[command][0]), tmp_path / "reports")
    return Settings.load(folder / "lacxl.toml")


Cut = tuple[str, str, int]
"""What is cut off: before or after which step, the how manieth time."""


class Steps:
    """Counts the steps of a run, and cuts it off at one of them."""

    def __init__(self, patch: pytest.MonkeyPatch, cut: Cut | None = None) -> None:
        self.seen: list[Cut] = []
        self._cut = cut
        for where, name in (
            (keeping, "add_to"),
            (keeping, "append_lines"),
            (keeping, "write_text"),
            (csv_ledger, "append_lines"),
        ):
            self._watch(patch, where, name)

    def _watch(self, patch: pytest.MonkeyPatch, where: Any, name: str) -> None:
        plain = getattr(where, name)

        def watched(*args: Any, **kwargs: Any) -> object:
            kind = "register" if name == "add_to" else "file"
            number = sum(each[:2] == ("before", kind) for each in self.seen) + 1
            self._at(("before", kind, number))
            done: object = plain(*args, **kwargs)
            self._at(("after", kind, number))
            return done

        patch.setattr(where, name, watched)

    def _at(self, step: Cut) -> None:
        self.seen.append(step)
        if step == self._cut:
            raise CutOff


def cuts_of(command: str) -> list[Cut]:
    """Return where a command can be cut off: before and after each of its writes."""
    writes = WRITES[command]
    numbered = [(kind, writes[: at + 1].count(kind)) for at, kind in enumerate(writes)]
    return [(when, *write) for write in numbered for when in ("before", "after")]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "cut" in metafunc.fixturenames:
        chosen = [(command, cut) for command in COMMANDS for cut in cuts_of(command)]
        names = [f"{command}: {' '.join(map(str, cut))}" for command, cut in chosen]
        metafunc.parametrize(("command", "cut"), chosen, ids=names)


def wanting(at: Settings) -> tuple[Finding, ...]:
    return tuple(each for each in verify(at).findings if each.wants_a_look)


@pytest.mark.parametrize("command", COMMANDS)
def test_not_cut_off(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands do their work and register something: the tests below can fail."""
    at = folder_before(command, tmp_path)
    assert not wanting(at)
    with monkeypatch.context() as patch:
        steps = Steps(patch)
        COMMANDS[command][1](at)
    assert not wanting(at)
    assert steps.seen == cuts_of(command)
    assert ("after", "register", 1) in steps.seen


def said_by_the_next(
    run: Callable[[Settings], Sequence[Finding]], at: Settings
) -> Sequence[Finding]:
    """Return what the same command says when it is run again, done or with its work done."""
    try:
        return run(at)
    except LacxlError as fault:
        if not DONE.intersection(each.code for each in fault.findings):
            raise
        return fault.findings


def test_another_command_comes_between(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An issue is cut off between registering its entry and writing it; a reason is kept then."""
    at = folder_before("issue", tmp_path)
    last = [each for each in cuts_of("issue") if each[:2] == ("after", "register")][-2]
    with monkeypatch.context() as patch:
        Steps(patch, last)
        with pytest.raises(CutOff):
            do_issue(at)
    do_accept(at)
    for each in wanting(at):
        assert "cut off" in each.sentences, f"called something else: {each}"
    do_issue(at)
    assert not wanting(at)


def test_cut_off(command: str, cut: Cut, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at, run = folder_before(command, tmp_path), COMMANDS[command][1]
    with monkeypatch.context() as patch:
        Steps(patch, cut)
        with pytest.raises(CutOff):
            run(at)
    met = wanting(at)
    for each in met:
        assert "cut off" in each.sentences, f"called something else: {each}"
    said = said_by_the_next(run, at)
    left = wanting(at)
    assert not left, "\n".join(map(str, left))
    if any(each.code == "H117" for each in met):
        assert any(each.code == "H117" for each in said), "the next run says nothing of it"


def test_a_reason_that_is_taken_back_is_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk refuses the issue, and the run is cut off while it takes the reason back."""
    at = folder_before("issue with a reason", tmp_path)
    real = keeping.write_text

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise Refused(())

    def cut(path: Path, *args: Any, **kwargs: Any) -> Any:
        if path == at.accepted_path:
            raise CutOff
        return real(path, *args, **kwargs)

    unlink = Path.unlink

    def cut_unlink(path: Path, missing_ok: bool = False) -> None:
        if path == at.accepted_path:
            raise CutOff
        unlink(path, missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr("lacxl.app.document.file_on_disk.FileOnDisk.issue", refuse)
        patch.setattr(keeping, "write_text", cut)
        patch.setattr(Path, "unlink", cut_unlink)
        with pytest.raises(CutOff):
            do_issue_incomplete(at)
    for each in wanting(at):
        assert "cut off" in each.sentences, f"called something else: {each}"
    do_issue_incomplete(at)
    assert not wanting(at)
