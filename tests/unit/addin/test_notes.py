"""Lines key=value in ASCII: what VBA reads, byte by byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacxl.addin.notes import as_lines, escaped, from_lines, unescaped

PLAIN = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (r"C:\new\users", r"C:\\new\\users"),
        ("one\ntwo", r"one\ntwo"),
        ("£5", r"\u00a35"),
        ("a\tb\r", r"a\u0009b\u000d"),
        ("\N{GRINNING FACE}", r"\ud83d\ude00"),
    ],
)
def test_escapes(value: str, line: str) -> None:
    assert escaped(value) == line
    assert unescaped(line) == value


@given(PLAIN)
def test_every_value_comes_back(value: str) -> None:
    assert escaped(value).isascii()
    assert from_lines(as_lines({"key": value})) == {"key": value}


@given(st.text())
def test_whatever_a_line_holds_it_can_be_read(line: str) -> None:
    from_lines(line)
    unescaped(line)


def test_the_first_of_a_key_counts_and_other_lines_are_left_out() -> None:
    assert from_lines("a=1\r\nno line\na=2\nb=x=y\n") == {"a": "1", "b": "x=y"}
