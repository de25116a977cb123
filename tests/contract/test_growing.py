"""Columns and rows inserted in an open workbook: the same as the headless engine makes of it."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from bench import ExcelBench

from lacxl.domain.errors import Refused, Unfinished
from lacxl.engines.package import PackageWorkbook, covered, unlike
from lacxl.engines.package.growing import grow
from lacxl.ledgers.kept_changes import kept, restored
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.changes import CellChange, ChangeSet, MergesChange, Swap
from lacxl.workbook.insertion import Axis, Insertion
from lacxl.workbook.snapshot import CellValue, Formula
from libreoffice import ExcelSession

COLUMN = Insertion("Summary", Axis.COLUMNS, 5, extend=True)
ROW = Insertion("Page", Axis.ROWS, 5, extend=True)
PASSWORD = "issued"
Cells = dict[str, tuple[CellValue, CellValue]]


@pytest.fixture(scope="session")
def growing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Months in columns B to D of Summary and in rows 2 to 4 of Page, and all that names them."""
    path = tmp_path_factory.mktemp("growing") / "growing.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        rate = book.add_format({"num_format": "0.0%", "bg_color": "#FFEB9C", "locked": False})
        bold = book.add_format({"bold": True, "border": 1})
        sheet, page, other = map(book.add_worksheet, ("Summary", "Page", "Other"))
        sheet.merge_range("B1:D1", "2015/16", bold)
        sheet.write_row("A2", ["Indicator", "Apr-15", "May-15", "Jun-15", "YTD", "Note"], bold)
        sheet.set_column("D:D", 22)
        for row in (3, 4, 5):
            sheet.write(f"A{row}", f"Indicator {row}")
            for column in "BCD":
                sheet.write(f"{column}{row}", row / 10, rate)
            sheet.write_formula(f"E{row}", f"=SUM(B{row}:D{row})", bold)
            sheet.write(f"F{row}", "as counted")
        sheet.write_comment("E3", "so far")
        sheet.merge_range("A7:F8", "The narrative", bold)
        sheet.conditional_format("B3:D5", {"type": "3_color_scale"})
        sheet.conditional_format("B3:D5", {"type": "cell", "criteria": ">", "value": 0.4})
        sheet.data_validation("B3:D5", {"validate": "decimal", "criteria": ">", "value": 0})
        sheet.print_area("A1:D8")
        chart, other_chart = (book.add_chart({"type": "line", "name": "Trend"}) for _ in "ab")
        other_chart.add_series({"name": "So far", "values": "=Summary!$B$5:$D$5"})
        other.insert_chart("A30", other_chart)
        for row in (3, 4):
            chart.add_series(
                {
                    "name": f"=Summary!$A${row}",
                    "categories": "=Summary!$B$2:$D$2",
                    "values": f"=Summary!$B${row}:$D${row}",
                }
            )
        other.insert_chart("A5", chart)
        page.write_row("A1", ["Month", "Number", "Rate"], bold)
        for row, month in enumerate(("Apr-15", "May-15", "Jun-15"), 2):
            page.write_row(f"A{row}", [month, row * 10], rate)
            page.write_formula(f"C{row}", f"=B{row}/SUM(B$2:B$4)", rate)
        page.write_formula("B8", "=SUM(B2:B4)")
        page.protect()
        other.write_formula("A1", "=SUM(Summary!B3:D3)+Summary!E3")
        other.write_formula("A2", "=MAX(Page!B2:B4)+SUM(Shown)")
        book.define_name("Shown", "=Summary!$B$3:$D$5")
    return path


def july() -> ChangeSet:
    """Return what makes the place for July on both sheets."""
    cells: dict[str, Cells] = {
        "Summary": {"E2": (None, "Jul-15"), "F4": (Formula("SUM(B4:E4)"), Formula("MAX(B4:E4)"))},
        "Page": {"A5": (None, "Jul-15"), "C5": (None, Formula("B5/SUM(B$2:B$5)"))},
    }
    return ChangeSet(
        tuple(
            CellChange(sheet, Cell.parse(cell), Swap(*values))
            for sheet, of in cells.items()
            for cell, values in of.items()
        ),
        merges=(MergesChange("Summary", Swap((Area.parse("B1:D1"),), (Area.parse("B1:E1"),))),),
        inserted=(COLUMN, ROW),
    )


