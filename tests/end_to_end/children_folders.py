"""Folders with the extracts of made-up councils, counted by the whole product."""

from __future__ import annotations

import csv
import functools
import io
import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from folders import Ran, assert_plain, run

from lacxl.domain.month import Month
from lacxl.synth import (
    Council,
    simulate,
    truth,
    write_annex_a,
    write_local,
    write_ssd,
    write_ssda903,
)

REPAIRS = (
    "drop_duplicates",
    "close_open_episodes",
    "continue_episodes",
    "later_year_stands",
    "one_of_each_start",
    "american_dates",
    "excel_serials",
    "placeholder_dates",
    "leave_out_adults",
    "leave_out_leavers",
    "leave_out_older",
)
FLOWS_OF_903 = ("7.1", "7.2", "7.3", "7.4", "7.5", "7.6", "7.7", "9.1", "9.2")
ADOPTIONS = ("10.1", "10.2", "10.3")
LEAVERS = ("8.1", "8.2", "8.3", "8.4")
ALL = (*(f"7.{n}" for n in range(1, 14)), *LEAVERS, "9.1", "9.2", *ADOPTIONS)
LOCAL_LISTS = """
[local.peps]
dataset = "peps"
file = "extracts/local/peps.csv"
child = "Child ID"
columns = { date = "Date of PEP" }

[local.visits]
dataset = "visits"
file = "extracts/local/visits.csv"
child = "Child ID"
columns = { date = "Visit date" }

[local.plans]
dataset = "plans"
file = "extracts/local/plans.csv"
child = "Child ID"
columns = { date = "Date of plan", kind = "Type of plan" }
"""


class Figure(NamedTuple):
    """A reading: numerator and denominator as they stand, and the source where one was told."""

    numerator: Decimal | None
    denominator: Decimal | None


class Found(NamedTuple):
    """A finding about a row: its code, file, row and column (squeezed to letters)."""

    code: str
    file: str
    row: int
    column: str


Readings = Mapping[tuple[str, str], Figure]


@functools.cache
def council(seed: int = 1, children: int = 300, last: str = "2016-03") -> Council:
    """Make up a council that is known from April 2014 on; each only once a process."""
    return simulate(children, Month(2014, 4), Month.parse(last), seed)


@functools.cache
def true_readings(seed: int, children: int, first: str, last: str) -> Readings:
    """Return what is true of a council, for all months from the first to the last."""
    of = council(seed, children)
    months = [Month.parse(first)]
    while months[-1] < Month.parse(last):
        months.append(months[-1] + 1)
    return {
        (each.indicator, str(each.month)): Figure(each.numerator, each.denominator)
        for each in truth(of, months)
    }


def settings_for(
    folder: Path,
    of: Council | None = None,
    *,
    children: str = "extracts",
    keys: str = "",
    more: str = "",
) -> Path:
    """Write a lacxl.toml that names the extracts; `keys` stand under [children]."""
    lines = ["[children]", f'folder = "{children}"' if children else "", keys]
    if of is not None:
        people = ", ".join(f'"{year}" = {count}' for year, count in of.population.items())
        lines += ["[measures]", f"population = {{ {people} }}"]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "lacxl.toml").write_text("\n".join([*lines, more, ""]), "utf-8")
    return folder


def without(*repairs: str) -> str:
    """Return the key that turns repairs off."""
    return "without = [" + ", ".join(f'"{name}"' for name in repairs) + "]"


def write_layouts(of: Council, extracts: Path, month: str, *layouts: str) -> None:
    """Write the extracts of the layouts, as at the month's end; SSDA903 knows everything."""
    at = Month.parse(month)
    writers: Mapping[str, Callable[[], object]] = {
        "ssda903": lambda: write_ssda903(of, extracts / "ssda903"),
        "ssd": lambda: write_ssd(of, extracts / "ssd", at),
        "annex_a": lambda: write_annex_a(of, extracts / "annex_a" / "Annex A.xlsx", at),
        "local": lambda: write_local(of, extracts / "local", at),
    }
    for layout in layouts:
        writers[layout]()


