"""The verbs that need the workbook: each calls its use case and says what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from lacxl.app.refresh import Refreshed, refresh
from lacxl.domain.errors import refuse
from lacxl.domain.finding import Finding
from lacxl.domain.numbers import how_many
from lacxl.ribbon.answer import LONGEST, Answer, Status
from lacxl.ribbon.desk import Desk
from lacxl.ribbon.last_run import LastRun, cell_of, last_run, wanting_first
from lacxl.ribbon.months import choose
from lacxl.ribbon.verbs import TITLES
from lacxl.workbook.address import Cell, Place


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer, the desk as it is afterwards, and what the run found.

    `found` is None where it looked for nothing, and the findings of the last run stay.
    """

    answer: Answer
    desk: Desk
    found: tuple[Finding, ...] | None = field(default=None)


def months(desk: Desk) -> Outcome:
    """Choose the month, or find the months anew; says nothing where all is well."""
    return Outcome(_answer("months", desk, ""), desk)


def fill(desk: Desk) -> Outcome:
    """Fill the month in the open workbook; it is not saved."""
    done = refresh(desk.settings, desk.month, place=desk.place, progress=desk.progress)
    month = desk.month.long
    if not done.changes:
        lines = [f"{month}: nothing to change; the workbook is as it should be."]
    else:
        lines = [
            f"{month} is filled: {_cells(done)}.",
            "The workbook is not saved yet: look at it, then save it. Undo takes the fill back."
            + (f" A copy from before is {done.backup.name}." if done.backup else ""),
        ]
    lines[1:1] = _problems(done.findings)
    after = desk.after(done.changes)
    return Outcome(_answer("fill", desk, *lines, findings=done.findings), after, done.findings)


def preview(desk: Desk) -> Outcome:
    """List what filling would change, in a new workbook; nothing changes."""
    done = refresh(
        desk.settings, desk.month, dry_run=True, place=desk.place, progress=desk.progress
    )
    month = desk.month.long
    if not done.changes:
        lines = [f"{month}: nothing would change; the workbook is as it should be."]
    else:
        desk.book.show_list(
            f"What filling {month} would change",
            ("Cell", "Shows now", "Would show", "What", "From"),
            [
                (str(each.place), each.shown_before, each.shown_after, each.why, each.source)
                for each in done.cells
            ],
            [(each.place.sheet, each.place.cell) for each in done.cells],
        )
        text = (
            f"Filling {month} would change {_cells(done)}. The list is in a new workbook, which "
            "need not be saved. Nothing was changed."
        )
        lines = [text]
    lines[1:1] = _problems(done.findings)
    answer = _answer("preview", desk, *lines, findings=done.findings)
    return Outcome(answer, desk, done.findings)


def undo(desk: Desk) -> Outcome:
    """Put back what the last fill changed in the open workbook; it is not saved."""
    from lacxl.app.undo import undo as run

    done = run(desk.settings, place=desk.place, progress=desk.progress)
    lines = [
        f"The fill of {done.month.long} is undone in {how_many(len(done.cells), 'cell')}.",
        "The workbook is not saved yet: look at it, then save it.",
        "The history keeps the readings that were taken; Fill month fills them in again.",
    ]
    return Outcome(_answer("undo", desk, *lines), desk.after(done.changes), ())


def problems(desk: Desk) -> Outcome:
    """List the last run's findings in a new workbook, each with a link to its cell."""
    last = last_run(desk.book.name)
    if last is None:
        lines = ["Nothing has been filled from here yet, so there are no problems to list."]
    elif not last.findings:
        lines = ["The last run found nothing to look at."]
    else:
        _list(desk, last)
        text = (
            f"{how_many(last.problems, 'problem')} to look at and "
            f"{how_many(len(last.findings) - last.problems, 'note')} are listed in a new workbook, "
            "which need not be saved. Each line links to the cell it is about."
        )
        lines = [text]
    return Outcome(_answer("problems", desk, *lines), desk)


def _list(desk: Desk, last: LastRun) -> None:
    findings = wanting_first(last.findings)
    sheets = {sheet.name for sheet in desk.seen.snapshot.sheets}

    def link(finding: Finding) -> tuple[str, Cell] | None:
        found = cell_of(finding)
        return found if found and found[0] in sheets else None

    desk.book.show_list(
        f"What was noticed at {TITLES.get(last.verb, last.verb)} {last.month}".strip(),
        ("Where", "Weight", "What", "What to do", "Code"),
        [(each.where, each.severity.value, each.what, each.todo, each.code) for each in findings],
        [link(each) for each in findings],
    )


def explain(desk: Desk) -> Outcome:
    """Say where the figure under the selection comes from."""
    from lacxl.app.explain import explanations, figure_at
    from lacxl.app.gathering import gather

    selected = desk.book.selected()
    if selected is None:
        raise refuse(
            "B106",
            "No cell is selected.",
            todo="Select a figure's cell and press the button again.",
        )
    place = Place(*selected)
    found = figure_at(desk.seen.layout, place, desk.month)
    if found is None:
        text = (
            f"{place} holds no figure of the report. Select a cell of a month in the summary or on "
            "a theme page, and press the button again."
        )
        return Outcome(_answer("explain", desk, text), desk)
    indicator, month = found
    desk.progress(f"looking up {indicator}")
    case = gather(
        desk.settings, month, source=desk.place.source, needs_reading=False, progress=desk.progress
    )
    told = explanations(case, indicator)
    rows = [
        (heading, text)
        for each in told
        for heading, text in (
            (f"{each.indicator} {each.figure}".strip(), f"{each.title}, {month.long}"),
            *each.said,
        )
    ]
    whole = "\n".join(f"{heading}: {text}" if heading else text for heading, text in rows)
    if len(whole) > LONGEST:
        desk.book.show_list(
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
    answer = replace(_answer("explain", desk, whole), month=str(month))
    return Outcome(answer, desk)


def issue(desk: Desk) -> Outcome:
    """Lock the month, save the workbook and write the issued copy. The add-in has asked first."""
    from lacxl.app.issue import issue as run

    done = run(desk.settings, desk.month, place=desk.place, progress=desk.progress)
    month = desk.month.long
    lines = [
        f"{month} is issued as issue {done.issue}: its cells are locked and the workbook is saved.",
        *_problems(done.findings),
        f"The issued copy: {done.copy}",
    ]
    after = replace(desk.after(done.changes), chosen=None)
    following = choose(after.months, "", None)
    answer = _answer("issue", desk, *lines, findings=done.findings)
    return Outcome(answer, replace(after, month=following), done.findings)


DOING: Mapping[str, Callable[[Desk], Outcome]] = {
    "months": months,
    "fill": fill,
    "preview": preview,
    "undo": undo,
    "problems": problems,
    "explain": explain,
    "issue": issue,
}


def _answer(verb: str, desk: Desk, *lines: str, findings: tuple[Finding, ...] = ()) -> Answer:
    wants_a_look = any(finding.wants_a_look for finding in findings)
    return Answer(
        Status.FINDINGS if wants_a_look else Status.OK,
        TITLES[verb],
        "\n".join(lines),
        str(desk.month),
    )


def _cells(done: Refreshed) -> str:
    count = len(done.cells)
    if not count:
        return "only formats and colours, no figure"
    sheets = len({cell.place.sheet for cell in done.cells})
    return f"{how_many(count, 'cell')} on {how_many(sheets, 'sheet')}"


def _problems(findings: tuple[Finding, ...]) -> list[str]:
    count = sum(finding.wants_a_look for finding in findings)
    if not count:
        return []
    return [f"{how_many(count, 'problem')} to look at: press Problems to see where."]
