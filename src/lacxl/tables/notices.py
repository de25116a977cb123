"""What is noticed while tables are read, before anybody has decided how much it weighs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Notice:
    """A code and what happened in how many rows; `rows` are numbers as Excel shows them.

    A text about rows has both forms, "[row has|rows have] ...": see `in_number`.

    Nothing of it repeats what stands in a cell: a shifted column may hold a name.
    """

    code: str
    file: str
    what: str
    todo: str = ""
    column: str = ""
    rows: tuple[int, ...] = ()
    count: int = field(default=0)


def notice(
    code: str,
    file: str,
    what: str,
    todo: str = "",
    column: str = "",
    rows: npt.NDArray[np.int64] | Iterable[int] = (),
    most: int = 200,
) -> Notice:
    """Return a notice of rows, of which no more than `most` are kept; `count` is their number."""
    found = np.asarray(list(rows) if not isinstance(rows, np.ndarray) else rows, dtype=np.int64)
    first = np.sort(np.partition(found, most)[:most]) if len(found) > most else np.sort(found)
    return Notice(code, file, what, todo, column, tuple(int(r) for r in first), len(found))


_FORMS = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\]")


def in_number(what: str, count: int) -> str:
    """Return a text that has forms for one and for several in that of the number."""
    return _FORMS.sub(r"\1" if count == 1 else r"\2", what)
