"""Every code about files is explained, and every explanation has a code in use."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import lacxl
import lacxl.catalogue

SOURCES = Path(lacxl.__file__).parent
EXPLAINED = Path(lacxl.catalogue.__file__).parent / "findings" / "files.toml"


def test_each_code_raised_is_explained_and_the_other_way_round() -> None:
    raised = {
        code
        for path in SOURCES.rglob("*.py")
        for code in re.findall(r'"(F\d{3})"', path.read_text(encoding="utf-8"))
    }
    explained = tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))
    assert raised == set(explained)
    for table in explained.values():
        assert set(table) == {"title", "meaning", "todo"}
        assert all(text.strip() == text and text for text in table.values())
