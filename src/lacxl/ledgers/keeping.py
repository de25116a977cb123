"""Adding to ledgers and receipts: the register has each line before its file does.

So a run that is cut off in between loses nothing: the next one puts the line back.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Final, TypeVar

from lacxl.domain.reading import Reading
from lacxl.files.backups import backups_of, moment_of
from lacxl.files.guarding import guarded
from lacxl.files.os_errors import coded
from lacxl.files.plain import is_absent, is_folder, is_there, read_plain
from lacxl.files.text_files import append_lines, write_text
from lacxl.ledgers.csv_ledger import CsvLedger, DamagedLine
from lacxl.ledgers.history import History
from lacxl.ledgers.history_lines import HISTORY
from lacxl.ledgers.register import (
    GONE,
    Anchor,
    Entry,
    Register,
    add_to,
    load_register,
    name_of,
    sum_of,
)
from lacxl.settings.settings import Settings
from lacxl.settings.taken import RECEIPTS

T = TypeVar("T")
Fact = tuple[Path | None, int | None, str]
"""A file with a row and its line, a file with no row and its sum, or no file and a note."""
_NAMED_AFTER: Final = re.compile(r"(\d{4}-\d{2}-\d{2} \d{6})(?: \((\d+)\))?\.json")
_WRITTEN: Final = re.compile(rb'"when": "(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})Z"')
_ANCHOR: Final = re.compile(rb'"register": \[\s*(\d+),\s*"([0-9a-f]{64})"')
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
BEGUN: Final = "begun"
"""The line of the first entry; those of files that were there before the register follow."""


def ledgers_of(settings: Settings) -> tuple[Path, ...]:
    """Return the ledgers of a folder, whether they are there or not."""
    return (
        settings.history_path,
        settings.printed_path,
        settings.issued_path,
        settings.restated_path,
        settings.accepted_path,
        settings.published_path,
        settings.published_figures_path,
    )


def keep(settings: Settings, ledger: CsvLedger[T], path: Path, entries: Iterable[T]) -> None:
    """Add entries to a ledger, all of them or none. Raises Refused."""
    keep_lines(settings, path, [ledger.line(entry) for entry in entries], ledger.header)


def keep_readings(
    settings: Settings, history: History, readings: Iterable[Reading], when: dt.datetime
) -> History:
    """Add readings to the history as taken at `when`, as `History.append` does. Raises Refused."""
    path = settings.history_path
    entries = history.entries_for(path, readings, when)
    register_lines(settings, path, [HISTORY.line(each) for each in entries], HISTORY.header)
    return history.with_entries(path, entries)


def keep_lines(settings: Settings, path: Path, lines: Sequence[str], header: str) -> None:
    """Add lines to a ledger, which begins with `header`, all of them or none. Raises Refused."""
    register_lines(settings, path, lines, header)
    append_lines(path, lines, header=header)


def register_lines(settings: Settings, path: Path, lines: Sequence[str], header: str) -> None:
    """Register lines that are about to be added to a ledger. Raises Refused."""
    if not lines:
        return
    first = len(lines_of(path)) + 1
    new = lines if first > 1 else (header, *lines)
    register(settings, [(path, row, line) for row, line in enumerate(new, start=first)])


def take_back(settings: Settings, path: Path, count: int = 1) -> None:
    """Take the last lines of a ledger away again, and the file where only its heading is left."""
    lines = lines_of(path)
    left = lines[:-count] if len(lines) - count > 1 else ()
    register(settings, [(path, len(left) + 1, GONE)])
    if left:
        write_text(path, "".join(f"{line}\n" for line in left))
    else:
        with coded(path, "taking back a ledger"):
            path.unlink(missing_ok=True)


def keep_text(
    settings: Settings, path: Path, text: Callable[[Anchor], str], beside: Sequence[Fact] = ()
) -> None:
    """Write a text as a file, made of the number of entries of the register and its last seal.

    What was written `beside` it is registered before. Raises Refused.
    """
    content = ""

    def closing(anchor: Anchor) -> Fact:
        nonlocal content
        content = text(anchor)
        return path, None, sum_of(content.encode("utf-8"))

    register(settings, [*beside, *_pruned(settings, beside)], closing)
    write_text(path, content)


def _pruned(settings: Settings, beside: Sequence[Fact]) -> Iterator[Fact]:
    """Yield the registered backups that this run let go because enough others are there."""
    there = backups_of(settings.workbook_path.name, settings.backups_folder)
    if len(there) < settings.backups.keep:
        return
    register = load_register(settings.register_path)
    known = registered_in(settings, register, settings.backups_folder)
    made = [path.name for path, _, _ in beside if path in there]
    newest = (made or [*known])[-1:]
    for name in known:
        path = settings.backups_folder / name
        if is_absent(path) and went_by_keep(settings, path, newest):
            yield path, None, GONE


def went_by_keep(settings: Settings, backup: Path, newest: Sequence[str]) -> bool:
    """Say whether a backup went because as many are there as [backups] keep lets stay.

    The `newest` stays in any case, of the others those whose names are the latest. A run that was
    cut off may have left a newer one of which nobody knows.
    """
    name, keep = settings.workbook_path.name, settings.backups.keep
    moment = moment_of(backup, name)
    if moment is None:
        return False
    later = [
        path
        for path in backups_of(name, settings.backups_folder)
        if (moment_of(path, name) or moment) > moment
    ]
    others = [path for path in later if path.name not in newest]
    return len(later) >= keep or (backup.name not in newest and len(others) >= keep - 1)


def registered_in(settings: Settings, register: Register, folder: Path) -> Mapping[str, Entry]:
    """Return the files of a folder that should be as they are registered, the oldest first, by
    their names.
    """
    prefix = f"{name_of(settings.register_path, folder)}/"
    return {
        entry.file.removeprefix(prefix): entry
        for entry in sorted(register.sums.values(), key=attrgetter("number"))
        if entry.file.startswith(prefix) and entry.line != GONE
    }


def register(
    settings: Settings, facts: Sequence[Fact], last: Callable[[Anchor], Fact] | None = None
) -> None:
    """Add what is about to be written to the register, the `last` made of its head with the others.

    The first entries of a new register are what the folder had before. Raises Refused.
    """
    path = settings.register_path

    def named(fact: Fact) -> tuple[str, int | None, str]:
        file, row, line = fact
        return name_of(path, file) if file else "", row, line

    with guarded(path):
        before = tuple(_there_before(settings)) if is_absent(path) else ()
        now = dt.datetime.now(dt.UTC)
        closing = (lambda anchor: named(last(anchor))) if last else None
        add_to(path, map(named, (*before, *facts)), now, closing)
        if before:
            _put_into_form(settings)


def _put_into_form(settings: Settings) -> None:
    """Write ledgers that are taken over as lacxl writes them, where they are not so."""
    for path in ledgers_of(settings):
        text = "".join(f"{line}\n" for line in lines_of(path))
        if text and read_plain(path) != text.encode("utf-8", "surrogateescape"):
            write_text(path, text)


def _there_before(settings: Settings) -> Iterator[Fact]:
    """Yield a note and everything that is there without having been registered."""
    yield None, None, BEGUN
    yield from not_known(settings, Register())


def not_known(settings: Settings, register: Register) -> Iterator[Fact]:
    """Yield the ledgers and receipts of which the register has nothing. Raises Refused."""
    for path in ledgers_of(settings):
        if name_of(settings.register_path, path) not in register.rows:
            for row, line in enumerate(lines_of(path), start=1):
                yield path, row, line
    named = {name_of(settings.register_path, path) for path in ledgers_of(settings)}
    for name in register.rows.keys() - named:
        if register.rows[name] and is_absent(settings.folder / name):
            yield settings.folder / name, 1, GONE  # the settings name another one now
    known = registered_in(settings, register, settings.folder / RECEIPTS)
    for path, content in sorted(receipts_there(settings), key=_time_of):
        if path.name not in known:
            yield path, None, sum_of(content)


def _time_of(receipt: tuple[Path, bytes]) -> tuple[str, int]:
    """Return when a receipt was written, and its number within the second."""
    path, content = receipt
    if found := _NAMED_AFTER.search(path.name):
        return found[1], int(found[2] or 1)
    written = _WRITTEN.search(content)
    when = written[1].decode("ascii") if written else ""
    return when.replace("T", " ").replace(":", ""), 0


def anchor_in(written: bytes) -> Anchor | None:
    """Return how far the register had come when a receipt was written, None where it had none.

    It is looked for in the text: to parse a year of receipts takes longer than all the rest.
    """
    found = _ANCHOR.match(written, max(written.rfind(b'"register": ['), 0))
    return (int(found[1]), found[2].decode("ascii")) if found else None


def receipts_there(settings: Settings) -> Iterator[tuple[Path, bytes]]:
    """Yield the receipts of the folder that are final, with what is in them. Raises Refused."""
    folder = settings.folder / RECEIPTS
    with coded(folder, "reading the receipts"):
        for path in files_in(folder, ".json"):
            yield path, read_plain(path)


def files_in(folder: Path, *endings: str) -> list[Path]:
    """Return what is in a folder under names that end so, in their order; none where it is gone."""
    names = (path.name for path in folder.iterdir()) if is_folder(folder) else ()
    return [folder / name for name in sorted(names) if name.endswith(endings)]


def lines_of(path: Path) -> tuple[str, ...]:
    """Return the lines of a ledger, without one at the end that was never finished."""
    if not is_there(path):
        return ()
    with coded(path, "reading the ledger"):
        content = read_plain(path)
    text = as_kept(content.decode("utf-8-sig", "surrogateescape"))
    finished, newline, tail = text.rpartition("\n")
    lines = finished.split("\n") if newline else []
    if tail and not _is_torn(tail, lines):
        lines.append(tail)
    return tuple(line.removesuffix("\r") for line in lines)


def as_kept(text: str) -> str:
    """Return a ledger's text as the register keeps it: without control characters in its lines."""
    return _CONTROL.sub(" ", text)


def _is_torn(tail: str, lines: Sequence[str]) -> bool:
    """Say whether the history leaves this last line out, as it does with one that is not whole."""
    if not lines or lines[0].removesuffix("\r") != HISTORY.header:
        return False
    try:
        HISTORY.parse(tail)
    except DamagedLine:
        return True
    return False
