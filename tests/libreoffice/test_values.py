"""Values as COM shows them, and what becomes of values that are written."""

from __future__ import annotations

import datetime as dt
import decimal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from libreoffice import ComError, ExcelSession

MAY = dt.datetime(2015, 5, 31, tzinfo=dt.UTC)


def test_a_block_is_read_as_rows_of_values(report: Any) -> None:
    assert report.Range("A1:C5").Value == (
        ("NO.", "INDICATOR", "May-15"),
        (1.0, "Looked after", 463.0),
        (None, None, 7.0),
        (MAY, decimal.Decimal("12.5000"), True),
        (-2146826281, "470 in all", 926.0),
    )


def test_value2_knows_neither_dates_nor_currency(report: Any) -> None:
    assert report.Range("A4:C4").Value2 == ((42155.0, 12.5, True),)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("#NULL!", -2146826288),
        ("#DIV/0!", -2146826281),
        ("#VALUE!", -2146826273),
        ("#REF!", -2146826265),
        ("#NAME?", -2146826259),
        ("#NUM!", -2146826252),
        ("#N/A", -2146826246),
    ],
)
def test_an_error_value_is_a_bare_number(report: Any, name: str, number: int) -> None:
    report.Range("A9").Value = name
    value = report.Range("A9").Value
    assert (value, type(value)) == (number, int)
    assert report.Range("A9").Formula == name


@pytest.mark.parametrize(
    "text", ["001", "1-2", "Apr-25", "12%", "TRUE", "£5", "=1+1", "2015-05-31"]
)
def test_text_that_looks_like_something_is_converted(report: Any, text: str) -> None:
    report.Range("A9").Value = text
    assert report.Range("A9").Value != text
    report.Range("A10").Value = "'" + text
    assert report.Range("A10").Value == text
    report.Range("A11").NumberFormat = "@"
    report.Range("A11").Value = text
    assert report.Range("A11").Value == text


def test_converted_text_formats_an_unformatted_cell(report: Any) -> None:
    report.Range("A9:B9").Value = (("12%", "31/05/2015"),)
    assert report.Range("A9").NumberFormat == "0%"
    assert report.Range("B9").NumberFormat == "dd/mm/yyyy"
    report.Range("A10").NumberFormat = "0.000"
    report.Range("A10").Value = "12%"
    assert report.Range("A10").NumberFormat == "0.000"


@pytest.mark.parametrize("text", ["Red", "001", "31/05/2015", "TRUE", "1.2", "12:30"])
def test_text_leaves_the_number_format(report: Any, text: str, copy_of: Callable[[], Path]) -> None:
    report.Range("A10").NumberFormat = "0.0%"
    report.Range("A9:A10").Value = "'" + text
    report.Range("C9").Value = "'" + text
    formats = [report.Range(cell).NumberFormat for cell in ("A9", "A10", "C9")]
    assert formats == ["General", "0.0%", "General"]
    sheet = load_workbook(copy_of())["Report"]
    assert [(sheet[c].value, sheet[c].data_type) for c in ("A9", "C9")] == [(text, "s")] * 2
    assert [sheet[c].number_format for c in ("A9", "A10", "C9")] == formats


def test_a_number_format_is_read_as_it_stands(report: Any) -> None:
    assert report.Range("A4").NumberFormat == "mmm-yy"
    report.Range("A9").NumberFormat = "mmm yyyy"
    assert report.Range("A9").NumberFormat == "mmm yyyy"
    assert report.Range("A4:B4").NumberFormat is None


def test_one_value_goes_to_every_cell_of_every_area(report: Any) -> None:
    report.Range("A9,C9:C10").Value = "text"
    assert report.Range("A9:C10").Value == (("text", None, "text"), (None, None, "text"))


def test_a_formula_in_one_text_is_moved_from_cell_to_cell(report: Any) -> None:
    report.Range("F2:F3").Value = "=C2*$C$2"
    assert report.Range("F2:F3").Formula == (("=C2*$C$2",), ("=C3*$C$2",))
    assert report.Range("F2:F3").Value == ((463.0 * 463,), (7.0 * 463,))


def test_too_few_values_leave_na(report: Any) -> None:
    report.Range("A9:C9").Value = ((1, 2),)
    assert report.Range("A9:C9").Value == ((1.0, 2.0, -2146826246),)


def test_nothing_clears(report: Any) -> None:
    report.Range("A2:C2").Value = ((None, "", 5),)
    assert report.Range("A2:C2").Value == ((None, None, 5.0),)


def test_what_depends_on_a_change_is_calculated(report: Any) -> None:
    report.Range("C2").Value = 500
    assert report.Range("C5").Value == 1000.0


@pytest.mark.parametrize("value", [dt.date(2015, 5, 31), object(), {1}])
def test_what_com_cannot_carry_is_refused(report: Any, value: object) -> None:
    with pytest.raises(TypeError, match="COM VARIANT"):
        report.Range("A9").Value = value


def test_nan_arrives_as_a_number(report: Any) -> None:
    report.Range("A9").Value = float("nan")
    assert report.Range("A9").Value == 65535.0


