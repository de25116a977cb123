"""The text that Excel shows of a value, where the number format leaves no doubt about it."""

from __future__ import annotations

import re

from lacxl.engines.package.serial_dates import from_serial
from lacxl.workbook.formulas.names_and_cells import NotCertain, Value
from lacxl.workbook.shown import shown

_NUMBER = re.compile(r"(?:#,##)?0(?:\.0+)?%?")
_DATE = re.compile(r"(?:yyyy|yy|mmmm|mmm|mm|m|dd|d|\\?[ /.,-])+", re.IGNORECASE)
_BY_THE_SETTINGS = "mm-dd-yy"  # what a file keeps for the short date of the computer's settings
_DOUBT = "how its number is written is not certain"


def displayed(value: Value, number_format: str, date1904: bool) -> str:
    """Return the text that a cell shows; raises NotCertain where Excel might show another."""
    if not isinstance(value, float):
        text = shown(value)
        if "\n" in text or "\r" in text:
            raise NotCertain("its text has several lines")
        return text
    if number_format == "General" and value.is_integer() and abs(value) < 1e11:
        return shown(value)
    if _NUMBER.fullmatch(number_format):
        return shown(value, number_format)
    plain = _DATE.fullmatch(number_format) and number_format != _BY_THE_SETTINGS
    moment = from_serial(value, date1904) if plain else None
    if moment is None:
        raise NotCertain(_DOUBT)
    return shown(moment, number_format)
