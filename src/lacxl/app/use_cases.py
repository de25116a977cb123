"""Every use case on a report's workbook, called in one way: settings and inputs in, a result out.

A door takes one from here: it builds the inputs (`lacxl/inputs.py`), runs it, and shows the result
as JSON (`as_dict`) or in words (`app/words.py`). What a use case needs is loaded when it runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from lacxl.app import words
from lacxl.inputs import (
    Accept,
    AddCharts,
    Due,
    Explain,
    Figures,
    Issue,
    Measure,
    Needed,
    NextMonth,
    Publish,
    Refresh,
    Restate,
    Signals,
    Undo,
)

if TYPE_CHECKING:
    from lacxl.app.accept import AcceptedFinding
    from lacxl.app.children.due import DueByMonth
    from lacxl.app.children.measure import MeasuredMonths
    from lacxl.app.document.document import Document, Progress
    from lacxl.app.figures.explain import Explained
    from lacxl.app.figures.figures import FigureTable
    from lacxl.app.figures.needed import YearNeeds
    from lacxl.app.issue.issue import IssuedMonth
    from lacxl.app.month.add_charts import ChartsAdded
    from lacxl.app.month.next_month import PlaceMade
    from lacxl.app.month.refresh import Refreshed
    from lacxl.app.month.undo import Undone
    from lacxl.app.publish.publish import Published
    from lacxl.app.restate.restatement_done import RestatedMonth
    from lacxl.app.signals.signals import SignalsOfMonth
    from lacxl.domain.finding import Finding
    from lacxl.domain.month import Month
    from lacxl.settings.settings import Settings


class Result(Protocol):
    """What every use case returns."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was noticed."""
        ...

    def as_dict(self) -> dict[str, object]:
        """The result for JSON; docs/json.md documents it."""
        ...


class ResultOfMonth(Result, Protocol):
    """What a use case about one month returns."""

    @property
    def month(self) -> Month:
        """The month."""
        ...


I = TypeVar("I")  # noqa: E741 - inputs
R = TypeVar("R", bound=Result)
M = TypeVar("M", bound=ResultOfMonth)


@dataclass(frozen=True, slots=True)
class UseCase(Generic[I, R]):
    """What its inputs are, how it is run, and its result in words.

    `run` takes settings, inputs, the document that is worked on (None for the file that the
    settings name) and what gets each step in words. It raises Refused or UsageFault.
    """

    inputs: type[I]
    run: Callable[[Settings, I, Document | None, Progress], R]
    words: Callable[[R], words.Words]


def _with_accepted(settings: Settings) -> Callable[[M], M]:
    """Return what puts a result's new findings first and marks those that are accepted.

    The ledger is read before anything is done; raises Refused where it cannot be.
    """
    from lacxl.app.accepting import split_accepted
    from lacxl.ledgers.reasons import REASONS

    accepted = REASONS.load(settings.accepted_path)

    def marked(result: M) -> M:
        new, known = split_accepted(result.findings, accepted, result.month)
        return replace(result, findings=(*new, *known))  # type: ignore[type-var]

    return marked


def _refresh(
    settings: Settings, inputs: Refresh, document: Document | None, progress: Progress
) -> Refreshed:
    from lacxl.app.month.refresh import refresh

    with_accepted = _with_accepted(settings)
    return with_accepted(
        refresh(
            settings.taken_on(inputs.taken_on),
            inputs.which,
            dry_run=inputs.dry_run,
            out=inputs.out,
            reissue=inputs.reissue,
            document=document,
            progress=progress,
        )
    )


def _issue(
    settings: Settings, inputs: Issue, document: Document | None, progress: Progress
) -> IssuedMonth:
    from lacxl.app.issue.issue import issue

    with_accepted = _with_accepted(settings)
    return with_accepted(
        issue(
            settings,
            inputs.which,
            dry_run=inputs.dry_run,
            reissue=inputs.reissue,
            accept=inputs.accept,
            calculate=inputs.calculate,
            strict=inputs.strict,
            document=document,
            progress=progress,
        )
    )


def _publish(
    settings: Settings, inputs: Publish, _document: Document | None, progress: Progress
) -> Published:
    from lacxl.app.publish.publish import publish

    return publish(settings, inputs.month, dry_run=inputs.dry_run, progress=progress)


def _accept(
    settings: Settings, inputs: Accept, document: Document | None, progress: Progress
) -> AcceptedFinding:
    from lacxl.app.accept import accept_finding

    return accept_finding(
        settings,
        inputs.code,
        inputs.where,
        inputs.reason,
        until=inputs.until,
        document=document,
        progress=progress,
    )


