"""Accepting a finding as it is: with a reason, which is kept before anything rests on it."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Final, NewType

from lacxl.domain.errors import Refused, Unfinished, UsageFault
from lacxl.domain.finding import Finding, Severity, error
from lacxl.domain.month import Month
from lacxl.ledgers.keeping import keep, take_back
from lacxl.ledgers.reasons import REASONS, Accepted, items_of
from lacxl.readings.notes import check_note
from lacxl.settings.settings import Settings

Reason = NewType("Reason", str)
"""A reason that was `screened`: what goes into a ledger or the workbook is one."""
_WORD = re.compile(r"[^\W\d_]{2}")
_OF_THE_RUN: Final = frozenset("ABDEFHUW")
"""Families of what a run says of itself: the add-in, Excel, files, disks, lacxl's own ledgers."""
_NEVER: Final = frozenset({"K115"})
"""What a month is not issued with."""


def may_be_accepted(code: str) -> bool:
    """Say whether a finding of this code may be accepted, unless it is an error.

    What is said of figures, extracts, settings and the workbook may; not what a run says of itself,
    and not what keeps a month from being issued.
    """
    return code[:1] not in _OF_THE_RUN and code not in _NEVER


def split_accepted(
    findings: Iterable[Finding], accepted: Sequence[Accepted], month: Month
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the findings of a month that are new, and those that are accepted, marked so.

    Of several entries about a finding the last one counts, from its own month on. A finding that
    says something else, or of another place, is new.
    """
    entries = {(each.code, each.where, each.what): each for each in accepted if each.month <= month}
    new: list[Finding] = []
    known: list[Finding] = []
    for each in findings:
        entry = entries.get((each.code, each.where, items_of(each.what)))
        if (
            entry is None
            or (entry.until is not None and entry.until < month)
            or each.severity is Severity.ERROR
            or not may_be_accepted(each.code)
        ):
            new.append(each)
        else:
            known.append(replace(each, accepted=True))
    return tuple(new), tuple(known)


def accept(
    settings: Settings,
    code: str,
    where: str,
    month: Month,
    what: Iterable[str],
    reason: Reason,
    until: Month | None = None,
) -> Accepted:
    """Return what to keep of a finding that a person accepts now."""
    return Accepted(
        dt.datetime.now(dt.UTC).replace(microsecond=0),
        code,
        where,
        month,
        tuple(what),
        reason,
        until,
        who=who_gave_it(settings),
    )


def screened(reason: str | None) -> Reason:
    """Return the reason that a person typed, fit to be kept in a ledger.

    Raises UsageFault (I113) for one that could not be a note, that has no word, or that holds what
    identifies a child. It is never repeated.
    """
    from lacxl.scan.screening import identifier_in  # brings the whole scan with it

    said = (reason or "").strip()
    fault = check_note(said)
    if fault is not None:
        raise _not_kept(fault.what.replace("the note", "it", 1))
    if not said:
        raise _not_kept("there is none.")
    if not _WORD.search(said):
        raise _not_kept("it has no word.")
    if identifier := identifier_in(said):
        raise _not_kept(f"it holds {identifier}.")
    return Reason(said)


def account() -> str:
    """Return the account that runs lacxl, "" where the system names none."""
    name = os.environ.get("USERNAME") or os.environ.get("USER") or ""
    return "".join(letter for letter in name if letter.isprintable())


def who_gave_it(settings: Settings) -> str:
    """Return who gives a reason now: the account, "" where the settings leave it out."""
    return account() if settings.accepted.who else ""


def _not_kept(why: str) -> UsageFault:
    return UsageFault(
        error(
            "I113",
            f"The reason cannot be kept: {why}",
            todo="Say in one line why it is as it is: a sentence that names and numbers no child.",
        )
    )


@contextmanager
def reason_first(settings: Settings, accepted: Accepted | None) -> Iterator[None]:
    """Keep the reason before the block rests on it; it is taken back where that is refused."""
    if accepted is None:
        yield
        return
    path = settings.accepted_path
    keep(settings, REASONS, path, [accepted])
    try:
        yield
    except Refused as refused:
        if not isinstance(refused, Unfinished):
            take_back(settings, path)
        raise
