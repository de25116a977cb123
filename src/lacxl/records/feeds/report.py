"""The findings of all files in one report: worded and weighed by checks.toml, grouped, counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, Severity
from lacxl.records.feeds.schemas import load
from lacxl.tables.faults import Fault

_ORDER: Final = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
_KEPT: Final = 200
"""So many rows of a finding are kept, to be named; all are counted."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A repair that was made: its name, in which file, and in how many rows."""

    name: str
    file: str
    count: int


def checks() -> Mapping[str, Mapping[str, Any]]:
    """Return every check by its code, in order: its severity and its words."""
    return load("checks")


class Report:
    """Gathers faults and repairs of every file."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self._refusals: list[Finding] = []
        self._repairs: dict[tuple[str, str], int] = {}

    def add(
        self,
        code: str,
        file: str,
        rows: npt.NDArray[np.int64] | Iterable[int] = (),
        column: str = "",
        case: str = "",
        **said: object,
    ) -> None:
        """Note something, with the rows it was seen in where there are any.

        `case` chooses other words of the check; `said` is what its words leave open.
        """
        words = checks()[code]
        words = {**words, **words[case]} if case else words
        found = np.sort(np.asarray(rows if isinstance(rows, np.ndarray) else [*rows], np.int64))
        self.faults.append(
            Fault(
                code,
                words["what"].format(**said),
                words.get("todo", "").format(**said),
                file,
                column,
                tuple(found[:_KEPT].tolist()),
                len(found),
            )
        )

    def refused(self, refused: Refused) -> None:
        """Note why a file could not be opened; its findings keep their codes."""
        self._refusals.extend(refused.findings)

    def repaired(self, name: str, file: str, count: int) -> None:
        """Count a repair."""
        if count:
            self._repairs[name, file] = self._repairs.get((name, file), 0) + int(count)

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """The repairs that were made, by name and file."""
        return tuple(
            Repair(name, file, count) for (name, file), count in sorted(self._repairs.items())
        )

    def findings(
        self, severities: Mapping[str, Severity | str] | None = None, shown: int = 10
    ) -> tuple[Finding, ...]:
        """Return the findings by file, code and column, the gravest first."""
        found = set(self._refusals)
        for fault in self.faults:
            severity = (severities or {}).get(fault.code, checks()[fault.code]["severity"])
            if severity != "off":
                found.add(fault.finding(Severity(severity), shown))
        return tuple(sorted(found, key=lambda f: (_ORDER[f.severity], f.code, f.where, f.what)))
