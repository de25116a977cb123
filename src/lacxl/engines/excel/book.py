"""The workbook as it is open in Excel: surveyed, looked at, changed, shown."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

from lacxl.domain.errors import Refused, Unfinished, refuse
from lacxl.domain.finding import Finding, error
from lacxl.engines.excel.comparing import changed_meanwhile, not_as_wanted
from lacxl.engines.excel.copying import Copy, save_copy
from lacxl.engines.excel.dressing import unsettable
from lacxl.engines.excel.folders import local_folder
from lacxl.engines.excel.growth import Growth
from lacxl.engines.excel.jobs import Job, job_on, turned_round
from lacxl.engines.excel.list_book import LINK_HEADING, block_of, links_to, show
from lacxl.engines.excel.native import Spelling
from lacxl.engines.excel.open_sheet import OpenSheet
from lacxl.engines.excel.patience import Patience
from lacxl.engines.excel.quiet import lettered, quiet
from lacxl.engines.excel.sheet_work import goes_round, unwritable
from lacxl.engines.excel.shrinkage import Shrinkage
from lacxl.engines.excel.writing import (
    CLOSE,
    half_written,
    stopped,
    take_back,
    unprotected,
    write,
)
from lacxl.engines.package import PackageWorkbook, unlike
from lacxl.engines.package.admission import SheetChanges, by_sheet
from lacxl.workbook.address import Cell
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.insertion import Insertion
from lacxl.workbook.snapshot import CellLook, Comment, Snapshot
from lacxl.workbook.style import Style

_NAMED = 10


class ExcelWorkbook:
    """A workbook in a running Excel, seen through copies that Excel writes of it.

    `survey` looks again; `looks` belongs to the last survey, so that both are of one moment. What
    is changed here is not saved until `save`. `close` lets go of the copies; the book stays open.
    """

    def __init__(
        self, app: Any, book: Any, name: str, *, native: Spelling, patience: Patience
    ) -> None:
        self._app = app
        self._book = book
        self._name = name
        self._native = native
        self._patience = patience
        self._copy: Copy | None = None
        self._seen: tuple[Cell, str] | None = None

    def __enter__(self) -> ExcelWorkbook:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the workbook, which stays open in Excel."""
        if self._copy is not None:
            self._copy.close()
            self._copy = None

    @property
    def name(self) -> str:
        """The file name that Excel shows."""
        return self._name

    @property
    def folder(self) -> Path | None:
        """The local folder it was opened from, None where there is none."""
        return local_folder(self._patience(lambda: self._native.full_name(self._book)))

    def survey(self, full: Collection[str] | None = None) -> Snapshot:
        """Return what every worksheet holds now, saved or not; one call to Excel."""
        return self._fresh().book.survey(full)

    def looks(self, sheet: str, cells: Iterable[Cell]) -> Mapping[Cell, CellLook]:
        """Return number format and lock of the cells as they were at the last survey."""
        copy = self._copy or self._fresh()
        return copy.book.looks(sheet, cells)

    def styles_of(self, sheet: str, cells: Iterable[Cell]) -> Mapping[Cell, Style]:
        """Return how the cells looked beside that at the last survey."""
        copy = self._copy or self._fresh()
        return copy.book.styles_of(sheet, cells)

    def comments(self, sheet: str) -> Mapping[Cell, Comment]:
        """Return the comments of a sheet as they were at the last survey."""
        copy = self._copy or self._fresh()
        return copy.book.comments(sheet)

    def copy_to(self, target: Path) -> None:
        """Write what Excel holds now, saved or not, to a new file."""
        if target.exists():
            raise refuse(
                "E106",
                "The copy is written as a new file, and there is one of that name.",
                target.name,
                "Nothing was changed. Move it away, then try again.",
            )
        save_copy(self._book, self._native, self._patience, self._name, target)

    def apply(
        self,
        changes: ChangeSet,
        *,
        password: str | None = None,
        progress: Callable[[str], None] = lambda _step: None,
    ) -> None:
        """Carry out a change set wholly or not at all, and read it back.

        Raises Refused with the workbook as it was; Unfinished where it could not be put back, or
        where a sheet stays unprotected or a setting of Excel's unrestored.
        """
        password = password or None
        if changes.inserted:
            self._grow(changes, password, progress)
        elif changes.deleted:
            self._shrink(changes, password, progress)
        else:
            self._apply(changes, password, progress)

    def _apply(
        self,
        changes: ChangeSet,
        password: str | None,
        progress: Callable[[str], None],
        sheet_of: Callable[[str], OpenSheet] | None = None,
    ) -> None:
        """Carry out a change set that neither inserts nor deletes."""
        if not changes:
            return
        progress("looking at the open workbook")
        plan, jobs = self._admitted(changes, password)
        sheet_of = sheet_of or self._sheets()
        try:
            with self._undisturbed(jobs):
                write(jobs, sheet_of, password, progress)
        except Refused as refused:
            if "E111" in refused.codes and not isinstance(refused, Unfinished):
                self._require_put_back(plan, jobs, refused)
            raise
        progress("reading back what was written")
        self._require_written(plan, jobs, sheet_of, password)

    def rehearse(self, changes: ChangeSet, *, password: str | None = None) -> None:
        """Raise Refused for whatever `apply` would before it writes anything."""
        if changes.inserted:
            self._growth(changes, password or None).close()
        elif changes.deleted:
            self._shrinkage(changes, password or None).close()
        elif changes:
            self._admitted(changes, password or None)

    def _growth(self, changes: ChangeSet, password: str | None) -> Growth:
        """Return what the insertions lead to; raises Refused, also for what changes besides."""
        self._refuse_group()
        growth = Growth(self._apart(), changes, password)
        try:
            self._refuse_at_once(growth.grown, by_sheet(changes.between))
        except BaseException:
            growth.close()
            raise
        return growth

    def _grow(
        self, changes: ChangeSet, password: str | None, progress: Callable[[str], None]
    ) -> None:
        """Insert, change what is to change besides, and compare; put it all back on a fault."""
        progress("looking at the open workbook")
        with self._growth(changes, password) as growth, quiet(self._app, self._patience):
            sheet_of = self._sheets()
            inserted: list[Insertion] = []
            written = ChangeSet()
            try:
                there = self._insert(growth, inserted, sheet_of, password, progress)
                rest = growth.missing_looks(there).and_then(changes.between)
                self._apply(rest, password, progress, sheet_of)
                written = rest
                self._require_like(growth, self._copy if rest else None)
            except Unfinished:
                raise  # it says what is not as it should be
            except BaseException as fault:
                progress("putting everything back")
                back = replace(written.reverse(), deleted=tuple(inserted))
                lost = self._taken_back(back, growth.before, sheet_of, password)
                if not isinstance(fault, Exception):
                    raise
                raise stopped(fault, written=bool(inserted), lost=lost) from fault

    def _insert(
        self,
        growth: Growth,
        inserted: list[Insertion],
        sheet_of: Callable[[str], OpenSheet],
        password: str | None,
        progress: Callable[[str], None],
    ) -> PackageWorkbook:
        """Insert, and let what Excel left out take it in; return what Excel held before that."""
        with unprotected(growth.sheets, growth.before, sheet_of, password):
            # else what a person has copied would be inserted
            self._patience.put(self._app, "cut_copy_mode", False, "letting go of a copy")
            for insertion in growth.insertions:
                progress(f"inserting on {insertion.sheet}")
                sheet_of(insertion.sheet).insert(insertion)
                inserted.append(insertion)
            copy = self._fresh()
            there, snapshot = copy.book, copy.book.survey()
            for changed in by_sheet(growth.missing_formulas(there)):
                work = job_on(copy, changed, snapshot, password).work
                sheet_of(changed.sheet).carry_out(work)
            for sheet, missing in growth.missing_beside(there).items():
                sheet_of(sheet).take_in(missing, growth.new_on(sheet), growth.taking_in)
            for name, text in growth.missing_names(there).items():
                found = self._patience(partial(self._book.names.__getitem__, name))
                self._patience.put(found, "refers_to", f"={text}", "letting a name mean more")
        return there

    def _shrinkage(self, changes: ChangeSet, password: str | None) -> Shrinkage:
        """Return what the deletions lead to; raises Refused, also for what changes besides."""
        self._refuse_group()
        shrinkage = Shrinkage(self._apart(), changes, password)
        try:
            self._refuse_at_once(shrinkage.before, by_sheet(changes.between))
        except BaseException:
            shrinkage.close()
            raise
        return shrinkage

    def _shrink(
        self, changes: ChangeSet, password: str | None, progress: Callable[[str], None]
    ) -> None:
        """Change what is to change, delete what was inserted, and compare; put back on a fault."""
        progress("looking at the open workbook")
        with self._shrinkage(changes, password) as shrinkage, quiet(self._app, self._patience):
            sheet_of = self._sheets()
            self._apply(changes.between, password, progress, sheet_of)
            left = list(changes.deleted)
            try:
                self._delete(left, shrinkage.before, sheet_of, password)
                self._work_out()
                wrong = shrinkage.not_as_wanted(self._fresh(), password)
                if wrong:
                    raise Refused([_unlike(wrong)])
            except Unfinished:
                raise
            except BaseException as fault:
                progress("putting everything back")
                again = changes.deleted[len(left) :]
                lost = self._taken_back(
                    replace(changes.reverse(), inserted=again),
                    shrinkage.before, sheet_of, password,
                )  # fmt: skip
                if not isinstance(fault, Exception):
                    raise
                raise stopped(fault, written=True, lost=lost) from fault

    def _delete(
        self,
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
        self,
        back: ChangeSet,
        before: Copy,
        sheet_of: Callable[[str], OpenSheet],
        password: str | None,
    ) -> list[Finding]:
        """Make the workbook what it was before; return what it is not."""
        try:
            if back.inserted:
                self._grow(back, password, lambda _step: None)
            else:
                self._apply(back.between, password, lambda _step: None, sheet_of)
                self._delete(list(back.deleted), before, sheet_of, password)
            wrong = unlike(before.book, self._fresh().book)
        except Refused as refused:
            return list(refused.findings)
        return [_unlike(wrong)] if wrong else []

    def _require_like(self, growth: Growth, read_back: Copy | None) -> None:
        """Refuse where the workbook is not what the headless engine made of it."""
        copy = read_back or self._fresh()
        if wrong := unlike(growth.wanted.book, copy.book):
            raise Refused([_unlike(wrong)])

    def _admitted(
        self, changes: ChangeSet, password: str | None
    ) -> tuple[tuple[SheetChanges, ...], list[Job]]:
        """Return the changes by sheet and the work to be done; raises Refused."""
        self._refuse_group()
        plan = by_sheet(changes)
        copy = self._fresh()
        copy.rehearse(changes, password)
        self._refuse_at_once(copy, plan)
        snapshot = copy.book.survey(full=changes.sheets)
        jobs = [job_on(copy, changed, snapshot, password) for changed in plan]
        self._seen = None
        if any(job.work.rules for job in jobs):
            self._viewpoint()
        return plan, jobs

    def _refuse_at_once(self, copy: Copy, plan: Sequence[SheetChanges]) -> None:
        """Refuse what cannot be written, and cells that are not what the changes start from."""
        _refuse_unwritable(plan, dresses=self._native.dresses_cells())
        others = changed_meanwhile(copy, plan)
        if others:
            raise Refused(others)

    def require_savable(self) -> None:
        """Raise Refused where the workbook cannot be saved under its own name."""
        full_name = self._patience(lambda: self._native.full_name(self._book))
        if not any(mark in full_name for mark in "/\\"):
            raise refuse(
                "E115",
                "The workbook has never been saved, so there is no file of it.",
                self._name,
                "Save it once in Excel under its name; then try again.",
            )
        if self._patience(lambda: self._native.is_read_only(self._book)):
            raise refuse(
                "E115",
                "The workbook is open read-only, perhaps because a colleague has it open too.",
                self._name,
                "Save it in Excel under another name, or open it when it is free.",
            )

    def save(self) -> None:
        """Save the workbook where it was opened from."""
        self.require_savable()
        self._patience(self._book.save, "saving the workbook")

    def selected(self) -> tuple[str, Cell] | None:
        """Return sheet and cell of the selection's first cell, None where no cell is selected."""
        cells = self._patience(lambda: self._app.selection)
        if cells is None:
            return None
        sheet = self._patience(lambda: cells.sheet)
        if self._patience(lambda: sheet.book.name) != self._name:
            return None
        row, column = self._patience(lambda: (cells.row, cells.column))
        return str(self._patience(lambda: sheet.name)), Cell(int(row), int(column))

    def say(self, step: str | None) -> None:
        """Show a step in Excel's status bar, if it can at once; None gives the bar back."""
        if step is None:
            self._patience.put(self._app, "status_bar", False)
            return
        with suppress(Refused):  # no run should fail, or wait, over its commentary
            Patience(0.0).put(self._app, "status_bar", step)

    def show_list(
        self,
        title: str,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        links: Sequence[tuple[str, Cell] | None],
    ) -> None:
        """Show a table in a new, unsaved workbook; each link goes to a cell of this one."""
        show(
            self._app,
            self._native,
            self._patience,
            block_of(title, self._name, (*headings, LINK_HEADING), rows),
            links_to(self._name, links),
        )

    @contextmanager
    def _undisturbed(self, jobs: Sequence[Job]) -> Iterator[None]:
        """Keep Excel quiet, and its columns by letters where rules are written."""
        with ExitStack() as stack:
            stack.enter_context(quiet(self._app, self._patience))
            if any(job.work.rules is not None for job in jobs):
                stack.enter_context(lettered(self._app, self._native, self._patience))
            yield

    def _refuse_group(self) -> None:
        """Refuse while sheets are selected together: Excel protects none of them then.

        Where Excel does not say, reading back shows whether a write went astray.
        """
        try:
            grouped = self._patience(lambda: self._native.has_group(self._book))
        except Refused as refused:
            if refused.codes != ("E105",):
                raise
            return
        if grouped:
            raise refuse(
                "E121",
                "Several sheets are selected together, which Excel calls a group.",
                self._name,
                "Nothing was written. Right-click one of their tabs, choose Ungroup Sheets, then "
                "try again.",
            )

    def _work_out(self) -> None:
        """Have Excel work out the formulas where it does not do so by itself."""
        if self._patience.get(self._app, "calculation") != "automatic":
            self._patience(self._app.calculate, "working out the formulas")

    def _fresh(self) -> Copy:
        """Return a copy of what Excel holds now, in the place of the last one."""
        copy = self._apart()
        self.close()
        self._copy = copy
        return copy

    def _apart(self) -> Copy:
        """Return a copy of what Excel holds now, which whoever asks closes."""

        def write(target: Path) -> None:
            save_copy(self._book, self._native, self._patience, self._name, target)

        return Copy(write, self._name)

    def _found_sheets(self) -> dict[str, Any]:
        """Return the worksheets by name, all fetched at once and each a real one.

        Asked for one by one, a busy Excel can hand out an empty sheet object.
        """
        sheets = self._patience(lambda: list(self._book.sheets), "listing the sheets")
        found = {str(self._patience.get(sheet, "name")): sheet for sheet in sheets}
        if any(sheet.api is None for sheet in sheets):
            raise refuse(
                "E105",
                "Excel returned an unusable sheet.",
                self._name,
                "Nothing was written. Close any dialog in Excel and try again.",
            )
        return found

    def _sheets(self) -> Callable[[str], OpenSheet]:
        found = self._found_sheets()

        @functools.cache
        def sheet_of(name: str) -> OpenSheet:
            return OpenSheet(name, found[name], self._native, self._patience, self._viewpoint)

        return sheet_of

    def _viewpoint(self) -> tuple[Cell, str]:
        """Return what formulas of rules depend on: the active cell, what separates arguments."""
        if self._seen is None:
            self._seen = self._looked()
        return self._seen

    def _looked(self) -> tuple[Cell, str]:
        native, patience = self._native, self._patience
        cell = patience(lambda: native.active_cell(self._app), "asking for the active cell")
        if cell is None:
            raise refuse(
                "E120",
                "No cell is active in Excel, perhaps a chart is; conditional formats need one.",
                self._name,
                "Nothing was written. Click on a cell of any sheet, then try again.",
            )
        try:
            return cell, patience(lambda: native.list_separator(self._app))
        except Refused as refused:
            if refused.codes != ("E105",):
                raise
            return cell, ","  # as in English; reading back shows whether it was right

    def _require_written(
        self,
        plan: Sequence[SheetChanges],
        jobs: Sequence[Job],
        sheet_of: Callable[[str], OpenSheet],
        password: str | None,
    ) -> None:
        """Read everything back; on any difference put it all back and refuse."""
        wanted = {job.work.sheet: job.wanted for job in jobs}
        try:
            self._work_out()
            copy = self._fresh()
        except Refused as refused:
            raise Unfinished((_not_read_back(self._name), *refused.findings)) from refused
        wrong = not_as_wanted(copy, copy.book.survey(full=list(wanted)), plan, wanted)
        if not wrong:
            return
        with self._undisturbed(jobs):
            lost = take_back(jobs, sheet_of, password)
        lost += self._not_put_back(plan, jobs)
        if lost:
            half = error("E112", "What was written could not be put back.", self._name, CLOSE)
            raise Unfinished((*wrong, half, *lost))
        raise Refused(
            replace(finding, todo="Everything was put back as it was. Please report this.")
            for finding in wrong
        )

    def _require_put_back(
        self, plan: Sequence[SheetChanges], jobs: Sequence[Job], refused: Refused
    ) -> None:
        """Raise Unfinished where something is not as it was before a run that broke off."""
        try:
            lost = self._not_put_back(plan, jobs)
        except Refused as unread:
            lost = [_not_read_back(self._name), *unread.findings]
        if lost:
            reasons = [finding for finding in refused.findings if finding.code != "E111"]
            raise Unfinished((half_written(), *reasons, *lost)) from refused

    def _not_put_back(self, plan: Sequence[SheetChanges], jobs: Sequence[Job]) -> list[Finding]:
        """Read everything back and return what is not as it was before the changes."""
        before = {job.work.sheet: job.present for job in jobs}
        copy = self._fresh()
        snapshot = copy.book.survey(full=list(before))
        return not_as_wanted(copy, snapshot, [turned_round(changed) for changed in plan], before)


