"""Keeping receipts: on disk before the workbook changes, so that no change is without one."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, warning
from lacxl.domain.month import Month
from lacxl.files.json_files import read_json
from lacxl.files.os_errors import coded
from lacxl.files.plain import open_plain, read_plain, real
from lacxl.files.text_files import write_new_text
from lacxl.ledgers.carried_out import how_many_hold
from lacxl.ledgers.keeping import keep_text, register
from lacxl.ledgers.kept_changes import restored
from lacxl.ledgers.register import SUM, sum_of
from lacxl.settings.settings import Settings
from lacxl.workbook.changes import ChangeSet

FOLDER = "receipts"
_AT_ONCE = 8 << 20
PENDING = ".pending"
_NAME = re.compile(r"\d{4}-\d{2} (\d{4}-\d{2}-\d{2} \d{6})(?: \((\d+)\))?\.json")
Content = dict[str, Any]
_json = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt of one workbook; `content` is None where it cannot be read.

    One that is `waiting` was left by a run that was cut off: whether its change happened is decided
    by `happened`. `path` is its final place, reached or not.
    """

    path: Path
    content: Content | None
    waiting: bool = False

    @property
    def file(self) -> Path:
        """The file that holds it now."""
        return _waiting(self.path) if self.waiting else self.path

    @property
    def in_excel(self) -> bool:
        """Whether its change was made in an open workbook."""
        return bool(self.content and self.content.get("in_excel"))


def open_receipt(
    settings: Settings,
    month: Month,
    content: Mapping[str, object],
    now: dt.datetime,
    mark: Mapping[str, object],
) -> Path:
    """Write the receipt of a change that is about to happen and return its final place.

    It waits as .pending, with the document's `mark`, which tells later whether it happened. Its
    name is this run's alone: another workbook of the folder may be filled in the same second.
    """
    made = settings.folder / FOLDER
    with coded(made, "making the folder of receipts"):
        made.mkdir(parents=True, exist_ok=True)
    text = _text(settings, {**content, **mark})
    second = f"{now.astimezone(dt.UTC):%Y-%m-%d %H%M%S}"
    stem = f"{month} {second}"
    for number in itertools.count(_last_of(made, second) + 1):
        receipt = made / f"{stem}{f' ({number})' if number > 1 else ''}.json"
        if receipt.exists() or not write_new_text(_waiting(receipt), text):
            continue
        if not receipt.exists():
            return receipt
        _waiting(receipt).unlink(missing_ok=True)  # another run took the number meanwhile
    raise AssertionError("numbers do not end")


def _last_of(made: Path, second: str) -> int:
    """Return the last number of a second, of whatever month: it is by these that they follow."""
    names = (path.name.removesuffix(PENDING) for path in made.glob(f"* {second}*"))
    return max((number for when, number in map(_when_named, names) if when == second), default=0)


def close_receipt(
    settings: Settings,
    receipt: Path,
    content: Mapping[str, object],
    backup: Path | None = None,
    *,
    in_excel: bool = False,
) -> None:
    """Make the receipt final, now that the workbook has changed; register all that was written.

    The sum of a workbook that is open in Excel is not known before a person saves it.
    """
    written = [backup] if backup else []
    if not in_excel:
        written.append(settings.workbook_path)
    keep_text(
        settings,
        receipt,
        lambda anchor: _text(settings, content, register=anchor),
        beside=[(path, None, f"{SUM}{fingerprint(path)}") for path in written],
    )
    _waiting(receipt).unlink(missing_ok=True)


def withdraw_receipt(receipt: Path) -> None:
    """Take a waiting receipt away, because nothing was changed after all."""
    with suppress(OSError):
        _waiting(receipt).unlink(missing_ok=True)
        receipt.parent.rmdir()  # it stays where it holds anything


def settle_receipts(settings: Settings, source: Path) -> tuple[Finding, ...]:
    """Settle the receipts that cut-off runs on this workbook left waiting.

    If the change happened the receipt is kept, else it goes. One that cannot be read is left
    alone: it is a finding and stops no run.
    """
    unread = []
    for receipt in waiting_receipts(settings):
        fact = happened(settings, receipt, source)
        if fact is None:
            unread.append(
                warning(
                    "B206",
                    "This receipt of a run that was cut off cannot be read, so it was left alone.",
                    str(receipt.file),
                    "Move it out of the folder of receipts; a backup from before each run is in "
                    "the folder of backups.",
                )
            )
        elif fact:
            with coded(receipt.file, "settling a receipt"):
                register(settings, [(receipt.path, None, sum_of(read_plain(receipt.file)))])
                receipt.file.replace(receipt.path)
        else:
            withdraw_receipt(receipt.path)
    return tuple(unread)


def happened(settings: Settings, receipt: Receipt, source: Path) -> bool | None:
    """Say whether the change of a waiting receipt was made, None where that cannot be known.

    A file is replaced wholly or not at all: where it is not the very file from before, somebody
    may have saved it since, and the cells decide. A change in an open workbook may have been cut
    off half-way and counts as made where any of it is there; the cells are those of `source`. Where
    rows or columns are inserted, other cells are in their places as long as it was not made.
    """
    if receipt.content is None:
        return None
    if receipt.content.get("sha256_before") == fingerprint(settings.workbook_path):
        return False
    try:
        changes = restored(receipt.content.get("changes"))
        after, before = how_many_hold(source, changes)
    except (ValueError, Refused):
        return None
    return after > 0 if receipt.in_excel and not changes.inserted else after > before


def receipts(settings: Settings) -> list[Receipt]:
    """Return the receipts of this workbook, final or waiting, the newest first.

    Raises Refused where the folder cannot be read.
    """
    final = [Receipt(*each) for each in receipts_of(settings.folder)]
    return _ours(settings, [*final, *waiting_receipts(settings)])


