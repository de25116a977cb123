"""The tests of how lacxl handles files, run by the folder's own Python on Windows."""

from __future__ import annotations

import shutil
from importlib import metadata
from pathlib import Path

import pytest
from windows import Windows

import needs

OF_PYTEST = ("pytest", "pluggy", "iniconfig", "packaging")
RUN = """
import sys
sys.path[:0] = sys.argv[1:2]
import pytest
sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", *sys.argv[2:]]))
"""


@pytest.fixture(scope="module")
def pytest_for_windows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this environment's pytest, which is the same on every system."""
    folder = tmp_path_factory.mktemp("pytest")
    for name in OF_PYTEST:
        for file in metadata.files(name) or ():
            if file.suffix != ".pyc" and ".." not in file.parts:
                target = folder / file
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(str(file.locate()), target)
    return folder


@pytest.mark.parametrize("room", ["files", "history"])
def test_a_room_of_the_tests(windows: Windows, pytest_for_windows: Path, room: str) -> None:
    """Locks, replacements, backups, encodings, the history: by Windows' rules."""
    tests = needs.ROOT / "tests" / "unit" / room
    ran = windows.program(
        *(windows.python, "-c", RUN, windows.path(pytest_for_windows), windows.path(tests)),
        cwd=needs.ROOT,
        env={"PYTHONDONTWRITEBYTECODE": "1"},
        timeout=300,
    )
    assert ran.code == 0, ran.text()[-3000:]
    assert " passed" in ran.text()
