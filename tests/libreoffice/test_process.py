"""The office process: it starts in spite of its first-start exit, and never stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import needs
from libreoffice.process import OfficeError, OfficeProcess

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.usefixtures("_uno"),
    pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc"),
]
SECONDS = 30.0
TESTS = Path(__file__).resolve().parent.parent
STARTED = f"""
import os, signal, sys, time
sys.path.insert(0, {str(TESTS)!r})
import needs
from libreoffice.process import OfficeProcess
office = OfficeProcess(needs.soffice())
print(office.group, office.profile, flush=True)
"""


@pytest.fixture(scope="module")
def _uno() -> None:
    needs.uno()


def in_group(group: int) -> list[int]:
    """Return the processes of a group that still run."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(int(entry.name))
    return found


def wait_until(done: Callable[[], bool]) -> None:
    until = time.monotonic() + SECONDS
    while not done() and time.monotonic() < until:
        time.sleep(0.05)
    assert done()


def test_a_new_profile_makes_it_start_again() -> None:
    with OfficeProcess(needs.soffice()) as office:
        assert office.starts == 2, "soffice no longer ends with 81 on a new profile"
        assert office.running
        assert office.desktop.getComponents() is not None


def test_two_run_beside_each_other_and_leave_nothing() -> None:
    with OfficeProcess(needs.soffice()) as one, OfficeProcess(needs.soffice()) as other:
        groups, profiles = {one.group, other.group}, {one.profile, other.profile}
        assert len(groups) == len(profiles) == 2
        assert all(in_group(group) for group in groups)
        assert all(profile.is_dir() for profile in profiles)
    wait_until(lambda: not any(in_group(group) for group in groups))
    assert not any(profile.exists() for profile in profiles)


def test_stopping_twice_is_stopping_once() -> None:
    office = OfficeProcess(needs.soffice())
    office.stop()
    office.stop()
    assert not office.running


def test_a_crash_is_seen() -> None:
    with OfficeProcess(needs.soffice()) as office:
        office.kill()
        assert not office.running
        wait_until(lambda: not in_group(office.group))


@pytest.mark.parametrize(
    "end",
    ["", "raise SystemExit(3)", "os.kill(os.getpid(), signal.SIGKILL)", "os._exit(1)"],
    ids=["ended", "left", "killed", "cut off"],
)
def test_it_ends_with_whoever_started_it(end: str) -> None:
    said = subprocess.run(
        [sys.executable, "-c", STARTED + end], capture_output=True, text=True, timeout=120
    )
    group, profile = said.stdout.split()
    wait_until(lambda: not in_group(int(group)))
    wait_until(lambda: not Path(profile).exists())


HEARS_CTRL_C = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
"""What a process started in the background of a shell would ignore."""


def test_it_ends_when_its_starter_is_interrupted() -> None:
    starter = subprocess.Popen(
        [sys.executable, "-c", HEARS_CTRL_C + STARTED + "time.sleep(60)"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert starter.stdout is not None
    with starter, starter.stdout:
        group = int(starter.stdout.readline().split()[0])
        assert in_group(group)
        starter.send_signal(signal.SIGINT)
    wait_until(lambda: not in_group(group))


def program(folder: Path, body: str) -> Path:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\necho started >>{folder / 'starts'}\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(("code", "starts"), [(81, 4), (1, 1)])
def test_an_office_that_does_not_start_is_said_to(tmp_path: Path, code: int, starts: int) -> None:
    with pytest.raises(OfficeError, match=f"ended with {code}"):
        OfficeProcess(program(tmp_path, f"exit {code}"))
    assert (tmp_path / "starts").read_text(encoding="utf-8").count("started") == starts


def test_the_search_path_is_as_it_was() -> None:
    assert needs.find_uno() is not None
    assert "/usr/lib/python3/dist-packages" not in sys.path
    assert os.environ.get("PROFILE") is None
