"""Every code of this family is explained, and every explanation is of a code in use."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import lacxl

ROOT = Path(lacxl.__file__).parent
FINDINGS = ROOT / "catalogue" / "findings"


@pytest.mark.parametrize(
    ("family", "letter"), [("readings", "R"), ("history", "H"), ("settings", "S")]
)
def test_codes_and_explanations_match(family: str, letter: str) -> None:
    sources = [path.read_text("utf-8") for path in ROOT.rglob("*.py")]
    used = {code for text in sources for code in re.findall(rf'"({letter}\d{{3}})"', text)}
    explained = tomllib.loads((FINDINGS / f"{family}.toml").read_text("utf-8"))
    assert used == set(explained)
    for entry in explained.values():
        assert set(entry) == {"title", "meaning", "todo"}
        assert all(words.strip() for words in entry.values())
