"""The findings of all files in one report: grouped, counted, weighed by rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, Severity
from lacxl.records.feeds.repairs import Repair
from lacxl.tables.notices import Notice, in_number, notice

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE

SEVERITIES: Final[Mapping[str, Severity]] = {
    "X100": E, "X101": W, "X102": W, "X103": E, "X104": W, "X105": E, "X106": W, "X107": E,
    "X108": E, "X109": E, "X110": W, "X111": W, "X112": W, "X113": N, "X114": W, "X115": N,
    "X116": W, "X117": E, "X118": E, "X119": E, "X120": W, "X121": W, "X122": W, "X123": W,
    "X124": W, "X125": W, "X126": W, "X127": W, "X128": W, "X129": W, "X130": W, "X131": E,
    "X132": W, "X133": W, "X134": W, "X135": W, "X136": W, "X137": W, "X140": W, "X141": W,
    "X142": W, "X143": W, "X144": W, "X145": N, "X148": W, "X150": W, "X151": W, "X152": W,
    "X153": W, "X154": E, "X155": W, "X156": W, "X157": N, "X158": N, "X159": N, "X160": W,
    "X161": W, "X162": W, "X163": N, "X164": W, "X165": W, "X166": W, "X167": W, "X168": W,
    "X169": W, "X170": N, "X171": W, "X172": E, "X173": N, "X181": N, "X182": W, "X183": N,
    "X185": W, "X186": W, "X190": E, "X191": E, "R166": E, "R167": E,
}  # fmt: skip
"""How much each rule weighs unless an option says otherwise."""


class Report:
    """Gathers notices and repairs of every file."""

    def __init__(self) -> None:
        self.notices: list[Notice] = []
        self._refusals: list[Finding] = []
        self._repairs: dict[tuple[str, str], int] = {}

    def add(
        self,
        code: str,
        file: str,
        what: str,
        todo: str = "",
        column: str = "",
        rows: npt.NDArray[np.int64] | Iterable[int] = (),
    ) -> None:
        """Note something, with the rows it was seen in where there are any.

        A text about rows begins with what they are, in both forms: "[row has|rows have] ...".
        """
        self.notices.append(notice(code, file, what, todo, column, rows))

    def refused(self, refused: Refused) -> None:
        """Note why a file could not be opened; its findings keep their codes."""
        self._refusals.extend(refused.findings)

    def repaired(self, name: str, file: str, count: int) -> None:
        """Count a repair."""
        if count:
            self._repairs[name, file] = self._repairs.get((name, file), 0) + int(count)

    def take(self, other: Report) -> None:
        """Take over what another report has gathered."""
        self.notices += other.notices
        self._refusals += other._refusals
        for (name, file), count in other._repairs.items():
            self.repaired(name, file, count)

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
        found = list(self._refusals)
        for item in self.notices:
            severity = (severities or {}).get(item.code, SEVERITIES[item.code])
            if severity == "off":
                continue
            found.append(_finding(item, Severity(severity), shown))
        order = {E: 0, W: 1, N: 2}
        return tuple(sorted(set(found), key=lambda f: (order[f.severity], f.code, f.where, f.what)))


def _finding(item: Notice, severity: Severity, shown: int) -> Finding:
    where = item.file
    if item.rows:
        named = item.rows[: max(shown, 1)]
        rest = item.count - len(named)
        listed = ", ".join(map(str, named))
        where += f" row{'s' if item.count > 1 else ''} {listed}"
        where += f" and {rest:,} more" if rest else ""
    where += f" column {item.column}" if item.column else ""
    what = item.what
    if item.count:
        what = f"{item.count:,} {in_number(what, item.count)}"
    return Finding(item.code, what, where, item.todo, severity)