def headless(source: Path, changes: ChangeSet, folder: Path, password: str | None = None) -> Path:
    """Return what the headless engine makes of it."""
    grown, target = folder / "grown.xlsx", folder / "wanted.xlsx"
    grow(source, changes.inserted, grown, password=password)
    with PackageWorkbook(grown) as book:
        book.write(changes.between, target, password=password)
    return target


def differences(one: Path, other: Path) -> tuple[str, ...]:
    with PackageWorkbook(one) as first, PackageWorkbook(other) as second:
        return unlike(first, second, looks=True)


def test_it_is_as_in_a_file_and_deleted_again(
    live: ExcelBench, growing: Path, tmp_path: Path, excel_app: ExcelSession
) -> None:
    assert restored(json.loads(json.dumps(kept(july())))) == july()
    live.open(growing)
    before = live.saved()
    excel_app.calls.reset()
    after = live.apply(july())
    calls = excel_app.calls.trace
    assert calls.index("Application.CutCopyMode=") < calls.index("Range.Insert")
    assert differences(headless(before, july(), tmp_path), after) == ()
    with PackageWorkbook(after) as book:
        beside = book.beside_cells()
        values = {sheet.name: sheet.values for sheet in book.survey().sheets}
    assert values["Summary"][Cell.parse("F3")].text == "SUM(B3:E3)"
    assert values["Other"][Cell.parse("A1")].text == "SUM(Summary!B3:E3)+Summary!F3"
    assert {text for chart in beside.charts["Other"] for text in chart.shown} >= {
        "Summary!$B$2:$E$2", "Summary!$B$4:$E$4",
    }  # fmt: skip
    assert beside.names["", "Shown"] == "Summary!$B$3:$E$5"
    assert beside.names["Summary", "_xlnm.Print_Area"] == "Summary!$A$1:$E$8"
    assert {str(area) for area in beside.formatted["Summary"]} == {"B3:E5"}
    assert covered(beside.validated["Summary"]) == covered([Area.parse("B3:E5")])
    assert differences(before, live.apply(july().reverse())) == ()


@pytest.mark.parametrize("nth", [2, 4, 8, 12])
def test_whichever_write_fails_all_is_put_back(
    live: ExcelBench, growing: Path, excel_app: ExcelSession, nth: int
) -> None:
    live.open(growing)
    before = live.saved()
    excel_app.faults.fail_write(nth)
    with pytest.raises(Refused) as refusal:
        live.live.apply(july())
    assert not isinstance(refusal.value, Unfinished)
    assert "told to fail" in str(refusal.value)
    assert refusal.value.codes.count("E111") == (nth > 2)
    assert differences(before, live.saved()) == ()


def test_a_deletion_that_fails_is_put_back(
    live: ExcelBench, growing: Path, excel_app: ExcelSession
) -> None:
    live.open(growing)
    after = live.apply(july())
    excel_app.faults.fail("Range.Delete", nth=2)
    with pytest.raises(Refused) as refusal:
        live.live.apply(july().reverse())
    assert refusal.value.codes == ("E111", "E105")
    assert differences(after, live.saved()) == ()


