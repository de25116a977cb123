"""Results of formulas in a workbook that is open: Excel works them out, and lacxl reads them back.

Excel is a real LibreOffice Calc behind xlwings' Windows engine (tests/libreoffice says what it is).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from excel_stand_in import CalcExcel
from folders import COPY, settings_under, workbook_of
from planting import SUMMARY, set_cell

from lacxl.app.document.open_book import OpenBook
from lacxl.app.issue.issue import issue
from lacxl.app.month.refresh import Refreshed, refresh
from lacxl.domain.month import Month
from lacxl.engines.package import PackageWorkbook
from lacxl.settings.settings import Settings
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.snapshot import Scalar
from libreoffice import ExcelSession

MAY = Month.parse("2015-05")
pytestmark = pytest.mark.libreoffice


class Opened:
    """The demo's workbook in Excel, with formulas where figures go."""

    def __init__(self, folder: Path, session: ExcelSession) -> None:
        path = workbook_of(folder)
        set_cell(path, SUMMARY, "I8", "<f>SUM(G8:H8)</f><v>17</v>")
        set_cell(path, SUMMARY, "I9", "<f>SUMPRODUCT(F9:H9*1)</f><v>1</v>")
        settings_under(folder, "workbook", 'formulas = "keep"')
        self.folder, self.session = folder, session
        self.settings = Settings.load(folder / "lacxl.toml")
        self.excel = CalcExcel(session, path)

    def refresh(self, *, dry_run: bool = False) -> Refreshed:
        with OpenBook(self.excel.book, self.settings) as place:
            return refresh(self.settings, MAY, document=place, dry_run=dry_run)

    def issue(self) -> None:
        with OpenBook(self.excel.book, self.settings) as place:
            issue(self.settings, MAY, document=place)


@pytest.fixture
def opened(fresh: Path, excel_app: ExcelSession) -> Iterator[Opened]:
    found = Opened(fresh, excel_app)
    yield found
    found.excel.close(save=False)


def results_in(path: Path, *cells: str) -> list[Scalar]:
    places = [CellRef(SUMMARY, Cell.parse(cell)) for cell in cells]
    with PackageWorkbook(path) as book:
        kept = book.results(places)
    return [kept.get(place) for place in places]


def test_excels_own_results_are_compared_after_the_fill(opened: Opened) -> None:
    done = opened.refresh()
    said = [finding for finding in done.findings if finding.code == "P108"]
    assert [finding.where for finding in said] == [f"'{SUMMARY}'!I9"]
    assert not {"P111", "P112"} & {finding.code for finding in done.findings}


def test_a_preview_says_nothing_of_what_excel_alone_works_out(opened: Opened) -> None:
    done = opened.refresh(dry_run=True)
    assert not {"P108", "P111"} & {finding.code for finding in done.findings}


@pytest.mark.parametrize("calculation", ["automatic", "manual"])
def test_the_issued_copy_has_excels_results(opened: Opened, calculation: str) -> None:
    with opened.session.uncounted():
        opened.session.app.calculation = calculation
    opened.refresh()
    opened.issue()
    sums = results_in(opened.folder / COPY, "I8", "I9")
    assert sums[0] == 39
    assert sums[1] not in (None, 1)
    assert results_in(workbook_of(opened.folder), "I8", "I9") == sums
    with opened.session.uncounted():
        opened.session.app.calculation = "automatic"
