"""How a value looks in its cell: the number formats that the report uses, half up as in Excel."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable
from decimal import Decimal

from lacxl.domain.indicator import Unit
from lacxl.domain.month import MONTH_NAMES
from lacxl.domain.numbers import as_typed, from_float, half_up
from lacxl.domain.rating import WORDS
from lacxl.workbook.snapshot import CellError, CellValue, Formula

_NUMBER = re.compile(r"(#,##)?0(?:\.(0+))?(%)?")
_TYPED = re.compile(r"-?(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.\d{1,15})?\s*%?", re.ASCII)
_OWN_WORDS = re.compile(
    rf"{'|'.join(map(re.escape, sorted(WORDS)))}|Draft|Issue \d+|({'|'.join(MONTH_NAMES)}) \d{{4}}"
)
_DATE_PARTS = re.compile(r"yyyy|yy|mmmm|mmm|mm|m|dd|d|.", re.I)


def shown(value: CellValue, number_format: str = "General") -> str:
    """Return the text that a cell shows.

    Known are General, 0, 0.0, 0.00 and so on, with % and with thousands (#,##0), and plain date
    formats. Any other format shows the number as General does.
    """
    if isinstance(value, Formula):
        value = value.cached
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case str():
            return value
        case CellError():
            return value.code
        case dt.datetime():
            return _date(value, number_format)
    return number(from_float(float(value)), number_format)


def told(value: CellValue, number_format: str = "General") -> str:
    """Return what may be told about a cell outside the workbook.

    A number as it shows, a sign, and the words that lacxl itself writes; of a text that a person
    typed only that it is one, because a name may be in it.
    """
    if isinstance(value, Formula):
        value = value.cached
    if isinstance(value, str) and len(value) > 1 and not _OWN_WORDS.fullmatch(value):
        return "a text"
    return shown(value, number_format)


def number_in(value: CellValue) -> Decimal | None:
    """Return the number that a cell shows, one that was typed as text too; None for any other."""
    if isinstance(value, Formula):
        value = value.cached
    if isinstance(value, str):
        text = value.strip()
        return as_typed(text.replace(",", "")) if _TYPED.fullmatch(text) else None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return from_float(float(value))


def figure_in(value: CellValue, *, points: bool) -> Decimal | None:
    """Return the figure that a cell shows; with `points` a percentage is written as 94.4."""
    if isinstance(value, Formula):
        value = value.cached
    found = number_in(value)
    signed = isinstance(value, str) and "%" in value
    return found / 100 if points and found is not None and not signed else found


def places_of(number_format: str) -> int | None:
    """Return the decimals that a number format shows, None for one that is not known."""
    found = _NUMBER.fullmatch(number_format.partition(";")[0].replace("\\", ""))
    return len(found[2] or "") if found else None


def decimals_shown(formats: Iterable[str], unit: Unit) -> int | None:
    """Return the decimals of the kept value that cells of these formats show of a figure.

    The first format counts that says anything; None where none does, or it is not known.
    """
    shown = [places_of(fmt) for fmt in formats if fmt != "General"]
    if not shown or shown[0] is None:
        return None
    return shown[0] + (2 if unit is Unit.PERCENTAGE else 0)


def number(value: Decimal, number_format: str) -> str:
    """Return the text of a number in its format: 0.36363 in 0.0% gives 36.4%."""
    found = _NUMBER.fullmatch(number_format.partition(";")[0].replace("\\", ""))
    if not found:
        return _general(value)
    decimals, percent = len(found[2] or ""), bool(found[3])
    rounded = half_up(value * 100 if percent else value, decimals)
    text = f"{rounded:,.{decimals}f}" if found[1] else f"{rounded:.{decimals}f}"
    return text + ("%" if percent else "")


def _general(value: Decimal) -> str:
    text = f"{value.normalize():f}"
    return text if len(text) <= 11 else f"{float(value):.10g}"


def _date(value: dt.datetime, number_format: str) -> str:
    if number_format in ("General", "@", ""):
        return f"{value:%d/%m/%Y}"
    text = ""
    for part in _DATE_PARTS.findall(number_format.partition(";")[0].replace("\\", "")):
        match part.lower():
            case "yyyy":
                text += f"{value.year:04d}"
            case "yy":
                text += f"{value.year % 100:02d}"
            case "mmmm":
                text += MONTH_NAMES[value.month - 1]
            case "mmm":
                text += MONTH_NAMES[value.month - 1][:3]
            case "mm":
                text += f"{value.month:02d}"
            case "m":
                text += str(value.month)
            case "dd":
                text += f"{value.day:02d}"
            case "d":
                text += str(value.day)
            case _:
                text += part if part != '"' else ""
    return text
