"""The add-in and the door of its buttons on a Windows without Excel: in place, or refused in words.

Each test runs as soon as lacxl has the command it is about.
"""

from __future__ import annotations

import hashlib
import re
import time
from pathlib import Path

import click
import pytest
from windows import Ran, Windows

from lacxl.cli import cli
from lacxl.demo import WORKBOOK, write_demo


def needs_command(*words: str) -> pytest.MarkDecorator:
    """Skip a test while the command line has no such command."""
    found: click.Command | None = cli
    for word in words:
        is_group = isinstance(found, click.Group)
        found = found.get_command(click.Context(found), word) if is_group else None
    return pytest.mark.skipif(found is None, reason=f"there is no lacxl {' '.join(words)} yet")


def roaming(windows: Windows) -> Path:
    """%APPDATA% of the user, as seen from outside."""
    ran = windows.program("cmd", "/c", "echo", "%APPDATA%")
    told = ran.text().strip()
    assert told.startswith("C:\\users\\"), told
    return windows.drive.joinpath(*told.split("\\")[1:])


def assert_done(ran: Ran) -> None:
    assert ran.code == 0, ran.text()
    assert b"Traceback" not in ran.out + ran.err


@needs_command("addin", "install")
def test_the_add_in_is_installed_looked_after_and_removed(windows: Windows) -> None:
    profile = roaming(windows)
    shipped = windows.folder / "python" / "Lib" / "site-packages" / "lacxl" / "addin" / "lacxl.xlam"
    put = profile / "Microsoft" / "Excel" / "XLSTART" / "lacxl.xlam"
    assert not put.exists()

    assert_done(windows.start_file("Install add-in.cmd"))
    assert put.read_bytes() == shipped.read_bytes()
    settings = (profile / "lacxl" / "addin.cfg").read_text("ascii")
    assert "pythonw.exe" in settings

    status = windows.lacxl("addin", "status")
    assert_done(status)
    assert hashlib.sha256(put.read_bytes()).hexdigest() in status.text()
    assert re.search(r"answers\s+lacxl \d", status.text()), "the command that Excel will run works"

    again = windows.lacxl("addin", "install")
    assert_done(again)
    assert "Nothing to do" in again.text()

    assert_done(windows.start_file("Remove add-in.cmd"))
    assert not put.exists()
    assert windows.lacxl("addin", "status").code == 1


@needs_command("doctor")
def test_the_doctor_names_what_is_in_the_way(windows: Windows, documents: Path) -> None:
    ran = windows.lacxl("doctor", cwd=documents)
    assert ran.code == 1, ran.text()
    assert b"Traceback" not in ran.out + ran.err
    assert "Excel: is not installed" in ran.text()
    for library in ("Libraries: all", "xlwings: 0.", "Python: 3.13"):
        assert f"ok   {library}" in ran.text()


@needs_command("ribbon")
@pytest.mark.parametrize("program", ["python.exe", "pythonw.exe"])
def test_a_button_without_excel_is_refused(windows: Windows, documents: Path, program: str) -> None:
    """What the add-in runs: the refusal is in the result file, which the add-in shows."""
    write_demo(documents / "demo")
    before = (documents / "demo" / WORKBOOK).read_bytes()
    result = documents / "result.txt"
    ran = windows.program(
        windows.python.with_name(program),
        *("-m", "lacxl", "ribbon", "fill", "--hwnd", "1", "--book", WORKBOOK),
        *("--result", windows.path(result)),
        cwd=documents / "demo",
    )
    assert ran.code == 3, ran.text()
    answer = dict(line.split("=", 1) for line in result.read_text("ascii").splitlines())
    assert answer["status"] == "refused"
    assert "Excel" in answer["message"]
    assert "Nothing was changed." in answer["message"]
    assert (documents / "demo" / WORKBOOK).read_bytes() == before


@needs_command("helper")
def test_the_helper_starts_and_ends(windows: Windows) -> None:
    """By its start file: it says that it lives, and ends when it is told to."""
    alive = roaming(windows).parent / "Local" / "lacxl" / "helper.alive"
    env = {"LACXL_TEST_FOLDER": windows.path(windows.folder)}
    script = windows.drive / "helper.cmd"
    script.write_bytes(b'@call "%LACXL_TEST_FOLDER%\\Start helper.cmd"\r\n')
    with windows.start("cmd", "/c", windows.path(script), env=env) as running:
        deadline = time.monotonic() + 60
        while not alive.is_file() and running.poll() is None and time.monotonic() < deadline:
            time.sleep(0.2)
        lived = alive.is_file()
        stopped = windows.lacxl("helper", "--stop")
        out, err = running.communicate(timeout=60)
    assert lived, (out, err)
    assert_done(stopped)
    assert running.returncode == 0, (out, err)
    assert b"The helper has ended" in out
