"""What an issued month is called, and what its cover says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from lacxl.domain.month import Month
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import Cover
from lacxl.workbook.snapshot import CellValue
from lacxl.workbook.wanted import Wanted


def issue_file_name(title: str, month: Month, issue: int, suffix: str) -> str:
    """Return the name in the report's own pattern: title - May 2015 - I1.xlsx."""
    return f"{title} - {month.long} - I{issue}{suffix}"


def issue_status(issue: int) -> str:
    """Return the cover's words for an issue."""
    return f"Issue {issue}"


def cover_of_issue(
    cover: Cover,
    there: Mapping[CellRef, CellValue],
    month: Month,
    issue: int,
    today: dt.date,
    *,
    created_by: str = "",
    contact: str = "",
    register: str = "",
) -> tuple[Wanted, ...]:
    """Return the cover's cells for the issue: month end, status, date; who, and how far the
    register had come, where they are given.
    """
    wanted: list[Wanted] = []
    if cover.month_end is not None:
        wanted.append(_date(cover.month_end, there, month.first_day, month.long, "month end"))
    if cover.issue is not None:
        wanted.append(Wanted(cover.issue, issue_status(issue), why="the cover's issue"))
    if cover.date_created is not None:
        text = f"{today:%d/%m/%Y}"
        wanted.append(_date(cover.date_created, there, today, text, "date created"))
    if cover.created_by is not None and created_by:
        wanted.append(Wanted(cover.created_by, created_by, why="the cover's created by"))
    if cover.contact is not None and contact:
        wanted.append(Wanted(cover.contact, contact, why="the cover's contact"))
    if cover.register is not None and register:
        wanted.append(Wanted(cover.register, register, why="the register before this issue"))
    return tuple(wanted)


def _date(
    place: CellRef, there: Mapping[CellRef, CellValue], date: dt.date, text: str, what: str
) -> Wanted:
    """Keep the kind of value the cell has: a text stays a text, a date a date."""
    is_text = isinstance(there.get(place), str)
    when = dt.datetime(date.year, date.month, date.day)  # noqa: DTZ001 - a cell has no time zone
    return Wanted(place, text if is_text else when, why=f"the cover's {what}")
