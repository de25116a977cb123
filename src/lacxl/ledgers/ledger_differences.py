"""How ledgers differ from what the register says of them.

Three things are told apart: lines missing at the end, as a run that was cut off leaves them; a file
that Excel saved, which says the same in another form; and anything else, which somebody changed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lacxl.domain.finding import Finding, error, where_in
from lacxl.domain.numbers import how_many
from lacxl.files.os_errors import coded
from lacxl.files.plain import is_absent, is_there, read_plain
from lacxl.ledgers.keeping import as_kept, ledgers_of
from lacxl.ledgers.register import Entry, Register, name_of
from lacxl.ledgers.turned_by_excel import same_row
from lacxl.settings.settings import Settings

_MOST_ROWS: Final = 2000
"""The most rows in a stretch that differs of which each is told; of more only the stretch is."""
_PLAIN: Final = re.compile(r"[A-Z]?[-+\d.:TZEI ]{0,40}", re.ASCII)
"""What may be quoted: numbers, months, times, codes. Words may be of a child."""
_NOT_OURS: Final = "lacxl did not write this row."
_REPAIR: Final = "See what is registered, and put it back: lacxl verify --repair"


@dataclass(frozen=True, slots=True)
class Difference:
    """How a ledger differs from its entries: `whole` is what it should be.

    `cut_off` says that a run that was cut off leaves it so: it lacks the entries that are `missing`
    at its end, or has lines that were about to be taken back. `readable` says that lacxl reads it
    as it is, though another program saved it. Of one that is not `known` nothing can be put back.
    """

    path: Path
    whole: str
    findings: tuple[Finding, ...]
    missing: tuple[Entry, ...] = ()
    cut_off: bool = False
    readable: bool = False
    known: bool = True


def differences(settings: Settings, register: Register) -> Iterator[Difference]:
    """Yield each ledger that is not what the register says; raises Refused for the disk.

    A ledger outside the folder is shared with others, who have registers of their own: there the
    lines that this one has must be among the others.
    """
    at = settings.register_path
    named = {name_of(at, path): path for path in ledgers_of(settings)}
    for name, path in named.items():
        entries = register.rows.get(name, [])
        with coded(path, "reading the ledger"):
            content = read_plain(path) if is_there(path) else b""
        whole = _text(entries)
        if content == _bytes(whole):
            continue
        if not entries and name not in register.rows:
            if len(content.splitlines()) > 1 and not is_shared(name):
                yield Difference(path, "", (_not_known(path),), known=False)
        elif is_shared(name):
            if missing := _not_among(entries, content):
                yield _lacking(path, missing, content)
        else:
            before = _text([*entries, *register.taken_back.get(name, ())])
            if before != whole and content == _bytes(before):
                what = "A run was cut off while it took back what it had added."
                found = (_left(path, len(entries) + 1, what),)
                yield Difference(path, whole, found, cut_off=True)
            else:
                yield _difference(path, entries, whole, content)
    for name in register.rows.keys() - named.keys():
        path = at.parent / name
        if not is_shared(name) and register.rows[name] and is_absent(path):
            yield Difference(path, "", (_renamed(path),), known=False)


def is_shared(name: str) -> bool:
    """Say whether a ledger of this name is outside the folder of the register."""
    return name.startswith("../") or Path(name).is_absolute()


def _not_among(entries: Sequence[Entry], content: bytes) -> list[Entry]:
    """Return the entries that are not among the lines of a file in their order."""
    lines = iter(content.decode("utf-8-sig", "surrogateescape").splitlines())
    return [entry for entry in entries if entry.line not in lines]


def _not_known(path: Path) -> Finding:
    return error(
        "H136",
        "The register knows nothing of this ledger: it was given another name, or lacxl did not "
        "write it.",
        path.name,
        "Give it its name back. If it is right as it is, take it in: "
        "lacxl verify --take-over --reason WHY",
    )


def _renamed(path: Path) -> Finding:
    return error(
        "H136",
        "This ledger is gone, and the settings name another one.",
        path.name,
        "Put it back, or give it its name back.",
    )


def _lacking(path: Path, missing: Sequence[Entry], content: bytes) -> Difference:
    """Return what a ledger that is shared lacks of this folder's lines; they are added again."""
    there = content.decode("utf-8", "surrogateescape")
    end = "" if there.endswith("\n") or not there else "\n"
    whole = f"{there}{end}{_text(missing)}"
    return Difference(path, whole, (_cut_off(path, missing),), tuple(missing), cut_off=True)


def _text(entries: Sequence[Entry]) -> str:
    return "".join(f"{entry.line}\n" for entry in entries)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _left(path: Path, row: int, what: str) -> Finding:
    """Return what to say of a row that a run that was cut off left."""
    return error(
        "H117",
        what,
        where_in(path.name, [row]),
        "The next run takes it away, and so does lacxl verify --repair",
    )


