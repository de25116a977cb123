"""Work on the same records done beside each other."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")
_WORKERS = 4


def beside_each_other(function: Callable[[T], R], items: Iterable[T]) -> list[R]:
    """Return the results of a function, by threads where there are any: a browser has none."""
    several = list(items)
    try:
        with ThreadPoolExecutor(min(_WORKERS, os.cpu_count() or 1)) as pool:
            return list(pool.map(function, several))
    except RuntimeError:
        return [function(each) for each in several]
