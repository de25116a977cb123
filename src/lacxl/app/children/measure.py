"""Counting alone: readings from children's records, printed or written, no workbook touched."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from lacxl.app.children.counting import Counting, count_children, months_for
from lacxl.app.children.grounds import settings_of
from lacxl.app.json_forms import FORMAT, findings_as_dicts
from lacxl.app.outputs import require_new, sweep_all
from lacxl.catalogue import indicators as indicator_catalogue
from lacxl.domain.errors import refuse
from lacxl.domain.finding import Finding
from lacxl.domain.indicator import Indicator
from lacxl.domain.month import Month
from lacxl.domain.numbers import plain
from lacxl.domain.reading import Measured, amount
from lacxl.domain.safe_text import in_spreadsheet
from lacxl.files.replacing import require_replaceable
from lacxl.files.text_files import write_text
from lacxl.ledgers.history import History
from lacxl.ledgers.keeping import keep_readings
from lacxl.ledgers.register_agreement import mended
from lacxl.records import Counted, Options
from lacxl.settings.settings import Settings
from lacxl.workbook.shown import number

_COLUMNS = ("indicator", "month", "numerator", "denominator", "value", "note")


@dataclass(frozen=True, slots=True)
class MeasuredMonths:
    """What was counted, an entry for each indicator and month, in the report's order.

    `taken` is how many readings the history did not have yet, if they went `into_history`.
    """

    months: tuple[Month, ...]
    counted: tuple[Counted, ...]
    indicators: Mapping[str, Indicator]
    findings: tuple[Finding, ...]
    written: Path | None = None
    taken: int = 0
    into_history: bool = False
    options: Options = field(default_factory=Options)

    def as_csv(self) -> str:
        """The readings in the layout of a readings extract; what was not counted says why."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(_COLUMNS)
        for each in self.counted:
            numbers = ["" if n is None else plain(n) for n in (each.numerator, each.denominator)]
            writer.writerow([each.indicator, each.month, *numbers, "", each.reason[:240]])
        return text.getvalue()

    def as_rows(self) -> list[tuple[str, ...]]:
        """The readings as texts: indicator, month, n, of, shown, source or reason, settings."""
        return [
            (
                each.indicator,
                each.month.short,
                "" if each.numerator is None else plain(each.numerator),
                "" if each.denominator is None else plain(each.denominator),
                self._shown(each),
                each.source if each.is_counted else f"not counted: {each.reason}",
                self._settings(each) if each.is_counted else "",
            )
            for each in self.counted
        ]

    def as_dict(self) -> dict[str, object]:
        """The result for --json; docs/json.md documents it."""
        return {
            "format": FORMAT,
            "command": "measure",
            "readings": [
                {
                    "indicator": each.indicator,
                    "month": str(each.month),
                    "numerator": None if each.numerator is None else str(each.numerator),
                    "denominator": None if each.denominator is None else str(each.denominator),
                    "source": each.source,
                    "reason": each.reason,
                    "definition": self.indicators[each.indicator].definition,
                    "settings": dict(settings_of(each.indicator, each.month, self.options)),
                    "funnel": [{"words": step.words, "left": step.left} for step in each.funnel],
                }
                for each in self.counted
            ],
            "taken": self.taken,
            "findings": findings_as_dicts(self.findings),
        }

    def _settings(self, each: Counted) -> str:
        used = settings_of(each.indicator, each.month, self.options)
        return ", ".join(f"{name} = {value}" for name, value in used.items())

    def _shown(self, each: Counted) -> str:
        indicator = self.indicators[each.indicator]
        figure = indicator.figures[-1]
        found = amount(indicator, figure, each.reading() if each.is_counted else None)
        return number(found.value, figure.number_format) if isinstance(found, Measured) else ""


def measure(
    settings: Settings,
    month: Month,
    *,
    since: Month | None = None,
    out: Path | None = None,
    today: dt.date | None = None,
    progress: Callable[[str], None] = lambda _step: None,
) -> MeasuredMonths:
    """Count the month, and write the readings if asked to.

    With `since` all months from that one on are counted and taken into the history, so that it is
    filled backwards; what it has already is left. Raises Refused for extracts that cannot be
    counted, where the settings name none, or where `out` is there already.
    """
    if out is not None:
        require_new(settings, out, kind="extracts.readings")
    today = today or dt.datetime.now(tz=dt.UTC).astimezone().date()
    require_children(settings)
    swept = sweep_all(settings, *(() if out is None else (out.parent,)))
    known = indicator_catalogue.with_settings(
        indicator_catalogue.load(settings.catalogue_path),
        basis=settings.bases,
        dead_band=settings.dead_bands,
        ceilings=settings.ceilings_of,
    )
    months = months_for(month, since) if since else (month,)
    counting = count_children(settings, months, known, today=today, progress=progress)
    counted = tuple(
        counting.counted[number_, each]
        for number_ in known
        for each in months
        if (number_, each) in counting.counted
    )
    result = MeasuredMonths(
        months, counted, known, (*swept, *counting.findings), options=counting.options
    )
    if since is not None:
        progress("filling the history")
        result = _into_history(settings, counting, result)
    if out is None:
        return result
    write_text(out, result.as_csv())
    return replace(result, written=out)


def _into_history(settings: Settings, counting: Counting, result: MeasuredMonths) -> MeasuredMonths:
    with mended(settings) as restored:
        history = History.load(settings.history_path)
        intake = history.taken_in(counting.readings().values())
        if intake.new:
            require_replaceable(settings.history_path)
            keep_readings(settings, history, intake.new, dt.datetime.now(tz=dt.UTC))
    found = (*restored.findings, *history.findings, *(each.finding for each in intake.restatements))
    return replace(
        result, taken=len(intake.new), into_history=True, findings=(*result.findings, *found)
    )


def require_children(settings: Settings) -> None:
    """Raise Refused (M121) where the settings name no children's records."""
    if not settings.counts_children:
        raise refuse(
            "M121",
            "lacxl.toml names no extracts of children's records.",
            settings.file.name,
            'Name their folder: [children] folder = "extracts".',
        )


def write_children(
    settings: Settings, counting: Counting, indicator: str, month: Month, path: Path
) -> int:
    """Write the children behind a figure to a file that a person named; return how many.

    Columns: child, numerator, denominator (1 or 0). It is the only file that names children, and
    is its owner's alone.
    """
    counted = counting.counted.get((indicator, month))
    if counted is None or not counted.is_counted:
        raise refuse(
            "M122",
            f"{indicator} for {month.short} was not counted from children's records.",
            todo="Run lacxl measure to see why.",
        )
    require_new(settings, path)
    above = {int(child) for child in counted.children_in_numerator}
    below = {int(child) for child in counted.children_in_denominator}
    lines = ["child,numerator,denominator"]
    identities = counting.extract.identities
    for child in identities.in_order(above | below):
        text = io.StringIO()
        identifier = in_spreadsheet(identities.identifier(child))
        csv.writer(text, lineterminator="").writerow(
            [identifier, int(child in above), int(child in below)]
        )
        lines.append(text.getvalue())
    write_text(path, "\n".join(lines) + "\n", private=True)
    return len(lines) - 1
