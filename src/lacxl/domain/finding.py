"""Findings: what lacxl noticed, where, what a person can do about it, and all its words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice

from lacxl.domain.numbers import how_many
from lacxl.domain.safe_text import one_line


class Severity(Enum):
    """How much a finding weighs: an error stops before the first write."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed.

    `code` is explained in docs/findings.md (one letter for the family, three digits).
    `what` says what happened, `where` the file with row and column or the sheet with the cell,
    `todo` what to do next. None of them ever names a child, and whatever they repeat of a file's
    name, a cell or a setting steers no terminal and shows no password. `accepted` says that a
    person accepted it as it is.
    """

    code: str
    what: str
    where: str = ""
    todo: str = ""
    severity: Severity = Severity.WARNING
    accepted: bool = False

    def __post_init__(self) -> None:
        for name in ("what", "where", "todo"):
            object.__setattr__(self, name, one_line(getattr(self, name)))

    def __str__(self) -> str:
        return f"{self.code} {self.sentences}"

    @property
    def statement(self) -> str:
        """Where it is and what happened."""
        return f"{self.where}: {self.what}" if self.where else self.what

    @property
    def sentences(self) -> str:
        """Where it is, what happened and what to do."""
        return f"{self.statement} {self.todo}" if self.todo else self.statement

    @property
    def paragraph(self) -> str:
        """The same on a line each, the code last."""
        what = self.what[:1].upper() + self.what[1:]
        where = f"\nWhere: {self.where}" if self.where else ""
        todo = f"\nWhat to do: {self.todo}" if self.todo else ""
        return f"{what}{where}{todo}\n({self.code})"

    @property
    def row(self) -> tuple[str, ...]:
        """The finding as a row of a table headed `COLUMNS`."""
        weight = "accepted" if self.accepted else self.severity.value
        return self.where, weight, self.what, self.todo, self.code

    @property
    def wants_a_look(self) -> bool:
        """Whether a person should look at it: it is no note, and nobody accepted it."""
        return self.severity is not Severity.NOTE and not self.accepted

    def as_dict(self) -> dict[str, object]:
        """The finding for JSON, one key a field; `accepted` is there where it is true."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "where": self.where,
            "what": self.what,
            "todo": self.todo,
            **({"accepted": True} if self.accepted else {}),
        }


COLUMNS = ("Where", "Weight", "What", "What to do", "Code")


def to_look_at(findings: Iterable[Finding]) -> int:
    """Return how many findings a person should look at."""
    return sum(finding.wants_a_look for finding in findings)


def in_numbers(findings: Sequence[Finding]) -> str:
    """Return how many findings there are: 7 to look at, 3 notes, 2 accepted."""
    looked, accepted = to_look_at(findings), sum(each.accepted for each in findings)
    notes = how_many(len(findings) - looked - accepted, "note")
    return f"{looked} to look at, {notes}" + (f", {accepted} accepted" if accepted else "")


def first_of(names: Collection[object], most: int) -> str:
    """Return the first of many names, and how many more there are: A1, B2 and 3 more."""
    more = len(names) - most
    shown = ", ".join(map(str, islice(names, most)))
    return f"{shown} and {more} more" if more > 0 else shown


def where_in(file: str, rows: Sequence[int] = (), column: str = "", count: int = 1) -> str:
    """Return in words where something is: the rows that are named, as Excel numbers them, of so
    many, and the column.
    """
    where = file
    if rows:
        where += f" row{'s' if count > 1 else ''} {', '.join(map(str, rows))}"
        where += f" and {count - len(rows):,} more" if count > len(rows) else ""
    return where + (f" column {column}" if column else "")


def error(code: str, what: str, where: str = "", todo: str = "") -> Finding:
    """Return a finding that stops the run before the first write."""
    return Finding(code, what, where, todo, Severity.ERROR)


def warning(code: str, what: str, where: str = "", todo: str = "") -> Finding:
    """Return a finding that a person should look at; the run goes on."""
    return Finding(code, what, where, todo, Severity.WARNING)


def note(code: str, what: str, where: str = "", todo: str = "") -> Finding:
    """Return a finding that only explains, such as why a figure is missing."""
    return Finding(code, what, where, todo, Severity.NOTE)


def errors_of(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that stop a run."""
    return tuple(f for f in findings if f.severity is Severity.ERROR)
