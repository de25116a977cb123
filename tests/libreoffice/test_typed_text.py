"""What becomes of a text that is written to a cell: the model of Excel's habit."""

from __future__ import annotations

import datetime as dt

import pytest

from libreoffice.typed_text import Entry, entry

TODAY = dt.date(2015, 6, 11)

NUMBERS = {
    "001": (1, None),
    "-17": (-17, None),
    "+1": (1, None),
    " 5 ": (5, None),
    "1,234.5": (1234.5, "#,##0.00"),
    "12%": (0.12, "0%"),
    "12.5 %": (0.125, "0.00%"),
    "£5": (5, "£#,##0"),
    "-£5.20": (-5.2, "£#,##0.00"),
    "1e5": (1e5, "0.00E+00"),
    "(5)": (-5, None),
    "1 1/2": (1.5, "# ?/?"),
    ".5": (0.5, None),
    "12:30": (12.5 / 24, "hh:mm"),
    "1:30:00 pm": (13.5 / 24, "hh:mm:ss"),
}
DATES = {
    "31/05/2015": (2015, 5, 31),
    "31-5-15": (2015, 5, 31),
    "2015-05-31": (2015, 5, 31),
    "1-2": (2015, 2, 1),
    "5/2015": (2015, 5, 1),
    "Apr-25": (2025, 4, 1),
    "May 2015": (2015, 5, 1),
    "31 May 2015": (2015, 5, 31),
    "31-may": (2015, 5, 31),
    "1/1/30": (1930, 1, 1),
}
TEXTS = (
    "Red",
    "1,2",
    "1-",
    "12a",
    "31/02/2015",
    "= ",
    "-",
    "true enough",
    "NaN",
    "5 of 7",
    "1 2/0",
)


@pytest.mark.parametrize("text", NUMBERS)
def test_it_becomes_a_number(text: str) -> None:
    value, number_format = NUMBERS[text]
    found = entry(text, text_format=False, today=TODAY)
    assert found.kind == "number"
    assert found.value == pytest.approx(value)
    assert found.number_format == number_format


@pytest.mark.parametrize("text", DATES)
def test_it_becomes_a_date(text: str) -> None:
    found = entry(text, text_format=False, today=TODAY)
    assert (found.kind, found.value) == ("date", dt.datetime(*DATES[text]))
    assert found.number_format


def test_a_date_with_a_time_becomes_both() -> None:
    found = entry("31/05/2015 13:45", text_format=False)
    assert found.value == dt.datetime(2015, 5, 31, 13, 45)


@pytest.mark.parametrize(
    ("text", "kind"), [("TRUE", "truth"), ("false", "truth"), ("#n/a", "error")]
)
def test_truth_and_error_values(text: str, kind: str) -> None:
    assert entry(text, text_format=False).kind == kind


@pytest.mark.parametrize("text", ["=1+1", "=x", "+A1", "@SUM(A1)", "-A1"])
def test_it_becomes_a_formula(text: str) -> None:
    found = entry(text, text_format=False)
    assert found.kind == "formula"
    assert str(found.value).startswith("=")


@pytest.mark.parametrize("text", TEXTS)
def test_it_stays_text(text: str) -> None:
    assert entry(text, text_format=False, today=TODAY) == Entry("text", text)


@pytest.mark.parametrize("text", [*NUMBERS, *DATES, "TRUE", "=1+1", "#N/A"])
def test_an_apostrophe_or_the_text_format_keeps_text(text: str) -> None:
    assert entry("'" + text, text_format=False) == Entry("text", text)
    assert entry(text, text_format=True) == Entry("text", text)


def test_the_empty_text_is_nothing() -> None:
    assert entry("", text_format=False).kind == "nothing"
    assert entry("'", text_format=False) == Entry("text", "")