def test_a_text_beyond_the_limit_is_refused(report: Any) -> None:
    report.Range("A9").Value = "x" * 32_767
    assert report.Range("A9").Value == "x" * 32_767
    with pytest.raises(ComError):
        report.Range("A9").Value = "x" * 32_768


def test_a_formula_that_cannot_be_read_is_refused(report: Any) -> None:
    with pytest.raises(ComError):
        report.Range("A9").Value = "=SUM(("
    assert report.Range("A9").Value is None


def test_a_formulas_truth_value_is_one(report: Any) -> None:
    report.Range("A9:C9").Value = (("=C2>1", "=C2<1", "=1+0"),)
    assert report.Range("A9:C9").Value == ((True, False, 1.0),)
    assert [type(value) for value in report.Range("A9:C9").Value[0]] == [bool, bool, float]


def test_truth_values_keep_their_cells_format(report: Any) -> None:
    report.Range("A9").NumberFormat = "0.0%"
    report.Range("A9").Value = True
    assert report.Range("A9").Value is True
    assert report.Range("A9").NumberFormat == "0.0%"
    report.Range("A9").Value = 1
    assert report.Range("A9").Value == 1.0
    assert not isinstance(report.Range("A9").Value, bool)


def test_dates_go_in_and_come_out(report: Any) -> None:
    report.Range("A9").Value = dt.datetime(2024, 2, 29, 13, 45, 30)
    assert report.Range("A9").Value == dt.datetime(2024, 2, 29, 13, 45, 30, tzinfo=dt.UTC)


def test_texts_and_numbers_are_held_whole(report: Any, copy_of: Callable[[], Path]) -> None:
    values = ("two\r\nlines _x000D_", 0.1 + 0.2, 2 / 3, 123456789012345680.0)
    report.Range("A9:D9").Value = (values,)
    report.Range("A10").Formula = "=2/3"
    assert report.Range("A9:D9").Value == (values,)
    sheet = load_workbook(copy_of(), data_only=True)["Report"]
    assert [cell.value for cell in sheet[9][1:4]] == list(values[1:])
    assert unescape(sheet["A9"].value) == values[0]
    assert sheet["A10"].value == 2 / 3


def test_formulas_with_several_arguments(report: Any) -> None:
    for formula, value in {
        '=IF(C2>1,"a,b",{1,2})': "a,b",
        "=SUM(C2,C3,1)": 471.0,
        '=HYPERLINK("[book.xlsx]Report!C2","there")': "there",
        '=IFERROR(1/0,"none")': "none",
    }.items():
        report.Range("A9").Formula = formula
        assert (report.Range("A9").Formula, report.Range("A9").Value) == (formula, value)


def test_formulas_are_in_excels_spelling(report: Any) -> None:
    assert report.Range("A5:C5").Formula == (("=1/0", '=SUM(C2:C3)&" in all"', "=C2*2"),)
    assert report.Range("A5:C5").HasFormula is True
    assert report.Range("A4:C5").HasFormula is None
    assert report.Range("A1:C2").HasFormula is False


def test_a_part_of_an_array_formula_cannot_be_changed(report: Any) -> None:
    assert report.Range("E2").HasArray is True
    assert report.Range("D1:E3").HasArray is None
    assert report.Range("E2").CurrentArray.Address == "$E$1:$E$3"
    for cells in ("E1", "E2", "D2:E2"):
        with pytest.raises(ComError, match="part of an array"):
            report.Range(cells).Value = 5
        with pytest.raises(ComError, match="part of an array"):
            report.Range(cells).ClearContents()
    report.Range("E1:E3").Value = 5
    assert report.Range("E1:E3").Value == ((5.0,), (5.0,), (5.0,))


def test_a_write_to_the_covered_part_of_a_merge_is_lost(report: Any) -> None:
    report.Range("B7").Value = "lost"
    report.Range("A7:C7").Value = (("kept", "lost", "lost"),)
    assert report.Range("A7:C8").Value == (("kept", None, None), (None, None, None))


def test_merges(report: Any) -> None:
    assert report.Range("B8").MergeCells is True
    assert report.Range("A7:C8").MergeCells is True
    assert report.Range("A6:A7").MergeCells is None
    assert report.Range("A1").MergeCells is False
    assert report.Range("B8").MergeArea.Address == "$A$7:$C$8"
    with pytest.raises(ComError, match="merged cell"):
        report.Range("B8").ClearContents()
    report.Range("A7").UnMerge()
    report.Range("B8").Value = "free"
    assert report.Range("B8").Value == "free"
    report.Range("A1:B1").Merge()
    assert report.Range("A1:C1").Value == (("NO.", None, "May-15"),)


def test_xlwings_sees_the_same(excel: ExcelSession, report: Any) -> None:
    sheet = excel.app.books[0].sheets["Report"]
    assert sheet["A2:C2"].value == [1.0, "Looked after", 463.0]
    assert sheet["A4"].value == dt.datetime(2015, 5, 31)
    sheet["A9"].value = [[1, "two"], [dt.date(2015, 5, 31), None]]
    assert report.Range("A9:B10").Value == ((1.0, "two"), (MAY, None))
