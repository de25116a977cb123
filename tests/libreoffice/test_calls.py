"""Each call is counted, and can be made to fail as Excel's calls do."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from libreoffice import CALL_REJECTED, ComError, ExcelSession, NotServed


def test_getting_setting_and_calling_are_counted(excel: ExcelSession, report: Any) -> None:
    excel.calls.reset()
    cells = report.Range("A1:C1")
    cells.Value = cells.Value
    report.Cells(1, 1).Interior.Color = 255
    assert excel.calls.by_member == {
        "Worksheet.Range": 1,
        "Range.Value": 1,
        "Range.Value=": 1,
        "Worksheet.Cells": 1,
        "Range.Item": 1,
        "Range.Interior": 1,
        "Interior.Color=": 1,
    }
    assert excel.calls.total == 7
    assert excel.calls.trace[0] == "Worksheet.Range"
    excel.calls.reset()
    assert excel.calls.total == 0


def test_the_count_does_not_hang_on_the_size_of_a_block(excel: ExcelSession, report: Any) -> None:
    excel.calls.reset()
    report.Range("A9:Z200").Value = tuple(tuple(range(26)) for _ in range(192))
    assert excel.calls.total == 2


def test_what_a_person_does_is_not_counted(excel: ExcelSession, report: Any) -> None:
    excel.calls.reset()
    excel.faults.reject_all()
    excel.person.types("specimen.xlsx", "Report", "A9", "typed")
    excel.person.selects("specimen.xlsx", "Report", "B3:C4")
    assert excel.person.sees("specimen.xlsx", "Report", "A9") == "typed"
    assert excel.calls.total == 0
    excel.faults.clear()
    assert report.Application.Selection.Address == "$B$3:$C$4"


def test_a_busy_excel_rejects_so_many_calls(excel: ExcelSession, report: Any) -> None:
    excel.faults.reject(2)
    for _ in range(2):
        with pytest.raises(ComError) as fault:
            _ = report.Name
        assert fault.value.hresult == CALL_REJECTED
    assert report.Name == "Report"


def test_a_busy_excel_may_seem_to_lack_a_member(
    excel: ExcelSession, report: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = sys.modules["xlwings._xlwindows"]
    monkeypatch.setattr(engine, "N_COM_ATTEMPTS", 1)
    sheet = excel.app.books[0].sheets["Report"]
    excel.faults.reject(1, as_absent=True)
    with pytest.raises(engine.ExcelBusyError):
        _ = sheet.name
    assert sheet.name == "Report"


def test_an_excel_busy_for_ever(excel: ExcelSession, report: Any) -> None:
    excel.faults.reject_all(writes_only=True)
    assert report.Name == "Report"
    for _ in range(5):
        with pytest.raises(ComError):
            report.Range("A9").Value = 5
    excel.faults.clear()
    report.Range("A9").Value = 5


def test_the_nth_write_fails_once(excel: ExcelSession, report: Any) -> None:
    excel.faults.fail_write(3)
    report.Range("A9").Value = 1
    report.Range("A10").NumberFormat = "0"
    with pytest.raises(ComError) as fault:
        report.Range("A11").Value = 3
    assert fault.value.hresult != CALL_REJECTED
    report.Range("A12").Value = 4
    assert report.Range("A9:A12").Value == ((1.0,), (None,), (None,), (4.0,))


def test_the_nth_call_of_a_member_fails_once(excel: ExcelSession, report: Any, book: Any) -> None:
    excel.faults.fail("Range.Value=", 2)
    excel.faults.fail("Workbook.SaveCopyAs")
    report.Range("A9").Value = 1
    with pytest.raises(ComError):
        report.Range("A9").Value = 2
    with pytest.raises(ComError):
        book.SaveCopyAs("anywhere.xlsx")
    report.Range("A9").Value = 3
    assert report.Range("A9").Value == 3.0


def test_a_member_that_is_not_served_is_said_to_be(report: Any) -> None:
    with pytest.raises(NotServed, match=r"Worksheet\.PivotTables"):
        _ = report.PivotTables
    with pytest.raises(NotServed, match=r"Worksheet\.Index"):
        report.Index = 2


def test_a_property_with_arguments_is_got_by_its_other_name(report: Any) -> None:
    """As with pywin32: the property comes without its arguments, and what came is called."""
    cells = report.Range("B2:C3")
    assert cells.Offset(1, 1).Address == "$B$2"
    assert cells.GetOffset(1, 1).Address == "$C$3:$D$4"
    assert cells.GetResize(1, 4).Address == "$B$2:$E$2"
    assert cells.GetAddress(False, False) == "B2:C3"
    assert report.Application.GetInternational(5) == ","


def test_a_member_that_may_change_something_is_noted(excel: ExcelSession, report: Any) -> None:
    def changes(call: Callable[[], object]) -> bool:
        before = excel.calls.changes
        call()
        return excel.calls.changes > before

    assert changes(lambda: report.Range("A9").Merge())
    assert changes(lambda: setattr(report.Range("A9"), "Locked", False))
    assert changes(report.Protect)
    assert changes(lambda: excel.person.types("specimen.xlsx", "Report", "A9", 1))
    assert not changes(lambda: report.Range("A9").Value)
    assert not changes(lambda: report.Parent.Worksheets("Kept").Activate())


def test_xlwings_tries_again_while_excel_is_busy(
    excel: ExcelSession, report: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import xlwings._xlwindows as engine

    monkeypatch.setattr(engine, "N_COM_ATTEMPTS", 0)  # as it comes; lacxl bounds it in a process
    sheet = excel.app.books[0].sheets["Report"]
    excel.faults.reject(5)
    sheet["A9"].value = 5
    assert report.Range("A9").Value == 5.0
