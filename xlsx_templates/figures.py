"""The issued report's tables, read from CSV as printed."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from xlsx_templates import months

REPORT = Path(__file__).resolve().parent.parent / "tests" / "data" / "report_2015_05"
Printed = Mapping[str, Mapping[str, str]]

SUMMARY_WORDS = ("indicator", "target", "good_perf_is", "data_note_monthly", "data_note_ytd")
BENCHMARKS = {
    "SN AVE": "stat_neigh_ave",
    "BEST SN": "best_stat_neigh",
    "NAT AVE": "nat_ave",
    "NAT TOP QTILE": "nat_top_qtile_threshold",
}


@dataclass(frozen=True)
class SummaryWords:
    """What a row of the summary says whatever the month: its words and its target."""

    key: str
    number: str
    indicator: str
    target: str
    good: str
    note: str
    ytd_note: str


@dataclass(frozen=True)
class Figures:
    """Printed figures: summary by row and heading, theme pages by period and column."""

    summary: Printed = field(default_factory=dict)
    pages: Mapping[str, Printed] = field(default_factory=dict)

    def on_summary(self, row: str, heading: str) -> str:
        """Return what the summary prints in a row under a heading, or nothing."""
        return self.summary.get(row, {}).get(heading, "")

    def on_page(self, page: str, period: str, column: str) -> str:
        """Return what a theme page prints in a period's row under a column, or nothing."""
        return self.pages.get(page, {}).get(period, {}).get(column, "")


def value_of(printed: str) -> float | int | str | None:
    """Turn what is printed into what is typed: 94.8% is 0.948, "not reported" stays text."""
    text = printed.strip()
    if not text:
        return None
    try:
        number = Decimal(text.removesuffix("%").replace(",", ""))
    except InvalidOperation:
        return text
    if text.endswith("%"):
        number /= 100
    return int(number) if number == number.to_integral_value() else float(number)


def _rows(name: str) -> list[dict[str, str]]:
    """Read one of the report's tables."""
    with (REPORT / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def summary_words() -> list[SummaryWords]:
    """Read the summary's rows without their figures, in report order."""
    return [
        SummaryWords(
            key=row["no"],
            number=row["no"].split(" ")[0],
            **dict(
                zip(
                    ("indicator", "target", "good", "note", "ytd_note"),
                    (row[name] for name in SUMMARY_WORDS),
                    strict=True,
                )
            ),
        )
        for row in _rows("summary.csv")
    ]


def report_until(last: date) -> Figures:
    """Read the report as it stood once `last` was issued: later months and YTD are left out."""
    summary = {}
    for row in _rows("summary.csv"):
        kept = {name: text for name, text in row.items() if _is_kept(name, last)}
        summary[row["no"]] = kept
    pages = {
        "Placements": _page("placements.csv", last),
        "Reviews & Visits": _page("reviews_visits.csv", last),
        "Health": _page("health.csv", last),
        "Personal Education Plans": _page("pep.csv", last),
    }
    by_period = _by_period(summary)
    for name in ("Plans - In Date", "Looked After Children", "Adoptions"):
        pages[name] = by_period
    return Figures(summary, pages)


def _is_kept(heading: str, last: date) -> bool:
    """Keep months up to `last`, year columns and benchmarks; leave out YTD, DOT and RAG."""
    month = months.parse(heading)
    if month:
        return month <= last
    return "/" in heading or heading in BENCHMARKS.values()


def _page(name: str, last: date) -> dict[str, dict[str, str]]:
    """Read a theme page's table by period, without later months and the year to date."""
    found = {}
    for row in _rows(name):
        month = months.parse(row["period"])
        if row["period"].endswith("YTD") or (month and month > last):
            continue
        found[row["period"]] = row
    return found


def _by_period(summary: Printed) -> dict[str, dict[str, str]]:
    """Turn the summary round: by period, then by row, as the pages without a CSV need it."""
    labels = {heading: label for label, heading in BENCHMARKS.items()}
    found: dict[str, dict[str, str]] = {}
    for row, cells in summary.items():
        for heading, text in cells.items():
            found.setdefault(labels.get(heading, heading), {})[row] = text
    return found
