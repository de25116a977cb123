"""The workbook as a file on the disk: replaced in one step, while nobody has it open."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from lacxl.app.case.seen import open_workbook
from lacxl.app.document.document import Changed, IssueOrder, Locked, Progress
from lacxl.domain.errors import Refused, refuse
from lacxl.domain.finding import Finding, Severity
from lacxl.engines.package import PackageWorkbook, same_parts, verify
from lacxl.files.guarding import guarded, require_closed
from lacxl.files.os_errors import coded, target_of
from lacxl.files.replacing import (
    Stamp,
    replace_file,
    require_folder,
    require_replaceable,
    stamp_of,
)
from lacxl.files.temporary import private_folder, temporary_beside
from lacxl.ledgers.receipts import fingerprint
from lacxl.settings.settings import Settings
from lacxl.workbook.address import CellRef
from lacxl.workbook.calculation import Calculation
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.new_sheet import NewSheet
from lacxl.workbook.snapshot import CellValue


class FileOnDisk:
    """A workbook file, replaced in one step. Refused while somebody has it open."""

    is_open = False

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._since: Stamp | None = None
        self._made_of: Path | None = None

    @property
    def source(self) -> Path:
        """The workbook itself."""
        return self.settings.workbook_path

    def made_of(self, file: Path, new: NewSheet | None = None) -> FileOnDisk:
        """Return the document of which changes are made in a file aside, which then takes the
        workbook's place.
        """
        found = FileOnDisk(self.settings)
        found._since, found._made_of = self._since, file
        return found

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep Excel and other runs away, and make sure that nobody saves it meanwhile."""
        with guarded(self.settings.workbook_path):
            self._since = stamp_of(self.settings.workbook_path)
            yield

    def mark(self) -> Mapping[str, object]:
        """Return the fingerprint of the file as it is now."""
        return {"sha256_before": fingerprint(self.settings.workbook_path)}

    def in_other_hands(self) -> tuple[Finding, ...]:
        """Return a warning where somebody has it open."""
        try:
            require_closed(target_of(self.settings.workbook_path), to_write=False)
        except Refused as refused:
            return tuple(replace(each, severity=Severity.WARNING) for each in refused.findings)
        return ()

    def rehearse(self, changes: ChangeSet, calculation: Calculation, password: str | None) -> None:
        """Write the changed workbook into a private folder and throw it away."""
        self._require_room()
        if not changes.deleted:
            rehearse_copy(self.settings, changes.between, calculation, password, self._made_of)

    def rehearse_issue(self, order: IssueOrder) -> None:
        """Write the locked workbook into a private folder, compare a copy that is there already."""
        self._require_room()
        require_folder(order.copy.parent, "looking for the issued copy")
        with private_folder() as folder:
            twin = Path(folder) / order.copy.name
            made = _settle_copy(self.settings, order, twin)
            verify(twin, made.changes, password=order.password, calculation=made.calculation)

    def _require_room(self) -> None:
        require_replaceable(self.settings.workbook_path)
        require_folder(self.settings.backups_folder, "making the backup")

    def change(
        self,
        changes: ChangeSet,
        calculation: Calculation,
        password: str | None,
        progress: Progress,
        on_step: Progress,
    ) -> Changed:
        """Replace the file by one with the changes.

        What deletes takes an insertion back: that is the file from before, byte for byte.
        """
        progress("writing the workbook")
        file, between = self._made_of, changes.between
        if changes.deleted:
            assert file is not None, "only what was there before takes an insertion back"  # noqa: S101
            back = ChangeSet()
            return self._replace(
                lambda target: _copy_bytes(file, target), back, Calculation(), None, on_step
            )
        return self._replace(
            lambda target: write_changes(
                self.settings, between, target, password, calculation, source=file
            ),
            between,
            calculation,
            password,
            on_step,
        )

    def now(self) -> Path:
        """Return the workbook itself."""
        return self.source

    def issue(self, order: IssueOrder, progress: Progress, on_step: Progress) -> Locked:
        """Write the copy first, then put the very same bytes in the workbook's place."""
        progress("writing the issued copy")
        made = _make_copy(self.settings, order, on_step)
        progress("locking the month in the workbook")
        on_step("lock")
        try:
            changed = self._replace(
                lambda target: _copy_bytes(order.copy, target),
                made.changes,
                made.calculation,
                order.password,
                on_step,
            )
        except BaseException:
            locked = fingerprint(self.settings.workbook_path) == fingerprint(order.copy)
            if made.new and not locked:  # else the next run finishes
                order.copy.unlink(missing_ok=True)
            raise
        return Locked(made.on, changed.findings, changed.backup)

    def finish(self, copy: Path, changes: ChangeSet, password: str | None) -> None:
        """Write the copy from the file, which was saved already."""
        write_copy(self.source, copy, changes, password)

    def _replace(
        self,
        write: Callable[[Path], None],
        changes: ChangeSet,
        calculation: Calculation,
        password: str | None,
        on_step: Progress,
    ) -> Changed:
        replaced = replace_file(
            self.settings.workbook_path,
            write,
            check=lambda target: verify(
                target, changes, password=password, calculation=calculation
            ),
            backup_folder=self.settings.backups_folder,
            keep=self.settings.backups.keep,
            since=self._since,
            on_step=on_step,
        )
        return Changed(replaced.backup, replaced.findings)


