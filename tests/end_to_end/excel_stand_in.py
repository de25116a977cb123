"""A stand-in for a workbook that is open in Excel, and what a test needs to press its buttons.

Nothing here is Excel: the open book is a package file of its own, changed by the package engine and
read back by it. It keeps to the contract of `lacxl.workbook.engine.OpenWorkbook`, so the same tests
run on another implementation of it: `Excel` below is what they ask of one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lacxl.app.standing import differing
from lacxl.domain.errors import refuse
from lacxl.engines.package import PackageWorkbook, verify
from lacxl.workbook.address import Cell
from lacxl.workbook.changes import CellChange, ChangeSet, Swap
from lacxl.workbook.engine import OpenWorkbook
from lacxl.workbook.snapshot import CellValue

Link = tuple[str, Cell] | None


@dataclass(frozen=True)
class Listed:
    """A list that was shown in a workbook of its own."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    links: tuple[Link, ...]


class Excel(Protocol):
    """A running Excel with one workbook, as a person at the keyboard sees it."""

    @property
    def book(self) -> OpenWorkbook:
        """The workbook that is open."""
        ...

    def type_in(self, sheet: str, cell: str, value: CellValue) -> None:
        """Write a value into a cell, as a person does, without saving."""
        ...

    def select(self, sheet: str, cell: str) -> None:
        """Select a cell."""
        ...

    @property
    def lists(self) -> Sequence[Listed]:
        """The lists that were shown so far."""
        ...

    @property
    def said(self) -> Sequence[str | None]:
        """What the status bar was given so far; None is giving it back."""
        ...

    def close(self, *, save: bool) -> None:
        """Close the workbook, saved or not."""
        ...


class StandIn:
    """A stand-in: one package file is the book on the disk, another what stands "in Excel".

    `interrupt` is called with the name of each step of the book (apply, applied, save, copy_to,
    show_list), so that a test can raise there: applied is the moment after the change.
    """

    def __init__(self, path: Path, scratch: Path, *, folder: Path | None) -> None:
        self._path = path
        self._scratch = scratch
        self._folder = folder
        self._turn = 0
        self._now = scratch / "0.xlsx"
        self._selected: tuple[str, Cell] | None = None
        self._lists: list[Listed] = []
        self._said: list[str | None] = []
        self.interrupt: Callable[[str], None] = lambda _step: None
        shutil.copyfile(path, self._now)
        self._owner = path.with_name(f"~${path.name}")
        self._owner.write_bytes(b"\x04Anne" + b" " * 160)

    @property
    def book(self) -> OpenWorkbook:
        """Itself: the stand-in is the book as well."""
        return self

    # what a person does

    def type_in(self, sheet: str, cell: str, value: CellValue) -> None:
        """Write a value, unsaved."""
        where = Cell.parse(cell)
        with PackageWorkbook(self._now) as book:
            before = book.details(sheet, [where])[0].get(where)
        self._write(ChangeSet((CellChange(sheet, where, Swap(before, value)),)), None)

    def select(self, sheet: str, cell: str) -> None:
        """Select a cell."""
        self._selected = (sheet, Cell.parse(cell))

    @property
    def lists(self) -> Sequence[Listed]:
        """The lists shown so far."""
        return self._lists

    @property
    def said(self) -> Sequence[str | None]:
        """What the status bar was given."""
        return self._said

    def close(self, *, save: bool) -> None:
        """Close the book."""
        if save:
            shutil.copyfile(self._now, self._path)
        self._owner.unlink(missing_ok=True)

    # what lacxl asks of an open book

    @property
    def name(self) -> str:
        """The file's name."""
        return self._path.name

    @property
    def folder(self) -> Path | None:
        """The folder it was opened from, as far as it tells."""
        return self._folder

    def copy_to(self, target: Path) -> None:
        """Write what stands now."""
        self.interrupt("copy_to")
        assert not target.exists(), "a copy goes to a new file"
        shutil.copyfile(self._now, target)

    def apply(
        self,
        changes: ChangeSet,
        *,
        password: str | None = None,
        progress: Callable[[str], None] = lambda _step: None,
    ) -> None:
        """Carry out the change set with the package engine, if all still stands as it says."""
        self.interrupt("apply")
        changed = differing(self._now, changes.reverse())
        if changed:
            raise refuse("W999", "cells changed meanwhile.", ", ".join(changed))
        progress("writing")
        self._write(changes, password)
        self.interrupt("applied")

    def save(self) -> None:
        """Save it."""
        self.interrupt("save")
        shutil.copyfile(self._now, self._path)

    def selected(self) -> tuple[str, Cell] | None:
        """The selection's first cell."""
        return self._selected

    def go_to(self, sheet: str, cell: Cell) -> None:
        """Select it."""
        self._selected = (sheet, cell)

    def say(self, step: str | None) -> None:
        """Keep what the status bar was given."""
        self._said.append(step)

    def show_list(
        self,
        title: str,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        links: Sequence[Link],
    ) -> None:
        """Keep the list."""
        self.interrupt("show_list")
        assert len(links) == len(rows)
        assert all(len(row) == len(headings) for row in rows)
        self._lists.append(
            Listed(title, tuple(headings), tuple(tuple(row) for row in rows), tuple(links))
        )

    def _write(self, changes: ChangeSet, password: str | None) -> None:
        self._turn += 1
        target = self._scratch / f"{self._turn}.xlsx"
        with PackageWorkbook(self._now) as book:
            book.write(changes, target, password=password)
        verify(target, changes, password=password)
        self._now = target


def stand_in_process() -> str:
    """Return Python that lets a process of its own find a stand-in for the book it names.

    The folder of the workbook is taken from LACXL_TEST_FOLDER.
    """
    return f"""
import sys
sys.path.insert(0, {os.fspath(Path(__file__).parent)!r})
import os, tempfile
from pathlib import Path
from excel_stand_in import StandIn
from lacxl.ribbon import attaching
opened = {{}}
def attach(hwnd, name):
    folder = Path(os.environ["LACXL_TEST_FOLDER"])
    if name not in opened:
        opened[name] = StandIn(folder / name, Path(tempfile.mkdtemp()), folder=folder)
    return opened[name]
attaching.attach = attach
"""
