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
    with ThreadPoolExecutor(min(_WORKERS, os.cpu_count() or 1)) as pool:
        try:
            results: Iterable[R] = pool.map(function, several)
        except RuntimeError:  # no thread can be started; what the function raises comes later
            results = map(function, several)
        return list(results)
