"""What a CSV file gives away, and what another program would make of its cells."""

from __future__ import annotations

import codecs

import pytest
from made_ods import look

TIDY = (
    "month,indicator,title,unit,value,target\n"
    "2015-05,7.1,Children looked after,count,463,\n"
    '2015-05,7.6,"Reviews in time, per child",percent,-2.4,98\n'
    "2015-05,7.7,Adopted,percent,c,-\n"
    "2015-05,8.1,Świętochłowice – رعاية,count,–,\n"
)
NHS = "943 476 5919"


def found(text: str | bytes) -> list[tuple[str, str]]:
    content = text if isinstance(text, bytes) else text.encode()
    return [(finding.code, finding.where) for finding in look(content, "figures.csv")]


@pytest.mark.parametrize("published", [False, True])
def test_a_tidy_file_has_nothing(published: bool) -> None:
    for mark in (b"", codecs.BOM_UTF8):
        assert look(mark + TIDY.encode(), "figures.csv", published=published) == ()


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_other_separators_are_known(separator: str) -> None:
    assert found(TIDY.replace(", per child", "").replace(",", separator)) == []
    assert found(f"a{separator}b\nx{separator}=1+1\n") == [("V132", "column B")]


def test_an_empty_file_has_nothing() -> None:
    assert found("") == []
    assert found("\n\n") == []


@pytest.mark.parametrize(
    "content",
    [
        "name,value\nZoë,1\n".encode("cp1252"),
        "name,value\nZoë,1\n".encode("utf-16"),
        "name,value\nZoë,1\n".encode("utf-16-le"),
        "name,value\nZoë,1\n".encode("utf-16-be"),
        "name,value\nZoë,1\n".encode("utf-32"),
        b"name,value\nZo\x81,1\n",
    ],
)
def test_other_letters_than_utf8(content: bytes) -> None:
    assert found(content) == [("V131", "")]


def test_identifiers_are_found_whatever_the_letters() -> None:
    text = f"name,number\nZoë,{NHS}\n"
    for encoding in ("cp1252", "utf-16", "utf-16-be"):
        assert found(text.encode(encoding)) == [("V131", ""), ("V120", "column B")][::-1]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "=HYPERLINK(A1)", "+A1", "-A1", "@SUM(A1)", '"\t=1"', " =1", "=", "＝1", "+44 1709 x"],
)
def test_cells_that_begin_a_formula(text: str) -> None:
    assert found(f"a,b\n1,{text}\n") == [("V132", "column B")]


@pytest.mark.parametrize("text", ["-1", "-1.5", "+3", "-2.4%", '"-1,234"', "-", "-£5", "–", "- 3"])
def test_numbers_with_a_sign_begin_none(text: str) -> None:
    assert found(f"a,b\n1,{text}\n") == []


@pytest.mark.parametrize("sign", ["\0", "\x07", "\x1b", "\u200b", "\u202e", "\ufeff", "\U000e0041"])
def test_characters_that_nobody_sees(sign: str) -> None:
    assert found(f"a,b\n1,x{sign}y\n") == [("V133", "column B")]


@pytest.mark.parametrize(
    "text", ["مي\u200cخواهم", "\u200fعربي", "क्\u200dष", "🏴\U000e0067\U000e007f"]
)
def test_signs_that_scripts_need_are_no_such_thing(text: str) -> None:
    assert found(f"a,b\n1,{text}\n") == []


def test_rows_that_do_not_fit_their_headings() -> None:
    assert found("a,b\n1,2,3\n1,2\n1\n") == [("V134", "column C"), ("V134", "rows 2, 4")]
    assert found("a,b\n" + "1,2,\n" * 9) == [("V134", "rows 2, 3, 4, 5, 6 and 4 more")]
    assert found("a,b,,\n1,2,,Zebedee\n") == [("V134", "column D")]
    assert found("Report,,\na,b,c\n1,2,3\n") == []


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        (f"x,{NHS}", [("V120", "column B")]),
        ("x,9434765919", [("V120", "column B")]),
        ("x,H801200001001", [("V121", "column B")]),
        ("x,SW1A 1AA\nx,M2 5DB", [("V122", "column B")]),
        ("Zebedee Brown,born 04/03/2008", [("V123", "column B")]),
    ],
)
def test_cells_that_look_like_a_childs_record(rows: str, codes: list[tuple[str, str]]) -> None:
    text = f"a,b\n{rows}\n"
    assert found(text) == codes
    said = str(look(text.encode(), "figures.csv"))
    assert not any(secret in said for secret in ("5919", "8012", "1AA", "Zebedee", "2008"))


def test_dates_of_birth_by_their_heading() -> None:
    assert found("Name,DOB\nZebedee Brown,04/03/2008\n") == [("V123", "column B")]


def test_a_file_that_breaks_off_within_a_text() -> None:
    assert found('a,b\n1,"two\n') == [("V124", "")]


def test_a_text_longer_than_any_cell_is_told() -> None:
    assert "V124" in [code for code, _ in found("a,b\n1," + "x" * 200_000 + "\n")]


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04" + bytes(99),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99),
        b"%PDF-1.7",
        b"\x89PNG\r\n",
        b"\x1f\x8b\x08",
        b"<!DOCTYPE html><html></html>",
        b"\xef\xbb\xbf <?xml version='1.0'?><x/>",
        b"<table><tr><td>Zebedee</td></tr></table>",
    ],
)
def test_what_is_no_such_file_is_refused(content: bytes) -> None:
    assert found(content) == [("V127", "figures.csv")]
