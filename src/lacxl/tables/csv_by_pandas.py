"""Reading regular delimited text by pandas, where pyarrow is not installed."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from lacxl.tables.cells import Column, column_of
from lacxl.tables.delimited_text import Buffer
from lacxl.tables.letters import LINE_END, has_leading_zero

_QUOTED = re.compile(rb'"[^"]*"')
_POWERS = 10 ** np.arange(19, dtype=np.int64)


def by_pandas(
    content: Buffer, delimiter: str, start: int, wide: int, places: Sequence[int], whole: int | None
) -> dict[int, Column] | None:
    """Read by pandas' C engine, which would not notice short rows: only what counting allows."""
    import pandas as pd

    if not _is_regular(content, start, delimiter, wide):
        return None
    if whole != 0 or has_leading_zero(content, start):
        whole = None
    # as text, not as categories: some versions of pandas make numbers of those, and 007 into 7
    kinds = {place: str for place in places if place != whole}  # the other it finds out
    try:
        frame = pd.read_csv(
            io.BytesIO(content[start:]),
            sep=delimiter,
            header=None,
            names=list(range(wide)),
            usecols=sorted(set(places)),
            index_col=False,
            dtype=kinds,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
            low_memory=False,
            on_bad_lines="error",
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError, OverflowError):
        return None
    if whole is not None and not _is_plain(
        content, delimiter, start, wide, frame[whole].to_numpy()
    ):
        return by_pandas(content, delimiter, start, wide, places, None)
    columns = {}
    for place in places:
        cells = frame[place]
        if place == whole:
            columns[place] = Column(np.zeros(len(cells), np.int32), cells.to_numpy())
        else:
            codes, values = pd.factorize(cells)
            columns[place] = column_of(codes, list(values))
    return columns


def _is_plain(
    content: Buffer, delimiter: str, start: int, wide: int, numbers: npt.NDArray[np.generic]
) -> bool:
    """Say whether the first cells are as long as the digits of their numbers: 1E3 and +7 are not.

    The text is regular, so that every line has as many delimiters.
    """
    if numbers.dtype != np.int64 or not len(numbers) or numbers.min() < 0:
        return False
    letters = np.frombuffer(content, np.uint8, offset=start)
    delimiters = np.flatnonzero(letters == ord(delimiter))
    begins = np.append(0, np.flatnonzero(letters == LINE_END) + 1)[: len(numbers)]
    if len(delimiters) != len(numbers) * (wide - 1) or len(begins) != len(numbers):
        return False
    lengths = delimiters[:: wide - 1] - begins
    digits = np.searchsorted(_POWERS, numbers, side="right")
    return bool((lengths == np.maximum(digits, 1)).all())


def _is_regular(content: Buffer, start: int, delimiter: str, wide: int) -> bool:
    """Say whether every line has as many cells as the header, each by itself.

    pandas fills a short line up and cuts a long one off, and says neither.
    """
    body = bytes(content[start:])
    if not body.strip() or body.startswith((b"\n", b"\r")) or b"\n\n" in body or b"\n\r" in body:
        return False
    if b'"' in body:  # what stands in quotation marks parts no cells
        body = _QUOTED.sub(b"q", body)
    if body.count(b"\r") != body.count(b"\r\n"):
        return False
    letters = np.frombuffer(body if body.endswith(b"\n") else body + b"\n", np.uint8)
    ends = np.flatnonzero(letters == LINE_END)
    upto = np.searchsorted(np.flatnonzero(letters == ord(delimiter)), ends)
    return bool((np.diff(upto, prepend=0) == wide - 1).all())
