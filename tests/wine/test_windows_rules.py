"""What Windows does otherwise than Linux: open files, consoles, paths, marks, killed processes."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from windows import Ran, Windows

from lacxl.demo import WORKBOOK, write_demo
from lacxl.files.replacing import STEPS

MAY = "2015-05"
WITHOUT_SHARING = """
import ctypes, sys
from ctypes import wintypes
open_file = ctypes.WinDLL("kernel32", use_last_error=True).CreateFileW
open_file.restype = wintypes.HANDLE
read_and_write, share_to_read, existing = 0xC0000000, 1, 3
handle = open_file(sys.argv[1], read_and_write, share_to_read, None, existing, 0, None)
assert handle != wintypes.HANDLE(-1).value, ctypes.get_last_error()
print("open", flush=True)
sys.stdin.read()
"""
SHARING_ALL_BUT_DELETION = """
import sys
with open(sys.argv[1], "rb"):
    print("open", flush=True)
    sys.stdin.read()
"""
KILLED_AT = """
import os, signal, sys
from pathlib import Path
from lacxl.app.month.refresh import refresh
from lacxl.demo import MONTH
from lacxl.settings.settings import Settings

def die(step):
    if step == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGTERM)  # TerminateProcess: nothing can catch it

refresh(Settings.load(Path(sys.argv[1]) / "lacxl.toml"), MONTH, on_step=die)
print("survived")
"""


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's folder before May 2015 is filled."""
    folder = tmp_path_factory.mktemp("fresh") / "demo"
    write_demo(folder)
    return folder


@pytest.fixture
def demo(fresh: Path, documents: Path) -> Path:
    """A copy of it on drive C:."""
    return shutil.copytree(fresh, documents / "demo")


def assert_plain(ran: Ran) -> None:
    assert b"Traceback" not in ran.out + ran.err, ran.text()
    assert b"lacxl failed" not in ran.out + ran.err, ran.text()


def assert_filled(ran: Ran, folder: Path) -> None:
    assert_plain(ran)
    assert ran.code in (0, 1), ran.text()
    assert "132cellson9sheets" in ran.said()
    assert (folder / "receipts").is_dir()
    assert list((folder / "backups").iterdir())


def assert_refused(ran: Ran, code: str) -> None:
    assert_plain(ran)
    assert ran.code == 3, ran.text()
    assert f"{code}  " in ran.text()
    assert "Nothing was changed." in ran.text()


def left_behind(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.name.endswith((".tmp", ".holder"))]


