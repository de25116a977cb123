"""What is wrong with an extract, and where: by row and column, collected, raised all at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NoReturn

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, Severity, errors_of

SHOWN: Final = 50
"""How many findings of one code are shown; the rest are counted."""
_FORMS = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\]")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why something cannot be read as it is, and where, as far as is known.

    It describes what is in the cell and never repeats it: a shifted column may hold a name.
    `rows` are numbers as Excel shows them, the first of `count`; a text about several has both
    forms, "[row has|rows have] ...", and the count is put in front.
    """

    code: str
    what: str
    todo: str
    file: str = ""
    column: str = ""
    rows: tuple[int, ...] = ()
    count: int = 0

    def finding(self, severity: Severity, shown: int = 1) -> Finding:
        """Return the finding, with so many of the rows named."""
        where = where_in(self.file, self.rows[: max(shown, 1)], self.column, max(self.count, 1))
        what = f"{self.count:,} {in_number(self.what, self.count)}" if self.count else self.what
        return Finding(self.code, what, where, self.todo, severity)


def where_in(file: str, rows: Sequence[int] = (), column: str = "", count: int = 1) -> str:
    """Return in words where something is: the rows that are named, of so many, and the column."""
    where = file
    if rows:
        where += f" row{'s' if count > 1 else ''} {', '.join(map(str, rows))}"
        where += f" and {count - len(rows):,} more" if count > len(rows) else ""
    return where + (f" column {column}" if column else "")


def in_number(what: str, count: int) -> str:
    """Return a text that has forms for one and for several in that of the number."""
    return _FORMS.sub(r"\1" if count == 1 else r"\2", what)


class Faults:
    """Gathers the findings of one file row by row; `file` is its name without the folder."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._placed: list[tuple[int, Finding]] = []
        self._counts: Counter[str] = Counter()

    def add(self, fault: Fault, row: int = 0, column: str = "") -> None:
        """Note an error; row 0 is for the file as a whole."""
        self._add(fault, row, column, Severity.ERROR)

    def warn(self, fault: Fault, row: int = 0, column: str = "") -> None:
        """Note something a person should look at."""
        self._add(fault, row, column, Severity.WARNING)

    def mention(self, fault: Fault, row: int = 0, column: str = "") -> None:
        """Note something that only explains."""
        self._add(fault, row, column, Severity.NOTE)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings in the order of the rows; beyond `SHOWN` of one code, how many more."""
        ordered = [finding for _, finding in sorted(self._placed, key=lambda placed: placed[0])]
        severity = {finding.code: finding.severity for finding in ordered}
        todo = "Correct the rows named above and run again to see the rest."
        return (
            *ordered,
            *(
                Finding(
                    code, f"and {count - SHOWN:,} more of {code}.", self.file, todo, severity[code]
                )
                for code, count in self._counts.items()
                if count > SHOWN
            ),
        )

    def stop(self, fault: Fault, row: int = 0, column: str = "") -> NoReturn:
        """Note an error after which nothing more can be read, and raise Refused."""
        self.add(fault, row, column)
        raise Refused(self.findings)

    def stop_if_any(self) -> None:
        """Raise Refused with all findings if any of them is an error."""
        if errors_of(finding for _, finding in self._placed):
            raise Refused(self.findings)

    def _add(self, fault: Fault, row: int, column: str, severity: Severity) -> None:
        self._counts[fault.code] += 1
        if self._counts[fault.code] > SHOWN:
            return  # counted only: a file of rubbish has a fault a row
        where = where_in(self.file, (row,) if row else (), column)
        self._placed.append((row, Finding(fault.code, fault.what, where, fault.todo, severity)))
