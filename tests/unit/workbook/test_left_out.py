"""A workbook that lacks an indicator or a page says so, and the rest is found."""

from __future__ import annotations

import pytest
from people import SUMMARY, book_of

from lacxl.catalogue import layouts
from lacxl.catalogue.indicators import shipped
from lacxl.domain.errors import Refused
from lacxl.workbook.address import Cell
from lacxl.workbook.layout import locate

DEMO = "demo"
ROW_OF_8_1 = 20


def test_an_indicator_that_the_workbook_lacks_is_left_out_by_its_number() -> None:
    book = book_of(DEMO)
    book.sheet(SUMMARY).delete_row(ROW_OF_8_1)
    with pytest.raises(Refused) as refused:
        locate(book.snapshot, layouts.shipped(), shipped())
    assert refused.value.codes == ("L106",)
    assert "lacxl.toml: leave_out = ['8.1']" in refused.value.findings[0].todo
    places = locate(book.snapshot, layouts.shipped(), shipped(), ["8.1"])
    assert "8.1" not in {row.indicator for row in places.summary}
    assert len(places.summary) == 22


def test_the_pages_columns_of_an_indicator_left_out_are_not_looked_for() -> None:
    places = locate(book_of(DEMO).snapshot, layouts.shipped(), shipped(), ["7.10", "Health"])
    assert {"7.10", "7.8", "7.9"}.isdisjoint(column.indicator for column in places.pages)
    assert {row.indicator for row in places.summary} >= {"7.8", "7.9"}


def test_a_heading_that_a_table_does_without_is_left_out_by_its_first_spelling() -> None:
    names = ["TARGET", "NAT TOP QTILE"]
    book = book_of(DEMO)
    book.sheet(SUMMARY).put(Cell.parse("C5"), None)
    for sheet in ("Health", "Adoptions"):
        book.sheet(sheet).put(Cell.parse("B25" if sheet == "Health" else "B24"), None)
    without = locate(book.snapshot, layouts.shipped(), shipped())
    assert set(without.tables[0].lacks) == {"target"}
    lacking = {each.name for each in without.tables if "nat_top_qtile_threshold" in each.lacks}
    assert lacking == {"Health", "Adoptions"}
    told = locate(book.snapshot, layouts.shipped(), shipped(), names)
    assert not any(each.lacks for each in told.tables)
    assert told == without


@pytest.mark.parametrize("needed", ["RAG", "YTD", "NO"])
def test_a_heading_that_is_needed_is_not_left_out(needed: str) -> None:
    with pytest.raises(Refused) as refused:
        locate(book_of(DEMO).snapshot, layouts.shipped(), shipped(), [needed])
    assert refused.value.codes == ("L114",)


def test_what_is_neither_page_nor_indicator_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        locate(book_of(DEMO).snapshot, layouts.shipped(), shipped(), ["8.9"])
    assert refused.value.codes == ("L114",)
