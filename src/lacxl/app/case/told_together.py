"""Faults that are met on the way and told together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from lacxl.domain.errors import LacxlError, Refused, UsageFault

T = TypeVar("T")


class FaultsOfCall:
    """Every fault of a call, raised together."""

    def __init__(self) -> None:
        self._met: list[LacxlError] = []

    def __bool__(self) -> bool:
        return bool(self._met)

    def add(self, fault: LacxlError) -> None:
        """Add one."""
        self._met.append(fault)

    def tried(self, call: Callable[[], T]) -> T | None:
        """Return what the call gives, None where it is refused."""
        try:
            return call()
        except (Refused, UsageFault) as fault:
            self._met.append(fault)
            return None

    def together(self) -> LacxlError:
        """Return them all as one."""
        found = [finding for each in self._met for finding in each.findings]
        usage = all(isinstance(each, UsageFault) for each in self._met)
        return UsageFault(found) if usage else Refused(found)
