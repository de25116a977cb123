"""Where results become words: what every door says of a use case.

A door shows the parts as it can: the command line prints them, a button shows the headline in a
message and the rows in a list. Findings have their own words, `domain/finding.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lacxl.domain.finding import Finding
from lacxl.domain.month import Quarter
from lacxl.domain.numbers import how_many
from lacxl.workbook.address import Cell, CellRef

if TYPE_CHECKING:
    from pathlib import Path

    from lacxl.addin.doctor import Check
    from lacxl.adopting.answers import Asked
    from lacxl.app.accept import AcceptedFinding
    from lacxl.app.add_charts import ChartsAdded
    from lacxl.app.adopt import Adopted
    from lacxl.app.check import Checked
    from lacxl.app.diff import Compared
    from lacxl.app.due import DueByMonth
    from lacxl.app.explain import Explained
    from lacxl.app.figures import FigureTable
    from lacxl.app.issue import IssuedMonth
    from lacxl.app.json_forms import ChangedCell
    from lacxl.app.measure import MeasuredMonths
    from lacxl.app.needed import YearNeeds
    from lacxl.app.next_month import PlaceMade
    from lacxl.app.profile import Profiled
    from lacxl.app.refresh import Refreshed
    from lacxl.app.restatement_done import RestatedMonth
    from lacxl.app.scan import Scanned
    from lacxl.app.signals import Signals
    from lacxl.app.taken_benchmarks import TakenBenchmarks
    from lacxl.app.undo import Undone
    from lacxl.app.verify import Verified
    from lacxl.app.with_receipt import ChangedWorkbook

_PLACE = re.compile(r"(?:'((?:[^']|'')+)'|([A-Za-z_]\w*))!(\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6})\b")
_DIFFERENT = ("figure", "of", "was", "is", "where", "why")
_CHANGES = ("cell", "was", "is", "what", "from")
_RESTATED = ("figure", "of", "was", "now", "superseded in")
_BENCHMARKS = ("no", "year", "sn ave", "of", "best sn", "nat ave", "nat top qtile", "own")
_READINGS = ("no", "month", "n", "of", "shown", "from", "settings")
_NEEDED = ("no", "indicator", "target", "year to date", "what the year still needs")
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
_MARKS = {True: "ok", False: "LOOK", None: "?"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, and the cell that it is about, if any."""

    text: str
    cell: CellRef | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts under their columns; `cells` has the cell of each row, where they have one."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    cells: tuple[CellRef | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """Texts under a title, each with a heading of its own, "" where it goes on from the last."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A result in words: what was done, what it came to, what was found, what a person should know.

    `notes` are whole sentences, or "what: which file".
    """

    headline: str = ""
    tables: tuple[Table, ...] = ()
    listings: tuple[Listing, ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()

    def lines(self) -> Iterator[Line]:
        """Yield everything as lines, for a door that shows nothing else."""
        if self.headline:
            yield Line(self.headline)
        for table in self.tables:
            for row, cell in zip(table.rows, table.cells or (None,) * len(table.rows), strict=True):
                yield Line("  ".join(filter(None, row)), cell)
        for listing in self.listings:
            yield Line(listing.title)
            for heading, text in listing.rows:
                yield Line(f"{heading}: {text}" if heading else text)
        for finding in self.findings:
            yield Line(str(finding), cell_of(finding))
        yield from map(Line, self.notes)


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
        (*charts, *_files(result)),
    )


def of_undo(result: Undone) -> Words:
    """Say what was put back, or would be, and what the history and the ledgers keep."""
    month = result.month.long
    does = "would be undone" if result.dry_run else "is undone"
    notes = _files(result)
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
        (*([left] if result.left else []), *_files(result)),
    )


def of_restate(result: RestatedMonth) -> Words:
    """Say what was corrected, or would be, what the ledger says of it, and where the files are."""
    month = result.month.long
    does = "would be restated" if result.dry_run else "is restated"
    headline = f"{month} {does}: {how_many(len(result.cells), 'cell')}."
    if not result.restated:
        headline = f"{month}: the workbook shows what its readings give."
    copy = f"The corrected copy{' would be' if result.dry_run else ''}: {result.copy}"
    lines = tuple((e.figure, e.what, e.was, e.now, e.issue) for e in result.restated)
    return Words(
        headline,
        (
            *([changes(result.cells)] if result.cells else []),
            *([Table(_RESTATED, lines)] if lines else []),
        ),
        findings=result.findings,
        notes=(*_files(result), *([copy] if result.copy else [])),
    )


def _files(result: ChangedWorkbook) -> tuple[str, ...]:
    unsaved = result.in_excel and result.changes and not result.dry_run
    named = {
        "The workbook": result.written,
        "As it was before": result.backup,
        "Every change, with its source": result.receipt,
    }
    return (
        *(["The workbook is not saved yet: look at it, then save it."] if unsaved else []),
        *(f"{what}: {path}" for what, path in named.items() if path),
    )


def changes(cells: Sequence[ChangedCell], *, in_full: bool = False) -> Table:
    """Return the changed cells: cell, what it was and is, what it says, where that comes from.

    Unless `in_full`, text that a person typed is not repeated: output may end up in a server's log.
    """
    return Table(
        _CHANGES,
        tuple(
            (
                str(each.place),
                *((each.shown_before, each.shown_after) if in_full else each.for_log),
                each.why,
                each.source,
            )
            for each in cells
        ),
        tuple(each.place for each in cells),
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


def of_figures(result: FigureTable) -> Words:
    """Return the summary's rows as they are."""
    return Words(tables=(Table(result.columns, result.rows),), findings=result.findings)


