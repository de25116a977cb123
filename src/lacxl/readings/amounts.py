"""A cell's text as an exact number, or what is there instead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from lacxl.domain.numbers import as_typed, without_percent
from lacxl.readings.faults import Fault

_PLAIN = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_NEGATIVE = re.compile(r"(?:[-−–]\s?[\d.,]*\d[\d.,]*|\([\d.,]*\d[\d.,]*\))", re.ASCII)
_EXPONENT = re.compile(r"[+-]?\d+(?:\.\d*)?[eE][+-]?\d+", re.ASCII)
_DATE = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?:[ T].*)?", re.ASCII)
_NOT_FINITE = re.compile(r"[+-]?(?:nan|inf|infinity)", re.IGNORECASE)
_LONGEST = 40
_LONGEST_WHOLE = 12


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A number as it was written: `value` is exact, a percentage is kept as a fraction.

    `decimals` are those of the kept value: "36.4%" is 0.364 and has three.
    """

    value: Decimal
    is_percentage: bool
    decimals: int


def read_amount(text: str, *, commas: bool = True) -> WrittenNumber | Fault:
    """Return the number of a cell ("407", "36.4%", "1,132.0"), or why it is not one.

    `commas` says whether an English thousands comma is allowed: not in a file separated by
    semicolons, where "1,132" may as well be the continental 1.132.
    """
    written = text.strip()
    number, is_percentage = without_percent(written)
    if len(written) > _LONGEST:
        return _TOO_LONG if all(c in "0123456789.,% " for c in written) else _TEXT
    if _NEGATIVE.fullmatch(number):
        return Fault(
            "R121",
            "the number is negative.",
            "Numbers of children, days and percentages are 0 or more: correct the extract.",
        )
    if _PLAIN.fullmatch(number) or (commas and _GROUPED.fullmatch(number)):
        digits = number.replace(",", "")
        whole, _, fraction = digits.partition(".")
        if len(whole.lstrip("0")) > _LONGEST_WHOLE:
            return _TOO_LONG
        shift = 2 if is_percentage else 0
        value = as_typed(written.replace(",", ""))
        return WrittenNumber(value, is_percentage, len(fraction) + shift)
    return Fault("R120", f"there is {_kind(number)} where a number is needed.", _cure(number))


_TEXT = Fault(
    "R120",
    "there is text where a number is needed.",
    "Write the number alone; if there is none leave it empty and give the reason in note.",
)
_TOO_LONG = Fault(
    "R134",
    "the number has too many digits to be a figure of this report.",
    "Check that the column holds figures, not reference numbers.",
)


def _kind(number: str) -> str:
    """Return in words what is there; never the text itself."""
    if number.startswith(("=", "@")):
        return "a formula"
    if number.startswith("#"):
        return "an error value of Excel"
    if _NOT_FINITE.fullmatch(number):
        return "a number that is not finite"
    if _EXPONENT.fullmatch(number):
        return "a number with an exponent"
    if _DATE.fullmatch(number):
        return "a date"
    if re.fullmatch(r"[\d.,]+", number, re.ASCII) and "," in number:
        return "a number with a comma that may be a thousands or a decimal comma"
    if re.fullmatch(r"[0-9][0-9\s.,]*", number):
        return "a number with spaces or stray points"
    return "text"


def _cure(number: str) -> str:
    if number.startswith("#"):
        return "Correct the formula in the sheet that the extract came from, and save it again."
    if _EXPONENT.fullmatch(number) or re.fullmatch(r"[0-9][0-9\s.,]*", number):
        return "Write it with digits and a decimal point only, as in 1132.0."
    if _DATE.fullmatch(number):
        return "Check that the columns have not shifted; write a number as in 407."
    return "Write the number alone; if there is none leave it empty and give the reason in note."
