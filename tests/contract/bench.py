"""An engine on the bench: the few calls by which the contract is tried on each of them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from lacxl.engines.excel import ExcelWorkbook, attach
from lacxl.engines.package import PackageWorkbook
from lacxl.workbook.address import Cell
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.conditional_formats import Coloured
from lacxl.workbook.snapshot import CellLook, Comment, Snapshot, Validation
from lacxl.workbook.style import Style
from libreoffice import ExcelSession


class Bench(Protocol):
    """One engine with one workbook at a time.

    To put another engine on the bench, write such a class and add it to ENGINES.
    """

    def open(self, path: Path) -> None:
        """Take this workbook up, and put the last one away."""
        ...

    def survey(self) -> Snapshot:
        """Return what the workbook holds now."""
        ...

    def looks(self, sheet: str, cells: Iterable[Cell]) -> Mapping[Cell, CellLook]:
        """Return the looks of the cells now."""
        ...

    def styles_of(self, sheet: str, cells: Iterable[Cell]) -> Mapping[Cell, Style]:
        """Return how the cells look now beside that."""
        ...

    def comments(self, sheet: str) -> Mapping[Cell, Comment]:
        """Return the comments of a sheet now."""
        ...

    def validations(self, sheet: str) -> tuple[Validation, ...]:
        """Return what may be typed where on a sheet now."""
        ...

    def coloured(self, sheet: str) -> tuple[Coloured, ...]:
        """Return what others' conditional formats colour on a sheet now."""
        ...

    def apply(self, changes: ChangeSet, password: str | None = None) -> Path:
        """Carry out the changes, go on with the result, and return a file that holds it."""
        ...

    def saved(self) -> Path:
        """Return a file that holds the workbook as it is now, in the engine's own spelling.

        Calc spells much of a file anew by itself, so what an edit leaves alone is seen between
        two files that it saved; the headless engine keeps the very file.
        """
        ...

    def close(self) -> None:
        """Put the workbook away."""
        ...


class PackageBench:
    """The headless engine: every change makes a new file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = itertools.count(1)
        self._book: PackageWorkbook | None = None
        self._path = folder

    def open(self, path: Path) -> None:
        self.close()
        self._path = path
        self._book = PackageWorkbook(path)

    @property
    def _open(self) -> PackageWorkbook:
        assert self._book is not None, "open a workbook first"
        return self._book

    def survey(self) -> Snapshot:
        return self._open.survey()

    def looks(self, sheet: str, cells: Iterable[Cell]) -> Mapping[Cell, CellLook]:
        return self._open.looks(sheet, cells)

    def styles_of(self, sheet: str, cells: Iterable[Cell]) -> Mapping[Cell, Style]:
        return self._open.styles_of(sheet, cells)

    def comments(self, sheet: str) -> Mapping[Cell, Comment]:
        return self._open.comments(sheet)

    def validations(self, sheet: str) -> tuple[Validation, ...]:
        return self._open.validations(sheet)

    def coloured(self, sheet: str) -> tuple[Coloured, ...]:
        return self._open.coloured(sheet)

    def apply(self, changes: ChangeSet, password: str | None = None) -> Path:
        source, before = self._path, self._path.read_bytes()
        target = self._folder / f"result{next(self._count)}{source.suffix}"
        try:
            self._open.write(changes, target, password=password)
        except BaseException:
            assert list(self._folder.glob(f"*{target.stem}*")) == [], "a refusal left a file"
            raise
        finally:
            assert source.read_bytes() == before, "the source was changed"
        self.open(target)
        return target

    def saved(self) -> Path:
        return self._path

    def close(self) -> None:
        if self._book is not None:
            self._book.close()
            self._book = None


@contextmanager
def package_bench(folder: Path) -> Iterator[Bench]:
    """Give the headless engine, and close what it has open at the end."""
    bench = PackageBench(folder)
    try:
        yield bench
    finally:
        bench.close()


class ExcelBench:
    """The engine for open workbooks, on a real LibreOffice Calc that stands in for Excel.

    A change is made in the open workbook; what is handed back is a copy that the stand-in saved.
    The file it was opened from must stay as it was all the while.
    """

    def __init__(self, folder: Path, excel: ExcelSession) -> None:
        self._folder = folder
        self._excel = excel
        self._count = itertools.count(1)
        self._book: ExcelWorkbook | None = None
        self._path = folder
        self._before = b""

    def open(self, path: Path) -> None:
        self.close()
        self._path, self._before = path, path.read_bytes()
        self._excel.open(path)
        self._book = attach(self._excel.app.hwnd, path.name)

    @property
    def live(self) -> ExcelWorkbook:
        """The open workbook."""
        assert self._book is not None, "open a workbook first"
        return self._book

    def survey(self) -> Snapshot:
        return self.live.survey()

    def looks(self, sheet: str, cells: Iterable[Cell]) -> Mapping[Cell, CellLook]:
        return self.live.looks(sheet, cells)

    def styles_of(self, sheet: str, cells: Iterable[Cell]) -> Mapping[Cell, Style]:
        return self.live.styles_of(sheet, cells)

    def comments(self, sheet: str) -> Mapping[Cell, Comment]:
        return self.live.comments(sheet)

    def validations(self, sheet: str) -> tuple[Validation, ...]:
        return self.live.validations(sheet)

    def coloured(self, sheet: str) -> tuple[Coloured, ...]:
        return self.live.coloured(sheet)

    def apply(self, changes: ChangeSet, password: str | None = None) -> Path:
        self.live.apply(changes, password=password)
        assert self._path.read_bytes() == self._before, "the file was changed without saving"
        return self.saved()

    def saved(self) -> Path:
        target = self._folder / f"open{next(self._count)}{self._path.suffix}"
        self.live.copy_to(target)
        return target

    def close(self) -> None:
        if self._book is not None:
            self._book.close()
            self._book = None
            self._excel.close_all()


@contextmanager
def excel_bench(folder: Path, excel: ExcelSession) -> Iterator[ExcelBench]:
    """Give the engine for open workbooks, and close what it has open at the end."""
    bench = ExcelBench(folder, excel)
    try:
        yield bench
    finally:
        bench.close()


ENGINES = ("package", "package without lxml", "excel")
"""Every engine that must keep the contract, by name."""
HEADLESS: dict[str, Callable[[Path], AbstractContextManager[Bench]]] = {"package": package_bench}
"""The engines that read and write files: what is said of bytes, zips and parts binds them alone."""
