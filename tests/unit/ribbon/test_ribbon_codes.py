"""Every code of the button is explained, and every explanation has a code in use."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import lacxl

ROOT = Path(lacxl.__file__).parent


def test_each_code_raised_is_explained_and_the_other_way_round() -> None:
    raised = {
        code
        for path in ROOT.rglob("*.py")
        for code in re.findall(r'"(B\d{3})"', path.read_text("utf-8"))
    }
    text = ROOT.joinpath("catalogue", "findings", "ribbon.toml").read_text("utf-8")
    explained = tomllib.loads(text)
    assert raised == set(explained)
    assert all(set(table) == {"title", "meaning", "todo"} for table in explained.values())
