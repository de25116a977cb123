"""The add-in's VBA in LibreOffice, started once, and the button that its tests press.

The files, the Python processes and every VBA module but one are real. Excel and Windows are
simulated by the module tests/macros/LacxlHost.bas: the active workbook, message boxes, OnTime, the
status bar, error 70 and the age of a file. Of the real host module, what it does with files is run.
What Excel's own VBA does is not proved here.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

pytest.register_assert_rewrite("macros.button")

import needs  # noqa: E402
from macros.button import Button  # noqa: E402
from macros.calc import Calc  # noqa: E402
from macros.twin import HERE, twin  # noqa: E402


@pytest.fixture(scope="session")
def calc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Calc]:
    """LibreOffice with no workbook yet."""
    folder = tmp_path_factory.mktemp("the button's files")
    env = {
        "LACXL_TEST_FOLDER": str(folder / "lacxl"),
        "APPDATA": str(folder / "roaming"),
        "TEMP": str(folder / "temp"),
        "LACXL_HOME": str(folder / "lacxl"),
        "LACXL_TEST_PYTHON": sys.executable,
        "LACXL_TEST_STARTER": str(HERE / "starter.py"),
        "PYTHONPATH": str(needs.ROOT / "src"),
        "LC_ALL": "C.UTF-8",
    }
    for name in ("lacxl", "temp"):
        (folder / name).mkdir()
    with Calc(needs.soffice(), needs.uno(), folder, env) as office:
        yield office


@pytest.fixture
def button(calc: Calc) -> Button:
    """The twin, opened once and set up anew for each test."""
    path = calc.folder / "twin.xlam"
    if not path.exists():
        path.write_bytes(twin())
    if calc.opened != path:
        calc.open(path)
    return Button(calc, calc.folder / "lacxl")
