"""Dates of birth by child: from the module that is for them, else from any that has them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lacxl.records.feeds.assembling import Context, Modules
from lacxl.records.feeds.day_numbers import whole_numbers
from lacxl.records.feeds.stacking import report_rows
from lacxl.records.feeds.years import return_year
from lacxl.records.frames import NO_DAY, Days, Frame, Whole


def births_of(modules: Modules, main: str, context: Context) -> Days:
    """Return the date of birth of each child by code; differing ones are reported.

    `main` is the kind that is for births; of several files the latest return's stand.
    """
    births: Days = np.full(context.children + 1, NO_DAY)
    others = [f for name, frames in modules.items() if name != main for f in frames if "dob" in f]
    mains: dict[int, list[Frame]] = {}
    for frame in modules.get(main, ()):
        if "dob" in frame:
            year = return_year(frame, modules, context) or 0
            mains.setdefault(year, []).append(frame)
    each = {id(f): _each_once(f) for f in (*others, *(f for of in mains.values() for f in of))}
    by_rank = [[each[id(frame)] for frame in mains[year]] for year in sorted(mains)]
    for of_rank in by_rank:
        _take(births, of_rank)
    if np.isnat(births[:-1]).any():  # else no other could add anything
        births[:] = NO_DAY
        for of_rank in [[each[id(frame)] for frame in others], *by_rank]:
            _take(births, of_rank)
    for frame in (*others, *(f for year in sorted(mains) for f in mains[year])):
        own = frame.array("dob")
        child, once = each[id(frame)]
        if (once > context.horizon_day).any():
            report_rows(
                context.report, "X136", frame, own > context.horizon_day, "dob",
                "[date of birth lies|dates of birth lie] in the future.", "Correct the date.",
            )  # fmt: skip
        if (whole_numbers(births)[child] == whole_numbers(once)).all():
            continue
        report_rows(
            context.report, "X152", frame, (own != births[frame.child]) & ~np.isnat(own), "dob",
            "[row has|rows have] another date of birth than the one that stands for the child.",
            "Find out which is right.",
        )  # fmt: skip
    return births


def _take(births: Days, each: Sequence[tuple[Whole, Days]]) -> None:
    """Put the births of frames over those known; of two for a child the later day stands."""
    if not each:
        return
    child = np.concatenate([child for child, _ in each])
    own = np.concatenate([own for _, own in each])
    there = ~np.isnat(own) & (child >= 0)
    if not there.all():
        child, own = child[there], own[there]
    births[child] = own
    if (births[child] != own).any():  # a child with two dates
        order = np.argsort(own, kind="stable")
        births[child[order]] = own[order]


def _each_once(frame: Frame) -> tuple[Whole, Days]:
    """Return children and births; of rows below each other that say the same, one."""
    child, own = frame.child, frame.array("dob")
    days = whole_numbers(own)
    new = np.ones(len(child), bool)
    np.not_equal(child[1:], child[:-1], out=new[1:])
    new[1:] |= days[1:] != days[:-1]
    rows = np.flatnonzero(new)
    return child[rows], own[rows]


def with_births(
    frame: Frame,
    births: Days,
    context: Context | None = None,
    keep: bool = False,
) -> Frame:
    """Return the frame with the children's dates of birth; with `keep`, its own where unknown."""
    found = births[frame.child]
    if keep and "dob" in frame:
        found = np.where(np.isnat(found), frame.array("dob"), found)
    frame = frame.assign(dob=found)
    if context is not None:
        report_rows(
            context.report, "X153", frame, np.isnat(found), "dob",
            "[row is of a child|rows are of children] without a date of birth; no age can be told.",
            "Add the date of birth.",
        )  # fmt: skip
    return frame