def of_signals(result: Signals) -> Words:
    """Return a row for each figure, and where the table was written."""
    return Words(
        tables=(Table(result.columns, result.rows),),
        notes=(f"The table: {result.written}",) if result.written else (),
    )


def of_add_charts(result: ChartsAdded) -> Words:
    """Say which sheet was added, with how many charts, and how it is kept up to date."""
    would = "would get" if result.dry_run else "has"
    charts = how_many(len(result.charts), "chart")
    next_ = f"lacxl refresh keeps it up to date. To take it away, delete the sheet {result.sheet}."
    return Words(
        f"The workbook {would} a sheet {result.sheet} with {charts}, as of {result.month.long}.",
        findings=result.findings,
        notes=(next_, *_files(result)),
    )


def of_needed(result: YearNeeds) -> Words:
    """Return what each target still needs in the year, or that there is none."""
    year = result.month.financial_year
    if not result.needs:
        return Words(f"No figure that adds up over {year} has a target and a good direction.")
    headline = f"{year} up to {result.month.long}. No forecast: arithmetic on what was counted."
    return Words(headline, (Table(_NEEDED, result.rows),))


def of_explain(result: Explained) -> Words:
    """Return a listing for each figure: numerator, denominator, rule, source, cell."""
    return Words(
        listings=tuple(
            Listing(f"{each.name}  {each.title}, {each.month.long}", each.rows)
            for each in result.figures
        )
    )


def of_measure(result: MeasuredMonths) -> Words:
    """Return a row for each indicator and month, and how many readings the history took."""
    taken = f"Taken into the history: {how_many(result.taken, 'reading')}."
    return Words(
        tables=(Table(_READINGS, tuple(result.as_rows())),),
        findings=result.findings,
        notes=(
            *([taken] if result.into_history else []),
            *([f"The readings: {result.written}"] if result.written else []),
        ),
    )


def of_due(result: DueByMonth) -> Words:
    """Return a row for each standard, then for each team, and where the children are."""
    by_team = result.team_rows()
    children = f"The children, {how_many(result.listed, 'row')}: {result.written}"
    return Words(
        tables=(
            Table(("no", "what", *result.columns, "from"), tuple(result.rows())),
            *([Table(("team", "no", "what", *result.columns), tuple(by_team))] * bool(by_team)),
        ),
        findings=result.findings,
        notes=(
            *(["No team in these extracts."] * (not by_team)),
            "As of the day of the records: nothing new is recorded, nobody enters or leaves care.",
            *([children] if result.written else []),
        ),
    )


def of_profile(result: Profiled) -> Words:
    """Return what each file is, and what feeds each indicator."""
    return Words(
        tables=(
            Table(("file", "what it is", "rows", "period", "lacks"), tuple(result.file_rows())),
            Table(("no", "fed by", "else missing"), tuple(result.indicator_rows())),
        ),
        findings=result.findings,
    )


def of_scan(result: Scanned) -> Words:
    """Say what was found, or that nothing was."""
    none = "Nothing was found that nobody sees, and nothing that looks like a child's record."
    return Words("" if result.findings else none, findings=result.findings)


def of_checked(result: Checked) -> Words:
    """Say that nothing contradicts itself, or as of which month, and what was not judged."""
    month = f" Judged as of {result.month.long}." if result.month else ""
    none = f"Nothing contradicts itself.{month}"
    sentences = how_many(result.unjudged, "sentence")
    unjudged = f"{sentences} could not be bound to one indicator and month: not judged."
    return Words(
        month.strip() if result.findings else none,
        findings=result.findings,
        notes=(unjudged,) if result.unjudged else (),
    )


def of_diff(result: Compared) -> Words:
    """Say which figures differ and why, then which other cells and shapes do."""
    figures = tuple(
        (each.figure, each.what, each.was, each.now, ", ".join(map(str, each.cells)), each.why)
        for each in result.figures
    )
    cells = tuple((str(each.place), each.was, each.now) for each in result.cells)
    others = how_many(len(cells) + len(result.boxes), "other place")
    counted = f"{how_many(len(figures), 'figure')} and {others}"
    pair = f"{result.before.name} and {result.after.name}"
    return Words(
        f"{pair} differ in {counted}." if result.differ else f"{pair} show the same.",
        (
            *(
                [Table(_DIFFERENT, figures, tuple(e.cells[0] for e in result.figures))]
                if figures
                else []
            ),
            *(
                [Table(("cell", "was", "is"), cells, tuple(e.place for e in result.cells))]
                if cells
                else []
            ),
        ),
        findings=result.findings,
        notes=(
            *(f"Another text: {name} on {sheet}" for sheet, name in result.boxes),
            *(
                [f"Only in the first: {', '.join(result.only_before)}"]
                if result.only_before
                else []
            ),
            *([f"Only in the second: {', '.join(result.only_after)}"] if result.only_after else []),
        ),
    )


