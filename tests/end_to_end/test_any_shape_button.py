"""The buttons on an open workbook of any shape: which month is meant, and what they do with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from any_shape import council
from excel_stand_in import PackageExcel

from lacxl.app.case.report_months import MonthState
from lacxl.app.document.open_book import OpenBook
from lacxl.app.figures.explain import figure_at
from lacxl.domain.month import Month
from lacxl.ribbon.session import facts_of, open_session
from lacxl.settings.settings import Settings

SHAPES = [("letters", 0), ("full_year", 1), ("quarterly", 2), ("sheet_a_month", 3), ("blocks", 6)]


@pytest.mark.parametrize(("shape", "seed"), SHAPES)
def test_the_month_that_is_filled_is_meant_then_the_next(
    shape: str, seed: int, tmp_path: Path
) -> None:
    ours = council(shape, seed, tmp_path)
    filled = Month.parse(ours.month)
    for state, meant in ((MonthState.FILLED, filled), (MonthState.ISSUED, Month.parse(ours.next))):
        scratch = tmp_path / f"in excel {state.value}"
        scratch.mkdir()
        excel = PackageExcel(ours.workbook, scratch)
        with OpenBook(excel.book, Settings.load(tmp_path / "lacxl.toml")) as document:
            session = open_session(document, "", None)
            assert session.month == meant
            states = {each.month: each.state for each in session.months}
            assert states[filled] is state
            facts = facts_of(session, None)
            assert facts.month == meant
            assert filled.long in next(
                each.label for each in session.months if each.month == filled
            )
            for line in session.seen.layout.summary:
                for place in line.in_month(filled):
                    assert figure_at(session.seen.layout, place, filled - 1) == (
                        line.indicator,
                        filled,
                    )
        excel.close(save=False)
        if state is MonthState.FILLED:
            assert ours.run("issue", ours.month).code in (0, 1)
