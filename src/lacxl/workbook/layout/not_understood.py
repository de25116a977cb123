"""Headings that were not understood, in words, and which of them are like a missing one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from lacxl.workbook.layout.heading_words import letters
from lacxl.workbook.layout.model import TableHeadings

_LIKE = 0.75


def unread(table: TableHeadings, missing: Iterable[Sequence[str]]) -> str:
    """Return a sentence on the headings that were not understood, "" if there are none.

    One that is like a missing one is quoted; for any other only its cell is named.
    """
    like = alike(table, missing)
    if not table.unread:
        return ""
    cells = [
        f"{place.cell} ('{' '.join(text.split())}')" if text in like else str(place.cell)
        for place, text in table.unread
    ]
    return f" Not understood: {', '.join(cells)}."


def alike(table: TableHeadings, missing: Iterable[Sequence[str]]) -> frozenset[str]:
    """Return the headings that were not understood and are like one that is missing."""
    wanted = [letters(spelling) for spellings in missing for spelling in spellings]
    return frozenset(
        text
        for _, text in table.unread
        if difflib.get_close_matches(letters(text), wanted, n=1, cutoff=_LIKE)
    )
