"""The verbs that need the workbook: each calls its use case and says what came of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from lacxl.app.accepting import split_accepted
from lacxl.app.case.report_months import MonthState, choose
from lacxl.app.use_cases import (
    ACCEPT,
    ADD_CHARTS,
    EXPLAIN,
    ISSUE,
    NEXT_MONTH,
    PUBLISH,
    REFRESH,
    RESTATE,
    UNDO,
    I,
    R,
    UseCase,
)
from lacxl.app.words import cell_of, changes, of_checked
from lacxl.domain.errors import refuse
from lacxl.domain.finding import COLUMNS, Finding, in_numbers, to_look_at
from lacxl.inputs import (
    Accept,
    AddCharts,
    Explain,
    Issue,
    NextMonth,
    Publish,
    Refresh,
    Restate,
    Undo,
)
from lacxl.ledgers.reasons import REASONS
from lacxl.ribbon.answer import LONGEST, Answer, Status
from lacxl.ribbon.last_run import LastRun, last_run, wanting_first
from lacxl.ribbon.session import Session, read_again
from lacxl.ribbon.verbs import TITLES
from lacxl.settings.settings import Settings
from lacxl.workbook.address import CellRef
from lacxl.workbook.engine import OpenWorkbook

_COMPARING = "comparing the figures with each other"
_SHORT = {"Figure", "Numerator", "Denominator"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer, the session as it is afterwards, and what the run found.

    `found` is None where it looked for nothing, and the findings of the last run stay; `of` is the
    verb that found it, where that is another one.
    """

    answer: Answer
    session: Session
    found: tuple[Finding, ...] | None = field(default=None)
    of: str = ""


def months(session: Session) -> Outcome:
    """Choose the month, or find the months again; says nothing if all is well."""
    return Outcome(_answer("months", session, ""), session)


def next_(session: Session) -> Outcome:
    """Make the place for the next month in the open workbook, which is not saved, and choose it."""
    done = _run(NEXT_MONTH, session, NextMonth())
    words = NEXT_MONTH.words(done)
    lines = [words.headline, *_problems(done.findings), *words.notes, "Undo takes it back."]
    after = replace(read_again(session), month=done.month, chosen=None)
    return Outcome(_answer("next", after, *lines, findings=done.findings), after, done.findings)


def fill(session: Session) -> Outcome:
    """Fill the month in the open workbook; it is not saved."""
    done = _run(REFRESH, session, Refresh(month=session.month))
    words = REFRESH.words(done)
    way_back = ["Undo takes the fill back."] if done.changes else []
    lines = [words.headline, *_problems(done.findings), *words.notes, *way_back]
    after = session.after(done.changes)
    return Outcome(_answer("fill", session, *lines, findings=done.findings), after, done.findings)


def preview(session: Session) -> Outcome:
    """List what filling would change, in a new workbook; nothing changes."""
    done = _run(REFRESH, session, Refresh(month=session.month, dry_run=True))
    lines = [REFRESH.words(done).headline, *_problems(done.findings)]
    if done.changes:
        listed = changes(done.cells, in_full=True)
        session.book.show_list(
            f"What filling {session.month.long} would change",
            ("Cell", "Shows now", "Would show", "What", "From"),
            listed.rows,
            [(each.place.sheet, each.place.cell) for each in done.cells],
        )
        lines.append("The list is in a new workbook, which need not be saved. Nothing was changed.")
    answer = _answer("preview", session, *lines, findings=done.findings)
    return Outcome(answer, session, done.findings)


def charts(session: Session) -> Outcome:
    """Add the sheet of XmR charts to the open workbook, which is not saved."""
    done = _run(ADD_CHARTS, session, AddCharts(month=session.month))
    words = ADD_CHARTS.words(done)
    lines = [words.headline, *_problems(done.findings), *words.notes]
    after = read_again(session)
    return Outcome(_answer("charts", after, *lines, findings=done.findings), after)


