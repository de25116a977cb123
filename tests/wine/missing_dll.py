"""Writes the one Windows DLL that Wine 8 lacks: its function is passed on to one that Wine has.

Rust's standard library (pydantic-core) takes its random numbers from
bcryptprimitives.dll, which came to Wine with 9. The file made here goes into Wine's own system
folder, as a newer Wine's would; the folder under test stays as it ships.
"""

from __future__ import annotations

import struct

_HEADERS = 0x200
_SECTION = 0x1000


def forwarding_dll(name: str, export: str, target: str) -> bytes:
    """Return a 64-bit DLL without code whose `export` is `target` ("library.function")."""
    section = _exports(name, export, target)
    return _headers(len(section)).ljust(_HEADERS, b"\0") + section.ljust(_HEADERS, b"\0")


def _exports(name: str, export: str, target: str) -> bytes:
    directory, functions, names, ordinals = 40, 40, 44, 48
    texts = 50
    export_at = texts + len(name) + 1
    target_at = export_at + len(export) + 1
    words = b"".join(text.encode("ascii") + b"\0" for text in (name, export, target))
    # A function's address within the export section is read as the text of a forwarder.
    header = struct.pack(
        "<LLHHLLLLLLL",
        *(0, 0, 0, 0, _SECTION + texts, 1, 1, 1),
        *(_SECTION + functions, _SECTION + names, _SECTION + ordinals),
    )
    assert len(header) == directory
    tables = struct.pack("<LLH", _SECTION + target_at, _SECTION + export_at, 0)
    return header + tables + words


def _headers(size: int) -> bytes:
    dos = b"MZ".ljust(60, b"\0") + struct.pack("<L", 64)
    executable, large_address, dll, relocations_stripped = 0x2, 0x20, 0x2000, 0x1
    flags = executable | large_address | dll | relocations_stripped
    coff = struct.pack("<HHLLLHH", 0x8664, 1, 0, 0, 0, 240, flags)
    optional = struct.pack(
        "<HBBLLLLLQLLHHHHHHLLLLHHQQQQLL",
        *(0x20B, 1, 0, 0, _HEADERS, 0, 0, 0, 0x6B5A00000, _SECTION, _HEADERS),
        *(6, 0, 0, 0, 6, 0, 0, 2 * _SECTION, _HEADERS, 0, 3, 0),
        *(0x100000, 0x1000, 0x100000, 0x1000, 0, 16),
    )
    directories = struct.pack("<LL", _SECTION, size).ljust(128, b"\0")
    readable_data = 0x40000040
    section = struct.pack(
        "<8sLLLLLLHHL", b".edata", size, _SECTION, _HEADERS, _HEADERS, 0, 0, 0, 0, readable_data
    )
    return dos + b"PE\0\0" + coff + optional + directories + section
