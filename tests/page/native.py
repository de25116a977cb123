"""The same commands, run natively, on a clock that stands still where that is asked for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

MAY = "2015-05"
_NAMES_OF_USERS = ("LOGNAME", "USER", "LNAME", "USERNAME")
_RUN = """
import datetime as dt, json, sys
at, *commands = json.loads(sys.argv[1])
real = dt.datetime
if at is not None:
    class Still(real):
        @classmethod
        def now(cls, tz=None):
            return real.fromtimestamp(at, tz)
    dt.datetime = Still
from lacxl.cli import main
for command in commands:
    try:
        main(command)
    except SystemExit as left:
        if left.code not in (0, 1):  # 1: done, with findings to look at
            raise
"""


class Running:
    """Commands of lacxl, run one after the other on a folder in a process of their own."""

    def __init__(self, folder: Path, *commands: Sequence[str], at: float | None = None) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _RUN, json.dumps([at, *commands])],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env={
                **os.environ,
                **dict.fromkeys(_NAMES_OF_USERS, ""),  # as a page knows nobody
                "PYTHONIOENCODING": "utf-8",
                "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            },
        )

    def finish(self) -> None:
        """Wait for the end, which must be a good one."""
        said, _ = self._process.communicate(timeout=120)
        assert self._process.returncode == 0, said


def run(folder: Path, *commands: Sequence[str], at: float | None = None) -> None:
    """Run commands to their end."""
    Running(folder, *commands, at=at).finish()
