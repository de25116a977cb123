"""Which parts of a workbook file differ, byte for byte."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PartChanges:
    """Names of the zip members that changed, vanished and appeared."""

    changed: frozenset[str]
    vanished: frozenset[str]
    appeared: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.changed or self.vanished or self.appeared)


def read_parts(path: Path) -> dict[str, bytes]:
    """Return the content of every part; raises ValueError where two have the same name."""
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        if len(set(names)) != len(names):
            raise ValueError(f"{path.name} holds a part twice")
        return {name: package.read(name) for name in names}


def compare(before: Path, after: Path) -> PartChanges:
    """Return what differs between the parts of the two files."""
    old, new = read_parts(before), read_parts(after)
    return PartChanges(
        frozenset(name for name in old.keys() & new.keys() if old[name] != new[name]),
        frozenset(old.keys() - new.keys()),
        frozenset(new.keys() - old.keys()),
    )
