"""The same commands, run natively, on a clock that stands still where that is asked for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

MAY = "2015-05"
_NAMES_OF_USERS = ("LOGNAME", "USER", "LNAME", "USERNAME")
_BEGIN = """
import datetime as dt, json, sys
at, *given = json.loads(sys.argv[1])
real = dt.datetime
if at is not None:
    class Still(real):
        @classmethod
        def now(cls, tz=None):
            return real.fromtimestamp(at, tz)
    dt.datetime = Still
"""
_RUN = f"""{_BEGIN}
from lacxl.cli import main
for command in given:
    try:
        main(command)
    except SystemExit as left:
        if left.code not in (0, 1):  # 1: done, with findings to look at
            raise
"""
_ASK = f"""{_BEGIN}
from lacxl.page.door import answer
json.dump([json.loads(answer(json.dumps(each))) for each in given], sys.stdout)
"""


class Running:
    """A program of lacxl, run on a folder in a process of its own."""

    def __init__(self, folder: Path, program: str, given: Sequence[object]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", program, json.dumps(given)],
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

    def finish(self) -> str:
        """Wait for the end, which must be a good one, and return what it said."""
        said, _ = self._process.communicate(timeout=120)
        assert self._process.returncode == 0, said
        return said


def running(folder: Path, *commands: Sequence[str], at: float | None = None) -> Running:
    """Begin to run commands one after the other."""
    return Running(folder, _RUN, [at, *commands])


def asking(folder: Path, *requests: Mapping[str, object], at: float) -> Running:
    """Begin to ask what the page asks; it says the answers as JSON."""
    return Running(folder, _ASK, [at, *requests])


def run(folder: Path, *commands: Sequence[str], at: float | None = None) -> None:
    """Run commands to their end."""
    running(folder, *commands, at=at).finish()
