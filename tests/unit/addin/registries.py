"""A registry as a dictionary. It models Windows' registry; the real one is read under Wine."""

from __future__ import annotations

from collections.abc import Mapping

from lacxl.addin.doctor.registry import KeyUnreadable, Value

HIDDEN = None
"""In place of a key's values: this user may not read it."""


class ModelRegistry:
    """Keys by their whole names in any letters, as `HKCU\\Software\\...`."""

    def __init__(self, keys: Mapping[str, Mapping[str, Value] | None]) -> None:
        self.keys = {name.lower(): values for name, values in keys.items()}

    def values(self, hive: str, key: str) -> Mapping[str, Value] | None:
        name = f"{hive}\\{key}".lower()
        if name not in self.keys:
            return None
        values = self.keys[name]
        if values is HIDDEN:
            raise KeyUnreadable(name)
        return {each.lower(): value for each, value in values.items()}
