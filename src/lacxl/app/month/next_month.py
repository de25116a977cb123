"""Making the place for the next month: windows roll, pages take it, in April the year is new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from lacxl.app.case.case import Case
from lacxl.app.case.gathering import gather
from lacxl.app.case.looks import looks_of
from lacxl.app.case.seen import Seen, open_workbook, see
from lacxl.app.document.document import Document, Progress
from lacxl.app.document.file_on_disk import FileOnDisk
from lacxl.app.document.formula_results import calculated, left_to_excel
from lacxl.app.document.with_receipt import (
    ChangedWorkbook,
    changed_with_receipt,
    logged,
    tried_out,
)
from lacxl.app.issue.cut_off import refuse_cut_off
from lacxl.app.json_forms import changed_cells
from lacxl.app.month.still_understood import require_understood
from lacxl.app.planning.marks_moved import marks_moved
from lacxl.app.planning.planning import password_for
from lacxl.domain.errors import Refused, refuse
from lacxl.domain.finding import Finding, note, warning
from lacxl.domain.month import Month
from lacxl.engines.package.growing import grow
from lacxl.files.replacing import require_replaceable
from lacxl.files.temporary import private_folder
from lacxl.ledgers.cells_that_left import PRINTED, PrintedCell, rolled_before
from lacxl.ledgers.half_inserted import refuse_half_inserted
from lacxl.ledgers.keeping import keep
from lacxl.ledgers.receipts import fingerprint, settle_receipts
from lacxl.ledgers.register_agreement import mended
from lacxl.ledgers.restating import finish_restating
from lacxl.settings.settings import Settings
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.calculation import Calculation
from lacxl.workbook.insertion import Inserted, Insertion
from lacxl.workbook.layout.model import Layout
from lacxl.workbook.next_month import Appearance, Leaving, Moves, Way, make_place
from lacxl.workbook.next_month.moves import insertions, strips_cells
from lacxl.workbook.shown import number_in
from lacxl.workbook.snapshot import CellLook, CellValue
from lacxl.workbook.wanted import Wanted, outturn_in


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMade(ChangedWorkbook):
    """What making the place for a month did, or would do in a dry run.

    `ways` says of each table, by its sheet, how it made the place. `left` is what left the
    workbook, kept in the ledger of what was printed; `inserted` says where columns or rows were.
    `sha256_of_backup` is of the file from before, by which undoing knows it.
    """

    ways: Mapping[tuple[str, str], Way]
    left: tuple[Leaving, ...]
    inserted: tuple[str, ...] = ()
    sha256_of_backup: str = ""

    def as_dict(self) -> dict[str, object]:
        """The result for --json and for the receipt; docs/json.md documents it."""
        return self.facts(
            "next-month",
            told={
                "tables": [
                    {"sheet": sheet, "table": table, "way": way.value}
                    for (sheet, table), way in self.ways.items()
                ],
                "left": [
                    {"sheet": each.place.sheet, "cell": str(each.place.cell),
                     "period": str(each.period), "shown": each.shown}
                    for each in self.left
                ],
                "inserted": list(self.inserted),
                "sha256_of_backup": self.sha256_of_backup,
            },
        )  # fmt: skip


def next_month(
    settings: Settings,
    *,
    dry_run: bool = False,
    document: Document | None = None,
    today: dt.date | None = None,
    progress: Progress = lambda _step: None,
    on_step: Progress = lambda _step: None,
) -> PlaceMade:
    """Make the place for the month after the last one that is filled.

    What leaves is kept first, as it was printed. The new cells are empty and unlocked.

    Raises Refused, nothing having been changed: the place is there already (N101), no month is
    filled (N102), and everything that keeps a table from making the place (N103 to N107, N116).
    """
    document = document or FileOnDisk(settings)
    with ExitStack() as stack:
        restored: tuple[Finding, ...] = ()
        if not dry_run:
            stack.enter_context(document.held())
            restored = stack.enter_context(mended(settings)).findings
            finish_restating(settings, document.source)
            refuse_half_inserted(settings, document.source)
            restored += settle_receipts(settings, document.source)
        progress("reading the workbook")
        seen = see(settings, document.source)
        printed = PRINTED.load(settings.printed_path)
        last = _month_before(settings, seen, printed)
        case = gather(
            settings, last, source=document.source, seen=seen, today=today, needs_reading=False,
            progress=progress,
        )  # fmt: skip
        refuse_cut_off(settings, case.record, last, case.locked, document.source)
        month = following(case.layout, last)
        chosen, rolled = _ways(settings), rolled_before(printed)
        growing = insertions(case.layout, case.snapshot, month, chosen=chosen, rolled=rolled)
        source, grown = document.source, Inserted()
        if growing:
            folder = Path(stack.enter_context(private_folder()))
            source = folder / settings.workbook_path.name
            password = password_for(case)
            grown = grow(document.source, growing, source, password=password, progress=progress)
            document = document.made_of(source)
            seen = see(settings, source)
            case = replace(case, snapshot=seen.snapshot, layout=seen.layout, looks=seen.looks)
        appearance = _appearance(case, source)
        moves = _moves(case, appearance, month, chosen, rolled)
        if not moves.changes:
            raise _there_already(settings, moves.month)
        if case.layout.signs is not None:
            require_understood(case, moves.changes, month)
        marks = marks_moved(case, moves.changes)
        moves = replace(moves, changes=moves.changes.and_then(marks))
        calculation = calculated(settings, source, moves.changes)
        moves = replace(moves, changes=replace(moves.changes, inserted=growing))
        result = _result(case, moves, appearance.looks, document, dry_run)
        left = () if document.is_open else left_to_excel(calculation)
        result = replace(
            result,
            findings=(*restored, *moves.findings, *_of_growth(grown, growing), *left),
            inserted=tuple(f"{each.sheet}: {each.axis.value} {each.before}" for each in growing),
        )
        require_replaceable(settings.printed_path)
        if dry_run:
            return tried_out(result, calculation, document, password_for(case), progress)
        result = _carry_out(case, result, calculation, document, progress, on_step)
        result = logged(settings, result, "next-month", on_step)
    on_step("finished")
    return result


def _month_before(settings: Settings, seen: Seen, printed: Sequence[PrintedCell]) -> Month:
    """Return the last month that is filled; raises Refused where there is none."""
    last = last_filled(seen.layout, seen.there)
    if last is not None:
        return last
    made = max((each.month for each in printed), default=None)
    if made in seen.layout.months:  # a year has begun, and its first month is empty
        raise _there_already(settings, made)
    raise refuse(
        "N102",
        "No month of the workbook is filled, so there is none that another could follow.",
        settings.workbook_path.name,
        "Fill the first month: lacxl refresh MONTH",
    )


def _there_already(settings: Settings, month: Month) -> Refused:
    return refuse(
        "N101",
        f"Every table has the place for {month.long} already.",
        settings.workbook_path.name,
        f"Fill it: lacxl refresh {month}",
    )


def last_filled(layout: Layout, there: Mapping[CellRef, CellValue]) -> Month | None:
    """Return the last month that the summary has a figure for, None where it has none."""
    return max(
        (
            month
            for line in layout.lines
            if line.table in layout.main
            for month, place in line.months.items()
            if number_in(there.get(place)) is not None
        ),
        default=None,
    )


def following(layout: Layout, last: Month) -> Month:
    """Return the month after the last one; where there are quarters alone, the next one's last."""
    quarterly = all(line.is_quarterly for line in layout.summary)
    return last + (3 if quarterly else 1)


