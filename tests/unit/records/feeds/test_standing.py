"""Whole numbers found again where they stand."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lacxl.records.feeds.standing import Standing

numbers = st.integers(0, 40) | st.integers(-(2**63), 2**63 - 1)
some = st.lists(numbers, max_size=60)


@given(some, some)
def test_each_is_found_where_it_stands_and_no_other(here: list[int], others: list[int]) -> None:
    here = list(dict.fromkeys(here))
    standing = Standing(np.array(here, np.int64))
    assert standing.is_different
    asked = [*others, *here[::-1]]
    found = standing.of(np.array(asked, np.int64)).tolist()
    assert found == [here.index(number) if number in here else -1 for number in asked]


@given(some)
def test_a_number_that_stands_twice_is_noticed(here: list[int]) -> None:
    standing = Standing(np.array(here, np.int64))
    assert standing.is_different == (len(set(here)) == len(here))


def test_many_are_found_too() -> None:
    here = np.random.default_rng(7).permutation(50_000) * 977
    standing = Standing(here)
    assert standing.is_different
    assert np.array_equal(standing.of(here[::-1]), np.arange(len(here))[::-1])
    assert (standing.of(here + 1) == -1).all()
    assert not Standing(np.append(here, here[17])).is_different
