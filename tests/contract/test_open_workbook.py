"""What an open workbook needs beyond a file: somebody types, Excel is busy, writing breaks off.

Excel is a real LibreOffice Calc behind xlwings' Windows engine; faults are made by the stand-in.
"""

from __future__ import annotations

import atexit
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from bench import ExcelBench
from edits import both, colour, edit, green_where, protect, red_where
from specimens import PASSWORD

from lacxl.domain.errors import Refused, Unfinished
from lacxl.engines.excel import attach, caller
from lacxl.engines.excel.patience import Patience
from lacxl.workbook.address import Cell
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.snapshot import OPEN_PROTECTION, CellError
from libreoffice import ExcelSession

RULES = (red_where("D2:D4", "Red"), green_where("F2:F4", "Green"))
SETTINGS = ("screen_updating", "display_alerts", "enable_events", "calculation")


@pytest.fixture
def book(live: ExcelBench, report: Path) -> ExcelBench:
    """The main specimen, open in Excel."""
    live.open(report)
    return live


def settings_of(excel: ExcelSession) -> dict[str, Any]:
    with excel.uncounted():
        return {name: getattr(excel.app, name) for name in SETTINGS}


def much(bench: ExcelBench) -> ChangeSet:
    """Return changes of every kind on three sheets, one of them with a password."""
    return both(
        edit(bench, "Report", {"A2": 9, "E2": 1.5, "B15": "001", "B6": CellError("#N/A")},
             formats={"A2": "0.00"}, locks={"A3": False}),
        edit(bench, "Table", {"C3": 5}),
        edit(bench, "Kept", {"A1": "new"}, locks={"B1": True}),
        colour(bench, "Report", *RULES),
    )  # fmt: skip


# Attaching


def test_the_book_is_found_by_name_whatever_its_capitals(
    book: ExcelBench, excel_app: ExcelSession
) -> None:
    for hwnd in (excel_app.app.hwnd, None):
        with attach(hwnd, "REPORT.XLSX") as found:
            assert found.name == "report.xlsx"


def test_a_book_that_is_not_open_is_refused_with_what_is(
    book: ExcelBench, excel_app: ExcelSession
) -> None:
    with pytest.raises(Refused) as refusal:
        attach(excel_app.app.hwnd, "Other.xlsx")
    assert refusal.value.codes == ("E102",)
    assert "report.xlsx" in str(refusal.value)


def test_a_macro_finds_the_book_that_called_it(book: ExcelBench, excel_app: ExcelSession) -> None:
    import xlwings

    with excel_app.uncounted():
        excel_app.app.books["report.xlsx"].set_mock_caller()
    try:
        with caller() as found:
            assert found.name == "report.xlsx"
            assert found.survey() == book.survey()
    finally:
        del xlwings.Book._mock_caller
    with pytest.raises(Refused) as refusal:
        caller()
    assert refusal.value.codes == ("E118",)


def test_xlwings_handler_that_ends_excels_is_taken_off(
    book: ExcelBench, monkeypatch: pytest.MonkeyPatch, excel_app: ExcelSession
) -> None:
    taken: list[object] = []
    monkeypatch.setattr(atexit, "unregister", taken.append)
    attach(excel_app.app.hwnd, "report.xlsx").close()
    assert sys.modules["xlwings._xlwindows"].cleanup in taken


def test_the_folder_is_that_of_the_file(book: ExcelBench, report: Path) -> None:
    assert book.live.folder == report.parent


# Somebody at the keyboard


def test_a_cell_typed_into_meanwhile_is_refused_and_named(
    book: ExcelBench, excel_app: ExcelSession
) -> None:
    changes = edit(book, "Report", {"A2": 9, "A3": 8})
    excel_app.person.types("report.xlsx", "Report", "A3", 77)
    for refused in (book.live.rehearse, book.live.apply):
        with pytest.raises(Refused) as refusal:
            refused(changes)
        assert refusal.value.codes == ("E108",)
        assert "Report!A3" in str(refusal.value)
    values = book.survey().sheet("Report").values
    assert (values[Cell(2, 1)], values[Cell(3, 1)]) == (1, 77)


def test_what_is_typed_elsewhere_stays(book: ExcelBench, excel_app: ExcelSession) -> None:
    changes = edit(book, "Report", {"A2": 9})
    excel_app.person.types("report.xlsx", "Report", "J3", 77)
    book.apply(changes)
    assert book.survey().sheet("Report").values[Cell(3, 10)] == 77


