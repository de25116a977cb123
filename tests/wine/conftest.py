"""The folder for Windows, built and unpacked once, and a Windows to run it in for each worker."""

from __future__ import annotations

import os
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import filelock
import pytest

pytest.register_assert_rewrite("windows")

if sys.platform == "win32":
    collect_ignore_glob = ["*"]  # Wine is not for Windows, nor is the build of the folder
else:
    from windows import Windows

from built_folder import Built  # noqa: E402
from release import downloads  # noqa: E402
from release.build_folder import build_folder  # noqa: E402

import needs  # noqa: E402


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The folder, built and unpacked by the first worker that asks, for all of them.

    It lies where users put things: below blanks, brackets and a letter that is not English.
    """
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    place = shared / "Performance Team (Zoë & co)"
    cache = downloads.default_cache()
    cache.mkdir(parents=True, exist_ok=True)
    with filelock.FileLock(cache / "lock"):
        done = place / "done"
        if not done.is_file():
            try:
                zipped, sha256 = build_folder(place, cache)
            except SystemExit as fault:
                needs.absent(f"what the folder for Windows is made of ({fault})", "go online once")
            with zipfile.ZipFile(zipped) as archive:
                archive.extractall(place)
            done.write_text(f"{zipped.name}\n{sha256}\n", "utf-8")
        name, sha256 = done.read_text("utf-8").split("\n")[:2]
    return Built(place / name, sha256, place / name.removesuffix(".zip"))


@pytest.fixture(scope="session")
def windows(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    """A Windows with the folder, as it was unpacked, within reach."""
    with Windows(needs.wine(), tmp_path_factory.mktemp("wine"), built.folder) as started:
        yield started


@pytest.fixture
def documents(windows: Windows, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A folder of the test's own on drive C:."""
    name = "".join(letter if letter.isalnum() else " " for letter in request.node.name)
    folder = windows.drive / "users" / "Public" / "Documents" / name.strip()
    folder.mkdir(parents=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
