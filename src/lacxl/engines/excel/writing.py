"""A change set carried out in the open workbook: wholly, or put back as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from lacxl.domain.errors import Refused, Unfinished
from lacxl.domain.finding import Finding, error
from lacxl.engines.excel.blocks import cells_of
from lacxl.engines.excel.comparing import meanwhile
from lacxl.engines.excel.copying import Copy
from lacxl.engines.excel.jobs import Job
from lacxl.engines.excel.open_sheet import OpenSheet
from lacxl.workbook.address import Cell
from lacxl.workbook.insertion import Insertion
from lacxl.workbook.snapshot import Protection

CLOSE = "Close the workbook without saving and open it again, or take the copy from the backups."


def write(
    jobs: Sequence[Job],
    sheet_of: Callable[[str], OpenSheet],
    password: str | None,
    progress: Callable[[str], None],
    new_on: Callable[[str], Sequence[Insertion]] = lambda _sheet: (),
) -> None:
    """Carry out the jobs; raises Refused with everything put back, or Unfinished where it is not.

    All sheets are unprotected before anything is written, so that a wrong password writes nothing;
    all are looked at once more, because somebody may be typing; not what is `new_on` a sheet, which
    nobody sees yet.
    """
    opened: list[Job] = []
    started: list[Job] = []
    try:
        for job in jobs:
            if job.opens:
                sheet_of(job.work.sheet).unprotect(password)
                opened.append(job)
        others = [
            meanwhile(job.work.sheet, cells)
            for job in jobs
            if (cells := _differing(job, sheet_of, new_on))
        ]
        if others:
            raise Refused(others)
        for number, job in enumerate(jobs, 1):
            progress(f"writing {job.work.sheet} ({number} of {len(jobs)})")
            started.append(job)
            sheet_of(job.work.sheet).carry_out(job.work)
        for job in jobs:
            if job.present is None and job.wanted is not None:
                sheet_of(job.work.sheet).protect(job.wanted, password)
    except BaseException as fault:
        unprotect_new(started, sheet_of, password)
        lost = put_back(started, sheet_of)
        bare = _protect_jobs(opened, sheet_of, password, lambda job: job.present)
        if not isinstance(fault, Exception):
            raise
        raise stopped(fault, written=bool(started), lost=[*lost, *bare]) from fault
    bare = _protect_jobs(opened, sheet_of, password, lambda job: job.wanted)
    if bare:
        raise Unfinished(bare)


def _differing(
    job: Job,
    sheet_of: Callable[[str], OpenSheet],
    new_on: Callable[[str], Sequence[Insertion]],
) -> list[Cell]:
    new = new_on(job.work.sheet)
    areas = [
        area
        for area in job.work.written
        if not all(any(each.is_new(cell) for each in new) for cell in cells_of(area))
    ]
    return sheet_of(job.work.sheet).differing(areas, job.values)


def take_back(
    jobs: Sequence[Job], sheet_of: Callable[[str], OpenSheet], password: str | None
) -> list[Finding]:
    """Put everything back after it was all written; return what could not be."""
    faults: list[Finding] = []
    for job in jobs:
        if job.opens and job.wanted is not None:
            faults += _tried(partial(sheet_of(job.work.sheet).unprotect, password))
    unprotect_new(jobs, sheet_of, password)
    faults += put_back(jobs, sheet_of)
    return [
        *faults,
        *_protect_jobs([j for j in jobs if j.opens], sheet_of, password, lambda job: job.present),
    ]


def unprotect_new(
    jobs: Sequence[Job], sheet_of: Callable[[str], OpenSheet], password: str | None
) -> None:
    """Free the sheets that were free before."""
    for job in jobs:
        if job.present is None and job.wanted is not None:
            _tried(partial(sheet_of(job.work.sheet).unprotect, password))


def put_back(jobs: Sequence[Job], sheet_of: Callable[[str], OpenSheet]) -> list[Finding]:
    """Undo the work of the jobs, the last first; return what could not be undone."""
    faults: list[Finding] = []
    for job in reversed(jobs):
        faults += _tried(partial(sheet_of(job.work.sheet).carry_out, job.undo))
    return faults


def stopped(fault: Exception, *, written: bool, lost: Sequence[Finding]) -> Exception:
    """Return what to tell a person of a run that stopped: nothing written, put back, or not."""
    if not isinstance(fault, Refused):
        return fault if not lost else Unfinished((half_written(), *lost))
    if lost:
        return Unfinished((half_written(), *fault.findings, *lost))
    if not written:
        return fault
    back = error(
        "E111",
        "Writing stopped half-way; what had been written was put back as it was.",
        "",
        "Nothing has changed in the workbook. The next line says why.",
    )
    return type(fault)((back, *(each for each in fault.findings if each.code != "E111")))


def half_written() -> Finding:
    """Return the finding for a workbook that is neither as it was nor as it should be."""
    return error(
        "E112", "Writing stopped half-way, and not everything could be put back.", "", CLOSE
    )


@contextmanager
def unprotected(
    sheets: Iterable[str], copy: Copy, sheet_of: Callable[[str], OpenSheet], password: str | None
) -> Iterator[None]:
    """Take the protection of sheets away for the block, where the password does that.

    Each is protected again as it was in the copy. Raises Refused where one is not.
    """
    opened: list[tuple[str, Protection | None]] = []
    snapshot = copy.book.survey()
    try:
        for name in sheets:
            protection = snapshot.sheet(name).protection
            if protection is not None and copy.opens(name, password):
                sheet_of(name).unprotect(password)
                opened.append((name, protection))
        yield
    except BaseException as fault:
        bare = _protect(opened, sheet_of, password)
        if isinstance(fault, Refused):
            fault.findings = (*fault.findings, *bare)
        raise
    if bare := _protect(opened, sheet_of, password):
        raise Refused(bare)


def _protect_jobs(
    jobs: Sequence[Job],
    sheet_of: Callable[[str], OpenSheet],
    password: str | None,
    protection_of: Callable[[Job], Protection | None],
) -> list[Finding]:
    return _protect([(job.work.sheet, protection_of(job)) for job in jobs], sheet_of, password)


def _protect(
    sheets: Iterable[tuple[str, Protection | None]],
    sheet_of: Callable[[str], OpenSheet],
    password: str | None,
) -> list[Finding]:
    """Protect the sheets again; return a finding for each that stays open."""
    bare = []
    for name, protection in sheets:
        if protection is None:
            continue
        if _tried(partial(sheet_of(name).protect, protection, password)):
            bare.append(
                error(
                    "E113",
                    "The sheet's protection was taken away and could not be set again.",
                    name,
                    "Protect it by hand in Excel: Review, Protect Sheet.",
                )
            )
    return bare


def _tried(step: Callable[[], None]) -> list[Finding]:
    try:
        step()
    except Refused as refused:
        return list(refused.findings)
    return []
