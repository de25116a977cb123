"""Columns of dates read into days, with what could not be read reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from lacxl.records.feeds.dates import Fault, Order, Parsed, parse
from lacxl.records.feeds.options import ReadOptions
from lacxl.records.feeds.report import Report
from lacxl.records.feeds.schema import ColumnSpec, shown
from lacxl.records.frames import NO_DAY, Days, Mask, Rows
from lacxl.tables.cells import Cell, Column, Texts

ERROR_SAID = (
    "[cell holds|cells hold] an error of Excel such as #N/A; read as blank.",
    "Mend the formula or the look-up that gave it.",
)
"""What is said of cells that hold an error of Excel, and what to do."""

_DAY_FIRST = "Write dates as dd/mm/yyyy or yyyy-mm-dd."
_OTHER_ORDER = (
    "Some would be dates with day and month the other way round: look whether more of the column "
    "is meant so, which was read like the rest, and write all as dd/mm/yyyy or yyyy-mm-dd."
)
_UNTOLD = (
    "[date|dates] may have day or month first, for the column has both; the column was not read, "
    "so that not everything can be counted."
)
_KEY_UNTOLD = (
    "[date|dates] may have day or month first, for the column has both; without them the file "
    "cannot be used."
)
_MIXED = (
    "[date proves|dates prove] that the month comes first and others of the column that the day "
    "does: what could be proved was read."
)
_CENTURY = (
    "[date|dates] with a year of two digits beside the month's name, read in the century that the "
    "column allows."
)
_FAULTS = {
    Fault.ERROR_VALUE: ("X127", "", *ERROR_SAID),
    Fault.NO_DATE: ("X122", "", "[cell holds|cells hold] no date; read as blank.", _DAY_FIRST),
    Fault.NO_SUCH_YEAR: (
        "X123", "", "[date lies|dates lie] before 1900 or after 2099; read as blank.",
        "Correct the year.",
    ),
    Fault.PLACEHOLDER: (
        "X123", "[date only stands|dates only stand] for none, such as 31/12/9999; read as blank.",
        "[date only stands|dates only stand] for none, such as 31/12/9999; read as blank.",
        "Leave the cell empty where there is no date.",
    ),
    Fault.SERIAL: (
        "X126", "[cell holds|cells hold] a day number of Excel; read as the day it stands for.",
        "[cell holds|cells hold] a day number of Excel, not a date; read as blank.",
        "Format the column as a date before saving as CSV.",
    ),
    Fault.TWO_DIGITS: (
        "X129", "", "[date has|dates have] a year of two digits; read as blank.",
        "Write the year with four digits.",
    ),
    Fault.SHORT_YEAR: ("X173", "", _CENTURY, "Write the year with four digits."),
    Fault.AMERICAN: (
        "X124", "[date was|dates were] read in American order, the month first, as others show.",
        "[date is|dates are] in American order, the month first; read as blank.", _DAY_FIRST,
    ),
}  # fmt: skip
_BIRTHS = frozenset(("dob",))
_REPAIRED = {
    Fault.SERIAL: "excel_serials",
    Fault.AMERICAN: "american_dates",
    Fault.PLACEHOLDER: "placeholder_dates",
}


def read_dates(
    file: str,
    rows: Rows,
    specs: Mapping[str, ColumnSpec],
    columns: Mapping[str, Column],
    report: Report,
    options: ReadOptions,
) -> tuple[dict[str, Days], tuple[str, ...]]:
    """Return the days of each column of dates, a day a row, and the columns that cannot be told.

    A column cannot be told where its dates have both orders and some could be either.
    """
    days: dict[str, Days] = {}
    untold = []
    names = [name for name, spec in specs.items() if spec.type == "date"]
    births = [name for name in names if name in _BIRTHS]
    made = {n: options.repairs(n) for n in ("american_dates", "excel_serials", "placeholder_dates")}
    cells = {name: _cells(columns[name]) for name in names}
    for name, parsed in parse(cells, made, births, options.today).items():
        codes = columns[name].codes
        if (either := parsed.faults == Fault.EITHER_ORDER).any():
            untold.append(name)
            said = _KEY_UNTOLD if specs[name].key_column else _UNTOLD
            where = rows[np.append(either, False)[codes]]
            report.add("X125", file, said, _DAY_FIRST, shown(specs[name].title), where)
            if specs[name].blank and not specs[name].key_column:  # else the file is not used
                report_blanks(file, specs[name], report, where)
            continue
        days[name] = np.append(parsed.days, NO_DAY)[codes]
        _report(file, rows, specs[name], codes, parsed, report, made)
    return days, tuple(untold)


def _cells(column: Column) -> Sequence[Cell]:
    """Return the values of a column of texts or dates."""
    return column.values if isinstance(column.values, Texts) else list(column.values)


def report_blanks(file: str, spec: ColumnSpec, report: Report, rows: Rows) -> None:
    """Report cells that cannot be read, where a blank would say something: why they cannot is
    another finding.
    """
    if len(rows):
        report.add(
            "X172", file,
            "[cell|cells] without a date that can be read, where a blank would say that "
            f"{spec.blank}.",
            'Correct the date. With severities = { X172 = "warning" } under [children] a blank '
            "stands for it.",
            shown(spec.title), rows,
        )  # fmt: skip


def _report(
    file: str,
    every: Rows,
    spec: ColumnSpec,
    codes: npt.NDArray[np.int32],
    parsed: Parsed,
    report: Report,
    made: Mapping[str, bool],
) -> None:
    present = set(parsed.faults.tobytes()) - {Fault.NONE, Fault.BLANK}
    if not present:
        return
    faults = np.append(parsed.faults, np.int8(Fault.NONE))[codes]
    for fault in sorted(present):
        rows = every[faults == fault]
        if not len(rows):
            continue
        code, read, unread, todo = _FAULTS[Fault(fault)]
        if fault == Fault.NO_DATE and parsed.has_other_order:
            todo = _OTHER_ORDER
        repair = _REPAIRED.get(Fault(fault))
        repaired = repair is not None and made[repair]
        report.add(code, file, read if repaired else unread, todo, shown(spec.title), rows)
        if repair and repaired:
            report.repaired(repair, file, len(rows))
    if spec.blank:
        not_read: Mask = np.append(np.isnat(parsed.days), False)[codes] & (faults > Fault.BLANK)
        if made["placeholder_dates"]:
            not_read &= faults != Fault.PLACEHOLDER
        report_blanks(file, spec, report, every[not_read])
    if parsed.order is Order.MIXED:
        american = every[faults == Fault.AMERICAN]
        report.add("X125", file, _MIXED, _DAY_FIRST, shown(spec.title), american)
