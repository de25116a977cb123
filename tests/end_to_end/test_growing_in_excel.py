"""A summary that grows by a column, in a workbook that is open: as in a file, and undone."""

from __future__ import annotations

import datetime as dt
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from excel_stand_in import CalcExcel
from openpyxl.styles import Protection
from xlsx_templates import build, months

from lacxl.app.document.open_book import OpenBook
from lacxl.app.month.next_month import next_month
from lacxl.app.month.refresh import refresh
from lacxl.app.month.undo import undo
from lacxl.app.words import of_next_month
from lacxl.domain.errors import Refused
from lacxl.domain.month import Month
from lacxl.engines.package import PackageWorkbook, unlike
from lacxl.settings.settings import Settings
from lacxl.workbook.next_month import Way
from libreoffice import ExcelSession

MAY, TODAY = Month(2015, 5), dt.date(2015, 6, 12)
KEPT = ("Cover", "Performance Summary", "Health")
TEXTS = ("April to May 2015", "90% in May 2015")
ONCE, SHEET, PROTECTED, CHART, SERIES, TEXT = 36, 6, 2, 2, 2, 3
"""What next-month may cost of calls; what of them a sheet that grows, more where it is protected, a
chart on it, a series of a chart, an alternative text."""
MOST_CALLS, REPORT = 25, (8, 16, 34)
"""What a sheet may cost in all; how many of the report grow, their charts and series."""


def reports(folder: Path, *, protected: bool = True) -> Settings:
    """Return a folder with a report of April and May, which has one page beside the summary.

    The page may be protected; its months are not issued, so their cells are free.
    """
    folder.mkdir()
    span = months.span(dt.date(2015, 4, 1), dt.date(2015, 5, 1))
    build.build(
        folder / "year.xlsx", span, ["2013/14", "2014/15"],
        page_months=span, page_years=["2014/15", "2015/16 YTD"],
    )  # fmt: skip
    book = openpyxl.load_workbook(folder / "year.xlsx")
    left_out = [name for name in book.sheetnames if name not in KEPT]
    for name in left_out:
        del book[name]
    health = book["Health"]
    health.protection.sheet = protected
    for cell in (*health[5], *health[6]):
        cell.protection = Protection(locked=False)
    book.save(folder / "without.xlsx")
    with_texts(folder / "without.xlsx", folder / "year.xlsx")
    (folder / "lacxl.toml").write_text(
        f"""[workbook]
file = "year.xlsx"
leave_out = {left_out}
next_month = {{ summary = "grow", Health = "grow" }}
""",
        "utf-8",
    )
    (folder / "readings.csv").write_text(
        "indicator,month,numerator,denominator,value,note\n7.1,2015-05,406,,,\n", "utf-8"
    )
    found = Settings.load(folder / "lacxl.toml")
    refresh(found, MAY, today=TODAY)
    return found


def with_texts(source: Path, target: Path) -> None:
    """Give the two charts alternative texts that name May, one of them with a figure."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode() if "drawings/drawing" in name else None
            for number, text in enumerate(TEXTS, 1) if content else ():
                named = f'name="Chart {number}"'
                content = content.replace(named, f'{named} descr="{text}"')
            new.writestr(name, content or old.read(name))


def differing(one: Path, other: Path) -> tuple[str, ...]:
    with PackageWorkbook(one) as first, PackageWorkbook(other) as second:
        return unlike(first, second, looks=True)


def test_the_next_month_gets_its_column_and_is_undone(
    tmp_path: Path, excel_app: ExcelSession
) -> None:
    settings = reports(tmp_path / "reports")
    excel = CalcExcel(excel_app, settings.workbook_path)
    before, after, back = (tmp_path / f"{name}.xlsx" for name in ("before", "after", "back"))
    excel.book.copy_to(before)
    excel_app.calls.reset()
    with OpenBook(excel.book, settings) as document:
        made = next_month(settings, document=document, today=TODAY)
    calls = excel_app.calls.total
    sheets, charts, series = len({name for name, _ in made.ways}), 2, 4
    print(f"{calls} calls, {sheets} sheets, {calls / sheets:.1f} a sheet")
    assert calls <= ONCE + SHEET * sheets + PROTECTED + CHART * charts + SERIES * series + TEXT
    sheets, charts, series = REPORT
    whole = ONCE + (SHEET + PROTECTED) * sheets + CHART * charts + SERIES * series
    assert whole <= MOST_CALLS * sheets
    assert [(f.code, f.where) for f in made.findings if f.code == "N113"] == [
        ("N113", "Health (Chart 2)")
    ]
    assert "Health (Chart 1)" in {line.text.strip() for line in of_next_month(made).lines()}
    assert made.ways["Performance Summary", ""] is Way.GROW
    excel.book.copy_to(after)
    with PackageWorkbook(after) as book:
        assert [chart.text for chart in book.charts()] == ["April to June 2015", TEXTS[1]]
    with pytest.raises(Refused) as refusal:
        undo(settings, dry_run=True)
    assert refusal.value.codes == ("B205",), "the file was not saved"

    closed = shutil.copytree(settings.folder, tmp_path / "closed")
    shutil.copyfile(before, closed / "year.xlsx")
    (closed / "~$year.xlsx").unlink()
    shutil.rmtree(closed / "receipts")
    next_month(Settings.load(closed / "lacxl.toml"), today=TODAY)
    assert differing(closed / "year.xlsx", after) == ()

    with OpenBook(excel.book, settings) as document:
        undo(settings, document=document)
    excel.book.copy_to(back)
    assert differing(before, back) == ()
    excel.close(save=False)


class Killed(BaseException):
    """Stands for the end of the process: nothing puts anything back."""


def test_one_that_was_killed_after_inserting_is_told_and_undone(
    tmp_path: Path, excel_app: ExcelSession
) -> None:
    settings = reports(tmp_path / "reports", protected=False)
    excel = CalcExcel(excel_app, settings.workbook_path)
    before, back = tmp_path / "before.xlsx", tmp_path / "back.xlsx"
    excel.book.copy_to(before)

    def die(step: str) -> None:
        if step == "apply":
            rows = excel_app.app.books["year.xlsx"].sheets["Health"].range("7:7")
            rows.insert("down")
            raise Killed

    excel.book.interrupt = die
    with OpenBook(excel.book, settings) as document, pytest.raises(Killed):
        next_month(settings, document=document, today=TODAY)
    for command in (next_month, lambda *given, **named: refresh(*given, MAY, **named)):
        with OpenBook(excel.book, settings) as document, pytest.raises(Refused) as refusal:
            command(settings, document=document, today=TODAY)
        assert refusal.value.codes == ("B209",)
        assert refusal.value.findings[0].where == "Health: rows 7:7"
    excel.book.interrupt = lambda _step: None
    with OpenBook(excel.book, settings) as document:
        undo(settings, document=document)
    excel.book.copy_to(back)
    assert differing(before, back) == ()
    assert not list((settings.folder / "receipts").glob("*.pending"))
    excel.close(save=False)
