"""The helper serves requests in the order in which they came."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest

from lacxl.ribbon import helper


@pytest.mark.parametrize("order", list(itertools.permutations("123")))
def test_those_of_one_moment_are_served_by_their_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, order: tuple[str, ...]
) -> None:
    """The clock was asked anew for each, so that the last one looked at was the oldest."""
    room = helper._Room(tmp_path)
    room.inbox.mkdir()
    paths = [room.inbox / f"{name}.request" for name in order]
    for path in paths:
        path.touch()
        os.utime(path, ns=(10**18, 10**18))
    older = room.inbox / "9.request"
    older.touch()
    os.utime(older, ns=(10**18 - 1_000_000, 10**18 - 1_000_000))
    monkeypatch.setattr(Path, "iterdir", lambda _: iter([*paths, older]))
    assert [path.stem for path in helper._waiting(room)] == ["9", "1", "2", "3"]
