"""Whether the ledgers are what the register says: what each run looks at, and puts right."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error, note, where_in
from lacxl.files.guarding import require_closed
from lacxl.files.os_errors import coded
from lacxl.files.plain import is_absent
from lacxl.files.replacing import require_replaceable
from lacxl.files.text_files import write_text
from lacxl.ledgers.keeping import anchor_in, receipts_there
from lacxl.ledgers.ledger_differences import Difference, differences
from lacxl.ledgers.register import Entry, load_register
from lacxl.settings.settings import Settings

_NAMED = 10
"""So many rows of a finding are named; all are counted."""


@dataclass(frozen=True, slots=True)
class Mended:
    """The lines that a run that was cut off had left out and that were put back; what to say."""

    entries: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()


def looked_at(settings: Settings) -> tuple[Finding, ...]:
    """Return what a run says that reads the ledgers; raises Refused where one was changed.

    Lines that are missing at the end are told only: a run that writes puts them back.
    """
    return tuple(
        finding for each in _met(settings) if not each.readable for finding in each.findings
    )


@contextmanager
def mended(settings: Settings) -> Iterator[Mended]:
    """Put ledgers right that a run that was cut off left; what the block refuses says so, too.

    Nothing is changed where nothing is missing. Raises Refused (H113, H115, H116, H118), nothing
    having been written.
    """
    require_replaceable(settings.register_path)
    require_closed(settings.register_path)
    done = Mended()
    for each in _met(settings):
        if each.cut_off:
            _write(each)
            entries = (*done.entries, *each.missing)
            done = Mended(entries, (*done.findings, _said(each)))
    try:
        yield done
    except Refused as refused:
        if done.findings:
            raise type(refused)((*refused.findings, *done.findings)) from refused
        raise


def _write(difference: Difference) -> None:
    if difference.whole:
        write_text(difference.path, difference.whole)
    else:
        with coded(difference.path, "taking back a ledger"):
            difference.path.unlink(missing_ok=True)


def _said(difference: Difference) -> Finding:
    """Return what to say of a ledger that was put right."""
    name, count = difference.path.name, len(difference.missing)
    if not count:
        return note("H117", "What a run that was cut off was taking back is gone now.", name)
    was, them = ("This row was", "it") if count == 1 else (f"{count:,} rows were", "them")
    return note(
        "H117",
        f"{was} missing and put back from the register: a run was cut off, or somebody deleted "
        f"{them}.",
        where_in(name, [entry.row or 1 for entry in difference.missing[:_NAMED]], count=count),
    )


def _met(settings: Settings) -> list[Difference]:
    """Return the ledgers that differ and can be worked with; raises Refused for any other."""
    if is_absent(settings.register_path):
        if lost := register_lost(settings):
            raise Refused(lost)
        return []
    found = list(differences(settings, load_register(settings.register_path)))
    bad = [each for each in found if not each.cut_off and not each.readable]
    if bad:
        raise Refused(finding for each in bad for finding in each.findings)
    return found


def register_lost(settings: Settings) -> Finding | None:
    """Return an error where there is no register and a receipt says that there was one."""
    for path, content in receipts_there(settings):
        if anchor_in(content):
            return error(
                "H118",
                f"The register is gone, and the receipt {path.name} knows of it.",
                settings.register_path.name,
                "Put it back from the backup of the folder. Without one, begin a new register: "
                "lacxl verify --take-over --reason WHY",
            )
    return None
