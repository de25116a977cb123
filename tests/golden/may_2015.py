"""What the golden tests share: the printed report as data, and the demo once it is filled."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lacxl.app.month.refresh import Refreshed
from lacxl.settings.settings import Settings

REPORT = Path(__file__).parents[1] / "data" / "report_2015_05"


@dataclass(frozen=True)
class Filled:
    settings: Settings
    before: bytes
    result: Refreshed
