"""Inserting rows and columns in the open workbook, and deleting what was inserted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from lacxl.domain.errors import Refused, Unfinished
from lacxl.domain.finding import Finding, error, first_of
from lacxl.engines.excel.applying import (
    change_cells,
    lettered_for,
    refuse_at_once,
    refuse_group,
    work_of,
)
from lacxl.engines.excel.comparing import not_as_wanted
from lacxl.engines.excel.copying import Copies, Copy
from lacxl.engines.excel.growth import Growth
from lacxl.engines.excel.live_book import LiveBook
from lacxl.engines.excel.open_sheet import OpenSheet
from lacxl.engines.excel.quiet import quiet
from lacxl.engines.excel.shrinkage import Shrinkage
from lacxl.engines.excel.writing import stopped, unprotected, write
from lacxl.engines.package import unlike
from lacxl.engines.package.admission import SheetChanges, by_sheet
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.insertion import Insertion

_NAMED = 10


def grow(
    live: LiveBook, changes: ChangeSet, password: str | None, progress: Callable[[str], None]
) -> None:
    """Insert, change what is to change besides, and compare; put it all back on a fault."""
    progress("looking at the open workbook")
    with growth_of(live, changes, password) as growth, quiet(live.app, live.patience):
        sheet_of = live.sheets()
        inserted: list[Insertion] = []
        written: list[ChangeSet] = []
        try:
            with unprotected(growth.sheets, growth.before, sheet_of, password):
                _insert(live, growth, inserted, sheet_of, progress)
                rest = _write_rest(live, growth, changes, written, sheet_of, password, progress)
            live.calculate()
            _require_like(live, growth, rest)
        except Unfinished:
            raise  # it says what is not as it should be
        except BaseException as fault:
            progress("putting everything back")
            wrote = written[0] if written else ChangeSet()
            back = replace(wrote.reverse(), deleted=tuple(inserted))
            lost = _taken_back(live, back, growth.before, sheet_of, password)
            if not isinstance(fault, Exception):
                raise
            raise stopped(fault, written=bool(inserted), lost=lost) from fault


def shrink(
    live: LiveBook, changes: ChangeSet, password: str | None, progress: Callable[[str], None]
) -> None:
    """Change what is to change, delete what was inserted, and compare; put back on a fault."""
    progress("looking at the open workbook")
    with shrinkage_of(live, changes, password) as shrinkage, quiet(live.app, live.patience):
        sheet_of = live.sheets()
        change_cells(live, changes.between, password, progress, sheet_of)
        left = list(changes.deleted)
        try:
            _delete(left, shrinkage.before, sheet_of, password)
            live.calculate()
            wrong = shrinkage.not_as_wanted(live.fresh(), password)
            if wrong:
                raise Refused([_unlike(wrong)])
        except Unfinished:
            raise
        except BaseException as fault:
            progress("putting everything back")
            again = changes.deleted[len(left) :]
            lost = _taken_back(live,
                replace(changes.reverse(), inserted=again),
                shrinkage.before, sheet_of, password,
            )  # fmt: skip
            if not isinstance(fault, Exception):
                raise
            raise stopped(fault, written=True, lost=lost) from fault


def growth_of(live: LiveBook, changes: ChangeSet, password: str | None) -> Growth:
    """Return what the insertions lead to; raises Refused, also for what changes besides."""
    growth = Growth(_apart(live), changes, password)
    _admit(live, growth, growth.grown, changes)
    return growth


def shrinkage_of(live: LiveBook, changes: ChangeSet, password: str | None) -> Shrinkage:
    """Return what the deletions lead to; raises Refused, also for what changes besides."""
    shrinkage = Shrinkage(_apart(live), changes, password)
    _admit(live, shrinkage, shrinkage.before, changes)
    return shrinkage


def _apart(live: LiveBook) -> Copy:
    copy = live.apart()
    try:
        refuse_group(copy, live.name)
    except Refused:
        copy.close()
        raise
    return copy


def _admit(live: LiveBook, copies: Copies, copy: Copy, changes: ChangeSet) -> None:
    """Refuse what cannot be changed besides, and let go of the copies then."""
    try:
        refuse_at_once(live, copy, by_sheet(changes.between))
    except BaseException:
        copies.close()
        raise


def _insert(
    live: LiveBook,
    growth: Growth,
    inserted: list[Insertion],
    sheet_of: Callable[[str], OpenSheet],
    progress: Callable[[str], None],
) -> None:
    """Insert; `inserted` gets what has been."""
    # else what a person has copied would be inserted
    live.patience.put(live.app, "cut_copy_mode", False, "letting go of a copy")
    for insertion in growth.insertions:
        progress(f"inserting on {insertion.sheet}")
        sheet_of(insertion.sheet).insert(insertion)
        inserted.append(insertion)


def _write_rest(
    live: LiveBook,
    growth: Growth,
    changes: ChangeSet,
    written: list[ChangeSet],
    sheet_of: Callable[[str], OpenSheet],
    password: str | None,
    progress: Callable[[str], None],
) -> tuple[SheetChanges, ...]:
    """Let what Excel left out take in what was inserted, then write what changes besides.

    `written` gets what was written; what changes is returned by sheet. Cells come last, because a
    later run tells by them whether a run that was killed was done.
    """
    copy = live.fresh()
    there = copy.book
    for sheet, missing in growth.missing_beside(there).items():
        sheet_of(sheet).take_in(missing, growth.new_on(sheet), growth.taking_in)
    for name, text in growth.missing_names(there).items():
        found = live.patience(partial(live.book.names.__getitem__, name))
        live.patience.put(found, "refers_to", f"={text}", "letting a name mean more")
    left_out = growth.missing_formulas(there).and_then(growth.missing_looks(there))
    rest = left_out.and_then(changes.between)
    plan, jobs = work_of(live, copy, rest, password)
    with lettered_for(live, jobs):
        write(jobs, sheet_of, password, progress, growth.new_on)
    written.append(rest)
    return plan


def _delete(
    left: list[Insertion],
    protected: Copy,
    sheet_of: Callable[[str], OpenSheet],
    password: str | None,
) -> None:
    """Delete what was inserted, the last first; `left` loses what is deleted."""
    sheets = tuple(dict.fromkeys(each.sheet for each in left))
    with unprotected(sheets, protected, sheet_of, password):
        while left:
            sheet_of(left[-1].sheet).delete(left[-1])
            left.pop()


def _taken_back(
    live: LiveBook,
    back: ChangeSet,
    before: Copy,
    sheet_of: Callable[[str], OpenSheet],
    password: str | None,
) -> list[Finding]:
    """Make the workbook what it was before; return what it is not."""
    try:
        if back.inserted:
            grow(live, back, password, lambda _step: None)
        else:
            change_cells(live, back.between, password, lambda _step: None, sheet_of)
            _delete(list(back.deleted), before, sheet_of, password)
        wrong = unlike(before.book, live.fresh().book)
    except Refused as refused:
        return list(refused.findings)
    return [_unlike(wrong)] if wrong else []


def _require_like(live: LiveBook, growth: Growth, plan: Sequence[SheetChanges]) -> None:
    """Refuse where the workbook is not what the headless engine made of it."""
    copy = live.fresh()
    snapshot = copy.book.survey(full=[changed.sheet for changed in plan])
    if wrong := not_as_wanted(copy, snapshot, plan, {}):
        raise Refused(replace(finding, todo="Please report this.") for finding in wrong)
    if places := unlike(growth.wanted.book, copy.book):
        raise Refused([_unlike(places)])


def _unlike(places: Sequence[str]) -> Finding:
    return error(
        "E110",
        "Excel made something other than was wanted of an inserted or deleted row or column.",
        first_of(places, _NAMED),
        "Please report this.",
    )
