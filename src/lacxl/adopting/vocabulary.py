"""What councils' words for columns, parts of a figure, lights and arrows usually mean."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from lacxl.workbook.layout.heading_words import letters, plain, text_of
from lacxl.workbook.layout.period_labels import as_label, remainder
from lacxl.workbook.snapshot import CellValue

_NOT_COLUMNS = ("parts", "earlier", "lights", "arrows")
_BRACKETS = re.compile(r"\s*[(\[].*?[)\]]\s*")
_OF_ANOTHER = re.compile(
    r"\b(?:last|previous|prior|forecast|projected|projection|cumulative|ytd|to date|rolling|"
    r"(?:year|yr) on (?:year|yr))\b"
)


@cache
def _words() -> Mapping[str, Any]:
    text = (files("lacxl.adopting") / "vocabulary.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _columns() -> Mapping[str, str]:
    return {
        letters(word): meaning
        for meaning, words in _words().items()
        if meaning not in _NOT_COLUMNS
        for word in words
    }


def meaning_of(value: CellValue) -> str | None:
    """Return what a heading means by its words alone; None where they are not known.

    Brackets are left out, unless they say that the figure is another one: Actual (cumulative).
    """
    said = text_of(value)
    meaning = _columns().get(letters(said))
    if meaning is not None or _OF_ANOTHER.search(plain(" ".join(_BRACKETS.findall(said)))):
        return meaning
    return _columns().get(letters(_BRACKETS.sub(" ", said)))


def spelt_in(value: CellValue) -> tuple[str, str] | None:
    """Return what a heading means that names a period too, and the part of it that says so."""
    said = text_of(value)
    low = said.casefold()
    for word, meaning in _spellings():
        if word.casefold() not in low:
            continue  # as nearly all of them: told apart without a regular expression
        rest = remainder(said, word)
        if rest and as_label(rest) is not None:
            at = low.find(word.casefold())
            return meaning, said[at : at + len(word)]
    return None


@cache
def _spellings() -> tuple[tuple[str, str], ...]:
    """Return the words, each with what it means, the longest first."""
    known = (
        (word, meaning)
        for meaning, words in _words().items()
        if meaning not in (*_NOT_COLUMNS, "number", "indicator", "part")
        for word in words
    )
    return tuple(sorted(known, key=lambda each: -len(each[0])))


def part_of(value: CellValue) -> str | None:
    """Return which part of a figure a row shows, by the word beside it."""
    return _among("parts", value)


def is_earlier(value: CellValue) -> bool:
    """Say whether a heading is over the same figure of an earlier month or quarter."""
    return _among("earlier", value) is not None


def light_of(value: CellValue) -> str | None:
    """Return which light a word means: red, amber, green or none."""
    return _among("lights", value)


def arrow_of(value: CellValue) -> str | None:
    """Return which direction a word or sign means: up, better, level and so on."""
    return _among("arrows", value)


def _among(kind: str, value: CellValue) -> str | None:
    said = text_of(value)
    if not said:
        return None
    for meaning, words in _words()[kind].items():
        if any(_same(said, word) for word in words):
            return str(meaning)
    return None


def _same(one: str, other: str) -> bool:
    if letters(one) or letters(other):
        return letters(one) == letters(other)
    return one.strip() == other
