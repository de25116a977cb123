"""Every test of the scan runs on both libraries of trees."""

from __future__ import annotations

import pytest

from lacxl.scan import lxml_trees, parts, plain_trees


@pytest.fixture(params=[lxml_trees, plain_trees], ids=["lxml", "plain"], autouse=True)
def trees(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "trees", request.param)
