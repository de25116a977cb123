"""Gnumeric reads the sheet that is asked for, and says so where there is nothing to read."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from oracles.gnumeric import Gnumeric


def test_a_sheet_is_read_by_its_name(gnumeric: Gnumeric, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Two words").append(["7.6", 0.364, 'a "b", c'])
    book["Two words"]["B1"].number_format = "0%"
    book.save(tmp_path / "book.xlsx")
    assert gnumeric.read(tmp_path / "book.xlsx", "Two words") == [["7.6", "0.364", 'a "b", c']]


def test_what_is_no_workbook_is_said_to_be_none(gnumeric: Gnumeric, tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(b"no workbook")
    with pytest.raises(RuntimeError, match="ssconvert"):
        gnumeric.read(tmp_path / "book.xlsx", "Sheet")
