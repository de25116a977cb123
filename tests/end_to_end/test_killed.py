"""A killed run leaves the old file or the new one, and the next run cleans up.

The child kills itself with the signal that no program can catch (on Windows: TerminateProcess),
at each named step and in the middle of writing and copying; or the parent kills it at any moment.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lacxl.files.backups import backups_of
from lacxl.files.replacing import STEPS, replace_file

OLD = b"old" * 40_000
NEW = b"new!" * 50_000
NEXT = b"next" * 60_000
MID_STEPS = ("mid-write", "mid-copy", "mid-backup")

CHILD = """
import os, shutil, signal, sys
from pathlib import Path
from lacxl.files import backups
from lacxl.files.replacing import replace_file

target, at, new = Path(sys.argv[1]), sys.argv[2], b"new!" * 50_000

def die(step):
    if step == at:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

def write(path):
    with path.open("wb") as file:
        file.write(new[:99_999])
        file.flush()
        die("mid-write")
        file.write(new[99_999:])

def half_a_copy(source, copy):
    content = Path(source).read_bytes()
    Path(copy).write_bytes(content[: len(content) // 2])
    die("mid-copy")
    Path(copy).write_bytes(content)

really = backups.flush
def flush(path):
    really(path)
    if "backups" in path.parts:
        die("mid-backup")

shutil.copyfile = half_a_copy
backups.flush = flush
replace_file(target, write, backup_folder=Path("backups"), on_step=die)
print("survived")
"""

LOOP = """
import itertools, sys
from pathlib import Path
from lacxl.files.replacing import replace_file

target = Path(sys.argv[1])
contents = (b"old" * 40_000, b"new!" * 50_000)
print("ready", flush=True)
for number in itertools.count(1):
    content = contents[number % 2]
    replace_file(target, lambda path: path.write_bytes(content) and None,
                 backup_folder=Path("backups"), keep=3)
"""


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "Monthly Performance.xlsx"
    path.write_bytes(OLD)
    return path


def killed_at(target: Path, step: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", CHILD, str(target), step],
        capture_output=True,
        text=True,
        timeout=60,
    )


def temporary_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.name.endswith(".tmp")]


def replace_again(target: Path) -> None:
    """The next run succeeds, cleans up, and keeps the file that stood there as a backup."""
    stood = target.read_bytes()
    done = replace_file(
        target, lambda path: path.write_bytes(NEXT) and None, backup_folder=Path("backups")
    )
    assert target.read_bytes() == NEXT
    assert done.backup is not None
    assert done.backup.read_bytes() == stood
    assert done.findings == ()
    assert temporary_files(target.parent) == []
    assert sorted(path.name for path in target.parent.iterdir()) == [target.name, "backups"]


@pytest.mark.parametrize("step", [*STEPS, *MID_STEPS])
def test_killed_at_a_step(target: Path, step: str) -> None:
    run = killed_at(target, step)
    killed = 15 if os.name == "nt" else -signal.SIGKILL
    assert run.returncode == killed, f"not killed: {run.stdout}{run.stderr}"
    replaced = step in STEPS[STEPS.index("settle") :]
    assert target.read_bytes() == (NEW if replaced else OLD)
    for backup in backups_of(target.name, target.parent / "backups"):
        assert backup.read_bytes() == OLD, "no half backup"
    begun = step in {"write", "flush", "check", "backup", "replace", *MID_STEPS}
    assert bool(temporary_files(target.parent)) == begun, "the kill came where it was meant to"
    replace_again(target)


def test_not_killed(target: Path) -> None:
    """The child does its work when nothing kills it: the test above can fail."""
    run = killed_at(target, "never")
    assert (run.returncode, run.stdout) == (0, "survived\n"), run.stderr
    assert target.read_bytes() == NEW


@pytest.mark.parametrize("seed", range(6))
def test_killed_at_any_moment(target: Path, seed: int) -> None:
    run = subprocess.Popen(
        [sys.executable, "-c", LOOP, str(target)], stdout=subprocess.PIPE, text=True
    )
    assert run.stdout is not None
    assert run.stdout.readline() == "ready\n"
    time.sleep(random.Random(seed).uniform(0.01, 0.25))
    assert run.poll() is None
    run.kill()
    run.communicate()
    assert target.read_bytes() in (OLD, NEW)
    for backup in backups_of(target.name, target.parent / "backups"):
        assert backup.read_bytes() in (OLD, NEW)
    replace_again(target)
