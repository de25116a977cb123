"""Which number is for which child within a run; the identifiers stay in here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

Identifier = str | int
Identifiers = Sequence[Identifier] | npt.NDArray[np.int64]
_LONGEST = 100
"""So many digits a whole number may have: Python refuses to read any that are much longer."""


class Identities:
    """The identifiers behind the codes of a run. Printing it shows how many there are, not which.

    The same identifier has the same code in every source; case and blanks around make no
    difference. Codes come as children first appear, and mean nothing else: what is listed is listed
    `in_order` of identifiers, which no order of files or rows changes.
    """

    __slots__ = ("_codes", "_identifiers", "_last")

    def __init__(self) -> None:
        self._codes: defaultdict[Identifier, int] = defaultdict()
        self._codes.default_factory = self._codes.__len__  # who is new gets the next code
        self._identifiers: list[Identifier] = []
        self._last: tuple[Identifiers, npt.NDArray[np.int64]] = [], np.empty(0, np.int64)

    def __len__(self) -> int:
        return len(self._codes)

    def __repr__(self) -> str:
        return f"<Identities of {len(self):,} children>"

    def __reduce__(self) -> str:
        raise TypeError("identifiers are not to be stored")

    def identifier(self, code: int) -> str:
        """Return the identifier of a child; for a file of children that a person asked for."""
        return str(self._given(code))

    def code(self, identifier: str) -> int | None:
        """Return the code of an identifier, or None where no source has it."""
        return self._codes.get(standard(identifier))

    def in_order(self, codes: Iterable[int]) -> list[int]:
        """Return codes in the order of their identifiers: whole numbers, then texts."""

        def order(code: int) -> tuple[bool, int, str]:
            given = self._given(code)
            return (True, 0, given) if isinstance(given, str) else (False, given, "")

        return sorted(codes, key=order)

    def codes(self, identifiers: Identifiers) -> npt.NDArray[np.int64]:
        """Return the codes of identifiers in their standard form; who is new gets the next one."""
        last, codes = self._last
        whole = isinstance(identifiers, np.ndarray)
        if whole == isinstance(last, np.ndarray) and (
            np.array_equal(identifiers, last) if whole else identifiers == last
        ):  # tables of one return mostly have the same children
            return codes
        given = identifiers.tolist() if isinstance(identifiers, np.ndarray) else identifiers
        if not self._codes:
            self._codes.update(zip(given, range(len(given)), strict=True))
            if len(self._codes) < len(given):  # somebody is there twice
                self._codes.clear()
        codes = np.fromiter(map(self._codes.__getitem__, given), np.int64, len(given))
        self._last = identifiers, codes
        return codes

    def _given(self, code: int) -> Identifier:
        if not 0 <= code < len(self):
            raise KeyError("no child has this code")
        if len(self._identifiers) < len(self):
            self._identifiers = list(self._codes)
        return self._identifiers[code]


def standard(identifier: str) -> Identifier:
    """Return an identifier as any export has it: 7 as a number, 007 and A7 as a text."""
    text = identifier
    if not text.isdigit():
        text = identifier.strip().upper().removesuffix(".0")
    is_whole = text.isascii() and text.isdigit() and (text[0] != "0" or text == "0")
    return int(text) if is_whole and len(text) <= _LONGEST else text
