"""How a value is sent so that Excel keeps it: into text it would read numbers and dates."""

from __future__ import annotations

import datetime as dt
import unicodedata

from lacxl.engines.package.serial_dates import to_serial
from lacxl.workbook.snapshot import CellError, CellValue, Formula

Sent = float | bool | str
"""What crosses to Excel: '' empties a cell."""

LONGEST_IN_BLOCK = 900
"""Longer texts are sent one by one: in an array Excel 2003 takes 911 characters and Excel 2007
8,203 (Microsoft KB 832136); one by one all take 32,767."""

WRITABLE_ERRORS = frozenset(("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"))
"""The errors that can be entered into a cell; #SPILL! and the like come from formulas alone."""

_SPELT = (
    "true false wahr falsch vrai faux verdadero falso vero verdadeiro waar onwaar sant falskt"
    " sand falsk prawda fałsz tosi epätosi gwir ffug"
)
_TRUTHS = frozenset(_SPELT.split())
"""How Excel's languages spell the truth values."""


def sent(value: CellValue, *, as_text: bool, date1904: bool) -> Sent:
    """Return what to send for a value that is neither formula nor error.

    `as_text` says that the cell's number format is Text, where Excel reads nothing into a text.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, Formula | CellError):
        raise TypeError("formulas and errors are sent by themselves")
    if isinstance(value, str):
        plain = not value.startswith("'") if as_text else _is_only_text(value)
        return value if plain else f"'{value}"
    if isinstance(value, bool):
        return value
    if isinstance(value, dt.date):
        return to_serial(value, date1904)
    return float(value)


def _is_only_text(value: str) -> bool:
    """Say whether Excel cannot take the text for something else, in any of its languages.

    Nothing is read into a text that begins with a letter or a sign such as an arrow, holds no
    digit, and is no truth value. What might be, is sent with the ' that Excel hides.
    """
    first = value[0]
    begins = first.isalpha() or (ord(first) > 127 and unicodedata.category(first) in ("Sm", "So"))
    if not begins or value.strip().casefold() in _TRUTHS:
        return False
    return not any(character.isdigit() or character.isnumeric() for character in value)
