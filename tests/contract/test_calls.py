"""How many calls to Excel the monthly work takes, as the stand-in counts them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import months
import pytest
from bench import ExcelBench
from months import SHEETS, Work, made_up

from lacxl.engines.excel import attach
from lacxl.engines.package import PackageWorkbook
from libreoffice import ExcelSession

WITH_RULES, FIRST_TIME = 15, 60
"""The most calls a sheet: with lacxl's rules there, and the first time."""


def whole_run(excel: ExcelSession, work: Work) -> int:
    """Return the calls of attaching, surveying, copying for the backup, applying."""
    excel.open(work.path)
    excel.calls.reset()
    with attach(excel.app.hwnd, work.path.name) as book:
        book.survey()
        for sheet in work.changes.sheets:
            book.looks(sheet, [c.cell for c in work.changes.cells if c.sheet == sheet])
        book.copy_to(work.path.with_name("backup.xlsx"))
        book.apply(work.changes)
    return int(excel.calls.total)


def cell_by_cell(excel: ExcelSession, work: Work, *, survey: bool = False, every: int = 1) -> int:
    """Return the calls of plain xlwings that writes each cell and reads it back.

    With `survey` it first reads every filled cell of the workbook, as our run does in one call.
    Of `every` so many cells only one is written: each takes the same calls.
    """
    with PackageWorkbook(work.path) as file:
        filled = {sheet.name: list(sheet.values) for sheet in file.survey().sheets}
    book = excel.open(work.path)
    with excel.uncounted():
        for sheet in book.sheets:
            sheet.api.Unprotect("")
    excel.calls.reset()
    sheets = {sheet.name: sheet for sheet in book.sheets}
    for name, cells in filled.items() if survey else ():
        for cell in cells:
            sheets[name].range(tuple(cell)).value  # noqa: B018 - it is read
    for change in work.changes.cells[::every]:
        if change.value is not None:
            cell = sheets[change.sheet].range(tuple(change.cell))
            cell.value = change.value.after
            cell.value  # noqa: B018 - it is read back
    return int(excel.calls.total)


@pytest.mark.parametrize(
    ("of", "limit"), [(months.next_month, WITH_RULES), (months.first_month, FIRST_TIME)]
)
def test_a_month_of_the_demo_keeps_to_its_calls(
    excel_app: ExcelSession, tmp_path: Path, of: Callable[[Path], Work], limit: int
) -> None:
    work = of(tmp_path / "demo")
    sheets = len(work.changes.sheets)
    calls = whole_run(excel_app, work)
    print(f"{of.__name__}: {calls} calls, {sheets} sheets, {calls / sheets:.1f} a sheet")
    assert calls <= limit * sheets


@pytest.mark.parametrize("rules", [False, True])
def test_neither_months_nor_rows_cost_calls(
    excel_app: ExcelSession, tmp_path: Path, rules: bool
) -> None:
    found = {}
    for number, (width, rows) in enumerate([(12, 30), (36, 30), (12, 120)]):
        work = made_up(tmp_path / f"report{number}.xlsx", width, rows, rules=rules)
        found[width, rows] = whole_run(excel_app, work)
        excel_app.close_all()
        (tmp_path / "backup.xlsx").unlink()
    print(f"calls by months and rows: {found}")
    assert len(set(found.values())) == 1, found
    assert found[12, 30] <= (FIRST_TIME if rules else WITH_RULES) * len(SHEETS)


def test_cell_by_cell_takes_fifty_times_as_many(excel_app: ExcelSession, tmp_path: Path) -> None:
    work = made_up(tmp_path / "report.xlsx", 12, 120, rules=False)
    ours = whole_run(excel_app, work)
    excel_app.close_all()
    plain = 10 * cell_by_cell(excel_app, work, every=10)
    print(f"{ours} calls, cell by cell {plain}: {plain / ours:.0f} times as many")
    assert plain >= 50 * ours


def test_rules_that_are_there_cost_no_call(live: ExcelBench, excel_app: ExcelSession,
                                           tmp_path: Path) -> None:  # fmt: skip
    work = made_up(tmp_path / "report.xlsx", 12, 30, rules=True)
    live.open(work.path)
    live.apply(work.changes)
    excel_app.calls.reset()
    live.apply(work.changes.reverse())
    live.apply(work.changes)
    excel_app.calls.reset()
    again = type(work.changes)(rules=work.changes.rules)
    live.live.apply(again)
    assert not [name for name in excel_app.calls.by_member if name.startswith("FormatCondition")]
