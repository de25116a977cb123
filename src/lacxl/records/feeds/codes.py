"""Codes out of what councils write for them: by the code itself, else by the words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lacxl.records.feeds.dates import BLANK_WORDS, ERROR_VALUES
from lacxl.records.feeds.schema import CodeList
from lacxl.tables.headings import plain

UNKNOWN = "\x00unknown"
ERROR = "\x00error"
"""What stands for a text without a code, and for an error value such as #N/A."""

_PREFIX = re.compile(r"\s*\(?[A-Za-z]{1,2}\)\s*(?=\S)")
_BRACKETED = re.compile(r"[\[(]([A-Za-z]{1,4}\d{0,2}[A-Za-z]?)[\])]\s*$")
_LEADING = re.compile(r"\s*[\[(]?([A-Za-z]{1,4}\d{0,2}[A-Za-z]?|\d{1,2})(?![A-Za-z0-9])")
_PLACED = re.compile(r"([A-Za-z]\d{1,2}[A-Za-z]?)(?:in|out)$", re.IGNORECASE)
_NO_SPACES = re.compile(r"\b([A-Za-z]\d{1,2}) ([A-Ba-b])\b")


def codes_of(values: Sequence[object], known: CodeList) -> list[str]:
    """Return the code of each value: "" where it stands for none, UNKNOWN, or ERROR."""
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
    return _from_words(text, known)


def _from_words(text: str, known: CodeList) -> str:
    allowed = {code.casefold(): code for code in known.allowed}
    without = _PREFIX.sub("", text, count=1)
    words = plain(without)
    if words in known.blank:
        return ""
    if words in allowed:
        return allowed[words]
    if code := _written(without, known, allowed):
        return "" if code in known.blank else code
    for code, *phrases in known.words:
        if any(f" {phrase} " in f" {words} " for phrase in phrases):
            return code
    for code, *phrases in known.words:  # "children's homes", "adopted,": a plural or an ending more
        if any(len(phrase) > 4 and phrase in words for phrase in phrases):
            return code
    if known.others == "blank":
        return ""
    return known.others if known.others == "drop" else UNKNOWN


def _written(text: str, known: CodeList, allowed: dict[str, str]) -> str | None:
    """Return the code that is written in the text, or None."""
    joined = _NO_SPACES.sub(r"\1\2", text)
    for pattern in (_LEADING, _BRACKETED):
        if found := pattern.search(joined) if pattern is _BRACKETED else pattern.match(joined):
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
