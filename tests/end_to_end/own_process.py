"""A piece of Python in a process of its own, which it may kill."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

KILLED = 15 if os.name == "nt" else -signal.SIGKILL
_LOADED = [
    f"lacxl.app.{name}"
    for name in ("month.refresh", "issue.issue", "restate.restate", "month.undo")
]
_TIMEOUT = 120


@dataclass(frozen=True)
class Ended:
    """How the process ended, and what it said."""

    code: int
    out: str
    err: str


def run_alone(code: str, *arguments: str) -> Ended:
    """Run code with arguments as `python -c` does.

    Except on Windows it is forked from a process that has loaded lacxl, as loading takes longer
    than what is run.
    """
    if os.name == "nt":
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            capture_output=True,
            encoding="utf-8",
            timeout=_TIMEOUT,
        )
        return Ended(done.returncode, done.stdout, done.stderr)
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(_LOADED)
    with tempfile.TemporaryDirectory() as room:
        process = forking.Process(target=_run, args=(code, arguments, dict(os.environ), room))
        process.start()
        process.join(_TIMEOUT)
        if process.exitcode is None:
            process.kill()
            raise TimeoutError(f"it ran for more than {_TIMEOUT} s")
        out, err = ((Path(room) / name).read_text("utf-8") for name in ("out", "err"))
        return Ended(process.exitcode, out, err)


def _run(code: str, arguments: tuple[str, ...], variables: dict[str, str], room: str) -> None:
    os.environ.update(variables)
    for number, name in ((1, "out"), (2, "err")):
        with (Path(room) / name).open("wb") as file:
            os.dup2(file.fileno(), number)
    sys.argv = ["-c", *arguments]
    exec(compile(code, "<own process>", "exec"), {"__name__": "__main__"})
    sys.stdout.flush()
