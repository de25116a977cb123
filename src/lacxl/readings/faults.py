"""What is wrong with a file of readings, and where: collected row by row, raised all at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final, NoReturn

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, Severity, errors_of, where_in

SHOWN: Final = 50
"""How many findings of one code are shown; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why something cannot be read as it is, in words; where, its reader says.

    It describes what is in the cell and never repeats it: a shifted column may hold a name.
    """

    code: str
    what: str
    todo: str


class FileFaults:
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
