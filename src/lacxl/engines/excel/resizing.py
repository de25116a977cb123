"""Inserting rows and columns in the open workbook, and deleting what was inserted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from lacxl.domain.errors import Refused, Unfinished
from lacxl.domain.finding import Finding, error, first_of
from lacxl.engines.excel.applying import change_cells, refuse_at_once
from lacxl.engines.excel.copying import Copies, Copy
from lacxl.engines.excel.growth import Growth
from lacxl.engines.excel.jobs import job_on
from lacxl.engines.excel.live_book import LiveBook
from lacxl.engines.excel.open_sheet import OpenSheet
from lacxl.engines.excel.quiet import quiet
from lacxl.engines.excel.shrinkage import Shrinkage
from lacxl.engines.excel.writing import stopped, unprotected
from lacxl.engines.package import PackageWorkbook, unlike
from lacxl.engines.package.admission import by_sheet
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
        written = ChangeSet()
        try:
            there = _insert(live, growth, inserted, sheet_of, password, progress)
            rest = growth.missing_looks(there).and_then(changes.between)
            change_cells(live, rest, password, progress, sheet_of)
            written = rest
            _require_like(live, growth, live.copy if rest else None)
        except Unfinished:
            raise  # it says what is not as it should be
        except BaseException as fault:
            progress("putting everything back")
            back = replace(written.reverse(), deleted=tuple(inserted))
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
            live.work_out()
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
    live.refuse_group()
    growth = Growth(live.apart(), changes, password)
    _admit(live, growth, growth.grown, changes)
    return growth


def shrinkage_of(live: LiveBook, changes: ChangeSet, password: str | None) -> Shrinkage:
    """Return what the deletions lead to; raises Refused, also for what changes besides."""
    live.refuse_group()
    shrinkage = Shrinkage(live.apart(), changes, password)
    _admit(live, shrinkage, shrinkage.before, changes)
    return shrinkage


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
    password: str | None,
    progress: Callable[[str], None],
) -> PackageWorkbook:
    """Insert, and let what Excel left out take it in; return what Excel held before that."""
    with unprotected(growth.sheets, growth.before, sheet_of, password):
        # else what a person has copied would be inserted
        live.patience.put(live.app, "cut_copy_mode", False, "letting go of a copy")
        for insertion in growth.insertions:
            progress(f"inserting on {insertion.sheet}")
            sheet_of(insertion.sheet).insert(insertion)
            inserted.append(insertion)
        copy = live.fresh()
        there, snapshot = copy.book, copy.book.survey()
        for changed in by_sheet(growth.missing_formulas(there)):
            work = job_on(copy, changed, snapshot, password).work
            sheet_of(changed.sheet).carry_out(work)
        for sheet, missing in growth.missing_beside(there).items():
            sheet_of(sheet).take_in(missing, growth.new_on(sheet), growth.taking_in)
        for name, text in growth.missing_names(there).items():
            found = live.patience(partial(live.book.names.__getitem__, name))
            live.patience.put(found, "refers_to", f"={text}", "letting a name mean more")
    return there


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


def _require_like(live: LiveBook, growth: Growth, read_back: Copy | None) -> None:
    """Refuse where the workbook is not what the headless engine made of it."""
    copy = read_back or live.fresh()
    if wrong := unlike(growth.wanted.book, copy.book):
        raise Refused([_unlike(wrong)])


def _unlike(places: Sequence[str]) -> Finding:
    return error(
        "E110",
        "Excel made something other than was wanted of an inserted or deleted row or column.",
        first_of(places, _NAMED),
        "Please report this.",
    )
