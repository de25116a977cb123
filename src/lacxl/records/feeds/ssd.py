"""Tables of the Standard Safeguarding Dataset into datasets: joined by child, period and day."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lacxl.records.feeds.births import births_of, check_births, with_births
from lacxl.records.feeds.context import Context, Datasets, Modules
from lacxl.records.feeds.episodes import checked_episodes, in_order
from lacxl.records.feeds.extracts import latest_rows, list_of_month
from lacxl.records.feeds.leavers import leavers
from lacxl.records.feeds.row_checks import (
    check_children,
    check_events,
    check_held,
    of_kinds_counted,
    without_reversed,
)
from lacxl.records.frames import NO_DAY, Codes, Frame, Whole, child_and_day, day_numbers, stacked

_PLACEMENT = ("place", "postcode", "urn")
_STEPS = ("entered", "decided", "ordered", "matched", "moved_in", "adopted")
_OF_PERSON = ("episodes", "reviews", "visits", "health", "plans", "care_leavers", "permanence")
_OF_CARE = ("reviews", "visits", "plans", "permanence")


def assemble(modules: Modules, context: Context) -> Datasets:
    """Return the datasets of SSD tables; `modules` are frames by table, one a file."""
    result: Datasets = {}
    read = dict(modules)
    if "care_leavers" in modules:
        read["care_leavers"], day = list_of_month(modules["care_leavers"], modules, context)
        if day is not None:
            context.days["care_leavers"] = day
    once = {name: latest_rows(name, frames, modules, context) for name, frames in read.items()}
    births = births_of(modules, "person", context)
    known = once.get("episodes")
    if known is not None:
        whole = with_births(_episodes(known, once, context), births)
        check_births(whole, context)
        whole = checked_episodes(in_order(whole)[0], context)
        check_events(whole, ("start", "end"), "episodes", context)
        result["episodes"] = whole
    for name in ("reviews", "visits", "health", "plans"):
        if name in once:
            found = with_births(_events(once[name], known, name, context), births)
            check_events(found, ("held", "date"), name, context)
            result[name] = found
    if "care_leavers" in once:
        found = leavers(with_births(once["care_leavers"], births), context)
        check_events(found, ("pathway_review",), "care_leavers", context)
        result["care_leavers"] = found
        _add_pathway_plans(result, once["care_leavers"])
    if "permanence" in once:
        result["adoptions"] = _adoptions(once["permanence"], context)
    check_children(modules, "person", _OF_PERSON, _OF_CARE, context)
    return result


def _episodes(found: Frame, once: Datasets, context: Context) -> Frame:
    """Return episodes with the placement and the legal status that held when they started."""
    placements, statuses = once.get("placements"), once.get("legal_statuses")
    if placements is None:
        context.missing("placements", "placement types, and what rests on them, are not known.")
    else:
        placements = _by_period(placements, found)
        placements = placements.assign(placed=Codes.all_of("yes", len(placements)))
        found = _by_link(found, placements, "placement", ("placed", *_PLACEMENT))
        found = _upon_day(found, placements, ("placed", *_PLACEMENT))
    if statuses is None:
        context.report.add("X160", "ssd_legal_status", case="table")
    else:
        found = _upon_day(found, statuses, ("legal_status",))
    if placements is not None:
        context.tell("X161", found, found.codes("placed").is_blank)
    return found


def _events(frame: Frame, known: Frame | None, name: str, context: Context) -> Frame:
    """Return events of children that are known, of the kinds that are counted."""
    found = _with_child(frame, known, name, context)
    if name == "reviews":
        return _reviews(found, context)
    if name == "health":
        found = of_kinds_counted(found, context)
    if name == "plans":
        return found.assign(kind=Codes.all_of("care", len(found)))
    check_held(found, name, context)
    return found


def _reviews(found: Frame, context: Context) -> Frame:
    """Return reviews that were not cancelled and have a date held or a date due."""
    if "cancelled" in found:
        cancelled = found.flags("cancelled", True)
        context.tell("X159", found, cancelled, case="review")
        found = found.taken(~cancelled)
    undated = np.isnat(found.days("held")) & np.isnat(found.days("due"))
    context.tell("X133", found, undated, "clar_cla_review_date", case="review")
    return found.taken(~undated)


def _add_pathway_plans(result: Datasets, found: Frame) -> None:
    """Count the review of a pathway plan as a pathway plan of its day, beside care plans: without
    those nobody knows who has a plan.
    """
    if "pathway_review" not in found or not len(result.get("plans", ())):
        return
    days = found.array("pathway_review")
    plans = found.assign(date=days, kind=Codes.all_of("pathway", len(found)))
    plans = plans.taken(~np.isnat(days)).only(("child", "kind", "date", "row", "file"))
    if len(plans):
        result["plans"] = stacked([result["plans"], plans])


def _adoptions(found: Frame, context: Context) -> Frame:
    """Return the way to adoption; orders of another kind and reversed decisions are blanked."""
    if "adopted" in found:
        other = found.any_of("order_type", ("other",))
        found = found.assign(adopted=np.where(other, NO_DAY, found.array("adopted")))
    found = without_reversed(found)
    check_events(found, _STEPS, "permanence", context)
    return found


def _with_child(frame: Frame, known: Frame | None, kind: str, context: Context) -> Frame:
    """Return rows with their child, told by the period of care where the row does not say."""
    found = frame if known is None else _by_period(frame, known)
    lost = found.child < 0
    context.tell("X130", found, lost, "", kind, "untold")
    return found.taken(~lost)


def _by_period(frame: Frame, episodes: Frame) -> Frame:
    """Return the frame with the child of its period of care where it has no child of its own."""
    unknown = frame.child < 0
    if not unknown.any() or "period" not in frame or "period" not in episodes:
        return frame
    first = np.arange(len(episodes))[::-1]
    row = _row_of_each(frame.codes("period"), episodes.codes("period"), first)
    told = np.append(episodes.child, -1)[row]
    return frame.assign(child=np.where(unknown, told, frame.child))


def _by_link(frame: Frame, other: Frame, link: str, columns: Sequence[str]) -> Frame:
    """Return the frame with columns of the row of `other` with the same link that started last."""
    if link not in frame or link not in other:
        return frame
    order = np.lexsort((other.rows, day_numbers(other.days("start"))))
    row = _row_of_each(frame.codes(link), other.codes(link), order)
    return frame.assign(
        **{name: other.codes(name).or_none(row) for name in columns if name in other}
    )


def _upon_day(frame: Frame, other: Frame, columns: Sequence[str]) -> Frame:
    """Fill columns from the child's last row in `other` that held when the row started."""
    there = [name for name in columns if name in other]
    if "start" not in other or not there or not len(other):
        return frame
    blank = frame.codes(there[0]).is_blank
    if not blank.any():
        return frame
    right = other.taken(~np.isnat(other.array("start")) & (other.child >= 0))
    key = child_and_day(right.child, right.array("start"))
    right = right.taken(np.lexsort((*(right.codes(n).ranks() for n in reversed(there)), key)))
    key.sort()
    row = _held(frame, right, key)
    for name in there:
        found = Codes.joined((frame.codes(name), right.codes(name).or_none(row)))
        indices = np.where(blank, found.indices[len(frame) :], found.indices[: len(frame)])
        frame = frame.assign(**{name: Codes(indices, found.texts)})
    return frame


def _held(frame: Frame, right: Frame, key: Whole) -> Whole:
    """Return the row of `right`, in order of its `key`, that held when each row started, or -1."""
    if not len(right):
        return np.full(len(frame), -1)
    start = frame.array("start")
    row = np.searchsorted(key, child_and_day(frame.child, start), "right") - 1
    row = np.where((row >= 0) & (right.child[row] == frame.child), row, -1)
    if "end" in right:
        until, since = right.array("end")[row], right.array("start")[row]
        row[(until <= start) & (until > since)] = -1
    return row


def _row_of_each(mine: Codes, theirs: Codes, order: Whole) -> Whole:
    """Return for each of my links the last row of theirs, in an order, that has it, or -1."""
    both = Codes.joined((mine, theirs))
    rows = np.full(len(both.texts) + 1, -1)
    rows[both.indices[len(mine) :][order]] = order
    rows[-1] = -1  # for no link
    return rows[both.indices[: len(mine)]]
