"""What restating a month comes to: decided here, before anything is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lacxl.app.accepting import Reason
from lacxl.app.case.case import Case
from lacxl.app.case.noticed import noticed
from lacxl.app.planning.corrections import (
    Corrected,
    Corrections,
    ShownFigure,
    corrections,
    differing,
    marked_cells,
    marked_notes,
    shown_otherwise,
)
from lacxl.app.planning.planning import refuse_forbidden
from lacxl.app.planning.superseded import (
    Superseded,
    copy_of,
    corrected_copy,
    latest_issues,
    superseded,
)
from lacxl.app.signals.signal_charts import redrawn
from lacxl.domain.finding import Finding, note, warning
from lacxl.domain.indicator import Figure
from lacxl.domain.month import Month
from lacxl.domain.reading import Measured, Reading, amount
from lacxl.files.plain import is_absent
from lacxl.ledgers.restated import Restated
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.layout.named_cells import number_of
from lacxl.workbook.marks import with_marks, with_notes
from lacxl.workbook.plan import FormulaChoice, Gives, Plan, lock, plan
from lacxl.workbook.shown import number
from lacxl.workbook.wanted import Wanted, rules


@dataclass(frozen=True, slots=True)
class RestatementPlan:
    """A month to restate: which indicators, what the ledger gets, what changes in the workbook.

    `latest` is the month whose year to date, arrows and lights the workbook shows. `charts` is the
    sheet of XmR charts that follow, if any do.
    """

    month: Month
    latest: Month
    what: Corrected
    lines: tuple[Restated, ...]
    wanted: tuple[Wanted, ...]
    plan: Plan
    changes: ChangeSet
    charts: str
    findings: tuple[Finding, ...]

    def recorded(self, case: Case) -> Case:
        """Return the case with the ledger's new lines."""
        return replace(case, restatements=(*case.restatements, *self.lines))


def restatement(
    case: Case,
    reason: Reason,
    who: str,
    when: dt.datetime,
    *,
    gives: Gives | None = None,
    whole: bool = False,
) -> RestatementPlan:
    """Return what restating the case's month comes to; no lines where nothing differs.

    `whole` takes every reading of the month, whether its cell shows another figure or not, as an
    issue needs it. Raises Refused for cells that cannot be written.
    """
    month = case.month
    latest = case.later or month
    here = {line.indicator for line in case.layout.lines if any(line.in_month(month))}
    in_cells = differing(case)
    out_of_window = tuple(_out_of_window(case, here))
    numbers = in_cells | {number_of(each.figure, case.indicators) for each in out_of_window}
    what = {month: frozenset(numbers)}
    taken = frozenset(here) if whole else in_cells
    found = corrections(case, {month: taken | numbers}, latest)
    figures = (*shown_otherwise(case, found.own, month=month), *out_of_window)
    lines: tuple[Restated, ...] = ()
    later: list[Finding] = []
    if numbers:
        at_least = (each.when + dt.timedelta(seconds=1) for each in case.restatements)
        when = max((when, *at_least))  # it tells one restatement from another
        marked = latest + 1 if latest in case.issued else latest
        lines = tuple(
            Restated(
                when, month, each.figure, each.what, each.was, each.now,
                marked=marked if each not in out_of_window else None, reason=reason, who=who,
            )
            for each in figures
        )  # fmt: skip
        for each in superseded(case, what):
            if isinstance(each, Superseded):
                later.append(each.finding)
                lines += tuple(
                    Restated(
                        when, month, figure.figure, figure.what, figure.was, figure.now,
                        each.issue, reason=reason, who=who,
                    )
                    for figure in each.figures
                )  # fmt: skip
            else:
                later.append(each)
    recorded = replace(case, restatements=(*case.restatements, *lines))
    refuse_forbidden(case, found.wanted)
    planned = plan(
        case.snapshot,
        case.looks,
        found.wanted,
        rules=with_marks(
            rules(case.layout, case.colours.rules), case.snapshot, marked_cells(recorded)
        ),
        formulas=FormulaChoice(case.settings.workbook.formulas),
        gives=gives,
    )
    guarded = {sheet.name for sheet in case.snapshot.sheets if sheet.protection}
    cells = [place for place in case.layout.of_month(month) if place.sheet in guarded]
    locks = lock(case.snapshot, case.looks, cells)
    notes = ChangeSet(comments=with_notes(case.comments, marked_notes(recorded), planned.changes))
    at_latest = found.after.as_of(latest) if case.later else found.after.reopened()
    charts = redrawn(at_latest, at_latest.rows())
    nothing = not numbers and not whole
    changes = planned.changes.and_then(locks).and_then(notes).and_then(charts.changes)
    return RestatementPlan(
        month,
        latest,
        what,
        lines,
        found.wanted,
        planned,
        ChangeSet() if nothing else changes,
        charts.sheet if charts.changes and not nothing else "",
        (
            *_noticed(case, found, latest),
            *planned.findings,
            *charts.findings,
            *_gone(case, out_of_window),
            *later,
        ),
    )


def _out_of_window(case: Case, here: set[str]) -> Iterator[ShownFigure]:
    """Yield the figures of the month that differ and have no cell in the workbook any more.

    What was issued is in the month's copy; without one, what the history has is compared.
    """
    month = case.month
    gone = {
        indicator: reading
        for indicator in case.indicators_shown
        if indicator not in here
        and (reading := case.readings.get(indicator, {}).get(month)) is not None
    }
    if not gone:
        return
    known = {(e.figure, e.what, e.now) for e in case.restated if e.month == month}
    issued = latest_issues(case).get(month)
    if issued is not None and not is_absent(copy_of(case, issued)):
        at, found = corrected_copy(case, issued, {month: frozenset(gone)})
        for each in shown_otherwise(at, found.own, month=month):
            if (each.figure, each.what, each.now) not in known:
                yield each
        return
    before = case.history.latest
    for indicator, reading in gone.items():
        old = before.get((indicator, month))
        if old is None or old.says_the_same(reading):
            continue
        for figure in case.indicators[indicator].figures:
            was, now = (_text(case, figure, each) for each in (old, reading))
            if was != now:
                label = case.indicators[indicator].label(figure)
                yield ShownFigure(label, str(month), was, now)


def _text(case: Case, figure: Figure, reading: Reading) -> str:
    found = amount(case.indicators[reading.indicator], figure, reading)
    if isinstance(found, Measured):
        return number(found.value, figure.number_format)
    return "a text" if found.text else ""


def _noticed(case: Case, found: Corrections, latest: Month) -> Iterator[Finding]:
    """Yield what the checks find once it is done; that the month's readings differ is meant."""
    meant = {
        each.finding
        for each in case.history.taken_in(case.new_readings).restatements
        if each.after.month == case.month
    }
    after = replace(found.after, month=latest)
    yield from (each for each in noticed(after, after.rows()) if each not in meant)
    for label, year in found.left:
        yield warning(
            "I138",
            f"{label} keeps its annual figure of {year}: not every month of that year has a "
            "reading, so it cannot follow.",
            todo="Give the readings of the year, or its outturn in the outturns extract.",
        )


def _gone(case: Case, figures: tuple[ShownFigure, ...]) -> Iterator[Finding]:
    month = case.month
    if month not in case.layout.months:
        taken = ", ".join(each.figure for each in figures)
        yield note(
            "I133",
            f"The workbook does not show {month.long} any more: history and ledger take the new "
            f"figures{f' ({taken})' if taken else ''}, and what is left of the workbook follows.",
            case.settings.workbook_path.name,
        )
