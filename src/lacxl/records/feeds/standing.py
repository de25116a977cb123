"""Different whole numbers as they stand, and where each of them does: looked up without a sort."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]

_MIX = 0x9E3779B97F4A7C15
_ANOTHER_MIX = 0x5851F42D4C957F2E
_ROOM = 4


class Standing:
    """Different whole numbers and their places; `is_different` says whether they are so.

    Each number has a slot by its mixed bits. Where several have the same one, the last has it, and
    the others have slots of their own, mixed anew: they are few. To sort the numbers would take
    as long as the rest of putting children's records together.
    """

    __slots__ = ("_at", "_mix", "_others", "_shift", "_slots", "is_different", "numbers")

    def __init__(self, numbers: Numbers, again: int = 0) -> None:
        self.numbers = numbers
        self._mix = np.uint64((_MIX + again * _ANOTHER_MIX) % (1 << 64))
        bits = max((len(numbers) * _ROOM).bit_length(), 1)
        self._shift = np.uint64(64 - bits)
        slots = self._slots_of(numbers)
        places = np.arange(len(numbers), dtype=np.int32)
        self._slots = np.zeros(1 << bits, np.int32)
        self._slots[slots] = places
        holders = self._slots[slots]
        self._at = np.flatnonzero(holders != places)
        others = numbers[self._at]
        self.is_different = not (numbers[holders[self._at]] == others).any()
        self._others: Standing | None = None
        if len(others) and self.is_different:
            self._others = Standing(others, again + 1)
            self.is_different = self._others.is_different

    def of(self, numbers: Numbers) -> Numbers:
        """Return the place of each number; -1 of one that is not there."""
        if np.array_equal(numbers, self.numbers):  # files of a system mostly list the same
            return np.arange(len(numbers))
        if not len(self.numbers):
            return np.full(len(numbers), -1)
        found = self._slots[self._slots_of(numbers)].astype(np.int64)
        rest = np.flatnonzero(self.numbers[found] != numbers)
        if len(rest):
            found[rest] = self._of_others(numbers[rest])
        return found

    def _of_others(self, numbers: Numbers) -> Numbers:
        if self._others is None:
            return np.full(len(numbers), -1)
        place = self._others.of(numbers)
        return np.where(place >= 0, self._at[place], -1)

    def _slots_of(self, numbers: Numbers) -> Numbers:
        return ((numbers.view(np.uint64) * self._mix) >> self._shift).view(np.int64)


def distinct(numbers: Numbers) -> Numbers:
    """Return the numbers, each once, in order."""
    # the stable sort is the one that takes what is in order already for that, and merges it
    numbers = np.sort(numbers, kind="stable")
    new = np.ones(len(numbers), np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=new[1:])
    return numbers[new]
