"""Workbooks as other councils keep them, with readings and what filling a month must do."""

from __future__ import annotations

from pathlib import Path

from shapes import (
    blocks,
    data_sheet,
    early_help,
    full_year,
    letters,
    own_report,
    quarterly,
    sheet_a_month,
)
from shapes.truth import Made, TrueIndicator

_MAKERS = {
    "letters": letters.make,
    "data_sheet": data_sheet.make,
    "blocks": blocks.make,
    "full_year": full_year.make,
    "quarterly": quarterly.make,
    "sheet_a_month": sheet_a_month.make,
    "early_help": early_help.make,
    "own_report": own_report.make,
}
SHAPES: tuple[str, ...] = tuple(_MAKERS)


def make(shape: str, seed: int, folder: Path) -> Made:
    """Write a workbook of the shape and its readings.csv into the folder."""
    return _MAKERS[shape](seed, folder)


__all__ = ["SHAPES", "Made", "TrueIndicator", "make"]
