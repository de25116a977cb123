"""Each test on both libraries of trees: lxml, and the standard library's where lxml is not."""

from __future__ import annotations

import pytest

from lacxl.engines.package import expat_tree, lxml_tree, xml

TREES = {"lxml": lxml_tree, "expat": expat_tree}


@pytest.fixture(autouse=True, params=TREES)
def _trees(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "trees", TREES[request.param])
