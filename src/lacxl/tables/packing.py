"""Short texts packed into numbers, many at once: a date's digits, and texts of up to eight letters.

A column of a million dates has some thousand different ones. Told apart as numbers they need no
look-up of texts in a table, which is what takes the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lacxl.tables.cells import EMPTY, Column, Texts

Letters = npt.NDArray[np.uint8]

DATE = 10
"""The letters of 03/04/2015 and of 2015-04-03."""
_WORD = 8
_NO_DIGITS = -(1 << 29)
_WIDEST = 4_000_000
_BLANK, _NOT_ASCII = ord(" "), 128
_MASKS = np.array([(1 << 8 * n) - 1 for n in range(_WORD + 1)], np.uint64)
"""By the length of a word, which bits of eight letters are its own."""


def _pairs() -> npt.NDArray[np.int32]:
    """Return the number that two letters make, first letter in the lower byte."""
    numbers = np.full(1 << 16, _NO_DIGITS, np.int32)
    tens, ones = np.divmod(np.arange(100), 10)
    numbers[(ones + ord("0")) << 8 | (tens + ord("0"))] = np.arange(100)
    return numbers


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where a date has its century, its year, its two other numbers, and what parts them."""

    century: int
    year: int
    second: int
    first: int
    between: tuple[int, int]


_SLASHED = _Layout(6, 8, 3, 0, (2, 5))
_ISO = _Layout(0, 2, 5, 8, (4, 7))


def words_of(chunks: Sequence[Any]) -> Column | None:
    """Return texts of arrow as words; None where one is longer or would have to be trimmed."""
    words = np.empty(sum(map(len, chunks)), np.uint64)
    at = 0
    for ends, letters in _pieces(chunks):
        lengths = np.diff(ends)
        if lengths.max(initial=0) > _WORD:
            return None
        own = letters[ends[0] : ends[-1]]
        if len(own):
            outer = np.concatenate((letters[ends[:-1][lengths > 0]], letters[ends[1:] - 1]))
            if outer.min() <= _BLANK or outer.max() >= _NOT_ASCII:
                return None
        # eight letters from wherever a text begins, of which the mask leaves its own
        room = np.zeros(len(own) + _WORD, np.uint8)
        room[: len(own)] = own
        eight = np.ndarray((len(own) + 1,), "<u8", room, 0, (1,))
        part = words[at : at + len(lengths)]
        np.take(_MASKS, lengths, out=part)
        part &= eight[ends[:-1] - ends[0]]
        at += len(lengths)
    blank = words == 0
    codes = -blank.astype(np.int32) if blank.any() else np.broadcast_to(np.int32(0), len(words))
    return Column(codes, (), words.view("S8"))


def dates_of(arrow: Any, chunks: Sequence[Any]) -> Column | None:
    """Return texts of arrow as a column of dates all written alike, day or year first; None where
    any is something else.
    """
    layout: _Layout | None = None
    parting = 0
    codes = np.full(sum(map(len, chunks)), EMPTY, np.int32)
    at = 0
    for ends, letters in _pieces(chunks):
        lengths = np.diff(ends)
        filled = lengths == DATE
        count = int(np.count_nonzero(filled))
        own = letters[ends[0] : ends[-1]]
        if len(own) != count * DATE:  # some text is neither blank nor as long as a date
            return None
        part = codes[at : at + len(lengths)]
        at += len(lengths)
        if not count:
            continue
        if layout is None:
            layout = _SLASHED if own[2] in _PARTING else _ISO
            parting = int(own[layout.between[0]])
            if parting not in _PARTING:
                return None
        numbers = _numbers(layout, parting, own)
        if numbers is None:
            return None
        if count == len(part):
            part[:] = numbers
        else:
            part[filled] = numbers
    if layout is None:
        return None
    return _of_numbers(arrow, codes, layout, parting)


_PARTING = frozenset(b"/-.")


def _numbers(layout: _Layout, parting: int, own: Letters) -> npt.NDArray[np.int32] | None:
    """Return dates as whole numbers like 20150403; None where one is written another way."""
    if any((own[place::DATE] != parting).any() for place in layout.between):
        return None
    count = len(own) // DATE

    def pairs(place: int) -> npt.NDArray[np.uint16]:
        return np.ndarray((count,), "<u2", own, place, (DATE,))

    numbers = np.take(_CENTURIES, pairs(layout.century))
    numbers += np.take(_YEARS, pairs(layout.year))
    numbers += np.take(_SECONDS, pairs(layout.second))
    numbers += np.take(_FIRSTS, pairs(layout.first))
    return None if numbers.min() < 0 else numbers


_FIRSTS = _pairs()
_SECONDS, _YEARS, _CENTURIES = (
    np.where(_FIRSTS < 0, np.int32(_NO_DIGITS), _FIRSTS * np.int32(n))
    for n in (100, 10_000, 1_000_000)
)


def _of_numbers(
    arrow: Any, numbers: npt.NDArray[np.int32], layout: _Layout, parting: int
) -> Column | None:
    """Return the column of dates that are numbers, EMPTY where there is none."""
    blank = numbers.min() == EMPTY
    high = int(numbers.max())
    low = int(numbers.min(initial=high, where=numbers != EMPTY)) if blank else int(numbers.min())
    if high - low > _WIDEST:
        return None
    # one more place, the first, stands for none
    numbers -= np.int32(low - 1)
    if blank:
        np.maximum(numbers, 0, out=numbers)
    there = np.zeros(high - low + 2, np.bool_)
    there[numbers] = True
    there[0] = False
    found = np.flatnonzero(there)
    lookup = np.empty(len(there), np.int32)
    lookup[0] = EMPTY
    lookup[found] = np.arange(len(found), dtype=np.int32)
    return Column(np.take(lookup, numbers), _texts(arrow, found + (low - 1), layout, parting))


def _texts(arrow: Any, numbers: npt.NDArray[np.intp], layout: _Layout, parting: int) -> Texts:
    """Return the texts of numbers like 20150403."""
    letters = np.full((len(numbers), DATE), parting, np.uint8)
    for place in (layout.first, layout.second, layout.year, layout.century):
        numbers, pair = np.divmod(numbers, 100)
        letters[:, place], letters[:, place + 1] = np.divmod(pair, 10)
        letters[:, place : place + 2] += np.uint8(ord("0"))
    ends = np.arange(len(letters) + 1, dtype=np.int32) * np.int32(DATE)
    array = arrow.StringArray.from_buffers(
        len(letters), arrow.py_buffer(ends), arrow.py_buffer(letters)
    )
    return Texts(array, letters.reshape(-1), DATE)


def _pieces(chunks: Sequence[Any]) -> Iterator[tuple[npt.NDArray[np.int32], Letters]]:
    """Yield where each text of a chunk ends, the first where it begins, and the letters of all."""
    for chunk in chunks:
        _, ends, letters = chunk.buffers()
        yield (
            np.frombuffer(ends, np.int32)[chunk.offset : chunk.offset + len(chunk) + 1],
            np.frombuffer(letters or b"", np.uint8),
        )
