"""Asking Windows whether a file is open elsewhere; what it answers is tested in tests/wine."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from lacxl.files.sharing import is_open_elsewhere


@pytest.mark.skipif(sys.platform == "win32", reason="Windows holds files back")
def test_no_file_is_held_back_elsewhere_than_on_windows(tmp_path: Path) -> None:
    path = tmp_path / "open.xlsx"
    with path.open("wb"):
        assert not is_open_elsewhere(path)


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows holds files back")
def test_a_closed_file_and_an_absent_one_are_not_held(tmp_path: Path) -> None:
    path = tmp_path / "closed.xlsx"
    assert not is_open_elsewhere(path)
    path.write_bytes(b"")
    assert not is_open_elsewhere(path)
