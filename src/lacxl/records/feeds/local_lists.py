"""Lists of the council's own, their columns named by the settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from lacxl.domain.dataset import DATASETS, Dtype
from lacxl.domain.numbers import how_many
from lacxl.records.feeds.assembling import Assembled, Context, Modules
from lacxl.records.feeds.births import births_of
from lacxl.records.feeds.health import checks, visits
from lacxl.records.feeds.held import report_others
from lacxl.records.feeds.leavers import leavers
from lacxl.records.feeds.recognising import Recognised, places_of
from lacxl.records.feeds.report import Report
from lacxl.records.feeds.schema import ColumnSpec, Kind, code_lists, squash
from lacxl.records.feeds.sources import LocalList
from lacxl.records.feeds.stacking import as_dataset
from lacxl.records.frames import Frame
from lacxl.records.frames.frame import stacked
from lacxl.tables.delimited_text import IsKnown
from lacxl.tables.table import Table

CODES: Final[Mapping[tuple[str, str], str]] = {
    ("health", "kind"): "health_kind", ("plans", "kind"): "plan_kind",
    ("care_leavers", "category"): "category", ("care_leavers", "in_touch"): "in_touch",
    ("care_leavers", "suitable"): "suitability", ("care_leavers", "activity"): "activity",
    ("in_care", "legal_status"): "legal_status", ("in_care", "rec"): "rec",
    ("in_care", "place"): "place", ("episodes", "rne"): "rne",
    ("episodes", "legal_status"): "legal_status", ("episodes", "place"): "place",
    ("episodes", "rec"): "rec",
}  # fmt: skip
"""The code list of a dataset's column."""

_NEEDED: Final = {
    "episodes": ("start", "end", "rec"), "reviews": ("held",), "health": ("date",),
    "visits": ("date",), "plans": ("date",), "peps": ("date",), "in_care": ("started", "ceased"),
    "care_leavers": (), "adoptions": (),
}  # fmt: skip
_KEYS: Final = ("date", "held", "start")
_HELD: Final = (
    ("health", "status"), ("peps", "status"), ("plans", "status"), ("visits", "seen"),
)  # fmt: skip
_BLANKS: Final = {("reviews", "held"): "the review was not held"}
"""What a blank says in a list that gives due dates; in another the row says nothing without."""
_TYPES = {Dtype.DATE: "date", Dtype.CODE: "code", Dtype.NUMBER: "number", Dtype.FLAG: "flag"}


def sheets_of(
    tables: Sequence[Table], local: LocalList, name: str, report: Report
) -> Sequence[Table]:
    """Return the sheets of a workbook that are the list: the one named, or all with the child.

    Where none has the child's column, all are returned, to be reported one by one.
    """
    if local.sheet:
        named = [t for t in tables if squash(getattr(t, "title", "")) == squash(local.sheet)]
        if not named:
            report.add(
                "X191", name, "the settings name a sheet that the file does not have.",
                "Correct the key sheet of this list; the file has "
                f"{how_many(len(tables), 'sheet')}.",
            )  # fmt: skip
        return named
    child = squash(local.child)
    fitting = [t for t in tables if any(child == squash(cell) for row in t.head for cell in row)]
    return fitting or tables


def is_heading_of(local: LocalList) -> IsKnown:
    """Return what says whether a cell is a heading that the settings name for the list."""
    named = {squash(heading) for heading in (local.child, *local.columns.values())}
    return lambda cell: squash(cell) in named


def recognise_local(table: Table, local: LocalList, report: Report) -> Recognised | None:
    """Return the places of a local list's columns, or None after saying why it cannot be read."""
    known = DATASETS.get(local.dataset)
    if known is None:
        report.add(
            "X190", table.name, "the settings name a dataset that there is not.",
            f"There are {', '.join(DATASETS)}.",
        )  # fmt: skip
        return None
    foreign = [name for name in local.columns if name not in known.columns]
    if foreign:
        report.add(
            "X190", table.name, f"the settings name columns that {local.dataset} does not have.",
            f"It has {', '.join(name for name in known.columns if name != 'child')}.",
        )  # fmt: skip
    kind = _kind(local)
    wanted = {squash(head) for spec in kind.columns for head in spec.heads}
    best = max(
        range(len(table.head)),
        key=lambda i: (len(wanted & {squash(cell) for cell in table.head[i]}), -i),
        default=None,
    )
    if best is None:
        return None
    headings = [squash(cell) for cell in table.head[best]]
    places, twice = places_of(kind, headings)
    return Recognised(kind, best, places, twice, constants(local))


def constants(local: LocalList) -> Mapping[str, str]:
    """Return the columns for which the settings give a code itself instead of a heading."""
    return {
        column: heading
        for column, heading in local.columns.items()
        if column == "kind"
        and (name := CODES.get((local.dataset, column)))
        and heading in code_lists()[name].allowed
    }


def assemble(modules: Modules, context: Context) -> Assembled:
    """Return the datasets of local lists; several lists of a dataset are put together."""
    result: Assembled = {}
    births_of(modules, "in_care", context)  # for what it reports; a list's own dates stand
    for name, frames in sorted(modules.items()):
        once = [context.without_repeats(frame) for frame in frames]
        dates = [c for c, d in DATASETS[name].columns.items() if d is Dtype.DATE]
        for frame in once:  # each by itself, for each has headings of its own
            past = [c for c in dates if c in frame and c not in ("dob", "due")]
            context.check_events(frame, *past, kind=name)
        once = [_happened(name, frame, context) for frame in once]
        found = stacked(once)
        if name == "care_leavers":
            found = leavers(found, context)
        result[name] = as_dataset(name, found)
    return result


def _happened(name: str, frame: Frame, context: Context) -> Frame:
    """Return the rows of a list, having reported what did not take place."""
    if name == "health":
        return checks(frame, context)
    if name == "visits":
        return visits(frame, context)
    report_others(frame, "status", "the plan was made", name, context)
    return frame


def _kind(local: LocalList) -> Kind:
    given = constants(local)
    columns = [ColumnSpec("child", (local.child,), "child", key=True, key_column=True)]
    for name, dtype in DATASETS[local.dataset].columns.items():
        heading = local.columns.get(name)
        needed = name in _NEEDED[local.dataset]
        if name == "child" or name in given or (heading is None and not needed):
            continue
        key = name in _KEYS and not (name == "held" and "due" in local.columns)
        codes = CODES.get((local.dataset, name), "")
        held = (local.dataset, name) in _HELD
        kind = "held" if held else "code" if codes else _TYPES[dtype]
        columns.append(
            ColumnSpec(
                name,
                (heading or name,),
                "text" if kind == "code" and not codes else kind,
                codes,
                key=key and needed,
                key_column=needed,
                blank=_BLANKS.get((local.dataset, name), "") if not key else "",
            )
        )
    return Kind("local", local.dataset, f"local list ({local.dataset})", tuple(columns))
