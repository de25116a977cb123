"""Tables of records as arrays: texts, rows, and the way from and to pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacxl.domain.dataset import DATASETS
from lacxl.records.frames import NO_DAY, Codes, Frame, stacked
from pandas_frames import of_pandas, to_pandas

texts = st.lists(st.sampled_from(["", "S", "L", "T", "É", "ab c"]), max_size=12)


@given(texts)
def test_texts_come_out_as_they_went_in(given_texts: list[str]) -> None:
    codes = Codes.of(given_texts)
    assert codes.as_texts().tolist() == given_texts
    assert "" not in codes.texts
    assert len(set(codes.texts)) == len(codes.texts)
    assert codes.is_blank.tolist() == [text == "" for text in given_texts]


@given(texts, texts, st.sets(st.sampled_from(["", "S", "É", "other"])))
def test_columns_under_each_other_keep_their_texts(
    one: list[str], other: list[str], wanted: set[str]
) -> None:
    both = Codes.joined((Codes.of(one), Codes.of(other)))
    assert both.as_texts().tolist() == one + other
    assert both.any_of(wanted).tolist() == [text in wanted for text in one + other]


@given(texts)
def test_ranks_order_rows_as_their_texts_do(given_texts: list[str]) -> None:
    ranks = Codes.of(given_texts).ranks().tolist()
    assert [text for _, text in sorted(zip(ranks, given_texts, strict=True))] == sorted(given_texts)


def test_texts_that_are_alike_or_empty_become_one() -> None:
    codes = Codes.mapped(np.array([0, 1, 2, -1]), ["S", "", "S"])
    assert codes.as_texts().tolist() == ["S", "", "S", ""]
    assert codes.indices.tolist() == [0, -1, 0, -1]


def test_a_text_put_into_rows_leaves_the_others() -> None:
    codes = Codes.of(["S", "", "L"])
    assert codes.put(np.array([1]), "X1").as_texts().tolist() == ["S", "X1", "L"]
    assert codes.as_texts().tolist() == ["S", "", "L"]


def test_a_row_that_is_not_there_has_no_text() -> None:
    assert Codes.of(["S", "L"]).or_none(np.array([1, -1, 0])).as_texts().tolist() == ["L", "", "S"]
    assert Codes.of([]).or_none(np.array([-1])).as_texts().tolist() == [""]


def frame(child: int, file: str = "a.csv", **more: np.ndarray | Codes) -> Frame:
    return Frame(
        {"child": np.array([child, child + 1]), **more, "row": np.array([2, 3]),
         "file": Codes.all_of(file, 2)}
    )  # fmt: skip


def test_a_column_that_one_file_lacks_is_filled_with_none() -> None:
    days = np.array(["2015-05-01", "2015-05-02"], "datetime64[D]")
    whole = stacked([frame(1, start=days, rec=Codes.of(["E4A", ""])), frame(7, "b.csv")])
    assert whole.child.tolist() == [1, 2, 7, 8]
    assert np.isnat(whole.array("start")).tolist() == [False, False, True, True]
    assert whole.codes("rec").as_texts().tolist() == ["E4A", "", "", ""]
    assert whole.file.as_texts().tolist() == ["a.csv", "a.csv", "b.csv", "b.csv"]


@pytest.mark.parametrize("rows", [np.array([False, True]), np.array([1])])
def test_rows_are_taken_by_mask_or_by_place(rows: np.ndarray) -> None:
    taken = frame(1, rec=Codes.of(["E4A", "X1"])).taken(rows)
    assert taken.child.tolist() == [2]
    assert taken.rows.tolist() == [3]
    assert taken.codes("rec").as_texts().tolist() == ["X1"]
    assert taken.file.as_texts().tolist() == ["a.csv"]


def test_printing_shows_no_value() -> None:
    shown = repr(frame(4711, urn=Codes.of(["SC471147", ""]))) + repr(Codes.of(["SC471147"]))
    assert "4711" not in shown
    assert "2 rows" in shown


def test_the_only_row_of_pandas_can_be_written_into() -> None:
    # once: what is the same in every row was not copied where there was only one row
    ours = Frame({"child": np.array([1]), "placements": np.broadcast_to(np.float64("nan"), 1)})
    theirs = to_pandas("in_care", ours)
    theirs.loc[0, "placements"] = 3.0
    assert theirs["placements"].tolist() == [3.0]


@pytest.mark.parametrize("name", sorted(DATASETS))
def test_pandas_and_back_is_the_same(name: str) -> None:
    columns: dict[str, np.ndarray | Codes] = {}
    for column, kind in DATASETS[name].columns.items():
        columns[column] = {
            "child": np.array([1, 2]),
            "date": np.array(["2015-02-28", NO_DAY], "datetime64[D]"),
            "code": Codes.of(["", "X1"]),
            "number": np.array([np.nan, 3.0]),
            "flag": np.array([1.0, np.nan]),
        }[kind.value]
    ours = Frame({**columns, "row": np.array([2, 3]), "file": Codes.all_of("a.csv", 2)})
    theirs = to_pandas(name, ours)
    back = of_pandas(name, theirs)
    assert list(back.columns) == list(ours.columns)
    for column in ours.columns:
        if ours.is_text(column):
            assert back.codes(column).as_texts().tolist() == ours.codes(column).as_texts().tolist()
        else:
            np.testing.assert_array_equal(back.array(column), ours.array(column))
    pd.testing.assert_frame_equal(to_pandas(name, back), theirs)
