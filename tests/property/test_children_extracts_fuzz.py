"""Children's extracts, shuffled and mutated: the same, findings, or refused; no traceback."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lacxl.domain.dataset import DATASETS, Dtype
from lacxl.domain.errors import Refused
from lacxl.records import ChildrenExtract, ReadOptions
from lacxl.records.feeds.options import REPAIRS
from pandas_frames import frames_of
from unit.records.feeds.small_extracts import (
    ANNEX_A,
    EPISODES,
    HEADER,
    RETURN,
    REVIEWS,
    SSD,
    TODAY,
    read,
    said,
    write,
    write_sheets,
)

TEXTS = {"ssda903": RETURN, "ssd": SSD}
tuned = settings(max_examples=60)


@contextmanager
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="lacxl-fuzz-"))
    try:
        yield path
    finally:
        shutil.rmtree(path)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write_sheets(tmp_path_factory.mktemp("books") / "a.xlsx", ANNEX_A).read_bytes()


def holds_the_contract(extract: ChildrenExtract) -> None:
    for datasets in frames_of(extract).values():
        for name, frame in datasets.items():
            assert list(frame.columns) == [*DATASETS[name].columns, "row", "file"]
            for column, dtype in DATASETS[name].columns.items():
                kind = str(frame[column].dtype)
                assert kind.startswith(
                    {
                        Dtype.CHILD: "int64",
                        Dtype.DATE: "datetime64[s]",
                        Dtype.CODE: "category",
                        Dtype.NUMBER: "float64",
                        Dtype.FLAG: "boolean",
                    }[dtype]
                ), (name, column, kind)
                if dtype is Dtype.CODE:
                    assert not frame[column].isna().any()
            assert (frame["child"] >= 0).all()
            assert (frame["child"] < len(extract.identities)).all()
            assert (frame["row"] >= 2).all()
    for finding in extract.findings:
        assert finding.what
        assert finding.where


def outcome(path: Path) -> None:
    try:
        extract = read(path)
    except Refused as refused:
        if not refused.findings:
            raise
        return
    holds_the_contract(extract)


dates = st.sampled_from(
    [
        "01/05/2016",
        "03/06/2016",
        "15/01/2017",
        "20/06/2017",
        "20/12/2017",
        "2017-12-21",
        "",
        "x",
        "12/31/2017",
        "43089",
        "31/12/9999",
        "#N/A",
        "01/05/2030",
    ]
)
episode = st.tuples(
    st.sampled_from(["101", "102", "103", "A7", "007", ""]),
    dates,
    st.sampled_from("SLPTBUX"),
    st.sampled_from(["C1", "V2", "V4", "E1", "?"]),
    st.sampled_from(["U1", "K2", "A3", "zz"]),
    dates,
    st.sampled_from(["X1", "E4A", "E11", "E43", "", "??"]),
).map(lambda c: f"{c[0]},{c[1]},{c[2]},{c[3]},N1,{c[4]},PR1,{c[5]},{c[6]},,AB1,AB1 2CD,1000")
review = st.tuples(st.sampled_from(["101", "102", "A7"]), dates, dates).map(
    lambda c: f"{c[0]},{c[1]},{c[2]},PN1"
)
header = st.tuples(st.sampled_from(["101", "102", "A7"]), dates).map(
    lambda c: f"{c[0]},1,{c[1]},WBRI,A,,"
)


@tuned
@given(
    years=st.lists(
        st.tuples(
            st.lists(episode, max_size=8),
            st.lists(review, max_size=5),
            st.lists(header, max_size=4),
        ),
        min_size=1,
        max_size=3,
    ),
    seed=st.integers(0, 1000),
    without=st.sets(st.sampled_from(sorted(REPAIRS)), max_size=2),
)
def test_the_order_of_rows_and_files_never_matters(
    years: list[tuple[list[str], list[str], list[str]]], seed: int, without: set[str]
) -> None:
    chance = random.Random(seed)
    numbers = list(range(len(years)))
    chance.shuffle(numbers)
    found = []
    for shuffled in (False, True):
        files = {}
        for number, (rows, reviews, headers) in zip(
            numbers if shuffled else range(len(years)), years, strict=True
        ):
            for name, head, lines in (
                ("episodes", EPISODES, rows),
                ("reviews", REVIEWS, reviews),
                ("header", HEADER, headers),
            ):
                below = chance.sample(lines, len(lines)) if shuffled else lines
                files[f"{number}/{name}.csv"] = (head, *below)
        with folder() as path:
            extract = read(write(path, files), options=ReadOptions(today=TODAY, without=without))
            holds_the_contract(extract)
            found.append((said(extract), extract.as_at, extract.covers, extract.begins))
    assert found[0] == found[1]


@tuned
@given(
    layout=st.sampled_from(sorted(TEXTS)),
    which=st.integers(0, 20),
    changes=st.lists(
        st.tuples(
            st.integers(0, 5000),
            st.sampled_from(["cut", "drop", "add", "swap", "twice"]),
            st.binary(min_size=1, max_size=4),
        ),
        min_size=1,
        max_size=6,
    ),
)
def test_mutated_text_gives_findings_or_is_refused(
    layout: str, which: int, changes: list[tuple[int, str, bytes]]
) -> None:
    files = TEXTS[layout]
    name = sorted(files)[which % len(files)]
    content = ("\n".join(files[name]) + "\n").encode()
    for place, what, extra in changes:
        at = place % max(len(content), 1)
        content = {
            "cut": content[:at],
            "drop": content[:at] + content[at + len(extra) :],
            "add": content[:at] + extra + content[at:],
            "swap": content[:at] + extra + content[at + len(extra) :],
            "twice": content[:at] + content[max(0, at - 40) :],
        }[what]
    with folder() as path:
        write(path, files)
        (path / name).write_bytes(content)
        outcome(path)


@tuned
@given(
    changes=st.lists(
        st.tuples(st.integers(0, 100_000), st.binary(min_size=1, max_size=8)), max_size=5
    ),
    cut=st.none() | st.integers(0, 100_000),
)
def test_a_mutated_workbook_gives_findings_or_is_refused(
    workbook: bytes, changes: list[tuple[int, bytes]], cut: int | None
) -> None:
    content = bytearray(workbook)
    for place, extra in changes:
        at = place % len(content)
        content[at : at + len(extra)] = extra
    with folder() as path:
        (path / "a.xlsx").write_bytes(bytes(content[:cut] if cut else content))
        outcome(path)


@tuned
@given(
    cells=st.lists(
        st.tuples(
            st.sampled_from(sorted(ANNEX_A)),
            st.integers(0, 2),
            st.integers(0, 19),
            st.none()
            | st.text(max_size=12).filter(str.isprintable)
            | st.integers(-10, 10**20)
            | st.floats(allow_nan=False, allow_infinity=False)
            | st.booleans()
            | st.datetimes()
            | st.dates()
            | st.times(),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_any_cell_of_a_sheet_gives_findings_or_is_refused(
    cells: list[tuple[str, int, int, object]],
) -> None:
    sheets = {sheet: [list(row) for row in rows] for sheet, rows in ANNEX_A.items()}
    for sheet, row, place, value in cells:
        line = sheets[sheet][row % len(sheets[sheet])]
        line[place % len(line)] = value
    with folder() as path:
        try:
            write_sheets(path / "a.xlsx", sheets)
        except (ValueError, TypeError, OverflowError):  # what no sheet can hold
            return
        outcome(path)