def _ways(settings: Settings) -> Mapping[str, Way]:
    """Return the ways that lacxl.toml says, by the names of tables."""
    said = settings.workbook.next_month.items()
    return {"" if name == "summary" else name: Way(way) for name, way in said}


def _appearance(case: Case, source: Path) -> Appearance:
    """Return how the cells that may move look, and the comments of their sheets."""
    places = strips_cells(case.layout, case.snapshot)
    cells: dict[str, list[Cell]] = {}
    for place in places:
        cells.setdefault(place.sheet, []).append(place.cell)
    with open_workbook(case.settings, source) as book:
        return Appearance(
            {**case.looks, **looks_of(book, places)},
            {
                CellRef(sheet, cell): style
                for sheet, of in cells.items()
                for cell, style in book.styles_of(sheet, of).items()
            },
            {sheet: book.comments(sheet) for sheet in cells},
            book.charts(),
        )


def _of_growth(grown: Inserted, insertions: Sequence[Insertion]) -> tuple[Finding, ...]:
    """Return which ranges took the new month in, what does not follow, and what prints larger."""
    sheets = ", ".join(dict.fromkeys(each.sheet for each in insertions))
    longer = note(
        "N115",
        "One more month prints here: the page comes out smaller, or runs on to another one.",
        sheets,
        "Look at the print preview. To print the last months alone, hide the first or move the "
        "print area.",
    )
    return (
        *([longer] if sheets else []),
        *(
            note("N111", f"Takes the new month in: {each.before} is {each.after}.", each.where)
            for each in grown.extensions
        ),
        *(
            warning(
                "N112",
                f"May not mean the same cells any more ({each.kind}).",
                each.where,
                "Look whether it still means what it should.",
            )
            for each in grown.unfollowed
        ),
    )