def _unlike(places: Sequence[str]) -> Finding:
    rest = f" and {len(places) - _NAMED} more" if len(places) > _NAMED else ""
    return error(
        "E110",
        "Excel made something other than was wanted of an inserted or deleted row or column.",
        ", ".join(places[:_NAMED]) + rest,
        "Please report this.",
    )


def _not_read_back(name: str) -> Finding:
    return error(
        "E119",
        "What was written to the workbook could not be read back, so it has not been checked.",
        name,
        "Look at the cells, or close the workbook without saving and fill the month again.",
    )


def _refuse_unwritable(plan: Sequence[SheetChanges], *, dresses: bool) -> None:
    faults = [
        error(
            "E117",
            "This error value comes only from formulas; nobody can enter it in Excel.",
            f"{changed.sheet}!{cell}",
            "Nothing was written. Correct the source.",
        )
        for changed in plan
        for cell, change in changed.cells.items()
        if change.value and unwritable(change.value.after)
    ]
    faults += [
        error(
            "E123",
            "These comments would change places, which cannot be done in an open workbook.",
            changed.sheet,
            "Nothing was written. Do it with the workbook closed, from the command line.",
        )
        for changed in plan
        if changed.comments and goes_round(changed.comments)
    ]
    faults += [
        error(
            "E122",
            f"This look cannot be given to a cell of an open workbook: {fact}.",
            f"{changed.sheet}!{cell}",
            "Nothing was written. Do it with the workbook closed, from the command line.",
        )
        for changed in plan
        for cell, change in changed.cells.items()
        if change.style
        for fact in (unsettable(change.style) if dresses else ("any, on a Mac",))
    ]
    if faults:
        raise Refused(faults)
