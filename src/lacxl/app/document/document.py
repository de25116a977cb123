"""The workbook that a use case works on: a file that nobody has open, or a book open in Excel.

The rules of the month know neither; they read `source` and hand over a change set.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lacxl.domain.finding import Finding
from lacxl.settings.settings import Settings
from lacxl.workbook.address import CellRef
from lacxl.workbook.calculation import Calculation
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.new_sheet import NewSheet

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Changed:
    """A change set was carried out; `backup` is the workbook from before."""

    backup: Path | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class IssueOrder:
    """An issue that was decided on: its number, the copy's place, and what it changes.

    `changes_on` gives the change set for the day and the register's anchor that go on the cover,
    at `dated_at` and `anchored_at`; `anchor` is the register's as it is now;
    `results_of` what the changes mean for the results of formulas, and refuses an issue whose
    results would not be current.
    """

    number: int
    copy: Path
    today: dt.date
    changes_on: Callable[[dt.date, str], ChangeSet]
    results_of: Callable[[ChangeSet], Calculation]
    dated_at: CellRef | None
    anchor: str
    anchored_at: CellRef | None
    password: str | None


@dataclass(frozen=True, slots=True)
class Locked:
    """The workbook is locked and the issued copy written, for the day that is on the cover."""

    on: dt.date
    findings: tuple[Finding, ...] = ()
    backup: Path | None = None


class Document(Protocol):
    """What a use case needs of the workbook beyond the figures.

    `source` is a file that holds the workbook as it is: the workbook itself, or a copy.
    """

    @property
    def settings(self) -> Settings:
        """The settings beside the workbook."""
        ...

    @property
    def source(self) -> Path:
        """The file to read."""
        ...

    @property
    def is_open(self) -> bool:
        """Whether it is open in Excel: changes are then left for a person to save."""
        ...

    def made_of(self, file: Path, new: NewSheet | None = None) -> Document:
        """Return the document whose changes start from a file aside.

        There the rows and columns are inserted that the changes insert, or the sheet is added that
        is `new`; or it is what the workbook was before the insertion that they take back. In an
        open book Excel does each of these itself.
        """
        ...

    def held(self) -> AbstractContextManager[None]:
        """Keep other runs away for the block; raises Refused."""
        ...

    def mark(self) -> Mapping[str, object]:
        """Return what a waiting receipt needs, to tell later whether its change happened."""
        ...

    def in_other_hands(self) -> tuple[Finding, ...]:
        """Return a warning where somebody has it open, for which `held` refuses.

        A dry run, which holds nothing, asks: it may look, and promises nothing.
        """
        ...

    def rehearse(self, changes: ChangeSet, calculation: Calculation, password: str | None) -> None:
        """Raise Refused for whatever `change` would, as far as that can be told beforehand."""
        ...

    def rehearse_issue(self, order: IssueOrder) -> None:
        """Raise Refused for whatever `issue` would, as far as that can be told beforehand."""
        ...

    def change(
        self,
        changes: ChangeSet,
        calculation: Calculation,
        password: str | None,
        progress: Progress,
        on_step: Progress,
    ) -> Changed:
        """Make the backup and carry out the change set, wholly or not at all.

        The results of the `calculation` are kept with it, unless Excel works them out by itself.
        Raises Refused, nothing having been changed; for an open book Unfinished if it was.
        """
        ...

    def issue(self, order: IssueOrder, progress: Progress, on_step: Progress) -> Locked:
        """Make the backup, lock the workbook and write the issued copy, each read back.

        Raises Refused, nothing having been changed.
        """
        ...

    def now(self) -> Path:
        """Return a file that holds the workbook as a change left it."""
        ...

    def finish(self, copy: Path, changes: ChangeSet, password: str | None) -> None:
        """Save the workbook, which holds the changes of a cut-off issue, and write its copy."""
        ...
