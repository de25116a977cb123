"""Faults as pywin32 spells them, and an Excel made of plain attributes that can raise them."""

from __future__ import annotations

from typing import Any

REJECTED = -2147418111
EXCEPTION = -2147352567


class com_error(Exception):  # noqa: N801, N818 - pywin32's own name, by which faults are told
    """Stands for pywintypes.com_error."""

    def __init__(self, hresult: int, said: str = "") -> None:
        super().__init__(hresult, said)
        self.hresult = hresult
        self.strerror = said
        self.excepinfo = (0, "Microsoft Excel", said, "", 0, -2146827284) if said else None


class Settings:
    """Stands for xlwings' App: settings that are there to be set, some of them stubborn."""

    def __init__(self, *stubborn: str) -> None:
        object.__setattr__(self, "stubborn", set(stubborn))
        object.__setattr__(self, "log", [])
        for name, value in (
            ("screen_updating", True),
            ("display_alerts", True),
            ("enable_events", True),
            ("calculation", "automatic"),
        ):
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: Any) -> None:
        self.log.append((name, value))
        if name in self.stubborn and value not in (False, "manual"):
            raise com_error(EXCEPTION, "Unable to set the property.")
        object.__setattr__(self, name, value)

    def state(self) -> tuple[Any, ...]:
        return (self.screen_updating, self.display_alerts, self.enable_events, self.calculation)
