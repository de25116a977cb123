"""Rows by child and day, however they lie in the file, and the years that days belong to."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lacxl.records.feeds.returns import years_of
from lacxl.records.feeds.rows import by_child_and_day
from lacxl.records.frames import DAY, NO_DAY, NO_NUMBER, Codes, Frame

Row = tuple[int, int | None]
days = st.none() | st.integers(15_000, 15_004)
together = st.lists(st.lists(days, min_size=1, max_size=4), min_size=1, max_size=6).flatmap(
    lambda runs: st.permutations(range(len(runs))).map(
        lambda children: [
            (child, day)
            for child, run in zip(children, runs, strict=True)
            for day in sorted(run, key=_last_where_none)
        ]
    )
)
"""Rows as most systems write them: a child's stand together, in order."""
anyhow = st.lists(st.tuples(st.integers(-1, 5), days), min_size=1, max_size=20)


def _last_where_none(day: int | None) -> int:
    return NO_NUMBER if day is None else day


@given(together | anyhow, st.booleans())
def test_rows_come_by_child_and_day_and_say_what_they_said(rows: list[Row], gaps: bool) -> None:
    numbers = np.arange(len(rows), dtype=np.int64) * (3 if gaps else 1) + 2
    frame = Frame(
        {
            "child": np.array([child for child, _ in rows], np.int64),
            "held": np.array(
                [NO_DAY if d is None else np.datetime64(d, "D") for _, d in rows], DAY
            ),
            "place": Codes.of(f"U{number}" for number in numbers.tolist()),
            "row": numbers,
            "file": Codes.all_of("reviews.csv", len(rows)),
        }
    )
    found, alike = by_child_and_day(frame, "held")
    expected = sorted(
        (child, _last_where_none(day), int(number))
        for (child, day), number in zip(rows, numbers, strict=True)
    )
    told = [
        NO_NUMBER if np.isnat(day) else int(day.astype(np.int64)) for day in found.array("held")
    ]
    assert list(zip(found.child.tolist(), told, found.rows.tolist(), strict=True)) == expected
    assert found.codes("place").as_texts().tolist() == [f"U{number}" for *_, number in expected]
    keys = [row[:2] for row in expected]
    assert alike.tolist() == [i > 0 and keys[i] == keys[i - 1] for i in range(len(keys))]


def test_a_return_is_of_the_year_that_ends_on_31_march() -> None:
    days = np.array(["2015-03-31", "2015-04-01", "1899-12-30", "NaT"], DAY)
    assert years_of(days).tolist() == [2015, 2016, 1900, 0]
