"""The note column: a reason in words, kept exactly; it stays text whatever it starts with."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from lacxl.readings.faults import Fault

LONGEST_NOTE: Final = 250
"""The longest note in characters: more does not fit a cell that people read."""

_BREAKS = {"Cc", "Cs", "Zl", "Zp"}
_NOT_IN_A_WORKBOOK = "\ufffe\uffff"
_UNREADABLE = "\ufffd"
_IDENTIFIER = re.compile(
    r"[A-Z]{0,2}\d{5,13}[A-Z]?"  # a UPN, a case system's number, a date as 20150531 or 42155
    r"|\d{3}[ -]\d{3}[ -]\d{4}"  # an NHS number as it is printed
    r"|[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-Z]"  # a National Insurance number
    r"|\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?:[ T].*)?",  # a date
    re.ASCII | re.IGNORECASE,
)


def check_note(note: str) -> Fault | None:
    """Return why a note cannot go in a cell, or None if it can."""
    if len(note) > LONGEST_NOTE:
        return Fault(
            "R132",
            f"the note has {len(note):,} characters and {LONGEST_NOTE} is the most.",
            "Shorten it, and keep the details where the extract comes from.",
        )
    if any(unicodedata.category(c) in _BREAKS or c in _NOT_IN_A_WORKBOOK for c in note):
        return Fault(
            "R132",
            "the note holds a line break or a control character.",
            "Write it in one line without tabs.",
        )
    if _IDENTIFIER.fullmatch(note.strip()):
        return Fault(
            "R162",
            "this is a date, or a number that identifies a child, not a reason in words.",
            "Check that the columns have not shifted; say in words why there is no figure.",
        )
    if _UNREADABLE in note:
        return Fault(
            "R132",
            "the note holds a character that was lost when the file was saved.",
            "Save the extract as CSV UTF-8 and correct the note.",
        )
    return None
