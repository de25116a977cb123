"""What the page writes is what a native run writes: every file of the folder, byte for byte.

Both run in a folder of one name, on a clock that stands still, as receipts and the register say
where and when; the log, which numbers its runs at random, is not compared.
"""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from pathlib import Path

from driven import Driven
from native import running

from end_to_end.made_up_year import FIRST, LAST, give, made_up
from lacxl.app.new import new
from lacxl.demo import write_demo

REGISTER = "lacxl-register.csv"

NOW = 1_784_000_000
"""A second in July 2026."""
LOG = "lacxl-log.jsonl"


def start(opened: Driven, folder: Path) -> None:
    opened.open(disguised={"folder": str(folder), "now": NOW * 1000})


def fingerprints(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != LOG and not path.name.endswith(".lock")
    }


def saved_over(given: Path, opened: Driven, to: Path) -> Path:
    """Return a copy of what was given with what the page saved over it."""
    with zipfile.ZipFile(opened.download("Save everything as one zip", to)) as archive:
        archive.extractall(given)
    return given


def members(workbook: Path) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(workbook) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]


def assert_same(page: Path, native: Path) -> None:
    """A zip takes nothing away: old backups, which a native run has removed, are there still."""
    for workbook in native.glob("*.xlsx"):
        assert members(page / workbook.name) == members(workbook), workbook.name
    expected = fingerprints(native)
    found = fingerprints(page)
    old = {name for name in found if name.startswith("backups/") and name not in expected}
    assert {name: each for name, each in found.items() if name not in old} == expected


def test_the_demo_from_fill_to_next_month(opened: Driven, tmp_path: Path) -> None:
    native = tmp_path / "reports"
    write_demo(native)
    given = shutil.copytree(native, tmp_path / "given")
    commands = [["refresh", "2015-05"], ["issue", "2015-05"], ["next-month"]]
    alone = running(native, *commands, at=NOW)
    start(opened, native)
    opened.give(given)
    opened.press("Fill May-15")
    opened.answer("Issue May-15", "Issue it")
    opened.answer("Make the place for the next month", "Make the place")
    alone.finish()
    assert (native / REGISTER).is_file()
    assert_same(saved_over(given, opened, tmp_path), native)


def test_every_month_of_a_played_year(opened: Driven, tmp_path: Path) -> None:
    native = tmp_path / "reports"
    new(FIRST, native, "Northshire")
    given = shutil.copytree(native, tmp_path / "given")
    numbers = made_up()
    start(opened, native)
    month = FIRST
    while month <= LAST:
        give(native, numbers, month)
        shutil.copy(native / "readings.csv", given)
        place = [["next-month"]] if month > FIRST else []
        fill = ["refresh", str(month)], ["issue", str(month)]
        alone = running(native, *place, *fill, at=NOW)
        opened.give(given if month == FIRST else given / "readings.csv")
        if place:
            opened.answer("Make the place for the next month", "Make the place")
        opened.do("choose", month=str(month))
        opened.press(f"Fill {month.short}")
        opened.answer(f"Issue {month.short}", "Issue it")
        alone.finish()
        assert_same(saved_over(given, opened, tmp_path), native)
        month += 1
