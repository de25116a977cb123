"""Accepting a finding as it is: with a reason, which is kept before anything rests on it."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from lacxl.domain.errors import Refused, Unfinished, UsageFault
from lacxl.domain.finding import error
from lacxl.domain.month import Month
from lacxl.ledgers.reasons import Accepted, add_reason, take_back_reason
from lacxl.readings.notes import check_note
from lacxl.settings.settings import Settings

_WORD = re.compile(r"[^\W\d_]{2}")
_IDENTIFIER = re.compile(
    r"\b[A-Z]\d{11}[A-Z\d]\b"  # a UPN
    r"|\b\d{3}[ -]?\d{3}[ -]?\d{4}\b"  # an NHS number
    r"|\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-Z]\b",  # a National Insurance number
    re.ASCII | re.IGNORECASE,
)


def accept(
    settings: Settings, code: str, where: str, month: Month, what: Iterable[str], reason: str
) -> Accepted:
    """Return what to keep of a finding that a person accepts now.

    Raises UsageFault (I113) for a reason that cannot be kept; it is screened as a note is, and
    never repeated.
    """
    said = reason.strip()
    fault = check_note(said)
    if fault is not None or not said:
        raise _not_kept(fault.what.replace("the note", "it", 1) if fault else "there is none.")
    return Accepted(
        dt.datetime.now(dt.UTC).replace(microsecond=0),
        code,
        where,
        month,
        tuple(what),
        said,
        who=who_gave_it(settings),
    )


def reason_in_words(reason: str | None) -> str:
    """Return the reason of a correction as it is kept.

    Raises UsageFault (I113) as `accept` does, also for one without words or with a number that
    identifies a child anywhere in it.
    """
    said = (reason or "").strip()
    fault = check_note(said)
    if fault is not None:
        raise _not_kept(fault.what.replace("the note", "it", 1))
    if not said:
        raise _not_kept("there is none.")
    if not _WORD.search(said):
        raise _not_kept("it has no word.")
    if _IDENTIFIER.search(said):
        raise _not_kept("a number that identifies a child is in it.")
    return said


def who_gave_it(settings: Settings) -> str:
    """Return the account that runs lacxl, "" where the settings leave it out."""
    account = os.environ.get("USERNAME") or os.environ.get("USER") or ""
    who = "".join(letter for letter in account if letter.isprintable())
    return who if settings.accepted.who else ""


def _not_kept(why: str) -> UsageFault:
    return UsageFault(
        error(
            "I113",
            f"The reason cannot be kept: {why}",
            todo="Say in one line why it is as it is: a sentence, and no child's name.",
        )
    )


@contextmanager
def reason_first(settings: Settings, accepted: Accepted | None) -> Iterator[None]:
    """Keep the reason before the block rests on it; it is taken back where that is refused."""
    if accepted is None:
        yield
        return
    add_reason(settings.accepted_path, accepted)
    try:
        yield
    except Refused as refused:
        if not isinstance(refused, Unfinished):
            take_back_reason(settings.accepted_path, accepted)
        raise
