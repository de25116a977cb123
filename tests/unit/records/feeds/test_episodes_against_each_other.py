"""Open episodes that others follow, and episodes that overlap, told in plain words once more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lacxl.records import ReadOptions
from lacxl.records.feeds.context import Context
from lacxl.records.feeds.episodes import SHORT_BREAKS, checked_episodes, in_order
from lacxl.records.feeds.report import Report
from lacxl.records.frames import DAY, NO_DAY, Codes, Days, Frame

FIRST = 15_000
CHILDREN = 4
Episode = tuple[int, int, int | None, str]
"""Child, start, end, legal status."""

episodes = st.lists(
    st.tuples(
        st.integers(0, CHILDREN - 1),
        st.integers(0, 12),
        st.none() | st.integers(0, 6),
        st.sampled_from(["C1", "V2", *SHORT_BREAKS]),
    ).map(lambda e: (e[0], FIRST + e[1], None if e[2] is None else FIRST + e[1] + e[2], e[3])),
    min_size=1,
    max_size=14,
)


def days(numbers: Sequence[int | None]) -> Days:
    return np.array([NO_DAY if n is None else np.datetime64(n, "D") for n in numbers], DAY)


def framed(rows: list[Episode]) -> Frame:
    return Frame(
        {
            "child": np.array([row[0] for row in rows], np.int64),
            "start": days([row[1] for row in rows]),
            "end": days([row[2] for row in rows]),
            "legal_status": Codes.of(row[3] for row in rows),
            # each a start of its own: several rows of one start are tested elsewhere
            "rne": Codes.of(str(number) for number in range(len(rows))),
            "rec": Codes.of("" if row[2] is None else "E8" for row in rows),
            "row": np.arange(len(rows)) + 2,
            "file": Codes.all_of("episodes.csv", len(rows)),
        }
    )


class AllRows(Report):
    """A report that keeps the rows of each code, however many."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, set[int]] = {}

    def add(
        self, code: str, file: str, rows: Iterable[int] = (), column: str = "", case: str = "",
        **said: object,
    ) -> None:  # fmt: skip
        self.rows[code] = {int(row) for row in rows}
        super().add(code, file, rows, column, case, **said)


def expected(rows: list[tuple[int, Episode]]) -> tuple[dict[str, set[int]], dict[int, int | None]]:
    """Return the rows that are reported, by code, and the end of each; `rows` are in order."""
    said: dict[str, set[int]] = {}
    ends = {number: end for number, (_, _, end, _) in rows}
    counted = [(number, each) for number, each in rows if each[3] not in SHORT_BREAKS]
    for i, (number, (child, start, end, _)) in enumerate(counted):
        later = [each for _, each in counted[i + 1 :] if each[0] == child]
        earlier = [each for _, each in counted[:i] if each[0] == child]
        if end is None and later:
            double = any(each[2] is None for each in later)
            said.setdefault("X142" if double else "X140", set()).add(number)
            ends[number] = later[0][1]
        if any(each[2] is not None and each[2] > start for each in earlier):
            said.setdefault("X141", set()).add(number)
    return said, ends


@given(episodes)
def test_the_same_is_found_as_by_looking_at_each_episode_and_all_others(
    rows: list[Episode],
) -> None:
    report = AllRows()
    context = Context("ssda903", report, ReadOptions(), CHILDREN, dt.date(2030, 1, 1))
    ordered, _ = in_order(framed(rows))
    found = checked_episodes(ordered, context)
    said, ends = expected([(number, rows[number - 2]) for number in ordered.rows.tolist()])
    assert report.rows == said
    told = [None if np.isnat(day) else int(day.astype(np.int64)) for day in found.array("end")]
    assert dict(zip(found.rows.tolist(), told, strict=True)) == ends
    closed = sum(end is not None for end in ends.values())
    assert sum(found.codes("rec").any_of(("E8", "X1"))) == closed
