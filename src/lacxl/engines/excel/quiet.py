"""Quiet mode: while lacxl writes, Excel neither flickers, calculates, asks nor runs macros."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from lacxl.domain.errors import Refused, Unfinished
from lacxl.domain.finding import Finding, error
from lacxl.engines.excel.native import Spelling
from lacxl.engines.excel.patience import Patience

_QUIET = {
    "screen_updating": False,
    "display_alerts": False,
    "enable_events": False,
    "calculation": "manual",
}
_IN_WORDS = {
    "screen_updating": "drawing its window",
    "display_alerts": "asking before it overwrites",
    "enable_events": "running macros on changes",
    "calculation": "calculating by itself",
}


@contextmanager
def quiet(app: Any, patience: Patience) -> Iterator[None]:
    """Keep Excel quiet within the block, then give every setting back as it was found.

    Whatever fails, each setting is tried. Where one cannot be given back the person is told, as a
    note on the exception that is under way or as Unfinished.
    """
    found: dict[str, Any] = {}
    under_way: BaseException | None = None
    try:
        for name, value in _QUIET.items():
            found[name] = patience.get(app, name)
            if found[name] != value:
                patience.put(app, name, value)
        yield
    except BaseException as fault:
        under_way = fault
        raise
    finally:
        kept = [
            name
            for name, value in reversed(found.items())
            if value != _QUIET[name] and not _given_back(app, name, value, patience)
        ]
        if kept:
            findings = [_not_given_back(name) for name in kept]
            if under_way is None:
                raise Unfinished(findings)
            if isinstance(under_way, Refused):
                under_way.findings = (*under_way.findings, *findings)


def _given_back(app: Any, name: str, value: Any, patience: Patience) -> bool:
    try:
        patience.put(app, name, value)
    except Refused:
        return False
    return True


def _not_given_back(name: str) -> Finding:
    return error(
        "E114",
        f"Excel was kept from {_IN_WORDS.get(name, name)} while lacxl wrote, and could not be "
        "set back.",
        "",
        "Save your work, close Excel, and open it again.",
    )


@contextmanager
def lettered(app: Any, native: Spelling, patience: Patience) -> Iterator[None]:
    """Let columns have letters within the block, numbers again afterwards if they had those.

    Excel takes the formula of a conditional format in the style that the person has chosen.
    """
    numbers = patience(partial(native.uses_r1c1, app), "asking how columns are named")
    if not numbers:
        yield
        return
    patience(partial(native.use_r1c1, app, False), "naming columns by letters")
    under_way: BaseException | None = None
    try:
        yield
    except BaseException as fault:
        under_way = fault
        raise
    finally:
        try:
            patience(partial(native.use_r1c1, app, True), "naming columns by numbers")
        except Refused:
            left = _not_given_back("naming columns by numbers")
            if under_way is None:
                raise Unfinished(left) from None
            if isinstance(under_way, Refused):
                under_way.findings = (*under_way.findings, left)
