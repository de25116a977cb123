"""Texts from outside, made fit to be shown."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacxl.domain.finding import error
from lacxl.domain.safe_text import (
    has_secret,
    in_json,
    is_database_url,
    one_line,
    redacted,
    several_lines,
)

STEERING = {"Cc", "Zl", "Zp"}
JOINERS = "\u00ad\u200c\u200d"


def steers(text: str) -> set[str]:
    """The characters of a text that a terminal would obey, or that turn its direction round."""
    return {
        each
        for each in text
        if unicodedata.category(each) in STEERING
        or (unicodedata.bidirectional(each) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI",
                                                "FSI", "PDI"})
        or each in "\u200e\u200f\u061c"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", r"\x1b[2J"),
        ("\x9b31m", r"\x9b31m"),
        ("a\u202eb", r"a\u202eb"),
        ("a\u2066b\u2069", r"a\u2066b\u2069"),
        ("two\nlines\r\n\tthree", "two lines three"),
        ("bell\x07", r"bell\x07"),
        ("a\x7f", r"a\x7f"),
        ("tag\U000e0041", r"tag\U000e0041"),
        ("Août – naïve “£5” 👩‍👧", "Août – naïve “£5” 👩‍👧"),
    ],
)
def test_what_would_steer_a_terminal_is_shown(text: str, shown: str) -> None:
    assert one_line(text) == shown


@given(st.text())
def test_nothing_steers_whatever_the_text(text: str) -> None:
    assert steers(one_line(text)) == set()
    assert steers(several_lines(text)) <= {"\n"}
    assert json.loads(in_json(json.dumps(text, ensure_ascii=False))) == text
    assert steers(in_json(json.dumps(text, ensure_ascii=False))) == set()


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"])))
def test_what_steers_nothing_stays(text: str) -> None:
    if "@" not in text and "=" not in text:
        assert one_line(text) == text


SECRET = "Zq7:unique/pass@word"


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://anna:{}@host:5432/db",
        "postgresql+psycopg://anna:{}@host/db",
        "/home/reports/postgresql:/anna:{}@host/db",
        "C:\\Reports\\postgresql:\\anna:{}@host\\db",
        "Could not open 'mssql+pyodbc://anna:{}@host/db'.",
        "mysql://{}@host/db",
        "https://anna:{}@council.example/x",
        "jdbc:sqlserver://anna:{}@host",
        "postgres://anna:{} with blanks@host",
    ],
)
def test_the_user_and_password_of_a_url_are_not_repeated(text: str) -> None:
    written = text.format(SECRET)
    for shown in (redacted(written), one_line(written), error("F101", written, written).what):
        assert "Zq7" not in shown
        assert "unique" not in shown
        assert "anna" not in shown
    assert is_database_url(written.partition("'")[2] or written)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("mysql://anna:Zq7@host/db?x=1", "mysql://***@host/db?x=1"),
        ("at https://anna:Zq7@council.example/x", "at https://***@council.example/x"),
        (r"C:\postgresql:\anna:Zq7@host\db", r"C:\postgresql:\***@host\db"),
        ("Server=host;PWD = Zq7;x=1", "Server=host;PWD = ***;x=1"),
        ("mysql://anna:Zq7@host;pwd=Zq7", "mysql://***@host;pwd=***"),
    ],
)
def test_all_but_the_secret_stays(text: str, shown: str) -> None:
    assert redacted(text) == shown


@pytest.mark.parametrize("key", ["PWD", "Password", "password", "passwd", "Token", "AccountKey"])
def test_the_password_of_a_connection_is_not_repeated(key: str) -> None:
    text = f"Driver={{SQL Server}};Server=host;UID=anna;{key}=Zq7unique;Encrypt=yes"
    assert "Zq7" not in redacted(text)
    assert redacted(text).endswith(f"{key}=***;Encrypt=yes")
    assert has_secret(text)


@pytest.mark.parametrize(
    "text",
    [
        "extracts/readings.csv",
        r"C:\Users\anna@council\Reports\May.xlsx",
        r"\\server\share\May 2015.xlsx",
        "performance@council.example",
        "https://council.example/contact",
        "reports @ home/May.xlsx",
        "SELECT * FROM t WHERE email LIKE '%@%'",
        "the settings themselves and log.file name the same file.",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redacted(text) == text
    assert not is_database_url(text)
    assert not has_secret(text)


def test_a_finding_is_safe_wherever_it_is_shown() -> None:
    found = error("F101", "a\x1b[2Jb", "two\nlines", "pwd=x")
    assert (found.what, found.where, found.todo) == (r"a\x1b[2Jb", "two lines", "pwd=***")
    assert str(found) == r"F101 two lines: a\x1b[2Jb pwd=***"
    assert found.as_dict()["what"] == r"a\x1b[2Jb"
