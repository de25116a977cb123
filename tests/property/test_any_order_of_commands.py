"""In whatever order the commands come: what is issued changes by a restatement alone, and the
workbook keeps its parts, text boxes, names and rules.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from end_to_end.made_up_year import FIRST, LAST, Numbers, give, made_up
from lacxl.app.accept import accept_finding
from lacxl.app.case.seen import Seen, see
from lacxl.app.check.check import check
from lacxl.app.check.verify import verify
from lacxl.app.issue.issue import issue
from lacxl.app.month.next_month import next_month
from lacxl.app.month.refresh import refresh
from lacxl.app.month.undo import undo
from lacxl.app.new import new
from lacxl.app.restate.restate import restate
from lacxl.domain.errors import LacxlError
from lacxl.domain.month import Month
from lacxl.engines.package import PackageWorkbook
from lacxl.settings.settings import Settings
from lacxl.workbook.marks import is_mark
from lacxl.workbook.snapshot import CellValue

T = TypeVar("T")
Figures = Mapping[tuple[str, str, str, str], CellValue]
BACK = st.integers(0, 2)
"""How many months before the last one that the workbook has."""


@dataclass(frozen=True)
class Kept:
    """What no command may change: how many there are of each."""

    parts: int
    boxes: int
    names: int
    charts: int
    rules: int


def kept(path: Path) -> Kept:
    with ZipFile(path) as package:
        # a sheet's first note, of a restatement, brings a part for notes and one for their boxes
        parts = [p for p in package.namelist() if "omment" not in p and "vml" not in p.lower()]
    with PackageWorkbook(path) as book:
        boxes = len(book.text_boxes())
        rules = sum(not is_mark(r) for s in book.survey().sheets for r in s.rules)
    read = openpyxl.load_workbook(path)
    relations = sum(part.endswith(".rels") for part in parts)
    return Kept(
        len(parts) - relations, boxes, len(read.defined_names),
        sum(len(sheet._charts) for sheet in read), rules,
    )  # fmt: skip


def saved_elsewhere(path: Path) -> None:
    """Save a workbook as another program does: the same in every cell, and other bytes."""
    with ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in parts.items():
            package.writestr(name, content)


def figures_of(seen: Seen, month: Month) -> Figures:
    """Return what the workbook shows of a month, by sheet, indicator, figure and part."""
    return {
        (line.sheet, line.indicator, line.figure, line.part.value): seen.there.get(place)
        for line in seen.layout.lines
        if (place := line.months.get(month)) is not None
    }


@functools.cache
def begun() -> Path:
    """Return a folder in which April 2015 is issued."""
    folder = Path(tempfile.mkdtemp()) / "reports"
    settings = Settings.load(new(FIRST, folder, "Northshire"))
    give(folder, made_up(), FIRST)
    refresh(settings, FIRST, today=dt.date(2015, 5, 9))
    issue(settings, FIRST, today=dt.date(2015, 5, 9))
    return folder


class Commands(RuleBasedStateMachine):
    """A person who runs any command at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.room = tempfile.TemporaryDirectory()
        folder = shutil.copytree(begun(), Path(self.room.name) / "reports")
        self.settings = Settings.load(folder / "lacxl.toml")
        self.numbers: Numbers = made_up()
        self.was = kept(self.settings.workbook_path)
        self.looked_at = b""
        self.saved = b""
        self.issued: dict[Month, Figures] = {}
        self.copies: dict[Path, str] = {}
        self.note(FIRST)

    def teardown(self) -> None:
        self.room.cleanup()

    @property
    def last(self) -> Month:
        """The last month that the workbook has."""
        return see(self.settings).layout.months[-1]

    def ran(self, command: Callable[[], T]) -> T | None:
        """Return what a command did; one that refuses leaves the workbook as it was."""
        before = self.settings.workbook_path.read_bytes()
        give(self.settings.folder, self.numbers, self.last)
        try:
            return command()
        except LacxlError:
            pass
        assert self.settings.workbook_path.read_bytes() == before
        return None

    def today(self, month: Month) -> dt.date:
        return (month + 1).first_day + dt.timedelta(8)

    @rule()
    def make_the_place(self) -> None:
        if self.last < LAST:
            self.ran(lambda: next_month(self.settings, today=self.today(self.last)))

    @rule(back=BACK)
    def fill(self, back: int) -> None:
        month = self.last - back
        self.ran(lambda: refresh(self.settings, month, today=self.today(month)))

    @rule(back=BACK)
    def publish(self, back: int) -> None:
        month = self.last - back
        done = self.ran(lambda: issue(self.settings, month, today=self.today(month)))
        if done is not None:
            self.note(month)

    @rule(back=BACK, number=st.sampled_from(["7.1", "7.6", "7.10", "10.2"]), add=st.integers(1, 9))
    def find_a_mistake(self, back: int, number: str, add: int) -> None:
        month = max(FIRST, self.last - back)
        above, below = self.numbers[number, month]
        right = above + add if below is None or above + add <= below else above // 2
        self.numbers = {**self.numbers, (number, month): (right, below)}

    @rule(back=BACK, copy=st.booleans())
    def correct(self, back: int, copy: bool) -> None:
        month = self.last - back
        done = self.ran(
            lambda: restate(
                self.settings, month, reason="late forms", issue=copy, today=self.today(month)
            )
        )
        if done is not None:
            self.note(month)

    @rule()
    def take_back(self) -> None:
        done = self.ran(lambda: undo(self.settings))
        if done is not None and done.command == "restate":
            self.note(done.month)

    @rule(choice=st.integers(0, 20))
    def accept_something(self, choice: int) -> None:
        found = check(self.settings.workbook_path, self.settings).findings
        if found:
            one = found[choice % len(found)]
            self.ran(lambda: accept_finding(self.settings, one.code, one.where, "as it is"))

    @rule(back=BACK)
    def only_look(self, back: int) -> None:
        before = self.settings.workbook_path.read_bytes()
        month = self.last - back
        self.ran(lambda: refresh(self.settings, month, dry_run=True))
        self.ran(lambda: next_month(self.settings, dry_run=True))
        assert self.settings.workbook_path.read_bytes() == before

    def note(self, month: Month) -> None:
        """Take down what is issued now."""
        self.issued[month] = figures_of(see(self.settings), month)
        folder = self.settings.issued_folder
        for copy in folder.glob("* - I*.xlsx"):
            self.copies.setdefault(copy, hashlib.sha256(copy.read_bytes()).hexdigest())

    @invariant()
    def everything_that_was_written_agrees(self) -> None:
        result = verify(self.settings)
        assert result.agrees, "\n".join(map(str, result.findings))

    @invariant()
    def it_agrees_when_another_program_has_saved_the_workbook(self) -> None:
        path = self.settings.workbook_path
        before = path.read_bytes()
        if before == self.saved:
            return
        self.saved = before
        try:
            saved_elsewhere(path)
            result = verify(self.settings)
        finally:
            path.write_bytes(before)
        assert result.agrees, "\n".join(map(str, result.findings))

    @invariant()
    def nothing_issued_and_nothing_else_is_lost(self) -> None:
        path = self.settings.workbook_path
        if path.read_bytes() == self.looked_at:
            return
        self.looked_at = path.read_bytes()
        assert kept(path) == self.was
        seen = see(self.settings)
        for month, before in self.issued.items():
            for line, value in figures_of(seen, month).items():
                assert before.get(line, value) == value, (month, line)
        for copy, digest in self.copies.items():
            assert hashlib.sha256(copy.read_bytes()).hexdigest() == digest, copy.name


Commands.TestCase.settings = settings(
    max_examples=int(os.environ.get("LACXL_SEQUENCES", "3")),
    stateful_step_count=14,
    derandomize="LACXL_SEQUENCES" not in os.environ,
    database=None,
    phases=(Phase.generate,),  # a step takes a second: shrinking would take an hour
)
TestCommands = Commands.TestCase
