"""Exact arithmetic: Decimal, rounded half up at the precision shown, as Excel shows it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

_EXACT = Context(prec=34, rounding=ROUND_HALF_UP)


def half_up(value: Decimal, decimals: int) -> Decimal:
    """Return the value rounded half away from zero: 463.25 gives 463.3 at one decimal.

    A number of more digits than a figure can have stays as it is.
    """
    if value.adjusted() + decimals >= _EXACT.prec:
        return value
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=_EXACT)
    return rounded if rounded else abs(rounded)


def is_whole(value: Decimal) -> bool:
    """Say whether a number has no decimals, whatever its size: 1E+300 % 1 has no answer."""
    return value == value.to_integral_value()


def ratio(numerator: Decimal, denominator: Decimal) -> Decimal:
    """Return numerator over denominator to 34 digits; the denominator is not 0."""
    with localcontext(_EXACT):
        return numerator / denominator


def total(values: list[Decimal]) -> Decimal:
    """Return the exact sum."""
    with localcontext(_EXACT):
        return sum(values, Decimal(0))


def from_float(value: float) -> Decimal:
    """Return the decimal that a spreadsheet's number stands for.

    A sheet keeps fifteen significant digits, so 0.94799999999999995 is 0.948.
    """
    return Decimal(f"{value:.15g}")


def without_percent(text: str) -> tuple[str, bool]:
    """Return a typed number without its percent sign, and whether it had one: "95 %" is "95"."""
    written = text.strip()
    return written.removesuffix("%").rstrip(), written.endswith("%")


def as_typed(text: str) -> Decimal:
    """Return the number that was typed, a percentage as a fraction: "95%" is 0.95, "487" is 487.

    Raises InvalidOperation for anything else; forms that a file or a cell does not allow are its
    reader's to refuse.
    """
    number, is_percentage = without_percent(text)
    return Decimal(number) / 100 if is_percentage else Decimal(number)


def plain(value: Decimal) -> str:
    """Return the number without needless noughts: 1132.0 gives 1132."""
    return f"{value.normalize():f}"


def how_many(number: int, what: str) -> str:
    """Return a number of things in words: 1 cell, 2 cells."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
