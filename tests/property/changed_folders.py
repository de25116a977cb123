"""A folder in which every command has run, and single changes to the files that lacxl wrote in it.

Run by hand it counts how many changes are told: python tests/property/changed_folders.py 2000
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from end_to_end.made_up_year import FIRST, give, made_up
from lacxl.app.accept import accept_finding
from lacxl.app.case.seen import see
from lacxl.app.check.check import check
from lacxl.app.check.verify import verify
from lacxl.app.issue.issue import issue
from lacxl.app.month.next_month import next_month
from lacxl.app.month.refresh import refresh
from lacxl.app.month.undo import undo
from lacxl.app.new import new
from lacxl.app.restate.restate import restate
from lacxl.domain.errors import LacxlError, Refused
from lacxl.domain.month import Month
from lacxl.engines.package import PackageWorkbook
from lacxl.files.temporary import private_folder
from lacxl.settings.settings import Settings
from lacxl.workbook.address import CellRef
from lacxl.workbook.changes import CellChange, ChangeSet, Swap
from lacxl.workbook.snapshot import Formula

LEDGERS = (
    "lacxl-history.csv",
    "lacxl-issued.csv",
    "lacxl-restated.csv",
    "lacxl-accepted.csv",
    "lacxl-history-printed.csv",
)
REGISTER = "lacxl-register.csv"
TABLES = (*LEDGERS, REGISTER)
KINDS = ("ledger", "register", "receipt", "backup", "copy")


@dataclass(frozen=True)
class Made:
    """The folder, and what each file was after each command, the oldest first, each once."""

    folder: Path
    versions: Mapping[str, tuple[bytes, ...]]

    def files(self, kind: str) -> tuple[str, ...]:
        """Return the names of the files of a kind, as they are seen from the folder."""
        folder = self.folder
        found = {
            "ledger": [folder / name for name in LEDGERS],
            "register": [folder / REGISTER],
            "receipt": sorted((folder / "receipts").glob("*.json")),
            "backup": sorted((folder / "backups").glob("*.xlsx")),
            "copy": sorted(folder.glob("* - I*.xlsx")),
        }[kind]
        return tuple(path.relative_to(folder).as_posix() for path in found)

    @property
    def covered(self) -> tuple[str, ...]:
        """Return the names of all files that are covered byte by byte."""
        return tuple(name for kind in KINDS for name in self.files(kind))

    def kind_of(self, name: str) -> str:
        """Return of which kind a file is."""
        return next(kind for kind in KINDS if name in self.files(kind))

    def content(self, name: str) -> bytes:
        """Return what a file holds."""
        return (self.folder / name).read_bytes()


@functools.cache
def made() -> Made:
    """Return a folder in which every command has run."""
    folder = Path(tempfile.mkdtemp()) / "reports"
    at = Settings.load(new(FIRST, folder, "Northshire"))
    numbers = made_up()
    seen: dict[str, list[bytes]] = {}

    def ran(command: Callable[[], object]) -> None:
        command()
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            known = seen.setdefault(path.relative_to(folder).as_posix(), [])
            if path.read_bytes() not in known:
                known.append(path.read_bytes())

    def filled(month: Month) -> None:
        give(folder, numbers, month)
        ran(lambda: refresh(at, month, today=day(month)))

    def day(month: Month) -> dt.date:
        return (month + 1).first_day + dt.timedelta(8)

    april, may, june = FIRST, FIRST + 1, FIRST + 2
    filled(april)
    ran(lambda: issue(at, april, today=day(april)))
    ran(lambda: next_month(at, today=day(april)))
    filled(may)
    one = next(e for e in check(at.workbook_path, at).findings if e.code.startswith("Q"))
    ran(lambda: accept_finding(at, one.code, one.where, "as it is", today=day(may)))
    ran(lambda: issue(at, may, today=day(may)))
    above, below = numbers["7.6", april]
    numbers = {**numbers, ("7.6", april): (above // 2, below)}
    give(folder, numbers, may)
    ran(lambda: restate(at, april, reason="late forms", issue=True, today=day(may)))
    ran(lambda: next_month(at, today=day(may)))
    filled(june)
    ran(lambda: undo(at))
    filled(june)
    ran(lambda: issue(at, june, today=day(june)))
    ran(lambda: next_month(at, today=day(june)))
    return Made(folder, {name: tuple(each) for name, each in seen.items()})


def settings_of(folder: Path) -> Settings:
    return Settings.load(folder / "lacxl.toml")


@dataclass(frozen=True)
class Told:
    """What verify said of a folder."""

    agrees: bool
    said: str
    codes: tuple[str, ...]

    def names(self, name: str) -> bool:
        """Say whether a finding has the name of a file in its place or its words."""
        return not self.agrees and Path(name).name in self.said


def asked(folder: Path) -> Told:
    """Ask verify; one that refuses does not agree."""
    try:
        result = verify(settings_of(folder))
    except Refused as refused:
        agrees, findings = False, refused.findings
    else:
        agrees, findings = result.agrees, result.findings
    wanting = [each for each in findings if each.wants_a_look]
    said = "\n".join(f"{each.where}: {each.what}" for each in wanting)
    return Told(agrees, said, tuple(dict.fromkeys(each.code for each in wanting)))


@contextlib.contextmanager
def changed(content: Mapping[str, bytes | None]) -> Iterator[Path]:
    """Give the folder with other files in it (None: without one), then put it back."""
    folder = made().folder
    before = {name: made().content(name) if (folder / name).exists() else None for name in content}
    try:
        _put(folder, content)
        yield folder
    finally:
        _put(folder, before)


def _put(folder: Path, content: Mapping[str, bytes | None]) -> None:
    for name, each in content.items():
        if each is None:
            (folder / name).unlink(missing_ok=True)
        else:
            (folder / name).write_bytes(each)


def lines_of(content: bytes) -> list[bytes]:
    return content.splitlines(keepends=True)


Draw = random.Random
Change = Callable[[Draw, str], bytes | None]


def flipped(draw: Draw, name: str) -> bytes:
    content = bytearray(made().content(name))
    at = draw.randrange(len(content))
    content[at] ^= draw.randint(1, 255)
    return bytes(content)


def inserted(draw: Draw, name: str) -> bytes:
    content = made().content(name)
    at = draw.randint(0, len(content))
    one = draw.choice((b"\n", b"\r", b'"', b",", b" ", b"0", bytes([draw.randrange(256)])))
    return content[:at] + one + content[at:]


def deleted(draw: Draw, name: str) -> bytes:
    content = made().content(name)
    at = draw.randrange(len(content))
    return content[:at] + content[at + 1 :]


def cut(draw: Draw, name: str) -> bytes:
    content = made().content(name)
    return content[: draw.randrange(len(content))]


def gone(_draw: Draw, _name: str) -> None:
    return None


def older(draw: Draw, name: str) -> bytes | None:
    """Return an older version of a file, None where there was none."""
    before = [each for each in made().versions[name] if each != made().content(name)]
    return draw.choice(before) if before else None


def another(draw: Draw, name: str) -> bytes | None:
    """Return another file of its kind, None where there is none."""
    others = [each for each in made().files(made().kind_of(name)) if each != name]
    content = [made().content(each) for each in others]
    content = [each for each in content if each != made().content(name)]
    return draw.choice(content) if content else None


def line_deleted(draw: Draw, name: str) -> bytes:
    lines = lines_of(made().content(name))
    del lines[draw.randrange(len(lines))]
    return b"".join(lines)


def last_line_deleted(_draw: Draw, name: str) -> bytes:
    return b"".join(lines_of(made().content(name))[:-1])


def line_doubled(draw: Draw, name: str) -> bytes:
    lines = lines_of(made().content(name))
    at = draw.randrange(len(lines))
    lines.insert(at, lines[at])
    return b"".join(lines)


def lines_swapped(draw: Draw, name: str) -> bytes:
    lines = lines_of(made().content(name))
    one, other = draw.randrange(len(lines)), draw.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def line_moved(draw: Draw, name: str) -> bytes:
    lines = lines_of(made().content(name))
    one = lines.pop(draw.randrange(len(lines)))
    lines.insert(draw.randint(0, len(lines)), one)
    return b"".join(lines)


OF_BYTES: Mapping[str, Change] = {
    "flip": flipped, "insert": inserted, "delete": deleted, "cut": cut, "gone": gone,
    "older": older, "another": another,
}  # fmt: skip
OF_LINES: Mapping[str, Change] = {
    "line deleted": line_deleted, "last line deleted": last_line_deleted,
    "line doubled": line_doubled, "lines swapped": lines_swapped, "line moved": line_moved,
}  # fmt: skip


def changes_of(name: str) -> Mapping[str, Change]:
    """Return what may be done to a file."""
    return {**OF_BYTES, **OF_LINES} if name in TABLES else OF_BYTES


@functools.cache
def figure_cells() -> tuple[CellRef, ...]:
    """Return the cells of the workbook that hold an issued or filled number, all sheets."""
    seen = see(settings_of(made().folder))
    return tuple(
        place
        for line in seen.layout.lines
        for month, place in line.months.items()
        if month <= FIRST + 2 and isinstance(seen.there.get(place), int | float)
    )


def figure_changed(place: CellRef, value: object) -> bytes:
    """Return the workbook with another value in a cell."""
    at = settings_of(made().folder)
    before = see(at).there.get(place)
    assert not isinstance(before, Formula)
    with private_folder() as room:
        target = Path(room) / "changed.xlsx"
        with PackageWorkbook(at.workbook_path) as book:
            change = CellChange(place.sheet, place.cell, Swap(before, value))  # type: ignore[arg-type]
            book.write(ChangeSet((change,)), target)
        return target.read_bytes()


def one_change(draw: Draw) -> tuple[str, str, bytes | None] | None:
    """Return a file, a change to it and what it is then; None for a change that is none."""
    name = draw.choice(made().files(draw.choice(KINDS)))
    kinds = changes_of(name)
    how = draw.choice(list(kinds))
    content = kinds[how](draw, name)
    if content == made().content(name) or (content is None and how != "gone"):
        return None
    return name, how, content


def _count(most: int) -> None:
    draw = random.Random(20261130)
    every: Counter[str] = Counter()
    told: Counter[str] = Counter()
    named: Counter[str] = Counter()
    failed: dict[str, list[str]] = {}
    while every.total() < most:
        one = one_change(draw)
        if one is None:
            continue
        name, how, content = one
        key = f"{made().kind_of(name)}: {how}"
        every[key] += 1
        with changed({name: content}) as folder:
            try:
                answer = asked(folder)
            except Exception as fault:
                failed.setdefault(key, []).append(f"{name}: {type(fault).__name__}: {fault}")
                continue
        told[key] += not answer.agrees
        named[key] += answer.names(name)
        if not answer.names(name):
            failed.setdefault(key, []).append(f"{name}: {answer.codes} {answer.said[:200]!r}")
    print(f"{'change':32} {'made':>5} {'told':>5} {'named':>5}")
    for key in sorted(every):
        print(f"{key:32} {every[key]:5} {told[key]:5} {named[key]:5}")
    print(f"{'all':32} {every.total():5} {told.total():5} {named.total():5}")
    for key, each in sorted(failed.items()):
        print(f"-- {key}: {len(each)}")
        for text in each[:3]:
            print(f"   {text}")


def _pairs(most: int) -> None:
    draw = random.Random(7)
    missed: list[str] = []
    done = 0
    while done < most:
        one, other = draw.sample(TABLES, 2)
        content = {}
        for name in (one, other):
            content[name] = draw.choice(list(OF_LINES.values()))(draw, name)
            if draw.random() < 0.3:
                content[name] = draw.choice((flipped, inserted, deleted, cut))(draw, name)
        if all(each == made().content(name) for name, each in content.items()):
            continue
        done += 1
        with changed(content) as folder:
            try:
                if asked(folder).agrees:
                    missed.append(f"{one}, {other}")
            except LacxlError:
                pass
            except Exception as fault:
                missed.append(f"{one}, {other}: {type(fault).__name__} {fault}")
    print(f"pairs: {done - len(missed)} of {done} told")
    for text in missed[:10]:
        print("  ", text)


def _same_rows(most: int) -> None:
    """The same row in a ledger and in the register, changed or deleted in both."""
    draw = random.Random(8)
    missed: list[str] = []
    done = 0
    while done < most:
        name = draw.choice(LEDGERS)
        rows = lines_of(made().content(name))
        at = draw.randrange(len(rows))
        text = rows[at].rstrip(b"\n")
        register = lines_of(made().content(REGISTER))
        plain = text.replace(b'"', b'""')
        found = [n for n, line in enumerate(register) if plain in line and name.encode() in line]
        if not found:
            continue
        where = found[-1]
        how = draw.choice(("deleted", "digit"))
        if how == "deleted":
            del rows[at], register[where]
        else:
            digits = [i for i, c in enumerate(text) if chr(c).isdigit()]
            if not digits:
                continue
            i = draw.choice(digits)
            new_one = text[:i] + b"%d" % ((text[i] - 48 + 1) % 10) + text[i + 1 :]
            rows[at] = new_one + b"\n"
            register[where] = register[where].replace(plain, new_one.replace(b'"', b'""'))
        done += 1
        with changed({name: b"".join(rows), REGISTER: b"".join(register)}) as folder:
            if asked(folder).agrees:
                missed.append(
                    f"{name} row {at + 1} of {len(rows)}, register row {where + 1}: {how}"
                )
    print(f"the same row in ledger and register: {done - len(missed)} of {done} told")
    for text_ in missed[:10]:
        print("  ", text_)


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    _count(count)
    _pairs(count // 4)
    _same_rows(count // 8)
    shutil.rmtree(made().folder.parent)
