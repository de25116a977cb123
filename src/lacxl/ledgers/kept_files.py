"""Whether receipts, entries of issues and backups are what lacxl wrote: a part of `verify`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from lacxl.domain.finding import Finding, error, first_of
from lacxl.files.os_errors import coded
from lacxl.files.plain import is_absent
from lacxl.ledgers.keeping import anchor_in, files_in, receipts_there, registered_in, went_by_keep
from lacxl.ledgers.receipts import PENDING, is_receipt, sha256_of
from lacxl.ledgers.register import SUM, Entry, Register, name_of, sum_of
from lacxl.settings.settings import Settings
from lacxl.settings.taken import RECEIPTS

_NAMED: Final = 3


@dataclass(frozen=True)  # without slots, for what it works out once
class Kept:
    """A receipt, or the entry of an issue, that is as it was written."""

    name: str
    entry: Entry
    written: bytes

    @cached_property
    def content(self) -> Mapping[str, Any]:
        """What it says."""
        found: Mapping[str, Any] = json.loads(self.written)
        return found


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """The files as they were registered, the oldest first, and what is wrong with others."""

    kept: tuple[Kept, ...]
    findings: tuple[Finding, ...]


def kept_files(settings: Settings, register: Register) -> KeptFiles:
    """Compare the receipts and the entries of issues with the register; raises Refused."""
    folder = settings.folder / RECEIPTS
    there = {path.name: content for path, content in receipts_there(settings)}
    found: list[Kept] = []
    faults: list[Finding] = []
    for name, entry in registered_in(settings, register, folder).items():
        content = there.pop(name, None)
        if content is None and not is_absent(folder / f"{name}{PENDING}"):
            continue  # a run was cut off before it was final, as is told of the one that waits
        if content is None:
            last = entry.number == len(register.entries)
            no_issue = _is_of_no_issue(settings, register, folder / name)
            faults.append(_gone(entry, cut_off=last or no_issue))
        elif sum_of(content) != entry.line:
            faults.append(_fault("H119", "This is not what lacxl wrote: it was changed.", entry))
        else:
            found.append(Kept(name, entry, content))
    knowing = [
        each.name
        for each in found
        if each.entry.number > register.taken_over
        and (anchor := anchor_in(each.written))
        and not register.has(*anchor)
    ]
    for name, content in there.items():
        if (anchor := anchor_in(content)) and not register.is_after(*anchor):
            knowing.append(name)
        else:
            faults.append(_forged(name))
    if knowing:
        faults.insert(0, _older_register(settings, knowing))
    return KeptFiles(tuple(found), tuple(faults))


def _fault(code: str, what: str, entry: Entry) -> Finding:
    return error(
        code,
        f"{what} It was written {entry.moment}.",
        entry.file,
        "Put it back from the backup of the folder.",
    )


def _is_of_no_issue(settings: Settings, register: Register, path: Path) -> bool:
    """Say whether it is the entry of an issue that never got its line on record."""
    if is_receipt(path):
        return False
    record = register.rows.get(name_of(settings.register_path, settings.issued_path), [])
    return not any(path.stem in row.line for row in record)


def _gone(entry: Entry, *, cut_off: bool) -> Finding:
    if not cut_off:
        return _fault("H120", "This receipt is gone.", entry)
    return error(
        "H135",
        "A run was cut off before it wrote this file, or somebody deleted it.",
        entry.file,
        "Run the same command again. If nothing was cut off, put it back from the backup of the "
        "folder.",
    )


def waiting_faults(settings: Settings) -> list[Finding]:
    """Return an error for each receipt that waits, which a run that was cut off left."""
    folder = settings.folder / RECEIPTS
    return [
        error(
            "H135",
            "A run was cut off before this receipt was final, so what it changed is not compared.",
            f"{RECEIPTS}/{path.name}",
            "Run the same command again: it settles what is there.",
        )
        for path in files_in(folder, f".json{PENDING}")
    ]


def _forged(name: str) -> Finding:
    return error(
        "H121",
        "lacxl did not write this file.",
        f"{RECEIPTS}/{name}",
        "Find out where it comes from, and move it out of the folder.",
    )


def _older_register(settings: Settings, knowing: Sequence[str]) -> Finding:
    """Return what to say where files know of entries that the register does not have."""
    names = first_of(knowing, _NAMED)
    return error(
        "H122",
        "The register is not the one that was there when this was written: its end is missing, or "
        f"an older or another one is in its place. {names} knows more.",
        settings.register_path.name,
        "Put back the newest copy of it from the backup of the folder. Repair nothing before: it "
        "would put ledgers back to what the older one has.",
    )


def backup_faults(settings: Settings, register: Register) -> tuple[int, tuple[Finding, ...]]:
    """Return how many backups are as they were, and what is wrong with others. Raises Refused."""
    good, faults = 0, []
    known = registered_in(settings, register, settings.backups_folder)
    for name, entry in known.items():
        path = settings.backups_folder / name
        there = True
        with coded(path, "reading the backup"):
            try:
                if f"{SUM}{sha256_of(path)}" == entry.line:
                    good += 1
                    continue
            except FileNotFoundError:
                there = False
        if not there and went_by_keep(settings, path, [*known][-1:]):
            continue
        when = f"made before {entry.moment}"
        said = f"This is not the backup {when}: it was changed."
        faults.append(
            error(
                "H123",
                said if there else f"The backup {when} is gone.",
                entry.file,
                "Put the right one back, if there is a backup of the folder.",
            )
        )
    return good, tuple(faults)
