"""Untouched members keep their compressed bytes, order, times and extras, in every kind of zip."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest
from made_packages import SHEET, parts_of, save

from lacxl.domain.errors import Refused
from lacxl.engines.package import PackageWorkbook, disk, repack, verify
from lacxl.engines.package.repack import without_zip64
from lacxl.engines.package.zips import Archive
from lacxl.workbook.address import Cell
from lacxl.workbook.changes import CellChange, ChangeSet, Swap

MAY_CHANGE = {SHEET, "xl/workbook.xml", "xl/styles.xml"}
CHANGES = ChangeSet((CellChange("S", Cell(2, 2), Swap(None, 4.5)),))


def member(path: Path, info: zipfile.ZipInfo) -> bytes:
    content = path.read_bytes()[info.header_offset :]
    name, extra = struct.unpack("<HH", content[26:30])
    return content[30 + name + extra :][: info.compress_size]


def infos(path: Path) -> list[zipfile.ZipInfo]:
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        return package.infolist()


def write(source: Path, target: Path) -> None:
    before = source.read_bytes()
    with PackageWorkbook(source) as book:
        book.write(CHANGES, target)
    verify(target, CHANGES)
    assert source.read_bytes() == before


def check_copied(source: Path, target: Path) -> None:
    old, new = infos(source), infos(target)
    assert [info.orig_filename for info in old] == [info.orig_filename for info in new]
    for one, other in zip(old, new, strict=True):
        assert one.date_time == other.date_time
        if one.filename == SHEET:
            continue
        assert member(source, one) == member(target, other)
        for name in ("compress_type", "CRC", "file_size", "external_attr", "internal_attr"):
            assert getattr(one, name) == getattr(other, name)
        assert one.comment == other.comment
        assert without_zip64(one.extra) == without_zip64(other.extra)
        assert not other.flag_bits & 8


class Pipe(io.RawIOBase):
    """A stream that cannot seek: zipfile then writes data descriptors."""

    def __init__(self) -> None:
        self.content = b""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self.content += piece
        return len(piece)


def test_odd_members_and_a_prefix_and_a_comment(tmp_path: Path) -> None:
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as package:
        for n, (name, content) in enumerate(parts_of().items()):
            info = zipfile.ZipInfo(name, (1999, 12, 31, 23, 59, 58))
            info.compress_type = zipfile.ZIP_STORED if n % 2 else zipfile.ZIP_DEFLATED
            info.extra = struct.pack("<HH4s", 0xCAFE, 4, b"abcd")
            info.external_attr, info.internal_attr, info.comment = 0o640 << 16, 1, b"note"
            package.writestr(info, content)
        package.writestr("docs/Übersicht ▲.txt", b"u")
        package.comment = b"packed by hand"
    source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    source.write_bytes(b"#!/bin/sh\n" * 50 + pipe.content)
    assert all(info.flag_bits & 8 for info in infos(source))
    write(source, target)
    check_copied(source, target)
    with zipfile.ZipFile(target) as package:
        assert package.comment == b"packed by hand"


def test_names_in_the_old_code_page(tmp_path: Path) -> None:
    source, target = save(tmp_path / "a.xlsx", parts_of() | {"docs/a?.txt": b"u"}), tmp_path / "b"
    source.write_bytes(source.read_bytes().replace(b"docs/a?.txt", b"docs/a\x81.txt"))
    assert "docs/aü.txt" in [info.filename for info in infos(source)]
    write(source, target)
    check_copied(source, target)


def test_zip64_sources_lose_it(tmp_path: Path) -> None:
    source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts_of().items():
            with package.open(name, "w", force_zip64=True) as out:
                out.write(content)
    write(source, target)
    check_copied(source, target)
    content = target.read_bytes()
    for info in infos(target):
        name, extra = struct.unpack_from("<HH", content, info.header_offset + 26)
        assert extra == 0
        assert name == len(info.filename)


def test_zip64_is_written_where_sizes_need_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = save(tmp_path / "a.xlsx", parts_of()), tmp_path / "b.xlsx"
    monkeypatch.setattr(repack, "ZIP64_FROM", 300)
    monkeypatch.setattr(repack, "ZIP64_COUNT_FROM", 3)
    write(source, target)
    check_copied(source, target)
    content = target.read_bytes()
    assert b"PK\x06\x06" in content
    assert any(info.extra[:2] == b"\x01\x00" for info in infos(target))


def test_nothing_is_left_of_a_failed_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = save(tmp_path / "a.xlsx", parts_of()), tmp_path / "b.xlsx"

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(repack.os, "fsync", full)
    with PackageWorkbook(source) as book, pytest.raises(Refused) as caught:
        book.write(CHANGES, target)
    assert caught.value.codes == ("W138",)
    assert not target.exists()


def test_a_target_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    source, target = save(tmp_path / "a.xlsx", parts_of()), tmp_path / "b.xlsx"
    target.write_bytes(b"other")
    for place in (target, source):
        with PackageWorkbook(source) as book, pytest.raises(Refused) as caught:
            book.write(CHANGES, place)
        assert caught.value.codes == ("W137",)
    assert target.read_bytes() == b"other"


def test_a_source_that_somebody_saved_meanwhile(tmp_path: Path) -> None:
    source, target = save(tmp_path / "a.xlsx", parts_of()), tmp_path / "b.xlsx"
    with PackageWorkbook(source) as book:
        book.survey()
        save(tmp_path / "new.xlsx", parts_of() | {"a": b"longer"}).replace(source)
        with pytest.raises(Refused) as caught:
            book.write(CHANGES, target)
    assert caught.value.codes == ("W119",)
    assert not target.exists()


def test_what_stays_lies_before_what_changed_and_the_directory_keeps_its_order(
    tmp_path: Path,
) -> None:
    source, target = save(tmp_path / "a.xlsx", parts_of()), tmp_path / "b.xlsx"
    write(source, target)
    lying = sorted(infos(target), key=lambda info: info.header_offset)
    stayed = [info.filename for info in infos(source) if info.filename not in MAY_CHANGE]
    assert [info.filename for info in lying][: len(stayed)] == stayed
    assert SHEET not in stayed
    check_copied(source, target)


def test_nothing_is_left_of_a_refused_write(tmp_path: Path) -> None:
    source, target = save(tmp_path / "a.xlsx", parts_of()), tmp_path / "b.xlsx"
    faulty = ChangeSet((CellChange("S", Cell(2, 2), Swap(None, float("nan"))),))
    with PackageWorkbook(source) as book, pytest.raises(Refused) as caught:
        book.write(faulty, target)
    assert caught.value.codes == ("W126",)
    assert not target.exists()


def test_room_set_aside_leaves_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = parts_of() | {"xl/media/picture.bin": bytes(range(256)) * 9_000}
    source = save(tmp_path / "a.xlsx", parts)
    with zipfile.ZipFile(source, "a") as package:
        package.comment = b"x" * 500
    write(source, tmp_path / "plain.xlsx")
    asked: list[int] = []

    def too_much(file: int, size: int) -> None:
        asked.append(size)
        disk.reserve(file, size + 100_000)

    monkeypatch.setattr(repack, "_LARGE", 1)
    monkeypatch.setattr(repack, "reserve", too_much)
    write(source, tmp_path / "reserved.xlsx")
    assert asked == [source.stat().st_size]
    assert (tmp_path / "reserved.xlsx").read_bytes() == (tmp_path / "plain.xlsx").read_bytes()
    check_copied(source, tmp_path / "reserved.xlsx")


# Once: room that was only partly found stayed behind the end of the new file, which Excel and
# zipfile then took for no zip.
def test_room_found_only_in_part_leaves_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = save(tmp_path / "a.xlsx", parts_of())
    write(source, tmp_path / "plain.xlsx")

    def half(file: int, start: int, size: int) -> None:
        os.ftruncate(file, start + size + 100_000)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(repack, "_LARGE", 1)
    monkeypatch.setattr(os, "posix_fallocate", half, raising=False)
    write(source, tmp_path / "reserved.xlsx")
    assert (tmp_path / "reserved.xlsx").read_bytes() == (tmp_path / "plain.xlsx").read_bytes()


class FullDisk(io.FileIO):
    """A file on a disk that takes nothing."""

    def write(self, data: object) -> int:
        raise OSError(28, "No space left on device")


# Once: the file that was closed in vain hid why it was, and a full disk was a workbook that could
# not be read.
@pytest.mark.parametrize(("cell", "code"), [(4.5, "W138"), (float("nan"), "W126")])
def test_a_full_disk_hides_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cell: float, code: str
) -> None:
    source, target = save(tmp_path / "a.xlsx", parts_of()), tmp_path / "b.xlsx"
    opened: list[io.FileIO] = []

    def opens(path: Path, mode: str) -> io.BufferedWriter:
        opened.append(FullDisk(path, mode))
        return io.BufferedWriter(opened[0])

    with PackageWorkbook(source) as book:
        book.survey()
        monkeypatch.setattr(type(target), "open", opens)
        with pytest.raises(Refused) as caught:
            book.write(ChangeSet((CellChange("S", Cell(2, 2), Swap(None, cell)),)), target)
    assert caught.value.codes == (code,)
    assert opened[0].closed
    assert not target.exists()


def test_what_is_copied_already_cannot_change_any_more(tmp_path: Path) -> None:
    archive = Archive(save(tmp_path / "a.xlsx", parts_of()))
    with repack.Repacking(archive, tmp_path / "b.xlsx") as repacking:
        repacking.keep(archive.members)
        with pytest.raises(RuntimeError, match="copied already"):
            repacking.finish({SHEET: repack.pack([b"x"])})
    archive.close()
