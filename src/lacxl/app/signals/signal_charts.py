"""What the charts on the sheet of signals show, and what a refresh changes there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from lacxl.app.case.case import Case
from lacxl.app.signals.signalling import signals_of
from lacxl.app.signals.signals import shown, why
from lacxl.domain.figures import FigureRow
from lacxl.domain.finding import Finding, note, warning
from lacxl.domain.indicator import Kind, Unit
from lacxl.domain.month import Month
from lacxl.settings.settings import Settings
from lacxl.signals.signal import Signal, Variation
from lacxl.signals.xmr import ProcessLimits
from lacxl.workbook.changes import ChangeSet, ChartTextChange, Swap
from lacxl.workbook.plan import plan
from lacxl.workbook.signal_sheet import Charted, SignalChart, places_on, wanted_on
from lacxl.workbook.snapshot import CellLook, ChartText, SheetSnapshot

_FINE_COUNT = "0.0"


def charts_of(case: Case, rows: Iterable[FigureRow]) -> tuple[SignalChart, ...]:
    """Return a chart for each figure with a month that may be judged, as of the case's month.

    A figure over rolling twelve months has none, unless the settings have such figures judged.
    """
    settings = case.settings
    return tuple(
        _chart(signal, settings)
        for signal in signals_of(case, rows)
        if signal.segments
        and (signal.indicator.kind is not Kind.ROLLING or settings.signals.rolling)
    )


@dataclass(frozen=True, slots=True)
class Redrawn:
    """What brings the charts of a sheet up to date; nothing where there is no such sheet."""

    sheet: str = ""
    changes: ChangeSet = ChangeSet()  # noqa: RUF009 - it is frozen
    findings: tuple[Finding, ...] = ()


def redrawn(case: Case, rows: Sequence[FigureRow]) -> Redrawn:
    """Return what changes on the sheet of charts: its cells, and what is said of the charts.

    Formats stay as they are there. A month before one that is filled already changes nothing.
    Raises Refused where a cell cannot be written.
    """
    sheet = _sheet_of(case)
    if sheet is None or case.later is not None:
        return Redrawn()
    charts, places = charts_of(case, rows), places_on(sheet)
    wanted = list(wanted_on(sheet, charts, places, case.month))
    planned = plan(case.snapshot, {each.place: CellLook() for each in wanted}, wanted, rules={})
    return Redrawn(
        sheet.name,
        replace(planned.changes, chart_texts=tuple(_retold(charts, case.chart_texts, sheet.name))),
        (*planned.findings, *_left_out(charts, places, sheet.name)),
    )


def _sheet_of(case: Case) -> SheetSnapshot | None:
    """Return the sheet of charts, None where the workbook has none."""
    name = case.settings.signals.sheet.casefold()
    sheets = (each for each in case.snapshot.sheets if each.name.casefold() == name)
    return next((sheet for sheet in sheets if places_on(sheet)), None)


def _left_out(
    charts: Sequence[SignalChart], places: Mapping[str, object], sheet: str
) -> Iterator[Finding]:
    labels = {chart.label for chart in charts}
    if new := sorted(labels - places.keys()):
        yield note(
            "P121",
            f"No chart is there for {', '.join(new)}.",
            sheet,
            "To have one, delete the sheet and run: lacxl add-charts",
        )
    if gone := sorted(places.keys() - labels):
        yield warning(
            "P122",
            f"These charts were left as they are, as there is no figure for them: "
            f"{', '.join(gone)}.",
            sheet,
            "Delete the charts and their tables, or the whole sheet and run: lacxl add-charts",
        )


def _retold(
    charts: Sequence[SignalChart], there: Sequence[ChartText], sheet: str
) -> Iterator[ChartTextChange]:
    texts = {chart.name: chart.text for chart in charts}
    on_sheet = [chart for chart in there if chart.sheet == sheet]
    names = [chart.name for chart in on_sheet]
    for chart in on_sheet:
        text = texts.get(chart.name)
        if text is not None and text != chart.text and names.count(chart.name) == 1:
            yield ChartTextChange(sheet, chart.name, Swap(chart.text, text))


def _chart(signal: Signal, settings: Settings) -> SignalChart:
    figure = signal.figure
    is_share = figure.unit is Unit.PERCENTAGE
    months = {
        point.month: _charted(signal, point.value, limits, special=bool(marks))
        for point, limits, marks in signal.points
    }
    numbers = [value for each in months.values() for value in each if value is not None]
    return SignalChart(
        signal.label,
        signal.indicator.title,
        months,
        _says(signal, settings),
        _text(signal, settings),
        figure.number_format,
        _FINE_COUNT if figure.unit is Unit.COUNT else figure.number_format,
        0.0 if numbers and min(numbers) < 0 else None,
        1.0 if is_share and max(numbers, default=0) > 1 else None,
    )


def _charted(
    signal: Signal, value: Fraction | None, limits: ProcessLimits | None, *, special: bool
) -> Charted:
    lines = (limits.mean, limits.upper, limits.lower) if limits else (None, None, None)
    mean, upper, lower = map(_number, lines)
    figure, target = _number(value), _number(signal.target)
    return figure, mean, upper, lower, target, figure if special else None


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _says(signal: Signal, settings: Settings) -> str:
    """Return what the chart says in a line under it."""
    because = why(signal, settings)
    if signal.variation is Variation.NOT_JUDGED:
        return f"{signal.month.short}: not judged. {_sentence(because)}"
    found = f"{signal.month.short}: {signal.variation.value}; {signal.assurance.value}."
    return f"{found} {_sentence(because)}".strip()


def _text(signal: Signal, settings: Settings) -> str:
    """Return the alternative text: what the chart is of, its months, its lines, what it says."""
    months = [point.month for point, _, _ in signal.points]
    lines = [f"{signal.label} {signal.indicator.title}, {_span(months)}."]
    points = signal.segments[-1].points
    if (now := points[-1].value) is not None:
        lines.append(f"{signal.month.short} is {shown(now, signal.figure, exactly=True)}.")
    if (limits := signal.limits) is not None:
        mean, lower, upper = (
            shown(each, signal.figure) for each in (limits.mean, limits.lower, limits.upper)
        )
        lines.append(f"Mean {mean}, limits {lower} to {upper}.")
    if signal.target is not None:
        lines.append(f"Target {shown(signal.target, signal.figure, exactly=True)}.")
    special = [point.month.short for point, limits, marks in signal.points if limits and marks]
    if special:
        lines.append(f"Special causes: {', '.join(special)}.")
    return " ".join([*lines, _says(signal, settings)])


def _span(months: Sequence[Month]) -> str:
    return f"{months[0].short} to {months[-1].short}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""
