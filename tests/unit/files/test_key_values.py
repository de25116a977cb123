"""The text between add-in and lacxl: ASCII, a line a value, one way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacxl.files.home import safe_name
from lacxl.files.key_values import escaped, to_text, to_values, unescaped


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain = text", "plain = text"),
        ("two\nlines", r"two\nlines"),
        ("Windows\r\nlines", r"Windows\nlines"),
        (r"C:\new", r"C:\\new"),
        ("£5", r"\u00A35"),
        ("↑", r"\u2191"),
        ("😀", r"\uD83D\uDE00"),
        ("tab\there\r", r"tab\u0009here\u000D"),
        ("", ""),
    ],
)
def test_a_value_is_one_line_of_ascii(value: str, text: str) -> None:
    assert escaped(value) == text
    assert unescaped(text) == value.replace("\r\n", "\n")


@given(st.text())
def test_every_text_comes_back(value: str) -> None:
    line = escaped(value)
    assert line.isascii()
    assert line.isprintable() or line == ""
    assert unescaped(line) == value.replace("\r\n", "\n")


@given(st.text())
def test_nothing_from_outside_is_a_fault(text: str) -> None:
    unescaped(text)
    to_values(text)


@pytest.mark.parametrize("text", ["\\", "\\u12", "\\uXYZW", "\\q", "\\uD83D"])
def test_a_torn_escape_is_read_as_far_as_it_goes(text: str) -> None:
    assert isinstance(unescaped(f"before{text}"), str)
    assert unescaped(f"before{text}").startswith("before")


def test_lines_are_read_as_the_add_in_writes_and_reads_them() -> None:
    text = to_text({"status": "ok", "message": "a=b\nc"})
    assert text == "status=ok\nmessage=a=b\\nc\n"
    assert to_values(text.replace("\n", "\r\n")) == {"status": "ok", "message": "a=b\nc"}
    assert to_values("key=first\nno line\nkey=second\n") == {"key": "first"}


@pytest.mark.parametrize(
    ("book", "name"),
    [
        ("Monthly Performance - May.xlsx", "Monthly Performance - May.xlsx"),
        ("Report_1.xlsx", "Report_005F1.xlsx"),
        ("Août.xlsx", "Ao_00FBt.xlsx"),
        ("😀.xlsx", "_D83D_DE00.xlsx"),
        ("..\\a/b", ".._005Ca_002Fb"),
    ],
)
def test_a_books_name_is_part_of_a_files_name(book: str, name: str) -> None:
    assert safe_name(book) == name


@given(st.text(), st.text())
def test_no_two_books_share_a_name(one: str, other: str) -> None:
    assert (safe_name(one) == safe_name(other)) == (one == other)
