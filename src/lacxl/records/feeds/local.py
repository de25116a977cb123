"""Lists of the council's own into datasets: rows as they are, having been checked."""

from __future__ import annotations

from lacxl.domain.dataset import DATASETS, Dtype
from lacxl.records.feeds.births import births_of
from lacxl.records.feeds.checks import check_events, check_held, of_kinds_counted
from lacxl.records.feeds.context import Context, Datasets, Modules
from lacxl.records.feeds.leavers import leavers
from lacxl.records.frames import Frame, stacked

_HELD = {
    "health": ("status", "the check was held"), "visits": ("seen", "the child was seen"),
}  # fmt: skip
"""The column that says whether something took place, and what; of other lists it is a plan."""


def assemble(modules: Modules, context: Context) -> Datasets:
    """Return the datasets of local lists; several lists of a dataset are put together."""
    result: Datasets = {}
    births_of(modules, "in_care", context)  # for what it reports; a list's own dates are kept
    for name, frames in sorted(modules.items()):
        once = [context.without_repeats(frame) for frame in frames]
        dates = [column for column, dtype in DATASETS[name].columns.items() if dtype is Dtype.DATE]
        for frame in once:  # each by itself, for each has headings of its own
            past = [column for column in dates if column not in ("dob", "due")]
            check_events(frame, past, name, context)
        found = stacked([_happened(name, frame, context) for frame in once])
        result[name] = leavers(found, context) if name == "care_leavers" else found
    return result


def _happened(name: str, frame: Frame, context: Context) -> Frame:
    """Return the rows of a list, having reported what did not take place."""
    if name == "health":
        frame = of_kinds_counted(frame, context)
    column, what = _HELD.get(name, ("status", "the plan was made"))
    check_held(frame, column, what, name, context)
    return frame
