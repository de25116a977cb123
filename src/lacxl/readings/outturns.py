"""The outturns layout: the annual figures of closed years, as they were published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from lacxl.domain.indicator import Figure, Indicator
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

OUTTURNS = FileLayout(
    "outturns",
    ("indicator", "figure", "financial_year", "value"),
    {
        "indicator": ("no", "indicator no", "indicator number", "measure", "measure no"),
        "figure": ("figure name",),
        "financial_year": ("year", "fy"),
        "value": ("outturn", "annual", "result"),
    },
)

OutturnKey = tuple[str, str, FinancialYear]
"""Indicator, name of the figure ("" where there is one), financial year."""


@dataclass(frozen=True, slots=True)
class Outturn:
    """A year's annual figure: its exact value (a percentage as a fraction) and as printed."""

    value: Decimal
    text: str
    source: Source


def read_outturns(
    path: Path, indicators: Mapping[str, Indicator]
) -> Extract[Mapping[OutturnKey, Outturn]]:
    """Return the outturns of a file by indicator, figure and year.

    Raises Refused with every fault of the file (R1nn), or F3nn if it is not a text file.
    """
    faults = FileFaults(path.name)
    table = read_layout(path, OUTTURNS, faults)
    seen = frozenset(row["indicator"] for row in table.rows)
    commas = table.delimiter != ";"
    keyed: list[tuple[OutturnKey, FileRow, Outturn | None]] = []
    for row in table.rows:
        key, known = _key(row, indicators, faults)
        outturn = _outturn(row, known, faults, commas=commas)
        if key:
            keyed.append((key, row, outturn))
    check_repeats(
        (
            (
                (key[0], key[1], str(key[2])),
                row,
                outturn.value if outturn else row["value"],
                cut_by_excel(key[0], indicators, seen),
            )
            for key, row, outturn in keyed
        ),
        faults,
    )
    faults.stop_if_any()
    found = {key: outturn for key, _, outturn in keyed if outturn}
    ordered = dict(
        sorted(found.items(), key=lambda item: (indicators[item[0][0]].sort_key, *item[0][1:]))
    )
    return Extract(path.name, ordered, faults.findings)


def _key(
    row: FileRow, indicators: Mapping[str, Indicator], faults: FileFaults
) -> tuple[OutturnKey | None, tuple[Indicator, Figure] | None]:
    """Return what a row is of; indicator and figure are known even where the year is not."""
    indicator = read_indicator(row["indicator"], indicators)
    if isinstance(indicator, Fault):
        faults.add(indicator, row.number, "indicator")
    year = read_year(row["financial_year"])
    if isinstance(year, Fault):
        faults.add(year, row.number, "financial_year")
    if isinstance(indicator, Fault):
        return None, None
    figure = _figure(row["figure"], indicator)
    if isinstance(figure, Fault):
        faults.add(figure, row.number, "figure")
        return None, None
    if isinstance(year, Fault):
        return None, (indicator, figure)
    return (indicator.number, figure.name, year), (indicator, figure)


def _figure(text: str, indicator: Indicator) -> Figure | Fault:
    named = {figure.name.casefold(): figure for figure in indicator.figures}
    figure = named.get(text.casefold())
    if figure:
        return figure
    names = " or ".join(name for name in named if name)
    return Fault(
        "R140",
        f"{indicator.number} has "
        + (f"the figures {names}, and this is neither." if names else "a single figure."),
        f"Write {names}." if names else "Leave this column empty.",
    )


def _outturn(
    row: FileRow, known: tuple[Indicator, Figure] | None, faults: FileFaults, *, commas: bool
) -> Outturn | None:
    text = row["value"]
    if not text:
        faults.add(_NO_VALUE, row.number, "value")
        return None
    written = read_amount(text, commas=commas)
    if isinstance(written, Fault):
        faults.add(Fault(written.code, written.what, _NUMBER_ALONE), row.number, "value")
        return None
    if known and (fault := check_value(written, *known)):
        faults.add(fault, row.number, "value")
        return None
    return Outturn(written.value, text, Source(faults.file, row.number))


_NUMBER_ALONE = "Write the number alone, or leave the row out if there is none."
_NO_VALUE = Fault(
    "R142", "the outturn is empty.", "Give the figure, or leave the row out if there is none."
)