def measured(folder: Path, month: str, *more: str) -> tuple[Readings, Ran]:
    """Run lacxl measure --json; return what was counted, and the run."""
    ran = run(folder, "measure", month, *more, "--json")
    assert_plain(ran)
    assert ran.code in (0, 1), ran.out + ran.err
    return readings_of(ran), ran


def readings_of(ran: Ran) -> Readings:
    """Return the readings that a measure counted, those not counted left out."""
    return {
        (each["indicator"], each["month"]): Figure(
            Decimal(each["numerator"]),
            None if each["denominator"] is None else Decimal(each["denominator"]),
        )
        for each in ran.json()["readings"]
        if each["numerator"] is not None
    }


def sources_of(ran: Ran) -> Mapping[tuple[str, str], str]:
    """Return the source of each reading that was counted."""
    return {
        (each["indicator"], each["month"]): each["source"]
        for each in ran.json()["readings"]
        if each["numerator"] is not None
    }


def differences(
    counted: Readings, true: Readings, indicators: Iterable[str], months: Iterable[str]
) -> list[str]:
    """Return a line for each indicator and month of which the count is not the truth."""
    found = []
    wanted = list(months)
    for indicator in indicators:
        for month in wanted:
            mine, theirs = counted.get((indicator, month)), true[indicator, month]
            if mine != theirs:
                found.append(f"{indicator} {month}: counted {mine}, true {theirs}")
    return found


def findings_of(ran: Ran) -> list[dict[str, Any]]:
    """Return the findings of a run with --json."""
    found: list[dict[str, Any]] = ran.json()["findings"]
    return found


def codes_of(ran: Ran) -> set[str]:
    """Return the codes of the findings of a run, whether it was with --json or refused."""
    if ran.out.startswith("{"):
        return {each["code"] for each in findings_of(ran)}
    return set(ran.codes())


_ROWS = re.compile(
    r"(?P<file>.+?)(?: rows? (?P<rows>\d+(?:, \d+)*)(?: and (?P<more>[\d,]+) more)?)?"
    r"(?: column (?P<column>.+))?"
)


def rows_found(findings: Iterable[Mapping[str, Any]]) -> set[Found]:
    """Return the rows that findings name; row 0 where a finding names none."""
    found: set[Found] = set()
    for each in findings:
        read = _ROWS.fullmatch(each["where"])
        assert read, each["where"]
        assert read["more"] is None, f"a test wants all rows told: {each}"
        for row in (read["rows"] or "0").split(", "):
            found.add(Found(each["code"], read["file"], int(row), squeezed(read["column"] or "")))
    return found


def squeezed(heading: str) -> str:
    """Return a heading as letters and digits alone."""
    return re.sub(r"[^a-z0-9]", "", heading.casefold())


def rows_of(path: Path) -> list[list[str]]:
    """Return the rows of a CSV file."""
    return [list(row) for row in csv.reader(io.StringIO(path.read_text("utf-8"), newline=""))]


def write_rows(path: Path, rows: Iterable[Sequence[str]], encoding: str = "utf-8") -> None:
    """Write the rows of a CSV file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def change_column(path: Path, heading: str, change: Callable[[int, str], str]) -> int:
    """Change each cell of a column that is not blank; `change` is told the row's number."""
    rows = rows_of(path)
    place = rows[0].index(heading)
    changed = 0
    for number, row in enumerate(rows[1:], start=2):
        if row[place]:
            after = change(number, row[place])
            changed += after != row[place]
            row[place] = after
    write_rows(path, rows)
    return changed


def copy_of(folder: Path, to: Path) -> Path:
    """Return a copy of a folder, to be spoilt."""
    return shutil.copytree(folder, to)
