"""The VBA project of the add-in: vbaProject.bin with the sources and nothing that was compiled."""

from __future__ import annotations

import importlib.metadata
import io
import struct
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from lacxl.addin.vba_sources import VbaModule
from lacxl.domain.errors import LacxlError, refuse

BUILDER: Final = "pyOpenVBA"
BUILDER_VERSION: Final = "6.5.0"
PROJECT_NAME: Final = "LacxlAddin"
SOURCE_ONLY: Final = bytes.fromhex("cc61ffff000000")
"""_VBA_PROJECT as [MS-OVBA] 2.3.4.1 wants it of a writer: no compiled cache, so that Excel has
nothing but the source to compile, and every reader sees what will run."""
_NAME_RECORD, _VERSION_RECORD, _TERMINATOR = 0x04, 0x09, 0x10
_FIRST_NAME = b"VBAProject"


def vba_project(modules: Sequence[VbaModule]) -> bytes:
    """Return vbaProject.bin; the same bytes for the same modules.

    Raises Refused (A201) where pyOpenVBA is absent or another release, and (A205) where it wrote
    something that the repairs below do not fit.
    """
    _require_builder()
    from pyopenvba import vba as packing
    from pyopenvba.cfb import CFB

    cfb = CFB.from_bytes(_first_draft(modules))
    cfb.write_stream_in_storage("VBA", "_VBA_PROJECT", SOURCE_ONLY)
    listing = _named(_cut(packing.decompress(cfb.get_stream_in_storage("VBA", "dir"))))
    cfb.write_stream_in_storage("VBA", "dir", packing.compress(listing))
    old, new = b'Name="%s"' % _FIRST_NAME, b'Name="%s"' % PROJECT_NAME.encode()
    cfb.write_stream("PROJECT", _replaced(cfb.get_stream("PROJECT"), old, new))
    return bytes(cfb.to_bytes())


def _require_builder() -> None:
    """Raise Refused (A201) unless there is pyOpenVBA, the one release whose output is known."""
    try:
        version = importlib.metadata.version(BUILDER)
    except importlib.metadata.PackageNotFoundError:
        version = ""
    if version != BUILDER_VERSION:
        found = f"{BUILDER} {version} is installed" if version else f"{BUILDER} is not installed"
        raise refuse(
            "A201",
            f"{found}; the add-in is built with {BUILDER} {BUILDER_VERSION} and no other.",
            todo=f'Run: pip install "{BUILDER}=={BUILDER_VERSION}". Nobody who only uses lacxl '
            "needs it.",
        )


def _first_draft(modules: Sequence[VbaModule]) -> bytes:
    """Return the project as pyOpenVBA writes it; it only knows files, so one is made and gone."""
    from pyopenvba import ExcelFile, VBAModuleKind

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "draft.xlam"
        with ExcelFile.create_new(path) as book:
            project = book.vba_project()
            project.delete_module("Module1")
            for module in modules:
                if module.is_document:
                    book.set_module(module.name, _stored(module.code))
                elif module.is_class:
                    kind = VBAModuleKind.other
                    project.add_module(module.name, _stored(module.text), kind=kind)
                else:
                    project.add_module(module.name, _stored(module.text))
            book.save(path)
        content = path.read_bytes()
    return zipfile.ZipFile(io.BytesIO(content)).read("xl/vbaProject.bin")


def _stored(text: str) -> str:
    return text.replace("\n", "\r\n")


def _cut(listing: bytes) -> bytes:
    """Return the dir stream up to its terminator: pyOpenVBA leaves four bytes behind it."""
    at = 0
    while at + 6 <= len(listing):
        record, size = struct.unpack_from("<HI", listing, at)
        at += 6 + (6 if record == _VERSION_RECORD else size)
        if record == _TERMINATOR:
            return listing[:at]
    raise _does_not_fit("the dir stream has no end")


def _named(listing: bytes) -> bytes:
    old = struct.pack("<HI", _NAME_RECORD, len(_FIRST_NAME)) + _FIRST_NAME
    new = struct.pack("<HI", _NAME_RECORD, len(PROJECT_NAME)) + PROJECT_NAME.encode()
    return _replaced(listing, old, new)


def _replaced(content: bytes, old: bytes, new: bytes) -> bytes:
    if content.count(old) != 1:
        raise _does_not_fit("the project's name is not where it was")
    return content.replace(old, new)


def _does_not_fit(what: str) -> LacxlError:
    return refuse(
        "A205",
        f"{BUILDER} wrote a project that is not as expected: {what}.",
        todo="Do not ship it: look at what changed in src/lacxl/addin/project.py.",
    )
