"""A figure as a form writes it: the printed number and no digit more, or a symbol instead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from lacxl.domain.numbers import half_up
from lacxl.publishing.forms.texts import plain
from lacxl.publishing.publication import ShownStatus, Value

_DECIMALS: Final = re.compile(r"\d(?:\.(\d+))?%?$")
"""The decimals of a printed figure: what is seen says how precise it is."""


@dataclass(frozen=True, slots=True)
class ShownNumber:
    """A number at the precision shown; `places` are the decimals that are seen."""

    number: Decimal
    places: int
    is_percentage: bool
    has_commas: bool

    @property
    def number_format(self) -> str:
        """The number format of its cell, as Excel spells it: 0.0%."""
        whole = "#,##0" if self.has_commas else "0"
        decimals = f".{'0' * self.places}" if self.places else ""
        return f"{whole}{decimals}{'%' if self.is_percentage else ''}"

    @property
    def digits(self) -> str:
        """The number in digits, as a file for machines has it: 0.364."""
        return f"{self.number:f}"


def printed(value: Value) -> ShownNumber | None:
    """Return the number to write, None where a symbol or words stand in its place.

    Whatever else a value that is not shown may hold, it is not looked at.
    """
    if value.status is not ShownStatus.SHOWN or value.number is None:
        return None
    is_percentage = value.text.endswith("%")
    found = _DECIMALS.search(value.text)
    places = len(found[1] or "") if found else value.places
    number = half_up(value.number, places + (2 if is_percentage else 0))
    return ShownNumber(number, places, is_percentage, "," in value.text)


def text_of(value: Value) -> str:
    """Return what a reader sees: the printed figure, or the symbol in its place."""
    if value.status is not ShownStatus.SHOWN:
        return str(value.status.value)
    return plain(value.text) or ShownStatus.MISSING.value
