"""What a run that was cut off in an open workbook left inserted and empty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pytest
import xlsxwriter

from lacxl.domain.month import Month
from lacxl.ledgers.half_inserted import half_inserted
from lacxl.ledgers.kept_changes import kept
from lacxl.ledgers.receipts import open_receipt, sha256_of
from lacxl.settings.settings import Settings
from lacxl.workbook.address import Cell
from lacxl.workbook.changes import CellChange, ChangeSet, Swap
from lacxl.workbook.insertion import Axis, Insertion

ROW, COLUMN = Insertion("Page", Axis.ROWS, 4), Insertion("Summary", Axis.COLUMNS, 4)
SUMMARY = {"A1": "Indicator", "B1": "Apr-15", "C1": "May-15", "D1": "YTD", "D2": "=SUM(B2:C2)"}
PAGE = {"A2": "Apr-15", "A3": "May-15", "A4": "2015/16", "B4": 7.0}
GROWN_PAGE = {"A2": "Apr-15", "A3": "May-15", "A5": "2015/16", "B5": 7.0}
GROWN_SUMMARY = {
    "A1": "Indicator",
    "B1": "Apr-15",
    "C1": "May-15",
    "E1": "YTD",
    "E2": "=SUM(B2:C2)",
}
CHANGES = ChangeSet(
    (
        CellChange("Page", Cell.parse("A4"), Swap(None, "Jun-15")),
        CellChange("Summary", Cell.parse("D1"), Swap(None, "Jun-15")),
        CellChange("Summary", Cell.parse("A1"), Swap("Indicator", "Indicators")),
    ),
    inserted=(ROW, COLUMN),
)


def workbook(
    path: Path,
    page: Mapping[str, object],
    summary: Mapping[str, object],
    *,
    protected: bool = False,
) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        for name, cells in (("Page", page), ("Summary", summary)):
            sheet = book.add_worksheet(name)
            for cell, value in cells.items():
                sheet.write(cell, value)
            if protected:
                sheet.protect()
    return path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return a folder with a backup, and the receipt of a run that was cut off."""
    (tmp_path / "backups").mkdir()
    workbook(tmp_path / "year.xlsx", PAGE, SUMMARY)
    backup = workbook(tmp_path / "backups" / "year 1.xlsx", PAGE, SUMMARY)
    (tmp_path / "lacxl.toml").write_text('[workbook]\nfile = "year.xlsx"\n', "utf-8")
    found = Settings.load(tmp_path / "lacxl.toml")
    content = {"in_excel": True, "changes": kept(CHANGES), "sha256_of_backup": sha256_of(backup)}
    open_receipt(found, Month(2015, 6), content, dt.datetime.now(tz=dt.UTC), {})
    return found


@pytest.mark.parametrize(
    ("page", "summary", "inserted", "only_that"),
    [
        (PAGE, SUMMARY, None, None),
        (GROWN_PAGE, SUMMARY, (ROW,), True),
        (GROWN_PAGE | {"C2": "typed since"}, SUMMARY, (ROW,), True),
        (GROWN_PAGE, GROWN_SUMMARY, (ROW, COLUMN), True),
        (GROWN_PAGE | {"A4": "Jun-15"}, GROWN_SUMMARY, (ROW, COLUMN), False),
        (
            GROWN_PAGE | {"A4": "Jun-15"},
            GROWN_SUMMARY | {"D1": "Jun-15", "A1": "Indicators"},
            None,
            None,
        ),
    ],
)
def test_it_is_told_from_the_places_of_cells(
    settings: Settings,
    tmp_path: Path,
    page: Mapping[str, object],
    summary: Mapping[str, object],
    inserted: tuple[Insertion, ...] | None,
    only_that: bool | None,
) -> None:
    found = half_inserted(settings, workbook(tmp_path / "copy.xlsx", page, summary))
    assert (found and found.inserted, found and found.only_that) == (inserted, only_that)
    if found:
        assert found.finding.code == "B209"
        assert ("Undo last fill" in found.finding.todo) is only_that
        assert "year 1.xlsx" in found.finding.todo


def test_without_the_backup_it_cannot_be_told(settings: Settings, tmp_path: Path) -> None:
    (settings.backups_folder / "year 1.xlsx").unlink()
    copy = workbook(tmp_path / "copy.xlsx", GROWN_PAGE, SUMMARY)
    assert half_inserted(settings, copy) is None


def test_where_the_protection_is_another_too_undoing_is_not_enough(
    settings: Settings, tmp_path: Path
) -> None:
    copy = workbook(tmp_path / "copy.xlsx", GROWN_PAGE, SUMMARY, protected=True)
    found = half_inserted(settings, copy)
    assert found is not None
    assert not found.only_that
