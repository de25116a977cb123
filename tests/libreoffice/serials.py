"""Values on their way between Calc's numbers and what COM shows of Excel's cells."""

from __future__ import annotations

import datetime as dt
import decimal
import math
from typing import Any

from libreoffice import errors

ERROR_NUMBERS = {
    "#NULL!": -2146826288,
    "#DIV/0!": -2146826281,
    "#VALUE!": -2146826273,
    "#REF!": -2146826265,
    "#NAME?": -2146826259,
    "#NUM!": -2146826252,
    "#N/A": -2146826246,
}
"""MODELLED: COM shows an error value as a whole number; every other number is a float."""

_CALC_ERRORS = {
    521: "#NULL!",
    532: "#DIV/0!",
    519: "#VALUE!",
    524: "#REF!",
    525: "#NAME?",
    503: "#NUM!",
    32767: "#N/A",
}
NO_NUMBER = 65535.0
"""What stands in the cell when a NaN was sent over COM."""


def error_name(calc_code: int) -> str:
    """Return Excel's name of an error of Calc's; what Excel has no name for is a wrong value."""
    return _CALC_ERRORS.get(calc_code, "#VALUE!")


def as_date(serial: float, null_date: dt.datetime) -> dt.datetime:
    """Return what COM gives for a cell formatted as a date: an aware time, said to be UTC."""
    moment = null_date + dt.timedelta(milliseconds=round(serial * 86_400_000))
    return moment.replace(tzinfo=dt.UTC)


def as_serial(moment: dt.datetime, null_date: dt.datetime) -> float:
    """Return the number that stands for a time."""
    return (moment.replace(tzinfo=None) - null_date) / dt.timedelta(days=1)


def as_currency(number: float) -> decimal.Decimal:
    """Return what COM gives for a cell formatted as currency: four places, exactly."""
    return decimal.Decimal(number).quantize(decimal.Decimal("0.0001"))


def sent(value: Any) -> Any:
    """Return a value as it arrives in Excel. Raises TypeError for what pywin32 cannot send."""
    if value is None or isinstance(value, (str, bool, dt.datetime)):
        return _text(value) if isinstance(value, str) else value
    if isinstance(value, (int, float)) and type(value) in (int, float):
        return float(value) if math.isfinite(value) else NO_NUMBER
    if isinstance(value, decimal.Decimal):
        return float(value)
    raise TypeError(
        f"Objects of type '{type(value).__name__}' can not be converted to a COM VARIANT"
    )


def _text(value: str) -> str:
    if len(value) > 32_767 + value.startswith("'"):
        raise errors.application_error("Application-defined or object-defined error")
    return value


def grid(data: Any, rows: int, columns: int) -> list[list[Any]]:
    """Return one value for each cell: a single one for all, #N/A where the data fall short."""
    if not isinstance(data, (list, tuple)):
        value = sent(data)
        return [[value] * columns for _ in range(rows)]
    if not data or not isinstance(data[0], (list, tuple)):
        data = [data] * rows
    missing = object()
    return [
        [
            "#N/A"
            if (value := data[r][c] if r < len(data) and c < len(data[r]) else missing) is missing
            else sent(value)
            for c in range(columns)
        ]
        for r in range(rows)
    ]
