"""Three placements in the twelve months (9.2): the first and the last day of the year count."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from small_records import episode, figures, folder_of, of_903

SPANS = [
    # month, the first placement's end, the third one's start, whether both are in the twelve months
    ("2015-05", "2014-06-02", "2015-05-31", True),
    ("2015-05", "2014-06-01", "2015-05-31", False),
    ("2015-05", "2014-06-05", "2015-05-31", True),
    ("2015-05", "2014-06-02", "2015-05-28", True),
    ("2015-05", "2014-06-02", "2015-06-01", False),
    ("2016-02", "2015-03-02", "2016-02-29", True),  # 366 days from 28 February 2015
    ("2016-02", "2015-03-01", "2016-02-29", False),
    ("2016-03", "2015-04-02", "2016-03-31", True),
]


@pytest.mark.parametrize("month", sorted({month for month, *_ in SPANS}))
def test_three_placements_count_to_the_first_and_the_last_day_of_the_year(
    tmp_path: Path, month: str
) -> None:
    of = [(end, start, many) for each, end, start, many in SPANS if each == month]
    rows = list(lines(of))
    folder = folder_of(tmp_path, of_903(rows, dict.fromkeys(range(len(of)), "2005-01-01")))
    assert figures(folder, month, "9.2") == {"9.2": (sum(many for *_, many in of), len(of))}


def lines(of: Iterable[tuple[str, str, bool]]) -> Iterable[str]:
    for child, (end, start, _) in enumerate(of):
        yield episode(child, "2013-01-01", "S", end, "X1", post="AA1 1AA")
        yield episode(child, end, "P", start, "X1", post="AA2 2AA")
        yield episode(child, start, "P", post="AA3 3AA")
