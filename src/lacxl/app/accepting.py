"""Accepting a finding as it is: with a reason, which is kept before anything rests on it."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from lacxl.domain.errors import Refused, Unfinished, UsageFault
from lacxl.domain.finding import error
from lacxl.domain.month import Month
from lacxl.ledgers.reasons import Accepted, add_reason, take_back_reason
from lacxl.readings.notes import check_note
from lacxl.settings.settings import Settings


def accept(
    settings: Settings, code: str, where: str, month: Month, what: Iterable[str], reason: str
) -> Accepted:
    """Return what to keep of a finding that a person accepts now.

    Raises UsageFault (I113) for a reason that cannot be kept; it is screened as a note is, and
    never repeated.
    """
    text = reason.strip()
    fault = check_note(text)
    if fault is not None or not text:
        why = fault.what.replace("the note", "it", 1) if fault else "there is none."
        raise UsageFault(
            error(
                "I113",
                f"The reason cannot be kept: {why}",
                todo="Say in one line why it is as it is: a sentence, and no child's name.",
            )
        )
    account = os.environ.get("USERNAME") or os.environ.get("USER") or ""
    who = "".join(letter for letter in account if letter.isprintable())
    return Accepted(
        dt.datetime.now(dt.UTC).replace(microsecond=0),
        code,
        where,
        month,
        tuple(what),
        text,
        who=who if settings.accepted.who else "",
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
