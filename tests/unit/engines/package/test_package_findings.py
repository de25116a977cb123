"""Every code that the engine raises is explained, and every explanation is of a code it raises."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import lacxl
import lacxl.engines.package as engine

FINDINGS = Path(lacxl.__file__).parent / "catalogue" / "findings" / "package.toml"


def test_codes_and_explanations_match() -> None:
    modules = Path(engine.__file__).parent.rglob("*.py")
    raised = {code for m in modules for code in re.findall(r'"(W\d{3})"', m.read_text("utf-8"))}
    explained = tomllib.loads(FINDINGS.read_text("utf-8"))
    assert raised == set(explained)
    for entry in explained.values():
        assert set(entry) == {"title", "meaning", "todo"}
        assert all(text.strip() for text in entry.values())
