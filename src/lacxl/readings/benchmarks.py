"""The benchmarks layout: what neighbours and the nation achieved, and in which year."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Final

from lacxl.domain.indicator import Indicator
from lacxl.domain.month import FinancialYear
from lacxl.domain.reading import Source
from lacxl.readings.amounts import read_amount
from lacxl.readings.extract import Extract
from lacxl.readings.faults import Fault, FileFaults
from lacxl.readings.indicator_numbers import cut_by_excel, read_indicator
from lacxl.readings.layout_files import FileLayout, FileRow, read_layout
from lacxl.readings.repeats import check_repeats
from lacxl.readings.value_column import check_value
from lacxl.readings.years import read_year

KINDS: Final = ("stat_neigh_ave", "best_stat_neigh", "nat_ave", "nat_top_qtile_threshold")
SYMBOLS: Final = ("-", "c", "k", "z", "x", "~", "low", "u", ":", "..")
"""What DfE prints instead of a figure: none, suppressed, low, not applicable, not available."""
PARTLY: Final = "partly"
ORIGINS: Final = ("neighbours", "published", PARTLY, "definition", *(f"from_{k}" for k in KINDS))
"""What `lacxl benchmarks` writes beside the figures: what they are, and where they come from."""

BENCHMARKS = FileLayout(
    "benchmarks",
    ("indicator", "year", *KINDS),
    {
        "indicator": ("no", "indicator no", "indicator number", "measure", "measure no"),
        "year": ("financial year", "fy", "benchmark year"),
        "stat_neigh_ave": ("sn ave", "statistical neighbour average", "stat neigh average"),
        "best_stat_neigh": ("best sn", "best statistical neighbour"),
        "nat_ave": ("national average", "england average", "england"),
        "nat_top_qtile_threshold": ("nat top qtile", "national top quartile threshold"),
    },
    ORIGINS,
)

BenchmarkKey = tuple[str, str]
"""Indicator and kind of benchmark."""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One benchmark: `value` is None where there is a symbol instead; `text` is as printed.

    `how` says where it was taken from and by which rule, `definition` what is counted, and `partly`
    in which respects it is comparable only in part; all are "" where somebody typed it.
    """

    value: Decimal | None
    text: str
    year: FinancialYear
    source: Source
    how: str = ""
    definition: str = ""
    partly: str = ""

    @property
    def respects(self) -> frozenset[str]:
        """The words for those respects: definition, children, rounding."""
        return frozenset(each.partition(":")[0].strip() for each in self.partly.split(";") if each)

    def refused(self, number: str, refuse: Collection[str]) -> Benchmark:
        """Return it without its figure, where a council does not want it compared.

        `refuse` names respects, or the indicators that what the DfE publishes is not compared with.
        """
        if not self.how or not ({number} | self.respects) & set(refuse):
            return self
        return replace(self, value=None, text=SYMBOLS[0])


def read_benchmarks(
    path: Path, indicators: Mapping[str, Indicator]
) -> Extract[Mapping[BenchmarkKey, Benchmark]]:
    """Return the latest benchmarks of a file by indicator and kind; an empty cell is absent.

    Raises Refused with every fault of the file (R1nn), or F3nn if it is not a text file.
    """
    faults = FileFaults(path.name)
    table = read_layout(path, BENCHMARKS, faults)
    seen = frozenset(row["indicator"] for row in table.rows)
    keyed: list[tuple[str, FinancialYear, FileRow, dict[str, Benchmark]]] = []
    for row in table.rows:
        indicator = read_indicator(row["indicator"], indicators)
        if isinstance(indicator, Fault):
            faults.add(indicator, row.number, "indicator")
        year = read_year(row["year"])
        if isinstance(year, Fault):
            faults.add(year, row.number, "year")
        if not isinstance(indicator, Fault) and not isinstance(year, Fault):
            cells = _cells(row, indicator, year, faults, commas=table.delimiter != ";")
            keyed.append((indicator.number, year, row, cells))
    check_repeats(
        (
            (
                (number, str(year)),
                row,
                {kind: (cell.value, cell.text.casefold()) for kind, cell in cells.items()},
                cut_by_excel(number, indicators, seen),
            )
            for number, year, row, cells in keyed
        ),
        faults,
    )
    faults.stop_if_any()
    latest = {n: max(year for number, year, _, _ in keyed if number == n) for n, _, _, _ in keyed}
    found: dict[BenchmarkKey, Benchmark] = {}
    for number, year, row, cells in sorted(keyed, key=lambda k: indicators[k[0]].sort_key):
        if year == latest[number]:
            found |= {(number, kind): cell for kind, cell in cells.items()}
        else:
            faults.mention(_older(number, year, latest[number]), row.number)
    return Extract(path.name, found, faults.findings)


def _cells(
    row: FileRow, indicator: Indicator, year: FinancialYear, faults: FileFaults, *, commas: bool
) -> dict[str, Benchmark]:
    """Return the benchmarks of a row; what is wrong with a cell goes to `faults`."""
    source = Source(faults.file, row.number)
    about = row["definition"], row[PARTLY]
    found = {}
    for kind in KINDS:
        text = row[kind]
        if not text:
            continue
        if text.casefold() in SYMBOLS:
            found[kind] = Benchmark(None, text, year, source, row[f"from_{kind}"], *about)
            continue
        written = read_amount(text, commas=commas)
        fault = (
            Fault(written.code, written.what, f"Write a number or one of {' '.join(SYMBOLS)}.")
            if isinstance(written, Fault)
            else check_value(written, indicator, indicator.shown_figure, whole_counts=False)
        )
        if fault:
            faults.add(fault, row.number, kind)
        elif not isinstance(written, Fault):
            how = row[f"from_{kind}"]
            found[kind] = Benchmark(written.value, text, year, source, how, *about)
    return found


def _older(number: str, year: FinancialYear, latest: FinancialYear) -> Fault:
    return Fault(
        "R150",
        f"the benchmarks of {number} for {year} are not shown: the file has {latest} too.",
        "Nothing needs doing; the row may stay.",
    )