def test_sheets_selected_together_are_refused_before_anything_is_written(
    book: ExcelBench, excel_app: ExcelSession
) -> None:
    changes, before = much(book), book.survey()
    excel_app.person.groups("report.xlsx", "Report", "Kept")
    for refused in (book.live.rehearse, book.live.apply):
        with pytest.raises(Refused) as refusal:
            refused(changes, password=PASSWORD)
        assert refusal.value.codes == ("E121",)
        assert book.survey() == before
    excel_app.person.groups("report.xlsx")
    book.apply(changes, PASSWORD)


def test_columns_with_numbers_have_letters_while_rules_are_written(
    book: ExcelBench, excel_app: ExcelSession
) -> None:
    """R1C1, which a person can choose, is how Excel then reads a rule's formula."""
    r1c1 = -4150
    with excel_app.uncounted():
        excel_app.app.api.ReferenceStyle = r1c1
    changes = much(book)
    book.apply(changes, PASSWORD)
    assert book.survey().sheet("Report").rules == RULES
    with excel_app.uncounted():
        assert excel_app.app.api.ReferenceStyle == r1c1
    excel_app.faults.fail_write(3)
    with pytest.raises(Refused):
        book.apply(changes.reverse(), PASSWORD)
    with excel_app.uncounted():
        assert excel_app.app.api.ReferenceStyle == r1c1, "also when writing broke off"


def test_a_step_that_cannot_be_shown_keeps_no_change_from_being_made(
    book: ExcelBench, excel_app: ExcelSession
) -> None:
    """The last step is said after the writing: a refusal there would say that nothing was done."""
    changes = edit(book, "Report", {"A2": 9})

    def say(step: str) -> None:
        excel_app.faults.fail("Application.StatusBar=")
        book.live.say(step)

    book.live.apply(changes, progress=say)
    assert book.survey().sheet("Report").values[Cell(2, 1)] == 9


def test_typing_between_the_copy_and_the_writing_is_seen_too(
    book: ExcelBench, excel_app: ExcelSession
) -> None:
    changes = edit(book, "Kept", {"A1": "new"})

    def typing(sheet: Any, password: str) -> None:
        excel_app.person.types("report.xlsx", "Kept", "A1", "typed")
        unprotect(sheet, password)

    native: Any = book.live._live.native
    unprotect = native.unprotect
    native.unprotect = typing
    with pytest.raises(Refused) as refusal:
        book.apply(changes, PASSWORD)
    assert refusal.value.codes == ("E108",)
    kept = book.survey().sheet("Kept")
    assert kept.values[Cell(1, 1)] == "typed"
    assert kept.protection
    assert kept.protection.password


@pytest.mark.parametrize("active", ["A1", "D2", "K40"])
def test_rules_mean_the_same_whichever_cell_is_active(
    book: ExcelBench, excel_app: ExcelSession, active: str
) -> None:
    excel_app.person.selects("report.xlsx", "Table", active)
    book.apply(colour(book, "Report", *RULES))
    assert book.survey().sheet("Report").rules == RULES
    excel_app.person.selects("report.xlsx", "Report", "B7")
    book.apply(colour(book, "Report", RULES[1]))
    assert book.survey().sheet("Report").rules == RULES[1:]


def test_without_an_active_cell_rules_are_refused_before_anything_is_written(
    book: ExcelBench, excel_app: ExcelSession
) -> None:
    """As when a chart is selected; simulated by the answer that Excel then gives."""
    changes, before = much(book), book.survey()
    native: Any = book.live._live.native
    native.active_cell = lambda _app: None
    excel_app.calls.reset()
    with pytest.raises(Refused) as refusal:
        book.apply(changes, PASSWORD)
    assert refusal.value.codes == ("E120",)
    assert not [member for member in excel_app.calls.by_member if member.endswith("=")]
    assert book.survey() == before


# Excel is busy, or says no


def test_a_moment_of_being_busy_is_waited_out(book: ExcelBench, excel_app: ExcelSession) -> None:
    changes = much(book)
    excel_app.faults.reject(5)
    book.apply(changes, PASSWORD)
    assert book.survey().sheet("Report").values[Cell(2, 1)] == 9


