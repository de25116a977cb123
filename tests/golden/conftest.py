"""The demo, filled once for all golden tests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from lacxl.app.refresh import Refreshed, refresh
from lacxl.demo import MONTH, write_demo
from lacxl.settings.settings import Settings

REPORT = Path(__file__).parents[1] / "data" / "report_2015_05"


@dataclass(frozen=True)
class Filled:
    settings: Settings
    before: bytes
    result: Refreshed


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    settings = Settings.load(write_demo(tmp_path_factory.mktemp("golden") / "demo"))
    before = settings.workbook_path.read_bytes()
    return Filled(settings, before, refresh(settings, MONTH))
