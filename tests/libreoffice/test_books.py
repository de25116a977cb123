"""Opening, saving, copying, showing and selecting."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlwings
from openpyxl import load_workbook

from libreoffice import ComError, ExcelSession
from libreoffice.engine import installed
from oracles import invariants
from oracles.sdk import Validator


@pytest.fixture
def own(excel: ExcelSession, specimen: Path, tmp_path: Path) -> Any:
    """The small workbook in a file that may be saved."""
    path = tmp_path / "own.xlsx"
    path.write_bytes(specimen.read_bytes())
    excel.open(path)
    return excel.com.active_book


def test_xlwings_runs_its_windows_engine_on_it(excel: ExcelSession, book: Any) -> None:
    assert installed() is excel.engine
    assert type(excel.app.impl).__module__ == "xlwings._xlwindows"
    assert [app.pid for app in xlwings.apps] == [excel.app.pid]
    assert xlwings.apps[excel.app.pid].books.active.name == "specimen.xlsx"


def test_a_workbook_says_what_it_is(book: Any, specimen: Path) -> None:
    assert (book.Name, book.FullName) == ("specimen.xlsx", str(specimen))
    assert book.Path == str(specimen.parent)
    assert (book.Saved, book.ReadOnly, book.Date1904, book.FileFormat) == (True, False, False, 51)
    names = [sheet.Name for sheet in book.Worksheets]
    assert names == ["Report", "Kept", "Table", "Hidden", "Secret"]
    assert [sheet.Visible for sheet in book.Worksheets] == [-1, -1, -1, 0, 2]


def test_a_sheet_that_is_not_there(book: Any) -> None:
    with pytest.raises(ComError) as fault:
        book.Worksheets("Nowhere")
    assert fault.value.excepinfo[5] == -2147352565


def test_tables_are_seen(book: Any) -> None:
    [table] = book.Worksheets("Table").ListObjects
    assert (table.Name, table.Range.Address) == ("Visits", "$B$2:$C$4")
    assert table.HeaderRowRange.Address == "$B$2:$C$2"
    assert book.Worksheets("Table").Range("C3").ListObject.Name == "Visits"
    assert book.Worksheets("Table").Range("E9").ListObject is None


def test_saving_a_copy_leaves_the_workbook_as_it_is(own: Any, tmp_path: Path) -> None:
    before = Path(own.FullName).read_bytes()
    own.Worksheets("Report").Range("C2").Value = 464
    own.SaveCopyAs(str(tmp_path / "copy.xlsx"))
    assert own.Saved is False
    assert own.Name == "own.xlsx"
    assert Path(own.FullName).read_bytes() == before
    copied = load_workbook(tmp_path / "copy.xlsx")
    assert copied["Report"]["C2"].value == 464
    assert copied["Report"]["C5"].value == "=C2*2"
    assert load_workbook(tmp_path / "copy.xlsx", data_only=True)["Report"]["C5"].value == 928
    assert [sheet.sheet_state for sheet in copied] == ["visible"] * 3 + ["hidden", "veryHidden"]


def test_a_copy_is_of_what_stands_there_now(book: Any, report: Any, tmp_path: Path) -> None:
    def copied() -> bytes:
        book.SaveCopyAs(str(tmp_path / "copy.xlsx"))
        return (tmp_path / "copy.xlsx").read_bytes()

    first = copied()
    assert copied() == first
    for change in (
        lambda: setattr(report.Range("A9"), "Value", 5),
        lambda: setattr(report.Range("A9"), "Locked", False),
        lambda: setattr(report, "Name", "Renamed"),
        lambda: report.Range("A9").FormatConditions.Add(2, None, "=TRUE"),
        report.Protect,
    ):
        before = copied()
        change()
        assert copied() != before


def test_saving_saves(own: Any) -> None:
    own.Worksheets("Report").Range("C2").Value = 464
    assert own.Saved is False
    own.Save()
    assert own.Saved is True
    assert load_workbook(own.FullName)["Report"]["C2"].value == 464


@pytest.mark.parametrize("change", ["Protect", "rule", "Value"])
def test_every_change_makes_it_unsaved(own: Any, change: str) -> None:
    report = own.Worksheets("Report")
    if change == "Protect":
        report.Protect()
    elif change == "rule":
        report.Range("A9").FormatConditions.Add(2, None, "=TRUE")
    else:
        report.Range("A9").Value = 5
    assert own.Saved is False
    own.Saved = True
    assert own.Saved is True


def test_constants_come_out_as_constants(book: Any, report: Any, tmp_path: Path) -> None:
    report.Range("A9:B9").Value = ((False, "#N/A"),)
    book.SaveCopyAs(str(tmp_path / "copy.xlsx"))
    sheet = load_workbook(tmp_path / "copy.xlsx")["Report"]
    assert [(sheet[c].value, sheet[c].data_type) for c in ("C4", "A9", "B9")] == [
        (True, "b"),
        (False, "b"),
        ("#N/A", "e"),
    ]
    assert sheet["A4"].number_format == "mmm-yy"


def test_the_copy_is_a_sound_file(
    book: Any, report: Any, specimen: Path, tmp_path: Path, validator: Validator
) -> None:
    report.Range("D5,F6").FormatConditions.Add(2, None, "=D5>1").Font.Bold = True
    report.Protect("word", AllowSorting=True)
    report.Range("A1").Select()
    book.SaveCopyAs(str(tmp_path / "copy.xlsx"))
    assert invariants.new_breaches(specimen, tmp_path / "copy.xlsx") == ()
    assert validator.new_errors(specimen, tmp_path / "copy.xlsx") == ()


@pytest.mark.parametrize("content", [b"", b"NO.,INDICATOR\n", b"\xd0\xcf\x11\xe0" + bytes(512)])
def test_what_is_no_workbook_is_not_opened(
    excel: ExcelSession, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "odd.xlsx"
    path.write_bytes(content)
    with pytest.raises(ComError):
        excel.open(path)
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<document/>")
    with pytest.raises(ComError):
        excel.open(path)
    with pytest.raises(ComError, match="couldn't find"):
        excel.com.Workbooks.Open(str(tmp_path / "nowhere.xlsx"))
    assert len(excel.app.books) == 0


def test_two_workbooks_of_one_name_cannot_be_open(
    excel: ExcelSession, book: Any, specimen: Path, tmp_path: Path
) -> None:
    other = tmp_path / specimen.name
    other.write_bytes(specimen.read_bytes())
    with pytest.raises(ComError, match="same name"):
        excel.com.Workbooks.Open(str(other))


def test_a_folder_that_is_not_there_takes_no_copy(book: Any, tmp_path: Path) -> None:
    with pytest.raises(ComError, match="cannot access"):
        book.SaveCopyAs(str(tmp_path / "nowhere" / "copy.xlsx"))


def test_a_workbook_opened_to_read_cannot_be_saved(excel: ExcelSession, specimen: Path) -> None:
    book = excel.app.books.open(str(specimen), read_only=True).api
    assert book.ReadOnly is True
    with pytest.raises(ComError, match="read-only"):
        book.Save()


def test_selecting_wants_the_sheet_to_be_shown(book: Any, report: Any) -> None:
    app = book.Application
    with pytest.raises(ComError):
        book.Worksheets("Kept").Range("B2").Select()
    with pytest.raises(ComError):
        book.Worksheets("Hidden").Activate()
    with pytest.raises(ComError):
        app.Goto(book.Worksheets("Secret").Range("A1"))
    app.Goto(book.Worksheets("Kept").Range("B2:C3"))
    assert (app.ActiveSheet.Name, app.ActiveCell.Address) == ("Kept", "$B$2")
    assert app.Selection.Address == "$B$2:$C$3"
    report.Activate()
    assert app.ActiveCell.Address == "$A$1"


def test_the_files_selection_is_taken_over(book: Any) -> None:
    assert book.Application.ActiveSheet.Name == "Report"
    book.Worksheets("Kept").Activate()
    assert book.Application.Selection.Address == "$B$2:$C$3"
    assert book.Application.ActiveCell.Address == "$B$2"


def test_settings_are_kept_and_given_back(book: Any) -> None:
    app = book.Application
    assert app.StatusBar is False
    app.StatusBar = "Writing"
    app.ScreenUpdating = app.EnableEvents = False
    assert (app.StatusBar, app.ScreenUpdating, app.EnableEvents) == ("Writing", False, False)
    app.Calculation = -4135
    book.Worksheets("Report").Range("C2").Value = 500
    assert book.Worksheets("Report").Range("C5").Value == 926.0
    app.Calculation = -4105
    app.Calculate()
    assert book.Worksheets("Report").Range("C5").Value == 1000.0


def test_calculation_wants_a_workbook(excel: ExcelSession) -> None:
    with pytest.raises(ComError):
        _ = excel.com.Calculation


def test_a_new_workbook(excel: ExcelSession) -> None:
    book = excel.app.books.add()
    assert book.api.Path == ""
    book.sheets[0]["A1"].value = [["Month", "Value"], ["x", 5]]
    book.sheets[0]["A1:B1"].font.bold = True
    book.sheets[0].autofit("columns")
    with pytest.raises(ComError):
        book.api.Save()


def test_links_are_written(excel: ExcelSession, tmp_path: Path) -> None:
    sheet = excel.app.books.add().api.Worksheets(1)
    sheet.Range("A1").Value = "C2"
    sheet.Hyperlinks.Add(sheet.Range("A1"), "book.xlsx", "'Report'!C2")
    assert sheet.Range("A1").Value == "C2"
    sheet.Range("B1").Formula = '=HYPERLINK("[book.xlsx]Report!C2","there")'
    assert sheet.Range("B1").Value == "there"
    sheet.Parent.SaveCopyAs(str(tmp_path / "links.xlsx"))
    written = load_workbook(tmp_path / "links.xlsx").active
    assert written["A1"].hyperlink is not None


def test_names_that_a_sheet_cannot_have(report: Any) -> None:
    for name in ("", "x" * 32, "a/b", "KEPT"):
        with pytest.raises(ComError):
            report.Name = name
    report.Protect()
    report.Name = "Renamed"
    assert report.ProtectContents is True


def test_a_name_for_cells_is_at_most_255_characters(report: Any) -> None:
    areas = [f"A{row}" for row in range(1, 80)]
    with pytest.raises(ComError):
        report.Range(",".join(areas))
    assert report.Range(",".join(areas[:50])).Areas.Count == 50
    with pytest.raises(ComError):
        report.Range("nowhere")


def test_edges(report: Any) -> None:
    assert report.Range("A1").End(-4121).Address == "$A$2"
    assert report.Range("A1").End(-4161).Address == "$C$1"
    assert report.UsedRange.Address == "$A$1:$E$8"
