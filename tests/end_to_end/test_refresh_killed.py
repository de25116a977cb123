"""A refresh or an issue killed at each step: the old workbook or the new one, and a clean finish.

The steps are those that a run without a kill is heard to take, so that new ones are covered.
"""

from __future__ import annotations

import csv
import functools
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from folders import COPY, MAY, assert_done, assert_refused, leftovers, run, workbook_of
from own_process import KILLED, run_alone
from planting import (
    RED_RULE,
    SUMMARY,
    before_end,
    edit_sheet,
    locked_of,
    read_sheet,
    set_reading,
    values_of,
)

from lacxl.app.issue.issue import issue
from lacxl.app.month.refresh import refresh
from lacxl.demo import MONTH, write_demo
from lacxl.files.replacing import STEPS
from lacxl.settings.settings import Settings

CHILD = """
import datetime as dt, os, signal, sys
from pathlib import Path
from lacxl.app.issue.issue import issue
from lacxl.app.month.refresh import refresh
from lacxl.demo import MONTH
from lacxl.settings.settings import Settings

folder, command, at, back = sys.argv[1:]
command, _, again = command.partition(" --")
heard = []

def die(step):
    heard.append(step)
    if len(heard) == int(at):
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

today = dt.datetime.now().astimezone().date() - dt.timedelta(days=int(back))
run = {"refresh": refresh, "issue": issue}[command]
settings = Settings.load(Path(folder) / "lacxl.toml")
run(settings, MONTH, reissue=again == "reissue", today=today, on_step=die)
print("survived")
"""


@dataclass(frozen=True)
class Undisturbed:
    """What a run that nobody kills leaves, and the steps that it is heard to take.

    History and record are given before and after.
    """

    steps: tuple[str, ...]
    old: bytes
    new: bytes
    values: dict[tuple[str, str], object]
    locked: dict[str, set[str]]
    history: tuple[list[list[str]], list[list[str]]]
    record: tuple[list[list[str]], list[list[str]]]
    receipts: list[int]


def rows(path: Path) -> list[list[str]]:
    """Return the rows of a CSV, none if it is not there; a history's without the time."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [row[:8] for row in csv.reader(file)]


def receipts(folder: Path) -> list[int]:
    """Return how many cells each receipt has; one that still waits counts as -1.

    What is kept of an issue is among them, with its figures.
    """

    def count(path: Path) -> int:
        if path.suffix != ".json":
            return -1
        content = json.loads(path.read_text("utf-8"))
        return len(content["figures"]) if content["command"] == "issue" else content["changed"]

    return sorted(map(count, (folder / "receipts").iterdir()))


def without_sums(record: list[list[str]]) -> list[list[str]]:
    """Leave out the fingerprints: a password's salt makes them differ."""
    return [[*row[:3], *row[4:]] for row in record]


COMMANDS = ("refresh", "issue", "refresh --reissue", "issue --reissue")
COPYING = tuple(f"copy {step}" for step in STEPS if step != "backup")
TAKEN = {
    "refresh": ("receipt", *STEPS, "receipt kept", "history", "log", "finished"),
    "issue": (*COPYING, "lock", *STEPS, "record", "finished"),
}
"""The steps of each command, and of it with --reissue: test_steps holds them to those of a run."""


@functools.cache
def _prepared(command: str) -> tempfile.TemporaryDirectory[str]:
    """Keep a folder in which everything that goes before the command was done."""
    kept = tempfile.TemporaryDirectory()
    folder = Path(kept.name) / "demo"
    write_demo(folder)
    before = COMMANDS.index(command)
    if before > 0:
        assert_done(run(folder, "refresh", MAY))
    if before > 1:
        assert_done(run(folder, "issue", MAY))
        set_reading(folder, "7.1", MAY, numerator="404")
    if before > 2:
        assert_done(run(folder, "refresh", MAY, "--reissue"))
    return kept


