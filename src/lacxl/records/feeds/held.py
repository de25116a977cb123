"""Whether something took place, by what is written of it: a health check's status, a child seen."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from lacxl.records.feeds.assembling import Context
from lacxl.records.feeds.dates import BLANK_WORDS
from lacxl.records.feeds.stacking import report_rows
from lacxl.records.frames import Frame
from lacxl.tables.headings import plain

HELD: Final = "held"
NOT_HELD: Final = "not held"
UNKNOWN: Final = "not known"
_NOTHING = BLANK_WORDS - {"n/a", "na"}  # not applicable says more than nothing


@dataclass(frozen=True, slots=True)
class _Words:
    exact: frozenset[str]
    phrases: tuple[str, ...]


@cache
def _known() -> tuple[_Words, _Words]:
    """Return the words for held and for not held, the longest phrase first."""
    folder = resources.files("lacxl.records.feeds").joinpath("schemas")
    table = tomllib.loads(folder.joinpath("held.toml").read_text("utf-8"))
    held, other = table["held"], table["not_held"]
    denied = [f"{no} {phrase}" for no in table["negations"] for phrase in held["phrases"]]
    return _words(held["exact"], held["phrases"]), _words(
        other["exact"], [*other["phrases"], *denied]
    )


def _words(exact: Sequence[str], phrases: Sequence[str]) -> _Words:
    return _Words(frozenset(exact), tuple(sorted(phrases, key=len, reverse=True)))


def held_of(
    values: Sequence[object], held: Collection[str] = (), not_held: Collection[str] = ()
) -> list[str]:
    """Return HELD, NOT_HELD or UNKNOWN for each value, "" for one that says nothing.

    `held` and `not_held` are a council's own words for it, each a whole cell.
    """
    own = {plain(word): HELD for word in held} | {plain(word): NOT_HELD for word in not_held}
    return [_held(str(value), own) for value in values]


def _held(text: str, own: dict[str, str]) -> str:
    words = plain(text.removesuffix(".0"))
    if words in own:
        return own[words]
    if text.strip().casefold() in _NOTHING or not text.strip():
        return ""
    yes, no = _known()
    if words in yes.exact:
        return HELD
    if words in no.exact:
        return NOT_HELD
    rest = f" {words} "
    for phrase in no.phrases:
        rest = rest.replace(f" {phrase} ", "  ")
    denied = rest != f" {words} "
    said = any(f" {phrase} " in rest for phrase in yes.phrases)
    ends = rest.split()
    if denied == said or (said and {ends[0], ends[-1]} & no.exact):  # as in "Seen: No"
        return UNKNOWN
    return HELD if said else NOT_HELD


def report_others(frame: Frame, column: str, what: str, kind: str, context: Context) -> None:
    """Report the rows that did not take place by a column of `held_of`, or may not have. They are
    kept, for a record of what did not take place is a record; measures do not count them.
    """
    if column not in frame:
        return
    said = frame.codes(column)
    unknown, gone = said.any_of((UNKNOWN,)), said.any_of((NOT_HELD,))
    spec = context.kind(kind, context.file_of(frame) if len(frame) else "")
    report_rows(
        context.report, "X168", frame, unknown, column,
        f"[row does|rows do] not say in words that lacxl knows whether {what}; not counted.",
        "Put the words into the settings: held or not_held under [children].", spec,
    )  # fmt: skip
    report_rows(
        context.report, "X159", frame, gone, column,
        f"[row says|rows say] that {what.replace(' was ', ' was not ')}; not counted.", "", spec,
    )  # fmt: skip
