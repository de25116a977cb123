"""What an indicator is known by: 7.10 in the shipped report, CLA01 or 2a in other councils'."""

from __future__ import annotations

import re
import unicodedata

PATTERN = r"(?=.{1,24}$)[A-Za-z0-9](?:[A-Za-z0-9 ._/()-]*[A-Za-z0-9)])?"
_SHAPE = re.compile(PATTERN, re.ASCII)
_PARTS = re.compile(r"\d+|[a-z]+")

SortKey = tuple[tuple[int, int, str], ...]


def is_reference(text: str) -> bool:
    """Say whether an indicator can be known by the text.

    Letters, digits and a few signs, beginning with a letter or a digit: it goes into CSV ledgers,
    where a leading sign would be a formula in Excel.
    """
    return _SHAPE.fullmatch(text) is not None


def bare(text: str) -> str:
    """Return a reference as references are compared: CLA 01. is cla01, but 7.1 is not 71.

    A whole number is the same with noughts before it: a cell that shows 01 holds 1.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"[\s_]+", "", folded).rstrip(".:")
    return text.lstrip("0") or text if text.isdigit() else text


def sort_key(reference: str) -> SortKey:
    """Return what sorts references as people read them: 7.10 after 7.9, CLA2 before CLA10."""
    return tuple(
        (0, int(part), "") if part.isdigit() else (1, 0, part)
        for part in _PARTS.findall(reference.casefold())
    )
