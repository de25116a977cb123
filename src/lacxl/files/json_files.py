"""Reading a JSON file that anybody may have touched: what it holds, or ValueError."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lacxl.domain.errors import Refused
from lacxl.files.plain import read_plain

LARGEST = 64 << 20
DEEPEST = 30
"""The most bytes, and the most lists and tables within each other, of any that lacxl writes."""


def read_json(path: Path, most: int = LARGEST) -> Any:
    """Return what a JSON file holds.

    Raises OSError where the disk does not give it, ValueError for anything but a plain file of
    JSON in reasonable measure: json itself gives up on deep nesting with a RecursionError.
    """
    try:
        content = json.loads(read_plain(path, most), parse_constant=_no_constant)
    except Refused as refused:
        raise ValueError("no plain file of reasonable size") from refused
    except RecursionError as fault:
        raise ValueError("nested too deeply") from fault
    level = [content]
    for _ in range(DEEPEST):
        level = [inner for each in level for inner in _inside(each)]
        if not level:
            return content
    raise ValueError("nested too deeply")


def _inside(content: Any) -> list[Any]:
    if isinstance(content, dict):
        return list(content.values())
    return content if isinstance(content, list) else []


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")