def _restate(
    settings: Settings, inputs: Restate, document: Document | None, progress: Progress
) -> RestatedMonth:
    from lacxl.app.restate.restate import restate

    return restate(
        settings,
        inputs.month,
        reason=inputs.reason,
        issue=inputs.issue,
        dry_run=inputs.dry_run,
        document=document,
        progress=progress,
    )


def _undo(
    settings: Settings, inputs: Undo, document: Document | None, progress: Progress
) -> Undone:
    from lacxl.app.month.undo import undo

    return undo(settings, dry_run=inputs.dry_run, document=document, progress=progress)


def _next_month(
    settings: Settings, inputs: NextMonth, document: Document | None, progress: Progress
) -> PlaceMade:
    from lacxl.app.month.next_month import next_month

    with_accepted = _with_accepted(settings)
    return with_accepted(
        next_month(settings, dry_run=inputs.dry_run, document=document, progress=progress)
    )


def _figures(
    settings: Settings, inputs: Figures, document: Document | None, progress: Progress
) -> FigureTable:
    from lacxl.app.figures.figures import figures

    with_accepted = _with_accepted(settings)
    settings = settings.taken_on(inputs.taken_on)
    return with_accepted(figures(settings, inputs.month, document=document, progress=progress))


def _explain(
    settings: Settings, inputs: Explain, document: Document | None, progress: Progress
) -> Explained:
    from lacxl.app.figures.explain import explain

    return explain(
        settings.taken_on(inputs.taken_on),
        inputs.indicator,
        inputs.month,
        children=inputs.children,
        document=document,
        progress=progress,
    )


def _signals(
    settings: Settings, inputs: Signals, document: Document | None, progress: Progress
) -> SignalsOfMonth:
    from lacxl.app.signals.signals import signals

    return signals(
        settings.taken_on(inputs.taken_on),
        inputs.month,
        to=inputs.to,
        document=document,
        progress=progress,
    )


def _add_charts(
    settings: Settings, inputs: AddCharts, document: Document | None, progress: Progress
) -> ChartsAdded:
    from lacxl.app.month.add_charts import add_charts

    return add_charts(
        settings.taken_on(inputs.taken_on),
        inputs.month,
        dry_run=inputs.dry_run,
        document=document,
        progress=progress,
    )


def _needed(
    settings: Settings, inputs: Needed, document: Document | None, progress: Progress
) -> YearNeeds:
    from lacxl.app.figures.needed import needed

    return needed(
        settings.taken_on(inputs.taken_on),
        inputs.month,
        cases=inputs.cases,
        document=document,
        progress=progress,
    )


def _measure(
    settings: Settings, inputs: Measure, _document: Document | None, progress: Progress
) -> MeasuredMonths:
    from lacxl.app.children.measure import measure

    return measure(
        settings.taken_on(inputs.taken_on),
        inputs.month,
        since=inputs.since,
        out=inputs.out,
        progress=progress,
    )


def _due(
    settings: Settings, inputs: Due, _document: Document | None, progress: Progress
) -> DueByMonth:
    from lacxl.app.children.due import due_by

    return due_by(settings.taken_on(inputs.taken_on), inputs.month, to=inputs.to, progress=progress)


REFRESH = UseCase(Refresh, _refresh, words.of_refresh)
ISSUE = UseCase(Issue, _issue, words.of_issue)
PUBLISH = UseCase(Publish, _publish, words.of_publish)
RESTATE = UseCase(Restate, _restate, words.of_restate)
ACCEPT = UseCase(Accept, _accept, words.of_accept)
UNDO = UseCase(Undo, _undo, words.of_undo)
NEXT_MONTH = UseCase(NextMonth, _next_month, words.of_next_month)
FIGURES = UseCase(Figures, _figures, words.of_figures)
SIGNALS = UseCase(Signals, _signals, words.of_signals)
ADD_CHARTS = UseCase(AddCharts, _add_charts, words.of_add_charts)
NEEDED = UseCase(Needed, _needed, words.of_needed)
EXPLAIN = UseCase(Explain, _explain, words.of_explain)
MEASURE = UseCase(Measure, _measure, words.of_measure)
DUE = UseCase(Due, _due, words.of_due)
USE_CASES: Mapping[str, UseCase[Any, Any]] = {
    "refresh": REFRESH,
    "issue": ISSUE,
    "publish": PUBLISH,
    "restate": RESTATE,
    "accept": ACCEPT,
    "undo": UNDO,
    "next-month": NEXT_MONTH,
    "figures": FIGURES,
    "signals": SIGNALS,
    "add-charts": ADD_CHARTS,
    "needed": NEEDED,
    "explain": EXPLAIN,
    "measure": MEASURE,
    "due": DUE,
}
"""By their names, for a door that is given one."""
