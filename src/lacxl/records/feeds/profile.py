"""What a folder of extracts is: files, periods, the indicators they feed, what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from lacxl.domain.finding import Finding
from lacxl.records.feeds.extract import ChildrenExtract, FileRead
from lacxl.records.feeds.schemas import load

NAMES: Final = {
    "ssda903": "SSDA903", "ssd": "SSD tables", "annex_a": "Annex A", "local": "a local list",
}  # fmt: skip


class Feed(NamedTuple):
    """A source that gives an indicator: in which months."""

    source: str
    when: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What was found. `feeds` are the sources by indicator; for every indicator that
    nothing feeds, `missing` says which datasets of which source would.
    """

    files: tuple[FileRead, ...]
    feeds: Mapping[str, tuple[Feed, ...]]
    missing: Mapping[str, tuple[str, ...]]
    findings: tuple[Finding, ...]


def profile_of(extract: ChildrenExtract) -> Profile:
    """Return the profile of what has been read."""
    feeds: dict[str, list[Feed]] = {}
    for row in load("feeds")["feed"]:
        if _met(row, extract):
            for indicator in row["gives"]:
                feeds.setdefault(indicator, []).append(Feed(row["source"], row["when"]))
    by_number = {indicator: tuple(feeds[indicator]) for indicator in sorted(feeds, key=_order)}
    return Profile(extract.files, by_number, _missing(by_number), extract.findings)


def _met(row: Mapping[str, Any], extract: ChildrenExtract) -> bool:
    datasets = extract.records.get(row["source"], {})
    for need in row["needs"]:
        name, _, column = need.partition(".")
        frame = datasets.get(name)
        if frame is None or not len(frame) or (column and frame.missing(column).all()):
            return False
    return True


def _missing(feeds: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    wanted: dict[str, list[str]] = {}
    for row in load("feeds")["feed"]:
        needs = " and ".join(need.replace("_", " ").replace(".", ": ") for need in row["needs"])
        for indicator in row["gives"]:
            if indicator not in feeds:
                wanted.setdefault(indicator, []).append(f"{needs} of {NAMES[row['source']]}")
    return {indicator: tuple(wanted[indicator]) for indicator in sorted(wanted, key=_order)}


def _order(indicator: str) -> tuple[int, ...]:
    return tuple(int(part) for part in indicator.split("."))
