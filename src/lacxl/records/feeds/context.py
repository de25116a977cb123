"""What every check and repair of a source is given: the report, the options, the day; and tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from lacxl.records.feeds.options import ReadOptions
from lacxl.records.feeds.report import Report
from lacxl.records.feeds.rows import repeated
from lacxl.records.feeds.schema import TableKind, kinds
from lacxl.records.frames import Frame, Mask

Datasets = dict[str, Frame]
"""Datasets by name."""
Modules = Mapping[str, Sequence[Frame]]
"""Frames by kind, one a file."""


SHORT_BREAKS = ("V3", "V4")
"""Legal statuses of care that is none."""


class CareSpan(NamedTuple):
    """The dataset of rows that say who was in care, and its columns of the first and last day."""

    kind: str
    first: str
    last: str


EPISODES = CareSpan("episodes", "start", "end")
LIST = CareSpan("in_care", "started", "ceased")


@dataclass(slots=True)
class Context:
    """Where one source is put together: `horizon` is the last day that is not in the future.

    `children` is how many there are. `days` takes the day of datasets that are as at a day,
    `begins` the first that yearly returns know of. `own` are kinds that the settings made.
    """

    source: str
    report: Report
    options: ReadOptions
    children: int
    horizon: dt.date
    days: dict[str, dt.date] = field(default_factory=dict)
    begins: dt.date | None = None
    own: Mapping[tuple[str, str], TableKind] = field(default_factory=dict)

    @property
    def horizon_day(self) -> np.datetime64:
        """The horizon as frames have it."""
        return np.datetime64(self.horizon, "D")

    def kind(self, name: str, file: str = "") -> TableKind:
        """Return a kind of this source by its name; of a local list, that of its file."""
        if (name, file) in self.own:
            return self.own[name, file]
        return next(k for k in kinds() if (k.source, k.name) == (self.source, name))

    def title(self, kind: str) -> str:
        """Return what a kind of file is called."""
        return self.kind(kind).title

    def tell(
        self,
        code: str,
        frame: Frame,
        mask: Mask,
        column: str = "",
        kind: str = "",
        case: str = "",
        **said: object,
    ) -> None:
        """Report the rows of a mask, file by file; of a kind the column is told by its heading."""
        if not mask.any():
            return
        rows, files = frame.rows[mask], frame.file[mask]
        for number in np.flatnonzero(np.bincount(files.indices)).tolist():
            file = files.texts[number]
            title = self.kind(kind, file).title_of(column) if kind else column
            self.report.add(code, file, rows[files.indices == number], title, case, **said)

    def repairs(
        self, repair: str, code: str, frame: Frame, mask: Mask, column: str = "", kind: str = ""
    ) -> bool:
        """Report the rows that a repair is for, and say whether to make it."""
        made = self.options.makes(repair)
        self.tell(code, frame, mask, column, kind, "" if made else "off")
        return made

    def without_repeats(
        self, frame: Frame, columns: Sequence[str] = (), among: Mask | None = None
    ) -> Frame:
        """Return the rows that are like no earlier one (drop_duplicates, X132); see `repeated`."""
        alike = repeated(frame, columns, among)
        made = self.repairs("drop_duplicates", "X132", frame, alike)
        return frame.taken(~alike) if made and alike.any() else frame

    def missing(self, kind: str, why: str) -> None:
        """Report a kind of file that is not there, or could not be used (X106)."""
        self.report.add("X106", self.title(kind), why=why)


def file_of(frame: Frame) -> str:
    """Return the name of the file that a frame of one file came from."""
    return frame.file.texts[0]
