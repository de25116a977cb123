"""Mutated extracts: read, or refused with a code; never a traceback, never a hang."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lacxl.catalogue.indicators import shipped
from lacxl.domain.errors import Refused
from lacxl.domain.finding import Severity
from lacxl.domain.indicator import Indicator
from lacxl.domain.month import Month
from lacxl.domain.reading import Reading
from lacxl.readings.benchmarks import read_benchmarks
from lacxl.readings.extract import Extract
from lacxl.readings.outturns import read_outturns
from lacxl.readings.readings import read_readings

READERS: dict[str, Callable[[Path, Mapping[str, Indicator]], Extract[Any]]] = {
    "readings.csv": read_readings,
    "outturns.csv": read_outturns,
    "benchmarks.csv": read_benchmarks,
}
DEMO = resources.files("lacxl") / "demo"
CONTENT = {name: (DEMO / name).read_bytes() for name in READERS}

names = st.sampled_from(sorted(READERS))
tuned = settings(max_examples=150)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


def outcome(folder: Path, name: str, content: bytes) -> Extract[Any] | Refused:
    """Read the bytes as the named extract; any exception but Refused fails the test."""
    path = folder / name
    path.write_bytes(content)
    try:
        found: Extract[Any] | Refused = READERS[name](path, shipped())
    except Refused as refused:
        found = refused
    if isinstance(found, Refused):
        assert any(f.severity is Severity.ERROR for f in found.findings)
        assert all(f.what and f.todo and f.where for f in found.findings)
        assert max(Counter(found.codes).values()) <= 51
    else:
        assert all(f.severity is not Severity.ERROR for f in found.findings)
    return found


def says(readings: tuple[Reading, ...]) -> list[tuple[object, ...]]:
    return [(r.indicator, r.month, r.numerator, r.denominator, r.value, r.note) for r in readings]


@given(st.data())
@tuned
def test_flipped_bytes(folder: Path, data: st.DataObject) -> None:
    name = data.draw(names)
    content = bytearray(CONTENT[name])
    places = st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255))
    for place, byte in data.draw(st.lists(places, min_size=1, max_size=20)):
        content[place] = byte
    outcome(folder, name, bytes(content))


@given(st.data())
@tuned
def test_cut_off_anywhere(folder: Path, data: st.DataObject) -> None:
    name = data.draw(names)
    outcome(folder, name, CONTENT[name][: data.draw(st.integers(0, len(CONTENT[name])))])


@given(st.data())
@tuned
def test_a_row_that_was_cut_off_is_never_read(folder: Path, data: st.DataObject) -> None:
    """A number that lost its last digits would be a wrong figure; the row is refused instead."""
    rows = CONTENT["readings.csv"].split(b"\n")[:-1]
    last = data.draw(st.integers(1, len(rows) - 1))
    commas = [i for i, byte in enumerate(rows[last]) if byte == ord(",")]
    length = data.draw(st.integers(1, commas[-1]))
    content = b"\n".join([*rows[:last], rows[last][:length]])
    assert isinstance(outcome(folder, "readings.csv", content), Refused)


@given(st.data())
@tuned
def test_random_text_put_in(folder: Path, data: st.DataObject) -> None:
    name = data.draw(names)
    text = CONTENT[name].decode()
    for put in data.draw(st.lists(st.text(max_size=12), min_size=1, max_size=5)):
        place = data.draw(st.integers(0, len(text)))
        text = text[:place] + put + text[place:]
    outcome(folder, name, text.encode("utf-8", "surrogatepass"))


@given(names, st.binary(max_size=400))
@tuned
def test_any_bytes(folder: Path, name: str, content: bytes) -> None:
    outcome(folder, name, content)


@given(st.lists(st.lists(st.text(max_size=15), min_size=6, max_size=6), max_size=6))
@tuned
def test_any_cells(folder: Path, rows: list[list[str]]) -> None:
    header = "indicator,month,numerator,denominator,value,note"
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    text = "\n".join([header, *quoted])
    outcome(folder, "readings.csv", text.encode("utf-8", "surrogatepass"))


numbers = st.sampled_from(
    ["", "0", "4", "11", "11.5", "-1", "36.4%", "100%", "101%", "36.4", "1,132", "x", "4.0", "#N/A"]
)
rows_of_cells = st.tuples(
    st.sampled_from(["7.1", "7.10", "7.2", "7.5", "7.7", "10.2", "7.3"]),
    st.sampled_from(["2015-05", "2015-04", "May-15", "05/01/2015", "13/1/2015", ""]),
    numbers,
    numbers,
    numbers,
    st.sampled_from(["", "reason"]),
)


@given(st.lists(rows_of_cells, min_size=1, max_size=8), st.randoms())
@tuned
def test_the_order_of_rows_never_matters(
    folder: Path, rows: list[tuple[str, ...]], rng: random.Random
) -> None:
    header = "indicator;month;numerator;denominator;value;note"

    def read(rows: list[tuple[str, ...]]) -> object:
        text = "\n".join([header, *(";".join(row) for row in rows)])
        found = outcome(folder, "readings.csv", text.encode())
        return sorted(found.codes) if isinstance(found, Refused) else says(found.content)

    before = read(rows)
    rng.shuffle(rows)
    assert read(rows) == before


@given(st.randoms(), st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n", "\r"]))
@tuned
def test_shuffled_and_saved_otherwise_the_report_says_the_same(
    folder: Path, rng: random.Random, delimiter: str, line_end: str
) -> None:
    header, *rows = CONTENT["readings.csv"].decode().splitlines()
    rng.shuffle(rows)
    text = line_end.join([header, *rows]).replace(",", delimiter)
    encoding = rng.choice(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
    found = outcome(folder, "readings.csv", text.encode(encoding))
    plain = outcome(folder, "readings.csv", CONTENT["readings.csv"])
    assert isinstance(found, Extract)
    assert isinstance(plain, Extract)
    assert says(found.content) == says(plain.content)


@given(st.data())
@tuned
def test_a_row_twice_is_always_refused(folder: Path, data: st.DataObject) -> None:
    name = data.draw(names)
    lines = CONTENT[name].decode().splitlines()
    row = data.draw(st.sampled_from(lines[1:]))
    lines.insert(data.draw(st.integers(1, len(lines))), row)
    found = outcome(folder, name, "\n".join(lines).encode())
    assert isinstance(found, Refused)
    assert found.codes == ("R130",)


@pytest.mark.parametrize(
    "content",
    [
        b"a" * 4_000_000,
        b"," * 4_000_000,
        b'"' * 4_000_000,
        b"\n" * 4_000_000,
        b"a\n" * 2_000_000,
        b"indicator,month,numerator,denominator,value,note\n" + b"7.1," * 1_000_000,
        b"indicator,month,numerator,denominator,value,note\n" + b"7.1\n" * 1_000_000,
        b"indicator,month,numerator,denominator,value,note\n7.1,2015-05," + b"1" * 4_000_000,
        b"indicator,month,numerator,denominator,value,note\n7.1,2015-05,," + b"1" * 130_000 + b",,",
        b"indicator,month,numerator,denominator,value,note\n" + b"1" * 130_000 + b",,x,,,",
        b"indicator,month,numerator,denominator,value,note\n," + b"1/" * 60_000 + b",,,,",
        b"indicator,month,numerator,denominator,value,note\n" + b"7.1,x,,,,\n" * 100_000,
        b"indicator,month,numerator,denominator,value,note\n" + b"7.1,2015-05,1,,,\n" * 100_000,
        b'indicator,month,numerator,denominator,value,note\n7.1,2015-05,1,,,"' + b"a\n" * 60_000,
    ],
    ids=range(14),
)
def test_rubbish_in_bulk_is_refused_soon(folder: Path, content: bytes) -> None:
    assert isinstance(outcome(folder, "readings.csv", content), Refused)


def test_the_day_of_reading_does_not_change_what_is_read(folder: Path) -> None:
    path = folder / "readings.csv"
    path.write_bytes(CONTENT["readings.csv"])
    assert read_readings(path, shipped(), today=Month(2030, 1)) == read_readings(path, shipped())
