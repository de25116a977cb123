"""A column of texts: each different one once, and which of them stands in which row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

NONE = -1
"""The place of no text."""
_FEW = 5
"""So few texts are looked for one after the other."""


class Codes:
    """`places[i]` is the place of row i's text in `texts`, NONE where it has none.

    The texts are all different and never empty; they may be more than the rows use. A column of
    words, of which many are different, only finds them out when it is asked for places or texts.
    """

    __slots__ = ("_places", "_texts", "_words")

    def __init__(self, places: npt.NDArray[np.int32], texts: Sequence[str]) -> None:
        self._places = places
        self._texts = texts
        self._words: npt.NDArray[np.uint64] | None = None

    def __repr__(self) -> str:
        return f"<Codes of {len(self):,} rows>"

    @classmethod
    def of_words(cls, words: npt.NDArray[Any]) -> Codes:
        """Return the column of texts of up to eight letters, as UTF-8 (dtype S8); b"" is none."""
        found = cls(np.zeros(0, np.int32), ())
        found._words = words.view(np.uint64)
        return found

    @property
    def places(self) -> npt.NDArray[np.int32]:
        """The place of each row's text."""
        self._find_out()
        return self._places

    @property
    def texts(self) -> Sequence[str]:
        """The different texts."""
        self._find_out()
        return self._texts

    @property
    def _values(self) -> npt.NDArray[Any]:
        """What is alike in rows whose texts are: words, or places once they are known."""
        words = self._words  # looked at once, for another thread may be finding out
        return self._places if words is None else words

    def _find_out(self) -> None:
        words = self._words
        if words is None:
            return
        found, back = np.unique(words, return_inverse=True)
        places = back.astype(np.int32)
        if len(found) and not found[0]:  # the word without a letter comes first
            found = found[1:]
            places -= 1
        self._places = places
        self._texts = [word.decode() for word in found.view("S8").tolist()]
        self._words = None

    @classmethod
    def of(cls, texts: Iterable[str]) -> Codes:
        """Return the column of texts given one by one; "" is none."""
        known: dict[str, int] = {"": NONE}
        places = [known.setdefault(text, len(known) - 1) for text in texts]
        return cls(np.array(places, np.int32), list(known)[1:])

    @classmethod
    def all_of(cls, text: str, length: int) -> Codes:
        """Return a column with the same text in every row, which takes no room; "" is none."""
        return cls(np.broadcast_to(np.int32(0 if text else NONE), length), [text] if text else [])

    @classmethod
    def mapped(cls, places: npt.NDArray[np.integer[Any]], texts: Sequence[str]) -> Codes:
        """Return the column of texts of which some may be alike or empty."""
        known: dict[str, int] = {"": NONE}
        into = [known.setdefault(text, len(known) - 1) for text in texts]
        if into == list(range(len(into))):  # each different already, and none empty
            return cls(places.astype(np.int32, copy=False), list(known)[1:])
        return cls(np.array([*into, NONE], np.int32)[places], list(known)[1:])

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, rows: npt.NDArray[Any] | slice) -> Codes:
        words = self._words
        if words is not None:
            return Codes.of_words(_taken(words, rows))
        return Codes(_taken(self._places, rows), self._texts)

    def halves_alike(self) -> npt.NDArray[np.bool_]:
        """Return for each row of the first half whether that of the second has the same text."""
        values = self._values
        half = len(values) // 2
        found: npt.NDArray[np.bool_] = values[:half] == values[half:]
        return found

    def or_none(self, rows: npt.NDArray[np.int64]) -> Codes:
        """Return the column of some rows, none where the row is -1."""
        if not len(self):
            return Codes(np.full(len(rows), NONE, np.int32), self.texts)
        return Codes(np.where(rows >= 0, self.places[rows], np.int32(NONE)), self.texts)

    @property
    def is_blank(self) -> npt.NDArray[np.bool_]:
        """Which rows have no text."""
        words = self._words
        found: npt.NDArray[np.bool_] = self._places == NONE if words is None else words == 0
        return found

    def any_of(self, wanted: Iterable[str]) -> npt.NDArray[np.bool_]:
        """Return which rows have one of the texts; "" stands for none."""
        found = set(wanted)
        return self.where([text in found for text in self.texts], "" in found)

    def where(self, holds: Sequence[bool], of_none: bool = False) -> npt.NDArray[np.bool_]:
        """Return for each row what holds for its text, and `of_none` where it has none."""
        held = [place for place, each in enumerate(holds) if each] + [NONE] * of_none
        if len(held) <= _FEW:
            return self._at_one_of(held)
        if len(self.texts) + 1 - len(held) <= _FEW:
            others = [place for place, each in enumerate(holds) if not each]
            found = self._at_one_of(others + [NONE] * (not of_none))
            return np.logical_not(found, out=found)
        lookup = np.array([*holds, of_none], np.bool_)  # place -1 is the last
        return np.take(lookup, self.places)

    def _at_one_of(self, places: Sequence[int]) -> npt.NDArray[np.bool_]:
        """Return which rows have one of a few places: several times as fast as to look up."""
        found = np.zeros(len(self), np.bool_)
        for place in places:
            found |= self.places == place
        return found

    def as_texts(self) -> npt.NDArray[np.object_]:
        """Return the text of each row, "" where it has none."""
        lookup = np.array([*self.texts, ""], object)
        return lookup[self.places]

    def ranks(self) -> npt.NDArray[np.int64]:
        """Return numbers that order the rows as their texts do; no text comes first."""
        used, back = np.unique(self.places, return_inverse=True)
        texts = [self.texts[place] if place >= 0 else "" for place in used.tolist()]
        order = {text: i for i, text in enumerate(sorted(texts))}
        return np.array([order[text] for text in texts], np.int64)[back]

    def blanked(self, rows: npt.NDArray[Any]) -> Codes:
        """Return the column without the texts of some rows."""
        places = self.places.copy()
        places[rows] = NONE
        return Codes(places, self.texts)

    def put(self, rows: npt.NDArray[Any], text: str) -> Codes:
        """Return the column with a text put into some rows."""
        texts = list(self.texts)
        if text not in texts:
            texts.append(text)
        places = self.places.copy()
        places[rows] = texts.index(text)
        return Codes(places, texts)

    @staticmethod
    def joined(parts: Sequence[Codes]) -> Codes:
        """Return columns under each other."""
        of_each = [part._words for part in parts]  # looked at once, see _values
        words = [each for each in of_each if each is not None]
        if len(words) == len(parts):
            return Codes.of_words(np.concatenate(words))
        if all(part.texts is parts[0].texts for part in parts):
            return Codes(np.concatenate([part.places for part in parts]), parts[0].texts)
        known: dict[str, int] = {}
        places = []
        for part in parts:
            lookup = [known.setdefault(text, len(known)) for text in part.texts]
            places.append(np.array([*lookup, NONE], np.int32)[part.places])
        return Codes(np.concatenate(places), list(known))


def _taken(values: npt.NDArray[Any], rows: npt.NDArray[Any] | slice) -> npt.NDArray[Any]:
    if isinstance(rows, slice) or rows.dtype == np.bool_:
        taken: npt.NDArray[Any] = values[rows]
        return taken
    return np.take(values, rows)
