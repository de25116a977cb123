"""The workbook as it is open in Excel: read through a copy, changed where it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from lacxl.app.case.seen import open_workbook
from lacxl.app.document.document import Changed, IssueOrder, Locked, Progress
from lacxl.app.document.file_on_disk import another_file, write_copy
from lacxl.domain.errors import Refused, Unfinished
from lacxl.domain.finding import Finding
from lacxl.files.backups import make_backup, prune_backups
from lacxl.files.guarding import guarded
from lacxl.files.os_errors import coded
from lacxl.files.replacing import require_folder
from lacxl.files.temporary import private_folder
from lacxl.ledgers.unfinished import drop_note, leave_note
from lacxl.settings.settings import Settings
from lacxl.workbook.calculation import Calculation
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.engine import OpenWorkbook, Rehearsing
from lacxl.workbook.new_sheet import NewSheet


class OpenBook:
    """A book in Excel and the settings of its folder. Use it in a `with`: its copies go at the end.

    The copy has the book's own name in a private temporary folder, so that messages name the book.
    """

    is_open = True

    def __init__(self, book: OpenWorkbook, settings: Settings) -> None:
        self.book = book
        self.settings = settings
        self._folder: TemporaryDirectory[str] | None = None
        self._source: Path | None = None
        self._made_of: Path | None = None
        self._new: NewSheet | None = None
        self._copies = 0

    def __enter__(self) -> OpenBook:
        return self

    def __exit__(self, *_raised: object) -> None:
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = self._source = None

    @property
    def source(self) -> Path:
        """A copy of what Excel held when this was first asked for in this run."""
        if self._source is None:
            self._source = self._taken()
        return self._source

    def made_of(self, file: Path, new: NewSheet | None = None) -> OpenBook:
        """Return the book, of which the file is what a change is tried on first."""
        self._made_of, self._new = file, new
        return self

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other runs of lacxl away; the book is meant to be open."""
        with guarded(self.settings.workbook_path, in_excel=True):
            yield

    def mark(self) -> Mapping[str, object]:
        """Return nothing: the cells show whether the change happened."""
        return {}

    def in_other_hands(self) -> tuple[Finding, ...]:
        """Return nothing: it is meant to be open."""
        return ()

    def rehearse(self, changes: ChangeSet, calculation: Calculation, password: str | None) -> None:
        """Carry the changes out on the copy, and ask Excel for what a copy cannot tell."""
        require_folder(self.settings.backups_folder, "making the backup")
        with open_workbook(self.settings, self._made_of or self.source) as book:
            book.write(changes.between, self._room() / self._name, password=password)
        if self._new is None and isinstance(self.book, Rehearsing):
            self.book.rehearse(changes, password=password)

    def rehearse_issue(self, order: IssueOrder) -> None:
        """Ask for what issuing would ask for before it changes anything."""
        require_folder(order.copy.parent, "looking for the issued copy")
        self._require_new(order.copy)
        self.book.require_savable()
        self.rehearse(order.changes_on(order.today, order.anchor), Calculation(), order.password)

    def change(
        self,
        changes: ChangeSet,
        calculation: Calculation,
        password: str | None,
        progress: Progress,
        on_step: Progress,
    ) -> Changed:
        """Make the backup and change the open book, which is left for a person to save.

        Excel works out its formulas by itself.
        """
        backup = self._backup(on_step)
        progress("writing into the open workbook")
        on_step("apply")
        try:
            if self._new is None:
                self.book.apply(changes, password=password, progress=progress)
            else:
                self.book.add_sheet(self._new, changes, progress=progress)
        except Unfinished:
            raise  # the workbook is not as it was: the backup is what a person may need now
        except Refused:
            with suppress(OSError):  # nothing was changed: it is as if there had been no run
                backup.unlink(missing_ok=True)
            raise
        on_step("applied")
        return Changed(backup, prune_backups(backup, self._name, self.settings.backups.keep))

    def issue(self, order: IssueOrder, progress: Progress, on_step: Progress) -> Locked:
        """Lock the month in the open book, save it, then let Excel write the issued copy.

        From the first change on, a note tells the next run what to finish.
        """
        self._require_new(order.copy)
        self.book.require_savable()  # before anything changes: what is locked has to be saved
        changes = order.changes_on(order.today, order.anchor)
        on_step("note")
        note = leave_note(self.settings, order.number, order.copy, order.today, changes)
        progress("locking the month in the open workbook")
        try:
            changed = self.change(changes, Calculation(), order.password, progress, on_step)
        except Unfinished:
            raise  # the note stays: what the workbook holds tells the next run what to do
        except Refused:
            drop_note(note)
            raise
        try:
            progress("saving the workbook")
            on_step("save")
            self.book.save()
            progress("writing the issued copy")
            on_step("copy")
            write_copy(
                self._taken(), order.copy, changes, order.password,
                lambda step: on_step(f"copy {step}"),
            )  # fmt: skip
        except Refused as refused:
            raise Unfinished(refused.findings) from refused
        return Locked(order.today, changed.findings, changed.backup)

    def now(self) -> Path:
        """Return a copy of what Excel holds now, its formulas worked out."""
        return self._taken()

    def finish(self, copy: Path, changes: ChangeSet, password: str | None) -> None:
        """Save the book, which holds the changes already, and let Excel write the copy."""
        self.book.save()
        write_copy(self._taken(), copy, changes, password)

    @property
    def _name(self) -> str:
        return self.settings.workbook_path.name

    def _backup(self, on_step: Progress) -> Path:
        """Keep the copy that was read, as Excel wrote it before the first change."""
        on_step("backup")
        folder = self.settings.backups_folder
        with coded(folder, "making the backup"):
            return make_backup(self.source, folder)

    def _require_new(self, copy: Path) -> None:
        with coded(copy, "looking for the issued copy"):
            if copy.exists():
                raise another_file(copy)

    def _taken(self) -> Path:
        """Return a new copy of what Excel holds now."""
        target = self._room() / self._name
        self.book.copy_to(target)
        return target

    def _room(self) -> Path:
        """Return a new private folder, which goes at the end."""
        if self._folder is None:
            self._folder = private_folder()
        self._copies += 1
        folder = Path(self._folder.name) / str(self._copies)
        folder.mkdir()
        return folder
