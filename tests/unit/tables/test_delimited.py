"""Letters that no text has are found wherever they are; ends of lines and tabs are none."""

from __future__ import annotations

import pytest

from lacxl.domain.errors import Refused
from lacxl.tables.delimited import open_text

_ALLOWED = b"\t\n\x0c\r\x1a"


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
@pytest.mark.parametrize("letter", range(1, 128))
def test_each_letter_for_what_it_is(letter: int, ends: bytes) -> None:
    content = b"a,b" + ends + (b"1,2" + ends) * 60  # more than is looked at in one piece
    for place in (5, len(content) // 2, len(content)):
        text = content[:place] + bytes([letter]) + content[place:]
        if letter >= ord(" ") or letter in _ALLOWED:
            assert open_text(text, "a.csv").content.rstrip(b"\x1a") == text.rstrip(b"\x1a")
        else:
            with pytest.raises(Refused) as refused:
                open_text(text, "a.csv")
            assert refused.value.codes == ("F305",)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("a,b\n1,é\n".encode(), ""),
        ("\ufeffa,b\n1,2\n".encode(), ""),
        ("a,b\n1,é\n".encode("cp1252"), "Windows-1252"),
        ("a,b\n1,2\n".encode("utf-16"), ""),
        ("a,b\n1,2\n".encode("utf-16-le"), "UTF-16"),
    ],
)
def test_an_encoding_is_named_where_it_was_guessed(content: bytes, encoding: str) -> None:
    table = open_text(content, "a.csv")
    assert table.encoding == encoding
    assert table.head[0] == ["a", "b"]


@pytest.mark.parametrize("line", [b"sep=;\n", b'"sep=;"\r\n', b"SEP=;\n"])
def test_a_separator_line_names_the_delimiter_and_is_no_row(line: bytes) -> None:
    table = open_text(line + b"a;b,c,d\n1;2,3,4\n", "a.csv")
    assert table.delimiter == ";"
    assert [(row.row, row.cells) for row in table.below(0)] == [(2, ["1", "2,3,4"])]
