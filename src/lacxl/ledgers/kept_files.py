"""Whether receipts, entries of issues and backups are what lacxl wrote: a part of `verify`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lacxl.domain.finding import Finding, error
from lacxl.files.os_errors import coded
from lacxl.files.plain import is_absent
from lacxl.ledgers.keeping import receipts_there
from lacxl.ledgers.receipts import is_of, sha256_of
from lacxl.ledgers.register import GONE, Entry, Register, name_of, sum_of
from lacxl.settings.settings import Settings
from lacxl.settings.taken import RECEIPTS


@dataclass(frozen=True, slots=True)
class Kept:
    """A receipt, or the entry of an issue, that is as it was written; what it says."""

    path: Path
    entry: Entry
    content: Mapping[str, Any]

    @property
    def known(self) -> Mapping[str, Any]:
        """What was known once the workbook had changed."""
        changes = self.content.get("changes")
        return changes if isinstance(changes, dict) else {}


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """The files as they were registered, the oldest first, and what is wrong with others."""

    kept: tuple[Kept, ...]
    findings: tuple[Finding, ...]


def kept_files(settings: Settings, register: Register) -> KeptFiles:
    """Compare the receipts and the entries of issues with the register; raises Refused."""
    folder, at = settings.folder / RECEIPTS, settings.register_path
    there = dict(receipts_there(settings))
    prefix = f"{name_of(at, folder)}/"
    found: list[Kept] = []
    faults: list[Finding] = []
    ours = (e for e in register.sums.values() if e.file.startswith(prefix) and e.line != GONE)
    for entry in sorted(ours, key=lambda entry: entry.number):
        path = folder / entry.file.removeprefix(prefix)
        content = there.pop(path, None)
        if content is None:
            faults.append(_fault("H120", "This receipt is gone.", entry))
        elif sum_of(content) != entry.line:
            faults.append(_fault("H119", "This is not what lacxl wrote: it was changed.", entry))
        else:
            found.append(Kept(path, entry, json.loads(content)))
    faults += (
        error(
            "H121",
            "lacxl did not write this file.",
            f"{RECEIPTS}/{path.name}",
            "Find out where it comes from, and move it out of the folder.",
        )
        for path in there
    )
    faults += _unknown_anchors(register, found)
    return KeptFiles(tuple(found), tuple(faults))


def _fault(code: str, what: str, entry: Entry) -> Finding:
    return error(
        code,
        f"{what} It was written {entry.when:%d/%m/%Y %H:%M} UTC.",
        entry.file,
        "Put it back from the backup of the folder.",
    )


def _unknown_anchors(register: Register, kept: list[Kept]) -> Iterator[Finding]:
    """Yield the files that knew of an entry which the register does not have."""
    for each in kept:
        anchor = each.known.get("register")
        if isinstance(anchor, list) and not register.has(*anchor):
            yield error(
                "H122",
                f"When this was written, the register had {anchor[0]} entries that it does not "
                "have any more: an older one, or another one, is in its place.",
                each.entry.file,
                "Put back the newest copy of the register from the backup of the folder.",
            )


def backup_faults(settings: Settings, kept: KeptFiles) -> tuple[int, tuple[Finding, ...]]:
    """Return how many backups are as they were, and what is wrong with others.

    The oldest ones go by [backups] keep, as each run had it; they are no fault. Raises Refused.
    """
    expected: list[tuple[str, str, Entry]] = []
    for each in kept.kept:
        backup, before, keep = each.content.get("backup"), each.known.get("before"), each.known
        if backup and before and is_of(settings, each.content):
            expected.append((backup.replace("\\", "/").rpartition("/")[2], before, each.entry))
            expected = expected[-int(keep.get("keep", 1)) :]
    good, faults = 0, []
    for name, before, entry in expected:
        path = settings.backups_folder / name
        where = f"{settings.backups.folder}/{name}"
        when = f"made before {entry.when:%d/%m/%Y %H:%M} UTC"
        if is_absent(path):
            faults.append(
                error("H123", f"The backup {when} is gone.", where,
                      "Put it back, if there is a backup of the folder.")
            )  # fmt: skip
            continue
        with coded(path, "reading the backup"):
            same = sha256_of(path) == before
        if same:
            good += 1
            continue
        faults.append(
            error("H123", f"This is not the backup {when}: it was changed.", where,
                  "Put back the right one, if there is a backup of the folder.")
        )  # fmt: skip
    return good, tuple(faults)
