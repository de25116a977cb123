"""Protection as Excel keeps it: what it forbids, its flags and its password."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from libreoffice import ComError
from libreoffice.errors import ON_A_PROTECTED_SHEET, WRONG_PASSWORD
from libreoffice.protection import FLAGS, Password

PASSWORD = "issued"


@pytest.fixture
def kept(book: Any) -> Any:
    """A sheet that the file protects."""
    return book.Worksheets("Kept")


def test_the_files_protection_is_read(kept: Any, report: Any) -> None:
    assert kept.ProtectContents is True
    assert report.ProtectContents is False
    allowed = {name for name in FLAGS if getattr(kept.Protection, name)}
    assert allowed == {"AllowSorting", "AllowFormattingCells"}
    assert kept.ProtectDrawingObjects is False


def test_a_locked_cell_is_guarded_and_a_free_one_is_not(kept: Any) -> None:
    for attempt in ("A1", "A1:B1"):
        with pytest.raises(ComError) as fault:
            kept.Range(attempt).Value = "changed"
        assert fault.value.hresult == -2147352567
        assert fault.value.excepinfo[2] == ON_A_PROTECTED_SHEET
        assert fault.value.excepinfo[5] == -2146827284
    with pytest.raises(ComError):
        kept.Range("A1").ClearContents()
    kept.Range("B1").Value = "changed"
    assert kept.Range("A1:B1").Value == (("guarded", "changed"),)


def test_locks_cannot_be_set_on_a_protected_sheet(kept: Any) -> None:
    with pytest.raises(ComError):
        kept.Range("B1").Locked = True
    assert kept.Range("B1").Locked is False


def test_formats_may_be_set_where_the_flag_allows_it(kept: Any, report: Any) -> None:
    kept.Range("A1").Interior.Color = 255
    report.Protect()
    for change in (("NumberFormat", "0"), ("WrapText", True)):
        with pytest.raises(ComError):
            setattr(report.Range("A1"), *change)
    with pytest.raises(ComError):
        report.Range("A1").Interior.Color = 255
    with pytest.raises(ComError):
        report.Range("A1").FormatConditions.Add(2, None, "=TRUE")


def test_lines_are_inserted_and_deleted_where_the_sheet_lets_them(kept: Any, report: Any) -> None:
    for attempt in (kept.Range("2:2").Insert, kept.Range("B:B").Delete):
        with pytest.raises(ComError):
            attempt()
    assert kept.Range("A1:B1").Value == (("guarded", "free"),)
    report.Protect("", True, True, True, False, AllowInsertingRows=True)
    report.Range("6:6").Insert()
    assert report.Range("A8").Value == "The narrative"
    assert report.Range("A8").MergeArea.Address == "$A$8:$C$9"
    with pytest.raises(ComError):
        report.Range("B:B").Insert()


def test_a_wrong_password_leaves_the_sheet_protected(kept: Any) -> None:
    for wrong in ("", "Issued", "other"):
        with pytest.raises(ComError) as fault:
            kept.Unprotect(wrong)
        assert fault.value.excepinfo[2] == WRONG_PASSWORD
        assert kept.ProtectContents is True
    kept.Unprotect(PASSWORD)
    assert kept.ProtectContents is False
    kept.Range("A1").Value = "changed"


def test_a_protected_sheet_wants_its_password_to_be_protected_anew(kept: Any) -> None:
    with pytest.raises(ComError):
        kept.Protect("other")
    kept.Protect(PASSWORD, AllowFiltering=True)
    assert kept.Protection.AllowFiltering is True
    assert kept.Protection.AllowSorting is False


def test_a_sheet_without_password_is_freed_with_any(report: Any) -> None:
    report.Protect()
    report.Unprotect("anything")
    assert report.ProtectContents is False


def test_flags_are_taken_by_place_and_by_name(report: Any) -> None:
    report.Protect(PASSWORD, False, True, False, False, True, False, True)
    assert report.Protection.AllowFormattingCells is True
    assert report.Protection.AllowFormattingColumns is False
    assert report.Protection.AllowFormattingRows is True
    assert (report.ProtectDrawingObjects, report.ProtectScenarios) == (False, False)
    with pytest.raises(TypeError, match="AllowEverything"):
        report.Protect(PASSWORD, AllowEverything=True)


def test_programs_may_write_where_only_people_are_kept_out(report: Any) -> None:
    report.Protect(PASSWORD, UserInterfaceOnly=True)
    assert report.ProtectionMode is True
    report.Range("A1").Value = "changed"
    report.Range("A1").Locked = False
    assert report.ProtectContents is True


def test_the_copy_carries_flags_and_password(
    report: Any, kept: Any, copy_of: Callable[[], Path]
) -> None:
    report.Protect(PASSWORD, DrawingObjects=False, AllowSorting=True, AllowFormattingColumns=True)
    report.EnableSelection = 1
    written = load_workbook(copy_of())
    protection = written["Report"].protection
    assert protection.sheet
    assert not protection.objects
    assert protection.scenarios
    assert (protection.sort, protection.formatColumns, protection.formatCells) == (
        False,
        False,
        True,
    )
    assert (protection.selectLockedCells, protection.selectUnlockedCells) == (True, False)
    assert protection.algorithmName == "SHA-512"
    was = dict(load_workbook(kept.Parent.FullName)["Kept"].protection)
    assert dict(written["Kept"].protection) == was, "an untouched sheet's protection changed"
    assert not written["Table"].protection.sheet


def test_a_password_that_was_set_here_is_wanted_when_the_copy_is_opened(
    excel: Any, report: Any, copy_of: Callable[[], Path]
) -> None:
    report.Protect(PASSWORD)
    again = excel.open(copy_of()).api.Worksheets("Report")
    with pytest.raises(ComError):
        again.Unprotect("other")
    again.Unprotect(PASSWORD)


def test_excels_own_hashes_are_understood() -> None:
    """Hashes as Excel wrote them: until 2010 16 bits, since then salted SHA-512."""
    assert Password({"password": "CBEB"}).fits("test")
    assert not Password({"password": "CBEB"}).fits("Test")
    new = Password.of("issued")
    assert new.fits("issued")
    assert not new.fits("issueD")
    assert not Password.of("")


def test_locks_are_mixed_or_one(report: Any) -> None:
    assert report.Range("C2").Locked is True
    assert report.Range("C3").Locked is False
    assert report.Range("C2:C3").Locked is None
    report.Cells.Locked = False
    report.Range("A2,C2:C3").Locked = True
    assert report.Range("A2,C2:C3").Locked is True
    assert report.Range("A2:C3").Locked is None
    assert report.Range("XFD1048576").Locked is False
