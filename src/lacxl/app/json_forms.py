"""The receipt of a run: every cell changed, before and after, why and from which row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lacxl.domain.finding import Finding
from lacxl.workbook.address import CellRef
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.shown import shown, told
from lacxl.workbook.snapshot import CellError, CellLook, CellValue, Formula
from lacxl.workbook.wanted import Wanted

FORMAT = 1
"""The version of the receipt's and of --json's format; a key is never taken away within one."""


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A cell that changed: what it showed and shows, and the values themselves.

    `for_log` is how a message, which may end up in a log, shows the two.
    """

    place: CellRef
    before: CellValue
    after: CellValue
    shown_before: str
    shown_after: str
    why: str
    source: str
    for_log: tuple[str, str]

    def as_dict(self) -> dict[str, object]:
        """The cell for JSON."""
        return {
            "sheet": self.place.sheet,
            "cell": str(self.place.cell),
            "before": plain(self.before),
            "after": plain(self.after),
            "shown_before": self.shown_before,
            "shown_after": self.shown_after,
            "why": self.why,
            "source": self.source,
        }


def changed_cells(
    changes: ChangeSet, wanted: Sequence[Wanted], looks: Mapping[CellRef, CellLook]
) -> tuple[ChangedCell, ...]:
    """Return the cells of which the value changed, in the order of the change set."""
    whys = {want.place: want for want in wanted}
    found = []
    for change in changes.cells:
        if change.value is None:
            continue
        place = CellRef(change.sheet, change.cell)
        before_format = looks[place].number_format
        after_format = change.number_format.after if change.number_format else before_format
        want = whys.get(place)
        found.append(
            ChangedCell(
                place,
                change.value.before,
                change.value.after,
                shown(change.value.before, before_format),
                shown(change.value.after, after_format),
                want.why if want else "",
                want.source if want else "",
                (told(change.value.before, before_format), told(change.value.after, after_format)),
            )
        )
    return tuple(found)


def findings_as_dicts(findings: Sequence[Finding]) -> list[dict[str, object]]:
    """Return the findings for JSON."""
    return [finding.as_dict() for finding in findings]


def plain(value: CellValue) -> object:
    """Return a cell's value as JSON has it: a formula as its text, a date as ISO 8601."""
    match value:
        case Formula():
            return f"={value.text}"
        case CellError():
            return value.code
        case dt.datetime():
            return value.isoformat()
    return value
