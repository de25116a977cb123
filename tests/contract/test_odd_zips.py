"""The headless engine on zips as other programs pack them, and on targets that cannot be."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from bench import PackageBench
from edits import edit

from lacxl.domain.errors import Refused
from lacxl.engines.package import PackageWorkbook, verify
from lacxl.workbook.changes import ChangeSet
from oracles import invariants, parts
from oracles.reader import read


class Pipe(io.RawIOBase):
    """A stream that cannot go back, so that zipfile writes sizes behind the data."""

    def __init__(self) -> None:
        self.content = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.content += data
        return len(data)


def members(path: Path) -> dict[str, bytes]:
    return parts.read_parts(path)


def stored(source: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as new:
        for name, content in members(source).items():
            new.writestr(name, content)


def streamed(source: Path, target: Path) -> None:
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in members(source).items():
            new.writestr(name, content)
    target.write_bytes(pipe.content)


def zip64(source: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in members(source).items():
            with new.open(name, "w", force_zip64=True) as member:
                member.write(content)


def with_folders_and_comment(source: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        new.mkdir("xl")
        new.mkdir("xl/worksheets")
        for name, content in members(source).items():
            new.writestr(name, content)
        new.comment = b"packed by hand"


def backwards(source: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in reversed(members(source).items()):
            new.writestr(name, content)


@pytest.fixture
def bench(tmp_path: Path) -> PackageBench:
    folder = tmp_path / "results"
    folder.mkdir()
    return PackageBench(folder)


def some(bench: PackageBench) -> ChangeSet:
    return edit(bench, "Report", {"A2": 9, "B15": "new"}, locks={"A2": False})


@pytest.mark.parametrize("pack", [stored, streamed, zip64, with_folders_and_comment, backwards])
def test_it_is_edited_and_other_parts_stay(
    bench: PackageBench, report: Path, tmp_path: Path, pack: object
) -> None:
    path = tmp_path / "odd.xlsx"
    assert callable(pack)
    pack(report, path)
    bench.open(path)
    result = bench.apply(some(bench))
    found = parts.compare(path, result)
    assert not found.vanished
    assert not found.appeared
    assert "xl/worksheets/sheet1.xml" in found.changed
    assert found.changed <= {"xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"}
    assert invariants.breaches(result) == ()
    assert read(result)["Report"].values[15, 2] == "new"
    with zipfile.ZipFile(result) as package:
        assert package.testzip() is None
    bench.close()


def test_the_source_is_no_target(bench: PackageBench, report: Path, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(report.read_bytes())
    bench.open(path)
    changes = some(bench)
    bench.close()
    with PackageWorkbook(path) as book, pytest.raises((Refused, ValueError)):
        book.write(changes, path)
    assert path.read_bytes() == report.read_bytes()


def test_a_target_in_no_folder_is_refused(
    bench: PackageBench, report: Path, tmp_path: Path
) -> None:
    bench.open(report)
    changes = some(bench)
    bench.close()
    with PackageWorkbook(report) as book, pytest.raises(Refused):
        book.write(changes, tmp_path / "nowhere" / "result.xlsx")


def test_verify_is_content_with_what_was_written_and_with_nothing_else(
    bench: PackageBench, report: Path
) -> None:
    bench.open(report)
    changes = some(bench)
    other = edit(bench, "Report", {"A2": 10})
    locked = edit(bench, "Report", locks={"A2": True})
    result = bench.apply(changes)
    bench.close()
    verify(result, changes)
    for wrong in (other, locked):
        with pytest.raises(Refused):
            verify(result, wrong)
    with pytest.raises(Refused):
        verify(report, changes)


def test_one_open_workbook_writes_several_times(
    bench: PackageBench, report: Path, tmp_path: Path
) -> None:
    bench.open(report)
    changes = some(bench)
    bench.close()
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    with PackageWorkbook(report) as book:
        book.write(changes, first)
        book.write(changes, second)
    assert not parts.compare(first, second)
