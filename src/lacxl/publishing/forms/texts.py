"""Other people's texts made fit for a form: one line, nothing hidden, no longer than a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

MOST_IN_CELL: Final = 32_000
"""UTF-16 units that a text in a cell may have; Excel takes 32,767."""

PIECE: Final = 1_000
"""Characters that a reader sees of one cell: a row of a sheet is 409 points high at most."""

_HIDDEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u180e\u200b\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
    "|["
    + "".join(chr((plane << 16) | low) for plane in range(1, 15) for low in (65534, 65535))
    + "]"
)
"""Control characters, halves of characters, what turns the direction of writing round, letters that
nobody sees, and code points that no font or only one firm's has. The marks that Arabic and Hebrew
need (U+200E, U+200F, U+061C) and the joiners stay."""

_FORMULA: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_SIGNED_NUMBER: Final = re.compile(r"[+-][\d,]+(?:\.\d+)?%?")


def plain(text: str) -> str:
    """Return a text on one line, with one blank where there were several, and nothing hidden."""
    return " ".join(_HIDDEN.sub("", " ".join(text.split())).split())


def in_cell(text: str) -> str:
    """Return a text as one cell holds it: as `plain` gives it, cut where it is far too long."""
    text = plain(text)
    if len(text) * 2 <= MOST_IN_CELL:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= MOST_IN_CELL * 2:
        return text
    return units[: MOST_IN_CELL * 2].decode("utf-16-le", "ignore") + "…"


def pieces(text: str) -> Iterator[str]:
    """Yield a text in pieces that a cell shows whole, parted between words where it has any."""
    rest = plain(text)
    while len(rest) > PIECE:
        end = rest.rfind(" ", 0, PIECE + 1)
        end = end if end > 0 else PIECE
        yield rest[:end]
        rest = rest[end:].lstrip()
    if rest:
        yield rest


def is_like_a_formula(text: str) -> bool:
    """Say whether a spreadsheet may take a text for a formula if it is typed in again."""
    return text.startswith(_FORMULA)


def in_csv(text: str) -> str:
    """Return a text for a CSV file: an apostrophe stands before what would begin a formula.

    A number with its sign, as -1.2, stays one.
    """
    text = in_cell(text)
    is_number = _SIGNED_NUMBER.fullmatch(text)
    return f"'{text}" if is_like_a_formula(text) and not is_number else text
