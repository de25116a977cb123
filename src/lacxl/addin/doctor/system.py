"""Python, its libraries, the console and the paths of this computer."""

from __future__ import annotations

import importlib
import os
import platform
import struct
import sys
from collections.abc import Iterator, Mapping
from importlib import metadata, util
from typing import Final

from lacxl import __version__
from lacxl.addin.command import is_from_the_store
from lacxl.addin.doctor.examination import Examination
from lacxl.addin.doctor.registry import MACHINE, KeyUnreadable, Registry

LIBRARIES: Final = {
    "click": "click",
    "filelock": "filelock",
    "highspy": "highspy",
    "holidays": "holidays",
    "keyring": "keyring",
    "lxml.etree": "lxml",
    "numpy": "numpy",
    "openpyxl": "openpyxl",
    "pandas": "pandas",
    "pydantic": "pydantic",
    "rich": "rich",
}
"""What lacxl cannot work without: the module to import, and the name to install it by."""

OLDEST_XLWINGS: Final = (0, 37, 8)


def look_at_python(version: tuple[int, ...] = sys.version_info[:3]) -> Iterator[Examination]:
    """Yield Python's version and place, and lacxl's."""
    words = f"{'.'.join(map(str, version))}, {8 * struct.calcsize('P')}-bit, {sys.executable}"
    if version < (3, 11):
        yield Examination("Python", False, f"{words}: too old", "lacxl needs Python 3.11 or later.")
    elif is_from_the_store(sys.base_prefix):
        yield Examination(
            "Python",
            False,
            f"{words}: from the Microsoft Store, whose files Excel does not see",
            "Use a Python from python.org, or the lacxl folder that needs no installer.",
        )
    else:
        yield Examination("Python", True, words)
    yield Examination("lacxl", True, f"{__version__} on {platform.platform(terse=True)}")


def look_at_libraries(libraries: Mapping[str, str] = LIBRARIES) -> Iterator[Examination]:
    """Yield whether every library can be imported: a blocked DLL shows only then."""
    broken = []
    for module, name in libraries.items():
        try:
            importlib.import_module(module)
        except Exception as fault:  # a damaged library may raise anything
            broken.append(f"{name} ({type(fault).__name__})")
    if broken:
        yield Examination(
            "Libraries",
            False,
            f"cannot be loaded: {', '.join(broken)}",
            "Reinstall them: python -m pip install --force-reinstall lacxl. If it stays, IT "
            "may block their DLL files: send them the lines below.",
        )
        return
    versions = ", ".join(f"{name} {_version(name)}" for name in ("lxml", "numpy", "pandas"))
    yield Examination("Libraries", True, f"all {len(libraries)} load ({versions})")


def look_at_xlwings(system: str = sys.platform) -> Iterator[Examination]:
    """Yield whether xlwings is there. It is not imported: it would watch over running Excels."""
    if system not in ("win32", "darwin"):
        yield Examination("xlwings", None, "is needed on Windows and Macs only")
        return
    modules = ("xlwings", "pywintypes") if system == "win32" else ("xlwings", "appscript")
    missing = [module for module in modules if util.find_spec(module) is None]
    if missing:
        yield Examination(
            "xlwings",
            False,
            f"is missing: {', '.join(missing)}",
            "Install it: python -m pip install --upgrade xlwings",
        )
        return
    version = _version("xlwings")
    numbers = tuple(int(part) for part in version.split(".") if part.isdigit())
    if numbers < OLDEST_XLWINGS:
        needed = ".".join(map(str, OLDEST_XLWINGS))
        yield Examination(
            "xlwings",
            False,
            f"{version} is too old; {needed} or later is needed",
            "Install a newer one: python -m pip install --upgrade xlwings",
        )
        return
    yield Examination("xlwings", True, version)


def look_at_console() -> Iterator[Examination]:
    """Yield how the console writes; lacxl shows what it lacks as question marks."""
    encoding = getattr(sys.stdout, "encoding", None) or "no console"
    yield Examination("Console", True, f"{encoding}; a character that it lacks is shown as ?")


def look_at_paths(
    registry: Registry, environ: Mapping[str, str] | None = None
) -> Iterator[Examination]:
    """Yield whether long paths are allowed and whether OneDrive keeps the user's files."""
    environ = os.environ if environ is None else environ
    try:
        values = registry.values(MACHINE, r"SYSTEM\CurrentControlSet\Control\FileSystem") or {}
        long = values.get("longpathsenabled") == 1
        state = "may be long" if long else "may have 260 characters at most: keep folders short"
        yield Examination("Paths", True, state)
    except KeyUnreadable:
        yield Examination("Paths", None, "the setting of long paths could not be read")
    drives = [name for name in ("OneDriveCommercial", "OneDriveConsumer") if environ.get(name)]
    if drives or environ.get("OneDrive"):
        yield Examination(
            "OneDrive",
            True,
            "is set up; a workbook in it has a web address, and lacxl finds it by its window",
        )
    else:
        yield Examination("OneDrive", True, "is not set up for this user")


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "of unknown version"
