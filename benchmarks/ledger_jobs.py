"""Jobs on a folder with a year of issues: make it, verify it, or read and hash the same files."""

from __future__ import annotations

import csv
import hashlib
import sys
import time
from collections.abc import Callable
from pathlib import Path

MONTHS = 11
"""From May, the demo's month, to March."""


def make(folder: Path) -> float:
    """Fill and issue the demo's month, and each one after it to the end of the year."""
    from lacxl.app.issue.issue import issue
    from lacxl.app.month.next_month import next_month
    from lacxl.app.month.refresh import refresh
    from lacxl.domain.month import Month
    from lacxl.settings.settings import Settings

    settings = Settings.load(folder / "lacxl.toml")
    first = Month(2015, 5)
    for month in (first + number for number in range(MONTHS)):
        day = (month + 1).first_day
        if month != first:
            next_month(settings, today=day)
            _add_readings(settings.readings_path, str(first), str(month))
        refresh(settings, month, today=day)
        issue(settings, month, today=day)
    return 0.0


def _add_readings(readings: Path, like: str, month: str) -> None:
    """Give a month the readings of another."""
    with readings.open(encoding="utf-8", newline="") as file:
        rows = [[row[0], month, *row[2:]] for row in csv.reader(file) if row[1] == like]
    with readings.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def verify(folder: Path) -> float:
    """Compare everything in the folder."""
    from lacxl.app.check.verify import verify as run
    from lacxl.settings.settings import Settings

    settings = Settings.load(folder / "lacxl.toml")
    begun = time.perf_counter()
    result = run(settings)
    spent = time.perf_counter() - begun
    if not result.agrees or result.copies != MONTHS:
        raise RuntimeError("the year does not agree")
    return spent


def hashes(folder: Path) -> float:
    """Read and hash the files that are compared, and do nothing else."""
    begun = time.perf_counter()
    for path in folder.rglob("*"):
        if path.suffix in {".xlsx", ".json", ".csv"}:
            hashlib.sha256(path.read_bytes()).hexdigest()
    return time.perf_counter() - begun


JOBS: dict[str, Callable[[Path], float]] = {"make": make, "verify": verify, "hashes": hashes}

if __name__ == "__main__":
    print(JOBS[sys.argv[1]](Path(sys.argv[2])))
