"""Excel's arithmetic on single values; where what Excel does is not known for certain, it says so.

Measured or documented behaviour of Excel is followed to the digit: an empty cell is nought, TRUE
is one, the first error goes on, results too small for a double are nought. See decision 15.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from lacxl.workbook.formulas.names_and_cells import NotCertain, Value
from lacxl.workbook.snapshot import CellError

VALUE, DIVISION, NUMBER = CellError("#VALUE!"), CellError("#DIV/0!"), CellError("#NUM!")

_LAST_DIGIT = "its result turns on the last digit of a calculation"
_AS_NUMBER = "it reads a text as a number"
_AS_TEXT = "it writes a number as text"
_ORDER = "it compares texts"
_NUMERAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_SNAPPED, _KEPT = 2.0**-51, 1.3e-14
"""A difference this small against what it is of becomes nought in Excel; from here on it stays.

Of 0.5-0.4-0.1, 2.8E-16 of 0.1 is left, which Excel shows as 0; of 33.665-33.95+0.285 are left
1.3E-14 of 0.285, which it shows. What happens in between is not known.
"""
_APART = 1e-13
"""Numbers that differ by _SNAPPED at most are equal to Excel; from this far apart they are not."""
_DIGITS = 15
_SMALLEST = 2.2250738585072014e-308


def first_error(*values: Value) -> CellError | None:
    """Return the error among the values, None where there is none."""
    found = {value for value in values if isinstance(value, CellError)}
    if len(found) > 1:
        raise NotCertain("two kinds of error meet in it")
    return found.pop() if found else None


def as_number(value: Value) -> float | CellError:
    """Return the number that a value counts as."""
    match value:
        case None:
            return 0.0
        case bool():
            return float(value)
        case float() | int():
            return float(value)
        case CellError():
            return value
    text = value.strip()
    if _NUMERAL.fullmatch(text):
        return finite(float(text))
    if any(letter.isdigit() for letter in text) or text.upper() in ("TRUE", "FALSE"):
        raise NotCertain(_AS_NUMBER)  # a date, a percentage, a sum of money: by the settings
    return VALUE


def finite(number: float) -> float | CellError:
    """Return a result as a cell can hold it."""
    if not math.isfinite(number):
        return NUMBER
    return 0.0 if abs(number) < _SMALLEST else number


def as_truth(value: Value) -> bool | CellError:
    """Return whether a condition holds."""
    if isinstance(value, str):
        raise NotCertain("it takes a text as a condition")
    if isinstance(value, CellError):
        return value
    return bool(value)


def as_text(value: Value) -> str | CellError:
    """Return the text that a value is joined to others as."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float() | int():
            return _numeral(float(value))
    return value


def _numeral(number: float) -> str:
    """Return a number as General spells it where it needs no exponent, in at most 15 digits."""
    if not number:
        return "0"
    if not 1e-4 <= abs(number) < 1e15:
        raise NotCertain(_AS_TEXT)
    text = f"{number:.15g}"
    if "e" in text:
        raise NotCertain(_AS_TEXT)
    return text


def pair(sign: str, left: Value, right: Value, *, last: bool, grouped: bool) -> Value:
    """Return what an operator makes of two values.

    `last` says that it is the last step of the whole formula, `grouped` that it is directly
    within brackets: Excel takes a difference next to nought for nought in the first case alone.
    """
    if sign == "&":
        one, other = as_text(left), as_text(right)
        return first_error(one, other) or f"{one}{other}"
    if sign in _COMPARED:
        failed = first_error(left, right)
        return failed or _COMPARED[sign](_compared(left, right, equality=sign in ("=", "<>")), 0)
    a, b = as_number(left), as_number(right)
    failed = first_error(a, b)
    if failed or isinstance(a, CellError) or isinstance(b, CellError):
        return failed
    if sign == "^":
        return _power(a, b)
    if sign == "/":
        return finite(a / b) if b else DIVISION
    if sign == "*":
        return finite(a * b)
    return finite(_sum(a, b if sign == "+" else -b, last=last, grouped=grouped))


_COMPARED: dict[str, Callable[[int, int], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def _sum(a: float, b: float, *, last: bool, grouped: bool) -> float:
    result = a + b
    rest = abs(result) / max(abs(a), abs(b), _SMALLEST)
    if not result or rest >= _KEPT or grouped:
        return result
    if last and rest <= _SNAPPED:
        return 0.0
    raise NotCertain(_LAST_DIGIT)


def _power(a: float, b: float) -> Value:
    if not a:
        return 0.0 if b > 0 else (DIVISION if b else NUMBER)
    if a < 0 and not b.is_integer():
        raise NotCertain("it takes a root of a negative number")
    try:
        return finite(a**b)
    except OverflowError:
        return NUMBER


def _compared(left: Value, right: Value, *, equality: bool) -> int:
    """Return whether left is less than (-1), equal to (0) or more than (1) right.

    Numbers come before texts, texts before truth values; an empty cell is the other's nought.
    """
    one, other = _facing(left, right), _facing(right, left)
    ranks = [2 if isinstance(each, bool) else isinstance(each, str) for each in (one, other)]
    if ranks[0] != ranks[1]:
        return -1 if ranks[0] < ranks[1] else 1
    if isinstance(one, str) and isinstance(other, str):
        return _compared_texts(one, other, equality=equality)
    a, b = float(one), float(other)  # type: ignore[arg-type]
    if a == b:
        return 0
    if abs(a - b) > _APART * max(abs(a), abs(b)):
        return -1 if a < b else 1
    if abs(a - b) <= _SNAPPED * max(abs(a), abs(b)):
        return 0
    raise NotCertain(_LAST_DIGIT)


def _facing(value: Value, other: Value) -> Value:
    if value is not None:
        return value
    if isinstance(other, str):
        return ""
    return False if isinstance(other, bool) else 0.0


def _compared_texts(one: str, other: str, *, equality: bool) -> int:
    if one == other:
        return 0
    if not (one.isascii() and other.isascii()):
        raise NotCertain(_ORDER)  # which letters are alike depends on the language
    if one.lower() == other.lower():
        return 0
    if not equality and one and other:
        raise NotCertain(_ORDER)  # Excel's order is that of a dictionary: hyphens do not count
    return 1 if one else -1


def rounded(number: float, digits: float) -> float:
    """Return a number rounded half away from nought, as Excel does by the digits that it shows."""
    decimals = int(digits)
    if abs(decimals) > 20:
        raise NotCertain("it rounds to very many digits")
    quantum = Decimal(1).scaleb(-decimals)
    ways = {
        float(Decimal(spelt).quantize(quantum, ROUND_HALF_UP))
        for spelt in (repr(number), f"{number:.{_DIGITS}g}")
        if _fits(spelt, decimals)
    }
    if len(ways) != 1:
        raise NotCertain(_LAST_DIGIT)
    return ways.pop() + 0.0


def _fits(spelt: str, decimals: int) -> bool:
    """Say whether a number rounded to so many places has no more digits than a decimal holds."""
    return Decimal(spelt).adjusted() + decimals < 26


def total(numbers: list[float]) -> float | CellError:
    """Return the sum of numbers, added in their order."""
    result = 0.0
    for number in numbers:
        result += number
    weight = sum(map(abs, numbers))
    if result and abs(result) < _APART * weight:
        raise NotCertain(_LAST_DIGIT)
    return finite(result)
