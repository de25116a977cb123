"""Whether the sources reach the month asked for, and whether they are of one council."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np

from lacxl.domain.month import Month
from lacxl.records.feeds.as_at import SNAPSHOTS, latest_of
from lacxl.records.feeds.extract import Period
from lacxl.records.feeds.gathering import Gathered
from lacxl.records.feeds.options import ReadOptions
from lacxl.records.feeds.report import Report
from lacxl.records.frames import NO_DAY, Frame

_NAMES = {"ssda903": "SSDA903", "ssd": "SSD", "annex_a": "Annex A", "local": "local lists"}
_SAME_YEAR = 50
_STRANGERS = 0.1


def check_periods(
    covers: Mapping[str, Mapping[str, Period]],
    reaches: Mapping[str, dt.date],
    report: Report,
    options: ReadOptions,
) -> None:
    """Report sources that end before the month asked for, and lists that are of another; all that
    is so of a source at once.
    """
    month = options.month
    if month is None:
        return
    for source, datasets in covers.items():
        lists = [] if source != "annex_a" else [
            name for name in SNAPSHOTS[:2]
            if name in datasets and Month.of(datasets[name].last) != month
        ]  # fmt: skip
        if lists:
            day = datasets[lists[0]].last
            report.add(
                "X156", _named(source, lists), f"as at {day.isoformat()}, not of {month}.",
                "Give the lists of that month, or say on which day they were taken (taken_on); "
                "they cannot be turned back.",
            )  # fmt: skip
        if options.taken_on and source in reaches and reaches[source] >= month.first_day:
            continue  # nothing happened: somebody said that the records know of the month
        ended = [
            name for name, period in sorted(datasets.items())
            if name not in SNAPSHOTS and period.last < month.first_day
        ]  # fmt: skip
        if ended:
            last = max(datasets[name].last for name in ended)
            report.add(
                "X155", _named(source, ended),
                f"no date is later than {last.isoformat()}, before {month}.",
                "Export it again, or ask for a month that it reaches. If nothing happened since, "
                "say on which day it was taken (taken_on).",
            )  # fmt: skip


def _named(source: str, datasets: Sequence[str]) -> str:
    return f"{_NAMES[source]} {', '.join(name.replace('_', ' ') for name in datasets)}"


def check_councils(gathered: Gathered, report: Report) -> None:
    """Report files of more than one council in the same source."""
    found: dict[str, dict[str, set[str]]] = {}
    for source, module in gathered.modules:
        for council in module.councils:
            found.setdefault(source, {}).setdefault(council, set()).add(module.file)
    for source, councils in found.items():
        if len(councils) > 1:
            files = sorted({file for names in councils.values() for file in names})
            report.add(
                "X154", ", ".join(files[:5]),
                f"the column for the council holds {len(councils)} different councils.",
                f"Keep one council's {_NAMES[source]} files in the folder.",
            )  # fmt: skip


def check_strangers(modules: Mapping[str, list[Frame]], children: int, report: Report) -> None:
    """Report two headers of which hardly any child agrees: they are of two councils.

    Returns of neighbouring years share most children, or at least their dates of birth.
    """
    headers = modules.get("header", [])
    for i, one in enumerate(headers):
        for other in headers[i + 1 :]:
            if min(len(one), len(other)) < _SAME_YEAR or "dob" not in one or "dob" not in other:
                continue
            births = np.full(children + 1, NO_DAY)
            births[one.child] = one.array("dob")
            shared = births[other.child]
            both = ~np.isnat(shared)
            if both.sum() < _SAME_YEAR / 5:
                continue
            agree = (shared[both] == other.array("dob")[both]).mean()
            if agree < _STRANGERS:
                names = [frame.file.texts[0] for frame in (one, other)]
                report.add(
                    "X154", ", ".join(sorted(names)),
                    f"{both.sum():,} identifiers stand in both files, but hardly any with the same "
                    "date of birth: they seem to be of two councils.",
                    "Keep one council's files in the folder.",
                )  # fmt: skip


def check_apart(
    frames: Sequence[Frame], children: int, report: Report, options: ReadOptions
) -> None:
    """Report two files of one period that share hardly any child: they are of two councils.

    `frames` say who is in care, one a file.
    """
    known = []
    for frame in frames if len(frames) > 1 else ():
        day = latest_of([frame], options.horizon)
        seen = np.zeros(children + 1, bool)
        seen[frame.child] = True
        known.append((Month.of(day).financial_year if day else None, seen[:children]))
    for i, (year, one) in enumerate(known):
        for j, (other_year, other) in enumerate(known[i + 1 :], start=i + 1):
            fewest = min(int(one.sum()), int(other.sum()))
            if year != other_year or fewest < _SAME_YEAR:
                continue
            shared = int((one & other).sum())
            if shared < _STRANGERS * fewest:
                names = sorted(frames[n].file.texts[0] for n in (i, j))
                report.add(
                    "X154", ", ".join(names),
                    f"both files are of {year}, but only {shared:,} of their {fewest:,} or more "
                    "children stand in both: they seem to be of two councils.",
                    "Keep one council's files in the folder; if they are two parts of one "
                    'council\'s, set severities = { X154 = "note" }.',
                )  # fmt: skip
