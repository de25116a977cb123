"""The same commands, run natively, on a clock that stands still where that is asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

MAY = "2015-05"
_STILL = """
import datetime as dt
class Still(dt.datetime):
    @classmethod
    def now(cls, tz=None):
        return real.fromtimestamp(AT, tz)
real, dt.datetime = dt.datetime, Still
"""


def run(folder: Path, *arguments: str, at: float | None = None) -> None:
    """Run lacxl on a folder as a process of its own; it may find something to look at."""
    still = "" if at is None else _STILL.replace("AT", repr(at))
    done = subprocess.run(
        [sys.executable, "-c", f"{still}\nfrom lacxl.cli import main\nmain()", *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        env={
            **os.environ,
            "PYTHONIOENCODING": "utf-8",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        },
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
