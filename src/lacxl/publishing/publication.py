"""What a published copy shows: one model, from which every form of it is written.

Whatever is in it may be read by anybody. A figure that is kept back is not in it at all: it has
a symbol in place of its number, so that no form can show it by mistake.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import Final

from lacxl.domain.indicator import Unit
from lacxl.domain.month import Month


class ShownStatus(Enum):
    """Whether a figure is shown, by the symbol that stands in its place."""

    SHOWN = ""
    SUPPRESSED = "c"
    MISSING = "x"
    NOT_APPLICABLE = "z"


MEANINGS: Final[Mapping[ShownStatus, str]] = MappingProxyType(
    {
        ShownStatus.SUPPRESSED: "Not shown, to protect children: it rests on few of them, or "
        "would let somebody work out a figure that does, or how many it rests on was not recorded.",
        ShownStatus.MISSING: "Not available.",
        ShownStatus.NOT_APPLICABLE: "Does not apply.",
    }
)
"""What each symbol means, for the reader."""


class TidyPart(Enum):
    """What a figure is of its indicator, as the tidy CSV names it."""

    NUMBER = "number"
    PERCENTAGE = "percentage"
    RATE = "rate"
    MEAN = "mean"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"

    @classmethod
    def of_unit(cls, unit: Unit) -> TidyPart:
        """Return what a figure of a unit is."""
        return _OF_UNIT[unit]


_OF_UNIT: Final = {
    Unit.COUNT: TidyPart.NUMBER,
    Unit.PERCENTAGE: TidyPart.PERCENTAGE,
    Unit.RATE: TidyPart.RATE,
    Unit.MEAN: TidyPart.MEAN,
}


@dataclass(frozen=True, slots=True)
class Value:
    """A figure as printed, or the symbol in its place.

    `number` is the printed figure at the precision shown and no more (36.4% is 0.364), None where
    there is none. `places` are the decimals of `text`. `note` is for the reader.
    """

    status: ShownStatus
    text: str
    number: Decimal | None = None
    places: int = 0
    note: str = ""


NOTHING: Final = Value(ShownStatus.MISSING, ShownStatus.MISSING.value)


@dataclass(frozen=True, slots=True)
class TidyLine:
    """A line of the tidy CSV: one figure of one period, which is printed in `period` as words say
    it: May 2015, April to May 2015, 2014/15.
    """

    part: TidyPart
    period: str
    value: Value


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """One figure of an indicator, as a reader sees it.

    `months` are those of the financial year up to the month, by their names, in their order; `ytd`
    is headed by the publication's `ytd_heading`. `years` are the annual outturns and
    `benchmarks` what others achieved, both by their headings. `light` and `direction` are words,
    never a colour or an arrow alone: "Green", "Not rated", "Better"; "c" where they would tell.
    `entries` are all of its figures, numerators and denominators as well. `signal` is what the
    months say, "" where signals are off. `summary` says in a sentence what a chart of its months
    shows, in nothing but figures that are shown.
    """

    label: str
    indicator: str
    title: str
    unit: Unit
    good: str
    target: str
    months: tuple[tuple[str, Value], ...]
    ytd: Value
    years: tuple[tuple[str, Value], ...]
    benchmarks: tuple[tuple[str, Value], ...]
    light: str
    direction: str
    entries: tuple[TidyLine, ...]
    definition: str = ""
    signal: str = ""
    summary: str = ""
    target_number: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Narrative:
    """What the team wrote in a box of the issued copy: the sheet's title and the paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Publication:
    """A month as it is handed out.

    `sha256` is the record's sum of the issued copy, `published_on` a day as 2015-06-04.
    `lights_changed`, `signals` and `restated` are sentences: what matters first, and `nothing_new`
    what to say where no light has changed. `notes` are on data quality, `contact` is whom to ask.
    `rounding` is a sentence where percentages are shown whole, "" else.
    """

    title: str
    council: str
    month: Month
    issue: int
    sha256: str
    published_on: str
    ytd_heading: str
    lines: tuple[PublishedLine, ...]
    lights_changed: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    restated: tuple[str, ...] = ()
    narratives: tuple[Narrative, ...] = ()
    notes: tuple[str, ...] = ()
    rounding: str = ""
    contact: str = ""
    nothing_new: str = ""
