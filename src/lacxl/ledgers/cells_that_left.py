"""What left the workbook as it was printed: a month or a year made room for another, or lacxl
filled a month in which somebody had typed.

A ledger beside the history: a line is a cell, with what it showed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lacxl.domain.month import Month
from lacxl.ledgers.csv_ledger import CsvLedger, LedgerCodes, LedgerColumn, months, texts, times
from lacxl.workbook.address import Cell

_MONTH = re.compile(r"\d{4}-\d{2}")
_QUARTER = re.compile(r"\d{4}/\d{2} Q[1-4]")


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell that left, for the place of which `month`, and what it showed; `when` is in UTC.

    One of which `period` is the month itself was typed before the month was filled.
    """

    when: datetime
    month: Month
    sheet: str
    table: str
    cell: Cell
    indicator: str
    figure: str
    part: str
    period: str
    shown: str
    comment: str = ""


PRINTED: Final = CsvLedger(
    "the ledger of what was printed",
    LedgerCodes("H109", "H109", "H110", "H110"),
    (
        times("when"),
        months("month"),
        *map(texts, ("sheet", "table")),
        LedgerColumn("cell", Cell.parse, "a cell such as H12"),
        *map(texts, ("indicator", "figure", "part", "period", "shown", "comment")),
    ),
    PrintedCell,
)


def rolled_before(printed: Iterable[PrintedCell]) -> frozenset[tuple[str, str]]:
    """Return the tables that dropped a month, or a quarter, for another within a year, by sheet and
    name.
    """
    return frozenset((each.sheet, each.table) for each in printed if _is_rolling(each))


def _is_rolling(printed: PrintedCell) -> bool:
    if _QUARTER.fullmatch(printed.period):
        return printed.month.number != 6  # the end of the first quarter
    is_month = _MONTH.fullmatch(printed.period) is not None
    return is_month and printed.month.number != 4 and printed.period != str(printed.month)