def undo(session: Session) -> Outcome:
    """Put back what the last fill changed in the open workbook; it is not saved.

    A month that has no place any more is not chosen any longer.
    """
    done = _run(UNDO, session, Undo())
    words = UNDO.words(done)
    after = read_again(session)
    if session.month not in {each.month for each in after.months}:
        after = replace(after, month=choose(after.months, "", None), chosen=None)
    lines = [words.headline, *_problems(done.findings), *words.notes]
    answer = _answer("undo", after, *lines, findings=done.findings)
    return Outcome(answer, after, done.findings)


def problems(session: Session) -> Outcome:
    """List the last run's findings in a new workbook, each with a link to its cell."""
    last = last_run(session.book.name)
    if last is None:
        lines = ["Nothing has been filled from here yet, so there are no problems to list."]
    elif not last.findings:
        lines = ["The last run found nothing to look at."]
    else:
        lines = [_list(session.book, last, {s.name for s in session.seen.snapshot.sheets})]
    return Outcome(_answer("problems", session, *lines), session)


def check(session: Session) -> Outcome:
    """List what contradicts itself in the workbook as it is, as `problems` lists it."""
    session.progress(_COMPARING)
    answer, found = _checked(session.book, session.document.source, session.settings)
    return Outcome(replace(answer, month=answer.month or str(session.month)), session, found)


def check_alone(book: OpenWorkbook, settings: Settings | None) -> Answer:
    """Check a workbook that has no settings, or not the headings that the other buttons need."""
    book.say(f"lacxl: {_COMPARING}")
    with TemporaryDirectory(prefix="lacxl-") as room:
        copy = Path(room) / book.name
        book.copy_to(copy)
        answer, _ = _checked(book, copy, settings)
    if settings is None:
        by = "No lacxl.toml belongs to this workbook: the catalogue that ships with lacxl was used."
        answer = replace(answer, message=f"{answer.message}\n{by}")
    return answer


def _checked(
    book: OpenWorkbook, source: Path, settings: Settings | None
) -> tuple[Answer, tuple[Finding, ...]]:
    """Check the workbook of which `source` is a copy; show the findings, and return them."""
    from lacxl.app.check.check import check as run

    done = run(source, settings)
    words = of_checked(done)
    month = str(done.month or "")
    listed = [_list(book, LastRun("check", month, done.findings))] if done.findings else []
    lines = [*filter(None, [words.headline]), *listed, *words.notes]
    return _said("check", month, lines, done.findings), done.findings


def _list(book: OpenWorkbook, last: LastRun, sheets: Collection[str] | None = None) -> str:
    """Show the findings in a new workbook, and return what to say about it.

    `sheets` are those that the workbook still has, None for all that the findings name.
    """
    findings = wanting_first(last.findings)
    cells = [cell_of(each) for each in findings]
    book.show_list(
        f"What was noticed at {TITLES.get(last.verb, last.verb)} {last.month}".strip(),
        COLUMNS,
        [each.row for each in findings],
        [
            (each.sheet, each.cell) if each and (sheets is None or each.sheet in sheets) else None
            for each in cells
        ],
    )
    return (
        f"Findings: {in_numbers(last.findings)}. They are listed in a new workbook, which need "
        "not be saved. Each line links to the cell it is about."
    )


def explain(session: Session) -> Outcome:
    """Say where the figure under the selection comes from."""
    from lacxl.app.figures.explain import figure_at

    selected = session.book.selected()
    if selected is None:
        raise refuse(
            "B106",
            "No cell is selected.",
            todo="Select a figure's cell and press the button again.",
        )
    place = CellRef(*selected)
    found = figure_at(session.seen.layout, place, session.month)
    if found is None:
        text = (
            f"{place} holds no figure of the report. Select a cell with a figure of a month, "
            "and press the button again."
        )
        return Outcome(_answer("explain", session, text), session)
    indicator, month = found
    session.progress(f"looking up {indicator}")
    words = EXPLAIN.words(_run(EXPLAIN, session, Explain(indicator=indicator, month=month)))
    whole = "\n".join(line.text for line in words.lines())
    if len(whole) > LONGEST:
        rows = [row for each in words.listings for row in (("", each.title), *each.rows)]
        session.book.show_list(
            f"Where {indicator} of {month.long} comes from",
            ("", "What"),
            rows,
            [None for _ in rows],
        )
        short = [
            line
            for each in words.listings
            for line in (
                each.title,
                *(f"{heading}: {text}" for heading, text in each.rows if heading in _SHORT),
            )
        ]
        whole = "\n".join([*short, "The whole explanation is in a new workbook."])[:LONGEST]
    answer = replace(_answer("explain", session, whole), month=str(month))
    return Outcome(answer, session)