@pytest.mark.parametrize("as_absent", [False, True])
def test_an_excel_that_stays_busy_is_given_up(
    book: ExcelBench, excel_app: ExcelSession, report: Path, as_absent: bool
) -> None:
    """pywin32 tells of a busy Excel either so or by denying that there is such a member."""
    changes = much(book)
    busy = attach(excel_app.app.hwnd, report.name, patience=Patience(0.3))
    excel_app.faults.reject_all(as_absent=as_absent)
    with pytest.raises(Refused) as refusal:
        busy.apply(changes, password=PASSWORD)
    excel_app.faults.clear()
    busy.close()
    assert refusal.value.codes == ("E104",)
    assert "Press Esc" in str(refusal.value)
    assert book.survey().sheet("Report").values[Cell(2, 1)] == 1


@pytest.mark.parametrize("nth", [1, 2, 4, 6, 8, 10, 12, 14, 16, 18])
def test_whichever_write_fails_all_is_put_back(
    book: ExcelBench, excel_app: ExcelSession, nth: int
) -> None:
    book.apply(colour(book, "Report", RULES[0]))
    changes, before = much(book), book.survey()
    cells = {sheet: [c.cell for c in changes.cells if c.sheet == sheet] for sheet in changes.sheets}
    looks = {sheet: book.looks(sheet, wanted) for sheet, wanted in cells.items()}
    settings = settings_of(excel_app)
    excel_app.faults.fail_write(nth)
    with pytest.raises(Refused) as refusal:
        book.apply(changes, PASSWORD)
    assert not isinstance(refusal.value, Unfinished)
    assert "told to fail" in str(refusal.value)
    assert book.survey() == before
    assert {sheet: book.looks(sheet, wanted) for sheet, wanted in cells.items()} == looks
    assert settings_of(excel_app) == settings


def test_a_sheet_that_cannot_be_protected_again_is_named(
    book: ExcelBench, excel_app: ExcelSession
) -> None:
    excel_app.faults.fail("Worksheet.Protect")
    with pytest.raises(Unfinished) as told:
        book.apply(edit(book, "Kept", {"A1": "new"}), PASSWORD)
    assert "E113" in told.value.codes
    assert "Kept" in str(told.value)


def test_a_protection_that_fails_half_way_leaves_no_sheet_protected(
    book: ExcelBench, excel_app: ExcelSession
) -> None:
    both_sheets = both(
        protect(book, "Report", OPEN_PROTECTION), protect(book, "Table", OPEN_PROTECTION)
    )
    excel_app.faults.fail("Worksheet.Protect", nth=2)
    with pytest.raises(Refused):
        book.apply(both_sheets)
    survey = book.survey()
    assert [survey.sheet(name).protection for name in ("Report", "Table")] == [None, None]


def test_what_excel_drops_in_silence_is_noticed_and_put_back(
    book: ExcelBench, excel_app: ExcelSession
) -> None:
    """As on a Mac, where a write to a protected cell is dropped; here the calls are left out."""
    changes, before = much(book), book.survey()
    native: Any = book.live._live.native
    native.lock = lambda _cells, _locked: None
    with pytest.raises(Refused) as refusal:
        book.apply(changes, PASSWORD)
    del native.lock
    assert set(refusal.value.codes) == {"E110"}
    assert "lock" in str(refusal.value)
    assert book.survey() == before


def test_what_cannot_be_read_back_is_told_as_written_and_not_checked(
    book: ExcelBench, excel_app: ExcelSession
) -> None:
    changes = edit(book, "Report", {"A2": 9})
    excel_app.faults.fail("Workbook.SaveCopyAs", nth=2)
    with pytest.raises(Unfinished) as told:
        book.apply(changes)
    assert told.value.codes == ("E119", "E106")
    assert book.survey().sheet("Report").values[Cell(2, 1)] == 9


def test_what_cannot_be_put_back_is_told_as_half_written(
    book: ExcelBench, excel_app: ExcelSession
) -> None:
    changes = both(edit(book, "Report", {"A2": 9}), edit(book, "Table", {"C3": 5}))
    native: Any = book.live._live.native
    lock = native.lock
    changes = both(changes, edit(book, "Table", locks={"C4": False}))

    def stubborn(cells: Any, locked: bool) -> None:
        excel_app.faults.reject_all(writes_only=True)
        lock(cells, locked)

    native.lock = stubborn
    book.live._live.patience._limit = 0.3
    with pytest.raises(Unfinished) as told:
        book.apply(changes)
    excel_app.faults.clear()
    del native.lock
    assert told.value.codes[0] == "E112"
    assert "Close the workbook without saving" in str(told.value)


