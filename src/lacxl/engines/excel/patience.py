"""Waiting for an Excel that is busy: a little, and never for ever."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

from lacxl.domain.errors import Refused, refuse
from lacxl.engines.excel.excel_errors import is_busy, is_of_excel, may_be_busy, words_of

T = TypeVar("T")
LIMIT = 15.0
"""The seconds after which a busy Excel is given up."""
_FIRST_PAUSE = 0.05
_LONGEST_PAUSE = 1.0
_UNSURE = 5


class Patience:
    """Carries out calls to Excel, each again and again while Excel turns it away.

    Excel does so while a cell is being edited or a dialog is open. Each call must be one that may
    be tried again: a single property or method.
    """

    def __init__(
        self,
        limit: float = LIMIT,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._limit = limit
        self._clock = clock
        self._sleep = sleep

    def __call__(self, call: Callable[[], T], what: str = "") -> T:
        """Return what the call returns; raises Refused where Excel stays busy or says no.

        `what` tells a person what was being done.
        """
        until = self._clock() + self._limit
        pause, unsure = _FIRST_PAUSE, 0
        while True:
            try:
                return call()
            except Refused:
                raise
            except Exception as fault:
                if not is_of_excel(fault):
                    raise
                unsure += may_be_busy(fault)
                busy = is_busy(fault) or 0 < unsure <= _UNSURE
                if not busy:
                    raise failed(fault, what) from fault
                if self._clock() + pause > until:
                    raise busy_refusal() from fault
            self._sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    def get(self, thing: object, name: str, what: str = "") -> Any:
        """Return a property."""
        return self(lambda: getattr(thing, name), what)

    def put(self, thing: object, name: str, value: object, what: str = "") -> None:
        """Set a property."""
        self(lambda: setattr(thing, name, value), what)


def busy_refusal() -> Refused:
    """Return the refusal for an Excel that does not answer."""
    return refuse(
        "E104",
        "Excel is busy, perhaps a cell is being edited.",
        "",
        "Press Esc in Excel, close any dialog there, and try again.",
    )


def failed(fault: BaseException, what: str) -> Refused:
    """Return the refusal for a call that Excel turned down, with Excel's own words."""
    words = words_of(fault)
    doing = f" ({what})" if what else ""
    return refuse(
        "E105",
        f"Excel did not do what was asked of it{doing}: {words}",
        "",
        "See whether the workbook can be changed by hand there; then try again.",
    )
