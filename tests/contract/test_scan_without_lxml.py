"""Where lxml is not there, a scan finds the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import needs
from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding
from lacxl.scan import lxml_trees, opened, parts, plain_trees, scan

SMALL = 400_000
FILES = [
    *(
        pytest.param(path, marks=pytest.mark.shared, id=path.name)
        for path in (*needs.corpus_files(), *needs.case_files())
        if path.stat().st_size < SMALL
    )
] or [pytest.param(None, marks=pytest.mark.shared, id="shared")]
FILES += [pytest.param(path, id=path.name) for path in needs.template_files()]


def found(path: Path) -> tuple[Finding, ...]:
    try:
        with path.open("rb") as file, opened(file, path.name) as members:
            return scan(members)
    except Refused as fault:
        return fault.findings


@pytest.mark.parametrize("path", FILES)
def test_it_finds_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "trees", lxml_trees)
    with_lxml = found(path)
    monkeypatch.setattr(parts, "trees", plain_trees)
    assert found(path) == with_lxml


def test_lxml_is_not_asked_for() -> None:
    code = (
        "import sys; sys.modules['lxml'] = None; from lacxl.scan import parts; print(parts.trees)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "plain_trees" in done.stdout, done.stderr
