"""What each figure counted from children's records rests on: source, definition and settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lacxl.domain.indicator import Indicator
from lacxl.domain.month import Month
from lacxl.domain.reading import Reading
from lacxl.records import USED_BY, Counted, Options


@dataclass(frozen=True, slots=True)
class Ground:
    """An indicator in a month: the source of its figure ("" where there is none), the rule in
    words, the settings that it used as lacxl.toml writes them, and why it was not counted.
    """

    indicator: str
    month: Month
    source: str
    definition: str
    settings: Mapping[str, str]
    reason: str = ""

    def __str__(self) -> str:
        used = ", ".join(f"{name} = {value}" for name, value in self.settings.items())
        if not self.reason:
            return f"{self.source}. {self.definition}{f' Settings: {used}.' if used else ''}"
        instead = f"{self.source}; " if self.source else ""
        return f"{instead}not counted from children's records: {self.reason.rstrip('.')}."

    def as_dict(self) -> dict[str, object]:
        """The ground for JSON; docs/json.md documents it."""
        return {
            "indicator": self.indicator,
            "month": str(self.month),
            "source": self.source,
            "definition": self.definition,
            "settings": dict(self.settings),
            "reason": self.reason,
        }


def ground(
    counted: Counted, indicator: Indicator, options: Options, reading: Reading | None = None
) -> Ground:
    """Return what the figure rests on; `reading` is the one used, if it is another."""
    source = counted.source if counted.is_counted else ""
    if reading is not None:
        source = str(reading.source or "the history")
    return Ground(
        counted.indicator,
        counted.month,
        source,
        indicator.definition,
        settings_of(counted.indicator, counted.month, options) if counted.is_counted else {},
        counted.reason,
    )


def grounds(
    counted: Iterable[Counted],
    month: Month,
    indicators: Mapping[str, Indicator],
    options: Options,
    readings: Mapping[str, Mapping[Month, Reading]],
) -> tuple[Ground, ...]:
    """Return what the month's figures rest on, in the report's order."""
    by_number = {each.indicator: each for each in counted if each.month == month}
    return tuple(
        ground(by_number[number], indicator, options, readings.get(number, {}).get(month))
        for number, indicator in indicators.items()
        if number in by_number
    )


def settings_of(indicator: str, month: Month, options: Options) -> Mapping[str, str]:
    """Return the settings that the count of an indicator used, each as lacxl.toml writes it."""
    found = {}
    for name in USED_BY.get(indicator, ()):
        value = getattr(options, name)
        if name == "population":
            value = value.get(month.financial_year)
        if name == "permanence" and indicator == "7.7" and options.adopted_of != "permanence":
            continue
        if name == "leaver_categories" and indicator == "8.2" and options.pathway_categories:
            continue
        if value is None:  # a population that is not there, a day that was not set
            continue
        found[name] = _written(value)
    return found


def _written(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case tuple():
            return f"[{', '.join(_written(each) for each in value)}]"
    return str(value)
