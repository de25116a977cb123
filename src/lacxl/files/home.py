r"""Where lacxl keeps what belongs to one person: %APPDATA%\lacxl and %LOCALAPPDATA%\lacxl."""

from __future__ import annotations

import os
import sys
from pathlib import Path

VARIABLE = "LACXL_HOME"
"""Names one folder for both, for tests and for places where the usual ones cannot be written."""


def home() -> Path:
    """Return the folder that goes with the person: set-up, the state of the buttons."""
    return _named() or _folder("APPDATA", "XDG_CONFIG_HOME", ".config")


def local_home() -> Path:
    """Return the folder that stays on this computer: the log, the helper's inbox."""
    return _named() or _folder("LOCALAPPDATA", "XDG_STATE_HOME", ".local/state")


def safe_name(book: str) -> str:
    """Return a workbook's name as part of a file's name, one to one.

    What is not an ASCII letter, a digit, a dot, a hyphen or a blank becomes _XXXX for each of its
    UTF-16 units, also _ itself. The add-in does the same.
    """
    return "".join(c if c.isascii() and (c.isalnum() or c in ".- ") else _units(c) for c in book)


def _units(character: str) -> str:
    encoded = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"_{encoded[i : i + 2].hex().upper()}" for i in range(0, len(encoded), 2))


def _named() -> Path | None:
    named = os.environ.get(VARIABLE)
    return Path(named).absolute() if named else None


def _folder(on_windows: str, elsewhere: str, usual: str) -> Path:
    if sys.platform == "win32":
        named = os.environ.get(on_windows)
        return (Path(named) if named else Path.home() / "AppData" / "Local") / "lacxl"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "lacxl"
    named = os.environ.get(elsewhere)
    return (Path(named) if named else Path.home() / usual) / "lacxl"
