"""A clean year to September, as lacxl fills it and as a person types it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lacxl.domain.month import Month
from workbooks.clean_year import build_clean
from workbooks.figures import Sheets, as_typed

SEPTEMBER = Month(2015, 9)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Sheets:
    return Sheets(build_clean(tmp_path_factory.mktemp("filled"), SEPTEMBER, seed=7).path)


@pytest.fixture(scope="session")
def typed(filled: Sheets, tmp_path_factory: pytest.TempPathFactory) -> Sheets:
    path: Path = tmp_path_factory.mktemp("typed") / "clean.xlsx"
    path.write_bytes(filled.path.read_bytes())
    return Sheets(as_typed(path))
