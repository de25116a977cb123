"""An engine on the bench: the few calls by which the contract is tried on each of them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from lacxl.engines.package import PackageWorkbook
from lacxl.workbook.address import Cell
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.snapshot import CellLook, Snapshot


class Bench(Protocol):
    """One engine with one workbook at a time.

    To put a second engine on the bench, write such a class and add it to BENCHES.
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

    def apply(self, changes: ChangeSet, password: str | None = None) -> Path:
        """Carry out the changes, go on with the result, and return a file that holds it."""
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


BENCHES: dict[str, Callable[[Path], AbstractContextManager[Bench]]] = {"package": package_bench}
"""Every engine that must keep the contract, by name."""
