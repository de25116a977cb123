"""Puts the page into the wheel that a release builds: hatchling calls this, for every wheel."""

from __future__ import annotations

import os
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VARIABLE = "LACXL_PAGE"
"""Names the page that was built. Without it, as in a checkout, a wheel has none."""


class PageHook(BuildHookInterface):  # type: ignore[misc]
    """Adds the page that the variable names."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Say where the page goes; `version` is the kind of wheel."""
        page = os.environ.get(VARIABLE)
        if page and version != "editable":
            build_data["force_include"][page] = "lacxl/page/lacxl.html"
