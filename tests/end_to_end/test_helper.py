"""The helper as a process of its own: what it serves, what it refuses, how it ends.

The open book is a stand-in (excel_stand_in.py); process, inbox, requests and locks are real.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from excel_stand_in import stand_in_process
from folders import call, workbook_of

from lacxl.demo import WORKBOOK
from lacxl.files.key_values import to_text, to_values

PATIENCE = 60.0
HEARS_CTRL_C = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
"""What a process started in the background of a shell would ignore."""


class Helper:
    """A helper at work, its home, and what a person or an add-in does with it."""

    def __init__(self, home: Path, folder: Path, *options: str) -> None:
        self.home = home
        self._numbers = iter(range(1, 1000))
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                f"{stand_in_process()}\n{HEARS_CTRL_C}\nfrom lacxl.cli import main\nmain()",
                "helper",
                *options,
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env={
                **os.environ,
                "LACXL_HOME": str(home),
                "LACXL_TEST_FOLDER": str(folder),
                "PYTHONDONTWRITEBYTECODE": "1",
                "PYTHONUNBUFFERED": "1",
            },
        )

    @property
    def alive(self) -> Path:
        """The file that says that it runs."""
        return self.home / "helper.alive"

    @property
    def inbox(self) -> Path:
        """Where requests go."""
        return self.home / "inbox"

    def ask(self, verb: str, **other: str) -> Path:
        """Drop a request as the add-in does, and return where its answer will be."""
        result = self.home / f"lacxl-{next(self._numbers)}.txt"
        values = {
            "verb": verb,
            "hwnd": "4711",
            "book": WORKBOOK,
            "result": str(result),
            "arg": "",
            **other,
        }
        self.drop(to_text(values).replace("\n", "\r\n"))
        return result

    def drop(self, text: str) -> Path:
        """Put a text into the inbox, under another name first."""
        part = self.inbox / f"{time.time_ns()}.part"
        part.write_bytes(text.encode("utf-8"))
        return part.rename(part.with_suffix(".request"))

    def answer(self, result: Path) -> dict[str, str]:
        """Wait for an answer and return it."""
        until(result.exists, self)
        return to_values(result.read_text("ascii"))

    def end(self) -> tuple[str, str]:
        """Wait for its end and return what it said."""
        return self.process.communicate(timeout=PATIENCE)


def until(happened: Callable[[], bool], helper: Helper) -> None:
    """Wait until something has happened; fail if the helper ends before, or never does it."""
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert helper.process.poll() is None, helper.process.communicate()
        assert time.monotonic() < deadline, "it has not happened"
        time.sleep(0.05)


@pytest.fixture
def start(fresh: Path, tmp_path: Path) -> Iterator[Callable[..., Helper]]:
    """Start a helper and wait until it runs; end it after the test."""
    started: list[Helper] = []

    def begin(*options: str) -> Helper:
        helper = Helper(tmp_path / "home", fresh, *options)
        started.append(helper)
        until(helper.alive.exists, helper)
        return helper

    yield begin
    for helper in started:
        if helper.process.poll() is None:
            helper.process.kill()
        helper.process.communicate()


def test_it_serves_the_buttons_one_after_the_other_and_stops_when_asked(
    start: Callable[..., Helper], fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    helper = start()
    first, second = helper.ask("fill"), helper.ask("issue", arg="2015-05")
    filled, issued = helper.answer(first), helper.answer(second)
    assert "May 2015 is filled" in filled["message"]
    assert "May 2015 is issued as issue 1" in issued["message"]
    assert list(helper.inbox.iterdir()) == []
    log = (helper.home / "log.txt").read_text("utf-8")
    assert log.count("fill on") == 1, "each is served once"
    assert "refused" not in log
    assert (fresh / "lacxl-issued.csv").is_file()

    monkeypatch.setenv("LACXL_HOME", str(helper.home))
    again = call("helper")
    assert again.code == 3
    assert "B303" in again.codes()
    assert "has ended" in call("helper", "--stop").out
    said, _ = helper.end()
    assert helper.process.returncode == 0
    assert "it was asked to stop" in said
    assert not helper.alive.exists()
    assert "No helper is running" in call("helper", "--stop").out


def test_a_fault_of_lacxl_ends_no_helper(start: Callable[..., Helper]) -> None:
    helper = start()
    answer = helper.answer(helper.ask("fill", book="Another.xlsx"))  # the stand-in has no such file
    assert answer["status"] == "failed"
    assert helper.answer(helper.ask("months"))["status"] == "ok"


def test_nothing_but_its_verbs_is_ever_run(
    start: Callable[..., Helper], fresh: Path, tmp_path: Path
) -> None:
    helper = start()
    before = workbook_of(fresh).read_bytes()
    kept = tmp_path / "kept.txt"
    kept.write_text("kept", "utf-8")
    taken = helper.home / "lacxl-taken.txt"
    taken.write_text("taken", "utf-8")
    outside = tmp_path / "lacxl-outside.txt"
    (helper.inbox / "link.request").symlink_to(kept)
    (helper.inbox / "folder.request").mkdir()
    os.mkfifo(helper.inbox / "pipe.request")
    helper.drop("x" * 9000)
    helper.drop("rm -rf /\n")
    helper.drop("")
    helper.ask("fill", result=str(outside))
    helper.ask("fill", result=str(taken))
    helper.ask("fill", result=str(helper.home / "addin.cfg"))
    helper.ask("fill", book="..\\other.xlsx", result=str(outside))
    stale = helper.inbox / "stale.part"
    stale.write_text(
        to_text({"verb": "fill", "hwnd": "1", "book": WORKBOOK, "result": str(taken)}), "ascii"
    )
    os.utime(stale, (time.time() - 90, time.time() - 90))
    stale.rename(stale.with_suffix(".request"))
    answer = helper.answer(helper.ask("format c:"))
    assert answer["status"] == "refused"
    assert "lacxl has no verb" in answer["message"]
    until(lambda: not list(helper.inbox.glob("*.request")), helper)
    assert kept.read_text("utf-8") == "kept"
    assert taken.read_text("utf-8") == "taken"
    assert not outside.exists()
    assert not (helper.home / "addin.cfg").exists()
    assert not (fresh / "receipts").exists()
    assert workbook_of(fresh).read_bytes() == before
    log = (helper.home / "log.txt").read_text("utf-8")
    assert log.count("a request was refused") == 12
    assert helper.answer(helper.ask("months"))["status"] == "ok", "it goes on serving"


def test_a_request_that_waited_too_long_is_answered_and_not_served(
    start: Callable[..., Helper], fresh: Path, tmp_path: Path
) -> None:
    """The add-in waits for an answer ten minutes; it has one at once."""
    home = tmp_path / "home"
    (home / "inbox").mkdir(parents=True)
    result = home / "lacxl-77.txt"
    request = home / "inbox" / "early.request"
    request.write_text(
        to_text({"verb": "fill", "hwnd": "1", "book": WORKBOOK, "result": str(result)}), "ascii"
    )
    os.utime(request, (time.time() - 90, time.time() - 90))
    helper = start()
    answer = helper.answer(result)
    assert answer["status"] == "refused"
    assert "Press the button again" in answer["message"]
    assert not (fresh / "receipts").exists()


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent otherwise on Windows")
def test_ctrl_c_ends_it_with_a_message(start: Callable[..., Helper]) -> None:
    helper = start()
    helper.answer(helper.ask("months"))
    helper.process.send_signal(signal.SIGINT)
    said, faults = helper.end()
    assert "Ctrl-C was pressed" in said
    assert "Traceback" not in faults
    assert not helper.alive.exists()


def test_it_ends_by_itself_when_nobody_asks(start: Callable[..., Helper]) -> None:
    helper = start("--idle", "0.01")
    said, _ = helper.end()
    assert "no button was pressed" in said
    assert helper.process.returncode == 0


def test_after_one_that_was_killed_another_starts(start: Callable[..., Helper]) -> None:
    helper = start()
    helper.process.kill()
    helper.end()
    assert helper.alive.exists(), "it grows old, and the add-in takes it for the end"
    helper.alive.unlink()
    another = start()
    assert another.answer(another.ask("months"))["status"] == "ok"
