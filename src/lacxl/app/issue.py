"""Issuing a month: lock its cells, name it on the cover, write the issued copy, record it."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from lacxl.app.case import Case, gather
from lacxl.app.receipt import FORMAT, findings_as_dicts
from lacxl.app.refresh import (
    Progress,
    after_writing,
    password_for,
    plan_month,
    refuse_overtaken,
    write_changes,
)
from lacxl.domain.errors import Refused, refuse
from lacxl.domain.finding import Finding, note
from lacxl.domain.month import Month
from lacxl.engines.package import PackageWorkbook, same_parts, verify
from lacxl.files.faults import coded
from lacxl.files.guarding import guarded
from lacxl.files.replacing import replace_file, require_replaceable, stamp_of
from lacxl.files.runlog import RunLog
from lacxl.files.temporary import temporary_beside
from lacxl.files.texts import write_text
from lacxl.issuing.issued import refusal
from lacxl.issuing.naming import cover_of_issue, issue_file_name
from lacxl.issuing.record import Issued, with_issue
from lacxl.settings.settings import Settings
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.layout import Place
from lacxl.workbook.plan import lock, plan

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
        return any(finding.wants_a_look for finding in self.findings)

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
    with ExitStack() as stack:
        if not dry_run:
            stack.enter_context(guarded(settings.workbook_path))
        since = stamp_of(settings.workbook_path)
        case = gather(settings, month, today=today, needs_reading=False, progress=progress)
        finished = _cut_off(case)
        if finished is not None:
            number, copy = finished
            result = _result(case, number, copy, 0, dry_run)
            return result if dry_run else _record(case, result, today, on_step)
        number = next_number(case)
        if month in case.issued:
            if not reissue:
                raise refusal(
                    month, case.record, settings.issued_path.name, settings.workbook_path.name
                )
            case = case.reopened()
        refuse_overtaken(case)
        copy = _copy_path(case, number)
        password = password_for(case, protecting=True)
        plan_for = functools.partial(_changes, case, number, guarded=password is not None)
        result = _result(case, number, copy, len(tuple(case.places.of_month(month))), dry_run)
        changes = plan_for(today)
        if dry_run:
            return result
        require_replaceable(settings.issued_path)

        progress("writing the issued copy")
        made = _make_copy(case, copy, today, plan_for, password, on_step)
        changes = made.changes
        progress("locking the month in the workbook")
        on_step("lock")
        try:
            replaced = replace_file(
                settings.workbook_path,
                lambda target: _copy_bytes(copy, target),
                check=lambda target: verify(target, changes, password=password),
                backup_folder=settings.backups_folder,
                keep=settings.backups.keep,
                since=since,
                on_step=on_step,
            )
        except BaseException:
            if made.new:
                copy.unlink(missing_ok=True)
            raise
        unguarded = _without_password(case) if password else ()
        result = replace(result, findings=(*result.findings, *replaced.findings, *unguarded))
        return _record(case, result, made.on, on_step)


def _without_password(case: Case) -> tuple[Finding, ...]:
    """Return a note where a password is set and sheets stay protected without one."""
    names = {place.sheet for place in case.places.of_month(case.month)}
    bare = [
        sheet.name
        for sheet in case.snapshot.sheets
        if sheet.name in names and sheet.protection and not sheet.protection.password
    ]
    if not bare:
        return ()
    return (
        note(
            "I108",
            f"{len(bare)} sheets were protected without a password and stay so.",
            ", ".join(bare),
            "To guard them, unprotect them in Excel and issue the month again.",
        ),
    )


def next_number(case: Case) -> int:
    """Return the number of the next issue; a month issued by hand counts as issued once."""
    before = 1 if case.month in case.locked else 0
    return 1 + max((each.issue for each in case.record if each.month == case.month), default=before)


def _changes(case: Case, number: int, on: dt.date, *, guarded: bool) -> ChangeSet:
    month, places = case.month, case.places
    again = " --reissue" if case.reopening else ""
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
            f"Run: lacxl refresh {month}{again}",
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
            f"Run: lacxl refresh {month}{again}, look at what changed, then issue it.",
        )
    on_cover = plan(
        case.snapshot,
        case.looks,
        cover_of_issue(
            places.cover,
            case.there,
            month,
            number,
            on,
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


@dataclass(frozen=True, slots=True)
class _Copy:
    """The issued copy: what was changed for it, on which day, and whether this run made it."""

    changes: ChangeSet
    on: dt.date
    new: bool


def _make_copy(
    case: Case,
    copy: Path,
    today: dt.date,
    plan_for: Callable[[dt.date], ChangeSet],
    password: str | None,
    on_step: Progress,
) -> _Copy:
    """Write the issued copy; one that a cut-off run left is taken if it is the very same file."""
    settings = case.settings
    with coded(copy, "looking for the issued copy"):
        copy.parent.mkdir(parents=True, exist_ok=True)
        there = copy.exists()
    if not there:
        changes = plan_for(today)
        replace_file(
            copy,
            lambda target: write_changes(settings, changes, target, password),
            check=lambda target: verify(target, changes, password=password),
            on_step=lambda step: on_step(f"copy {step}"),
        )
        return _Copy(changes, today, new=True)
    day = _day_of(copy, case.places.cover.date_created) or today  # it may be of the day before
    changes = plan_for(day)
    with temporary_beside(copy) as twin:
        write_changes(settings, changes, twin, password)
        if same_parts(twin, copy):
            return _Copy(changes, day, new=False)
    raise refuse(
        "I104",
        "A file with the name of this issue is there, and it is not the file to be issued.",
        copy.name,
        "Move it away, or find out from which workbook it was issued; then run again.",
    )


def _day_of(copy: Path, place: Place | None) -> dt.date | None:
    """Return the date on the cover of a copy that is there already, None where it has none."""
    if place is None:
        return None
    try:
        with PackageWorkbook(copy, allow_signed=True) as book:
            value = book.survey(full=()).sheet(place.sheet).values.get(place.cell)
        if isinstance(value, str):
            value = dt.datetime.strptime(value, "%d/%m/%Y")  # noqa: DTZ007 - a cell has no zone
    except (Refused, KeyError, ValueError):
        return None
    return value.date() if isinstance(value, dt.datetime) else None


def _copy_path(case: Case, number: int) -> Path:
    settings = case.settings
    suffix = settings.workbook_path.suffix
    name = issue_file_name(settings.workbook.title, case.month, number, suffix)
    return settings.issued_folder / name


def _cut_off(case: Case) -> tuple[int, Path] | None:
    """Return the issue of an earlier run that locked the workbook and did not get to record it."""
    if case.month not in case.locked:
        return None
    recorded = max((each.issue for each in case.record if each.month == case.month), default=0)
    copy = _copy_path(case, recorded + 1)
    with coded(copy, "looking for the issued copy"):
        same = copy.is_file() and _sha256(copy) == _sha256(case.settings.workbook_path)
    return (recorded + 1, copy) if same else None


def _record(case: Case, result: IssuedMonth, on: dt.date, on_step: Progress) -> IssuedMonth:
    settings = case.settings
    on_step("record")
    sha256 = _sha256(result.copy)
    line = Issued(result.month, result.issue, result.copy.name, sha256, on.isoformat())
    with after_writing(True):
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
