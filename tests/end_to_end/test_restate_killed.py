"""A restatement that is killed at a step leaves the old workbook or the new; the next finishes."""

from __future__ import annotations

import csv
import functools
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from excel_stand_in import PackageBook
from folders import (
    MAY,
    assert_done,
    assert_refused,
    leftovers,
    run,
    workbook_of,
)
from own_process import KILLED, run_alone
from planting import set_reading, values_of

from lacxl.app.document.open_book import OpenBook
from lacxl.app.month.undo import undo
from lacxl.app.restate.restate import restate
from lacxl.demo import write_demo
from lacxl.domain.month import Month
from lacxl.files.replacing import STEPS
from lacxl.ledgers.restated import RESTATED, in_force
from lacxl.settings.settings import Settings

APRIL, WHY = Month(2015, 4), "Two reviews were entered late"
CHILD = """
import os, signal, sys
from pathlib import Path
from lacxl.app.restate.restate import restate
from lacxl.app.month.undo import undo
from lacxl.domain.month import Month
from lacxl.settings.settings import Settings

folder, month, verb, at = sys.argv[1:]
heard = []

def die(step):
    heard.append(step)
    if len(heard) == int(at):
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

settings = Settings.load(Path(folder) / "lacxl.toml")
if verb == "undo":
    undo(settings, on_step=die)
else:
    restate(settings, Month.parse(month), reason="Two reviews were entered late",
            issue=verb == "issue", on_step=die)
print("survived")
"""
ALIKE = ("sweep", "flush", "check", "backup", "done")
"""Steps of a replacement that come between others which leave the same."""


@dataclass(frozen=True)
class Undisturbed:
    """What a run that nobody kills leaves, and the steps that it is heard to take."""

    steps: tuple[str, ...]
    old: bytes
    values: dict[tuple[str, str], object]
    ledger: list[list[str]]
    record: list[list[str]]
    history: list[list[str]]


def rows(path: Path, start: int = 0, end: int | None = None) -> list[list[str]]:
    """Return the rows of a CSV, none if it is not there, without some columns."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [row[start:end] for row in csv.reader(file)]


def state(folder: Path) -> tuple[list[list[str]], list[list[str]], list[list[str]]]:
    """Return ledger, record and history without times and fingerprints."""
    return (
        rows(folder / "lacxl-restated.csv", 1, 9),
        rows(folder / "lacxl-issued.csv", 0, 3),
        rows(folder / "lacxl-history.csv", 0, 8),
    )


COPYING = tuple(f"copy {step}" for step in STEPS if step != "backup")
_RESTATING = ("receipt", "note", *STEPS, "receipt kept", "history", "ledger", "log")
TAKEN = {
    "restate": (*_RESTATING, "finished"),
    "issue": (*_RESTATING, *COPYING, "lock", *STEPS, "record", "finished"),
    "undo": ("receipt", "note", *STEPS, "receipt kept", "ledger", "log", "finished"),
}
"""The steps of each verb: test_steps holds them to those of a run."""


@functools.cache
def _prepared(verb: str) -> tempfile.TemporaryDirectory[str]:
    """Keep a folder in which everything that goes before was done; May is issued for a copy."""
    kept = tempfile.TemporaryDirectory()
    folder = Path(kept.name) / "demo"
    write_demo(folder)
    assert_done(run(folder, "refresh", MAY))
    if verb == "issue":
        assert_done(run(folder, "issue", MAY))
        set_reading(folder, "7.6", MAY, numerator="50", denominator="60")
    else:
        set_reading(folder, "7.6", "2015-04", numerator="50", denominator="71")
    if verb == "undo":
        assert_done(run(folder, "restate", str(APRIL), "--reason", WHY))
    return kept


def prepared(verb: str, folder: Path) -> Path:
    return shutil.copytree(Path(_prepared(verb).name) / "demo", folder)


def month_of(verb: str) -> Month:
    return Month.parse(MAY) if verb == "issue" else APRIL


@functools.cache
def undisturbed(verb: str) -> Undisturbed:
    with tempfile.TemporaryDirectory() as name:
        folder = prepared(verb, Path(name) / "demo")
        settings, steps = Settings.load(folder / "lacxl.toml"), list[str]()
        old = settings.workbook_path.read_bytes()
        if verb == "undo":
            undo(settings, on_step=steps.append)
        else:
            restate(
                settings, month_of(verb), reason=WHY, issue=verb == "issue", on_step=steps.append
            )
        return Undisturbed(tuple(steps), old, values_of(settings.workbook_path), *state(folder))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that asks for it the number of each step of each verb."""
    if "at" not in metafunc.fixturenames:
        return
    at = {
        "undo": ("replace", "settle", "receipt kept", "ledger"),
        "issue": ("lock", "record"),  # what comes before is the restatement's own
    }
    chosen = [
        (verb, number)
        for verb in ("restate", "issue", "undo")
        for number, step in enumerate(TAKEN[verb], start=1)
        if (step in at[verb] if verb in at else step.split()[-1] not in ALIKE)
    ]
    names = [f"{v}-{n}-{TAKEN[v][n - 1]}" for v, n in chosen]
    metafunc.parametrize(("verb", "at"), chosen, ids=names)


