"""Arrows and lights in a council's own words: what they may say, and what they do."""

from __future__ import annotations

from decimal import Decimal

from lacxl.checks.alone.printed_number import PrintedNumber
from lacxl.checks.alone.signs import light_of
from lacxl.domain.indicator import Figure, Indicator, Polarity, Unit
from lacxl.domain.rating import Dot, Rag, direction
from lacxl.domain.reading import Measured
from lacxl.workbook.layout.model import Signs


def arrow_words(
    signs: Signs, indicator: Indicator, figure: Figure, now: PrintedNumber, before: PrintedNumber
) -> set[str | None]:
    """Return what a council's own arrow may say: by the figures as printed, and as stored."""
    is_percentage = figure.unit is Unit.PERCENTAGE
    pairs = (
        (printed(now), printed(before)),
        (stored(now), stored(before)),
    )
    dots = {
        direction(
            last,
            earlier,
            figure=figure,
            polarity=Polarity.NONE if signs.by_number else indicator.polarity,
            light=Rag.NOT_RATED,
            dead_band=indicator.dead_band if indicator.judges(figure) else Decimal(0),
            slight=signs.slight / 100 if is_percentage else signs.slight,
        )
        for last, earlier in pairs
    }
    if Dot.WORSE in dots:
        dots |= {Dot.WORSE_WITHIN, Dot.WORSE_OFF}
    return {signs.arrow(dot) for dot in dots}


def read_light(text: str, signs: Signs | None) -> Rag | None:
    """Return what a light says, in the workbook's own words where it has some."""
    if signs is None:
        return light_of(text)
    said = text.casefold()
    return next((Rag[name] for name, w in signs.lights.items() if w.casefold() == said), None)


def called(light: Rag, signs: Signs | None) -> str:
    """Return the word of a light: lacxl's, or the workbook's own."""
    return light.value if signs is None else signs.lights.get(light.name, light.value)


def named_lights(lights: set[Rag], signs: Signs | None) -> str:
    """Return the words of several lights."""
    return " or ".join(sorted((called(each, signs) for each in lights), reverse=True))


def printed(number: PrintedNumber) -> Measured:
    """Return the number as its cell prints it."""
    return Measured(Decimal(number.value.numerator) / Decimal(number.value.denominator))


def stored(number: PrintedNumber) -> Measured:
    """Return the number as its cell keeps it."""
    return Measured(Decimal(number.stored.numerator) / Decimal(number.stored.denominator))
