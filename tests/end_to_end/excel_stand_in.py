"""A workbook that is open, and what a test needs to press its buttons: `Excel`, in two kinds.

`PackageExcel` is a stand-in and nothing of Excel: the open book is a package file of its own,
changed and read back by the package engine. `CalcExcel` is the engine for open workbooks on the
tests' own stand-in for Excel, which LibreOffice Calc is (tests/libreoffice says what it models).
"""

from __future__ import annotations

import importlib
import os
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from lacxl.app.case.seen import Seen
from lacxl.domain.errors import refuse
from lacxl.engines.package import PackageWorkbook, verify
from lacxl.ledgers.carried_out import differing
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.changes import CellChange, ChangeSet, Swap
from lacxl.workbook.engine import OpenWorkbook, Rehearsing
from lacxl.workbook.new_sheet import NewSheet
from lacxl.workbook.plan import same
from lacxl.workbook.snapshot import CellValue

Link = tuple[str, Cell] | None


@dataclass(frozen=True)
class Listed:
    """A list that was shown in a workbook of its own."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    links: tuple[Link, ...]


class Watched:
    """An open book that keeps what was shown, and can be interrupted at each step.

    `interrupt` is called with the name of a step (apply, applied, require_savable, save, copy_to,
    show_list), so
    that a test can raise there; applied is the moment after the change. `moved_to` is the folder
    that Excel names, where it is another than the true one.
    """

    def __init__(self, book: OpenWorkbook) -> None:
        self._book = book
        self.lists: list[Listed] = []
        self.said: list[str | None] = []
        self.interrupt: Callable[[str], None] = lambda _step: None
        self.moved_to: Path | str | None = ""
        self.let_go = 0

    @property
    def name(self) -> str:
        """The book's own."""
        return self._book.name

    @property
    def folder(self) -> Path | None:
        """The book's own, or none, or another."""
        return self._book.folder if isinstance(self.moved_to, str) else self.moved_to

    def copy_to(self, target: Path) -> None:
        """Pass it on."""
        self.interrupt("copy_to")
        self._book.copy_to(target)

    def apply(
        self,
        changes: ChangeSet,
        *,
        password: str | None = None,
        progress: Callable[[str], None] = lambda _step: None,
    ) -> None:
        """Pass it on."""
        self.interrupt("apply")
        self._book.apply(changes, password=password, progress=progress)
        self.interrupt("applied")

    def rehearse(self, changes: ChangeSet, *, password: str | None = None) -> None:
        """Pass it on, if the book has more to say than its copy."""
        if isinstance(self._book, Rehearsing):
            self._book.rehearse(changes, password=password)

    def add_sheet(
        self,
        new: NewSheet,
        filling: ChangeSet,
        *,
        progress: Callable[[str], None] = lambda _step: None,
    ) -> None:
        """Pass it on."""
        self.interrupt("apply")
        self._book.add_sheet(new, filling, progress=progress)
        self.interrupt("applied")

    def is_saved(self) -> bool:
        """The book's own."""
        return self._book.is_saved()

    def require_savable(self) -> None:
        """Pass it on."""
        self.interrupt("require_savable")
        self._book.require_savable()

    def save(self) -> None:
        """Pass it on."""
        self.interrupt("save")
        self._book.save()

    def selected(self) -> tuple[str, Cell] | None:
        """The book's own."""
        return self._book.selected()

    def say(self, step: str | None) -> None:
        """Keep it and pass it on."""
        self.said.append(step)
        self._book.say(step)

    def show_list(
        self,
        title: str,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        links: Sequence[Link],
    ) -> None:
        """Keep it and pass it on."""
        self.interrupt("show_list")
        self.lists.append(
            Listed(title, tuple(headings), tuple(tuple(row) for row in rows), tuple(links))
        )
        self._book.show_list(title, headings, rows, links)

    def close(self) -> None:
        """Pass it on."""
        self.let_go += 1
        self._book.close()


class Excel(Protocol):
    """A running Excel with one workbook, as a person at the keyboard sees it."""

    @property
    def book(self) -> Watched:
        """The workbook that is open."""
        ...

    def type_in(self, sheet: str, cell: str, value: CellValue) -> None:
        """Write a value into a cell, as a person does, without saving."""
        ...

    def select(self, sheet: str, cell: str) -> None:
        """Select a cell."""
        ...

    def close(self, *, save: bool) -> None:
        """Close the workbook, saved or not."""
        ...


