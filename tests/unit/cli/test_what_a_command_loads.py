"""A command loads what it needs and nothing else: start-up time is the modules that are read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lacxl.demo import write_demo

SCRIPT = """
import json, sys
from lacxl.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print(json.dumps(sorted(sys.modules)))
"""
HEAVY = {"lxml", "numpy", "openpyxl", "pandas", "pydantic", "rich", "keyring", "holidays"}
ROOMS = {"lacxl.app", "lacxl.catalogue", "lacxl.engines", "lacxl.records", "lacxl.workbook"}


def loaded(*arguments: str) -> set[str]:
    """Return the modules that are there after a call."""
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments], capture_output=True, text=True, check=True
    )
    return set(json.loads(ran.stdout.splitlines()[-1]))


def test_the_version_loads_no_command_no_room_and_no_library() -> None:
    found = loaded("--version")
    doors = {name for name in found if name.startswith("lacxl.cli.")}
    assert doors == {f"lacxl.cli.{name}" for name in ("calling", "entry", "printing")}
    assert not found & (HEAVY | ROOMS)


@pytest.mark.parametrize(
    ("command", "module"),
    [("refresh", "monthly"), ("measure", "children"), ("scan", "scan"), ("ribbon", "ribbon")],
)
def test_a_command_loads_its_own_door(command: str, module: str) -> None:
    found = loaded(command, "--help")
    doors = {name for name in found if name.startswith("lacxl.cli.")}
    assert doors == {f"lacxl.cli.{name}" for name in ("calling", "entry", "printing", module)}
    assert not found & (HEAVY | ROOMS)


def test_a_refresh_loads_nothing_of_what_other_commands_do(tmp_path: Path) -> None:
    settings = write_demo(tmp_path / "demo")
    found = loaded("refresh", "2015-05", "--dry-run", "-s", str(settings))
    assert "lacxl.app.month.refresh" in found
    others = ("lacxl.workbook.next_month", "lacxl.engines.package.inserting.inserted_book")
    assert not found & {*others, "pandas", "numpy", "openpyxl", "lacxl.scan", "lacxl.checks.alone"}
