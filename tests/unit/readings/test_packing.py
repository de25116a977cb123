"""Dates and short texts that are packed into numbers say what the texts said, or are not packed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lacxl.records.frames import Codes
from lacxl.tables.cells import Column
from lacxl.tables.csv_text import SMALL, open_text
from lacxl.tables.packing import dates_of, words_of

pyarrow = pytest.importorskip("pyarrow")

_SLASHED = re.compile(r"\d\d([-/.])\d\d\1\d{4}", re.ASCII)
_ISO = re.compile(r"\d{4}([-/.])\d\d\1\d\d", re.ASCII)

a_date = st.builds(
    "{:02}{}{:02}{}{:04}".format,
    st.integers(0, 99), st.just("/"), st.integers(0, 99), st.just("/"), st.integers(1900, 2100),
)  # fmt: skip
an_iso_date = st.builds(
    "{:04}-{:02}-{:02}".format, st.integers(1900, 2100), st.integers(0, 99), st.integers(0, 99)
)
a_word = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=9)
odd = st.sampled_from(
    (
        "",
        "1/2/2015",
        "01/02-2015",
        "01.02.2015",
        "ab/02/2015",
        "2015-01-02",
        "01/02/2015 ",
        "x" * 10,
    )
)


def chunked(texts: Sequence[str], size: int) -> Any:
    parts = [texts[i : i + size] for i in range(0, len(texts), size)] or [[]]
    return [pyarrow.array(["?", *part], pyarrow.string())[1:] for part in parts]  # an offset, too


def said(column: Column) -> list[str]:
    values = list(column.values)
    return [str(values[code]) if code >= 0 else "" for code in column.codes.tolist()]


@given(st.lists(st.one_of(a_date, st.just(""))) | st.lists(an_iso_date | odd), st.integers(1, 9))
@example(["01/02/2015", "2015-02-01"], 1)
@example(["", "01/02/2015"], 1)
@example(["01/02/0000", "01/02/9999"], 1)
def test_dates(texts: list[str], size: int) -> None:
    column = dates_of(pyarrow, chunked(texts, size))
    filled = [text for text in texts if text]
    shapes = {
        (pattern, found[1]) for text in filled for pattern in (_SLASHED, _ISO)
        if (found := pattern.fullmatch(text))
    }  # fmt: skip
    alike = len(shapes) == 1 and all(next(iter(shapes))[0].fullmatch(text) for text in filled)
    if column is None:
        years = [int(re.findall(r"\d{4}", text)[0]) for text in filled] if alike else [0, 9999]
        assert max(years) - min(years) > 200
    else:
        assert alike
        assert said(column) == texts
        assert column.values[0] in filled


@given(st.lists(a_word), st.integers(1, 9))
@example(["SW1A 1AA", "", "ü" * 4, "a b"], 2)
def test_words(texts: list[str], size: int) -> None:
    column = words_of(chunked(texts, size))
    plain = all(
        not text or (len(text.encode()) <= 8 and " " < text[0] < "\x80" and " " < text[-1] < "\x80")
        for text in texts
    )
    assert (column is not None) == plain
    if column is not None:
        assert column.words is not None
        assert [word.decode() for word in column.words.tolist()] == texts
        assert (column.codes < 0).tolist() == [not text for text in texts]


@given(st.lists(st.sampled_from(("", "a", "b", "SW1A 1AA", "é")), min_size=1), st.data())
def test_codes_of_words_are_codes(texts: list[str], data: st.DataObject) -> None:
    rows = np.array(data.draw(st.lists(st.integers(0, len(texts) - 1))), np.int64)
    of_words = Codes.of_words(np.array([text.encode() for text in texts], "S8"))
    at_once = Codes.of(texts)
    assert len(of_words) == len(texts)
    assert of_words.is_blank.tolist() == at_once.is_blank.tolist()
    assert of_words[rows].as_texts().tolist() == at_once[rows].as_texts().tolist()
    assert of_words.ranks().tolist() == at_once.ranks().tolist()
    assert of_words.any_of(("a", "")).tolist() == at_once.any_of(("a", "")).tolist()
    joined = Codes.joined((of_words, of_words[rows]))
    assert joined.as_texts().tolist() == [*texts, *(texts[row] for row in rows)]
    mixed = Codes.joined((of_words, at_once))
    assert mixed.as_texts().tolist() == texts * 2


_COLUMNS = {
    "slashed": lambda n: f"{n % 28 + 1:02}/0{n % 9 + 1}/20{n % 20:02}",
    "blank at times": lambda n: f"20{n % 20:02}-0{n % 9 + 1}-{n % 28 + 1:02}" if n % 3 else "",
    "late another way": lambda n: "1/2/2015" if n == 50_001 else "01/02/2015",
    "late a letter": lambda n: "ab/02/2015" if n == 50_001 else "01/02/2015",
    "late a blank around": lambda n: "SW1A 1AA " if n == 50_001 else "SW1A 1AA",
    "late a long one": lambda n: "SW1A 1AA 1" if n == 50_001 else f"N{n % 1000}",
    "blank": lambda _n: "",
    "words": lambda n: f"AB{n % 70_000}" if n % 7 else "",
    "quoted": lambda n: '"01/02/2015"' if n % 2 else '"SW1, 1A"',
}


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_large_file_says_what_it_says_row_by_row(ends: str) -> None:
    lines = [",".join(make(n) for make in _COLUMNS.values()) for n in range(60_000)]
    content = ends.join(("x," * (len(_COLUMNS) - 1) + "x", *lines, "")).encode()
    assert len(content) > SMALL
    table = open_text(content, "a.csv", plain=True)
    places = tuple(range(len(_COLUMNS)))
    words = [i for i, name in enumerate(_COLUMNS) if "date" not in name]
    fast, _ = table.read(0, places, None, words)
    slow, _ = table._record_by_record(0, places)
    assert fast.rows.tolist() == slow.rows.tolist()
    assert fast.columns[7].words is not None
    for place, name in enumerate(_COLUMNS):
        column = fast.columns[place]
        texts = (
            [word.decode() for word in column.words.tolist()]
            if column.words is not None
            else said(column)
        )
        assert texts == said(slow.columns[place]), name
