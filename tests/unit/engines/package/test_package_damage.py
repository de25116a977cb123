"""The checksums of copied members: which are checked when, and what is said."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from made_packages import parts_of, save

from lacxl.domain.errors import Refused
from lacxl.engines.package import PackageWorkbook, soundness
from lacxl.workbook.address import Cell
from lacxl.workbook.changes import CellChange, ChangeSet, Swap

CHANGES = ChangeSet((CellChange("S", Cell(2, 2), Swap(None, 5.5)),))
CHART, PICTURE = "xl/charts/chart1.xml", "xl/media/image1.bin"
LARGE = bytes(range(256)) * (soundness.CHECKED // 256)


def damaged(path: Path, *names: str) -> Path:
    """Change a byte in the middle of the stored data of these members."""
    with zipfile.ZipFile(path) as package:
        infos = [package.getinfo(name) for name in names]
    content = bytearray(path.read_bytes())
    for info in infos:
        content[info.header_offset + 30 + len(info.filename) + info.compress_size // 2] ^= 0x55
    path.write_bytes(content)
    return path


def attempts(source: Path, target: Path, *, thorough: bool) -> list[tuple[str, str]]:
    """Return code and place of each fault that writing is refused for."""
    found = []
    with PackageWorkbook(source) as book:
        try:
            book.write(CHANGES, target, thorough=thorough)
        except Refused as refused:
            found = [(fault.code, fault.where) for fault in refused.findings]
    assert target.exists() is (not found)
    return found


@pytest.mark.parametrize("thorough", [False, True])
def test_every_damaged_small_part_is_named(tmp_path: Path, thorough: bool) -> None:
    parts = parts_of() | {CHART: b"<chart/>" * 99, PICTURE: LARGE[:-1]}
    source = damaged(save(tmp_path / "a.xlsx", parts), CHART, PICTURE)
    assert attempts(source, tmp_path / "b.xlsx", thorough=thorough) == [
        ("W105", f"a.xlsx: {CHART}"),
        ("W105", f"a.xlsx: {PICTURE}"),
    ]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_damaged_large_part_is_found_where_all_are_checked(tmp_path: Path, method: int) -> None:
    source = save(tmp_path / "a.xlsx", parts_of())
    with zipfile.ZipFile(source, "a", method) as package:
        package.writestr(PICTURE, LARGE)
    damaged(source, PICTURE)
    assert attempts(source, tmp_path / "b.xlsx", thorough=False) == []
    assert attempts(source, tmp_path / "c.xlsx", thorough=True) == [("W105", f"a.xlsx: {PICTURE}")]


def test_a_sound_workbook_is_written_however_thoroughly_it_is_looked_at(tmp_path: Path) -> None:
    source = save(tmp_path / "a.xlsx", {"xl/": b"", **parts_of(), PICTURE: LARGE, CHART: b""})
    for thorough in (False, True):
        assert attempts(source, tmp_path / f"{thorough}.xlsx", thorough=thorough) == []
