"""Every use case on a report's workbook, called in one way: settings and inputs in, a result out.

A door takes one from here: it builds the inputs (`lacxl/inputs.py`), runs it, and shows the result
as JSON (`as_dict`) or in words (`app/words.py`). What a use case needs is loaded when it runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from lacxl import inputs as given
from lacxl.app import words

if TYPE_CHECKING:
    from lacxl.app.document import Document, Progress
    from lacxl.app.explain import Explained
    from lacxl.app.figures import FigureTable
    from lacxl.app.issue import IssuedMonth
    from lacxl.app.measure import MeasuredMonths
    from lacxl.app.refresh import Refreshed
    from lacxl.app.undo import Undone
    from lacxl.domain.finding import Finding
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


I = TypeVar("I")  # noqa: E741 - inputs
R = TypeVar("R", bound=Result)


@dataclass(frozen=True, slots=True)
class UseCase(Generic[I, R]):
    """What it can be told, how it is run, and its result in words.

    `run` takes settings, inputs, the document that is worked on (None for the file that the
    settings name) and what gets each step in words. It raises Refused or UsageFault.
    """

    inputs: type[I]
    run: Callable[[Settings, I, Document | None, Progress], R]
    words: Callable[[R], words.Words]


def _refresh(
    settings: Settings, told: given.Refresh, document: Document | None, progress: Progress
) -> Refreshed:
    from lacxl.app.refresh import refresh

    return refresh(
        settings.taken_on(told.taken_on),
        told.which,
        dry_run=told.dry_run,
        out=told.out,
        reissue=told.reissue,
        document=document,
        progress=progress,
    )


def _issue(
    settings: Settings, told: given.Issue, document: Document | None, progress: Progress
) -> IssuedMonth:
    from lacxl.app.issue import issue

    return issue(
        settings,
        told.month,
        dry_run=told.dry_run,
        reissue=told.reissue,
        accept=told.accept,
        calculate=told.calculate,
        document=document,
        progress=progress,
    )


def _undo(
    settings: Settings, told: given.Undo, document: Document | None, progress: Progress
) -> Undone:
    from lacxl.app.undo import undo

    return undo(settings, dry_run=told.dry_run, document=document, progress=progress)


def _figures(
    settings: Settings, told: given.Figures, document: Document | None, progress: Progress
) -> FigureTable:
    from lacxl.app.figures import figures

    settings = settings.taken_on(told.taken_on)
    return figures(settings, told.month, document=document, progress=progress)


def _explain(
    settings: Settings, told: given.Explain, document: Document | None, progress: Progress
) -> Explained:
    from lacxl.app.explain import explain

    return explain(
        settings.taken_on(told.taken_on),
        told.indicator,
        told.month,
        children=told.children,
        document=document,
        progress=progress,
    )


def _measure(
    settings: Settings, told: given.Measure, _document: Document | None, progress: Progress
) -> MeasuredMonths:
    from lacxl.app.measure import measure

    return measure(
        settings.taken_on(told.taken_on),
        told.month,
        since=told.since,
        out=told.out,
        progress=progress,
    )


REFRESH = UseCase(given.Refresh, _refresh, words.of_refresh)
ISSUE = UseCase(given.Issue, _issue, words.of_issue)
UNDO = UseCase(given.Undo, _undo, words.of_undo)
FIGURES = UseCase(given.Figures, _figures, words.of_figures)
EXPLAIN = UseCase(given.Explain, _explain, words.of_explain)
MEASURE = UseCase(given.Measure, _measure, words.of_measure)
USE_CASES: Mapping[str, UseCase[Any, Any]] = {
    "refresh": REFRESH,
    "issue": ISSUE,
    "undo": UNDO,
    "figures": FIGURES,
    "explain": EXPLAIN,
    "measure": MEASURE,
}
"""By their names, for a door that is told one."""
