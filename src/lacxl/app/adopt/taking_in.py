"""What an adopted workbook has printed already, taken in: months, outturns and benchmarks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lacxl.adopting.printed_readings import printed_readings
from lacxl.adopting.printed_years import (
    BENCHMARKS_FILE,
    OUTTURNS,
    PrintedYears,
    benchmarks_text,
    outturns_text,
)
from lacxl.adopting.sealed_files import State, sealed_above, state_of
from lacxl.app.document.current import current
from lacxl.domain.errors import Refused
from lacxl.domain.indicator import Indicator
from lacxl.domain.month import FinancialYear, Month
from lacxl.engines.package import PackageWorkbook
from lacxl.files.text_files import write_text
from lacxl.ledgers.history import History
from lacxl.ledgers.keeping import keep_readings
from lacxl.ledgers.record import Issued, keep_on_record, read_record
from lacxl.readings.benchmarks import read_benchmarks
from lacxl.readings.outturns import read_outturns
from lacxl.settings.settings import Settings
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import Layout
from lacxl.workbook.snapshot import CellValue

Benchmarks = Mapping[tuple[str, FinancialYear], Mapping[str, str]]
FILES = {"outturns": OUTTURNS, "benchmarks": BENCHMARKS_FILE}
"""The files that what is printed of other years goes into, by their keys in the settings."""


def stale_results(
    book: PackageWorkbook, there: Mapping[CellRef, CellValue], layout: Layout
) -> frozenset[CellRef]:
    """Return the formulas of a layout of which the results that are kept are not those of now.

    Nor are those known that lacxl cannot work out, where no program has since the file was changed.
    """
    now, _ = current(book, there, layout.places)
    return frozenset(place for place in layout.places if now.get(place) is not there.get(place))


def take_months(
    settings: Settings,
    layout: Layout,
    known: Mapping[str, Indicator],
    there: Mapping[CellRef, CellValue],
    last: Month,
    issued: Month | None,
) -> int:
    """Take what is printed into the history, and keep which months are issued.

    Returns how many readings were new. What the history has stays.
    """
    now = dt.datetime.now(tz=dt.UTC)
    history = History.load(settings.history_path)
    printed = tuple(
        reading
        for reading in printed_readings(layout, known, there, last, settings.workbook_path.name)
        if (reading.indicator, reading.period) not in history.latest
    )
    if printed:
        keep_readings(settings, history, printed, now)
    if issued is not None:
        on_record = {each.month for each in read_record(settings.issued_path)}
        for month in layout.months:
            if month <= issued and month not in on_record:
                keep_on_record(settings, Issued(month, 1, "", "", ""))
    return len(printed)


@dataclass(frozen=True, slots=True)
class TakenYears:
    """How many outturns and benchmarks are new, and the texts of the files that have them.

    `kept` are files that a person has written or corrected, which stay.
    """

    outturns: int = 0
    benchmarks: int = 0
    texts: Mapping[str, str] = field(default_factory=dict)
    kept: tuple[str, ...] = ()

    def write(self, folder: Path) -> tuple[Path, ...]:
        """Write the files that are not so yet, and return them."""
        found = {folder / name: text for name, text in self.texts.items()}
        return tuple(path for path, text in found.items() if write_text(path, text).changed)


def taken_years(
    printed: PrintedYears,
    folder: Path,
    texts: Mapping[str, str | None],
    known: Mapping[str, Indicator],
    used: Collection[str],
) -> TakenYears:
    """Return what is printed of other years beside what is in the files already, which counts.

    `texts` are those of the files now; `used` are the keys of settings that a person has written,
    and that name files of another name: nothing is taken for these.
    """
    new: dict[str, str] = {}
    kept: list[str] = []
    counts = dict.fromkeys(FILES, 0)
    for key, name in FILES.items():
        state = state_of(texts.get(name))
        if key in used:
            continue
        try:
            if state is State.CORRECTED:
                kept.append(name)
            elif key == "outturns":
                old = _outturns(folder / name, known) if state is State.UNTOUCHED else {}
                counts[key] = len(printed.outturns.keys() - old.keys())
                if found := {**printed.outturns, **old}:
                    new[name] = sealed_above(outturns_text(found))
            else:
                before = _benchmarks(folder / name, known) if state is State.UNTOUCHED else {}
                rows = _later(before, printed.benchmarks)
                counts[key] = sum(
                    kind not in before.get(row, {}) for row, kinds in rows.items() for kind in kinds
                )
                if rows:
                    new[name] = sealed_above(benchmarks_text(rows))
        except Refused:  # it is of indicators that the catalogue does not have any more
            kept.append(name)
    return TakenYears(counts["outturns"], counts["benchmarks"], new, tuple(kept))


def _outturns(
    path: Path, known: Mapping[str, Indicator]
) -> Mapping[tuple[str, str, FinancialYear], str]:
    return {key: each.text for key, each in read_outturns(path, known).content.items()}


def _benchmarks(path: Path, known: Mapping[str, Indicator]) -> Benchmarks:
    found: dict[tuple[str, FinancialYear], dict[str, str]] = {}
    for (number, kind), each in read_benchmarks(path, known).content.items():
        found.setdefault((number, each.year), {})[kind] = each.text
    return found


def _later(before: Benchmarks, now: Benchmarks) -> Benchmarks:
    """Return of each indicator the benchmarks of the latest year; what was there already counts."""
    latest: dict[str, FinancialYear] = {}
    for number, year in (*before, *now):
        latest[number] = max(year, latest.get(number, year))
    return {row: {**now.get(row, {}), **before.get(row, {})} for row in latest.items()}
