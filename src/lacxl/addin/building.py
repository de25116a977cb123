"""Building the add-in from its sources, and telling whether what ships is what they give."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lacxl import __version__
from lacxl.addin.addin_file import package
from lacxl.addin.project import vba_project
from lacxl.addin.vba_sources import checkout_folder, read_sources
from lacxl.domain.errors import refuse
from lacxl.files.plain import is_file
from lacxl.files.replacing import replace_file
from lacxl.files.text_files import write_text

FILE: Final = "lacxl.xlam"
SHIPPED: Final = Path(__file__).parent / FILE
"""The add-in that ships: in a checkout and in an installed lacxl it is at the same place."""


@dataclass(frozen=True, slots=True)
class Built:
    """A built add-in: where it is, its size in bytes, its SHA-256, and whether it was written."""

    path: Path
    size: int
    sha256: str
    changed: bool


def build(folder: Path | None = None) -> bytes:
    """Return the add-in built from vba_shim: the same sources give the same bytes everywhere.

    Raises Refused (A2nn).
    """
    sources = read_sources(folder or checkout_folder())
    return package(vba_project(sources.modules), sources.ribbon, __version__)


def write(target: Path = SHIPPED, folder: Path | None = None) -> Built:
    """Build the add-in into a file, with its hash beside it; the same again touches nothing.

    Raises Refused (A2nn, F1nn).
    """
    content = build(folder)
    digest = hashlib.sha256(content).hexdigest()
    changed = not is_file(target) or target.read_bytes() != content
    if changed:
        replace_file(target, lambda path: _put(path, content))
    listed = write_text(hash_file(target), _hash_line(target, digest))
    return Built(target, len(content), digest, changed or listed.changed)


def check(target: Path = SHIPPED, folder: Path | None = None) -> Built:
    """Return what ships where it is what the sources give; raises Refused (A203) where not."""
    content = build(folder)
    digest = hashlib.sha256(content).hexdigest()
    line = _hash_line(target, digest).encode()
    for path, wanted in ((target, content), (hash_file(target), line)):
        if not is_file(path) or path.read_bytes() != wanted:
            raise refuse(
                "A203",
                "the file is not what the sources in vba_shim give.",
                str(path),
                "Run lacxl addin build and commit what it writes.",
            )
    return Built(target, len(content), digest, changed=False)


def hash_file(target: Path) -> Path:
    """Return the file with the SHA-256 of a built add-in, as sha256sum writes it."""
    return target.with_name(target.name + ".sha256")


def _hash_line(target: Path, digest: str) -> str:
    return f"{digest}  {target.name}\n"


def _put(path: Path, content: bytes) -> None:
    path.write_bytes(content)
