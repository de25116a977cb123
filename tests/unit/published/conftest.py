"""The committed excerpts of the DfE's files, and changed copies of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from needs import ROOT

EXCERPTS = ROOT / "tests" / "data" / "dfe"
Change = Callable[[str], str]


@pytest.fixture
def excerpts() -> Path:
    """The excerpts as they are."""
    return EXCERPTS


@pytest.fixture
def dfe(tmp_path: Path) -> Path:
    """A copy of the excerpts, with the neighbours of 2025 alone."""
    folder = tmp_path / "dfe"
    shutil.copytree(EXCERPTS, folder)
    (folder / "New_Statistical_Neighbour_Groupings_April_2021.csv").unlink()
    return folder


@pytest.fixture
def change(dfe: Path) -> Callable[[str, Change], Path]:
    """Change the text of a file in the copy."""

    def changed(name: str, how: Change) -> Path:
        path = dfe / name
        path.write_text(how(path.read_text("utf-8-sig")), "utf-8")
        return path

    return changed
