"""SSDA903: modules of one or several yearly returns into datasets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np

from lacxl.records.feeds import episodes
from lacxl.records.feeds.assembling import Assembled, Context
from lacxl.records.feeds.births import births_of, with_births
from lacxl.records.feeds.leavers import leavers
from lacxl.records.feeds.stacking import as_dataset, by_child_and_day
from lacxl.records.feeds.strays import begin_of, check_returns
from lacxl.records.feeds.years import (
    by_year,
    check_years,
    later_of_same,
    later_stands,
    return_year,
)
from lacxl.records.frames import NO_DAY, Codes, Days, Frame
from lacxl.records.frames.frame import stacked

_PART_OF_HEADER = ("episodes", "reviews", "placed_adoption", "ad1", "oc2", "uasc")
_WORKERS = 2
_CODES = ("rne", "legal_status", "place", "rec", "postcode", "urn")


def assemble(modules: Mapping[str, Sequence[Frame]], context: Context) -> Assembled:
    """Return the datasets of a 903 source; `modules` are frames by kind, one a file."""
    modules = by_year(modules)
    makers: dict[str, Callable[[], Frame]] = {}
    if modules.get("episodes"):
        makers["episodes"] = lambda: _episodes(modules["episodes"], births, context)
    if modules.get("reviews"):
        makers["reviews"] = lambda: _reviews(modules["reviews"], births, context)
    if modules.get("placed_adoption") or modules.get("ad1"):
        makers["adoptions"] = lambda: _adoptions(modules, context)
    if modules.get("oc3"):
        makers["care_leavers"] = lambda: _oc3(modules, births, context)
    # side by side: each reports on files of its own, and most of it needs no Python
    with ThreadPoolExecutor(max_workers=_WORKERS) as pool:
        births = pool.submit(births_of, modules, "header", context)  # first: others wait for it
        made = {name: pool.submit(make) for name, make in makers.items()}
        result = {name: as_dataset(name, each.result()) for name, each in made.items()}
    _check_children(modules, context)
    return result


def _episodes(frames: Sequence[Frame], births: Future[Days], context: Context) -> Frame:
    found = [_ordered(frame, context) for frame in frames]
    for frame in found:
        if "legal_status" not in frame:
            context.report.add(
                "X160", context.file_of(frame),
                "there is no column of legal statuses: short breaks (V3, V4) cannot be left out "
                "and count as care, nor placement orders be found.",
                "Export it with the column LS.",
            )  # fmt: skip
        check_years(frame, ("rec", "place", "legal_status", "rne"), context)
    check_returns(found, "end", context, "episodes")
    context.begins = begin_of(found)
    whole = later_stands(found, context)
    none = Codes.all_of("", len(whole))
    whole = whole.assign(**{name: none for name in _CODES if name not in whole})
    if len(found) > 1:
        whole, _ = episodes.in_order(whole)
    whole = with_births(whole, births.result(), context)
    whole = episodes.checked(whole, context)
    context.check_events(whole, "start", "end", kind="episodes")
    return whole


def _ordered(frame: Frame, context: Context) -> Frame:
    ordered, alike = episodes.in_order(frame)
    alike[:-1] |= alike[1:]
    return context.without_repeats(ordered, among=alike)


def _reviews(frames: Sequence[Frame], births: Future[Days], context: Context) -> Frame:
    parts = []
    for frame in frames:
        ordered, alike = by_child_and_day(frame.only(("child", "held", "row", "file")), "held")
        alike[:-1] |= alike[1:]
        parts.append(context.without_repeats(ordered, ("child", "held"), alike))
    check_returns(parts, "held", context, "reviews")
    found = stacked(parts)
    if len(frames) > 1:  # the same review stands in the returns of two years
        found, alike = by_child_and_day(found, "held")
        found = found.taken(~alike)
    found = with_births(found, births.result())
    context.check_events(found, "held", kind="reviews")
    return found


def _adoptions(modules: Mapping[str, Sequence[Frame]], context: Context) -> Frame:
    """Return one row a child: the last decision that was not reversed, and the last match.

    Of the same decision, and of a child's adoption, a later return knows more.
    """
    parts = []
    for name, date, same in (
        ("placed_adoption", "decided", ("child", "decided")), ("ad1", "matched", ("child",)),
    ):  # fmt: skip
        frames = [
            context.without_repeats(frame) for frame in modules.get(name, ()) if date in frame
        ]
        if not frames:
            continue
        for frame in frames:
            context.check_events(frame, date, kind=name)
        found = _of_later_years(frames, same, modules, context)
        if "reversed" in found:
            undone = ~np.isnat(found.array("reversed"))
            found = found.assign(decided=np.where(undone, NO_DAY, found.array("decided")))
        parts.append(found.without("dob", "reversed"))
    if not sum(map(len, parts)):
        none = np.zeros(0, np.int64)
        return Frame({"child": none, "row": none, "file": Codes.of(())})
    whole = stacked(parts)
    for name in ("decided", "matched"):
        if name not in whole:
            whole = whole.assign(**{name: np.full(len(whole), NO_DAY)})
    if "by_foster_carer" not in whole:
        whole = whole.assign(by_foster_carer=np.full(len(whole), np.nan))
    return _last_of_each(whole, ("decided", "matched", "by_foster_carer"))


def _of_later_years(
    frames: Sequence[Frame],
    same: Sequence[str],
    modules: Mapping[str, Sequence[Frame]],
    context: Context,
) -> Frame:
    if len(frames) < 2 or not context.options.repairs("later_year_stands"):
        return stacked(frames)
    years = [return_year(frame, modules, context) or 0 for frame in frames]
    return later_of_same(frames, same, years)


def _last_of_each(frame: Frame, columns: Sequence[str]) -> Frame:
    """Return one row a child: the last in each column that there is, by order of the columns."""
    ranks = [
        np.where(frame.missing(name), -np.inf, frame.array(name).astype(np.float64))
        for name in columns
    ]
    ordered = frame.taken(np.lexsort((*reversed(ranks), frame.child)))
    new = np.ones(len(ordered), bool)
    new[1:] = ordered.child[1:] != ordered.child[:-1]
    first = np.flatnonzero(new)
    last = np.append(first[1:], len(new)) - 1
    found = ordered.taken(first)
    for name in columns:
        there = np.where(ordered.missing(name), -1, np.arange(len(ordered)))
        row = np.maximum.accumulate(there)[last]
        values = ordered.array(name)
        none = NO_DAY if frame.is_date(name) else np.nan
        found = found.assign(**{name: np.where(row >= first, values[row], none)})
    return found


def _oc3(modules: Mapping[str, Sequence[Frame]], births: Future[Days], context: Context) -> Frame:
    """Return the care leavers of the latest return; earlier ones are left out."""
    frames = modules["oc3"]
    years = [return_year(frame, modules, context) for frame in frames]
    known = [year for year in years if year]
    latest = max(known, default=0)
    chosen = [
        frame for frame, year in zip(frames, years, strict=True) if (year or latest) == latest
    ]
    if latest:
        context.days["care_leavers"] = dt.date(latest, 3, 31)
    found = stacked([context.without_repeats(frame) for frame in chosen])
    suitable = found.codes("suitable") if "suitable" in found else Codes.all_of("", len(found))
    digits = [text[-1:] for text in suitable.texts]
    flags = np.where(suitable.where([digit == "2" for digit in digits]), 0.0, np.nan)
    flags[suitable.where([digit == "1" for digit in digits])] = 1.0
    found = found.assign(suitable=flags)
    found = leavers(found, context)
    return with_births(found, births.result(), keep=True)


def _check_children(modules: Mapping[str, Sequence[Frame]], context: Context) -> None:
    """Report children who stand in one module and lack in another."""
    if not modules.get("header"):
        if modules:
            context.missing("header", "dates of birth come from it.")
    else:
        context.check_orphans(modules, _PART_OF_HEADER, "header", "X150")
    if modules.get("episodes"):
        context.check_orphans(
            modules, ("reviews", "placed_adoption", "ad1"), "episodes", "X151", "header"
        )
    elif modules:
        context.missing("episodes", "nothing but care leavers can be counted without it.")