def killed(folder: Path, verb: str, at: int) -> None:
    ended = run_alone(CHILD, str(folder), str(month_of(verb)), verb, str(at))
    assert ended.code == KILLED, f"not killed: {ended.out}{ended.err}"


@pytest.mark.parametrize("verb", TAKEN)
def test_steps(verb: str) -> None:
    assert undisturbed(verb).steps == TAKEN[verb]


def test_killed(tmp_path: Path, verb: str, at: int) -> None:
    been = undisturbed(verb)
    folder = prepared(verb, tmp_path / "reports")
    killed(folder, verb, at)
    path = workbook_of(folder)
    if path.read_bytes() != been.old and verb != "issue":
        assert values_of(path) == been.values
    if verb == "undo":  # once more would undo the fill before
        again = ("undo",) if been.steps[at - 1] == "replace" else ("refresh", MAY)
        assert_done(run(folder, *again))
        assert_undone(folder)
    elif verb == "restate":
        if been.steps[at - 1] in ("log", "finished"):
            assert_refused(run(folder, "restate", str(APRIL), "--reason", WHY), "I131")
        else:
            assert_done(run(folder, "restate", str(APRIL), "--reason", WHY))
    else:
        assert_done(run(folder, "issue", MAY, "--reissue"))
    assert state(folder) == (been.ledger, been.record, been.history)
    if verb == "restate":
        assert values_of(path) == been.values
    assert leftovers(folder) == []
    assert not list(folder.glob("receipts/*.restating"))


def assert_undone(folder: Path) -> None:
    """The ledger has its line, once, and nothing is in force."""
    ledger = RESTATED.load(folder / "lacxl-restated.csv")
    assert len([each for each in ledger if each.undoes]) == 1
    assert in_force(ledger) == ()


def test_a_refresh_after_the_kill_finishes_it_too(tmp_path: Path) -> None:
    """Else it would take the marks away, of which the ledger knows nothing yet."""
    been = undisturbed("restate")
    folder = prepared("restate", tmp_path / "reports")
    killed(folder, "restate", been.steps.index("receipt kept") + 1)
    assert state(folder)[0] == []
    assert "I136" in run(folder, "refresh", MAY, "--dry-run").codes()
    ran = run(folder, "refresh", MAY)
    assert_done(ran)
    assert "nothing to change" in ran.out
    assert state(folder)[0] == been.ledger


@pytest.mark.parametrize("step", ["receipt", "applied", "ledger"])
def test_interrupted_in_an_open_workbook(tmp_path: Path, step: str) -> None:
    folder = prepared("restate", tmp_path / "reports")
    settings = Settings.load(folder / "lacxl.toml")

    class Interrupted(BaseException):
        pass

    def stop(heard: str) -> None:
        if heard == step:
            raise Interrupted

    scratch = tmp_path / "in excel"
    scratch.mkdir()
    book = PackageBook(settings.workbook_path, scratch)
    with pytest.raises(Interrupted), OpenBook(book, settings) as place:
        restate(settings, APRIL, reason=WHY, document=place, on_step=stop)
    with OpenBook(book, settings) as place:
        done = restate(settings, APRIL, reason=WHY, document=place)
    assert done.in_excel
    assert state(folder)[0] == undisturbed("restate").ledger
    with OpenBook(book, settings) as place:
        undo(settings, document=place)
    assert_undone(folder)


def test_two_runs_at_the_same_time(tmp_path: Path) -> None:
    folder = prepared("restate", tmp_path / "reports")
    command = [sys.executable, "-m", "lacxl", "restate", str(APRIL), "--reason", WHY]
    runs = [
        subprocess.Popen(
            [*command, "-s", str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    said = [(*one.communicate(timeout=120), one.returncode) for one in runs]
    assert sorted(code for _, _, code in said) == [1, 3, 3], said
    assert all("F203" in err or "I131" in err for _, err, code in said if code == 3), said
    assert state(folder)[0] == undisturbed("restate").ledger
