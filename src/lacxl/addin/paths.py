"""Where the add-in and its files are in a user's profile, on Windows and on a Mac."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from lacxl.domain.errors import refuse
from lacxl.files.home import VARIABLE
from lacxl.files.plain import is_folder

FILE: Final = "lacxl.xlam"
PROFILE: Final = "LACXL_OFFICE_PROFILE"
_ON_MAC: Final = "Library/Group Containers/UBF8T346G9.Office"
_MAC_STARTUPS: Final = (
    "User Content.localized/Startup.localized/Excel",  # Finder shows it as User Content/Startup
    "User Content/Startup/Excel",
)


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of one user: what Excel opens at its start, and lacxl's own.

    `home` has what the add-in is told; `state` and `local` are where lacxl itself keeps what goes
    with the person and what stays on the computer (files.home). `others` are folders in which
    people put add-ins by hand.
    """

    startup: Path
    home: Path
    state: Path
    local: Path
    others: tuple[Path, ...] = ()

    @property
    def own(self) -> tuple[Path, ...]:
        """The folders that are lacxl's alone, each once."""
        return tuple(dict.fromkeys((self.home, self.state, self.local)))

    @property
    def addin(self) -> Path:
        """The add-in that Excel opens at its start."""
        return self.startup / FILE

    @property
    def settings(self) -> Path:
        """What tells the add-in how to call lacxl."""
        return self.home / "addin.cfg"

    @property
    def staged(self) -> Path:
        """Where a new add-in is written whole before it takes the place of the old one."""
        return self.home / f"{FILE}.new"

    @property
    def beat(self) -> Path:
        """The file that a running helper touches every few seconds."""
        return self.local / "helper.alive"


def paths_of(
    profile: Path | None = None,
    *,
    system: str = sys.platform,
    environ: Mapping[str, str] | None = None,
) -> Paths:
    """Return the paths of this user, or those below another profile folder.

    A profile is what %USERPROFILE% names, on a Mac the home folder; LACXL_OFFICE_PROFILE names
    one too. Where LACXL_HOME names the folder for lacxl's own files, it counts for this user's.
    Raises Refused: A101 where there is no Excel to put it into, A102 for a profile that is not
    there.
    """
    environ = os.environ if environ is None else environ
    named = environ.get(VARIABLE) if profile is None else None
    found = _usual(profile, system, environ)
    if not named:
        return found
    return replace(found, state=Path(named).absolute(), local=Path(named).absolute())


def _usual(profile: Path | None, system: str, environ: Mapping[str, str]) -> Paths:
    if profile is None and environ.get(PROFILE):
        profile = Path(environ[PROFILE])
    if profile is not None:
        profile = profile.absolute()
        if not is_folder(profile):
            raise refuse(
                "A102",
                "there is no such profile folder.",
                str(profile),
                r"Name the user's own folder, such as C:\Users\name.",
            )
    if system == "darwin":
        return _on_mac(profile or Path.home())
    if profile is not None:
        return _on_windows(profile / "AppData/Roaming", profile / "AppData/Local")
    roaming, local = environ.get("APPDATA"), environ.get("LOCALAPPDATA")
    if system == "win32" and roaming and local:
        return _on_windows(Path(roaming), Path(local))
    missing = "APPDATA and LOCALAPPDATA are not set" if system == "win32" else "no Excel runs here"
    raise refuse(
        "A101",
        f"this is no place for the add-in: {missing}.",
        "",
        "Run it on the computer that has Excel. To prepare the profile of a user from here, name "
        f"its folder: --profile FOLDER, or {PROFILE}.",
    )


def _on_windows(roaming: Path, local: Path) -> Paths:
    excel = roaming / "Microsoft" / "Excel"
    return Paths(
        startup=excel / "XLSTART",
        home=roaming / "lacxl",
        state=roaming / "lacxl",
        local=local / "lacxl",
        others=(roaming / "Microsoft" / "AddIns", excel),
    )


def _on_mac(home: Path) -> Paths:
    """Return the paths on a Mac: Office may read and write within its own folder only."""
    office, support = home / _ON_MAC, home / "Library" / "Application Support"
    startups = [office / name for name in _MAC_STARTUPS]
    startup = next((path for path in startups if is_folder(path)), startups[0])
    return Paths(
        startup=startup,
        home=office / "lacxl",
        state=support / "lacxl",
        local=support / "lacxl",
        others=(
            office / "User Content.localized" / "Add-Ins.localized",
            office / "User Content" / "Add-Ins",
        ),
    )
