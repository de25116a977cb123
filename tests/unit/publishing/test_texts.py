"""Texts and figures as the forms write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lacxl.publishing.forms.form_sheets import FormColumn, distinct
from lacxl.publishing.forms.row_heights import height_of
from lacxl.publishing.forms.shown_numbers import printed, text_of
from lacxl.publishing.forms.texts import MOST_IN_CELL, PIECE, in_cell, in_csv, pieces, plain
from lacxl.publishing.publication import ShownStatus, Value
from unit.publishing.sample import KEPT_BACK, number, percentage


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("two\r\nlines\tand  blanks ", "two lines and blanks"),
        ("a\x00b\x1b[31mc\x9d", "ab[31mc"),
        ("half \ud83d of a pair", "half of a pair"),
        ("\u202egnp.exe\u2066", "gnp.exe"),
        ("\ufeffmark\uffff", "mark"),
        ("الأطفال\u200f", "الأطفال\u200f"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("£1,000 – café", "£1,000 – café"),
    ],
)
def test_what_is_hidden_goes_and_what_is_written_stays(text: str, clean: str) -> None:
    assert plain(text) == clean


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("=1+1", "'=1+1"),
        ("+44 20", "'+44 20"),
        ("-1.2", "-1.2"),
        ("-1,132.5%", "-1,132.5%"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'=1"),
        ("＝1", "'＝1"),
        ("7.6", "7.6"),
    ],
)
def test_a_field_of_a_csv_is_no_formula(text: str, field: str) -> None:
    assert in_csv(text) == field


def test_a_cell_holds_as_much_as_excel_takes() -> None:
    assert in_cell("x" * MOST_IN_CELL) == "x" * MOST_IN_CELL
    assert in_cell("x" * (MOST_IN_CELL + 1)) == "x" * MOST_IN_CELL + "…"
    assert len(in_cell("👩" * MOST_IN_CELL).encode("utf-16-le")) // 2 == MOST_IN_CELL + 1


def test_a_long_text_is_parted_between_words() -> None:
    text = "word " * 500
    parts = list(pieces(text))
    assert " ".join(parts) == text.strip()
    assert all(len(part) <= PIECE for part in parts)
    assert list(pieces("x" * (PIECE + 1))) == ["x" * PIECE, "x"]
    assert list(pieces(" \x00 ")) == []


@pytest.mark.parametrize(
    ("value", "digits", "form"),
    [
        (percentage("36.4"), "0.364", "0.0%"),
        (percentage("90"), "0.90", "0%"),
        (number("1,132"), "1132", "#,##0"),
        (number("566.0"), "566.0", "0.0"),
        (number("-1.2"), "-1.2", "0.0"),
        (Value(ShownStatus.SHOWN, "36.4%", Decimal("0.36449"), 1), "0.364", "0.0%"),
        (Value(ShownStatus.SHOWN, "36.4%", Decimal("0.364"), 3), "0.364", "0.0%"),
        (Value(ShownStatus.SHOWN, "0.5%", Decimal("5E-3"), 1), "0.005", "0.0%"),
    ],
)
def test_a_figure_has_no_digit_that_is_not_printed(value: Value, digits: str, form: str) -> None:
    found = printed(value)
    assert found is not None
    assert (found.digits, found.number_format) == (digits, form)


def test_what_is_not_shown_is_its_symbol() -> None:
    held = Value(ShownStatus.SUPPRESSED, "5", Decimal(5))
    for value in (KEPT_BACK, held):
        assert printed(value) is None
        assert text_of(value) == "c"
    assert text_of(Value(ShownStatus.SHOWN, "")) == "x"


def test_no_two_headings_of_a_table_are_the_same() -> None:
    columns = distinct(FormColumn(name, 10) for name in ("May", "may", " ", "May\n", ""))
    assert [column.heading for column in columns] == [
        "May",
        "may (2)",
        "No heading",
        "May (3)",
        "No heading (2)",
    ]


def test_a_row_is_as_high_as_its_longest_text_needs() -> None:
    one = height_of([("short", 20), ("words", 20)], 12)
    assert height_of([("short", 20), ("ten words " * 10, 20)], 12) > 4 * one
    assert height_of([("字" * 20, 20)], 12) > one, "wide letters need twice the room"
    assert height_of([("word " * 9_999, 20)], 12) == 409
    assert height_of([("", 20)], 12) == one
