"""The folder for Windows as it ships: the same bytes each time, and what IT is told is true."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from built_folder import Built
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from release import downloads
from release.archive import members
from release.build_folder import LONGEST_PATH, build_folder
from release.wheels import metadata

import needs

WINDOWS = {
    "sys_platform": "win32",
    "platform_system": "Windows",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "python_version": "3.13",
    "python_full_version": "3.13.2",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
}


def rows(built: Built, name: str) -> list[dict[str, str]]:
    text = (built.folder / "For IT" / name).read_text("ascii")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_same_sources_give_the_same_bytes(built: Built, tmp_path: Path) -> None:
    again, sha256 = build_folder(tmp_path, downloads.default_cache())
    assert again.read_bytes() == built.zipped.read_bytes()
    assert sha256 == built.sha256 == hashlib.sha256(again.read_bytes()).hexdigest()


def test_others_read_the_zip(built: Built) -> None:
    """Python's own zipfile finds every member whole, in order, of one date."""
    with zipfile.ZipFile(built.zipped) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names == sorted(names)
        assert {info.date_time for info in archive.infolist()} == {(2020, 1, 1, 0, 0, 0)}
    assert max(map(len, names)) <= LONGEST_PATH + len(f"{built.folder.name}/")


def test_every_file_is_listed_with_its_hash(built: Built) -> None:
    listed = {row["path"]: row["sha256"] for row in rows(built, "FILES.csv")}
    with zipfile.ZipFile(built.zipped) as archive:
        found = {
            name.partition("/")[2].replace("/", "\\"): hashlib.sha256(
                archive.read(name)
            ).hexdigest()
            for name in archive.namelist()
        }
    lists = {"For IT\\CONTENTS.csv", "For IT\\FILES.csv"}
    assert lists <= set(found)
    assert listed == {path: sha256 for path, sha256 in found.items() if path not in lists}


def test_every_component_has_a_version_a_licence_and_a_hash(built: Built) -> None:
    listed = rows(built, "CONTENTS.csv")
    locked = {canonicalize_name(n): (v, h) for n, v, h in downloads.locked(downloads.WINDOWS_LOCK)}
    named = {canonicalize_name(row["component"]): row for row in listed}
    assert set(named) == {*locked, "lacxl", "python"}
    for name, (version, sha256) in locked.items():
        assert (named[name]["version"], named[name]["sha256 of that"]) == (version, sha256)
    assert named["python"]["version"] == "3.13.2"
    for row in listed:
        assert row["licence"]
        assert not re.search(r"(?i)\b(GPL|AGPL|LGPL|PolyForm|noncommercial)\b", row["licence"])
        assert row["where its licence is"], row
        for path in row["where its licence is"].split(" "):
            assert not path or (built.folder / path).is_file()


def test_nothing_lies_in_it_that_nobody_lists_a_component_for(built: Built) -> None:
    named = {canonicalize_name(row["component"]) for row in rows(built, "CONTENTS.csv")}
    assert {canonicalize_name(row["component"]) for row in rows(built, "FILES.csv")} == named


def test_what_is_not_open_source_or_not_needed_is_left_out(built: Built) -> None:
    paths = [row["path"].replace("\\", "/") for row in rows(built, "FILES.csv")]
    for part in ("/xlwings/pro/", "/pip/", "/tests/", "__pycache__", "site-packages/pythonwin/"):
        assert not [path for path in paths if part in path], part
    programs = [path for path in paths if path.lower().endswith((".exe", ".bat", ".ps1", ".vbs"))]
    assert sorted(programs) == ["python/python.exe", "python/pythonw.exe"]


def wanted(wheel: Path, extra: str = "") -> Iterator[Requirement]:
    """Give what a wheel asks for on Windows."""
    for text in metadata(wheel).get_all("Requires-Dist", []):
        requirement = Requirement(text)
        if not requirement.marker or requirement.marker.evaluate({**WINDOWS, "extra": extra}):
            yield requirement


def test_the_lock_has_what_everything_in_it_asks_for(built: Built) -> None:
    """A new dependency of lacxl must be locked: python release/build_folder.py --lock."""
    locked = {canonicalize_name(n): v for n, v, _ in downloads.locked(downloads.WINDOWS_LOCK)}
    project = tomllib.loads((needs.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [Requirement(text) for text in project["dependencies"]]
    asked = [r for r in asked if not r.marker or r.marker.evaluate(dict(WINDOWS))]
    for wheel in downloads.wheels_for_windows(downloads.default_cache()):
        asked += wanted(wheel)
    for requirement in asked:
        version = locked.get(canonicalize_name(requirement.name))
        assert version, f"{requirement} is not in {downloads.WINDOWS_LOCK.name}"
        assert requirement.specifier.contains(version, prereleases=True), requirement


def test_the_start_files_run_anywhere(built: Built) -> None:
    """ASCII, Windows line ends, and everything named from the file's own place, in quotes."""
    files = sorted(built.folder.glob("*.cmd"))
    assert [file.name for file in files] == [
        "Install add-in.cmd",
        "Remove add-in.cmd",
        "Start helper.cmd",
        "Try the demo.cmd",
        "lacxl.cmd",
    ]
    for file in (*files, built.folder / "README.txt"):
        text = file.read_bytes().decode("ascii")
        assert text.count("\r\n") == text.count("\n") > 0
    for file in files:
        text = file.read_text("ascii")
        assert '"%~dp0python\\python.exe" -m lacxl' in text
        assert not re.search(
            r"(?i)\b(cd|pushd|reg|setx|powershell)\b", re.sub(r"(?m)^.?rem.*", "", text)
        )


def test_the_add_in_is_in_it(built: Built) -> None:
    own = needs.ROOT / "src" / "lacxl" / "addin" / "lacxl.xlam"
    if not own.is_file():
        pytest.skip("lacxl has no add-in yet")
    inside = built.folder / "python" / "Lib" / "site-packages" / "lacxl" / "addin" / "lacxl.xlam"
    assert inside.read_bytes() == own.read_bytes()


def test_the_python_is_what_its_makers_signed(built: Built) -> None:
    """The program and its library carry the signature of the Python Software Foundation."""
    for name in ("python.exe", "pythonw.exe", "python313.dll", "_ssl.pyd"):
        data = (built.folder / "python" / name).read_bytes()
        assert b"Python Software Foundation" in data[-20_000:]


def test_wheels_are_copied_as_they_were_compressed(built: Built) -> None:
    """No compressor has a hand in it, so that another one gives no other bytes."""
    packed = {m.path.partition("/")[2]: m for m in members(built.zipped, "")}
    wheel = next(
        w
        for w in downloads.wheels_for_windows(downloads.default_cache())
        if w.name.startswith("openpyxl-")
    )
    for member in members(wheel, ""):
        if member.path.startswith("openpyxl/"):
            inside = packed[f"python/Lib/site-packages/{member.path}"]
            assert (inside.packed, inside.method) == (member.packed, member.method)
