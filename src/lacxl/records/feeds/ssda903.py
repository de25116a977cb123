"""SSDA903: modules of one or several yearly returns into datasets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from lacxl.records.feeds import returns
from lacxl.records.feeds.births import births_of, check_births, with_births
from lacxl.records.feeds.context import Context, Datasets, Modules, file_of
from lacxl.records.feeds.council_checks import check_strangers
from lacxl.records.feeds.episodes import checked_episodes, in_order
from lacxl.records.feeds.leavers import leavers
from lacxl.records.feeds.row_checks import check_children, check_events, without_reversed
from lacxl.records.feeds.rows import by_child_and_day, most_of_same, whole_numbers
from lacxl.records.frames import NO_DAY, Codes, Days, Frame, first_of_run, last_of_run, stacked

_PART_OF_HEADER = ("episodes", "reviews", "placed_adoption", "ad1", "oc2", "uasc")


def assemble(modules: Modules, context: Context) -> Datasets:
    """Return the datasets of a 903 source; `modules` are frames by kind, one a file."""
    check_strangers(modules.get("header", ()), context.children, context.report)
    modules = returns.by_year(modules)
    births = births_of(modules, "header", context)
    result: Datasets = {}
    if modules.get("episodes"):
        result["episodes"] = _episodes(modules["episodes"], births, context)
    if modules.get("reviews"):
        result["reviews"] = _reviews(modules["reviews"], births, context)
    if modules.get("placed_adoption") or modules.get("ad1"):
        result["adoptions"] = _adoptions(modules, context)
    if modules.get("oc3"):
        result["care_leavers"] = _oc3(modules, births, context)
    check_children(
        modules, "header", _PART_OF_HEADER, ("reviews", "placed_adoption", "ad1"), context
    )
    return result


def _episodes(frames: Sequence[Frame], births: Days, context: Context) -> Frame:
    found = []
    for frame in frames:
        ordered, alike = in_order(frame)
        ordered = context.without_repeats(ordered, among=alike)
        if "legal_status" not in ordered:
            context.report.add("X160", file_of(frame))
        returns.check_years(ordered, ("rec", "place", "legal_status", "rne"), context)
        found.append(ordered)
    returns.check_returns(found, "end", context, "episodes")
    context.begins = returns.begin_of(found)
    whole = returns.later_stands(found, context)
    if len(found) > 1:
        whole, _ = in_order(whole)
    whole = with_births(whole, births)
    check_births(whole, context)
    whole = checked_episodes(whole, context)
    check_events(whole, ("start", "end"), "episodes", context)
    return whole


def _reviews(frames: Sequence[Frame], births: Days, context: Context) -> Frame:
    parts = []
    for frame in frames:
        ordered, alike = by_child_and_day(frame.only(("child", "held", "row", "file")), "held")
        parts.append(context.without_repeats(ordered, ("child", "held"), alike))
    returns.check_returns(parts, "held", context, "reviews")
    found = stacked(parts)
    if len(frames) > 1:  # the same review is in the returns of two years
        found, alike = by_child_and_day(found, "held")
        found = found.taken(~alike)
    found = with_births(found, births)
    check_events(found, ("held",), "reviews", context)
    return found


def _adoptions(modules: Modules, context: Context) -> Frame:
    """Return each child's last decision not reversed and last match, by the latest return."""
    parts = []
    for name, date, same in (
        ("placed_adoption", "decided", ("decided",)), ("ad1", "matched", ()),
    ):  # fmt: skip
        frames = [
            context.without_repeats(frame) for frame in modules.get(name, ()) if date in frame
        ]
        for frame in frames:
            check_events(frame, (date,), name, context)
        if not frames:
            continue
        found = stacked(frames)
        if context.options.makes("later_year_stands"):
            years = [returns.return_year(frame, modules, context) or 0 for frame in frames]
            year = np.repeat(years, [len(frame) for frame in frames])
            keys = [found.child, *(whole_numbers(found.array(column)) for column in same)]
            found = found.taken(year == most_of_same(keys, year))
        parts.append(without_reversed(found))
    if not sum(map(len, parts)):
        none = np.zeros(0, np.int64)
        return Frame({"child": none, "row": none, "file": Codes.of(())})
    return _last_of_each(stacked(parts), ("decided", "matched", "by_foster_carer"))


def _last_of_each(frame: Frame, names: Sequence[str]) -> Frame:
    """Return one row a child: the last in each column that there is, by order of the columns."""
    columns = [name for name in names if name in frame]
    ranks = [
        np.where(frame.missing(name), -np.inf, frame.array(name).astype(np.float64))
        for name in columns
    ]
    ordered = frame.taken(np.lexsort((*reversed(ranks), frame.child)))
    first = np.flatnonzero(first_of_run(ordered.child))
    last = np.flatnonzero(last_of_run(ordered.child))
    found = ordered.taken(first)
    for name in columns:
        there = np.where(ordered.missing(name), -1, np.arange(len(ordered)))
        row = np.maximum.accumulate(there)[last]
        values = ordered.array(name)
        none = NO_DAY if frame.is_date(name) else np.nan
        found = found.assign(**{name: np.where(row >= first, values[row], none)})
    return found


def _oc3(modules: Modules, births: Days, context: Context) -> Frame:
    """Return the care leavers of the latest return; earlier ones are left out."""
    frames = modules["oc3"]
    years = [returns.return_year(frame, modules, context) for frame in frames]
    latest = max((year for year in years if year), default=0)
    chosen = [f for f, year in zip(frames, years, strict=True) if (year or latest) == latest]
    if latest:
        context.days["care_leavers"] = dt.date(latest, 3, 31)
    found = stacked([context.without_repeats(frame) for frame in chosen])
    if "suitable" in found:  # a letter for the accommodation, and a digit for its suitability
        said = found.codes("suitable")
        texts = [{"1": "suitable", "2": "unsuitable"}.get(text[-1:], "") for text in said.texts]
        found = found.assign(suitable=Codes.mapped(said.indices, texts))
    return with_births(leavers(found, context), births, keep=True)
