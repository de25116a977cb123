"""Writes small extracts; the header of the readings layout stands on top of the rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

HEADER = "indicator,month,numerator,denominator,value,note"

Write = Callable[..., Path]


@pytest.fixture
def readings_file(tmp_path: Path) -> Write:
    def write(*rows: str, header: str = HEADER) -> Path:
        path = tmp_path / "readings.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def raw_file(tmp_path: Path) -> Write:
    def write(content: bytes | str, name: str = "readings.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write
