"""One thing that was checked: the state it is in, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Examination:
    """What was looked at. `ok` is None where that cannot be known here; `todo` may be empty."""

    name: str
    ok: bool | None
    said: str
    todo: str = ""

    def as_dict(self) -> dict[str, object]:
        """The check for JSON."""
        return {"name": self.name, "ok": self.ok, "said": self.said, "todo": self.todo}


def is_well(checks: Iterable[Examination]) -> bool:
    """Say whether nothing that was looked at is in the way."""
    return all(check.ok is not False for check in checks)
