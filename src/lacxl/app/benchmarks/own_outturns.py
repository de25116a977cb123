"""A council's own outturns beside what the DfE publishes of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from lacxl.domain.figures import closed_outturn
from lacxl.domain.finding import Finding, warning, where_in
from lacxl.domain.indicator import Indicator, Unit
from lacxl.domain.month import FinancialYear, Month
from lacxl.domain.numbers import half_up, plain
from lacxl.domain.reading import Reading
from lacxl.ledgers.history import History
from lacxl.published.benchmark_values import Worked
from lacxl.readings.outturns import read_outturns
from lacxl.settings.settings import Settings


@dataclass(frozen=True, slots=True)
class OwnOutturns:
    """The outturns that a council gave, with their rows, and the readings that it has."""

    given: Mapping[tuple[str, str, FinancialYear], tuple[Decimal, str]]
    readings: Mapping[str, Mapping[Month, Reading]]

    def of(self, indicator: Indicator, year: FinancialYear) -> tuple[Decimal, str] | None:
        """Return the outturn of a year and where it is from: as given, else from the readings."""
        figure = indicator.shown_figure
        given = self.given.get((indicator.number, figure.name, year))
        if given is not None:
            return given
        readings = self.readings.get(indicator.number, {})
        counted = closed_outturn(indicator, figure, readings, year)
        return None if counted is None else (counted.value, "the history")


def own_outturns(settings: Settings, indicators: Mapping[str, Indicator]) -> OwnOutturns:
    """Return what the outturns file and the history have; raises Refused with their faults."""
    given: dict[tuple[str, str, FinancialYear], tuple[Decimal, str]] = {}
    if settings.outturns_path is not None:
        for key, each in read_outturns(settings.outturns_path, indicators).content.items():
            if each.value is not None:
                given[key] = each.value, str(each.source)
    readings: defaultdict[str, dict[Month, Reading]] = defaultdict(dict)
    for (number, period), reading in History.load(settings.history_path).latest.items():
        if isinstance(period, Month):
            readings[number][period] = reading
    return OwnOutturns(given, readings)


def against_published(worked: Worked, indicator: Indicator, own: OwnOutturns) -> Iterator[Finding]:
    """Yield G124 where the outturn is not what is published, at the precision of what is."""
    published = worked.own
    found = own.of(indicator, worked.year)
    if published is None or published.value is None or found is None:
        return
    value, where = found
    is_percentage = indicator.shown_figure.unit is Unit.PERCENTAGE
    shown = value * 100 if is_percentage else value
    if half_up(shown, published.decimals) == published.value:
        return
    sign = "%" if is_percentage else ""
    partly = "; ".join(
        words for respect, words in worked.measure.partly.items() if respect != "rounding"
    )
    may = f" What is published is of: {partly}." if partly else ""
    yield warning(
        "G124",
        f"{indicator.number} was {plain(half_up(shown, 1))}{sign} in {worked.year} by {where}, and "
        f"is published as {published.text}{sign}.{may}",
        where_in(published.file, (published.row,)),
        "Both stay as they are. Find out which is right, or why they differ.",
    )
