"""A fill or an issue in an open workbook is killed at each of its steps; the next run finishes.

The process dies by the signal that no program can catch. What stands "in Excel" outlives it: the
stand-in keeps it in files (excel_stand_in.py says what that is and is not).
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from folders import COPY, MAY, workbook_of
from own_process import KILLED, run_alone

from lacxl.app.case.seen import Seen, see
from lacxl.app.month.undo import last_fill
from lacxl.ledgers.carried_out import differing
from lacxl.ledgers.receipts import receipts_of
from lacxl.settings.settings import Settings

FILL_STEPS = ("receipt", "backup", "apply", "applied", "receipt kept", "history", "log")
ISSUE_STEPS = (
    "note", "backup", "apply", "applied", "save", "copy", "copy write", "copy flush",
    "copy check", "copy replace", "copy settle", "record",
)  # fmt: skip

CHILD = f"""
import sys
sys.path.insert(0, {os.fspath(Path(__file__).parent)!r})
import os, signal
from pathlib import Path
from excel_stand_in import PackageBook
from lacxl.app.issue.issue import issue
from lacxl.app.document.open_book import OpenBook
from lacxl.app.month.refresh import refresh
from lacxl.domain.month import Month
from lacxl.settings.settings import Settings

folder, scratch, verb, at = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]
settings = Settings.load(folder / "lacxl.toml")

class Kept(PackageBook):
    def __init__(self, path, scratch):
        turns = sorted(int(each.stem) for each in scratch.glob("*.xlsx"))
        super().__init__(path, scratch) if not turns else None
        self._path, self._scratch = path, scratch
        self._turn = turns[-1] if turns else 0
        self._now = scratch / f"{{self._turn}}.xlsx"

def die(step):
    if step == at:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

with OpenBook(Kept(settings.workbook_path, scratch), settings) as place:
    {{"fill": refresh, "issue": issue}}[verb](
        settings, Month.parse("2015-05"), document=place, on_step=die)
print("survived")
"""


class Desk:
    """A folder with the demo before May 2015, and what stands in Excel."""

    def __init__(self, folder: Path, scratch: Path) -> None:
        self.folder, self.scratch = folder, scratch
        scratch.mkdir()
        self.settings = Settings.load(folder / "lacxl.toml")

    def run(self, verb: str, at: str = "never") -> int:
        """Run a verb in a process of its own, killed at a step."""
        ended = run_alone(CHILD, str(self.folder), str(self.scratch), verb, at)
        assert ended.code != 1, ended.err
        return ended.code

    @property
    def now(self) -> Path:
        """What stands in Excel."""
        return max(self.scratch.glob("*.xlsx"), key=lambda path: int(path.stem))

    @property
    def seen(self) -> Seen:
        """What is seen in it."""
        return see(self.settings, self.now)


@pytest.fixture
def desk(fresh: Path, tmp_path: Path) -> Desk:
    return Desk(fresh, tmp_path / "in excel")


@pytest.mark.parametrize("step", FILL_STEPS)
def test_a_fill_killed_at_a_step_is_finished_by_the_next(desk: Desk, step: str) -> None:
    assert desk.run("fill", step) == KILLED, "the step is one of its own"
    assert desk.run("fill") == 0
    assert not list((desk.folder / "receipts").glob("*.pending"))
    (receipt,) = [content for _, content in receipts_of(desk.folder)]
    assert receipt["changed"]
    assert differing(desk.now, last_fill(desk.settings).changes) == (), "it tells what stands"
    history = (desk.folder / "lacxl-history.csv").read_text("utf-8").splitlines()
    assert len(history) == len(set(history)) > 1
    assert list((desk.folder / "backups").iterdir())


@pytest.mark.parametrize("step", ISSUE_STEPS)
def test_an_issue_killed_at_a_step_is_finished_by_the_next(desk: Desk, step: str) -> None:
    assert desk.run("fill") == 0
    assert desk.run("issue", step) == KILLED, "the step is one of its own"
    assert desk.run("issue") == 0
    rows = (desk.folder / "lacxl-issued.csv").read_text("utf-8").splitlines()[1:]
    assert [row.split(",")[:3] for row in rows] == [[MAY, "1", COPY]]
    assert not list((desk.folder / "receipts").glob("*.issuing"))
    seen = desk.seen
    for path in (desk.folder / COPY, workbook_of(desk.folder)):
        there = see(desk.settings, path)
        assert (there.snapshot, there.looks) == (seen.snapshot, seen.looks)
    assert str(MAY) in {str(month) for month in seen.issued(())}, "its cells are locked"
