"""Reading a zip package: what is admitted, its members, their bytes in pieces of limited size."""

from __future__ import annotations

import encodings.cp437  # noqa: F401 - zipfile decodes names by it, and would load it half-way
import io
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from lacxl.domain.errors import Refused, refuse
from lacxl.engines.package.broken_files import reading
from lacxl.engines.package.disk import begin_flush
from lacxl.engines.package.members import fault_of, part_names
from lacxl.files.plain import open_plain

CHUNK = 1 << 20
"""The most bytes of a member that are decompressed at once."""
PART_LIMIT = 64 << 20
"""The most bytes of a part that is read as a whole."""
TOTAL_LIMIT = 4 << 30
"""The most bytes that all members together may have when unpacked."""
RATIO_LIMIT = 400
"""How many times larger than the file its unpacked members may be ..."""
RATIO_FREE = 64 << 20
"""... once they are more than this many bytes; below it any ratio is harmless."""
COUNT_LIMIT = 100_000
"""The most members of a package."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCAL = b"PK\x03\x04"
_READ = 64 << 10
_PAST_BUFFERS = 512 << 10
"""From this size on a member is copied past the buffers, and this much of it at a time ..."""
_FLUSHED = 2 << 20
"""... and the disk is set to work whenever this much has come together."""


class Archive:
    """A zip file opened for reading, its directory checked; members by name, case not counting."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.label = path.name
        self._sound: set[zipfile.ZipInfo] = set()  # those that were read to their end
        with reading(self.label):
            self._file = open_plain(path)
        try:
            with reading(self.label):
                self._stamp = _stamp(os.fstat(self._file.fileno()))
                self.size = self._stamp[0]
                self.members, self.comment = self._directory()
                self._admit()
                self._by_name = {info.filename.casefold(): info for info in self.members}
                self._unescaped = {unquote(name): info for name, info in self._by_name.items()}
        except BaseException:
            self._file.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def unchanged(self) -> bool:
        """Say whether the file on disk is still the one that was opened."""
        try:
            return _stamp(self.path.stat()) == self._stamp
        except OSError:
            return False

    def find(self, name: str) -> zipfile.ZipInfo | None:
        """Return the member of that name, or None; %20 in either stands for a blank."""
        name = name.casefold()
        return self._by_name.get(name) or self._unescaped.get(unquote(name))

    def read(self, info: zipfile.ZipInfo) -> bytes:
        """Return all bytes of a member; raises Refused when it is larger than PART_LIMIT."""
        if info.file_size > PART_LIMIT:
            raise self._too_large(info.filename)
        return b"".join(self.chunks(info))

    def chunks(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """Yield a member's bytes; size and checksum are checked when it is read to its end."""
        with reading(f"{self.label}: {info.filename}"):
            if info.compress_size <= _READ and info.file_size <= CHUNK:
                content = self._small(info)
                self._sound.add(info)
                yield content
                return
            checksum = size = 0
            pieces = self._inflated(info) if info.compress_type else self.raw(info)
            for piece in pieces:
                size += len(piece)
                if size > info.file_size:
                    raise zipfile.BadZipFile("more data than the directory states")
                checksum = zlib.crc32(piece, checksum)
                yield piece
            if size != info.file_size or checksum != info.CRC:
                raise zipfile.BadZipFile("size or checksum differs")
            self._sound.add(info)

    def check(self, info: zipfile.ZipInfo) -> None:
        """Read a member to its end; raises Refused where its size or checksum is not right."""
        if info not in self._sound:
            for _ in self.chunks(info):
                pass

    def local(self, info: zipfile.ZipInfo) -> tuple[bytes, bytes, int]:
        """Return name and extra field of a member's local header, and where its data starts."""
        self._file.seek(info.header_offset)
        header = self._file.read(30)
        if len(header) < 30 or header[:4] != _LOCAL:
            raise zipfile.BadZipFile("no local header")
        name_size, extra_size = struct.unpack("<HH", header[26:30])
        name, extra = self._file.read(name_size), self._file.read(extra_size)
        start = info.header_offset + 30 + name_size + extra_size
        if start + info.compress_size > self.size:
            raise zipfile.BadZipFile("cut short")
        return name, extra, start

    def raw(self, info: zipfile.ZipInfo, piece_size: int = 1 << 18) -> Iterator[bytes]:
        """Yield a member's bytes as they are in the file, compressed or not."""
        _, _, position = self.local(info)
        left = info.compress_size
        while left:
            self._file.seek(position)
            piece = self._file.read(min(left, piece_size))
            if not piece:
                raise EOFError
            position += len(piece)
            left -= len(piece)
            yield piece

    def copy_raw(self, info: zipfile.ZipInfo, out: io.BufferedWriter) -> None:
        """Append a member's bytes to `out` as they are in the file.

        Those of a large one go past both files' buffers, and the disk is set to work on what was
        copied while more is: the flush at the end then has little to wait for.
        """
        if info.compress_size < _PAST_BUFFERS:
            for piece in self.raw(info):
                out.write(piece)
            return
        _, _, position = self.local(info)
        self._file.seek(position)
        out.flush()
        flushed = written = out.tell()
        end = written + info.compress_size
        room = memoryview(bytearray(_PAST_BUFFERS))
        while written < end:
            size = self._file.readinto(room[: min(end - written, _PAST_BUFFERS)])
            if not size:
                raise EOFError
            rest = room[:size]
            while rest:  # the system may take less than it is given
                rest = rest[out.raw.write(rest) or 0 :]
            written += size
            if written - flushed >= _FLUSHED or written == end:
                begin_flush(out.fileno(), flushed, written - flushed)
                flushed = written
        out.seek(written)

    def _small(self, info: zipfile.ZipInfo) -> bytes:
        """Return the bytes of a member that is read and checked at once."""
        self._file.seek(self.local(info)[2])
        content = self._file.read(info.compress_size)
        if info.compress_type:
            inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            content = inflate.decompress(content, info.file_size + 1)
            if not inflate.eof:
                raise zipfile.BadZipFile("more or less data than the directory states")
        if len(content) != info.file_size or zlib.crc32(content) != info.CRC:
            raise zipfile.BadZipFile("size or checksum differs")
        return content

    def _inflated(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        pieces = self.raw(info, _READ)
        pending = b""
        while not inflate.eof:
            pending = pending or next(pieces, b"")
            piece = inflate.decompress(pending, CHUNK)
            if not piece and not inflate.eof and not inflate.unconsumed_tail and not pending:
                raise EOFError
            pending = inflate.unconsumed_tail
            if piece:
                yield piece

    def _directory(self) -> tuple[tuple[zipfile.ZipInfo, ...], bytes]:
        head = self._file.read(8)
        if head == _OLE:
            raise _ole_refusal(self._file.read(16 << 20), self.label)
        try:
            directory = zipfile.ZipFile(self._file)
        except zipfile.BadZipFile:
            if head.startswith(b"PK"):
                raise
            raise refuse(
                "W101",
                "This is not an Excel workbook.",
                self.label,
                "Choose an .xlsx or .xlsm file; open other kinds in Excel and save them as such.",
            ) from None
        members = tuple(directory.infolist())
        for info, name in zip(members, part_names(members), strict=True):
            info.filename = name  # orig_filename stays as it is stored
        return members, directory.comment

    def _admit(self) -> None:
        if len(self.members) > COUNT_LIMIT:
            raise self._too_large(self.label)
        names: set[str] = set()
        total = 0
        for info in self.members:
            fault = fault_of(info, names)
            if fault:
                raise refuse(*fault[:2], f"{self.label}: {info.filename!a}", fault[2])
            names.add(info.filename.casefold())
            total += info.file_size
        if total > TOTAL_LIMIT or total > max(RATIO_FREE, self.size * RATIO_LIMIT):
            raise self._too_large(self.label)
        end = 0
        for info in sorted(self.members, key=lambda member: member.header_offset):
            if info.header_offset < end:
                raise zipfile.BadZipFile("members overlap")
            end = info.header_offset + 30 + info.compress_size
        if end > self.size:
            raise zipfile.BadZipFile("cut short")

    def _too_large(self, what: str) -> Refused:
        return refuse(
            "W110",
            "The file unpacks to more than a workbook would ever need.",
            what if what == self.label else f"{self.label}: {what}",
            "If it is a real workbook, clear its unused rows and embedded data in Excel.",
        )


def _stamp(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns


def _ole_refusal(content: bytes, where: str) -> Refused:
    """Tell an encrypted workbook from one of Excel 97: both are OLE files."""
    if any(name.encode("utf-16-le") in content for name in ("EncryptedPackage", "EncryptionInfo")):
        return refuse(
            "W102",
            "The workbook is encrypted with a password to open.",
            where,
            "In Excel: File, Info, Protect Workbook, Encrypt with Password, clear it, and save.",
        )
    if any(f"{name}\0".encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return refuse(
            "W103",
            "This is a workbook of Excel 97-2003 (.xls).",
            where,
            "Open it in Excel and save it as .xlsx, or as .xlsm if it has macros.",
        )
    return refuse("W101", "This is not an Excel workbook.", where, "Choose an .xlsx or .xlsm file.")