def accept(session: Session) -> Outcome:
    """Accept the finding that the macro names, as CODE WHERE; the last run's are marked so."""
    code, _, where = session.arg.partition(" ")
    inputs = Accept(
        code=code,
        where=where.strip().removesuffix("\N{HORIZONTAL ELLIPSIS}"),
        reason=session.reason,
    )
    done = _run(ACCEPT, session, inputs)
    words = ACCEPT.words(done)
    answer = _answer("accept", session, words.headline, *words.notes)
    last = last_run(session.book.name)
    if last is None:
        return Outcome(answer, session)
    ledger = REASONS.load(session.settings.accepted_path)
    new, known = split_accepted(last.findings, ledger, done.month)
    return Outcome(replace(answer, month=last.month), session, (*new, *known), last.verb)


def issue(session: Session) -> Outcome:
    """Lock the month, save the workbook and write the issued copy. The add-in has asked first."""
    done = _run(ISSUE, session, Issue(month=session.month))
    words = ISSUE.words(done)
    lines = [
        words.headline,
        *_problems(done.findings),
        "The workbook is saved.",
        *words.notes,
    ]
    after = replace(session.after(done.changes), chosen=None)
    following = choose(after.months, "", None)
    answer = _answer("issue", session, *lines, findings=done.findings)
    return Outcome(answer, replace(after, month=following), done.findings)


def restate(session: Session) -> Outcome:
    """Correct the issued month in the open workbook; it is not saved. The add-in has asked."""
    done = _run(RESTATE, session, Restate(month=session.month, reason=session.reason))
    words = RESTATE.words(done)
    way_back = ["Undo takes the correction back."] if done.changes else []
    lines = [words.headline, *_problems(done.findings), *words.notes, *way_back]
    answer = _answer("restate", session, *lines, findings=done.findings)
    return Outcome(answer, session.after(done.changes), done.findings)


def publish(session: Session) -> Outcome:
    """Make a folder of the chosen month to hand out, or of the last one that is issued.

    The open workbook is neither read nor changed: what is published is the issued copy.
    """
    issued = [each.month for each in session.months if each.state is MonthState.ISSUED]
    month = session.month if session.month in issued else max(issued)
    done = _run(PUBLISH, session, Publish(month=month))
    words = PUBLISH.words(done)
    kept = [f"{share}: {why}" for each in words.listings for share, why in each.rows]
    lines = [words.headline, *kept, *_problems(done.findings), *words.notes]
    answer = _answer("publish", session, *lines, findings=done.findings)
    return Outcome(answer, session, done.findings)


BOOK_ACTIONS: Mapping[str, Callable[[Session], Outcome]] = {
    "months": months,
    "next": next_,
    "fill": fill,
    "preview": preview,
    "undo": undo,
    "check": check,
    "problems": problems,
    "explain": explain,
    "accept": accept,
    "charts": charts,
    "issue": issue,
    "restate": restate,
    "publish": publish,
}


def _run(use_case: UseCase[I, R], session: Session, inputs: I) -> R:
    return use_case.run(session.settings, inputs, session.document, session.progress)


def _answer(verb: str, session: Session, *lines: str, findings: tuple[Finding, ...] = ()) -> Answer:
    return _said(verb, str(session.month), lines, findings)


def _said(verb: str, month: str, lines: Iterable[str], findings: tuple[Finding, ...]) -> Answer:
    status = Status.FINDINGS if to_look_at(findings) else Status.OK
    return Answer(status, TITLES[verb], "\n".join(lines), month)


def _problems(findings: tuple[Finding, ...]) -> list[str]:
    if not to_look_at(findings):
        return []
    return [f"Findings: {in_numbers(findings)}. Press Problems to see where."]
