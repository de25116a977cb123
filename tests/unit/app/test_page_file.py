"""The page that ships: found, copied to a new file, or not in this installation."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from lacxl.app.page_file import page_file
from lacxl.domain.errors import Refused, UsageFault

PAGE = b"<!doctype html>"


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    (tmp_path / "shipped.html").write_bytes(PAGE)
    return tmp_path / "shipped.html"


def test_it_is_where_it_ships(shipped: Path) -> None:
    found = page_file(shipped=shipped)
    assert (found.path, found.size) == (shipped, len(PAGE))
    assert found.sha256 == hashlib.sha256(PAGE).hexdigest()


def test_a_copy_is_a_new_file(shipped: Path, tmp_path: Path) -> None:
    copy = tmp_path / "lacxl.html"
    assert page_file(copy, shipped).path == copy
    assert copy.read_bytes() == PAGE
    with pytest.raises(UsageFault) as fault:
        page_file(copy, shipped)
    assert fault.value.codes == ("U105",)


def test_a_folder_that_is_not_there(shipped: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused) as fault:
        page_file(tmp_path / "nowhere" / "lacxl.html", shipped)
    assert fault.value.codes[0].startswith("F")


def test_an_installation_without_it(tmp_path: Path) -> None:
    with pytest.raises(Refused) as fault:
        page_file(shipped=tmp_path / "none.html")
    assert fault.value.codes == ("J105",)
