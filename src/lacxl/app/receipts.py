"""Keeping receipts: on disk before the workbook changes, so that no change is without one."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from lacxl.app.kept_changes import restored
from lacxl.app.standing import differing
from lacxl.domain.errors import Refused
from lacxl.domain.month import Month
from lacxl.files.faults import coded
from lacxl.files.plain import open_plain, read_plain
from lacxl.files.texts import write_text

FOLDER = "receipts"
_PENDING = ".pending"


def open_receipt(
    folder: Path,
    month: Month,
    content: Mapping[str, object],
    now: dt.datetime,
    mark: Mapping[str, object],
) -> Path:
    """Write the receipt of a change that is about to happen and return where it will stand.

    It waits as .pending, with the workplace's `mark`, which tells later whether it happened.
    """
    made = folder / FOLDER
    with coded(made, "making the folder of receipts"):
        made.mkdir(parents=True, exist_ok=True)
    receipt = made / f"{month} {now.astimezone():%Y-%m-%d %H%M%S}.json"
    number = 1
    while receipt.exists():
        number += 1
        receipt = receipt.with_stem(f"{receipt.stem.partition(' (')[0]} ({number})")
    _write(_waiting(receipt), {**content, **mark})
    return receipt


def close_receipt(receipt: Path, content: Mapping[str, object]) -> None:
    """Make the receipt stand, now that the workbook has changed."""
    _write(receipt, content)
    _waiting(receipt).unlink(missing_ok=True)


def withdraw_receipt(receipt: Path) -> None:
    """Take a waiting receipt away, because nothing was changed after all."""
    with suppress(OSError):
        _waiting(receipt).unlink(missing_ok=True)
        receipt.parent.rmdir()  # it stays where it holds anything


def settle_receipts(folder: Path, workbook: Path, source: Path) -> None:
    """Settle what runs left waiting that were cut off.

    Where the workbook is still the one from before, nothing had happened: the receipt goes. Else
    the change had been made: the receipt stands. Of a change to an open workbook, which is saved
    by a person or not at all, the cells tell, as they are in `source`.
    """
    for waiting in (folder / FOLDER).glob(f"*.json{_PENDING}"):
        try:
            content = json.loads(read_plain(waiting))
            if content.get("in_excel"):
                happened = bool(differing(source, restored(content.get("changes")).reverse()))
            else:
                happened = content.get("sha256_before") != fingerprint(workbook)
        except (OSError, ValueError, AttributeError, Refused):
            continue  # a file of another kind, or one that is being written: it is left alone
        if happened:
            content.pop("sha256_before", None)
            close_receipt(waiting.with_name(waiting.name.removesuffix(_PENDING)), content)
        else:
            waiting.unlink(missing_ok=True)


def receipts_of(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the receipts that stand and what they say, the newest first.

    Files of another kind are left out; raises Refused where the folder cannot be read.
    """
    made = folder / FOLDER
    with coded(made, "reading the receipts"):
        paths = sorted(made.glob("*.json"), key=_when, reverse=True) if made.is_dir() else []
    for path in paths:
        with coded(path, "reading a receipt"):
            text = read_plain(path)
        try:
            content = json.loads(text)
        except ValueError:
            continue
        if isinstance(content, dict):
            yield path, content


def waiting_in_excel(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the receipts of cut-off changes to an open workbook, not settled yet, newest first."""
    paths = sorted((folder / FOLDER).glob(f"*.json{_PENDING}"), key=_when, reverse=True)
    for path in paths:
        try:
            content = json.loads(read_plain(path))
        except (OSError, ValueError, Refused):
            continue
        if isinstance(content, dict) and content.get("in_excel"):
            yield path, content


def fingerprint(path: Path) -> str:
    """Return the sha256 of a file, "" where there is none."""
    try:
        with open_plain(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, Refused):
        return ""


def _when(receipt: Path) -> tuple[str, int]:
    """Return day and second of a receipt's name, and its number within the second."""
    stem, _, number = receipt.name.partition(".")[0].partition(" (")
    return stem.partition(" ")[2], int(digits) if (digits := number.rstrip(")")).isdigit() else 1


def _waiting(receipt: Path) -> Path:
    return receipt.with_name(receipt.name + _PENDING)


def _write(path: Path, content: Mapping[str, object]) -> None:
    write_text(path, json.dumps(content, indent=1, ensure_ascii=False) + "\n")