@contextmanager
def held(windows: Windows, code: str, path: Path) -> Iterator[None]:
    """Another Windows process has the file open for the block."""
    holder = subprocess.Popen(
        [str(windows.wine), str(windows.python), "-c", code, windows.path(path)],
        env=windows.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"open"
        yield
    finally:
        holder.communicate(b"", timeout=60)


@pytest.mark.parametrize(
    "way", [WITHOUT_SHARING, SHARING_ALL_BUT_DELETION], ids=["Excel", "reader"]
)
def test_a_workbook_that_another_program_has_open_stays_whole(
    windows: Windows, demo: Path, way: str
) -> None:
    before = (demo / WORKBOOK).read_bytes()
    with held(windows, way, demo / WORKBOOK):
        ran = windows.lacxl("refresh", MAY, cwd=demo)
        assert_refused(ran, "F107")
        assert (demo / WORKBOOK).read_bytes() == before
        assert left_behind(demo) == []


def test_a_second_run_waits_and_is_told_who_is_at_work(windows: Windows, demo: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom lacxl.files.guarding import guarded\n"
        "with guarded(Path(sys.argv[1])):\n    print('open', flush=True)\n    sys.stdin.read()\n"
    )
    with held(windows, code, demo / WORKBOOK):
        ran = windows.lacxl("refresh", MAY, cwd=demo)
        assert_refused(ran, "F203")
        assert "process" in ran.text()


def test_a_workbook_marked_read_only_is_left_as_it_is(windows: Windows, demo: Path) -> None:
    before = (demo / WORKBOOK).read_bytes()
    code = "import os, stat, sys; os.chmod(sys.argv[1], stat.S_IREAD)"
    marked = windows.program(windows.python, "-c", code, windows.path(demo / WORKBOOK))
    assert marked.code == 0, marked.text()
    assert_refused(windows.lacxl("refresh", MAY, cwd=demo), "F108")
    assert (demo / WORKBOOK).read_bytes() == before


def test_a_folder_where_a_file_belongs(windows: Windows, demo: Path) -> None:
    """open() says "permission denied" to a folder on Windows; the message says what it is."""
    (demo / "lacxl-history.csv").unlink(missing_ok=True)
    (demo / "lacxl-history.csv").mkdir()
    assert_refused(windows.lacxl("refresh", MAY, cwd=demo), "F102")


@pytest.mark.parametrize("step", ["write", "replace", "settle"])
def test_killed_at_a_step(windows: Windows, demo: Path, step: str) -> None:
    """TerminateProcess leaves the old workbook or the new one, and the next run finishes."""
    old = hashlib.sha256((demo / WORKBOOK).read_bytes()).digest()
    ran = windows.program(windows.python, "-c", KILLED_AT, windows.path(demo), step)
    assert (ran.code, ran.out) == (15, b""), ran.text()
    is_old = hashlib.sha256((demo / WORKBOOK).read_bytes()).digest() == old
    assert is_old == (STEPS.index(step) <= STEPS.index("replace"))
    again = windows.lacxl("refresh", MAY, cwd=demo)
    assert_plain(again)
    assert again.code in (0, 1), again.text()
    assert left_behind(demo) == []


@pytest.mark.parametrize(("page", "command"), [(437, "explain 7.6"), (850, "figures")])
def test_consoles_of_other_code_pages(
    windows: Windows, demo: Path, page: int, command: str
) -> None:
    r"""Arrows, dashes and letters that the console lacks stop nothing."""
    folder = demo.rename(demo.with_name("Žofie → May – Šťastný"))
    ran = windows.command(
        f"chcp {page} >nul",
        f'call "%LACXL_TEST_FOLDER%\\lacxl.cmd" {command} {MAY} -s "%LACXL_TEST_REPORT%"',
        env={
            "LACXL_TEST_FOLDER": windows.path(windows.folder),
            "LACXL_TEST_REPORT": windows.path(folder),
        },
    )
    assert_plain(ran)
    assert ran.code in (0, 1), ran.text()
    assert "90.0%" in ran.text()


def test_a_console_window(windows: Windows, demo: Path) -> None:
    """Where a person looks on, a table is drawn on Windows' console, and progress before it.

    How much of the progress there is to see depends on how fast the machine is.
    """
    ran = windows.console(windows.python, "-m", "lacxl", "refresh", MAY, "--dry-run", cwd=demo)
    drawn = re.sub(r"\s+", "", ran.out.decode("utf-8", errors="replace"))
    assert ran.code == 1, drawn
    assert "'PerformanceSummary'!H6" in drawn, "a row of the table"
    assert "K1077.7hasnofigureforMay-15:thereisanoteinstead." in drawn, "a finding"
    assert "Traceback" not in drawn


def test_figures_redirected_into_a_file(windows: Windows, demo: Path) -> None:
    ran = windows.command(
        'call "%LACXL_TEST_FOLDER%\\lacxl.cmd" figures 2015-05 --format csv > may.csv',
        cwd=demo,
        env={"LACXL_TEST_FOLDER": windows.path(windows.folder)},
    )
    assert_plain(ran)
    lines = (demo / "may.csv").read_bytes().decode("cp1252").splitlines()
    assert lines[0].startswith("no,indicator,")
    assert len(lines) == 24


def test_paths_longer_than_260_characters(windows: Windows, documents: Path, fresh: Path) -> None:
    """Filled, or refused as too long; never half done. Wine itself has no such limit."""
    deep = documents.joinpath(*["a folder of a team with a long name"] * 7)
    deep.mkdir(parents=True)
    folder = shutil.copytree(fresh, deep / "demo")
    assert len(windows.path(folder / WORKBOOK)) > 260
    assert_filled(windows.lacxl("refresh", MAY, "-s", windows.path(folder)), folder)


def test_network_paths(windows: Windows, demo: Path) -> None:
    r"""\\server\share, as Explorer names a network drive; served by Wine, not by a real server."""
    share = windows.prefix / "dosdevices" / "unc" / "council" / "reports"
    share.parent.mkdir(parents=True, exist_ok=True)
    share.symlink_to(demo.parent)
    try:
        ran = windows.lacxl("refresh", MAY, "-s", r"\\council\reports\demo")
        assert_filled(ran, demo)
        assert r"\\council\reports\demo" in ran.text()
    finally:
        share.unlink()


def test_paths_of_the_long_form(windows: Windows, demo: Path) -> None:
    ran = windows.lacxl("refresh", MAY, "-s", "\\\\?\\" + windows.path(demo))
    assert_filled(ran, demo)


def test_the_folder_itself_on_a_mapped_drive(windows: Windows, demo: Path) -> None:
    r"""IT unzips it once and everybody starts it from N:. Wine starts no program from \\server."""
    drive = windows.prefix / "dosdevices" / "n:"
    drive.symlink_to(windows.folder)
    try:
        assert_filled(windows.command(r'call "N:\lacxl.cmd" refresh 2015-05', cwd=demo), demo)
    finally:
        drive.unlink()


def test_backslashes_in_the_settings(windows: Windows, demo: Path) -> None:
    """Somebody pastes a path from Explorer into lacxl.toml."""
    (demo / "extracts").mkdir()
    (demo / "readings.csv").rename(demo / "extracts" / "readings.csv")
    settings = demo / "lacxl.toml"
    text = settings.read_text("utf-8")
    assert '"readings.csv"' in text
    whole = windows.path(demo / "extracts" / "readings.csv")
    settings.write_text(text.replace('"readings.csv"', f"'{whole}'"), "utf-8")
    assert_filled(windows.lacxl("refresh", MAY, cwd=demo), demo)


def test_nobody_elses_python_gets_in(windows: Windows, documents: Path) -> None:
    """Other Pythons on the computer, and files in the folder at hand, change nothing."""
    elsewhere = documents / "other python"
    user_site = windows.drive / "users" / os.environ.get("USER", "root") / "AppData" / "Roaming"
    user_site = user_site / "Python" / "Python313" / "site-packages"
    for folder in (elsewhere, user_site, documents):
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("lacxl.py", "click.py", "json.py", "usercustomize.py"):
            (folder / name).write_text("raise SystemExit('the wrong module')\n", "ascii")
    env = {"PYTHONPATH": windows.path(elsewhere), "PYTHONHOME": windows.path(elsewhere)}
    ran = windows.start_file("lacxl.cmd", "--version", cwd=documents, env=env)
    assert (ran.code, ran.text().startswith("lacxl, version")) == (0, True), ran.text()
    shutil.rmtree(user_site.parent.parent)


def test_a_run_without_a_console(windows: Windows, demo: Path) -> None:
    """pythonw.exe, as the add-in starts it: no console, no pipe, and nothing fails for that."""
    detached = 8
    code = (
        "import subprocess, sys\n"
        f"sys.exit(subprocess.call(sys.argv[1:], creationflags={detached}))\n"
    )
    quiet = windows.path(windows.python.with_name("pythonw.exe"))
    command = (quiet, "-m", "lacxl", "refresh", MAY, "-s", windows.path(demo))
    ran = windows.program(windows.python, "-c", code, *command)
    assert (ran.code, ran.out, ran.err) == (1, b"", b"")
    assert list((demo / "backups").iterdir())


def test_the_demo_start_file(windows: Windows) -> None:
    """A second double click shows what the first made."""
    home = windows.drive / "users" / "Public" / "Home of Zoë"
    home.mkdir()
    lines = (
        'set "USERPROFILE=%LACXL_TEST_HOME%"',
        'call "%LACXL_TEST_FOLDER%\\Try the demo.cmd"',
    )
    env = {
        "LACXL_TEST_HOME": windows.path(home),
        "LACXL_TEST_FOLDER": windows.path(windows.folder),
    }
    first = windows.command(*lines, env=env)
    assert (first.code, "filled May 2015" in first.text()) == (0, True), first.text()
    assert (home / "lacxl-demo" / WORKBOOK).is_file()
    again = windows.command(*lines, env=env)
    assert (again.code, "since you made it" in again.text()) == (0, True), again.text()
