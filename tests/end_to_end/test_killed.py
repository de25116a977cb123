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
from folders import run

from lacxl.demo import write_demo
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


LIST = """
import os, signal, sys
from pathlib import Path
from lacxl.files.text_files import write_text

def die(step):
    if step == sys.argv[2]:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

os.umask(0)
write_text(Path(sys.argv[1]), "child\\nA1\\n", private=True, on_step=die)
"""


@pytest.mark.parametrize("step", ["write", "flush", "check", "replace", "settle"])
def test_a_list_of_children_that_was_killed_is_its_owners_and_goes_with_the_next_run(
    tmp_path: Path, step: str
) -> None:
    """Whatever that run is, as long as it works in that folder: lacxl figures only reads."""
    folder = write_demo(tmp_path / "demo").parent
    before = {path.name for path in folder.iterdir()}
    target = folder / "children.csv"
    subprocess.run([sys.executable, "-c", LIST, str(target), step], timeout=60)
    left = [path for path in folder.iterdir() if path.name not in before]
    assert len(left) == 1
    assert (left[0] == target) == (step == "settle")
    if os.name != "nt":
        assert left[0].stat().st_mode & 0o777 == 0o600, "nobody else reads it"
    assert run(folder, "figures", "2015-05").code == 1
    assert {path.name for path in folder.iterdir()} - before == (
        {"children.csv"} if step == "settle" else set()
    )


@pytest.mark.parametrize(
    "command",
    [
        ("refresh", "2015-05", "--dry-run"),
        ("explain", "7.6", "2015-05"),
        ("undo", "--dry-run"),
        ("measure", "2015-05"),
        ("issue", "2015-05"),
    ],
)
def test_every_command_in_a_folder_takes_leftovers_away(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    folder = write_demo(tmp_path / "demo").parent
    (folder / "lacxl.toml").write_text(
        (folder / "lacxl.toml").read_text("utf-8") + '[children]\nfolder = "extracts"\n', "utf-8"
    )
    subprocess.run([sys.executable, "-c", LIST, str(folder / "list.csv"), "replace"], timeout=60)
    assert temporary_files(folder)
    run(folder, *command)
    assert temporary_files(folder) == []


def test_a_leftover_in_another_folder_goes_with_a_run_from_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_demo(tmp_path / "demo").parent
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    subprocess.run([sys.executable, "-c", LIST, str(elsewhere / "list.csv"), "replace"], timeout=60)
    assert temporary_files(elsewhere)
    monkeypatch.chdir(elsewhere)
    run(folder, "figures", "2015-05")
    assert temporary_files(elsewhere) == []
