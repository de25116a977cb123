"""The May 2015 report's readings and summary as the tests of the domain need them."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from functools import cache
from importlib import resources
from pathlib import Path

from lacxl.domain.month import Month
from lacxl.domain.reading import Reading

SUMMARY = Path(__file__).resolve().parents[2] / "data" / "report_2015_05" / "summary.csv"


def number(text: str) -> Decimal | None:
    """Return a printed figure as kept: 36.4% is 0.364; None where there is none."""
    if not text:
        return None
    value = Decimal(text.removesuffix("%"))
    return value / 100 if text.endswith("%") else value


@cache
def readings() -> dict[str, dict[Month, Reading]]:
    """Return the demo's readings by indicator and month, read without lacxl."""
    found: dict[str, dict[Month, Reading]] = defaultdict(dict)
    text = resources.files("lacxl.demo").joinpath("readings.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        month = Month.parse(row["month"])
        found[row["indicator"]][month] = Reading(
            row["indicator"],
            month,
            number(row["numerator"]),
            number(row["denominator"]),
            number(row["value"]),
            row["note"],
        )
    return dict(found)


@cache
def summary() -> tuple[dict[str, str], ...]:
    """Return the printed summary, a row a figure."""
    with SUMMARY.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
