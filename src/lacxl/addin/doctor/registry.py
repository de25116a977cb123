"""Reading Windows' registry, without changing it: the one place that knows winreg."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Protocol

Value = str | int | bytes
MACHINE, USER, CLASSES = "HKLM", "HKCU", "HKCR"


class KeyUnreadable(Exception):  # noqa: N818 - what it says about a key
    """The key may not be read by this user."""


class Registry(Protocol):
    """What the checks ask of a registry."""

    def values(self, hive: str, key: str) -> Mapping[str, Value] | None:
        """Return the values of a key by their names in small letters, None if there is no key.

        The key's own value has the empty name. Raises Unreadable.
        """
        ...


if sys.platform == "win32":
    import winreg

    _HIVES = {
        MACHINE: winreg.HKEY_LOCAL_MACHINE,
        USER: winreg.HKEY_CURRENT_USER,
        CLASSES: winreg.HKEY_CLASSES_ROOT,
    }

    class _Windows:
        """The real registry, seen as 64-bit programs see it, whatever this Python is."""

        def values(self, hive: str, key: str) -> Mapping[str, Value] | None:
            """Return the values of a key; raises Unreadable."""
            access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
            try:
                with winreg.OpenKey(_HIVES[hive], key, 0, access) as opened:
                    return dict(self._of(opened))
            except FileNotFoundError:
                return None
            except OSError as fault:
                raise KeyUnreadable(f"{hive}\\{key}") from fault

        @staticmethod
        def _of(opened: winreg.HKEYType) -> list[tuple[str, Value]]:
            found = []
            for at in range(winreg.QueryInfoKey(opened)[1]):
                name, value, _kind = winreg.EnumValue(opened, at)
                if isinstance(value, str | int | bytes):
                    found.append((name.lower(), value))
            return found

    def windows_registry() -> Registry | None:
        """Return this computer's registry."""
        return _Windows()

else:

    def windows_registry() -> Registry | None:
        """Return None: there is no registry here."""
        return None
