"""Lists of the council's own into datasets: rows as they are, having been checked."""

from __future__ import annotations

from lacxl.domain.dataset import DATASETS, Dtype
from lacxl.records.feeds.births import births_of
from lacxl.records.feeds.context import Context, Datasets, Modules
from lacxl.records.feeds.leavers import leavers
from lacxl.records.feeds.row_checks import check_events, check_held, of_kinds_counted
from lacxl.records.frames import stacked


def assemble(modules: Modules, context: Context) -> Datasets:
    """Return the datasets of local lists; several lists of a dataset are put together."""
    result: Datasets = {}
    births_of(modules, "in_care", context)  # for what it reports; a list's own dates are kept
    for name, frames in sorted(modules.items()):
        once = [context.without_repeats(frame) for frame in frames]
        dates = [column for column, dtype in DATASETS[name].columns.items() if dtype is Dtype.DATE]
        past = [column for column in dates if column not in ("dob", "due")]
        for frame in once:  # each by itself, for each has headings of its own
            check_events(frame, past, name, context)
        if name == "health":
            once = [of_kinds_counted(frame, context) for frame in once]
        for frame in once:
            check_held(frame, name, context)
        found = stacked(once)
        result[name] = leavers(found, context) if name == "care_leavers" else found
    return result