def _difference(path: Path, entries: Sequence[Entry], whole: str, content: bytes) -> Difference:
    """Return how a ledger differs that does."""
    wanted = _bytes(whole)
    if content + b"\n" == wanted:
        return Difference(path, whole, (_saved(path),), readable=True)
    if wanted.startswith(content):
        missing = tuple(entries[content.count(b"\n") :])
        return Difference(path, whole, (_cut_off(path, missing),), missing, cut_off=True)
    if content.startswith(wanted) and b"\n" not in content[len(wanted) :]:
        what = "The last row was never finished: a run was cut off, or a file copied meanwhile."
        found = (_left(path, len(entries) + 1, what),)
        return Difference(path, whole, found, cut_off=True)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    lines = text.removesuffix("\n").split("\n")
    plain = [as_kept(line.removesuffix("\r")) for line in lines]
    cells, own = _cells(plain), _cells([entry.line for entry in entries])
    if cells == own:
        return Difference(path, whole, (_saved(path),), readable=True)
    elsewhere = (
        content.startswith(b"\xef\xbb\xbf")
        or any(line.endswith("\r") for line in lines)
        or any(line.startswith('"') for line in lines)
    )
    if elsewhere and len(cells) == len(own) and all(map(same_row, own, cells)):
        return Difference(path, whole, (_saved(path),))
    return Difference(path, whole, tuple(_changes(path, entries, own, cells)))


def _cut_off(path: Path, missing: Sequence[Entry]) -> Finding:
    first = missing[0]
    return error(
        "H117",
        f"Missing at the end: {how_many(len(missing), 'row')}, from row {first.row} on, written "
        f"{first.moment}. A run was cut off, or somebody deleted them.",
        where_in(path.name, [first.row or 1]),
        "The register has them: the next run puts them back, and so does lacxl verify --repair",
    )


def _saved(path: Path) -> Finding:
    return error(
        "H116",
        "Another program has saved this ledger, as Excel does. It says the same in another form.",
        path.name,
        "Put its form right: lacxl verify --repair",
    )


def _changes(
    path: Path, entries: Sequence[Entry], own: list[list[str]], cells: list[list[str]]
) -> Iterator[Finding]:
    """Yield what was changed, row by row."""
    begin = _alike(own, cells)
    end = _alike(own[begin:][::-1], cells[begin:][::-1])
    ours, theirs = own[begin : len(own) - end], cells[begin : len(cells) - end]
    if sorted(ours) == sorted(theirs):
        last = begin + len(ours)
        yield _changed(path, begin + 1, f"The rows {begin + 1} to {last} are in another order.")
        return
    if len(ours) == len(theirs):
        for step, (was, now) in enumerate(zip(ours, theirs, strict=True), start=begin):
            if was != now:
                said = _in_words(own[0], was, now)
                yield _changed(path, step + 1, f"{said}: changed since {entries[step].moment}.")
        return
    if max(len(ours), len(theirs)) > _MOST_ROWS:
        yield _changed(path, begin + 1, "Everything from this row on differs.")
        return
    from difflib import SequenceMatcher  # for what no run meets

    keys = [["\0".join(row) for row in rows] for rows in (ours, theirs)]
    for kind, a, b, c, d in SequenceMatcher(a=keys[0], b=keys[1], autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        pairs = min(b - a, d - c)
        for step in range(pairs):
            entry = entries[begin + a + step]
            said = _in_words(own[0], ours[a + step], theirs[c + step])
            yield _changed(path, begin + c + step + 1, f"{said}: changed since {entry.moment}.")
        for entry in entries[begin + a + pairs : begin + b]:
            what = f"A row is missing here that was written {entry.moment}, as row {entry.row}."
            yield _changed(path, min(begin + c + pairs, len(cells)) or 1, what)
        for step in range(c + pairs, d):
            row = begin + step + 1
            yield _unknown(path, row) if row > len(own) else _changed(path, row, _NOT_OURS)


def _unknown(path: Path, row: int) -> Finding:
    """Return what to say of a row after the last that is registered."""
    return error(
        "H115",
        f"{_NOT_OURS} Or it did, and the end of the register is missing.",
        where_in(path.name, [row]),
        "If lacxl-register.csv is an older one, put back the newest. Else put back what is "
        "registered: lacxl verify --repair",
    )


def _changed(path: Path, row: int, what: str) -> Finding:
    return error("H115", what, where_in(path.name, [row]), _REPAIR)


def _in_words(header: Sequence[str], was: Sequence[str], now: Sequence[str]) -> str:
    """Return which columns of a row hold something else; texts that people typed are not quoted."""
    if len(was) != len(now) or len(was) != len(header):
        return "The row is not what lacxl wrote"
    told = [
        f"{name} is {after or 'empty'} and was {before or 'empty'}"
        if _PLAIN.fullmatch(before) and _PLAIN.fullmatch(after)
        else f"{name} is another one"
        for name, before, after in zip(header, was, now, strict=True)
        if before != after
    ]
    said = "; ".join(told)
    return said[:1].upper() + said[1:] if said else "The row is written otherwise"


def _alike(ours: Sequence[object], theirs: Sequence[object]) -> int:
    """Return how many items are the same at the beginning."""
    count = 0
    for one, other in zip(ours, theirs, strict=False):
        if one != other:
            break
        count += 1
    return count


def _cells(lines: Sequence[str]) -> list[list[str]]:
    return list(map(_cells_of, lines))


def _cells_of(line: str) -> list[str]:
    try:
        return next(csv.reader([line]), [])
    except csv.Error:  # such as a line break in it that lacxl never writes
        return [line]
