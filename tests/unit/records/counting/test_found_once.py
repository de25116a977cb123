"""What is found once: rooms of rules ask for it at the same time, and find it no second time."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from lacxl.domain.dataset import CannotCount
from lacxl.domain.month import Month
from lacxl.records.counting.options import Options
from lacxl.records.counting.records import Records, once

CALLS: list[str] = []


@once
def slow(records: Records, name: str) -> str:
    CALLS.append(name)
    time.sleep(0.05)
    return f"found {name}"


@once
def failing(records: Records) -> str:
    CALLS.append("failing")
    raise CannotCount("no such list")


def records() -> Records:
    CALLS.clear()
    return Records({}, Options(), None, None, (Month(2015, 5),))


def test_who_asks_meanwhile_waits_for_it() -> None:
    of = records()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda name: slow(of, name), ["a", "a", "b", "a", "b"]))
    assert found == ["found a", "found a", "found b", "found a", "found b"]
    assert sorted(CALLS) == ["a", "b"]


def test_each_has_its_own() -> None:
    slow(records(), "a")
    slow(records(), "a")
    assert CALLS == ["a"], "not that of other records"


def test_why_it_cannot_be_found_is_told_each_who_asks() -> None:
    of = records()
    for _ in range(2):
        with pytest.raises(CannotCount, match="no such list"):
            failing(of)
