"""What is in a profile now: the add-in, its settings, what holds it open, and strays elsewhere."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lacxl.addin.paths import Paths
from lacxl.addin.shipped import hash_of
from lacxl.domain.errors import Refused, refuse
from lacxl.domain.finding import Finding, warning
from lacxl.files.key_values import to_values
from lacxl.files.os_errors import coded, is_held
from lacxl.files.owners import owner_of
from lacxl.files.plain import is_file, read_plain

_WINDOWS = os.name == "nt"
_BEATS: Final = 20.0  # seconds: the add-in takes the same for "runs"
_MARK: Final = ":Zone.Identifier"  # a stream beside the file's contents
_FROM_OUTSIDE: Final = ("ZoneId=3", "ZoneId=4")


@dataclass(frozen=True, slots=True)
class There:
    """What is there: the add-in's bytes and the values of addin.cfg, None if absent."""

    content: bytes | None
    settings: dict[str, str] | None

    @property
    def sha256(self) -> str:
        """The hash of the add-in that is there, empty if there is none."""
        return hash_of(self.content) if self.content is not None else ""

    @property
    def noted(self) -> tuple[str, ...]:
        """The hashes that install has noted: what it put there, and what was there before."""
        values = self.settings or {}
        return tuple(filter(None, (values.get("sha256", ""), values.get("before", ""))))


def look(paths: Paths) -> There:
    """Return what is there. Raises Refused (F1nn) for what cannot be read."""
    content = _bytes(paths.addin, "reading the add-in")
    raw = _bytes(paths.settings, "reading the add-in's settings")
    values = None if raw is None else to_values(raw.decode("ascii", "replace"))
    return There(content, values)


def is_held_open(addin: Path) -> bool:
    """Say whether an Excel has the add-in open.

    Windows says so when the file is opened for writing, or renamed to its own name, which some
    programs deny and others allow; elsewhere Excel's owner file beside it shows it.
    """
    if not is_file(addin):
        return False
    if not _WINDOWS:
        return owner_of(addin) is not None
    try:
        with addin.open("r+b"):
            pass
        addin.rename(addin)
    except OSError as fault:
        return is_held(fault) or (isinstance(fault, PermissionError) and _is_writable(addin))
    return False


def close_excel(addin: Path) -> Refused:
    """Return the refusal while an Excel has the add-in open."""
    owner = None if _WINDOWS else owner_of(addin)
    stale = (
        f' If no Excel runs, delete the hidden file "{owner.file.name}" beside it.' if owner else ""
    )
    return refuse(
        "A108",
        "Excel is running and has the add-in open; nothing was changed.",
        str(addin),
        "Save your workbooks, close Excel (every window; the Task Manager shows whether it is "
        f"gone), then run this again.{stale}",
    )


def is_marked(addin: Path) -> bool:
    """Say whether Windows has marked the file as one from the internet: no macro of it runs."""
    if not _WINDOWS:
        return False
    try:
        text = Path(f"{addin}{_MARK}").read_text("utf-8", "replace")
    except OSError:
        return False
    return any(zone in text.replace(" ", "") for zone in _FROM_OUTSIDE)


def unmark(addin: Path) -> None:
    """Remove the mark of a file from the internet, if there is one."""
    if _WINDOWS:
        with suppress(OSError):
            Path(f"{addin}{_MARK}").unlink()


def strays(paths: Paths) -> tuple[Finding, ...]:
    """Return a warning for each other lacxl add-in that Excel may open: two make two tabs."""
    found: list[Path] = []
    for folder in (paths.startup, *paths.others):
        try:
            names = sorted(folder.iterdir())
        except OSError:
            continue
        found += [
            path
            for path in names
            if path != paths.addin
            and path.name.lower().startswith("lacxl")
            and path.suffix.lower() in (".xlam", ".xla", ".xlsm")
        ]
    return tuple(
        warning(
            "A111",
            "there is another lacxl add-in here: Excel would show its tab too, or an older one.",
            str(path),
            "Close Excel, remove it under File, Options, Add-ins, and delete it.",
        )
        for path in found
    )


def helper_runs(paths: Paths, now: float | None = None) -> bool:
    """Say whether the helper runs: it touches a file every few seconds."""
    try:
        age = (time.time() if now is None else now) - paths.beat.stat().st_mtime
    except OSError:
        return False
    return abs(age) < _BEATS


def _bytes(path: Path, doing: str) -> bytes | None:
    with coded(path, doing):
        try:
            return read_plain(path)
        except FileNotFoundError:
            return None


def _is_writable(path: Path) -> bool:
    return bool(path.stat().st_mode & 0o222)
