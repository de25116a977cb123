"""The add-in that ships with lacxl, or one that a council has signed, compared with its hash."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from lacxl.addin.paths import FILE
from lacxl.domain.errors import UsageFault, refuse
from lacxl.domain.finding import error
from lacxl.files.os_errors import coded
from lacxl.files.plain import read_plain

_HASH: Final = re.compile(r"[0-9a-f]{64}")
_MACROS: Final = "xl/vbaProject.bin"
_SIGNATURE: Final = re.compile(r"xl/vbaProjectSignature\w*\.bin", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Addin:
    """An add-in whose bytes are what its hash says; `shipped` if it came with lacxl."""

    content: bytes
    sha256: str
    shipped: bool = True

    @property
    def signed(self) -> bool:
        """Whether the macros have a signature; whose it is, and if it holds, only Excel knows."""
        return is_signed(self.content)


def hash_of(content: bytes) -> str:
    """Return the SHA-256 in small hexadecimal letters."""
    return hashlib.sha256(content).hexdigest()


def shipped_addin(folder: Traversable | None = None) -> Addin:
    """Return the add-in that ships.

    Raises Refused: A103 where this copy of lacxl has none, A104 where it is not what its hash
    says.
    """
    folder = resources.files("lacxl.addin") if folder is None else folder
    file, note = folder.joinpath(FILE), folder.joinpath(f"{FILE}.sha256")
    if not (file.is_file() and note.is_file()):
        raise refuse(
            "A103",
            "this copy of lacxl has no add-in with it.",
            str(file),
            "Reinstall lacxl; in a checkout, build it: lacxl addin build",
        )
    content, words = file.read_bytes(), note.read_bytes().decode("ascii", "replace").split()
    wanted = words[0].lower() if words else ""
    if hash_of(content) != wanted:
        raise refuse(
            "A104",
            "the add-in that came with lacxl is not the one that was published: it has another "
            f"hash ({hash_of(content)}).",
            str(file),
            "Reinstall lacxl from a source you trust, and tell IT if that does not help.",
        )
    return Addin(content, wanted)


def addin_from(file: Path | None, sha256: str | None) -> Addin:
    """Return an add-in from a file, such as a signed copy, if it has the hash.

    Raises UsageFault (A105) without file or hash, Refused (A106) where the file has another one
    or is no add-in with macros.
    """
    wanted = (sha256 or "").strip().lower()
    if file is None or not _HASH.fullmatch(wanted):
        raise UsageFault(
            error(
                "A105",
                "An add-in of your own is named with its hash: 64 letters and digits.",
                todo="Example: lacxl addin install --addin signed.xlam --sha256 HASH. The hash "
                "comes from whoever signed the file: certutil -hashfile signed.xlam SHA256",
            )
        )
    with coded(file, "reading the add-in"):
        content = read_plain(file)
    found = hash_of(content)
    if found != wanted:
        raise refuse(
            "A106",
            f"the file does not have that hash: its own is {found}.",
            str(file),
            "Ask whoever signed it for the file and its hash; do not install this one.",
        )
    if _MACROS not in _parts(content):
        raise refuse(
            "A106",
            "the file is no Excel add-in with macros.",
            str(file),
            f"Give the signed copy of {FILE}.",
        )
    return Addin(content, wanted, shipped=False)


def is_signed(content: bytes) -> bool:
    """Say whether the macros of an add-in have a signature."""
    return any(_SIGNATURE.fullmatch(name) for name in _parts(content))


def _parts(content: bytes) -> tuple[str, ...]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return tuple(package.namelist())
    except zipfile.BadZipFile:
        return ()