class PackageBook:
    """A stand-in for an open book: one package file is on the disk, another stands "in Excel"."""

    def __init__(self, path: Path, scratch: Path) -> None:
        self._path = path
        self._scratch = scratch
        self._turn = 0
        self._now = scratch / "0.xlsx"
        self.selection: tuple[str, Cell] | None = None
        shutil.copyfile(path, self._now)

    @property
    def name(self) -> str:
        """The file's name."""
        return self._path.name

    @property
    def folder(self) -> Path | None:
        """The folder it was opened from."""
        return self._path.parent

    def copy_to(self, target: Path) -> None:
        """Write what stands now."""
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
        changed = differing(self._now, changes.reverse())
        if changed:
            raise refuse("W999", "cells changed meanwhile.", ", ".join(changed))
        progress("writing")
        self.write(changes, password)

    def add_sheet(
        self,
        new: NewSheet,
        filling: ChangeSet,
        *,
        progress: Callable[[str], None] = lambda _step: None,
    ) -> None:
        """Add it with the package engine."""
        progress("adding")
        self._turn += 1
        target = self._scratch / f"{self._turn}.xlsx"
        with PackageWorkbook(self._now) as book:
            book.add_sheet(new, target)
        self._now = target
        self.write(filling, None)

    def is_saved(self) -> bool:
        """Say whether nothing was written since."""
        return self._now.read_bytes() == self._path.read_bytes()

    def require_savable(self) -> None:
        """It always can be."""

    def save(self) -> None:
        """Save it."""
        shutil.copyfile(self._now, self._path)

    def selected(self) -> tuple[str, Cell] | None:
        """The selection's first cell."""
        return self.selection

    def say(self, step: str | None) -> None:
        """Nothing shows it."""

    def show_list(
        self,
        title: str,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        links: Sequence[Link],
    ) -> None:
        """Nothing shows it either, but it must be a table."""
        assert title
        assert len(links) == len(rows)
        assert all(len(row) == len(headings) for row in rows)

    def close(self) -> None:
        """Nothing is kept."""

    def write(self, changes: ChangeSet, password: str | None) -> None:
        """Change what stands now."""
        self._turn += 1
        target = self._scratch / f"{self._turn}.xlsx"
        with PackageWorkbook(self._now) as book:
            book.write(changes, target, password=password)
        verify(target, changes, password=password)
        self._now = target

    def value_of(self, sheet: str, cell: Cell) -> CellValue:
        """Return what stands in a cell."""
        with PackageWorkbook(self._now) as book:
            return book.details(sheet, [cell])[0].get(cell)


class PackageExcel:
    """A stand-in for Excel with the book as a package file."""

    def __init__(self, path: Path, scratch: Path) -> None:
        self._own = PackageBook(path, scratch)
        self.book = Watched(self._own)
        self._owner = owner_file(path)

    def type_in(self, sheet: str, cell: str, value: CellValue) -> None:
        """Write a value, unsaved."""
        where = Cell.parse(cell)
        before = self._own.value_of(sheet, where)
        self._own.write(ChangeSet((CellChange(sheet, where, Swap(before, value)),)), None)

    def select(self, sheet: str, cell: str) -> None:
        """Select a cell."""
        self._own.selection = (sheet, Cell.parse(cell))

    def close(self, *, save: bool) -> None:
        """Close the book."""
        if save:
            self._own.save()
        self._owner.unlink(missing_ok=True)


class CalcExcel:
    """LibreOffice Calc behind xlwings; `session` is the tests' stand-in for Excel."""

    def __init__(self, session: Any, path: Path) -> None:
        attach = importlib.import_module("lacxl.engines.excel").attach
        self._session, self._path = session, path
        session.open(path)
        self.book = Watched(attach(session.app.hwnd, path.name))
        self._owner = owner_file(path)

    def type_in(self, sheet: str, cell: str, value: CellValue) -> None:
        """Type a value, unsaved."""
        self._session.person.types(self._path.name, sheet, cell, value)

    def select(self, sheet: str, cell: str) -> None:
        """Select a cell."""
        self._session.person.selects(self._path.name, sheet, cell)

    def close(self, *, save: bool) -> None:
        """Close it."""
        if save:
            self.book.save()
        self._session.close_all()
        self._owner.unlink(missing_ok=True)


def owner_file(path: Path) -> Path:
    """Leave the file beside a workbook that Excel leaves there while it has it open."""
    file = path.with_name(f"~${path.name}")
    file.write_bytes(b"")
    return file


def stand_in_process() -> str:
    """Return Python that lets a process of its own find a stand-in for the book it names.

    The folder of the workbook is taken from LACXL_TEST_FOLDER.
    """
    return f"""
import sys
sys.path.insert(0, {os.fspath(Path(__file__).parent)!r})
import os, tempfile
from pathlib import Path
from excel_stand_in import PackageBook
from lacxl.ribbon import attaching
opened = {{}}
def attach(hwnd, name):
    folder = Path(os.environ["LACXL_TEST_FOLDER"])
    if name not in opened:
        opened[name] = PackageBook(folder / name, Path(tempfile.mkdtemp()))
    return opened[name]
attaching.attach = attach
"""


def assert_same_issue(one: Seen, other: Seen) -> None:
    """Both are the same, issued in two folders: each cover shows its own folder's register."""
    place = one.layout.cover.register
    assert place is not None
    for seen in (one, other):
        assert re.fullmatch(r"[1-9]\d* [0-9a-f]{32}", str(seen.there.get(place)))
    assert_same(one, other, but=place)


def assert_same(one: Seen, other: Seen, *, but: CellRef | None = None) -> None:
    """Both workbooks hold the same values, formats, locks, rules and protections.

    The value of the cell `but` is not looked at.
    """
    assert [s.name for s in one.snapshot.sheets] == [s.name for s in other.snapshot.sheets]
    for left, right in zip(one.snapshot.sheets, other.snapshot.sheets, strict=True):
        cells = set(left.values) | set(right.values)
        differ = [
            f"{left.name}!{cell}"
            for cell in cells
            if CellRef(left.name, cell) != but
            and not same(left.values.get(cell), right.values.get(cell))
        ]
        assert differ == []
        assert left.rules == right.rules, left.name
        assert left.protection == right.protection, left.name
    assert one.looks == other.looks
