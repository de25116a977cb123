"""Tables of texts as CSV that a spreadsheet takes for texts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

_PLAIN = re.compile(r"[+-]?[\d.,]*%?")


def as_csv(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table as CSV with a header row."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([harmless(text) for text in row] for row in rows)
    return text.getvalue()


def harmless(text: str) -> str:
    """Return a text that a spreadsheet does not take for a formula; numbers stay as they are."""
    if text[:1] in {"=", "@"} or (text[:1] in {"+", "-"} and not _PLAIN.fullmatch(text)):
        return f"'{text}"
    return text
