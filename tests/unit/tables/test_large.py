"""A large text that is read fast says what it says row by row, or is read row by row."""

from __future__ import annotations

import numpy as np
import pytest

from lacxl.tables.columns import Column
from lacxl.tables.delimited import SMALL, open_text
from lacxl.tables.large import read_large

pytest.importorskip("pyarrow")


def said(column: Column) -> list[str]:
    return [str(column.values[code]) if code >= 0 else "" for code in column.codes.tolist()]


_COLUMNS = {
    "slashed": lambda n: f"{n % 28 + 1:02}/0{n % 9 + 1}/20{n % 20:02}",
    "blank at times": lambda n: f"20{n % 20:02}-0{n % 9 + 1}-{n % 28 + 1:02}" if n % 3 else "",
    "late another way": lambda n: "1/2/2015" if n == 50_001 else "01/02/2015",
    "whole": str,
    "late a zero": lambda n: "007" if n == 50_001 else str(n),
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
    table = open_text(content, "a.csv")
    places = tuple(range(len(_COLUMNS)))
    fast, flawed = table.read(0, places)
    assert not flawed
    slow, _ = super(type(table), table).read(0, places)
    assert fast.rows.tolist() == slow.rows.tolist()
    for place, name in enumerate(_COLUMNS):
        assert said(fast.columns[place]) == said(slow.columns[place]), name


@pytest.mark.parametrize("odd", ["1,2,3", "1", '1,"2', '1,"2"3"', '1,""2""'])
def test_what_is_irregular_is_not_read_fast(odd: str) -> None:
    regular = "x,y\n1,2\n"
    assert read_large(regular.encode(), ",", 4, 2, (0, 1), 2) is not None
    assert read_large(f"{regular}{odd}\n3,4\n".encode(), ",", 4, 2, (0, 1), 2) is None


@pytest.mark.parametrize(
    ("last", "is_number"), [("20000", True), ("007", False), ("+7", False), ("x", False)]
)
def test_many_whole_numbers_stay_numbers_where_no_text_is_lost(last: str, is_number: bool) -> None:
    content = "".join(f"{n},2\n" for n in (*range(1, 20_000), last)).encode()
    read = read_large(content, ",", 0, 2, (0,), 1)
    assert read is not None
    assert said(read.columns[0])[-1] == last
    assert isinstance(read.columns[0].values, np.ndarray) == is_number
