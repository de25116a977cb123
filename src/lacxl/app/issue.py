"""Issuing a month: lock its cells, name it on the cover, write the issued copy, record it."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from lacxl.app.case import Case, gather, open_workbook
from lacxl.app.receipt import FORMAT, findings_as_dicts
from lacxl.app.refresh import Progress, password_for, plan_month, refuse_overtaken
from lacxl.domain.errors import refuse
from lacxl.domain.finding import Finding, Severity
from lacxl.domain.month import Month
from lacxl.engines.package import PackageWorkbook, verify
from lacxl.files.guarding import guarded
from lacxl.files.replacing import replace_file, stamp_of
from lacxl.files.runlog import RunLog
from lacxl.files.temporary import temporary_beside
from lacxl.files.texts import write_text
from lacxl.issuing.issued import refusal
from lacxl.issuing.naming import cover_of_issue, issue_file_name
from lacxl.issuing.record import Issued, with_issue
from lacxl.settings.settings import Settings
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.plan import lock, plan
from lacxl.workbook.snapshot import Snapshot

_NAMED = 5


@dataclass(frozen=True, slots=True)
class IssuedMonth:
    """What issuing did, or would do in a dry run."""

    month: Month
    issue: int
    workbook: Path
    copy: Path
    locked: int
    dry_run: bool
    findings: tuple[Finding, ...]

    @property
    def has_findings(self) -> bool:
        """Whether a person should look at something; notes do not count."""
        return any(f.severity is not Severity.NOTE for f in self.findings)

    def as_dict(self) -> dict[str, object]:
        """The result for --json; docs/json.md documents it."""
        return {
            "format": FORMAT,
            "command": "issue",
            "month": str(self.month),
            "issue": self.issue,
            "workbook": str(self.workbook),
            "copy": str(self.copy),
            "locked": self.locked,
            "dry_run": self.dry_run,
            "findings": findings_as_dicts(self.findings),
        }


def issue(
    settings: Settings,
    month: Month,
    *,
    dry_run: bool = False,
    reissue: bool = False,
    today: dt.date | None = None,
    progress: Progress = lambda _step: None,
    on_step: Progress = lambda _step: None,
) -> IssuedMonth:
    """Issue the month and return where the issued copy is.

    The copy is written first, then the workbook is replaced by the very same bytes, then the
    record gets its line. A run that was cut off in between is finished by the next one. `reissue`
    issues a month once more, under the next number.

    Raises Refused, the workbook being as it was: a month that is issued, not filled or not in
    line with its readings, or a copy of that name that is another file.
    """
    today = today or dt.datetime.now(tz=dt.UTC).astimezone().date()
    with guarded(settings.workbook_path):
        since = stamp_of(settings.workbook_path)
        case = gather(settings, month, today=today, needs_reading=False, progress=progress)
        before = 1 if month in case.locked else 0  # issued by hand, known by its locks alone
        number = 1 + max(
            (each.issue for each in case.record if each.month == month), default=before
        )
        name = issue_file_name(
            settings.workbook.title, month, number, settings.workbook_path.suffix
        )
        copy = settings.issued_folder / name
        if month in case.issued:
            if _was_cut_off(case, copy):
                return _record(case, _result(case, number, copy, 0, dry_run), copy, today, on_step)
            if not reissue:
                raise refusal(month, case.record, settings.issued_path.name)
            case = case.reopened()
        refuse_overtaken(case)
        password = password_for(case, protecting=True)
        changes = _changes(case, number, today, guarded=password is not None)
        result = _result(case, number, copy, len(tuple(case.places.of_month(month))), dry_run)
        if dry_run:
            return result

        def write(target: Path) -> None:
            with open_workbook(settings) as book:
                book.write(changes, target, password=password)

        def check(target: Path) -> None:
            verify(target, changes, password=password)

        progress("writing the issued copy")
        copy.parent.mkdir(parents=True, exist_ok=True)
        _write_copy(copy, write, check, on_step)
        progress("locking the month in the workbook")
        on_step("lock")
        replaced = replace_file(
            settings.workbook_path,
            lambda target: _copy_bytes(copy, target),
            check=check,
            backup_folder=settings.backups_folder,
            keep=settings.backups.keep,
            since=since,
            on_step=on_step,
        )
        result = replace(result, findings=(*result.findings, *replaced.findings))
        return _record(case, result, copy, today, on_step)


def _changes(case: Case, number: int, today: dt.date, *, guarded: bool) -> ChangeSet:
    month, places = case.month, case.places
    rows = case.rows()
    filled = [
        row for row in places.summary
        if month in row.months and case.number_at(row.months[month]) is not None
    ]  # fmt: skip
    wanted, planned = plan_month(case, rows)
    if not filled:
        raise refuse(
            "I105",
            f"No figure of {month.long} stands in the summary, so there is nothing to issue.",
            case.settings.workbook_path.name,
            f"Run: lacxl refresh {month}",
        )
    cover_places = set(places.cover.places)
    by_place = {want.place: want for want in wanted}
    stale = [
        where
        for change in planned.changes.cells
        if change.value is not None
        for where in by_place
        if (where.sheet, where.cell) == (change.sheet, change.cell) and where not in cover_places
    ]
    if stale:
        named = ", ".join(map(str, stale[:_NAMED]))
        rest = f" and {len(stale) - _NAMED} more" if len(stale) > _NAMED else ""
        raise refuse(
            "I106",
            f"{len(stale)} cells are not what the readings give.",
            f"{named}{rest}",
            f"Run: lacxl refresh {month}, look at what changed, then issue it.",
        )
    on_cover = plan(
        case.snapshot,
        case.looks,
        cover_of_issue(
            places.cover,
            case.there,
            month,
            number,
            today,
            created_by=case.settings.cover.created_by or "",
            contact=case.settings.cover.contact or "",
        ),
        rules={},
    ).changes
    locks = lock(case.snapshot, case.looks, tuple(places.of_month(month)), password=guarded)
    return ChangeSet((*on_cover.cells, *locks.cells), planned.changes.rules, locks.protection)


def _result(case: Case, number: int, copy: Path, locked: int, dry_run: bool) -> IssuedMonth:
    return IssuedMonth(
        month=case.month,
        issue=number,
        workbook=case.settings.workbook_path,
        copy=copy,
        locked=locked,
        dry_run=dry_run,
        findings=case.noticed(case.rows()),
    )


def _write_copy(
    copy: Path,
    write: Callable[[Path], None],
    check: Callable[[Path], None],
    on_step: Progress,
) -> None:
    """Write the issued copy; one that is there already must have the very same content."""
    if not copy.exists():
        replace_file(copy, write, check=check, on_step=lambda step: on_step(f"copy {step}"))
        return
    with temporary_beside(copy) as twin:
        write(twin)
        same = _sha256(twin) == _sha256(copy) or _content(twin) == _content(copy)
    if not same:
        raise refuse(
            "I104",
            "A file with the name of this issue is there, and it is not the file to be issued.",
            copy.name,
            "Move it away, or find out from which workbook it was issued; then run again.",
        )


def _content(path: Path) -> Snapshot:
    """Return what a workbook holds: two that differ in a password's salt alone hold the same."""
    with PackageWorkbook(path, allow_signed=True) as book:
        return book.survey()


def _was_cut_off(case: Case, copy: Path) -> bool:
    """Say whether an earlier run locked the workbook and got no further than that."""
    on_record = any(each.month == case.month for each in case.record)
    return not on_record and copy.exists() and _sha256(copy) == _sha256(case.settings.workbook_path)


def _record(
    case: Case, result: IssuedMonth, copy: Path, today: dt.date, on_step: Progress
) -> IssuedMonth:
    if result.dry_run:
        return result
    settings = case.settings
    on_step("record")
    line = Issued(result.month, result.issue, copy.name, _sha256(copy), today.isoformat())
    write_text(settings.issued_path, with_issue(case.record, line))
    if settings.log_path:
        said = RunLog(settings.log_path).write("issue", month=str(result.month), issue=result.issue)
        if said:
            result = replace(result, findings=(*result.findings, said))
    on_step("finished")
    return result


def _copy_bytes(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
