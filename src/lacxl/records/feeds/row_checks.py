"""Checks of rows by themselves and against other tables: each reports, and repairs nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lacxl.records.feeds.context import Context, Modules
from lacxl.records.feeds.parsing.codes import NOT_HELD, NOT_KNOWN
from lacxl.records.frames import NO_DAY, Codes, Frame, Mask

_HELD = {"health": ("status", "the check was held"), "visits": ("seen", "the child was seen")}
"""The column that says whether something took place, and what; of other lists it is a plan."""


def check_events(frame: Frame, dates: Sequence[str], kind: str, context: Context) -> None:
    """Report dates in the future (X136), and those before birth (X135)."""
    day = context.horizon.isoformat()
    for name in dates:
        days = frame.days(name)
        context.tell("X136", frame, days > context.horizon_day, name, kind, day=day)
        context.tell("X135", frame, days < frame.days("dob"), name, kind)


def check_list(frame: Frame, column: str, months: int, context: Context, kind: str) -> None:
    """Report rows that a list of the last `months` months should no longer hold (X137)."""
    first = np.datetime64(context.horizon, "M") - months  # the list may be of any day of its month
    gone = frame.days(column) < first
    day = context.horizon.isoformat()
    context.tell("X137", frame, gone, column, kind, "list", months=months, day=day)


def without_impossible(
    frame: Frame, first: str, last: str, kind: str, context: Context, case: str = ""
) -> tuple[Frame, Mask]:
    """Leave out, and report, rows whose end is before the start (X134); say which were kept."""
    wrong = frame.days(last) < frame.days(first)
    context.tell("X134", frame, wrong, last, kind, case)
    return (frame.taken(~wrong) if wrong.any() else frame), ~wrong


def check_held(frame: Frame, kind: str, context: Context) -> None:
    """Report rows of what did not take place (X159), or not clearly (X168); they are not counted,
    and kept, as a record of what did not take place is a record.
    """
    column, what = _HELD.get(kind, ("status", "the plan was made"))
    if column not in frame:
        return
    said = frame.codes(column)
    context.tell("X168", frame, said.any_of((NOT_KNOWN,)), column, kind, what=what)
    other = what.replace(" was ", " was not ")
    context.tell("X159", frame, said.any_of((NOT_HELD,)), column, kind, what=other)


def of_kinds_counted(frame: Frame, context: Context) -> Frame:
    """Return health assessments and dental checks alone (X169, X170).

    A "Health Check" is surveillance of a child's growth and no assessment, unless the table has
    no assessments, as some systems call them that; an option overrides this.
    """
    if "kind" not in frame:
        return frame
    kind = frame.codes("kind")
    simple = kind.any_of(("surveillance",))
    if simple.any():
        said = context.options.health_check
        beside = bool(kind.any_of(("health",)).any())
        if said == "auto":
            context.tell("X169" if beside else "X170", frame, simple, "kind", "health")
        if said == "assessment" or (said == "auto" and not beside):
            texts = ["health" if text == "surveillance" else text for text in kind.texts]
            frame = frame.assign(kind=Codes.mapped(kind.indices, texts))
    return frame.taken(frame.any_of("kind", ("health", "dental")))


def check_children(
    modules: Modules, main: str, of_main: Sequence[str], of_care: Sequence[str], context: Context
) -> None:
    """Report children whom other tables have and `main` (X150) or the episodes (X151) lack, and
    those two tables if they lack.
    """
    if modules.get(main):
        _check_orphans(modules, of_main, main, "X150", context)
    elif modules:
        context.missing(main, "dates of birth come from it.")
    if modules.get("episodes"):
        _check_orphans(modules, of_care, "episodes", "X151", context, unless=main)
    elif modules:
        context.missing("episodes", "nothing but care leavers can be counted without it.")


def _check_orphans(
    modules: Modules, names: Sequence[str], base: str, code: str, context: Context, unless: str = ""
) -> None:
    """Report rows whose child the base does not have; `unless`, if it lacks there, was reported."""
    known = _known(modules, base, context)
    if modules.get(unless):
        known |= ~_known(modules, unless, context)
    for name in names:
        for frame in modules.get(name, ()):
            lost = ~known[frame.child] & (frame.child >= 0)
            context.tell(code, frame, lost, base=context.title(base))


def _known(modules: Modules, name: str, context: Context) -> Mask:
    known = np.zeros(context.children + 1, bool)
    for frame in modules[name]:
        known[frame.child] = True
    return known


def without_reversed(frame: Frame) -> Frame:
    """Blank decisions that were reversed, unless an adoption followed all the same."""
    if "decided" not in frame:
        return frame
    undone = ~np.isnat(frame.days("reversed")) & np.isnat(frame.days("adopted"))
    return frame.assign(decided=np.where(undone, NO_DAY, frame.array("decided")))
