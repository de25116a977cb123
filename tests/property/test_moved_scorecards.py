"""Whatever people do to an adopted scorecard, a figure goes into its own cell or into none."""

from __future__ import annotations

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from lacxl.domain.errors import Refused
from property.rearranged_scorecards import Rearranged, adopted

SHAPES = (
    "letters",
    "data_sheet",
    "blocks",
    "full_year",
    "quarterly",
    "sheet_a_month",
    "early_help",
)
DOES = ("rename", "row", "column", "swap rows", "swap columns", "merge")
MOVES = st.tuples(st.sampled_from(DOES), st.integers(0, 9_999), st.integers(0, 9_999))


def test_nothing_is_elsewhere_before_anything_is_done() -> None:
    """The cells hold figures, so that what is compared below means something."""
    for shape in SHAPES:
        before = Rearranged(adopted(shape, 1))
        held = before.original.snapshot.cells
        assert before.truth == before.at
        assert sum(held.get(place) is not None for place in before.at.values()) >= 5, shape


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=25)
@given(seed=st.sampled_from((1, 2)), moves=st.lists(MOVES, min_size=1, max_size=6))
def test_a_figure_is_found_in_its_own_cell_or_it_is_refused(
    shape: str, seed: int, moves: list[tuple[str, int, int]]
) -> None:
    now = Rearranged(adopted(shape, seed))
    for move in moves:
        now.do(*move)
    snapshot = now.book.snapshot
    try:
        found = now.original.located(snapshot)
    except Refused:
        event("refused")
        return
    truth = now.truth
    event("all found" if found.keys() == truth.keys() else "some left out")
    wrong = {key: place for key, place in found.items() if truth.get(key) != place}
    assert wrong == {}
    before, after = now.original.snapshot.cells, snapshot.cells
    kept = found.keys() & now.at.keys()
    assert {key for key in kept if after.get(found[key]) != before.get(now.at[key])} == set()


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("what", ["rename", "row above", "column before", "swap rows", "merge"])
def test_what_leaves_every_heading_and_row_whole_loses_nothing(shape: str, what: str) -> None:
    now = Rearranged(adopted(shape, 1))
    rows = len({place.cell.row for place in now.at.values()})
    for at in range(rows):
        match what:
            case "row above":
                now.do("row", 0, at)
            case "column before":
                now.do("column", 0, at)
            case _:
                now.do(what, at, at + 1)
    assert now.original.located(now.book.snapshot) == now.truth
