"""Zip archives: members copied as they are compressed, and archives whose bytes never vary."""

from __future__ import annotations

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, cast

_DAY = (2020 - 1980) << 9 | 1 << 5 | 1
"""1 January 2020 as a zip says it: every member has this date, whenever it was made."""
_LOCAL = struct.Struct("<4sHHHHHLLLHH")
_CENTRAL = struct.Struct("<4sHHHHHHLLLHHHHHLL")
_END = struct.Struct("<4sHHHHLLH")
_PLAIN, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
_VERSION = 20


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its path, the component it belongs to, and its bytes as packed."""

    path: str
    component: str
    packed: bytes
    method: int
    crc: int
    size: int

    @classmethod
    def of(cls, path: str, component: str, data: bytes) -> Member:
        """Return a member that is stored: no compressor, so no difference between two of them."""
        return cls(path, component, data, _PLAIN, zlib.crc32(data), len(data))

    def moved(self, path: str) -> Member:
        """Return the same file under another path."""
        return replace(self, path=path)

    def data(self) -> bytes:
        """Return the file's bytes, checked against their CRC."""
        data = self.packed if self.method == _PLAIN else zlib.decompress(self.packed, -15)
        if zlib.crc32(data) != self.crc or len(data) != self.size:
            raise ValueError(f"{self.path} of {self.component} is damaged")
        return data

    def sha256(self) -> str:
        """Return the SHA-256 of the file's bytes."""
        return hashlib.sha256(self.data()).hexdigest()


def members(archive: Path | BinaryIO, component: str) -> Iterator[Member]:
    """Give the files of an archive, compressed as they are in it."""
    with zipfile.ZipFile(archive) as zipped:
        file = cast(BinaryIO, zipped.fp)
        for info in zipped.infolist():
            if info.is_dir():
                continue
            if info.compress_type not in (_PLAIN, _DEFLATED) or info.flag_bits & 1:
                raise ValueError(f"{info.filename} of {component} is packed in an unknown way")
            file.seek(info.header_offset)
            fields = _LOCAL.unpack(file.read(_LOCAL.size))
            file.seek(fields[-2] + fields[-1], 1)
            packed = file.read(info.compress_size)
            yield Member(
                info.filename, component, packed, info.compress_type, info.CRC, info.file_size
            )


def write_archive(path: Path, content: Iterable[Member]) -> str:
    """Write an archive, sorted by path and without times or owners; return its SHA-256.

    Two members of one path, or two that differ in case only, would overwrite each other on
    Windows: they are an error.
    """
    ordered = sorted(content, key=lambda member: member.path)
    seen: dict[str, Member] = {}
    for member in ordered:
        twin = seen.setdefault(member.path.lower(), member)
        if twin is not member:
            raise ValueError(
                f"{member.path} is in {twin.component} and in {member.component}: leave one out"
            )
    sha, directory, offset = hashlib.sha256(), [], 0
    with path.open("wb") as file:

        def put(data: bytes) -> int:
            file.write(data)
            sha.update(data)
            return len(data)

        for member in ordered:
            name = member.path.encode("ascii")
            sizes = (member.crc, len(member.packed), member.size, len(name), 0)
            common = (_VERSION, 0, member.method, 0, _DAY, *sizes)
            directory.append(
                _CENTRAL.pack(b"PK\1\2", _VERSION, *common, 0, 0, 0, 0x20, offset) + name
            )
            offset += put(_LOCAL.pack(b"PK\3\4", *common) + name)
            offset += put(member.packed)
        size = sum(put(entry) for entry in directory)
        count = len(ordered)
        put(_END.pack(b"PK\5\6", 0, 0, count, count, size, offset, 0))
    return sha.hexdigest()
