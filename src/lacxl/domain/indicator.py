"""An indicator: what is counted, in what unit, which way is good, against what target."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from lacxl.domain.ceilings import USUAL, Ceilings
from lacxl.domain.reference import SortKey, sort_key


class Unit(Enum):
    """What a figure is; its value names the number format the report uses."""

    COUNT = "count"
    RATE = "rate"
    PERCENTAGE = "percentage"
    MEAN = "mean"


class Kind(Enum):
    """When it is counted: at the month's end, over the month, or over the last twelve months.

    UNKNOWN where a council has not said yet: then the month is shown, and nothing that adds up.
    """

    SNAPSHOT = "snapshot"
    FLOW = "flow"
    ROLLING = "rolling"
    UNKNOWN = "unknown"


class Polarity(Enum):
    """Which way is good performance; NONE where the report says Info or nothing."""

    HIGH = "high"
    LOW = "low"
    NONE = "none"


class Basis(Enum):
    """The figure that RAG judges."""

    MONTH = "month"
    YTD = "ytd"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a council's own files say of a figure, beside its workbook: None where they do not.

    `file` is the one that says it: lacxl.toml, or the catalogue.
    """

    target: Decimal | None = None
    amber: Decimal | None = None
    dead_band: Decimal | None = None
    polarity: Polarity | None = None
    file: str = "lacxl.toml"


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of figures: 7.5 shows two, a number and a percentage, all others one.

    `name` is "" where the indicator has a single figure. A percentage is kept as a fraction.
    `said` are the limits that the council's own files set.
    """

    name: str
    unit: Unit
    places: int | None = None
    said: Limits = Limits()

    @property
    def decimals(self) -> int:
        """Decimals of the kept value at the precision shown: 0.366 is 36.6%, so three.

        They are `places` where a workbook shows others.
        """
        if self.places is not None:
            return self.places
        return {Unit.COUNT: 0, Unit.RATE: 1, Unit.PERCENTAGE: 3, Unit.MEAN: 1}[self.unit]

    @property
    def number_format(self) -> str:
        """The number format of its cells, as Excel spells it."""
        return {Unit.COUNT: "0", Unit.RATE: "0.0", Unit.PERCENTAGE: "0.0%", Unit.MEAN: "0.0"}[
            self.unit
        ]


@dataclass(frozen=True, slots=True)
class Target:
    """What the indicator is held to, and where amber ends; without `amber` it is red or green.

    No national tolerance exists and none is invented: `amber` comes from the council's own words.
    """

    green: Decimal
    amber: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One of the report's indicators.

    `per` is the size of population a rate is given for (10,000). `dead_band` is how far a figure
    may move, at the precision shown, and still count as level. `definition`, `numerator_words` and
    `denominator_words` are the rule in words. `numerator_is` and `denominator_is` name the
    indicator that counts the same children, `denominator_like` one that mostly does,
    `numerator_within` one of which the numerator is part, `rises_by` and `falls_by` those that
    count who joins and leaves a stock, `named` are words by which a narrative means it.
    `measure` is the shipped indicator that counts the very same under a council's own reference.
    `limits_of` is the name of the figure whose target, limit and dead-band these are, None for
    all of the kind of the last.
    """

    number: str
    title: str
    kind: Kind
    figures: tuple[Figure, ...]
    polarity: Polarity = Polarity.NONE
    target: Target | None = None
    basis: Basis = Basis.MONTH
    dead_band: Decimal = Decimal(0)
    per: int = 1
    also_titled: tuple[str, ...] = ()
    definition: str = ""
    numerator_words: str = ""
    denominator_words: str = ""
    source: str = ""
    ceilings: Ceilings = USUAL
    numerator_is: str = ""
    denominator_is: str = ""
    numerator_within: str = ""
    denominator_like: str = ""
    rises_by: str = ""
    falls_by: str = ""
    named: tuple[str, ...] = ()
    measure: str = ""
    limits_of: str | None = None

    @property
    def shown_figure(self) -> Figure:
        """The figure that a value alone stands for: 7.5's is the percentage, not the number."""
        return next((f for f in self.figures if f.unit is not Unit.COUNT), self.figures[0])

    def judges(self, figure: Figure) -> bool:
        """Whether target, limit and dead-band are this figure's: of a pair usually the last's."""
        if self.limits_of is not None:
            return figure.name == self.limits_of
        return figure.unit is self.figures[-1].unit

    def for_figure(self, figure: Figure, target: Target | None) -> Indicator:
        """Return it as it is for one of its figures, which has a target of its own or none."""
        band = figure.said.dead_band
        if band is None:
            band = self.dead_band if self.judges(figure) else Decimal(0)
        return replace(self, target=target, dead_band=band, limits_of=figure.name)

    def label(self, figure: Figure) -> str:
        """The name of a row: 7.6, or 7.5 (number)."""
        return f"{self.number} ({figure.name})" if figure.name else self.number

    @property
    def sort_key(self) -> SortKey:
        """7.10 comes after 7.9, and CLA10 after CLA9."""
        return sort_key(self.number)
