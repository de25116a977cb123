"""Files that lacxl wrote and a person may correct: which of them are still as they were written."""

from __future__ import annotations

import hashlib
from enum import Enum

_MARK = "# As lacxl adopt wrote it: "
_LENGTH = 16


class State(Enum):
    """How a file is: absent, as it was written, or changed by somebody since."""

    ABSENT = "absent"
    UNTOUCHED = "untouched"
    CORRECTED = "corrected"


def sealed(text: str) -> str:
    """Return a text with a last line that tells whether somebody has changed it."""
    return f"{text}\n{_MARK}{_sum(text)}\n"


def sealed_above(text: str) -> str:
    """Return a table's text with a first line that tells whether somebody has changed it."""
    return f"{_MARK}{_sum(text)}\n{text}"


def state_of(text: str | None) -> State:
    """Return how a file with this text is."""
    if text is None:
        return State.ABSENT
    text = text.replace("\r\n", "\n")
    if text.startswith(_MARK):
        first, _, table = text.partition("\n")
        same = first == f"{_MARK}{_sum(table)}"
        return State.UNTOUCHED if same else State.CORRECTED
    content, mark, tail = text.rpartition(_MARK)
    if not mark or not content.endswith("\n"):
        return State.CORRECTED
    same = _sum(content[:-1]) == tail.strip()
    return State.UNTOUCHED if same else State.CORRECTED


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]
