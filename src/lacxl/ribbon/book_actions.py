"""The verbs that need the workbook: each calls its use case and says what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from lacxl.app.refresh import Refreshed, refresh
from lacxl.domain.errors import refuse
from lacxl.domain.finding import Finding
from lacxl.domain.numbers import how_many
from lacxl.ribbon.answer import LONGEST, Answer, Status
from lacxl.ribbon.last_run import LastRun, cell_of, last_run, wanting_first
from lacxl.ribbon.months import choose
from lacxl.ribbon.session import Session
from lacxl.ribbon.verbs import TITLES
from lacxl.workbook.address import Cell, CellRef


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer, the session as it is afterwards, and what the run found.

    `found` is None where it looked for nothing, and the findings of the last run stay.
    """

    answer: Answer
    session: Session
    found: tuple[Finding, ...] | None = field(default=None)


def months(session: Session) -> Outcome:
    """Choose the month, or find the months again; says nothing if all is well."""
    return Outcome(_answer("months", session, ""), session)


def fill(session: Session) -> Outcome:
    """Fill the month in the open workbook; it is not saved."""
    done = refresh(
        session.settings, session.month, document=session.document, progress=session.progress
    )
    month = session.month.long
    if not done.changes:
        lines = [f"{month}: nothing to change; the workbook is as it should be."]
    else:
        lines = [
            f"{month} is filled: {_cells(done)}.",
            "The workbook is not saved yet: look at it, then save it. Undo takes the fill back.",
        ]
        if done.backup:
            lines.append(f"As it was before: {done.backup}")
    lines[1:1] = _problems(done.findings)
    after = session.after(done.changes)
    return Outcome(_answer("fill", session, *lines, findings=done.findings), after, done.findings)


def preview(session: Session) -> Outcome:
    """List what filling would change, in a new workbook; nothing changes."""
    done = refresh(
        session.settings,
        session.month,
        dry_run=True,
        document=session.document,
        progress=session.progress,
    )
    month = session.month.long
    if not done.changes:
        lines = [f"{month}: nothing to change; the workbook is as it should be."]
    else:
        session.book.show_list(
            f"What filling {month} would change",
            ("Cell", "Shows now", "Would show", "What", "From"),
            [
                (str(each.place), each.shown_before, each.shown_after, each.why, each.source)
                for each in done.cells
            ],
            [(each.place.sheet, each.place.cell) for each in done.cells],
        )
        text = "The list is in a new workbook, which need not be saved. Nothing was changed."
        lines = [f"Filling {month} would change {_cells(done)}.", text]
    lines[1:1] = _problems(done.findings)
    answer = _answer("preview", session, *lines, findings=done.findings)
    return Outcome(answer, session, done.findings)


def undo(session: Session) -> Outcome:
    """Put back what the last fill changed in the open workbook; it is not saved."""
    from lacxl.app.undo import undo as run

    done = run(session.settings, document=session.document, progress=session.progress)
    lines = [
        f"The fill of {done.month.long} is undone in {how_many(len(done.cells), 'cell')}.",
        "The workbook is not saved yet: look at it, then save it.",
        f"The history keeps the readings; filling {done.month.long} again shows them again.",
    ]
    return Outcome(_answer("undo", session, *lines), session.after(done.changes), ())


def problems(session: Session) -> Outcome:
    """List the last run's findings in a new workbook, each with a link to its cell."""
    last = last_run(session.book.name)
    if last is None:
        lines = ["Nothing has been filled from here yet, so there are no problems to list."]
    elif not last.findings:
        lines = ["The last run found nothing to look at."]
    else:
        _list(session, last)
        text = (
            f"Findings: {last.problems} to look at, "
            f"{how_many(len(last.findings) - last.problems, 'note')}. They are listed in a new "
            "workbook, which need not be saved. Each line links to the cell it is about."
        )
        lines = [text]
    return Outcome(_answer("problems", session, *lines), session)


