"""Readings in the readings layout, and the population by financial year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from lacxl.domain.month import FinancialYear
from lacxl.domain.reading import Reading
from lacxl.synth.writing.csv_file import CsvFile

COLUMNS: Final = ("indicator", "month", "numerator", "denominator", "value", "note")


def write_readings(readings: Iterable[Reading], path: Path) -> None:
    """Write readings, one a row."""
    with CsvFile(path, COLUMNS) as file:
        for reading in readings:
            numbers = (reading.numerator, reading.denominator, reading.value)
            cells = ("" if number is None else f"{number:f}" for number in numbers)
            file.row(reading.indicator, str(reading.month), *cells, reading.note)


def write_population(population: Mapping[FinancialYear, int], path: Path) -> None:
    """Write the residents aged 0 to 17 by financial year."""
    with CsvFile(path, ("financial_year", "population")) as file:
        for year in sorted(population):
            file.row(str(year), str(population[year]))
