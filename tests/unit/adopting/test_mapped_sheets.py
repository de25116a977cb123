"""The sheets of a file as they look: texts, colours, merged cells, widths, and what is hidden."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter

from lacxl.adopting.map import MappedCell, MappedSheet
from lacxl.adopting.mapped_sheets import mapped_sheets
from lacxl.engines.package import PackageWorkbook
from lacxl.workbook.address import Area, Cell
from unit.workbook.snapshots import DEMO


def sheets_of(path: Path) -> tuple[MappedSheet, ...]:
    with PackageWorkbook(path) as book:
        return mapped_sheets(book, book.survey())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[MappedSheet, ...]:
    path = tmp_path_factory.mktemp("made") / "Our scorecard.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Scorecard")
        formats = ["0.0%", "[$-809]mmm\\-yy;@", "_-* #,##0_-;-* #,##0_-", "dd/mm/yyyy"]
        values = [0.364, dt.datetime(2025, 4, 30), 1234.4, dt.datetime(2025, 4, 1)]
        for row, (number_format, value) in enumerate(zip(formats, values, strict=True)):
            sheet.write(row, 1, value, book.add_format({"num_format": number_format}))
        red = book.add_format(
            {"bg_color": "#FF0000", "font_color": "#FFFFFF", "bold": True, "italic": True}
        )
        sheet.write("D1", "R", red)
        sheet.write_blank("D2", None, red)
        sheet.write("D3", "plain", book.add_format({"bg_color": "#FFFFFF", "align": "center"}))
        sheet.merge_range("B6:D7", "Together", book.add_format())
        sheet.set_column("C:C", 20)
        sheet.set_column("E:F", None, None, {"hidden": True})
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.write("D9", "upwards", book.add_format({"rotation": 90}))
        sheet.write_formula("B8", "=1+1", None, 2)
        book.add_worksheet("Empty").hide()
    return sheets_of(path)


def test_texts_are_those_that_excel_shows(made: tuple[MappedSheet, ...]) -> None:
    cells = made[0].cells
    texts = [cells[Cell(row, 2)].text for row in (1, 2, 3, 4, 8)]
    assert texts == ["36.4%", "Apr-25", "1,234", "01/04/2025", "2"]


def test_numbers_stand_on_the_right(made: tuple[MappedSheet, ...]) -> None:
    cells = made[0].cells
    sides = [cells[Cell(row, column)].align for row, column in ((1, 2), (2, 2), (1, 4), (3, 4))]
    assert sides == ["right", "right", "", "center"]


def test_fills_and_fonts_are_kept_and_white_is_none(made: tuple[MappedSheet, ...]) -> None:
    cells = made[0].cells
    assert cells[Cell(1, 4)] == MappedCell("R", "#FF0000", "#FFFFFF", bold=True, italic=True)
    assert cells[Cell(2, 4)].fill == "#FF0000"
    assert cells[Cell(3, 4)].fill == ""
    assert [cells[Cell(row, 4)].turned for row in (3, 9)] == [False, True]


def test_merged_widths_and_hidden(made: tuple[MappedSheet, ...]) -> None:
    sheet, empty = made
    assert sheet.merges == (Area(6, 2, 7, 4),)
    assert sheet.shape.widths[3] == pytest.approx(20, abs=1)
    assert sheet.shape.hidden_columns == {5, 6}
    assert sheet.shape.hidden_rows == {4}
    assert (sheet.visible, empty.visible) == (True, False)
    assert empty.cells == {}


def test_the_demo_has_all_its_sheets_and_the_colours_of_its_title() -> None:
    sheets = {sheet.name: sheet for sheet in sheets_of(DEMO)}
    assert len(sheets) == 9
    title = sheets["Performance Summary"].cells[Cell(1, 1)]
    assert title.text == "Performance Summary"
    assert title.fill
    assert title.bold
