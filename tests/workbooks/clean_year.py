"""A made-up year that contradicts itself nowhere, filled month by month by lacxl."""

from __future__ import annotations

import csv
import datetime as dt
import random
from dataclasses import dataclass
from pathlib import Path

from xlsx_templates import build, cover, months

from lacxl.app.month.refresh import refresh
from lacxl.catalogue.indicators import shipped
from lacxl.domain.indicator import Kind, Unit
from lacxl.domain.month import FinancialYear, Month
from lacxl.settings.settings import Settings

FIRST = Month(2015, 3)
POPULATION = 56_105
TODAY = dt.date(2016, 6, 1)
SUMMARY = "Performance Summary"
Counts = dict[tuple[str, Month], tuple[int, int | None]]


@dataclass(frozen=True)
class Settled:
    """A workbook filled to a month, and what was counted."""

    path: Path
    counts: Counts
    month: Month


def counted(until: Month, seed: int = 2015) -> Counts:
    """Return numerators and denominators of every indicator and month: flows give the stock."""
    chance = random.Random(seed)
    found: Counts = {}
    share: dict[str, float] = {}
    stock = 407
    month = FIRST
    while month <= until:
        came, went = chance.randint(10, 24), chance.randint(10, 24)
        stock += came - went
        found["7.1", month], found["7.2", month] = (stock, None), (stock, POPULATION)
        found["7.3", month], found["7.4", month] = (came, None), (went, None)
        found["7.5", month] = (chance.randint(2, 9), went)
        found["7.7", month] = (chance.randint(1, 6), went)
        for number, indicator in shipped().items():
            if (number, month) in found:
                continue
            unit = indicator.figures[-1].unit
            if unit is Unit.COUNT:
                found[number, month] = (chance.randint(180, 210), None)
            elif unit is Unit.MEAN:
                of = chance.randint(1, 5)
                found[number, month] = (of * chance.randint(90, 600) + chance.randint(0, of), of)
            else:
                of = stock if indicator.denominator_is == "7.1" else chance.randint(140, 400)
                level = share.get(number, 0.1 if number == "9.2" else chance.uniform(0.6, 0.95))
                level = min(0.99, max(0.02, level + chance.uniform(-0.04, 0.04)))
                share[number] = level
                found[number, month] = (round(level * of), of)
        month += 1
    return found


def build_clean(folder: Path, until: Month, seed: int = 2015) -> Settled:
    """Build a workbook with every month to `until`, each filled, the cover's month the last."""
    counts = counted(until, seed)
    span = months.span(FIRST.first_day, (FinancialYear(2015).last + 1).first_day)
    window = months.span(FIRST.first_day, until.first_day)
    build.build(
        folder / "clean.xlsx",
        window,
        ["2014/15", "2015/16"],
        page_months=span,
        page_years=["2014/15", "2015/16", "2015/16 YTD"],
        issue=cover.Issue(month=FIRST.first_day, status="Draft", created=dt.date(2015, 4, 9)),
    )
    (folder / "lacxl.toml").write_text('[workbook]\nfile = "clean.xlsx"\n', "utf-8")
    settings = Settings.load(folder / "lacxl.toml")
    _write_readings(folder / "readings.csv", counts)
    month = FIRST
    while month <= until:
        refresh(settings, month, today=TODAY)
        month += 1
    (folder / "lacxl.toml").unlink()
    return Settled(settings.workbook_path, counts, until)


def _write_readings(path: Path, counts: Counts) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["indicator", "month", "numerator", "denominator", "value", "note"])
        for (number, month), (numerator, denominator) in counts.items():
            writer.writerow([number, month, numerator, denominator or "", "", ""])


def is_flow(number: str) -> bool:
    """Say whether an indicator adds up over the year."""
    return shipped()[number].kind is Kind.FLOW