def prepared(command: str, folder: Path) -> Path:
    """Make a folder in which everything that goes before the command was done."""
    return shutil.copytree(Path(_prepared(command).name) / "demo", folder)


@functools.cache
def undisturbed(command: str) -> Undisturbed:
    with tempfile.TemporaryDirectory() as name:
        settings = Settings.load(prepared(command, Path(name) / "demo") / "lacxl.toml")
        path, steps = settings.workbook_path, list[str]()
        old = path.read_bytes()
        before = rows(settings.issued_path), rows(settings.history_path)
        {"refresh": refresh, "issue": issue}[command.split(maxsplit=1)[0]](
            settings, MONTH, reissue="--reissue" in command, on_step=steps.append
        )
        return Undisturbed(
            tuple(steps),
            old,
            path.read_bytes(),
            values_of(path),
            locked_of(path),
            (before[1], rows(settings.history_path)),
            (before[0], rows(settings.issued_path)),
            receipts(settings.folder),
        )


ALIKE = ("sweep", "flush", "check", "backup", "done")
"""Steps at which a re-issue is not killed: it takes them in the same rooms as the first issue."""


def steps_of(command: str) -> tuple[str, ...]:
    return TAKEN[command.removesuffix(" --reissue")]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that asks for it the number of each step of each command."""
    if "at" in metafunc.fixturenames:
        chosen = [
            (command, number)
            for command in COMMANDS
            for number, step in enumerate(steps_of(command), start=1)
            if "--" not in command or step.split()[-1] not in ALIKE
        ]
        names = [f"{c}-{n}-{steps_of(c)[n - 1]}" for c, n in chosen]
        metafunc.parametrize(("command", "at"), chosen, ids=names)


def killed(folder: Path, command: str, at: int, *, days_ago: int = 0) -> None:
    ended = run_alone(CHILD, str(folder), command, str(at), str(days_ago))
    assert ended.code == KILLED, f"not killed: {ended.out}{ended.err}"


def copies(folder: Path) -> set[bytes]:
    """Return the contents of the issued copies."""
    return {path.read_bytes() for path in folder.glob("* - I?.xlsx")}


def assert_whole(folder: Path, been: Undisturbed, command: str) -> None:
    """Whatever stands in the folder after the kill is whole."""
    assert workbook_of(folder).read_bytes() in (been.old, been.new)
    assert rows(folder / "lacxl-history.csv") in been.history
    assert rows(folder / "lacxl-issued.csv") in been.record
    for backup in (folder / "backups").glob("*.xlsx"):
        assert values_of(backup), "it opens"
    before = copies(Path(_prepared(command).name) / "demo")
    assert before <= copies(folder) <= before | {been.new}


def assert_finished(folder: Path, been: Undisturbed) -> None:
    """The state is that of a run that nobody killed."""
    path = workbook_of(folder)
    assert values_of(path) == been.values
    assert locked_of(path) == been.locked
    assert rows(folder / "lacxl-history.csv") == been.history[1]
    record = rows(folder / "lacxl-issued.csv")
    assert without_sums(record) == without_sums(been.record[1])
    for row in record[1:]:
        assert row[3] == hashlib.sha256((folder / row[2]).read_bytes()).hexdigest()
    assert leftovers(folder) == []


def finish(folder: Path, command: str, step: str) -> None:
    """Run the command again; an issue that was killed after its last step was done."""
    name, *options = command.split()
    if step == "finished" and name == "issue":
        assert_refused(run(folder, "issue", MAY), "I103")
    else:
        assert_done(run(folder, name, MAY, *options))


@pytest.mark.parametrize("command", COMMANDS)
def test_steps(command: str) -> None:
    assert undisturbed(command).steps == steps_of(command)


def test_not_killed(fresh: Path) -> None:
    """The child does its work when nothing kills it: the tests below can fail."""
    ended = run_alone(CHILD, str(fresh), "refresh", "0", "0")
    assert (ended.code, ended.out) == (0, "survived\n"), ended.err
    assert_finished(fresh, undisturbed("refresh"))


# Once (issue at settle, done and record): the number of a month that is locked and not yet on
# record is taken to be 2, so that the run that was cut off is not known again (I103).
def test_killed(tmp_path: Path, command: str, at: int) -> None:
    been = undisturbed(command)
    folder = prepared(command, tmp_path / "reports")
    killed(folder, command, at)
    assert_whole(folder, been, command)
    finish(folder, command, been.steps[at - 1])
    assert_finished(folder, been)
    assert receipts(folder) == been.receipts, "a change has its receipt"


LATE = ("lock", "replace", "record")


# Once: a run killed between the copy and the lock cannot be finished on another day (I104): the
# copy bears the earlier date, which is compared with today's.
@pytest.mark.parametrize("step", LATE)
@pytest.mark.parametrize("command", ["issue", "issue --reissue"])
def test_killed_and_finished_the_day_after(tmp_path: Path, command: str, step: str) -> None:
    been = undisturbed(command)
    folder = prepared(command, tmp_path / "reports")
    killed(folder, command, been.steps.index(step) + 1, days_ago=1)
    finish(folder, command, step)
    path = workbook_of(folder)
    assert path.read_bytes() in copies(folder)
    assert locked_of(path) == been.locked
    record = rows(folder / "lacxl-issued.csv")
    assert len(record) == len(been.record[1])
    assert record[-1][3] == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("step", ["lock", "record"])
def test_issue_with_a_password_killed(
    filled: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """A password's salt differs each time, and the finished issue is the same all the same."""
    monkeypatch.setenv("LACXL_PASSWORD", "Geheim77x")
    path = workbook_of(filled)
    edit_sheet(path, SUMMARY, lambda text: re.sub(rb"<sheetProtection[^>]*/>", b"", text))
    killed(filled, "issue", undisturbed("issue").steps.index(step) + 1)
    values_of(path)
    assert_done(run(filled, "issue", MAY))
    assert path.read_bytes() == (filled / COPY).read_bytes()
    assert "H6" in locked_of(path)[SUMMARY]
    (line,) = rows(filled / "lacxl-issued.csv")[1:]
    assert line[3] == hashlib.sha256(path.read_bytes()).hexdigest()


