"""What every layout's assembly shares: the report, the options, and checks between modules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from lacxl.records.feeds.day_numbers import MISSING, whole_numbers
from lacxl.records.feeds.options import ReadOptions
from lacxl.records.feeds.report import Report
from lacxl.records.feeds.schema import Kind, kinds
from lacxl.records.feeds.stacking import content_of, repeated, report_rows
from lacxl.records.frames import Frame, Mask

Assembled = dict[str, Frame]
"""Datasets by name."""

Modules = Mapping[str, Sequence[Frame]]
"""Frames by kind, one a file."""


@dataclass(slots=True)
class Context:
    """Where one source is assembled: `horizon` is the last day that is not in the future.

    `days` takes the day of datasets that are as at a day, `begins` the first day that yearly
    returns know of; `children` is how many there are. `own` are the kinds that the settings made,
    by dataset and file.
    """

    source: str
    report: Report
    options: ReadOptions
    children: int
    horizon: dt.date
    days: dict[str, dt.date] = field(default_factory=dict)
    begins: dt.date | None = None
    own: Mapping[tuple[str, str], Kind] = field(default_factory=dict)

    @property
    def horizon_day(self) -> np.datetime64:
        """The horizon as frames have it."""
        return np.datetime64(self.horizon, "D")

    def kind(self, name: str, file: str = "") -> Kind | None:
        """Return a kind of this source by its name; of a local list, that of its file."""
        if (name, file) in self.own:
            return self.own[name, file]
        return next((k for k in kinds() if (k.source, k.name) == (self.source, name)), None)

    def without_repeats(
        self, frame: Frame, columns: Sequence[str] = (), among: Mask | None = None
    ) -> Frame:
        """Return the frame without rows like an earlier one; they are reported in any case.

        `columns` are what is compared (all, without them); `among` are the rows that may be alike
        or be what another is like, where that is known.
        """
        columns = columns or content_of(frame)
        alike = repeated(frame, columns, among)
        if not alike.any():
            return frame
        repair = self.options.repairs("drop_duplicates")
        report_rows(
            self.report, "X132", frame, alike, "",
            "[row is|rows are] like another row: "
            + ("read once." if repair else "counted twice, as the repair is turned off."),
            "Check the query that makes the extract.",
        )  # fmt: skip
        if not repair:
            return frame
        self.report.repaired("drop_duplicates", self.file_of(frame), int(alike.sum()))
        return frame.taken(~alike)

    def check_events(self, frame: Frame, *dates: str, kind: str) -> None:
        """Report dates in the future, and dates before birth where the frame has that date."""
        spec = self.kind(kind, self.file_of(frame))
        born = frame.array("dob") if "dob" in frame else None
        for name in dates:
            days = frame.array(name)
            if whole_numbers(days).max(initial=MISSING) > self.horizon_day.astype(np.int64):
                report_rows(
                    self.report, "X136", frame, days > self.horizon_day, name,
                    f"[date lies|dates lie] after {self.horizon.isoformat()}, later than the "
                    "extract can know.", "Correct the date.", spec,
                )  # fmt: skip
            if born is not None:
                report_rows(
                    self.report, "X135", frame, days < born, name,
                    "[date lies|dates lie] before the child was born.",
                    "Correct one of the two dates.", spec,
                )  # fmt: skip

    def check_orphans(
        self, modules: Modules, names: Sequence[str], base: str, code: str, unless: str = ""
    ) -> None:
        """Report rows of modules whose child the base module does not have.

        What the module `unless` does not have either has been reported for that.
        """
        known = self._known(modules, base)
        if unless and modules.get(unless):
            known |= ~self._known(modules, unless)
        if known[:-1].all():
            return
        spec = self.kind(base)
        title = spec.title if spec else base
        for name in names:
            for frame in modules.get(name, ()):
                child = frame.child
                report_rows(
                    self.report, code, frame, ~known[child] & (child >= 0), "",
                    f"[row is of a child|rows are of children] that {title} does not have.",
                    "Check that the files are of the same return or extract.",
                )  # fmt: skip

    def _known(self, modules: Modules, name: str) -> Mask:
        known = np.zeros(self.children + 1, bool)
        for frame in modules[name]:
            known[frame.child] = True
        return known

    def missing(self, kind: str, why: str) -> None:
        """Report a module that is not there, or could not be used."""
        spec = self.kind(kind)
        title = spec.title if spec else kind
        self.report.add(
            "X106", title, f"there is no such file that can be used: {why}",
            "Export it as well, or mend what is said of it.",
        )  # fmt: skip

    def file_of(self, frame: Frame) -> str:
        """Return the name of the file that a frame of one file came from."""
        return frame.file.texts[0]
