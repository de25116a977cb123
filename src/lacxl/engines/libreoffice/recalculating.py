"""A copy of a workbook worked out by LibreOffice, in a profile of its own, deleted afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from lacxl.domain.errors import Refused, refuse
from lacxl.files.plain import is_file, real

_TIME = 300.0
_NEW_PROFILE = 81
"""With this exit code soffice asks to be started again, after it has made a new profile."""
_ATTEMPTS = 3
_NO_WINDOW = 0x08000000
_FILTER = "xlsx:Calc MS Excel 2007 XML"
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""
"""Every formula is worked out on opening; no link is updated, no macro runs."""


def recalculated(program: Path, workbook: Path, folder: Path) -> Path:
    """Return a copy of the workbook in which LibreOffice worked out every formula.

    It goes into `folder`, which must be for this alone. Raises Refused where none came of it.
    """
    profile, made = folder / "profile", folder / "worked out"
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_SETTINGS, encoding="utf-8")
    command = [
        str(program),
        f"-env:UserInstallation={real(profile).as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        _FILTER,
        "--outdir",
        str(made),
        str(workbook),
    ]
    copy = made / f"{workbook.stem}.xlsx"
    for _ in range(_ATTEMPTS):
        if _run(command, workbook.name) != _NEW_PROFILE:
            break
    if not is_file(copy):
        raise _failed("it made no copy of it", workbook.name)
    return copy


def _run(command: list[str], name: str) -> int:
    """Run LibreOffice to its end and return its exit code; it is stopped when it takes too long."""
    try:
        with subprocess.Popen(  # noqa: S603 - the program was found or named, nothing is typed
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=sys.platform != "win32",
            creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
        ) as process:
            try:
                return process.wait(_TIME)
            except BaseException:
                _stop(process)
                raise
    except subprocess.TimeoutExpired as fault:
        raise _failed("it did not come to an end", name) from fault
    except OSError as fault:
        raise _failed(f"it does not start: {fault.strerror or 'no reason given'}", name) from fault


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Stop the program with what it started: soffice is a launcher of the real one."""
    with suppress(OSError, subprocess.SubprocessError):
        if sys.platform == "win32":
            subprocess.run(  # noqa: S603 - a fixed program of the system
                ["taskkill", "/T", "/F", "/PID", str(process.pid)],  # noqa: S607
                capture_output=True,
                timeout=30,
                check=False,
            )
        else:
            os.killpg(process.pid, signal.SIGKILL)


def _failed(why: str, name: str) -> Refused:
    return refuse(
        "F411",
        f"LibreOffice could not work out the workbook: {why}.",
        name,
        "Open the workbook in LibreOffice by hand to see what it says, or open it in Excel, save "
        "it, close it, and issue the month again.",
    )
