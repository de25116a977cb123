"""The boundary: whatever a broken file makes the libraries say becomes one coded refusal."""

from __future__ import annotations

import struct
import zipfile
import zlib
from types import TracebackType

from lacxl.domain.errors import Refused, refuse
from lacxl.domain.finding import Finding

DAMAGED = "Open the newest good copy from the backups, or let Excel repair and save it."
"""The way out where a file is damaged."""
_SAVE = "Open the file in Excel, let it repair it, and save it."


class Unclear(ValueError):  # noqa: N818 - it says what the part is
    """Something that lacxl cannot make sense of; its text says what, and nothing of the content."""


class NotWellFormed(Exception):  # noqa: N818 - it says what the part is
    """Not XML, or not XML that a workbook may have."""


class reading:  # noqa: N801 - read as a word: with reading(...)
    """Turn what parsing of a faulty file raises into Refused; `where` names file and part.

    A class, for it is entered some thirty times for a small edit, where a generator's frame shows.
    """

    __slots__ = ("_where",)

    def __init__(self, where: str) -> None:
        self._where = where

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if fault is not None and (refused := _refusal_for(fault, self._where)) is not None:
            raise refused from fault


def _refusal_for(fault: BaseException, where: str) -> Refused | None:
    """Return the words for a library's fault, None where it is not about the file."""
    if isinstance(fault, _CUT_SHORT):
        return refuse("W105", "The file is damaged or cut short.", where, DAMAGED)
    if isinstance(fault, NotWellFormed):
        return refuse("W115", "This part is not well-formed XML.", where, DAMAGED)
    if isinstance(fault, ValueError | LookupError | OverflowError):
        why = str(fault) if isinstance(fault, Unclear) else "a number or reference in it is invalid"
        return refuse("W115", f"lacxl cannot make sense of this: {why}.", where, _SAVE)
    if isinstance(fault, OSError):
        return refuse(
            "W118",
            f"The file cannot be read ({fault.strerror or 'input/output error'}).",
            where,
            "Check that it is there, that you may open it, and that the drive is connected.",
        )
    return None


def not_understood(refused: Refused) -> Finding:
    """Return why a part cannot be understood, which stops nobody who does not write to it.

    Raises what is more than that: a file that is damaged, cannot be read, or declares entities.
    """
    if set(refused.codes) & _GRAVE:
        raise refused
    return refused.findings[0]


_GRAVE = {"W105", "W116", "W118"}
_CUT_SHORT = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError)
