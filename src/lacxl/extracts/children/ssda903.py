"""SSDA903: modules of one or several yearly returns into datasets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from lacxl.extracts.children import episodes
from lacxl.extracts.children.assembling import Assembled, Context
from lacxl.extracts.children.births import births_of, with_births
from lacxl.extracts.children.dates import Days
from lacxl.extracts.children.leavers import leavers
from lacxl.extracts.children.stacking import as_dataset, by_child_and_day, no_codes, stacked
from lacxl.extracts.children.strays import begin_of, check_returns
from lacxl.extracts.children.years import check_years, later_stands, return_year

_PART_OF_HEADER = ("episodes", "reviews", "placed_adoption", "ad1", "oc2", "uasc")
_CODES = ("rne", "legal_status", "place", "rec", "postcode", "urn")


def assemble(modules: Mapping[str, Sequence[pd.DataFrame]], context: Context) -> Assembled:
    """Return the datasets of a 903 source; `modules` are frames by kind, one a file."""
    result: Assembled = {}
    births = births_of(modules, "header", context)
    whole: pd.DataFrame | None = None
    if modules.get("episodes"):
        found = [_ordered(frame, context) for frame in modules["episodes"]]
        for frame in found:
            check_years(frame, ("rec", "place", "legal_status", "rne"), context)
        check_returns(found, "end", context, "episodes")
        context.begins = begin_of(found)
        whole = later_stands(found, ("child", "start"), context)
        whole = whole.assign(**{name: no_codes(len(whole)) for name in _CODES if name not in whole})
        if len(found) > 1:
            whole, _ = episodes.in_order(whole)
        whole = with_births(whole, births, context)
        whole = episodes.checked(whole, context)
        context.check_events(whole, "start", "end", kind="episodes")
        result["episodes"] = as_dataset("episodes", whole)
    if modules.get("reviews"):
        result["reviews"] = as_dataset("reviews", _reviews(modules["reviews"], births, context))
    if modules.get("placed_adoption") or modules.get("ad1"):
        result["adoptions"] = as_dataset("adoptions", _adoptions(modules, context))
    if modules.get("oc3"):
        result["care_leavers"] = as_dataset("care_leavers", _oc3(modules, births, context))
    _check_children(modules, context)
    return result


def _ordered(frame: pd.DataFrame, context: Context) -> pd.DataFrame:
    ordered, alike = episodes.in_order(frame)
    alike[:-1] |= alike[1:]
    return context.without_repeats(ordered, among=alike)


def _reviews(frames: Sequence[pd.DataFrame], births: Days, context: Context) -> pd.DataFrame:
    parts = []
    for frame in frames:
        ordered, alike = by_child_and_day(frame[["child", "held", "row", "file"]], "held")
        alike[:-1] |= alike[1:]
        parts.append(context.without_repeats(ordered, ("child", "held"), alike))
    check_returns(parts, "held", context, "reviews")
    found = stacked(parts)
    if len(frames) > 1:  # the same review stands in the returns of two years
        found, alike = by_child_and_day(found, "held")
        found = found[~alike].reset_index(drop=True)
    found = with_births(found, births)
    context.check_events(found, "held", kind="reviews")
    return found


def _adoptions(modules: Mapping[str, Sequence[pd.DataFrame]], context: Context) -> pd.DataFrame:
    """Return one row a child: the last decision that was not reversed, and the last match."""
    parts = []
    for name, date in (("placed_adoption", "decided"), ("ad1", "matched")):
        for frame in modules.get(name, ()):
            if date not in frame:
                continue
            clean = context.without_repeats(frame)
            context.check_events(clean, date, kind=name)
            if "reversed" in clean:
                clean = clean.assign(decided=clean["decided"].where(clean["reversed"].isna())).drop(
                    columns="reversed"
                )
            parts.append(clean.drop(columns="dob", errors="ignore"))
    if not parts:
        return pd.DataFrame({"child": np.array([], np.int64), "row": [], "file": []})
    whole = stacked(parts)
    for name in ("decided", "matched"):
        if name not in whole:
            whole[name] = np.full(len(whole), np.datetime64("NaT", "s"))
    if "by_foster_carer" not in whole:
        whole["by_foster_carer"] = np.nan
    whole = whole.sort_values(
        ["child", "decided", "matched", "by_foster_carer"], na_position="first", kind="stable"
    )
    last = whole.groupby("child", as_index=False, sort=True)[
        ["decided", "matched", "by_foster_carer"]
    ].last()
    first = whole.drop_duplicates("child")[["child", "row", "file"]]
    return last.merge(first, on="child", how="left")


def _oc3(
    modules: Mapping[str, Sequence[pd.DataFrame]], births: Days, context: Context
) -> pd.DataFrame:
    """Return the care leavers of the latest return; earlier ones are left out."""
    frames = modules["oc3"]
    years = [return_year(frame, modules, context) for frame in frames]
    known = [year for year in years if year]
    latest = max(known, default=0)
    chosen = [
        frame for frame, year in zip(frames, years, strict=True) if (year or latest) == latest
    ]
    if latest:
        context.days["care_leavers"] = pd.Timestamp(latest, 3, 31).date()
    found = stacked([context.without_repeats(frame) for frame in chosen])
    codes = found["suitable"].astype(str) if "suitable" in found else pd.Series("", found.index)
    digit = codes.str[-1:]
    found["suitable"] = np.where(digit == "1", 1.0, np.where(digit == "2", 0.0, np.nan))
    found = leavers(found, context)
    return with_births(found, births, keep=True)


def _check_children(modules: Mapping[str, Sequence[pd.DataFrame]], context: Context) -> None:
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
