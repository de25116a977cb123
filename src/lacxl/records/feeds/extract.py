"""What reading children's records gives: frames, findings, what each file is and what it feeds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from lacxl.domain.finding import Finding
from lacxl.records.feeds.as_at import Period
from lacxl.records.feeds.identities import Identities
from lacxl.records.feeds.schemas import load
from lacxl.records.frames import Frame

_NAMES: Final = {
    "ssda903": "SSDA903", "ssd": "SSD tables", "annex_a": "Annex A", "local": "a local list",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file or sheet: what it is, its source ("" if unused), rows, period, and lacking columns."""

    name: str
    what: str
    source: str = ""
    dataset: str = ""
    rows: int = 0
    period: Period | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChildrenExtract:
    """Children's records, by source and dataset, in the columns of `DATASETS`.

    Records have besides "row" (the number as Excel shows it) and "file". `as_at` is the day of
    lists that are as at a day; `covers` has the period of each dataset, `begins` the first day
    that a source of yearly returns knows of, `reaches` the last day of which a source knows who
    was in care. Printing it shows counts only.
    """

    records: Mapping[str, Mapping[str, Frame]] = field(repr=False)
    as_at: dt.date | None
    covers: Mapping[str, Mapping[str, Period]]
    findings: tuple[Finding, ...]
    files: tuple[FileRead, ...]
    identities: Identities
    begins: Mapping[str, dt.date] = field(default_factory=dict)
    reaches: Mapping[str, dt.date] = field(default_factory=dict)


class Feed(NamedTuple):
    """A source that gives an indicator: in which months."""

    source: str
    when: str


@dataclass(frozen=True, slots=True)
class ExtractProfile:
    """What was found: which sources feed each indicator, and what would feed those it lacks."""

    files: tuple[FileRead, ...]
    feeds: Mapping[str, Sequence[Feed]]
    missing: Mapping[str, Sequence[str]]
    findings: tuple[Finding, ...]


def profile_of(extract: ChildrenExtract) -> ExtractProfile:
    """Return the profile of what has been read."""
    feeds: dict[str, list[Feed]] = {}
    missing: dict[str, list[str]] = {}
    for row in load("feeds")["feed"]:
        for indicator in row["gives"]:
            if lacks := _lacks(row, indicator, extract):
                missing.setdefault(indicator, []).append(f"{lacks} of {_NAMES[row['source']]}")
            else:
                feeds.setdefault(indicator, []).append(Feed(row["source"], row["when"]))
    lacking = {number: tuple(needs) for number, needs in missing.items() if number not in feeds}
    return ExtractProfile(extract.files, feeds, lacking, extract.findings)


def _lacks(row: Mapping[str, Any], indicator: str, extract: ChildrenExtract) -> str:
    """Return in words what a feed needs and a source does not give, "" where it gives all."""
    datasets, whole = extract.records.get(row["source"], {}), row.get("whole", {})
    columns = (*whole.get("all", ()), *whole.get(indicator, ()))
    for need in row["needs"]:
        name, _, column = need.partition(".")
        frame = datasets.get(name)
        if frame is None or not len(frame) or (column and frame.missing(column).all()):
            return " and ".join(each.replace("_", " ").replace(".", ": ") for each in row["needs"])
        if lost := [each for each in columns if frame.lacking.get(each)]:
            return f"{name}: {' and '.join(lost)}".replace("_", " ")
    return ""
