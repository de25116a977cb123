"""Rewriting a zip package: untouched members are copied compressed, byte for byte."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from io import BufferedWriter
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from lacxl.engines.package.broken_files import reading
from lacxl.engines.package.disk import reserve
from lacxl.engines.package.zips import Archive

LEVEL = 6
LARGE_LEVEL = 2
"""How hard zlib tries: as Excel does, but for large sheets the level that measured fastest (a
quarter of the time of level 6, and a fifth more bytes)."""
ZIP64_FROM = 0xFFFFFFFF
ZIP64_COUNT_FROM = 0xFFFF
"""From these sizes and this count on, zip's own fields are too narrow."""

_LARGE = 1 << 20
_ZIP64 = 1
_DESCRIPTOR = 0x8
_UTF8 = 0x800
_VERSION = 20
_VERSION64 = 45
_MIDNIGHT_1980 = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Packed:
    """A member's new content, compressed."""

    data: bytes
    checksum: int
    size: int


def pack(pieces: Iterable[bytes], level: int = LEVEL) -> Packed:
    """Compress a part while it is being made."""
    deflate = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    data = bytearray()
    checksum = size = 0
    for piece in pieces:
        checksum = zlib.crc32(piece, checksum)
        size += len(piece)
        data += deflate.compress(piece)
    data += deflate.flush()
    return Packed(bytes(data), checksum, size)


class Repacking:
    """A package being rewritten, beside its source, member by member.

    What is kept can be copied before it is known what replaces the rest: the disk is then at work
    on it meanwhile. The rest keep their compressed bytes, times and extra fields, and their order
    in the directory, whatever their order in the file.
    """

    def __init__(self, archive: Archive, target: Path) -> None:
        self._archive = archive
        self._out = target.open("wb")
        self._records: dict[zipfile.ZipInfo, bytes] = {}  # folders may be listed twice by a name
        self._reserved = archive.size >= _LARGE
        if self._reserved:
            reserve(self._out.fileno(), archive.size)

    def __enter__(self) -> Repacking:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._out.close()
        except OSError:  # a full disk takes what is left in the buffer no more than it did before
            if fault is None:
                raise

    def keep(self, members: Iterable[zipfile.ZipInfo]) -> None:
        """Copy members as they are."""
        for info in members:
            with reading(f"{self._archive.label}: {info.filename}"):
                self._records[info] = _copy(self._out, self._archive, info)

    def finish(self, replaced: Mapping[str, Packed], removed: Collection[str] = ()) -> None:
        """Write what is new or added (names the source lacks), keep the rest except the removed.

        The target is on the disk (fsync) when this returns.
        """
        kept = {info.filename for info in self._records}
        if changed := kept & {*replaced, *removed}:
            raise RuntimeError(f"copied already, and yet to change: {', '.join(sorted(changed))}")
        listed = [info for info in self._archive.members if info.filename not in removed]
        listed += [_fresh(name) for name in replaced if self._archive.find(name) is None]
        for info in listed:
            if info.filename in replaced:
                packed = replaced[info.filename]
                self._records[info] = _write_new(self._out, info, packed)
            elif info not in self._records:
                self.keep([info])
        records = [self._records[info] for info in listed]
        _write_directory(self._out, records, self._archive.comment)
        if self._reserved:
            self._out.truncate()
        self._out.flush()
        os.fsync(self._out.fileno())


def _fresh(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _MIDNIGHT_1980)
    info.flag_bits = 0 if name.isascii() else _UTF8
    return info


def _copy(out: BufferedWriter, archive: Archive, info: zipfile.ZipInfo) -> bytes:
    name, extra, _ = archive.local(info)
    if name != _name_bytes(info):
        raise zipfile.BadZipFile("directory and member differ in name")
    sizes = (info.compress_size, info.file_size)
    record = _start(out, info, info.compress_type, info.CRC, sizes, extra)
    archive.copy_raw(info, out)
    return record


def _write_new(out: BinaryIO, info: zipfile.ZipInfo, packed: Packed) -> bytes:
    sizes = (len(packed.data), packed.size)
    record = _start(out, info, zipfile.ZIP_DEFLATED, packed.checksum, sizes, b"")
    out.write(packed.data)
    return record


def _start(
    out: BinaryIO,
    info: zipfile.ZipInfo,
    method: int,
    checksum: int,
    sizes: tuple[int, int],
    extra: bytes,
) -> bytes:
    """Write a local header; return the member's entry for the directory."""
    offset = out.tell()
    name = _name_bytes(info)
    narrow = tuple(min(size, 0xFFFFFFFF) if size < ZIP64_FROM else 0xFFFFFFFF for size in sizes)
    local_wide = central_wide = b""
    if max(sizes) >= ZIP64_FROM:
        narrow = (0xFFFFFFFF, 0xFFFFFFFF)
        local_wide = central_wide = struct.pack("<QQ", sizes[1], sizes[0])
    if offset >= ZIP64_FROM:
        central_wide += struct.pack("<Q", offset)
    version = max(info.extract_version, _VERSION64 if central_wide else _VERSION)
    common = struct.pack(
        "<HHHHHIII",
        version,
        info.flag_bits & ~_DESCRIPTOR,
        method,
        *_dos_time(info),
        checksum,
        *narrow,
    )
    local_extra = _wide(local_wide) + without_zip64(extra)
    central_extra = _wide(central_wide) + without_zip64(info.extra)
    out.write(b"PK\x03\x04" + common)
    out.write(struct.pack("<HH", len(name), len(local_extra)) + name + local_extra)
    return (
        b"PK\x01\x02"
        + struct.pack("<BB", info.create_version, info.create_system)
        + common
        + struct.pack("<HHHHH", len(name), len(central_extra), len(info.comment), 0, 0)[:8]
        + struct.pack(
            "<HII",
            info.internal_attr,
            info.external_attr,
            0xFFFFFFFF if offset >= ZIP64_FROM else offset,
        )
        + name
        + central_extra
        + info.comment
    )


def _write_directory(out: BinaryIO, records: list[bytes], comment: bytes) -> None:
    start = out.tell()
    for record in records:
        out.write(record)
    end = out.tell()
    size, count = end - start, len(records)
    if max(start, size) >= ZIP64_FROM or count >= ZIP64_COUNT_FROM:
        out.write(b"PK\x06\x06" + struct.pack("<QHHII", 44, _VERSION64, _VERSION64, 0, 0))
        out.write(struct.pack("<QQQQ", count, count, size, start))
        out.write(b"PK\x06\x07" + struct.pack("<IQI", 0, end, 1))
        count, size, start = 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF
    out.write(b"PK\x05\x06" + struct.pack("<HHHHII", 0, 0, count, count, size, start))
    out.write(struct.pack("<H", len(comment)) + comment)


def without_zip64(extra: bytes) -> bytes:
    """Return an extra field without its zip64 entry, whose sizes are written again."""
    kept = bytearray()
    position = 0
    while position + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, position)
        following = position + 4 + size
        if kind != _ZIP64:
            kept += extra[position:following]
        position = following
    return bytes(kept)


def _wide(values: bytes) -> bytes:
    return struct.pack("<HH", _ZIP64, len(values)) + values if values else b""


def _name_bytes(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437")


def _dos_time(info: zipfile.ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = info.date_time
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day
