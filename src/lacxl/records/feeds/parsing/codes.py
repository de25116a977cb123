"""Codes out of what councils write for them: by the code itself, else by the words."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache
from typing import Final

from lacxl.records.feeds.parsing.dates import BLANK_WORDS, ERROR_VALUES
from lacxl.records.feeds.schema import CodeList
from lacxl.records.feeds.schemas import load
from lacxl.tables.cell import plain

UNKNOWN = "\x00unknown"
ERROR = "\x00error"
"""The codes of a text without one, and of an error value such as #N/A."""
HELD: Final = "held"
NOT_HELD: Final = "not held"
NOT_KNOWN: Final = "not known"

_PREFIX = re.compile(r"\s*\(?[A-Za-z]{1,2}\)\s*(?=\S)")
_BRACKETED = re.compile(r"[\[(]([A-Za-z]{1,4}\d{0,2}[A-Za-z]?)[\])]\s*$")
_LEADING = re.compile(r"\s*[\[(]?([A-Za-z]{1,4}\d{0,2}[A-Za-z]?|\d{1,2})(?![A-Za-z0-9])")
_PLACED = re.compile(r"([A-Za-z]\d{1,2}[A-Za-z]?)(?:in|out)$", re.IGNORECASE)
_NO_SPACES = re.compile(r"\b([A-Za-z]\d{1,2}) ([A-Ba-b])\b")
_YES_NO = re.compile(r"\(?[A-Za-z]\)\s*")
_YEAR = re.compile(r"((?:19|20)?\d\d)(?: *(?:[-/_ ]|to)? *((?:19|20)?\d\d))?", re.ASCII)
_YEAR_END = re.compile(
    r"(?:31/0?3/|(?:.* )?31(?:st)? March )((?:19|20)\d\d)|((?:19|20)\d\d)-03-31.*",
    re.ASCII | re.IGNORECASE,
)
_SAYS_NOTHING = BLANK_WORDS - {"n/a", "na"}  # not applicable says more than nothing


def codes_of(values: Sequence[object], known: CodeList) -> list[str]:
    """Return the code of each value: "" where it means none, UNKNOWN, or ERROR."""
    allowed = {code.casefold(): code for code in known.allowed}
    return [_code(str(value), known, allowed) for value in values]


def _code(text: str, known: CodeList, allowed: dict[str, str]) -> str:
    folded = text.casefold()
    if folded in allowed:
        code = allowed[folded]
        return "" if code in known.blank else code
    if folded in ERROR_VALUES:
        return ERROR
    if folded in BLANK_WORDS:
        return ""
    without = _PREFIX.sub("", text, count=1)
    words = plain(without)
    if words in known.blank:
        return ""
    if words in allowed:
        return allowed[words]
    if code := _written(without, known, allowed) or "":
        return "" if code in known.blank else code
    for code, *phrases in known.words:
        if any(f" {phrase} " in f" {words} " for phrase in phrases):
            return code
    for code, *phrases in known.words:  # "children's homes", "adopted,": a plural or an ending more
        if any(len(phrase) > 4 and phrase in words for phrase in phrases):
            return code
    return "" if known.others == "blank" else UNKNOWN


def _written(text: str, known: CodeList, allowed: dict[str, str]) -> str | None:
    """Return the code that is written in the text, or None."""
    joined = _NO_SPACES.sub(r"\1\2", text)
    for found in (_LEADING.match(joined), _BRACKETED.search(joined)):
        if found:
            token = found[1].casefold()
            stripped = _PLACED.sub(r"\1", token)
            if (code := allowed.get(token) or allowed.get(stripped)) and (
                len(code) > 1 or known.letters or code.isdigit()
            ):
                return code
    tokens = {
        allowed[stripped]
        for word in plain(joined).split()
        if (stripped := _PLACED.sub(r"\1", word)) in allowed
        and any(c.isdigit() for c in stripped)
        and len(stripped) > 1
    }
    return tokens.pop() if len(tokens) == 1 else None


def held_of(
    values: Sequence[object], held: Collection[str] = (), not_held: Collection[str] = ()
) -> list[str]:
    """Return HELD, NOT_HELD or NOT_KNOWN for each value, "" for one that says nothing; `held` and
    `not_held` are a council's own words for it, each a whole cell.
    """
    own = {plain(word): HELD for word in held} | {plain(word): NOT_HELD for word in not_held}
    return [_held(str(value), own) for value in values]


def _held(text: str, own: dict[str, str]) -> str:
    words = plain(text.removesuffix(".0"))
    if words in own:
        return own[words]
    if text.strip().casefold() in _SAYS_NOTHING or not text.strip():
        return ""
    known = load("held")
    if words in known["held"]["exact"]:
        return HELD
    if words in known["not_held"]["exact"]:
        return NOT_HELD
    rest = f" {words} "
    for phrase in _not_held_phrases():
        rest = rest.replace(f" {phrase} ", "  ")
    denied = rest != f" {words} "
    said = any(f" {phrase} " in rest for phrase in known["held"]["phrases"])
    ends = rest.split()
    if denied == said or (said and {ends[0], ends[-1]} & {*known["not_held"]["exact"]}):
        return NOT_KNOWN  # words of both, or none; as in "Seen: No"
    return HELD if said else NOT_HELD


@cache
def _not_held_phrases() -> list[str]:
    """Return the phrases for not held, the longest first, so that none leaves a part of another."""
    known = load("held")
    denied = [f"{no} {phrase}" for no in known["negations"] for phrase in known["held"]["phrases"]]
    return sorted([*known["not_held"]["phrases"], *denied], key=len, reverse=True)


def flag_of(text: str) -> float | None:
    """Return 1 or 0, None where the text says neither yes nor no."""
    word = _YES_NO.sub("", text.casefold()).removesuffix(".0")
    for each in (word, word.split(" ")[0].rstrip(":-,")):
        for answer, flag in (("yes", 1.0), ("no", 0.0)):
            if each in load("texts")[answer]:
                return flag
    return None


def number_of(text: str) -> float | None:
    """Return a whole number of up to four digits, None where the text is none."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number < 10_000 and number.is_integer() else None


def year_of(text: str) -> int | None:
    """Return the year in which a return ends: 2023/24, 23-24, 202324 and 31/03/2024 are 2024."""
    written = text.strip().removesuffix(".0")
    if end := _YEAR_END.fullmatch(written):
        return int(end[1] or end[2])
    found = _YEAR.fullmatch(written)
    if found is None:
        return None
    first, second = found[1], found[2]
    if second is None:
        return int(first) if len(first) == 4 else None
    last = int(first[-2:]) + 1
    return int(f"{first[:-2] or 20}00") + last if last % 100 == int(second[-2:]) else None