# Once: a copy that is there is taken for the same file if only its values and rules are, and then
# takes the workbook's place: formats, comments and charts that were edited meanwhile are lost.
def test_work_done_between_the_kill_and_the_next_run_is_not_lost(filled: Path) -> None:
    killed(filled, "issue", undisturbed("issue").steps.index("lock") + 1)
    path = workbook_of(filled)
    edit_sheet(path, SUMMARY, before_end(RED_RULE, "hyperlinks", "printOptions", "pageMargins"))
    edit_sheet(
        path, "Cover", lambda text: text.replace(b"<pageMargins", b"<!-- mine --><pageMargins")
    )
    before = path.read_bytes()
    ran = run(filled, "issue", MAY)
    if path.read_bytes() != before:
        assert "LEN($B6)" in read_sheet(path, SUMMARY)
        assert path.read_bytes() == (filled / COPY).read_bytes()
    else:
        assert "I104" in ran.codes(), ran.err


def test_two_runs_at_the_same_time(fresh: Path, tmp_path: Path) -> None:
    """Six processes refresh at once: each is done or refused, and the state is that of one."""
    command = [sys.executable, "-m", "lacxl", "refresh", MAY, "-s", str(fresh)]
    runs = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    said = [(*one.communicate(timeout=120), one.returncode) for one in runs]
    assert {code for _, _, code in said} <= {1, 3}, said
    assert any(code == 1 for _, _, code in said)
    assert all("F203" in err for _, err, code in said if code == 3), said
    assert_finished(fresh, undisturbed("refresh"))
    assert len(list((fresh / "receipts").iterdir())) == 1
