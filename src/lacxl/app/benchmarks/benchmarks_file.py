"""The benchmarks file with what was worked out: no row that somebody typed is ever lost."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lacxl.domain.errors import refuse
from lacxl.domain.finding import Finding, note, warning
from lacxl.domain.indicator import Indicator
from lacxl.domain.month import FinancialYear
from lacxl.files.os_errors import coded
from lacxl.files.plain import MOST_WORDS, is_absent, read_plain
from lacxl.files.replacing import Replaced, Stamp, replace_file, stamp_of
from lacxl.readings.benchmarks import BENCHMARKS, KINDS, ORIGINS, read_benchmarks
from lacxl.readings.faults import Fault
from lacxl.readings.indicator_numbers import read_indicator
from lacxl.readings.years import read_year
from lacxl.tables.cell import plain
from lacxl.tables.delimited import TextTable, open_text

_NONE = "-"
_HEADER = (*BENCHMARKS.columns, *ORIGINS)
_FROM = "from_"

Row = dict[str, str]
"""A row of the file, by the layout's columns."""


@dataclass(slots=True)
class BenchmarksFile:
    """The file as it is: its rows by indicator and year, in its order, and its other columns.

    `titles` are its headings as they are spelt, `names` the layout's for them; `above` are the
    lines over the header.
    """

    path: Path
    stamp: Stamp
    titles: list[str] = field(default_factory=lambda: list(_HEADER))
    names: list[str] = field(default_factory=lambda: list(_HEADER))
    delimiter: str = ","
    above: list[Sequence[str]] = field(default_factory=list)
    rows: list[tuple[tuple[str, FinancialYear], Row]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path, indicators: Mapping[str, Indicator]) -> BenchmarksFile:
        """Return what is in the file, nothing where there is none.

        Raises Refused with every fault of it (R1nn, F3nn), or where it is no text (G130).
        """
        with coded(path, "looking at the file"):
            stamp = stamp_of(path)
        if is_absent(path):
            return cls(path, stamp)
        with coded(path, "reading the file"):
            content = read_plain(path, MOST_WORDS)
        if not content.strip():
            return cls(path, stamp)
        if content.startswith((b"PK\x03\x04", b"PAR1")):
            raise refuse(
                "G130",
                "the benchmarks are in a workbook, to which nothing is added.",
                path.name,
                "Save that sheet as CSV UTF-8, and name the CSV in lacxl.toml under [extracts].",
            )
        read_benchmarks(path, indicators)  # with every fault of the file
        known = BENCHMARKS.by_heading
        table = open_text(content, path.name, lambda cell: plain(cell) in known)
        return cls._of(path, stamp, table, indicators)

    @classmethod
    def _of(
        cls, path: Path, stamp: Stamp, table: TextTable, indicators: Mapping[str, Indicator]
    ) -> BenchmarksFile:
        known = BENCHMARKS.by_heading
        counts = [len({known.get(plain(c)) for c in record} - {None}) for record in table.head]
        at = counts.index(max(counts))
        titles = list(table.head[at])
        names = [known.get(plain(cell), cell) for cell in titles]
        found = cls(path, stamp, titles, names, table.delimiter, list(table.head[:at]))
        for record in table.below(at):
            row = {name: str(cell).strip() for name, cell in zip(names, record.cells, strict=False)}
            indicator = read_indicator(row["indicator"], indicators)
            year = read_year(row["year"])
            assert not isinstance(indicator, Fault) and not isinstance(year, Fault)  # noqa: S101, PT018 - read above
            found.rows.append(((indicator.number, year), row))
        return found

    def is_typed(self, number: str) -> bool:
        """Say whether somebody typed benchmarks of an indicator."""
        return any(
            key[0] == number and not any(_is_ours(row, kind) for kind in KINDS)
            for key, row in self.rows
        )

    def take_out(self, number: str) -> None:
        """Take out what was written of an indicator, and leave what somebody typed."""
        self.rows = [
            (key, row)
            for key, row in self.rows
            if key[0] != number or not any(_is_ours(row, kind) for kind in KINDS)
        ]

    def put(self, number: str, year: FinancialYear, row: Row) -> None:
        """Put a row in the place of the one of that indicator and year, or at the end.

        A figure that somebody typed stays where there is none to put; one that changes is said.
        """
        wanted = {"indicator": number, "year": str(year), **row}
        for key, there in self.rows:
            if key == (number, year):
                self._change(there, wanted)
                return
        self.rows.append(((number, year), wanted))

    def _change(self, there: Row, wanted: Row) -> None:
        for typed in (True, False):
            changed = []
            for kind in KINDS:
                before, after = there.get(kind, ""), wanted[kind]
                if not before or before == after or typed is _is_ours(there, kind):
                    continue
                if typed and after == _NONE:
                    wanted[kind], wanted[f"{_FROM}{kind}"] = before, ""
                else:
                    changed.append(f"{kind} was {before} and is {after}")
            if changed:
                self.findings.append(
                    (warning if typed else note)(
                        "G126",
                        f"{there['indicator']} for {there['year']}: {'; '.join(changed)}.",
                        self.path.name,
                        "Somebody typed what was there; the backup has it." if typed else "",
                    )
                )
        there.update({name: wanted[name] for name in wanted if name not in BENCHMARKS.columns[:2]})

    def as_text(self) -> str:
        """The file's text, with the columns that say where figures come from."""
        more = [name for name in _HEADER if name not in self.names]
        text = io.StringIO()
        writer = csv.writer(text, delimiter=self.delimiter or ",", lineterminator="\n")
        writer.writerows(self.above)
        writer.writerow([*self.titles, *more])
        names = [*self.names, *more]
        writer.writerows([row.get(name, "") for name in names] for _, row in self.rows)
        return text.getvalue()

    def write(self, backups: Path, keep: int) -> Replaced:
        """Make it the file, in one step, with a backup of what was there; the same touches nothing.

        Raises Refused.
        """
        content = self.as_text().encode("utf-8")
        if self.stamp.size == len(content):
            with coded(self.path, "reading the file"):
                if read_plain(self.path, MOST_WORDS) == content:
                    return Replaced(self.path, changed=False)
        return replace_file(
            self.path,
            lambda new: _put(new, content),
            backup_folder=backups,
            keep=keep,
            since=self.stamp,
        )


def _put(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _is_ours(row: Row, kind: str) -> bool:
    return bool(row.get(f"{_FROM}{kind}"))
