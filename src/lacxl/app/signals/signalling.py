"""The months of a report's figures as series, and what is said of them by the settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from lacxl.app.case.case import Case
from lacxl.domain.errors import Refused
from lacxl.domain.figures import FigureRow
from lacxl.domain.finding import error
from lacxl.domain.indicator import Figure, Indicator, Polarity, Unit
from lacxl.domain.month import Month
from lacxl.domain.numbers import half_up
from lacxl.domain.reading import Amount, Measured, Missing, amount
from lacxl.settings.settings import Settings
from lacxl.signals.needed import USUAL_CASES, StillNeeded, needed_of
from lacxl.signals.signal import Change, Choices, Point, Signal, signal_of
from lacxl.signals.xmr import SignalRules
from lacxl.workbook.layout import JudgedCells


def signals_of(case: Case, rows: Iterable[FigureRow]) -> tuple[Signal, ...]:
    """Return what is said of every figure as of the case's month, in the report's order.

    Raises Refused (S112) where the reason of a change of process holds what identifies a child.
    """
    changes = _changes(case.settings)
    return tuple(
        signal_of(
            _judged(case, row),
            row.figure,
            series(case, row),
            case.month,
            choices_of(case.settings, row.indicator.number),
            changes.get(row.indicator.number, ()),
        )
        for row in rows
    )


def needs_of(
    case: Case, rows: Iterable[FigureRow], cases: int = USUAL_CASES
) -> tuple[StillNeeded, ...]:
    """Return what each flow with a target still needs in the month's financial year."""
    found = (needed_of(_with_places(case, row), cases) for row in rows)
    return tuple(each for each in found if each is not None)


def words_for_cells(
    case: Case, rows: Iterable[FigureRow]
) -> Mapping[str, Mapping[JudgedCells, str]]:
    """Return the words of each row, by its label, for the columns that are headed for them."""
    return {
        signal.label: {
            JudgedCells.VARIATION: signal.variation.value,
            JudgedCells.ASSURANCE: signal.assurance.value,
        }
        for signal in signals_of(case, rows)
    }


def choices_of(settings: Settings, indicator: str) -> Choices:
    """Return how an indicator is judged, by the settings."""
    chosen = settings.signals
    return Choices(
        SignalRules(chosen.shift, chosen.trend, chosen.screen),
        chosen.fewest_months,
        chosen.fewest_children,
        indicator in chosen.judge_anyway,
        chosen.rolling,
    )


def series(case: Case, row: FigureRow) -> tuple[Point, ...]:
    """Return a figure's successive months up to the case's, from the first that has a figure.

    What the page shows of a month counts, as it does for arrows. Where that is what its reading
    gives, at the precision shown, the reading's own figure is used, which is exact; so is that
    of a month that the page does not show any more.
    """
    number, indicator, figure = row.indicator.number, row.indicator, row.figure
    readings = case.readings.get(number, {})
    page: Mapping[Month, Amount] = {}
    if case.has_workbook:
        line = case.layout.line(number, figure.name)
        page = {} if line.is_quarterly else case.page(line, readings)
    shown = _with_places(case, row).figure

    def value(month: Month) -> tuple[Fraction | None, str]:
        counted = amount(indicator, figure, readings.get(month))
        there = page.get(month, counted)
        if isinstance(there, Missing):
            return None, there.reason
        if isinstance(counted, Measured) and _same(there, counted, shown):
            return _exact(indicator, figure, counted), ""
        return Fraction(there.value), ""

    months = [month for month in {*readings, *page} if month <= case.month]
    if not months:
        return ()
    first = min(months)
    points = []
    for month in _months(first, case.month):
        found, why = value(month)
        cases = None if found is None else _cases(case, row, month, found)
        points.append(Point(month, found, cases, why))
    start = next((at for at, each in enumerate(points) if each.value is not None), len(points))
    return tuple(points[start:])


def _months(first: Month, last: Month) -> Iterator[Month]:
    while first <= last:
        yield first
        first += 1


def _same(one: Measured, other: Measured, figure: Figure) -> bool:
    return half_up(one.value, figure.decimals) == half_up(other.value, figure.decimals)


def _exact(indicator: Indicator, figure: Figure, found: Measured) -> Fraction:
    """Return a figure without any rounding where its parts are known."""
    if figure.unit is Unit.COUNT or found.numerator is None or found.denominator is None:
        return Fraction(found.value)
    per = indicator.per if figure.unit is Unit.RATE else 1
    return Fraction(found.numerator) * per / Fraction(found.denominator)


def _cases(case: Case, row: FigureRow, month: Month, value: Fraction) -> Fraction | None:
    """Return how many children a month's figure rests on, None where nobody says.

    Of a percentage or a mean it is the denominator, of a count the count, of a rate the numerator,
    whose denominator is a population. Where a reading has its figure alone, the indicator that
    counts the very same children says it.
    """
    indicator, unit = row.indicator, row.figure.unit
    if unit is Unit.COUNT:
        return value
    own = case.readings.get(indicator.number, {}).get(month)
    is_rate = unit is Unit.RATE
    part = None if own is None else (own.numerator if is_rate else own.denominator)
    if part is None:
        other = indicator.numerator_is if is_rate else indicator.denominator_is
        counted = case.readings.get(other, {}).get(month)
        part = None if counted is None else counted.numerator
    return None if part is None else Fraction(part)


def _judged(case: Case, row: FigureRow) -> Indicator:
    """Return the indicator with no target, or no polarity, where that is not sure."""
    indicator, signs = row.indicator, case.layout.signs
    if row.label in case.unrated or (signs and indicator.number in signs.unrated):
        indicator = replace(indicator, target=None)
    if signs and indicator.number in signs.undirected:
        indicator = replace(indicator, polarity=Polarity.NONE)
    return indicator


def _with_places(case: Case, row: FigureRow) -> FigureRow:
    """Return a row with the indicator as it is judged, and the decimals that are shown."""
    row = replace(row, indicator=_judged(case, row))
    if not case.has_workbook or case.layout.signs is None:
        return row
    line = case.layout.line(row.indicator.number, row.figure.name)
    return replace(row, figure=replace(row.figure, places=case.places(line, row.figure)))


def _changes(settings: Settings) -> Mapping[str, tuple[Change, ...]]:
    found: dict[str, tuple[Change, ...]] = {}
    faults = []
    if settings.signals.changes:
        from lacxl.scan.screening import identifier_in  # brings the whole scan with it

    for each in settings.signals.changes:
        if identifier := identifier_in(each.reason):
            faults.append(
                error(
                    "S112",
                    f"the reason why {each.indicator} changes in {each.month.short} holds "
                    f"{identifier}.",
                    f"{settings.file.name} [signals.changes] reason",
                    "Say in one line what changed: a sentence that names and numbers no child.",
                )
            )
        found[each.indicator] = (*found.get(each.indicator, ()), Change(each.month, each.reason))
    if faults:
        raise Refused(faults)
    return found
