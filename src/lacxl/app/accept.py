"""Accepting a finding of the month in work: it is looked up, and kept with its reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lacxl.app.accepting import accept, may_be_accepted, screened, split_accepted
from lacxl.app.case.seen import see
from lacxl.app.check.check import check
from lacxl.app.document.document import Document, Progress
from lacxl.app.document.file_on_disk import FileOnDisk
from lacxl.app.figures.figures import figures
from lacxl.app.json_forms import FORMAT
from lacxl.app.month.next_month import last_filled
from lacxl.app.month.refresh import refresh
from lacxl.app.scan import unseen_in
from lacxl.domain.errors import Refused, UsageFault, refuse
from lacxl.domain.finding import Finding, Severity, error
from lacxl.domain.month import Month
from lacxl.files.runlog import RunLog
from lacxl.ledgers.keeping import keep
from lacxl.ledgers.reasons import REASONS, items_of
from lacxl.ledgers.receipts import receipts
from lacxl.ledgers.register_agreement import mended
from lacxl.settings.settings import Settings

_MOST = 5


@dataclass(frozen=True, slots=True)
class AcceptedFinding:
    """A finding that was accepted, in a row of the ledger of reasons."""

    month: Month
    finding: Finding
    until: Month | None
    ledger: Path
    row: int
    findings: tuple[Finding, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """The result for --json; docs/json.md documents it. The reason is in the ledger alone."""
        return {
            "format": FORMAT,
            "command": "accept",
            "month": str(self.month),
            "until": None if self.until is None else str(self.until),
            "accepted": self.finding.as_dict(),
            "ledger": str(self.ledger),
            "row": self.row,
        }


def accept_finding(
    settings: Settings,
    code: str,
    where: str,
    reason: str,
    *,
    until: Month | None = None,
    document: Document | None = None,
    today: dt.date | None = None,
    progress: Progress = lambda _step: None,
) -> AcceptedFinding:
    """Accept a finding of the last month that is filled, from that month on.

    `where` is its place, or some of its words; it may be empty where only one finding has the code.
    With an `until` before the month, one that was accepted is no longer.

    Raises UsageFault for a reason that cannot be kept (I113), a finding that is not there (U111),
    several (U112) and an `until` that is over (U113); Refused for one that may not be accepted
    (I115), where no month is filled (I105), and where the month cannot be read.
    """
    code = code.upper()
    if not may_be_accepted(code):
        raise _not_to_accept(code)
    why = screened(reason)
    document = document or FileOnDisk(settings)
    with document.held(), mended(settings) as restored:
        progress("reading the workbook")
        seen = see(settings, document.source)
        month = last_filled(seen.layout, seen.there)
        if month is None:
            raise refuse(
                "I105",
                "The workbook has no figure in any month, so there is no finding to accept.",
                settings.workbook_path.name,
                "Fill the first month: lacxl refresh MONTH",
            )
        found = _found(settings, month, code, document, today, progress)
        finding = _meant(found, code, where, month)
        ledger = REASONS.load(settings.accepted_path)
        _, known = split_accepted([finding], ledger, month)
        if until is not None and until < month and not known:
            raise UsageFault(
                error(
                    "U113",
                    f"{until.long} is before {month.long}, so nothing would be accepted.",
                    todo="Name a later month, or none.",
                )
            )
        entry = accept(settings, code, finding.where, month, items_of(finding.what), why, until)
        keep(settings, REASONS, settings.accepted_path, [entry])
    said = None
    if settings.log_path:
        said = RunLog(settings.log_path).write("accept", month=str(month), code=code)
    return AcceptedFinding(
        month,
        finding,
        until,
        settings.accepted_path,
        len(ledger) + 2,
        (*restored.findings, *(() if said is None else (said,))),
    )


def _found(
    settings: Settings,
    month: Month,
    code: str,
    document: Document,
    today: dt.date | None,
    progress: Progress,
) -> tuple[Finding, ...]:
    """Return what a refresh of the month finds now, or the figures of one that is issued; what a
    check of the workbook finds, and a scan.

    Where these have no such finding, it is looked for in what the last change reported. Raises
    Refused (I115) for an error that stops a refresh.
    """
    if code.startswith("V"):
        return unseen_in(document.source)
    if code.startswith("Q"):
        return check(document.source, settings).findings
    errors: tuple[Finding, ...] = ()
    found: tuple[Finding, ...] = ()
    try:
        found = refresh(
            settings, month, dry_run=True, document=document, today=today, progress=progress
        ).findings
    except Refused as refused:
        errors = refused.findings
        with suppress(Refused):
            found = figures(settings, month, document=document, progress=progress).findings
    if not any(each.code == code for each in found):
        if any(each.code == code for each in errors):
            raise _not_to_accept(code)
        if errors and not found:
            raise Refused(errors)
        found += _reported(settings)
    return found


def _reported(settings: Settings) -> tuple[Finding, ...]:
    """Return the findings in the newest receipt of the workbook."""
    for receipt in receipts(settings):
        if receipt.waiting or receipt.content is None:
            continue
        with suppress(KeyError, TypeError, ValueError):  # a receipt that somebody edited
            return tuple(
                Finding(
                    each["code"], each["what"], each["where"], each["todo"],
                    Severity(each["severity"]),
                )
                for each in receipt.content["findings"]
            )  # fmt: skip
        break
    return ()


def _meant(found: Iterable[Finding], code: str, where: str, month: Month) -> Finding:
    """Return the one finding that is meant; raises UsageFault."""
    having = [each for each in dict.fromkeys(found) if each.code == code]
    chosen = [each for each in having if each.where == where]
    if len(chosen) != 1:
        chosen = [each for each in having if where.casefold() in each.statement.casefold()]
    if len(chosen) == 1:
        return chosen[0]
    if chosen:
        raise UsageFault(
            error(
                "U112",
                f"{len(chosen)} findings of {month.long} have the code {code}: "
                f"{_listed([each.statement for each in chosen])}",
                todo=f'Say which by its place: lacxl accept {code} "{chosen[0].where}"',
            )
        )
    codes = sorted({each.code for each in found if may_be_accepted(each.code)})
    there = f"There are {', '.join(codes)}." if codes else "There are none."
    if having:
        there = f"There are {_listed([each.statement for each in having])}"
    raise UsageFault(
        error(
            "U111",
            f"{month.long} has no such finding now: {code}{f' at {where}' if where else ''}. "
            f"{there}",
            todo="What only one earlier run reported does not come back.",
        )
    )


def _listed(texts: Sequence[str]) -> str:
    more = f" and {len(texts) - _MOST} more." if len(texts) > _MOST else ""
    return " | ".join(texts[:_MOST]) + more


def _not_to_accept(code: str) -> Refused:
    return refuse(
        "I115",
        f"{code} cannot be accepted: it is an error, or about the run itself.",
        todo="Put right what it says. A month that lacks readings is issued with: "
        'lacxl issue MONTH --accept "WHY"',
    )
