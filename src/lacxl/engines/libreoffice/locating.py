"""Finding LibreOffice on this computer."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from lacxl.domain.errors import refuse
from lacxl.files.plain import is_file

NAMED_BY = "LACXL_SOFFICE"
_NAMES = ("soffice", "libreoffice")
_USUAL_PATHS = (
    r"%ProgramFiles%\LibreOffice\program\soffice.com",
    r"%ProgramFiles(x86)%\LibreOffice\program\soffice.com",
    r"%LOCALAPPDATA%\Programs\LibreOffice\program\soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/opt/libreoffice/program/soffice",
)


def find_office() -> Path:
    """Return LibreOffice's program: the one that LACXL_SOFFICE names, or the one that is found.

    Raises Refused where there is none.
    """
    named = os.environ.get(NAMED_BY)
    if named:
        if is_file(Path(named)):
            return Path(named)
        raise refuse(
            "F410",
            f"{NAMED_BY} names a program that is not there.",
            named,
            "Correct it: it is the path of LibreOffice's soffice (soffice.com on Windows).",
        )
    found = (shutil.which(name) for name in _NAMES)
    usual = (os.path.expandvars(path) for path in _USUAL_PATHS)
    for candidate in (*found, *usual):
        if candidate and is_file(Path(candidate)):
            waits = Path(candidate).with_suffix(".com")  # on Windows the .exe does not
            return waits if is_file(waits) else Path(candidate)
    raise refuse(
        "F410",
        "LibreOffice is not found on this computer, so nothing can be calculated with it.",
        "",
        f"Install LibreOffice, or name its soffice in {NAMED_BY}. Without it: open the workbook in "
        "Excel, save it, close it, and issue the month again.",
    )
