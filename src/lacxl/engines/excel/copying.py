"""The copies that Excel writes of what it holds, read by the headless engine's eyes."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from lacxl.domain.errors import Refused, refuse
from lacxl.domain.finding import error
from lacxl.engines.excel.native import Spelling
from lacxl.engines.excel.patience import Patience
from lacxl.engines.package import PackageWorkbook
from lacxl.engines.package.protection import fits, protection_of
from lacxl.workbook.address import Cell
from lacxl.workbook.calculation import Calculation
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.snapshot import CellLook, CellValue

OWN_PREFIX = "lacxl-open-"
"""How the folders of the copies are called, within this person's folder of temporary files."""


class Copy:
    """A copy of the open workbook, in a folder nobody else can read.

    `write` writes it: as the workbook was at one moment, or as it is to be.
    """

    def __init__(self, write: Callable[[Path], object], name: str) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix=OWN_PREFIX))
        self._held: list[PackageWorkbook] = []
        self._remove = weakref.finalize(self, _removed, self._folder, self._held)
        self.path = self._folder / _file_name(name)
        try:
            write(self.path)
            self.book = _read(self.path, name)
            self._held.append(self.book)
        except BaseException:
            self._remove()
            raise

    def __enter__(self) -> Copy:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the copy and remove it; at the latest it goes when Python ends."""
        self._remove()

    def rehearse(self, changes: ChangeSet, password: str | None) -> None:
        """Raise Refused with every fault that the headless engine would find in the changes.

        They are carried out on the copy, into a file that is thrown away: what that engine
        refuses (covered cells of a merge, a table's header, a wrong password) this one does too.
        """
        target = self._folder / f"rehearsed{self.path.suffix}"
        try:
            self.book.write(changes, target, password=password, calculation=Calculation())
        finally:
            target.unlink(missing_ok=True)

    def opens(self, sheet: str, password: str | None) -> bool:
        """Say whether the sheet's protection can be taken away with this password."""
        frame = self.book.frame(sheet)
        protection = protection_of(frame)
        if protection is None or not protection.password:
            return True
        return bool(password) and fits(frame, password or "")

    def details(
        self, sheet: str, cells: Iterable[Cell]
    ) -> tuple[Mapping[Cell, CellValue], Mapping[Cell, CellLook]]:
        """Return values and looks of cells, anywhere on the sheet."""
        return self.book.details(sheet, cells)


class Copies:
    """Copies that belong together, of which one holds what the headless engine makes of another.

    Use it in a `with`: they go at the end.
    """

    def __init__(self) -> None:
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the copies."""
        self._stack.close()


def changed(book: PackageWorkbook, changes: ChangeSet, password: str | None, name: str) -> Copy:
    """Return a copy with the changes beside insertions and deletions; raises Refused."""

    def write(target: Path) -> None:
        known = Calculation()
        book.write(changes.between, target, password=password, calculation=known)

    return Copy(write, name)


def save_copy(book: Any, native: Spelling, patience: Patience, name: str, target: Path) -> None:
    """Have Excel write a copy of the book there; raises Refused where it is busy or cannot."""
    try:
        patience(lambda: native.copy_to(book, target), "copying the workbook")
        written = target.is_file()
    except Refused as refused:
        if refused.codes != ("E105",):
            raise
        raise _no_copy(name, refused.findings[0].what) from refused
    if not written:
        raise _no_copy(name, "no file was written.")


def _no_copy(name: str, why: str) -> Refused:
    return refuse(
        "E106",
        f"Excel could not write a copy of the open workbook: {why}",
        name,
        "Nothing was changed. Look whether the folder is there and the disk has room.",
    )


def _read(path: Path, name: str) -> PackageWorkbook:
    try:
        return PackageWorkbook(path, allow_signed=True)
    except Refused as refused:
        raise Refused(
            error(
                "E107",
                f"This workbook is open in Excel, but lacxl cannot work on it: {finding.what}",
                name,
                "In Excel choose File, Save As, Excel Workbook (.xlsx) or, with macros, "
                "Macro-Enabled Workbook (.xlsm), without a password to open; then try again.",
            )
            for finding in refused.findings
        ) from refused


def _file_name(name: str) -> str:
    """Return the copy's file name: findings name the workbook by it."""
    plain = "".join(c for c in name if c.isprintable() and c not in '<>:"/\\|?*').strip(". ")
    return plain if Path(plain).suffix else f"{plain or 'Book'}.xlsx"


def _removed(folder: Path, held: list[PackageWorkbook]) -> None:
    """Remove the folder; what a virus scanner still holds is left to the system's cleaning."""
    for book in held:
        book.close()  # Windows removes no file that is open
    shutil.rmtree(folder, ignore_errors=True)
