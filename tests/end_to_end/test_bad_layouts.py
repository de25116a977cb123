"""Workbooks in which a place is missing or stands twice: nothing is guessed, nothing written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from folders import MAY, refused_untouched, settings_under, workbook_of
from planting import SUMMARY, opened, set_text, values_of

Plant = Callable[[Path], None]


def text(sheet: str, cell: str, said: str) -> Plant:
    return lambda path: set_text(path, sheet, cell, said)


def copied_summary(path: Path) -> None:
    with opened(path) as book:
        book.copy_worksheet(book[SUMMARY])


def merged(path: Path) -> None:
    with opened(path) as book:
        book[SUMMARY].merge_cells("G12:H12")


def a_table_over(path: Path) -> None:
    from openpyxl.worksheet.table import Table

    with opened(path) as book:
        sheet = book[SUMMARY]
        for column, said in enumerate("abcdefgh", start=8):
            sheet.cell(28, column).value = said
        sheet.add_table(Table(displayName="Mine", ref="H28:O30"))


LAYOUTS: dict[str, tuple[Plant, str, tuple[str, ...]]] = {
    "no summary": (text(SUMMARY, "A5", "#"), "L101", ("NO.", "INDICATOR")),
    "two summaries": (copied_summary, "L102", (SUMMARY,)),
    "a month twice": (text(SUMMARY, "G5", "May-15"), "L103", (SUMMARY, "May-15")),
    "YTD twice": (text(SUMMARY, "J5", "YTD"), "L103", ("I5", "J5")),
    "no RAG": (text(SUMMARY, "L5", "Light"), "L104", ("RAG",)),
    "number and title disagree": (text(SUMMARY, "A12", "7.9"), "L105", ("A12",)),
    "no row of an indicator": (
        lambda path: (text(SUMMARY, "A12", "")(path), text(SUMMARY, "B12", "Other")(path))[0],
        "L106",
        ("7.6",),
    ),
    "an indicator twice": (
        lambda path: (
            text(SUMMARY, "A6", "7.6")(path),
            text(SUMMARY, "B6", "LAC cases reviewed within timescales")(path),
        )[0],
        "L107",
        ("A6", "A12"),
    ),
    "a column of a page missing": (text("Health", "C4", "Other"), "L110", ("Health",)),
    "a heading of a page twice": (
        lambda path: set_text(path, "Health", "D4", str(values_of(path)["Health", "C4"])),
        "L111",
        ("Health", "C4"),
    ),
    "a month of a page twice": (text("Health", "B7", "May-15"), "L112", ("Health", "May-15")),
    "no month on the summary": (text(SUMMARY, "H5", "CURRENT Jun-15"), "P109", (SUMMARY, "May-15")),
    "no month on a page": (text("Health", "B8", "-"), "P110", ("Health", "May-15")),
    "merged over": (merged, "P104", ("'Performance Summary'!H12", "Unmerge")),
    "a table's header row": (a_table_over, "P105", ("'Performance Summary'!H28", "Move it")),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout(fresh: Path, name: str) -> None:
    plant, code, words = LAYOUTS[name]
    plant(workbook_of(fresh))
    refused_untouched(fresh, ("refresh", MAY), code, *words)


def test_every_fault_of_a_layout_at_once(fresh: Path) -> None:
    path = workbook_of(fresh)
    for sheet, cell, said in (
        (SUMMARY, "L5", "Light"),
        (SUMMARY, "A12", "7.9"),
        ("Health", "C4", "Other"),
        ("Placements", "F4", "Other"),
        ("Adoptions", "B7", "Apr-15"),
    ):
        set_text(path, sheet, cell, said)
    ran = refused_untouched(fresh, ("refresh", MAY), "L104")
    assert {"L104", "L105", "L110", "L112"} <= set(ran.codes())
    assert ran.codes().count("L110") == 2


def test_leave_out_of_an_unknown_page(fresh: Path) -> None:
    settings_under(fresh, "workbook", 'leave_out = ["Helth"]')
    refused_untouched(fresh, ("refresh", MAY), "L114", "Helth", "Health")
