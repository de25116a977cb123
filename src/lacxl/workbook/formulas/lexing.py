"""The words of a formula as a file keeps it: numbers, texts, references, names, calls, signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_WORD = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<text>"(?:[^"]|"")*")
    | (?P<error>\#(?:REF!(?:\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?)?
              |DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!|SPILL!|CALC!|GETTING_DATA))
    | (?P<sheet>'(?:[^']|'')+'!|(?!\$?[A-Za-z]{1,3}\$?\d+:)[\w.\[\]]+(?::[\w.]+)?!)
    | (?P<rows>\$?\d{1,7}:\$?\d{1,7}(?![\w.]))
    | (?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w.(\\]))
    | (?P<cell>\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}(?![\w.(\\?\[]))
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<call>[^\W\d][\w.]*\()
    | (?P<name>[^\W\d][\w.\\?]*|\\[\w.\\?]*)
    | (?P<bracket>\[)
    | (?P<sign><=|>=|<>|[-+*/^&=<>%(),:{};@\#])
    """,
    re.VERBOSE,
)


class FormulaWord(NamedTuple):
    """A word and its kind: the group of the pattern that it fits."""

    kind: str
    text: str


def words(formula: str) -> Iterator[FormulaWord]:
    """Yield the words of a formula; raises ValueError where it has something else."""
    position = 0
    while position < len(formula):
        found = _WORD.match(formula, position)
        if found is None:
            raise ValueError("not a formula")
        kind = str(found.lastgroup)
        position = found.end()
        if kind == "bracket":
            position = _end_of_brackets(formula, found.start())
        yield FormulaWord(kind, formula[found.start() : position])


def _end_of_brackets(formula: str, position: int) -> int:
    """Return where a table's brackets end; an apostrophe makes the next letter literal."""
    depth = 0
    while position < len(formula):
        letter = formula[position]
        position += 2 if letter == "'" else 1
        depth += (letter == "[") - (letter == "]")
        if not depth:
            return position
    raise ValueError("not a formula")