def _list(session: Session, last: LastRun) -> None:
    findings = wanting_first(last.findings)
    sheets = {sheet.name for sheet in session.seen.snapshot.sheets}

    def link(finding: Finding) -> tuple[str, Cell] | None:
        found = cell_of(finding)
        return found if found and found[0] in sheets else None

    session.book.show_list(
        f"What was noticed at {TITLES.get(last.verb, last.verb)} {last.month}".strip(),
        ("Where", "Weight", "What", "What to do", "Code"),
        [(each.where, each.severity.value, each.what, each.todo, each.code) for each in findings],
        [link(each) for each in findings],
    )


def explain(session: Session) -> Outcome:
    """Say where the figure under the selection comes from."""
    from lacxl.app.explain import explanations, figure_at
    from lacxl.app.gathering import gather

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
            f"{place} holds no figure of the report. Select a cell of a month in the summary or on "
            "a theme page, and press the button again."
        )
        return Outcome(_answer("explain", session, text), session)
    indicator, month = found
    session.progress(f"looking up {indicator}")
    case = gather(
        session.settings,
        month,
        source=session.document.source,
        needs_reading=False,
        progress=session.progress,
    )
    told = explanations(case, indicator)
    rows = [
        (heading, text)
        for each in told
        for heading, text in (
            (
                f"{each.indicator} ({each.figure})" if each.figure else each.indicator,
                f"{each.title}, {month.long}",
            ),
            *each.said,
        )
    ]
    whole = "\n".join(f"{heading}: {text}" if heading else text for heading, text in rows)
    if len(whole) > LONGEST:
        session.book.show_list(
            f"Where {indicator} of {month.long} comes from",
            ("", "What"),
            rows,
            [None for _ in rows],
        )
        short = [
            f"{heading}: {text}"
            for heading, text in rows
            if heading.startswith(indicator) or heading in {"Figure", "Numerator", "Denominator"}
        ]
        whole = "\n".join([*short, "The whole explanation is in a new workbook."])[:LONGEST]
    answer = replace(_answer("explain", session, whole), month=str(month))
    return Outcome(answer, session)


def issue(session: Session) -> Outcome:
    """Lock the month, save the workbook and write the issued copy. The add-in has asked first."""
    from lacxl.app.issue import issue as run

    done = run(
        session.settings, session.month, document=session.document, progress=session.progress
    )
    month = session.month.long
    lines = [
        f"{month} is issued as issue {done.issue}; {how_many(done.locked, 'cell')} locked.",
        *_problems(done.findings),
        "The workbook is saved.",
        f"The issued copy: {done.copy}",
    ]
    after = replace(session.after(done.changes), chosen=None)
    following = choose(after.months, "", None)
    answer = _answer("issue", session, *lines, findings=done.findings)
    return Outcome(answer, replace(after, month=following), done.findings)


BOOK_ACTIONS: Mapping[str, Callable[[Session], Outcome]] = {
    "months": months,
    "fill": fill,
    "preview": preview,
    "undo": undo,
    "problems": problems,
    "explain": explain,
    "issue": issue,
}


def _answer(verb: str, session: Session, *lines: str, findings: tuple[Finding, ...] = ()) -> Answer:
    wants_a_look = any(finding.wants_a_look for finding in findings)
    return Answer(
        Status.FINDINGS if wants_a_look else Status.OK,
        TITLES[verb],
        "\n".join(lines),
        str(session.month),
    )


def _cells(done: Refreshed) -> str:
    count = len(done.cells)
    if not count:
        return "only formats and colours, no figure"
    sheets = len({cell.place.sheet for cell in done.cells})
    return f"{how_many(count, 'cell')} on {how_many(sheets, 'sheet')}"


def _problems(findings: tuple[Finding, ...]) -> list[str]:
    looked = sum(finding.wants_a_look for finding in findings)
    if not looked:
        return []
    notes = how_many(len(findings) - looked, "note")
    return [f"Findings: {looked} to look at, {notes}. Press Problems to see where."]
