"""What Excel would read something into is sent so that it does not."""

from __future__ import annotations

import datetime as dt

import pytest

from lacxl.engines.excel.sending import sent
from lacxl.workbook.snapshot import CellError, CellValue, Formula

READ_INTO = (
    "001", "1-2", "Apr-25", "TRUE", "false ", "Wahr", "=x", "+1", "-", "@x", "12%", "#N/A", "£5",
    "1e5", "31/05/2015", " 7", "'quoted", "  ", "½", "٣", "１２", "n/a 2", "▲ 3",
)  # fmt: skip
ONLY_TEXT = (
    "Red",
    "n/a",
    "Draft",
    "TBC (Unavailable)",
    "▲ better",
    "► level",
    "↓ number down",
    "é",
)


@pytest.mark.parametrize("text", READ_INTO)
def test_what_could_be_read_into_is_sent_with_the_apostrophe_that_excel_hides(text: str) -> None:
    assert sent(text, as_text=False, date1904=False) == f"'{text}"


@pytest.mark.parametrize("text", ONLY_TEXT)
def test_what_is_only_text_is_sent_as_it_is(text: str) -> None:
    assert sent(text, as_text=False, date1904=False) == text


@pytest.mark.parametrize("text", [text for text in READ_INTO if not text.startswith("'")])
def test_a_cell_of_the_text_format_needs_no_apostrophe(text: str) -> None:
    assert sent(text, as_text=True, date1904=False) == text


def test_an_apostrophe_of_ones_own_is_kept_everywhere() -> None:
    assert sent("'quoted", as_text=True, date1904=False) == "''quoted"


@pytest.mark.parametrize(
    ("value", "date1904", "expected"),
    [
        (None, False, ""),
        ("", False, ""),
        (463, False, 463.0),
        (dt.datetime(2015, 5, 31), False, 42155.0),
        (dt.datetime(2015, 5, 31, 12), True, 40693.5),
        (dt.date(1900, 1, 1), False, 1.0),
    ],
)
def test_dates_are_sent_as_the_numbers_they_are(
    value: CellValue, date1904: bool, expected: object
) -> None:
    assert sent(value, as_text=False, date1904=date1904) == expected


@pytest.mark.parametrize("truth", [True, False])
def test_truth_values_stay_truth_values(truth: bool) -> None:
    assert sent(truth, as_text=False, date1904=False) is truth


@pytest.mark.parametrize("value", [Formula("A1"), CellError("#N/A")])
def test_formulas_and_errors_are_not_sent_as_values(value: CellValue) -> None:
    with pytest.raises(TypeError):
        sent(value, as_text=False, date1904=False)
