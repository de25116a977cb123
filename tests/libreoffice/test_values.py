"""Values through the stand-in as COM shows them of Excel."""

from __future__ import annotations

from libreoffice import ExcelSession


def test_first(excel_app: ExcelSession) -> None:
    book = excel_app.app.books.add()
    sheet = book.sheets[0]
    sheet["A1"].value = 5
    assert sheet["A1"].raw_value == 5.0
    assert excel_app.calls.by_member["Range.Value="] == 1