def is_receipt(path: Path) -> bool:
    """Say whether a file is named as receipts are."""
    return _NAME.fullmatch(path.name) is not None


def waiting_receipts(settings: Settings) -> list[Receipt]:
    """Return those that runs on this workbook left waiting, the newest first.

    Raises Refused where the folder cannot be read.
    """
    found = [
        Receipt(path.with_name(path.name.removesuffix(PENDING)), content, waiting=True)
        for path, content in _read(settings.folder, f"*.json{PENDING}")
    ]
    return _ours(settings, found)


def _ours(settings: Settings, found: list[Receipt]) -> list[Receipt]:
    ours = [each for each in found if each.content is None or is_of(settings, each.content)]
    return sorted(ours, key=lambda receipt: _when(receipt.path), reverse=True)


def receipts_of(folder: Path) -> Iterator[tuple[Path, Content | None]]:
    """Yield a folder's final receipts, of whatever workbook, the newest first."""
    yield from sorted(_read(folder, "*.json"), key=lambda each: _when(each[0]), reverse=True)


def is_whole(content: Content, changes: ChangeSet) -> bool:
    """Say whether a receipt that keeps these changes is as lacxl wrote it.

    One of an earlier lacxl has no seal: there the number of cells has to fit.
    """
    if "seal" in content["changes"]:
        return bool(content["changes"]["seal"] == _seal(content))
    cells = content.get("cells")
    valued = sum(change.value is not None for change in changes.cells)
    return isinstance(cells, list) and content.get("changed") == len(cells) == valued


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file; raises OSError, or Refused for what is no plain file."""
    with open_plain(path) as file:
        if os.fstat(file.fileno()).st_size <= _AT_ONCE:  # file_digest clears a large buffer first
            return hashlib.sha256(file.read()).hexdigest()
        return hashlib.file_digest(file, "sha256").hexdigest()


def fingerprint(path: Path) -> str:
    """Return the sha256 of a file, "" where there is none."""
    try:
        return sha256_of(path)
    except (OSError, Refused):
        return ""


def _read(folder: Path, pattern: str) -> Iterator[tuple[Path, Content | None]]:
    """Yield the files that are named as receipts are, and what they say, None if that is nothing
    that lacxl writes.
    """
    made = folder / FOLDER
    with coded(made, "reading the receipts"):
        paths = list(made.glob(pattern)) if made.is_dir() else []
    for path in paths:
        if not _NAME.fullmatch(path.name.removesuffix(PENDING)):
            continue  # somebody else's
        try:
            content = read_json(path)
        except FileNotFoundError:
            continue  # settled by another run just now
        except (OSError, ValueError):
            content = None
        yield path, content if isinstance(content, dict) else None


def is_of(settings: Settings, content: Mapping[str, Any]) -> bool:
    """Say whether a receipt is of this workbook and not of another one of the folder.

    An earlier lacxl kept the whole path alone: the folder may have moved since, so the name counts.
    """
    changes = content.get("changes")
    if isinstance(changes, dict) and "of" in changes:
        return bool(changes["of"] == _name(settings))
    kept = re.split(r"[\\/]", str(content.get("workbook", "")))[-1]
    return not kept or os.path.normcase(kept) == os.path.normcase(settings.workbook_path.name)


def _name(settings: Settings) -> str:
    """Return the workbook as seen from the folder of its settings: a folder may be moved."""
    folder, workbook = real(settings.folder), real(settings.workbook_path)
    try:
        name = os.path.relpath(workbook, folder)
    except ValueError:  # on Windows, where it is on another drive
        name = str(workbook)
    return os.path.normcase(name).replace("\\", "/")


def _when(receipt: Path) -> tuple[str, int]:
    """Return day and second of a receipt's name, and its number within the second."""
    return _when_named(receipt.name)


def _when_named(name: str) -> tuple[str, int]:
    found = _NAME.fullmatch(name)
    return (found[1], int(found[2] or 1)) if found else ("", 0)


def _waiting(receipt: Path) -> Path:
    return receipt.with_name(receipt.name + PENDING)


def _text(settings: Settings, content: Mapping[str, object], **known: object) -> str:
    """Return the text of a receipt, with the name of its workbook and a seal over it all.

    What is `known` once the workbook has changed: how far the register had come.
    """
    changes = content["changes"]
    assert isinstance(changes, dict)  # noqa: S101 - every receipt has them
    sealed = {**changes, "of": _name(settings), **known}
    whole = {**content, "changes": sealed}
    sealed["seal"] = _seal(whole)
    return _in_lines(whole) + "\n"


def _in_lines(content: object, margin: str = "") -> str:
    """Return JSON in which each entry of a list, such as a cell, has a line of its own.

    json's own indenting gives a cell eight lines, and takes twice the time.
    """
    if isinstance(content, dict):
        ends, entries = (
            "{}",
            [f"{_json(key)}: {_in_lines(value, margin + ' ')}" for key, value in content.items()],
        )
    elif isinstance(content, list) and content:
        ends, entries = "[]", [*map(_json, content)]
    else:
        return _json(content)
    inside = ",\n".join(f"{margin} {entry}" for entry in entries)
    return f"{ends[0]}\n{inside}\n{margin}{ends[1]}"


def _seal(content: Mapping[str, Any]) -> str:
    """Return what tells a receipt that was edited from one as it was written."""
    changes = {key: value for key, value in content["changes"].items() if key != "seal"}
    plain = json.dumps({**content, "changes": changes}, sort_keys=True)
    return hashlib.sha256(plain.encode("ascii")).hexdigest()
