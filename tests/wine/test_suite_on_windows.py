"""The tests of how lacxl handles files, run by the folder's own Python on Windows."""

from __future__ import annotations

import re
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


def test_the_tests_of_files(windows: Windows, pytest_for_windows: Path) -> None:
    """Locks, owners, replacements, backups, the run log: by Windows' rules.

    Modules that need hypothesis, which is compiled for each system, are left out.
    """
    tests = needs.ROOT / "tests" / "unit" / "files"
    modules = tests.glob("test_*.py")
    compiled = [each for each in modules if "from hypothesis" in each.read_text("utf-8")]
    left_out = [f"--ignore={windows.path(each)}" for each in compiled]
    ran = windows.program(
        *(windows.python, "-c", RUN, windows.path(pytest_for_windows), *left_out),
        windows.path(tests),
        cwd=needs.ROOT,
        env={"PYTHONDONTWRITEBYTECODE": "1"},
        timeout=300,
    )
    assert ran.code == 0, ran.text()[-3000:]
    found = re.search(r"(\d+) passed", ran.text())
    assert found
    assert int(found[1]) > 50