def _moves(
    case: Case,
    seen: Appearance,
    month: Month,
    chosen: Mapping[str, Way],
    rolled: Collection[tuple[str, str]],
) -> Moves:
    begins = month.financial_year != case.month.financial_year
    rows = case.rows() if begins else ()
    return make_place(
        case.layout,
        case.snapshot,
        seen,
        month,
        chosen=chosen,
        rolled=rolled,
        outturns=lambda line, year: outturn_in(rows, line, case.outturns, year),
    )


def _result(
    case: Case, moves: Moves, looks: Mapping[CellRef, CellLook], document: Document, dry_run: bool
) -> PlaceMade:
    wanted = tuple(Wanted(place, None, why=why) for place, why in moves.why.items())
    places = [CellRef(change.sheet, change.cell) for change in moves.changes.cells]
    known = {place: looks.get(place, CellLook()) for place in places}
    return PlaceMade(
        month=moves.month,
        workbook=case.settings.workbook_path,
        dry_run=dry_run,
        in_excel=document.is_open,
        changes=moves.changes,
        cells=changed_cells(moves.changes, wanted, known),
        ways=moves.ways,
        left=moves.leaving,
    )


def _carry_out(
    case: Case,
    result: PlaceMade,
    calculation: Calculation,
    document: Document,
    progress: Progress,
    on_step: Progress,
) -> PlaceMade:
    settings, now, password = case.settings, dt.datetime.now(tz=dt.UTC), password_for(case)
    document.rehearse(result.changes, calculation, password)  # nothing is kept in vain
    on_step("printed")
    keep(settings, PRINTED, settings.printed_path, _printed(result, now))
    result = replace(result, sha256_of_backup=fingerprint(document.source))
    return changed_with_receipt(result, calculation, document, password, now, progress, on_step)


def _printed(result: PlaceMade, now: dt.datetime) -> list[PrintedCell]:
    return [
        PrintedCell(
            when=now,
            month=result.month,
            sheet=each.place.sheet,
            table=each.table,
            cell=each.place.cell,
            indicator=each.line.indicator if each.line else "",
            figure=each.line.figure if each.line else "",
            part=each.part,
            period=str(each.period),
            shown=each.shown,
            comment=each.comment,
        )
        for each in result.left
    ]
