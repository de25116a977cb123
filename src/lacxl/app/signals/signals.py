"""What the months say of every figure of the report: signals, as table, CSV and JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from lacxl.app.case.gathering import gather
from lacxl.app.case.which_month import named_or_latest
from lacxl.app.document.document import Document, Progress
from lacxl.app.json_forms import FORMAT
from lacxl.app.outputs import require_new
from lacxl.app.signals.signalling import choices_of, signals_of
from lacxl.app.table_text import as_csv
from lacxl.domain.finding import Finding
from lacxl.domain.indicator import Figure, Unit
from lacxl.domain.month import Month
from lacxl.domain.numbers import from_float
from lacxl.files.text_files import write_text
from lacxl.settings.settings import Settings
from lacxl.signals.signal import Point, Signal, Variation, told
from lacxl.signals.xmr import Mark, ProcessLimits
from lacxl.workbook.shown import number

_LINES = ("mean", "lower", "upper")


@dataclass(frozen=True, slots=True)
class SignalsOfMonth:
    """What is said of each figure as of a month; `written` is the CSV that was asked for, if any.

    `titles` are those of the rows of the workbook, where there is one.
    """

    month: Month
    signals: tuple[Signal, ...]
    settings: Settings
    findings: tuple[Finding, ...] = ()
    written: Path | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """What heads the columns of the table."""
        return (
            "no", "indicator", self.month.short, *_LINES, "target", "variation", "assurance", "why",
        )  # fmt: skip

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """A row for each figure, the texts as shown."""
        return tuple(self._row(each) for each in self.signals)

    def as_csv(self) -> str:
        """The table as CSV with a header row."""
        return as_csv(self.columns, self.rows)

    def as_dict(self) -> dict[str, object]:
        """The result for --json; docs/json.md documents it."""
        return {
            "format": FORMAT,
            "command": "signals",
            "month": str(self.month),
            "written": None if self.written is None else str(self.written),
            "signals": self.as_dicts(),
            "findings": [],
        }

    def as_dicts(self) -> list[dict[str, Any]]:
        """Return what is said of each figure in numbers, with every month."""
        return [_as_dict(each) for each in self.signals]

    def _row(self, signal: Signal) -> tuple[str, ...]:
        limits = signal.limits
        points = signal.segments[-1].points if signal.segments else ()
        lines = [""] * len(_LINES)
        if limits is not None:
            each = (limits.mean, limits.lower, limits.upper)
            lines = [shown(value, signal.figure) for value in each]
        now = points[-1].value if points else None
        return (
            signal.label,
            signal.indicator.title,
            "" if now is None else shown(now, signal.figure, exactly=True),
            *lines,
            "" if signal.target is None else shown(signal.target, signal.figure, exactly=True),
            signal.variation.value,
            signal.assurance.value,
            why(signal, self.settings),
        )


def signals(
    settings: Settings,
    month: Month | None = None,
    *,
    to: Path | None = None,
    document: Document | None = None,
    progress: Progress = lambda _step: None,
) -> SignalsOfMonth:
    """Return what the months up to one say of each figure: the latest, if none is named.

    `to` is a new file for the table as CSV. Raises Refused for input that cannot be read, and
    UsageFault where there is no month.
    """
    if to is not None:
        require_new(settings, to)
    at = named_or_latest(settings, month, "signals")
    case = gather(
        settings,
        at,
        source=document.source if document else None,
        needs_reading=False,
        needs_workbook=False,
        progress=progress,
    )
    result = SignalsOfMonth(at, signals_of(case, case.rows()), settings)
    if to is None:
        return result
    write_text(to, result.as_csv())
    return replace(result, written=to)


def shown(value: Fraction, figure: Figure, *, exactly: bool = False) -> str:
    """Return a value as its figure is shown; a mean or limit of counts has one decimal."""
    fmt = figure.number_format
    if figure.unit is Unit.COUNT and not exactly:
        fmt = "0.0"
    return number(from_float(float(value)), fmt)


def why(signal: Signal, settings: Settings) -> str:
    """Return why the month is judged as it is, and what a reader has to know of the months."""
    said = [
        signal.reason or told(signal.marks, choices_of(settings, signal.indicator.number).rules)
    ]
    if signal.segments:
        last = signal.segments[-1]
        if last.limits is not None and last.gaps:
            months = ", ".join(each.short for each in last.gaps)
            said.append(f"no figure for {months}, and no run goes across")
        if last.limits is not None and last.limits.screened:
            said.append(f"moving ranges screened out: {last.limits.screened}")
        if last.change is not None:
            said.append(f"changed in {last.change.month.short}: {last.change.reason}")
    return "; ".join(filter(None, said))


def _as_dict(signal: Signal) -> dict[str, Any]:
    limits = signal.limits
    points = signal.segments[-1].points if signal.segments else ()
    return {
        "indicator": signal.indicator.number,
        "figure": signal.figure.name,
        "title": signal.indicator.title,
        "variation": signal.variation.name.lower(),
        "assurance": signal.assurance.name.lower(),
        "causes": [mark.cause.name.lower() for mark in signal.marks],
        "reason": signal.reason,
        "value": _number(points[-1].value if points else None),
        "target": _number(signal.target),
        **_lines(limits),
        "moving_range": _number(limits.moving_range if limits else None),
        "screened": limits.screened if limits else 0,
        "months": sum(point.value is not None for point in points),
        "changes": [
            {"month": str(each.change.month), "reason": each.change.reason}
            for each in signal.segments
            if each.change is not None
        ],
        "points": [
            {
                "month": str(point.month),
                "value": _number(point.value),
                "missing": point.missing,
                **_lines(own),
                "causes": [mark.cause.name.lower() for mark in marks],
                "variation": _reads(signal, point, own, marks),
            }
            for point, own, marks in signal.points
        ],
    }  # fmt: skip


def _lines(limits: ProcessLimits | None) -> Mapping[str, float | None]:
    values = (limits.mean, limits.lower, limits.upper) if limits else (None, None, None)
    return {name: _number(value) for name, value in zip(_LINES, values, strict=True)}


def _reads(
    signal: Signal, point: Point, limits: ProcessLimits | None, marks: Sequence[Mark]
) -> str:
    judged = limits is not None and point.value is not None
    return (signal.reads(marks) if judged else Variation.NOT_JUDGED).name.lower()


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
