"""A workbook that lacks an indicator or a page says so, and the rest is found."""

from __future__ import annotations

import pytest
from people import SUMMARY, book_of

from lacxl.catalogue import layouts
from lacxl.catalogue.indicators import shipped
from lacxl.domain.errors import Refused
from lacxl.workbook.layout import locate

DEMO = "demo"
ROW_OF_8_1 = 20


def test_an_indicator_that_the_workbook_lacks_is_left_out_by_its_number() -> None:
    book = book_of(DEMO)
    book.sheet(SUMMARY).delete_row(ROW_OF_8_1)
    with pytest.raises(Refused) as refused:
        locate(book.snapshot, layouts.shipped(), shipped())
    assert refused.value.codes == ("L106",)
    places = locate(book.snapshot, layouts.shipped(), shipped(), ["8.1"])
    assert "8.1" not in {row.indicator for row in places.summary}
    assert len(places.summary) == 22


def test_the_pages_columns_of_an_indicator_left_out_are_not_looked_for() -> None:
    places = locate(book_of(DEMO).snapshot, layouts.shipped(), shipped(), ["7.10", "Health"])
    assert {"7.10", "7.8", "7.9"}.isdisjoint(column.indicator for column in places.pages)
    assert {row.indicator for row in places.summary} >= {"7.8", "7.9"}


def test_what_is_neither_page_nor_indicator_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        locate(book_of(DEMO).snapshot, layouts.shipped(), shipped(), ["8.9"])
    assert refused.value.codes == ("L114",)
