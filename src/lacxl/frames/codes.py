"""A column of texts: each different one once, and which of them stands in which row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

NONE = -1
"""The place of no text."""
_FEW = 5


@dataclass(frozen=True, slots=True, repr=False)
class Codes:
    """`places[i]` is the place of row i's text in `texts`, NONE where it has none.

    The texts are all different and never empty; they may be more than the rows use.
    """

    places: npt.NDArray[np.int32]
    texts: Sequence[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Codes:
        """Return the column of texts given one by one; "" is none."""
        known: dict[str, int] = {"": NONE}
        places = [known.setdefault(text, len(known) - 1) for text in texts]
        return cls(np.array(places, np.int32), list(known)[1:])

    @classmethod
    def all_of(cls, text: str, length: int) -> Codes:
        """Return a column with the same text in every row; "" is none."""
        return cls(np.full(length, 0 if text else NONE, np.int32), [text] if text else [])

    @classmethod
    def mapped(cls, places: npt.NDArray[np.integer[Any]], texts: Sequence[str]) -> Codes:
        """Return the column of texts of which some may be alike or empty."""
        known: dict[str, int] = {"": NONE}
        lookup = np.array([*(known.setdefault(t, len(known) - 1) for t in texts), NONE], np.int32)
        return cls(lookup[places], list(known)[1:])

    def __len__(self) -> int:
        return len(self.places)

    def __getitem__(self, rows: npt.NDArray[Any] | slice) -> Codes:
        if isinstance(rows, slice) or rows.dtype == np.bool_:
            return Codes(self.places[rows], self.texts)
        return Codes(np.take(self.places, rows), self.texts)

    def or_none(self, rows: npt.NDArray[np.int64]) -> Codes:
        """Return the column of some rows, none where the row is -1."""
        if not len(self):
            return Codes(np.full(len(rows), NONE, np.int32), self.texts)
        return Codes(np.where(rows >= 0, self.places[rows], np.int32(NONE)), self.texts)

    @property
    def is_blank(self) -> npt.NDArray[np.bool_]:
        """Which rows have no text."""
        found: npt.NDArray[np.bool_] = self.places == NONE
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
        """Return which rows have one of a few places: faster to compare than to look up."""
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
        if all(part.texts is parts[0].texts for part in parts):
            return Codes(np.concatenate([part.places for part in parts]), parts[0].texts)
        known: dict[str, int] = {}
        places = []
        for part in parts:
            lookup = [known.setdefault(text, len(known)) for text in part.texts]
            places.append(np.array([*lookup, NONE], np.int32)[part.places])
        return Codes(np.concatenate(places), list(known))
