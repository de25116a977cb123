"""Delimited files written row by row; the same rows give the same bytes everywhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

_BUFFER = 20_000


@lru_cache(maxsize=40_000)
def british(day: dt.date | None) -> str:
    """Return 31/05/2015, or nothing for no day."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}" if day else ""


@lru_cache(maxsize=40_000)
def iso(day: dt.date | None) -> str:
    """Return 2015-05-31, or nothing for no day."""
    return day.isoformat() if day else ""


def _cell(text: str) -> str:
    if any(mark in text for mark in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def line(cells: Iterable[str]) -> str:
    """Return a row as it is in the file."""
    return ",".join(map(_cell, cells)) + "\r\n"


class CsvFile:
    """A file with a header that rows are added to; use it in a `with`.

    Without rows there is a file only where `empty` says so.
    """

    def __init__(self, path: Path, columns: Sequence[str], *, empty: bool = True) -> None:
        self._path, self._empty = path, empty
        self._file: TextIO | None = None
        self._lines = [line(columns)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file or self._empty or len(self._lines) > 1:
            self._flush().close()

    def row(self, *cells: str) -> None:
        """Add a row of cells that may hold anything."""
        self._add(line(cells))

    def plain(self, text: str) -> None:
        """Add a row that is joined already and needs no quotation marks."""
        self._add(text + "\r\n")

    def _add(self, text: str) -> None:
        self._lines.append(text)
        if len(self._lines) >= _BUFFER:
            self._flush()

    def _flush(self) -> TextIO:
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("w", encoding="utf-8", newline="")
        self._file.write("".join(self._lines))
        self._lines.clear()
        return self._file
