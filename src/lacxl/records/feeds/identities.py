"""Which number stands for which child within a run; the identifiers stay in here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from lacxl.records.feeds.standing import Numbers, Standing, distinct

Identifiers = Sequence[str] | Numbers
"""The identifiers of a column: texts, or whole numbers where all of them are."""

_MOST = str(np.iinfo(np.int64).max)


class Identities:
    """The identifiers behind the codes of a run. Printing it shows how many there are, not which.

    The same identifier has the same code in every source; case and blanks around make no
    difference. Codes of whole numbers follow the column with the most children, the first of such,
    as they appear in it, so that its rows are in order of children as they stand; texts come after
    them, in order. They mean nothing else: what is listed is listed `in_order` of identifiers,
    which no order of files or rows changes.
    """

    __slots__ = ("_given", "_numbers", "_places", "_standing", "_texts")

    def __init__(self, columns: Iterable[Identifiers] = ()) -> None:
        columns = list(columns)
        arrays = [column for column in columns if isinstance(column, np.ndarray)]
        told = [column for column in columns if not isinstance(column, np.ndarray)]
        texts = dict.fromkeys(text for each in sorted(told, key=len, reverse=True) for text in each)
        whole = [text for text in texts if _is_whole(text)]
        arrays.append(np.fromiter(map(int, whole), np.int64, len(whole)))
        self._standing, codes = _standing(arrays)
        self._numbers = self._standing.numbers
        # what has been looked up here is not looked up again for the rows
        self._given = list(zip(arrays, codes, strict=True))
        self._texts = sorted(texts.keys() - set(whole))
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
        place = int(self._standing.of(np.array([int(text)], np.int64))[0])
        return place if place >= 0 else None

    def in_order(self, codes: Iterable[int]) -> list[int]:
        """Return codes in the order of their identifiers: whole numbers, then texts."""
        base = len(self._numbers)
        return sorted(codes, key=lambda c: (c >= base, c if c >= base else int(self._numbers[c])))

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
        for column, codes in self._given:
            if column is numbers:
                return codes
        return self._standing.of(numbers)


def _standing(columns: Sequence[Numbers]) -> tuple[Standing, list[Numbers]]:
    """Return the different numbers of columns, those of the longest as they stand and others
    after; and the places of each column's.
    """
    longest = max(columns, key=len)
    found = Standing(longest)
    if not found.is_different:
        found = Standing(distinct(longest))
    places = [found.of(column) for column in columns]
    lost = [np.flatnonzero(each < 0) for each in places]
    if any(map(len, lost)):
        more = [column[at] for column, at in zip(columns, lost, strict=True)]
        found = Standing(np.append(found.numbers, distinct(np.concatenate(more))))
        for each, at, numbers in zip(places, lost, more, strict=True):
            each[at] = found.of(numbers)
    return found, places


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
        and (len(text) < len(_MOST) or (len(text) == len(_MOST) and text <= _MOST))
        and (text[0] != "0" or text == "0")
    )
