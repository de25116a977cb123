"""Archives whose bytes never vary, and what is taken of a wheel."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from release.archive import Member, members, write_archive
from release.wheels import left_out


def packed(compression: int) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        archive.writestr("b/long.txt", "word " * 1000)
        archive.writestr("a.txt", "")
        archive.mkdir("folder")
    file.seek(0)
    return file


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_members_are_copied_whole(tmp_path: Path, compression: int) -> None:
    path = tmp_path / "copy.zip"
    write_archive(path, members(packed(compression), "a wheel"))
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["a.txt", "b/long.txt"]
        assert archive.read("b/long.txt") == b"word " * 1000
        assert archive.getinfo("b/long.txt").compress_type == compression


def test_the_order_of_the_files_does_not_matter(tmp_path: Path) -> None:
    files = [Member.of(name, "c", name.encode()) for name in ("b", "a/c", "a b", "A2")]
    one = write_archive(tmp_path / "1.zip", files)
    other = write_archive(tmp_path / "2.zip", reversed(files))
    assert one == other
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()


@pytest.mark.parametrize("twin", ["lib/x.py", "Lib/X.py"])
def test_two_files_of_one_name_are_an_error(tmp_path: Path, twin: str) -> None:
    """Windows takes Lib/X.py and lib/x.py for one file: the second would overwrite the first."""
    files = [Member.of("lib/x.py", "one", b"1"), Member.of(twin, "other", b"2")]
    with pytest.raises(ValueError, match=r"is in (one and in other|other and in one)"):
        write_archive(tmp_path / "1.zip", files)


def test_a_damaged_member_is_noticed() -> None:
    (_, long) = sorted(members(packed(zipfile.ZIP_STORED), "a wheel"), key=lambda m: m.size)
    broken = Member(long.path, long.component, b"W" + long.packed[1:], 0, long.crc, long.size)
    with pytest.raises(ValueError, match=r"b/long\.txt of a wheel is damaged"):
        broken.data()


@pytest.mark.parametrize(
    ("path", "out"),
    [
        ("pandas/tests/frame/test_api.py", True),
        ("numpy/_core/tests/data.csv", True),
        ("xlwings/pro/reports/main.py", True),
        ("win32com/test/testall.py", True),
        ("numpy/testing/__init__.py", False),
        ("xlwings/main.py", False),
        ("pandas-3.1.1.dist-info/METADATA", False),
        ("pandas-3.1.1.dist-info/RECORD", True),
        ("pywin32-312.dist-info/licenses/pythonwin/License.txt", False),
        ("numpy/random/LICENSE.md", False),
        ("pythonwin/License.txt", True),
    ],
)
def test_what_is_left_out_of_a_wheel(path: str, out: bool) -> None:
    assert bool(left_out(path)) == out
