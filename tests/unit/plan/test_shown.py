"""How a value looks in its cell."""

from __future__ import annotations

import datetime as dt

import pytest

from lacxl.workbook.shown import shown
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
        (dt.datetime(2015, 6, 9), "General", "09/06/2015"),
    ],
)
def test_shown(value: CellValue, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text
