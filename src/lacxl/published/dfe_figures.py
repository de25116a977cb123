"""A published figure as it is printed: a number, or a symbol that keeps its meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

SYMBOLS: Final = {
    "c": "suppressed, as it is confidential",
    "k": "rounds to nought, and is not nought",
    "z": "not applicable",
    "x": "not available",
    "low": "rounds to nought, and is not nought",
    "u": "of low reliability",
    "~": "rounds to nought, and is not nought",
    "-": "none",
    ":": "not available",
    "..": "not available",
}
"""What the DfE prints instead of a number, and what it stands for.

z, x, c, low and u are of its open data standards, where ~ and : are older signs for low and x; k is
of its releases on children looked after.
"""
_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,9})?|\d{1,3}(?:,\d{3})+(?:\.\d{1,9})?", re.ASCII)
_SPAN = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class DfeFigure:
    """A figure of a council, or of England, in a row of a file.

    `value` is None where a symbol stands instead; `text` is as printed. A span of years and months
    has its months as value. `council` is the three-digit code, "" for England.
    """

    value: Decimal | None
    text: str
    file: str
    row: int
    council: str = ""

    @property
    def decimals(self) -> int:
        """The decimals that it is printed with."""
        return len(self.text.partition(".")[2])


def read_printed(text: str, *, is_span: bool) -> Decimal | None:
    """Return the number of a cell, None for a symbol; raises ValueError for anything else."""
    if text.casefold() in SYMBOLS:
        return None
    if is_span:
        found = _SPAN.fullmatch(text)
        if found is None or int(found[2]) >= _MONTHS:
            raise ValueError("no span of years and months")
        return Decimal(int(found[1]) * _MONTHS + int(found[2]))
    if not _NUMBER.fullmatch(text):
        raise ValueError("neither a number nor a symbol")
    return Decimal(text.replace(",", ""))


def span_in_words(months: int) -> str:
    """Return years and months in words: 1 year 7 months."""
    years, rest = divmod(months, _MONTHS)
    return f"{years} year{'' if years == 1 else 's'} {rest} month{'' if rest == 1 else 's'}"
