"""What the fixture `built` gives."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Built:
    """The zip that a council gets, its SHA-256, and the folder that was unpacked from it."""

    zipped: Path
    sha256: str
    folder: Path
