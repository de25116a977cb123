"""Tables of the Standard Safeguarding Dataset into datasets: joined by child, period and day."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lacxl.records.feeds import episodes
from lacxl.records.feeds.assembling import Assembled, Context, Modules
from lacxl.records.feeds.births import births_of, with_births
from lacxl.records.feeds.health import checks, visits
from lacxl.records.feeds.joining import by_link, by_period, upon_day
from lacxl.records.feeds.later_extracts import latest_rows, list_of_month
from lacxl.records.feeds.leavers import leavers
from lacxl.records.feeds.stacking import as_dataset, report_rows
from lacxl.records.frames import NO_DAY, Codes, Frame
from lacxl.records.frames.frame import stacked

_PLACEMENT = ("place", "postcode", "urn")


def assemble(modules: Modules, context: Context) -> Assembled:
    """Return the datasets of SSD tables; `modules` are frames by table, one a file."""
    result: Assembled = {}
    read = dict(modules)
    if "care_leavers" in modules:
        read["care_leavers"], day = list_of_month(modules["care_leavers"], modules, context)
        if day is not None:
            context.days["care_leavers"] = day
    once = {
        name: latest_rows(
            name, [context.without_repeats(frame) for frame in frames], modules, context
        )
        for name, frames in read.items()
    }
    births = births_of(modules, "person", context)
    known = once.get("episodes")
    if known is not None:
        whole = _episodes(once, context)
        whole = with_births(whole, births, context)
        whole, _ = episodes.in_order(whole)
        whole = episodes.checked(whole, context)
        context.check_events(whole, "start", "end", kind="episodes")
        result["episodes"] = as_dataset("episodes", whole)
    for table, name, dates in (
        ("reviews", "reviews", ("held",)), ("visits", "visits", ("date",)),
        ("health", "health", ("date",)), ("plans", "plans", ("date",)),
    ):  # fmt: skip
        if table in once:
            found = _EVENTS[table](once[table], known, context)
            found = with_births(found, births)
            context.check_events(found, *dates, kind=table)
            result[name] = as_dataset(name, found)
    if "care_leavers" in once:
        found = leavers(with_births(once["care_leavers"], births), context)
        context.check_events(
            found, *(n for n in ("pathway_review",) if n in found), kind="care_leavers"
        )
        result["care_leavers"] = as_dataset("care_leavers", found)
        _add_pathway_plans(result, once["care_leavers"])
    if "permanence" in once:
        result["adoptions"] = as_dataset("adoptions", _adoptions(once["permanence"], context))
    _check_children(modules, context)
    return result


def _episodes(once: dict[str, Frame], context: Context) -> Frame:
    """Return episodes with the placement and the legal status that held when they started."""
    found = once["episodes"]
    for name in ("rne", "rec"):
        if name not in found:
            found = found.assign(**{name: Codes.all_of("", len(found))})
    placements = once.get("placements")
    if placements is None:
        context.missing("placements", "placement types, and what rests on them, are not known.")
    else:
        placements = by_period(placements, found)
        placements = placements.assign(placed=Codes.all_of("yes", len(placements)))
        found = by_link(found, placements, "placement", ("placed", *_PLACEMENT))
        found = upon_day(found, placements, ("placed", *_PLACEMENT))
    statuses = once.get("legal_statuses")
    if statuses is None:
        context.report.add(
            "X160", "ssd_legal_status",
            "there is no such table: short breaks (V3, V4) cannot be left out, nor placement "
            "orders be found in the episodes.", "Export it as well.",
        )  # fmt: skip
    else:
        found = upon_day(found, statuses, ("legal_status",))
    for name in (*_PLACEMENT, "legal_status"):
        if name not in found:
            found = found.assign(**{name: Codes.all_of("", len(found))})
    if placements is not None:
        report_rows(
            context.report, "X161", found, found.codes("placed").is_blank, "",
            "[episode has|episodes have] no placement in ssd_cla_placement.",
            "Check the identifiers of both.",
        )  # fmt: skip
    return found


def _reviews(frame: Frame, known: Frame | None, context: Context) -> Frame:
    """Return reviews that were not cancelled and have a date held or a date due."""
    found = _with_child(frame, known, "reviews", context)
    if "cancelled" in found:
        cancelled = found.array("cancelled") == 1.0
        report_rows(
            context.report, "X159", found, cancelled, "",
            "[row is of a cancelled review|rows are of cancelled reviews]; left out.", "",
        )  # fmt: skip
        found = found.taken(~cancelled)
    if "due" not in found:
        found = found.assign(due=np.full(len(found), NO_DAY))
    undated = np.isnat(found.array("held")) & np.isnat(found.array("due"))
    report_rows(
        context.report, "X133", found, undated, "clar_cla_review_date",
        "[row has|rows have] neither a date held nor a date due; left out.", "Fill one in.",
    )  # fmt: skip
    return found.taken(~undated)


def _visits(frame: Frame, known: Frame | None, context: Context) -> Frame:
    return visits(_with_child(frame, known, "visits", context), context)


def _health(frame: Frame, _known: Frame | None, context: Context) -> Frame:
    return checks(frame, context)


def _plans(frame: Frame, _known: Frame | None, _context: Context) -> Frame:
    return frame.assign(kind=Codes.all_of("care", len(frame)))


_EVENTS = {"reviews": _reviews, "visits": _visits, "health": _health, "plans": _plans}


def _add_pathway_plans(result: Assembled, found: Frame) -> None:
    """Count the review of a pathway plan as a pathway plan of its day."""
    if "pathway_review" not in found:
        return
    days = found.array("pathway_review")
    plans = found.assign(date=days, kind=Codes.all_of("pathway", len(found)))
    plans = plans.taken(~np.isnat(days))
    if len(plans):
        added = as_dataset("plans", plans)
        result["plans"] = stacked([result["plans"], added]) if "plans" in result else added


def _adoptions(frame: Frame, context: Context) -> Frame:
    """Return the way to adoption; orders of another kind and reversed decisions are blanked."""
    found = frame
    if "order_type" in found and "adopted" in found:
        found = found.assign(
            adopted=np.where(
                found.codes("order_type").any_of(("other",)), NO_DAY, found.array("adopted")
            )
        )
    if "reversed" in found and "decided" in found:
        undone = ~np.isnat(found.array("reversed"))
        if "adopted" in found:
            undone &= np.isnat(found.array("adopted"))
        found = found.assign(decided=np.where(undone, NO_DAY, found.array("decided")))
    steps = ("entered", "decided", "ordered", "matched", "moved_in", "adopted")
    context.check_events(found, *(n for n in steps if n in found), kind="permanence")
    return found


def _with_child(frame: Frame, known: Frame | None, kind: str, context: Context) -> Frame:
    """Return rows with their child, told by the period of care where the row does not say."""
    found = frame if known is None else by_period(frame, known)
    lost = found.child < 0
    report_rows(
        context.report, "X130", found, lost, "",
        "[row is|rows are] of no child that can be told; left out.",
        "Export the child's identifier, or the episodes with clae_cla_id.",
        context.kind(kind),
    )  # fmt: skip
    return found.taken(~lost)


def _check_children(modules: Modules, context: Context) -> None:
    names: Sequence[str] = (
        "episodes", "reviews", "visits", "health", "plans", "care_leavers", "permanence",
    )  # fmt: skip
    if modules.get("person"):
        context.check_orphans(modules, names, "person", "X150")
    else:
        context.missing("person", "dates of birth come from it.")
    if modules.get("episodes"):
        context.check_orphans(
            modules, ("reviews", "visits", "plans", "permanence"), "episodes", "X151", "person"
        )
    else:
        context.missing("episodes", "nothing but care leavers can be counted without it.")
