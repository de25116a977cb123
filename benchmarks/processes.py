"""Child processes: how long one took, the most memory it had, and rounds of several in turn."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.ratios import Spent

ROOT = Path(__file__).parents[1]
LACXL = (sys.executable, "-c", "from lacxl.cli import main; main()")
"""What the installed command `lacxl` does, by the interpreter that all the others run on."""

_LEFT_OUT = {"PYTHONDONTWRITEBYTECODE", "PYTHONPROFILEIMPORTTIME", "LACXL_PASSWORD", "LACXL_DEBUG"}


@dataclass(frozen=True, slots=True)
class Finished:
    """A process that has ended: what it took as a whole, and what it said."""

    spent: Spent
    output: str


def run(command: Sequence[str], *, fine: Sequence[int] = (0,)) -> Finished:
    """Run a command to its end; raises RuntimeError for an exit code that is not among `fine`.

    A process begins with the peak of the one that started it, so this one imports nothing big.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=ROOT, env=_environment(), stdin=subprocess.DEVNULL, stdout=out, stderr=err
        )
        peak = None
        if sys.platform == "win32":
            process.wait()
        else:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            # Linux counts kilobytes, macOS bytes.
            peak = usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
        seconds = time.perf_counter() - begun
        if process.returncode not in fine:
            err.seek(0)
            said = err.read().decode(errors="replace")
            raise RuntimeError(f"{list(command)} ended with {process.returncode}:\n{said}")
        out.seek(0)
        return Finished(Spent(seconds, peak), out.read().decode(errors="replace"))


def run_job(name: str, *arguments: object) -> Spent:
    """Run one of benchmarks/jobs.py by itself: the seconds of the job, the peak of the process."""
    return _run_job("benchmarks.jobs", name, *arguments)


def run_children_job(name: str, *arguments: object) -> Spent:
    """Run one of benchmarks/children_jobs.py by itself, as `run_job` does."""
    return _run_job("benchmarks.children_jobs", name, *arguments)


def run_ledger_job(name: str, *arguments: object) -> Spent:
    """Run one of benchmarks/ledger_jobs.py by itself, as `run_job` does."""
    return _run_job("benchmarks.ledger_jobs", name, *arguments)


def _run_job(module: str, *arguments: object) -> Spent:
    done = run((sys.executable, "-m", module, *map(str, arguments)))
    return Spent(float(done.output), done.spent.peak)


def in_turn(
    rounds: int, runs: Mapping[str, Callable[[], Spent]], *, warm: bool = True
) -> dict[str, tuple[Spent, ...]]:
    """Return what each took, ABAB: a busy moment of the machine falls on all of them alike.

    With `warm` a first round is run and not counted: files are then cached, modules compiled. One
    round alone tells nothing of speed and has none before it.
    """
    taken: dict[str, list[Spent]] = {name: [] for name in runs}
    for number in range(-1 if warm and rounds > 1 else 0, rounds):
        for name, once in runs.items():
            spent = once()
            if number >= 0:
                taken[name].append(spent)
    return {name: tuple(spent) for name, spent in taken.items()}


def _environment() -> dict[str, str]:
    """Return this process's environment, without what makes Python compile every time anew."""
    return {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