def of_verified(result: Verified) -> Words:
    """Say whether everything agrees, and what was compared."""
    counted = ", ".join(
        (
            how_many(result.entries, "line") + " of the register",
            how_many(result.receipts, "receipt"),
            how_many(result.backups, "backup"),
            how_many(result.copies, "issue"),
        )
    )
    if result.agrees:
        headline = "Everything agrees." if result.entries else "Nothing was written here yet."
    else:
        headline = "Not everything agrees."
    return Words(
        headline,
        findings=result.findings,
        notes=(
            *(f"Put right: {path.name}" for path in result.put_right),
            f"As they were written: {counted}.",
            *([f"The register has come to: {result.head}"] if result.head else []),
        ),
    )


def of_adopted(result: Adopted) -> Words:
    """Say what a workbook was taken for, what is open, and what comes next."""
    if result.is_shipped:
        return Words(
            "This is the workbook that lacxl fills without any settings.",
            notes=(*(f"Written: {path.name}" for path in result.written), "Next: lacxl refresh"),
        )
    months = result.months
    span = f", {months[0].short} to {months[-1].short}" if months else ""
    tables = ", ".join(result.tables) or "no table yet"
    headline = f"{how_many(result.indicators, 'indicator')} on {tables}{span}."
    count = sum(len(each.items) for each in result.asked)
    if result.asked:
        what = how_many(count, "answer")
        headline += f" {what[0].upper()}{what[1:]} {'is' if count == 1 else 'are'} needed."
    notes = [f"[{each.id}] {each.asks} ({_keys(each)})" for each in result.asked]
    if result.dry_run:
        notes.append("Nothing was written.")
    else:
        notes += [f"Written: {', '.join(path.name for path in result.written) or 'nothing new'}."]
        if result.kept:
            notes.append(f"Kept, as somebody has corrected them: {_names(result.kept)}.")
        if result.taken_in:
            what = how_many(result.taken_in, "figure")
            notes.append(f"Taken into the history, as printed: {what}.")
        for file, count, what in (
            ("outturns.csv", result.outturns, "outturn"),
            ("benchmarks.csv", result.benchmarks, "benchmark"),
        ):
            if count:
                notes.append(f"Taken into {file}, as printed: {how_many(count, what)}.")
        notes.append(_next_of_adopted(result))
    return Words(headline, findings=result.findings, notes=tuple(notes))


def _next_of_adopted(result: Adopted) -> str:
    if result.asked:
        return "Next: open lacxl-map.html, answer in lacxl-answers.toml, and run the same again."
    if result.is_refused:
        return (
            "Next: mend what is listed above, and run the same again. Until then a refresh refuses "
            "the workbook."
        )
    return (
        "Next: look at lacxl-map.html, then put the month's figures into readings.csv and run: "
        "lacxl refresh MONTH --dry-run"
    )


def _keys(asked: Asked) -> str:
    keys = [item.key for item in asked.items]
    return ", ".join(keys[:4]) + (f" and {len(keys) - 4} more" if len(keys) > 4 else "")


def _names(paths: Sequence[Path]) -> str:
    return ", ".join(path.name for path in paths)


def of_benchmarks(result: TakenBenchmarks) -> Words:
    """Say what the benchmarks of a council are, and where they were written."""
    rows = []
    for each in result.worked:
        own = "" if each.own is None else each.own.text
        refused = each.reference in result.refused
        cells = ["-" if refused else cell.text for cell in each.cells.values()]
        said = f"{each.said}/{each.said + len(each.silent)}"
        rows.append((each.reference, str(each.year), cells[0], said, *cells[1:], own))
    if result.dry_run:
        notes = ["Nothing was written."]
    elif not result.is_new:
        notes = [f"{result.written} has them already."]
    else:
        notes = [f"The benchmarks: {result.written}"]
        notes += [f"As it was before: {result.backup}"] if result.backup else []
    return Words(
        f"Benchmarks of {result.name} ({result.council}), {result.model}.",
        (Table(_BENCHMARKS, tuple(rows)),),
        findings=result.findings,
        notes=tuple(notes),
    )


def of_check(check: Check) -> tuple[str, str]:
    """Return the mark of something that the doctor looked at, and what it found."""
    return _MARKS[check.ok], f"{check.name}: {check.said}"


def cell_of(finding: Finding) -> CellRef | None:
    """Return the cell that a finding is about, the first of several; None for other places.

    A cell's name alone has no sheet, so only places such as 'Reviews & Visits'!F7 count.
    """
    found = _PLACE.search(finding.where)
    if found is None:
        return None
    try:
        sheet = found[1].replace("''", "'") if found[1] else found[2]
        return CellRef(sheet, Cell.parse(found[3]))
    except ValueError:
        return None
