"""Which number stands for which child within a run; the identifiers stay in here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Identifiers = Sequence[str] | Numbers
"""The identifiers of a column: texts, or whole numbers where all of them are."""

_DENSE = 50_000_000
_LONGEST = 18


class Identities:
    """The identifiers behind the codes of a run. Printing it shows how many there are, not which.

    The same identifier has the same code in every source; case and blanks around make no
    difference. Codes follow the identifiers in order (whole numbers, then texts), so no order of
    files or rows changes them.
    """

    __slots__ = ("_numbers", "_places", "_texts")

    def __init__(self, columns: Iterable[Identifiers] = ()) -> None:
        texts: set[str] = set()
        arrays: list[Numbers] = []
        for column in columns:
            if isinstance(column, np.ndarray):
                # most files of a system list the same children
                if not any(np.array_equal(column, other) for other in arrays):
                    arrays.append(column)
            else:
                texts.update(column)
        whole = [text for text in texts if _is_whole(text)]
        arrays.append(np.fromiter(map(int, whole), np.int64, len(whole)))
        self._numbers: Numbers = distinct(np.concatenate(arrays))
        self._texts = sorted(texts.difference(whole))
        base = len(self._numbers)
        self._places = {text: base + i for i, text in enumerate(self._texts)}

    def __len__(self) -> int:
        return len(self._numbers) + len(self._texts)

    def __repr__(self) -> str:
        return f"<Identities of {len(self):,} children>"

    def __reduce__(self) -> str:
        raise TypeError("identifiers are not to be stored")

    def identifier(self, code: int) -> str:
        """Return the identifier of a child; for a file of children that a person asked for."""
        if not 0 <= code < len(self):
            raise KeyError("no child has this code")
        base = len(self._numbers)
        return str(self._numbers[code]) if code < base else self._texts[code - base]

    def code(self, identifier: str) -> int | None:
        """Return the code of an identifier, or None where no source has it."""
        text = standard(identifier)
        if not _is_whole(text):
            return self._places.get(text)
        place = int(np.searchsorted(self._numbers, int(text)))
        there = place < len(self._numbers) and self._numbers[place] == int(text)
        return place if there else None

    def codes(self, identifiers: Identifiers) -> Numbers:
        """Return the codes of identifiers that are known to be there."""
        if isinstance(identifiers, np.ndarray):
            return self._of_numbers(identifiers)
        whole = np.fromiter(map(_is_whole, identifiers), bool, len(identifiers))
        found = np.zeros(len(identifiers), np.int64)
        numbers = [
            int(text) for text, is_number in zip(identifiers, whole, strict=True) if is_number
        ]
        found[whole] = self._of_numbers(np.array(numbers, np.int64))
        found[~whole] = [
            self._places[text]
            for text, is_number in zip(identifiers, whole, strict=True)
            if not is_number
        ]
        return found

    def _of_numbers(self, numbers: Numbers) -> Numbers:
        if not len(numbers):
            return np.zeros(0, np.int64)
        low, high = int(self._numbers[0]), int(self._numbers[-1])
        if high - low > _DENSE or len(numbers) < 1_000:
            order = np.argsort(numbers)  # looked up in order, neighbours stand in the cache
            found = np.empty(len(numbers), np.int64)
            found[order] = np.searchsorted(self._numbers, numbers[order])
            return found
        table = np.zeros(high - low + 1, np.int32)
        table[self._numbers - low] = np.arange(len(self._numbers), dtype=np.int32)
        return table[numbers - low].astype(np.int64)


def distinct(numbers: Numbers) -> Numbers:
    """Return the numbers, each once, in order."""
    # the stable sort is the one that takes what is in order already for that, and merges it
    numbers = np.sort(numbers, kind="stable")
    new = np.ones(len(numbers), np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=new[1:])
    return numbers[new]


def standard(identifier: str) -> str:
    """Return an identifier without what varies between exports of the same system."""
    return identifier.strip().upper().removesuffix(".0")


def standards(values: Sequence[object]) -> list[str]:
    """Return the identifiers of a column's values."""
    return [standard(str(value)) for value in values]


def _is_whole(text: str) -> bool:
    """Say whether the text is how a whole number is written, and no other text gives the same."""
    return (
        text.isascii()
        and text.isdigit()
        and len(text) <= _LONGEST
        and (text[0] != "0" or text == "0")
    )
