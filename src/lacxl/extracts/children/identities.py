"""Which number stands for which child within a run; the identifiers stay in here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt


class Identities:
    """The identifiers behind the codes of a run. Printing it shows how many there are, not which.

    The same identifier has the same code in every source; case and blanks around make no
    difference. Codes follow the sorted identifiers, so no order of files or rows changes them.
    """

    __slots__ = ("_codes", "_identifiers")

    def __init__(self, identifiers: Iterable[str] = ()) -> None:
        self._identifiers: list[str] = sorted(set(identifiers))
        self._codes: dict[str, int] = {text: i for i, text in enumerate(self._identifiers)}

    def __len__(self) -> int:
        return len(self._identifiers)

    def __repr__(self) -> str:
        return f"<Identities of {len(self):,} children>"

    def __reduce__(self) -> str:
        raise TypeError("identifiers are not to be stored")

    def identifier(self, code: int) -> str:
        """Return the identifier of a child; for a file of children that a person asked for."""
        if not 0 <= code < len(self._identifiers):
            raise KeyError("no child has this code")
        return self._identifiers[code]

    def code(self, identifier: str) -> int | None:
        """Return the code of an identifier, or None where no source has it."""
        return self._codes.get(standard(identifier))

    def codes(self, identifiers: Sequence[str]) -> npt.NDArray[np.int64]:
        """Return the codes of identifiers that are known to be there."""
        codes = self._codes
        return np.fromiter((codes[text] for text in identifiers), np.int64, len(identifiers))


def standard(identifier: str) -> str:
    """Return an identifier without what varies between exports of the same system."""
    return identifier.strip().upper().removesuffix(".0")


def standards(values: Sequence[object]) -> list[str]:
    """Return the identifiers of a column's values."""
    return [standard(str(value)) for value in values]


def union(columns: Iterable[Sequence[str]]) -> Identities:
    """Return the identities of every identifier in the columns."""
    found: set[str] = set()
    for column in columns:
        found.update(column)
    return Identities(found)
