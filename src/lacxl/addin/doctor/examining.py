"""Looking at everything that the buttons need, and the lines that IT is sent."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from lacxl import __version__
from lacxl.addin.doctor.defender import look_at_defender
from lacxl.addin.doctor.examination import Examination
from lacxl.addin.doctor.macros import look_at_excel, look_at_macros
from lacxl.addin.doctor.registry import Registry, windows_registry
from lacxl.addin.doctor.system import (
    look_at_console,
    look_at_libraries,
    look_at_paths,
    look_at_python,
    look_at_xlwings,
)
from lacxl.addin.noticing import helper_runs, is_marked
from lacxl.addin.paths import PROFILE, paths_of
from lacxl.addin.shipped import Addin, shipped_addin
from lacxl.addin.status import AddinStatus, status
from lacxl.domain.errors import LacxlError

_ONLY_WINDOWS: Final = (
    "Excel",
    "Start-up folder",
    "Macros",
    "Add-ins",
    "Disabled items",
    "Starting programs",
    "Paths",
    "OneDrive",
)
_FOLDERS: Final = ("LOCALAPPDATA", "APPDATA", "USERPROFILE", "HOME")
_NAMES: Final = ("USERNAME", "USER")


def examine(
    profile: Path | None = None,
    *,
    registry: Registry | None = None,
    system: str = sys.platform,
) -> tuple[Examination, ...]:
    """Return the state of this computer: Python, the add-in, Excel, the policies, the helper.

    `profile` is another user's folder. `registry` is this computer's unless one is given; off
    Windows there is none, and the checks say what only Windows can tell. Raises nothing of lacxl's.
    """
    registry = registry or windows_registry()
    return tuple(_all(profile, registry, system))


def _all(profile: Path | None, registry: Registry | None, system: str) -> Iterator[Examination]:
    yield from look_at_python()
    yield from look_at_libraries()
    yield from look_at_xlwings(system)
    yield from look_at_console()
    shipped, shipped_fault = _shipped()
    if shipped_fault:
        yield shipped_fault
    try:
        paths = paths_of(profile, system=system)
    except LacxlError as fault:
        yield Examination("Add-in", None, fault.findings[0].what, fault.findings[0].todo)
        yield from _unseen(system)
        return
    signed = marked = False
    try:
        now = status(paths, shipped)
        signed, marked = now.signed, is_marked(paths.addin)
        yield from _of_status(now)
    except LacxlError as fault:
        yield Examination("Add-in", False, str(fault.findings[0]))
    helper = helper_runs(paths)
    yield Examination(
        "Helper",
        True if helper else None,
        "runs" if helper else "does not run; it is needed only where Excel may not start programs",
    )
    if registry is None:
        yield from _unseen(system)
        return
    yield from look_at_excel(registry)
    yield from look_at_macros(registry, signed=signed, marked=marked)
    yield from look_at_defender(registry, helper=helper)
    yield from look_at_paths(registry)


def _shipped() -> tuple[Addin | None, Examination | None]:
    try:
        return shipped_addin(), None
    except LacxlError as fault:
        found = fault.findings[0]
        return None, Examination("Shipped add-in", False, found.what, found.todo)


def _of_status(now: AddinStatus) -> Iterator[Examination]:
    for finding in now.findings:
        yield Examination("Add-in", False, f"{finding.what} {finding.where}".strip(), finding.todo)
    if not now.findings:
        signed = ", signed" if now.signed else ""
        yield Examination(
            "Add-in", True, f"installed, of lacxl {now.version}{signed}, {now.sha256}"
        )
    if now.answers:
        yield Examination("Calls", True, f"{now.command}: lacxl {now.answers} answers")


def _unseen(system: str) -> Iterator[Examination]:
    if system == "darwin":
        there = Path("/Applications/Microsoft Excel.app").exists()
        yield Examination(
            "Excel",
            there or None,
            "is installed" if there else "is not in /Applications",
        )
        return
    yield Examination("Windows", None, f"only Windows can tell: {', '.join(_ONLY_WINDOWS)}")


def for_it(
    checks: Iterable[Examination],
    environ: Mapping[str, str] | None = None,
    profile: Path | None = None,
) -> str:
    """Return the lines to send to IT: what is in the way, without the user's name and folders.

    Give it the checks of `examine` alone: they know the computer, and no workbook or extract.
    """
    environ = os.environ if environ is None else environ
    checks = list(checks)
    lines = [f"lacxl {__version__}: set-up of this computer"]
    for heading, ok in (("In the way", False), ("Could not be told", None), ("In order", True)):
        mine = [check for check in checks if check.ok is ok]
        if mine:
            lines.append(f"{heading}:")
            lines += [f"  {check.name}: {check.said}" for check in mine]
    text = "\n".join(lines)
    folders = [("the profile", str(profile or environ.get(PROFILE, "")))]
    folders += [(f"%{name}%", environ.get(name, "").rstrip("\\/")) for name in _FOLDERS]
    for shown, private in folders:
        if len(private) > 3:
            text = re.sub(re.escape(private), shown, text, flags=re.IGNORECASE)
    for name in _NAMES:
        if private := environ.get(name, ""):  # as part of a path: a user may be called Excel
            text = re.sub(
                rf"(?<=[\\/]){re.escape(private)}(?!\w)", f"%{name}%", text, flags=re.IGNORECASE
            )
    return text
