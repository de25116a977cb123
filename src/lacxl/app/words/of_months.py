"""Words for what is done with a month: filled, undone, made a place, corrected, issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lacxl.app.words.words_of_results import Listing, TableOfTexts, Words, changes, files
from lacxl.domain.month import Quarter
from lacxl.domain.numbers import how_many

if TYPE_CHECKING:
    from lacxl.app.accept import AcceptedFinding
    from lacxl.app.issue.issue import IssuedMonth
    from lacxl.app.month.next_month import PlaceMade
    from lacxl.app.month.refresh import Refreshed
    from lacxl.app.month.undo import Undone
    from lacxl.app.publish.publish import Published
    from lacxl.app.restate.restatement_done import RestatedMonth

_WAYS = {
    "take": "has the month already",
    "roll": "drops its first month",
    "year": "begins the new year",
    "grow": "has a month more",
}


_QUARTERLY = "drops its first quarter"


_KEPT = {
    "refresh": "The history keeps the readings; filling {} again shows them again.",
    "restate": "The history keeps the readings; restating {} again shows them again.",
    "next-month": "What had left is back in the workbook; the ledger of what was printed keeps it.",
}
"""What is said once a command is undone."""


_KEPT_BACK = ("figure", "part", "period", "why")


_RESTATED = ("figure", "of", "was", "now", "superseded in")


def of_refresh(result: Refreshed) -> Words:
    """Say what a refresh filled, or would fill, and where the files are."""
    month = result.month.long
    if not result.changes:
        copied = " A copy of it was written." if result.written else ""
        headline = f"{month}: nothing to change; the workbook is as it should be.{copied}"
    else:
        sheets = len({each.place.sheet for each in result.cells})
        cells = f"{how_many(len(result.cells), 'cell')} on {how_many(sheets, 'sheet')}"
        filling = f"Filling {month} would change" if result.dry_run else f"{month} is filled:"
        headline = f"{filling} {cells if result.cells else 'only formats and colours, no figure'}."
    rest_on = tuple((each.indicator, str(each)) for each in result.grounds)
    go = "would go" if result.dry_run else "go"
    charts = (f"The charts on {result.charts} {go} to {month}.",) if result.charts else ()
    return Words(
        headline,
        (changes(result.cells),) if result.cells else (),
        (Listing("What the figures rest on:", rest_on),) if rest_on else (),
        result.findings,
        (*charts, *files(result)),
    )


def of_undo(result: Undone) -> Words:
    """Say what was put back, or would be, and what the history and the ledgers keep."""
    month = result.month.long
    does = "would be undone" if result.dry_run else "is undone"
    notes = files(result)
    if not result.dry_run:
        notes = (*notes, _KEPT[result.command].format(month))
    what = result.fill[:1].upper() + result.fill[1:]
    return Words(
        f"{what} {does} in {how_many(len(result.cells), 'cell')}.",
        (changes(result.cells),) if result.cells else (),
        (),
        result.findings,
        notes,
    )


def of_next_month(result: PlaceMade) -> Words:
    """Say how each table made the place, every move, and what left the workbook."""
    made = "would have its place" if result.dry_run else "has its place"
    cells = how_many(len(result.cells), "cell")
    quarters = {
        (each.place.sheet, each.table) for each in result.left if isinstance(each.period, Quarter)
    }
    ways = tuple(
        (table[0], _QUARTERLY if way.value == "roll" and table in quarters else _WAYS[way.value])
        for table, way in result.ways.items()
    )
    kept = "would be kept" if result.dry_run else "is kept"
    left = (
        f"What leaves the workbook {kept} as it was printed: {how_many(len(result.left), 'cell')}."
    )
    texts = tuple(("", f"{each.sheet} ({each.name})") for each in result.changes.chart_texts)
    name = "would name" if result.dry_run else "name"
    return Words(
        f"{result.month.long} {made}: {cells} changed.",
        (changes(result.cells),) if result.cells else (),
        (
            Listing("How each table makes the place:", ways),
            *([Listing(f"Charts of which the alternative texts {name} it:", texts)] * bool(texts)),
        ),
        result.findings,
        (*([left] if result.left else []), *files(result)),
    )


def of_restate(result: RestatedMonth) -> Words:
    """Say what was corrected, or would be, what the ledger says of it, and where the files are."""
    month = result.month.long
    does = "would be restated" if result.dry_run else "is restated"
    headline = f"{month} {does}: {how_many(len(result.cells), 'cell')}."
    if not result.restated:
        headline = f"{month}: the workbook shows what its readings give."
    follow = "would follow" if result.dry_run else "follow"
    charts = [f"The charts on {result.charts} {follow}."] if result.charts else []
    copy = f"The corrected copy{' would be' if result.dry_run else ''}: {result.copy}"
    lines = tuple((e.figure, e.what, e.was, e.now, e.issue) for e in result.restated)
    return Words(
        headline,
        (
            *([changes(result.cells)] if result.cells else []),
            *([TableOfTexts(_RESTATED, lines)] if lines else []),
        ),
        findings=result.findings,
        notes=(*charts, *files(result), *([copy] if result.copy else [])),
    )


def of_issue(result: IssuedMonth) -> Words:
    """Say which issue it is, or would be, and where its copy is."""
    does = "would be issued" if result.dry_run else "is issued"
    cells = how_many(result.locked, "cell")
    return Words(
        f"{result.month.long} {does} as issue {result.issue}; {cells} locked.",
        findings=result.findings,
        notes=(
            f"The issued copy{' would be' if result.dry_run else ''}: {result.copy}",
            *([f"Keep this with the minutes: {result.register}"] if result.register else []),
        ),
    )


def of_accept(result: AcceptedFinding) -> Words:
    """Say which finding is accepted, until when, and where the reason is."""
    finding, until = result.finding, result.until
    end = f" until {until.long}" if until else ""
    return Words(
        f"{finding.code} is accepted{end}, as of {result.month.long}: {finding.statement}",
        notes=(f"The reason: {result.ledger.name} row {result.row}",),
    )


def of_publish(result: Published) -> Words:
    """Say what is handed out, or would be, what is kept back and why, and where the folder is."""
    month, issue = result.month.long, result.issue
    if not result.new:
        headline = f"{month}, issue {issue}, is published already; nothing was changed."
    else:
        does = "would be published" if result.dry_run else "is published"
        headline = f"{month}, issue {issue}, {does}."
    whole = len(result.kept) + result.shown
    reasons = tuple((f"{count} of {whole}", why) for why, count in result.reasons.items())
    kept = tuple((each.figure, each.part, each.period, each.why) for each in result.kept)
    return Words(
        headline,
        (TableOfTexts(_KEPT_BACK, kept),) if kept else (),
        (Listing("Kept back, which only your team should see:", reasons),) if reasons else (),
        result.findings,
        () if result.dry_run else (f"The folder to hand out: {result.folder}",),
    )