def test_an_error_that_only_formulas_give_is_refused(book: ExcelBench) -> None:
    with pytest.raises(Refused) as refusal:
        book.apply(edit(book, "Report", {"A2": CellError("#SPILL!")}))
    assert refusal.value.codes == ("E117",)


def test_settings_of_excels_are_as_they_were(book: ExcelBench, excel_app: ExcelSession) -> None:
    settings = settings_of(excel_app)
    book.apply(much(book), PASSWORD)
    assert settings_of(excel_app) == settings


# What the buttons use


def test_a_copy_holds_what_is_not_saved_yet_and_the_file_stays(
    book: ExcelBench, excel_app: ExcelSession, report: Path, tmp_path: Path
) -> None:
    before = report.read_bytes()
    excel_app.person.types("report.xlsx", "Report", "A2", 77)
    book.live.copy_to(tmp_path / "copy.xlsx")
    assert book.survey().sheet("Report").values[Cell(2, 1)] == 77
    assert report.read_bytes() == before
    with pytest.raises(Refused) as refusal:
        book.live.copy_to(tmp_path / "copy.xlsx")
    assert refusal.value.codes == ("E106",)


def test_a_book_says_whether_it_is_saved(
    live: ExcelBench, report: Path, tmp_path: Path, excel_app: ExcelSession
) -> None:
    live.open(shutil.copy(report, tmp_path / "mine.xlsx"))  # the report is every test's
    assert live.live.is_saved()
    excel_app.person.types("mine.xlsx", "Report", "A2", 77)
    assert not live.live.is_saved()
    live.live.save()
    assert live.live.is_saved()


def test_no_copy_is_left_behind(book: ExcelBench, tmp_path: Path,
                                monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    book.apply(edit(book, "Report", {"A2": 9}))
    with pytest.raises(Refused):
        book.apply(edit(book, "Table", {"C2": 9}))
    assert len(list(tmp_path.glob("lacxl-open-*"))) == 1
    book.live.close()
    assert list(tmp_path.glob("lacxl-open-*")) == []


def test_the_selection(book: ExcelBench, excel_app: ExcelSession) -> None:
    excel_app.person.selects("report.xlsx", "Table", "C3:D4")
    assert book.live.selected() == ("Table", Cell.parse("C3"))


def test_the_status_bar_is_spoken_in_and_given_back(
    book: ExcelBench, excel_app: ExcelSession
) -> None:
    book.live.say("writing Summary")
    with excel_app.uncounted():
        assert excel_app.app.status_bar == "writing Summary"
    book.live.say(None)
    with excel_app.uncounted():
        assert excel_app.app.status_bar is False


def test_saving_writes_the_file(live: ExcelBench, report: Path, tmp_path: Path,
                                excel_app: ExcelSession) -> None:  # fmt: skip
    path = tmp_path / "mine.xlsx"
    path.write_bytes(report.read_bytes())
    excel_app.open(path)
    with attach(excel_app.app.hwnd, path.name) as mine:
        mine.survey()
        before = path.read_bytes()
        excel_app.person.types("mine.xlsx", "Report", "A2", 77)
        mine.save()
        assert path.read_bytes() != before


def test_a_book_that_was_never_saved_has_no_place(excel_app: ExcelSession) -> None:
    with excel_app.uncounted():
        name = excel_app.app.books.add().name
    with attach(excel_app.app.hwnd, name) as new:
        assert new.folder is None
        with pytest.raises(Refused) as refusal:
            new.save()
        assert refusal.value.codes == ("E115",)


def test_a_list_is_shown_in_a_book_of_its_own(book: ExcelBench, excel_app: ExcelSession) -> None:
    book.live.show_list(
        "Problems of May 2015",
        ("Code", "What"),
        (("K106", "=no formula"), ("P106", "001")),
        (("Report", Cell.parse("B2")), None),
    )
    with excel_app.uncounted():
        names = [each.name for each in excel_app.app.books]
        (shown,) = set(names) - {"report.xlsx"}
        sheet = next(each for each in excel_app.app.books if each.name == shown).sheets[0]
        assert sheet.range("A1").value == "Problems of May 2015"
        assert sheet.range("A2").value == "report.xlsx"
        assert sheet.range("A3:C3").value == ["Code", "What", "Go to"]
        assert sheet.range("A4:B4").value == ["K106", "=no formula"]
        assert sheet.range("B5").value == "001"
        assert sheet.range("C4").formula == '=HYPERLINK("[report.xlsx]\'Report\'!B2","Report!B2")'
        assert sheet.range("C5").value is None
