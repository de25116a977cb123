"""A made-up user's profile, and add-ins that are told apart by their hashes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from lacxl.addin.paths import Paths, paths_of
from lacxl.addin.shipped import Addin, hash_of


def addin(mark: str = "new", *, signed: bool = False) -> Addin:
    """Return a package with a part for macros: enough for all but Excel."""
    parts = {"xl/vbaProject.bin": mark}
    if signed:
        parts["xl/vbaProjectSignature.bin"] = "a signature"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name), text)  # without the time of day
    return Addin(content.getvalue(), hash_of(content.getvalue()))


def profile(folder: Path) -> Paths:
    """Return the paths of a profile with a blank and a letter beyond ASCII in its path."""
    user = folder / "Zoë O'Neill"
    user.mkdir()
    return paths_of(user, system="win32", environ={})


def files_of(paths: Paths) -> dict[str, bytes]:
    """Return every file of the profile."""
    root = paths.startup.parents[4]
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def excel_opens(paths: Paths) -> Path:
    """Leave the owner file that Excel leaves: what is simulated here is only that file."""
    owner = paths.addin.with_name(f"~${paths.addin.name}")
    owner.write_bytes(b"\x05Robin" + bytes(159))
    return owner
