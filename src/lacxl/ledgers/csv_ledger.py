"""A ledger beside the workbook: a CSV in UTF-8 that is only added to, a line an entry.

The file may be opened in Excel, where a text that starts with = + - @ would be a formula: such a
text is written with an apostrophe in front, and so is one that starts with an apostrophe; reading
takes exactly one away.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Generic, NamedTuple, TypeVar

from lacxl.domain.errors import Refused, refuse
from lacxl.domain.finding import Finding, error, where_in
from lacxl.domain.month import Month, Quarter
from lacxl.domain.numbers import how_many
from lacxl.files.os_errors import coded
from lacxl.files.plain import read_plain
from lacxl.files.text_files import append_lines

T = TypeVar("T")
Row = Mapping[str, str]
_TIME: Final = "%Y-%m-%dT%H:%M:%SZ"
_FORMULA: Final = ("=", "+", "-", "@", "'")
_SHOWN: Final = 50
_CURE: Final = (
    "It is written by lacxl alone: put back a copy of it from before it was edited or saved in "
    "Excel."
)


class LedgerColumn(NamedTuple):
    """A column: `read` makes a cell a value, or raises ValueError; `write` makes the cell again.

    `needed` says what a cell must be. Where the column `is_text`, Excel takes none for a formula.
    """

    name: str
    read: Callable[[str], Any]
    needed: str
    write: Callable[[Any], str] = str
    is_text: bool = False

    def value(self, cell: str) -> Any:
        """Return what a cell holds; raises ValueError for one that lacxl never writes."""
        plain = cell.removeprefix("'") if self.is_text else cell
        value = self.read(plain)
        if self.write(value) != plain:
            raise ValueError("not as lacxl writes it")
        return value

    def cell(self, value: object) -> str:
        """Return the cell of a value."""
        cell = self.write(value)
        if not self.is_text:
            return cell
        cell = "".join(c if _is_one_line(c) else " " for c in cell)
        return f"'{cell}" if cell.startswith(_FORMULA) else cell


def texts(
    name: str, write: Callable[[Any], str] = str, read: Callable[[str], Any] = str
) -> LedgerColumn:
    """Return a column of texts of one line."""

    def checked(cell: str) -> Any:
        if not _is_one_line(cell):
            raise ValueError("several lines")
        return read(cell)

    return LedgerColumn(name, checked, "one line without control characters", write, is_text=True)


def times(name: str) -> LedgerColumn:
    """Return a column of times, in UTC to the second."""
    return LedgerColumn(name, _moment, "a time such as 2015-06-04T09:30:00Z", _as_time)


def months(name: str) -> LedgerColumn:
    """Return a column of months."""
    return LedgerColumn(name, Month.parse, "a month such as 2015-05")


def periods(name: str) -> LedgerColumn:
    """Return a column of months, or of whole quarters."""

    def read(cell: str) -> Month | Quarter:
        return Quarter.parse(cell) if "Q" in cell else Month.parse(cell)

    return LedgerColumn(name, read, "a month such as 2015-05, or a quarter such as 2015/16 Q1")


def matching(
    name: str, pattern: str, needed: str, read: Callable[[str], Any] = str
) -> LedgerColumn:
    """Return a column of which each cell fits a pattern, in ASCII."""
    form = re.compile(pattern, re.ASCII)

    def checked(cell: str) -> Any:
        if not form.fullmatch(cell):
            raise ValueError("another form")
        return read(cell)

    return LedgerColumn(name, checked, needed)


def maybe(column: LedgerColumn) -> LedgerColumn:
    """Return the column with cells that may be empty, where there is no value."""
    return column._replace(
        read=lambda cell: column.read(cell) if cell else None,
        write=lambda value: "" if value is None else column.write(value),
    )


class Damage(NamedTuple):
    """What is wrong with a line, and in which column ("" for the line as a whole)."""

    what: str
    column: str = ""


def absent(row: Row, *columns: str) -> Iterator[Damage]:
    """Yield the damage of each of the columns that has nothing in the row."""
    for column in columns:
        if not row[column].strip():
            yield Damage(f"a {column} is needed here.", column)


class DamagedLine(ValueError):  # noqa: N818 - a row is damaged, as the findings say
    """A line that lacxl never writes: `damages` are everything that is wrong with it."""

    def __init__(self, *damages: Damage) -> None:
        self.damages = damages
        super().__init__(*damages)


class LedgerCodes(NamedTuple):
    """The codes of a file that begins otherwise or is not UTF-8, of a damaged row and cell."""

    heading: str
    encoding: str
    row: str
    cell: str


@dataclass(frozen=True, slots=True)
class CsvLedger(Generic[T]):
    """A kind of ledger: what a message calls it, its codes, and its columns.

    `entry` makes an entry of a row's values. `values` gives them back; an entry has them by the
    names of the columns where it is None. `wrong` yields what is wrong with cells together.
    """

    name: str
    codes: LedgerCodes
    columns: tuple[LedgerColumn, ...]
    entry: Callable[..., T]
    values: Callable[[T], Iterable[object]] | None = None
    wrong: Callable[[Row], Iterable[Damage]] = lambda _row: ()

    @property
    def header(self) -> str:
        """The first line."""
        return ",".join(column.name for column in self.columns)

    def load(self, path: Path) -> tuple[T, ...]:
        """Return every entry in its order; no file means that there is none.

        Raises Refused for a file that is no such ledger, and with every row that is damaged.
        """
        entries, torn = self.read(path)
        if torn:
            raise Refused(self._faults((Damage("the row was never finished."),), path, torn))
        return entries

    def read(self, path: Path, *, blank: bool = False) -> tuple[tuple[T, ...], int]:
        """Return every entry, and the number of a last row that was never finished, else 0.

        With `blank` lines without anything are passed over. Raises Refused as `load` does.
        """
        lines, tail = self.lines(path)
        found: list[T] = []
        faults: list[Finding] = []
        for row, line in enumerate((*lines, tail) if tail else lines, start=1):
            is_tail = row > len(lines)
            if row == 1:
                if is_tail and line != self.header and self.header.startswith(line):
                    return (), row
                self._require_header(line, path)
            elif line or not blank:
                try:
                    found.append(self.parse(line))
                except DamagedLine as fault:
                    if is_tail and not faults:
                        return tuple(found), row
                    faults += self._faults(fault.damages, path, row)
        if faults:
            raise Refused(_at_most(faults, path.name))
        return tuple(found), 0

    def add(self, path: Path, entries: Iterable[T]) -> None:
        """Add entries at the end, all of them or none. Raises Refused."""
        append_lines(path, map(self.line, entries), header=self.header)

    def line(self, entry: T) -> str:
        """Return an entry as a line without its end."""
        values = self.values(entry) if self.values else (
            getattr(entry, column.name) for column in self.columns
        )  # fmt: skip
        written = io.StringIO(newline="")
        csv.writer(written, lineterminator="").writerow(
            column.cell(value) for column, value in zip(self.columns, values, strict=True)
        )
        return written.getvalue()

    def parse(self, line: str) -> T:
        """Return the entry of a line; raises DamagedLine."""
        try:
            cells = next(csv.reader([line], strict=True), [])
        except csv.Error as fault:
            raise DamagedLine(Damage("the quotation marks of the row do not pair up.")) from fault
        if len(cells) != len(self.columns):
            has = how_many(len(cells), "cell")
            raise DamagedLine(Damage(f"the row has {has} and {len(self.columns)} are needed."))
        values: list[object] = []
        damages: list[Damage] = []
        for column, cell in zip(self.columns, cells, strict=True):
            try:
                values.append(column.value(cell))
            except ValueError:
                damages.append(Damage(f"{column.needed} is needed here.", column.name))
        names = (column.name for column in self.columns)
        damages += self.wrong(dict(zip(names, cells, strict=True)))
        if damages:
            raise DamagedLine(*damages)
        return self.entry(*values)

    def lines(self, path: Path) -> tuple[tuple[str, ...], str]:
        """Return the finished lines of a file, and what follows the last of them.

        Raises Refused, also for a file that another program has saved in its own encoding.
        """
        with coded(path, f"reading {self.name}"):
            try:
                content = read_plain(path)
            except FileNotFoundError:
                return (), ""
        finished, newline, tail = content.removeprefix(b"\xef\xbb\xbf").rpartition(b"\n")
        try:
            text = finished.decode("utf-8")
        except UnicodeDecodeError as fault:
            row = finished.count(b"\n", 0, fault.start) + 1
            raise refuse(
                self.codes.encoding,
                f"{self.name} is no longer UTF-8: another program has saved it.",
                where_in(path.name, (row,)),
                _CURE,
            ) from fault
        lines = tuple(line.removesuffix("\r") for line in text.split("\n")) if newline else ()
        return lines, tail.decode("utf-8", "surrogateescape").removesuffix("\r")

    def _require_header(self, line: str, path: Path) -> None:
        if line != self.header:
            raise refuse(
                self.codes.heading,
                f"this is not {self.name}: its first row is different.",
                f"{path.name} row 1",
                "Put back a copy of it from before it was edited. If it is another file, move it "
                f"away or name the right one in lacxl.toml; it begins with {self.header}",
            )

    def _faults(self, damages: Iterable[Damage], path: Path, row: int) -> Iterator[Finding]:
        for what, column in damages:
            where = where_in(path.name, [row], column)
            yield error(self.codes.cell if column else self.codes.row, what, where, _CURE)


def _at_most(faults: list[Finding], file: str) -> list[Finding]:
    more = len(faults) - _SHOWN
    if more <= 0:
        return faults
    return [*faults[:_SHOWN], error(faults[-1].code, f"and {more:,} more faults.", file, _CURE)]


def _as_time(when: datetime) -> str:
    return when.astimezone(UTC).strftime(_TIME)


def _moment(text: str) -> datetime:
    return datetime.strptime(text, _TIME).replace(tzinfo=UTC)


def _is_one_line(text: str) -> bool:
    return not any(unicodedata.category(c) in {"Cc", "Cs"} for c in text)
