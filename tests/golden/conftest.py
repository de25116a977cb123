"""The demo, filled once for all golden tests."""

from __future__ import annotations

import pytest
from may_2015 import Filled

from lacxl.app.month.refresh import refresh
from lacxl.demo import MONTH, write_demo
from lacxl.settings.settings import Settings


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    settings = Settings.load(write_demo(tmp_path_factory.mktemp("golden") / "demo"))
    before = settings.workbook_path.read_bytes()
    return Filled(settings, before, refresh(settings, MONTH))
