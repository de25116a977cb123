"""Which Python the add-in calls: the command that starts lacxl, and what that command answers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path, PureWindowsPath

from lacxl.domain.errors import refuse

_PATIENCE = 60.0
_QUOTED = re.compile(r'"([^"]+)"\s*(.*)')
_VERSION = re.compile(r"lacxl, version (\S+)")


def command_of(executable: Path | None = None) -> str:
    """Return the command line that the add-in puts the verb behind.

    It is this same Python, without a console window where there is a pythonw.exe beside it. That
    holds for a folder that was only unzipped too: its Python finds lacxl by itself, and neither
    a batch file nor cmd.exe has to run.
    """
    executable = executable or Path(sys.executable)
    quiet = executable.with_name("pythonw.exe")
    program = quiet if executable.suffix.lower() == ".exe" and quiet.is_file() else executable
    return f'"{program}" -m lacxl'


def program_of(command: str) -> Path | None:
    """Return the program of a command line, None where none is named in quotation marks."""
    found = _QUOTED.fullmatch(command.strip())
    return Path(found[1]) if found else None


def require_visible_python(base: str | None = None) -> None:
    """Raise Refused (A107) for a Python from the Microsoft Store.

    Windows keeps what such a Python writes below %APPDATA% in a place of its own, where Excel
    does not see it.
    """
    if is_from_the_store(base or sys.base_prefix):
        raise refuse(
            "A107",
            "this Python is from the Microsoft Store: what it puts into the start-up folder, "
            "Excel does not see.",
            base or sys.base_prefix,
            "Use a Python from python.org, or the lacxl folder that needs no installer.",
        )


def is_from_the_store(base: str) -> bool:
    """Say whether a Python's own folder is one of the Microsoft Store's."""
    return "windowsapps" in (part.lower() for part in PureWindowsPath(base).parts)


def version_behind(command: str) -> str | None:
    """Run the command and return the version of lacxl that answers, None where none does.

    The program must be there. Started without a window and without this process's folders.
    """
    program = program_of(command)
    if program is None:
        return None
    speaking = program.with_name("python.exe")  # pythonw.exe may have no standard output
    if program.name.lower() == "pythonw.exe" and speaking.is_file():
        program = speaking
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONHOME"}
    try:
        done = subprocess.run(  # noqa: S603 - the program that the add-in would start
            [program, "-m", "lacxl", "--version"],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PATIENCE,
            stdin=subprocess.DEVNULL,
            env=clean,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = _VERSION.search(done.stdout)
    return found[1] if found else None