def test_formulas_that_share_a_spelling_in_the_file_take_it_in(
    live: ExcelBench, growing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Excel saves a column that was filled down so; Calc does not."""

    def sharing(book: Any, target: Path) -> None:
        copy_to(book, target)
        with zipfile.ZipFile(target) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        name = "xl/worksheets/sheet1.xml"
        first = rb'(<c r="(\w)3"[^>]*>)<f[^>]*>(SUM[^<]*)'
        rest = rb'(<c r="\w[45]"[^>]*>)<f[^>]*>SUM[^<]*'
        shared = rb'\1<f t="shared" ref="\g<2>3:\g<2>5" si="0">\3'
        spelt = re.sub(first, shared, parts[name])
        parts[name] = re.sub(rest, rb'\1<f t="shared" si="0">', spelt)
        with zipfile.ZipFile(target, "w") as package:
            for name, content in parts.items():
                package.writestr(name, content)

    live.open(growing)
    native: Any = live.live._live.native
    copy_to = native.copy_to
    monkeypatch.setattr(native, "copy_to", sharing)
    before = live.saved()
    inserting = ChangeSet(inserted=(COLUMN,))
    with PackageWorkbook(live.apply(inserting)) as book:
        values = book.survey().sheet("Summary").values
    found = [values[Cell.parse(cell)] for cell in ("F3", "F5")]
    assert [(each.text, each.anchors) for each in found] == [
        ("SUM(B3:E3)", "shared"),
        ("SUM(B5:E5)", ""),
    ]
    assert differences(before, live.apply(inserting.reverse())) == ()


def test_a_sheet_that_is_not_protected_again_has_nothing_inserted(
    live: ExcelBench, growing: Path, excel_app: ExcelSession
) -> None:
    live.open(growing)
    before = live.saved()
    excel_app.faults.fail("Worksheet.Protect")
    with pytest.raises(Refused) as refusal:
        live.live.apply(july())
    assert not isinstance(refusal.value, Unfinished)
    assert refusal.value.codes == ("E111", "E113")
    assert differences(before, live.saved()) == ()


def test_what_excel_drops_in_silence_is_noticed_and_put_back(
    live: ExcelBench, growing: Path
) -> None:
    live.open(growing)
    before = live.saved()
    native: Any = live.live._live.native
    native.put_formula = lambda _series, _formula: None
    with pytest.raises(Refused) as refusal:
        live.live.apply(july())
    del native.put_formula
    assert refusal.value.codes == ("E111", "E110")
    assert refusal.value.findings[1].where == "Other: charts"
    assert differences(before, live.saved()) == ()


def test_a_sheet_that_a_password_guards_wants_it(
    live: ExcelBench, tmp_path: Path, excel_app: ExcelSession
) -> None:
    path = tmp_path / "guarded.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Summary")
        sheet.write_row("B1", [1, 2, 3])
        sheet.protect(PASSWORD)
    live.open(path)
    inserting = ChangeSet(inserted=(COLUMN,))
    for refused in (live.live.rehearse, live.live.apply):
        with pytest.raises(Refused) as refusal:
            refused(inserting, password="another")
        assert "Summary" in str(refusal.value)
    assert "Range.Insert" not in excel_app.calls.by_member
    before = live.saved()
    assert differences(headless(before, inserting, tmp_path, PASSWORD),
                       live.apply(inserting, PASSWORD)) == ()  # fmt: skip


def test_what_is_used_since_is_not_deleted(
    live: ExcelBench, growing: Path, excel_app: ExcelSession
) -> None:
    live.open(growing)
    live.apply(july())
    excel_app.person.types("growing.xlsx", "Summary", "E9", "typed since")
    excel_app.person.types("growing.xlsx", "Other", "B1", "=Page!B5*2")
    before = live.saved()
    for refused in (live.live.rehearse, live.live.apply):
        with pytest.raises(Refused) as refusal:
            refused(july().reverse())
        assert refusal.value.codes == ("E125",)
        assert refusal.value.findings[0].where == "Summary!E9; Other!B1"
    assert differences(before, live.saved()) == ()


def test_a_sparkline_that_would_have_to_grow_is_refused_beforehand(
    live: ExcelBench, tmp_path: Path, excel_app: ExcelSession
) -> None:
    path = tmp_path / "lines.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Summary")
        sheet.write_row("B1", [1, 2, 3])
        sheet.add_sparkline("F1", {"range": "Summary!B1:D1"})
    live.open(path)
    with pytest.raises(Refused) as refusal:
        live.live.apply(ChangeSet(inserted=(COLUMN,)))
    assert refusal.value.codes == ("E124",)
    assert "sparkline" in str(refusal.value)
    assert "Range.Insert" not in excel_app.calls.by_member
