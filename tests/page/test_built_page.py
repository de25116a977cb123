"""The page as a file: every build gives the same bytes, small enough, with nothing of a machine."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import re
import zipfile
from pathlib import Path

from release import downloads
from release.build_page import build_page, check_types

MOST = 15_000_000


def part(page: Path, name: str) -> bytes:
    found = re.search(rf'id="part-{name}">([^<]*)<', page.read_text("utf-8"))
    assert found
    return gzip.decompress(base64.b64decode(found[1]))


def test_two_builds_give_the_same_bytes(page_file: Path, tmp_path: Path) -> None:
    other, sha256 = build_page(tmp_path, downloads.default_cache())
    assert other.read_bytes() == page_file.read_bytes()
    assert sha256 == hashlib.sha256(page_file.read_bytes()).hexdigest()


def test_it_is_small_enough(page_file: Path) -> None:
    assert page_file.stat().st_size < MOST


def test_no_path_of_this_machine_is_in_it(page_file: Path) -> None:
    paths = [str(downloads.ROOT), str(downloads.default_cache().parent)]
    content = page_file.read_text("utf-8") + part(page_file, "worker").decode()
    assert not [path for path in paths if path in content]
    assert "// src/main.ts" in content


def test_rooms_that_the_page_cannot_use_are_left_out(page_file: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(part(page_file, "modules"))) as archive:
        names = set(archive.namelist())
    assert "lacxl/page/door.pyc" in names
    assert "lacxl/templates/corporate-parenting-2015-05.xlsx" in names
    rooms = ("lacxl/cli/", "lacxl/addin/", "lacxl/ribbon/", "lacxl/synth/", "unittest/")
    assert not [name for name in names if name.startswith(rooms)]
    assert not [name for name in names if name.endswith((".py", ".html"))]


def test_the_types_of_the_scripts_are_sound(page_file: Path) -> None:
    check_types(downloads.default_cache())
