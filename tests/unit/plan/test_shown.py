"""How a value looks in its cell."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from lacxl.domain.rating import WORDS
from lacxl.workbook.shown import number_in, shown, told
from lacxl.workbook.snapshot import CellError, CellValue, Formula


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (463.25, "0.0", "463.3"),  # half up, as Excel shows it
        (0.945, "0%", "95%"),
        (4 / 11, "0.0%", "36.4%"),
        (4 / 11, "0.00%", "36.36%"),
        (0.36, "0.00%", "36.00%"),
        (0.0, "0.0%", "0.0%"),
        (-0.00001, "0.0", "0.0"),
        (-2.5, "0", "-3"),
        (1132.0, "#,##0", "1,132"),
        (1132.5, "#,##0.00", "1,132.50"),
        (661.0, "General", "661"),
        (417.5, "General", "417.5"),
        (0.1 + 0.2, "General", "0.3"),
        (1 / 3, "General", "0.3333333333"),
        (12345678901.0, "General", "12345678901"),  # eleven signs fit a cell
        (12345.678912, "General", "12345.67891"),
        (12.0, "[Red]0", "12"),  # an unknown format shows as General does
        (None, "0.0%", ""),
        (True, "0", "TRUE"),
        ("TBC (Unavailable)", "0.0%", "TBC (Unavailable)"),
        (CellError("#N/A"), "0", "#N/A"),
        (Formula("B2*2", 0.5), "0%", "50%"),
        (Formula("B2*2", None), "0%", ""),
        (dt.datetime(2015, 5, 1), "mmm-yy", "May-15"),
        (dt.datetime(2015, 5, 1), "mmmm yyyy", "May 2015"),
        (dt.datetime(2015, 6, 9), "dd/mm/yyyy", "09/06/2015"),
        (dt.datetime(2015, 6, 9), "d/m/yy", "9/6/15"),
        (dt.datetime(2015, 6, 9), "yyyy-mm-dd", "2015-06-09"),
        (dt.datetime(2015, 6, 9), "d mmm yyyy", "9 Jun 2015"),
        (dt.datetime(2015, 6, 9), "YY/D/M", "15/9/6"),
        (dt.datetime(2015, 6, 9), 'dd" of "mmmm', "09 of June"),
        (dt.datetime(2015, 6, 9), "mm\\-yy;@", "06-15"),
        (dt.datetime(2015, 6, 9), "@", "09/06/2015"),
        (dt.datetime(2015, 6, 9), "", "09/06/2015"),
        (dt.datetime(2015, 6, 9), "General", "09/06/2015"),
    ],
)
def test_shown(value: CellValue, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (409.0, "409"),
        (409, "409"),
        (0.94799999999999995, "0.948"),
        ("409", "409"),
        (" 94.8 % ", "0.948"),
        ("1,132.5", "1132.5"),
        ("-3", "-3"),
        (Formula("B2", 0.5), "0.5"),
        (Formula("B2", "50%"), "0.5"),
    ],
)
def test_the_number_that_a_cell_shows(value: CellValue, number: str) -> None:
    """A number that was typed as text is seen as well as any other."""
    assert number_in(value) == Decimal(number)


@pytest.mark.parametrize(
    "value",
    [
        None, "", "n/a", "TBC", "7 of 19", "94,8", "1e5", "12/05/2015", "\u0663", True,
        float("nan"), float("inf"), CellError("#N/A"), dt.datetime(2015, 5, 1), Formula("B2"),
    ],
)  # fmt: skip
def test_no_number(value: CellValue) -> None:
    assert number_in(value) is None


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.364, "36.4%"),
        (None, ""),
        ("", ""),
        ("-", "-"),
        ("Draft", "Draft"),
        ("Issue 12", "Issue 12"),
        ("May 2015", "May 2015"),
        (dt.datetime(2015, 5, 1), "01/05/2015"),
        *((word, word) for word in sorted(WORDS)),
        ("TBC (Unavailable)", "a text"),
        ("Zebediah Quill", "a text"),
        ("Draft by Z. Quill", "a text"),
        ("▲ better, says Z. Quill", "a text"),
        (Formula("B2", "Zebediah Quill"), "a text"),
    ],
)
def test_what_may_be_said_of_a_cell(value: CellValue, said: str) -> None:
    """A person's text may hold a name; lacxl's own words do not."""
    assert told(value, "0.0%" if isinstance(value, float) else "General") == said