def write_changes(
    settings: Settings,
    changes: ChangeSet,
    target: Path,
    password: str | None,
    calculation: Calculation | None = None,
    *,
    thorough: bool = False,
    source: Path | None = None,
) -> None:
    """Write the workbook with its changes, and the results they lead to, to a new file.

    `thorough` checks every part of it. `source` is a file aside that it has grown to.

    A fault of the disk comes as an OSError, so that it is reported for the workbook and not for
    a temporary file. Raises Refused for everything else.
    """
    with open_workbook(settings, source) as book:
        try:
            book.write(
                changes, target, password=password, calculation=calculation, thorough=thorough
            )
        except Refused as refused:
            fault: BaseException | None = refused
            while fault is not None and not isinstance(fault, OSError):
                fault = fault.__cause__
            if isinstance(fault, OSError):
                raise OSError(fault.errno, fault.strerror) from refused
            raise


def rehearse_copy(
    settings: Settings,
    changes: ChangeSet,
    calculation: Calculation,
    password: str | None,
    source: Path | None = None,
) -> None:
    """Write the changed workbook into a private folder, read it back and throw it away."""
    with private_folder() as folder:
        target = Path(folder) / settings.workbook_path.name
        write_changes(settings, changes, target, password, calculation, source=source)
        verify(target, changes, password=password, calculation=calculation)


def write_copy(
    source: Path,
    copy: Path,
    changes: ChangeSet,
    password: str | None,
    on_step: Progress = lambda _step: None,
) -> None:
    """Write the issued copy of a workbook that is locked; one that is there already must fit.

    Raises Refused.
    """
    with coded(copy, "looking for the issued copy"):
        copy.parent.mkdir(parents=True, exist_ok=True)
        there = copy.exists()
    if there:
        try:
            verify(copy, changes, password=password)
        except Refused as refused:
            raise another_file(copy) from refused
        return
    replace_file(
        copy,
        lambda target: _copy_bytes(source, target),
        check=lambda target: verify(target, changes, password=password),
        on_step=on_step,
    )


def another_file(copy: Path) -> Refused:
    """Return the refusal where a file that is not this issue has its name."""
    return refuse(
        "I104",
        "A file with the name of this issue is there, and it is not the file to be issued.",
        copy.name,
        "Move it away, or find out from which workbook it was issued; then run again.",
    )


@dataclass(frozen=True, slots=True)
class _Copy:
    """The issued copy: what was changed for it, on which day, and whether this run made it."""

    changes: ChangeSet
    calculation: Calculation
    on: dt.date
    new: bool


def _make_copy(settings: Settings, order: IssueOrder, on_step: Progress) -> _Copy:
    """Write the issued copy; one that a cut-off run left is taken if it is the very same file."""
    copy, password = order.copy, order.password
    with coded(copy, "looking for the issued copy"):
        copy.parent.mkdir(parents=True, exist_ok=True)
        there = copy.exists()
    if there:
        with temporary_beside(copy) as twin:
            return _settle_copy(settings, order, twin)
    changes = order.changes_on(order.today, order.anchor)
    results = order.results_of(changes)
    replace_file(
        copy,
        lambda target: write_changes(settings, changes, target, password, results, thorough=True),
        check=lambda target: verify(target, changes, password=password, calculation=results),
        on_step=lambda step: on_step(f"copy {step}"),
    )
    return _Copy(changes, results, order.today, new=True)


def _settle_copy(settings: Settings, order: IssueOrder, twin: Path) -> _Copy:
    """Write the file to be issued as `twin`; a copy that is there already must be the same file.

    Raises Refused (I104) for another one.
    """
    with coded(order.copy, "looking for the issued copy"):
        there = order.copy.exists()
    # the one that is there may be from the day before
    day = (day_of(order.copy, order.dated_at) if there else None) or order.today
    anchor = anchor_of(order.copy, order.anchored_at) if there else order.anchor
    changes = order.changes_on(day, anchor)
    results = order.results_of(changes)
    write_changes(settings, changes, twin, order.password, results, thorough=True)
    if there and not same_parts(twin, order.copy):
        raise another_file(order.copy)
    return _Copy(changes, results, day, new=not there)


def day_of(copy: Path, place: CellRef | None) -> dt.date | None:
    """Return the date on the cover of a copy that is there already, None where it has none."""
    value = _on_cover(copy, place)
    try:
        if isinstance(value, str):
            value = dt.datetime.strptime(value, "%d/%m/%Y")  # noqa: DTZ007 - a cell has no zone
    except ValueError:
        return None
    return value.date() if isinstance(value, dt.datetime) else None


def anchor_of(copy: Path, place: CellRef | None) -> str:
    """Return the register's anchor on the cover of a copy that is there already, "" for none."""
    value = _on_cover(copy, place)
    return value if isinstance(value, str) else ""


def _on_cover(copy: Path, place: CellRef | None) -> CellValue:
    if place is None:
        return None
    try:
        with PackageWorkbook(copy, allow_signed=True) as book:
            return book.survey(full=()).sheet(place.sheet).values.get(place.cell)
    except (Refused, KeyError):
        return None


def _copy_bytes(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
