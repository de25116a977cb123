"""Pipes, sockets, devices, links to themselves and the longest names in place of any file.

Each is refused with a code or passed over: nothing is waited for, and nothing ends in exit code 4.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from folders import (
    COPY,
    MAY,
    assert_done,
    assert_plain,
    call,
    run,
    settings_add,
    settings_under,
    workbook_of,
)

from lacxl.demo import WORKBOOK

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes and devices as POSIX has them")
PATIENCE = 30


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LACXL_HOME", str(tmp_path / "home"))


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # a socket's whole path has 108 bytes at the most
    try:
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind(path.name)
    finally:
        os.chdir(here)


def an_endless_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def a_link_to_itself(path: Path) -> None:
    path.symlink_to(path)


def a_link_to_nowhere(path: Path) -> None:
    path.symlink_to(path.parent / "not there" / "at all")


def a_folder(path: Path) -> None:
    (path / "in it").mkdir(parents=True)


ODD: tuple[Callable[[Path], None], ...] = (
    a_pipe, a_socket, an_endless_device, a_link_to_itself, a_link_to_nowhere, a_folder,
)  # fmt: skip


@contextlib.contextmanager
def in_time() -> Iterator[None]:
    """Fail a block that is not done after a while: something is waited for."""

    def late(_number: int, _frame: object) -> None:
        raise AssertionError("it waits without end")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


FILES = {
    "lacxl.toml": "",
    WORKBOOK: "",
    "readings.csv": "",
    "outturns.csv": "",
    "catalogue.toml": '[workbook]\ncatalogue = "catalogue.toml"',
    "layout.toml": '[workbook]\nlayout = "layout.toml"',
    "extracts": '[children]\nfolder = "extracts"',
    "extracts/odd": '[children]\nfolder = "extracts"',
    "peps.csv": '[local.peps]\nfile = "peps.csv"\nchild = "child"',
    "lacxl-history.csv": "",
    "lacxl-issued.csv": "",
    "lacxl-log.jsonl": "",
    "receipts": "",
    "backups": "",
    f".~lacxl-{WORKBOOK}.lock": "",
    f".~lacxl-{WORKBOOK}.holder": "",
    f"~${WORKBOOK}": "",
    f".~lock.{WORKBOOK}#": "",
}
"""Every file that a refresh opens, and the settings that have it do so."""


def with_odd(folder: Path, name: str, odd: Callable[[Path], None]) -> None:
    """Put something odd in the place of a file of the report's folder."""
    path = folder / name
    text = FILES[name]
    if text.startswith("[workbook]"):
        settings_under(folder, "workbook", text.partition("\n")[2])
    elif text:
        settings_add(folder, text)
    path.parent.mkdir(exist_ok=True)
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    odd(path)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("odd", ODD)
def test_whatever_stands_in_the_place_of_a_file_nothing_waits_and_all_is_coded(
    fresh: Path, name: str, odd: Callable[[Path], None]
) -> None:
    with_odd(fresh, name, odd)
    with in_time():
        ran = run(fresh, "refresh", MAY)
    assert_plain(ran)
    assert ran.code in (0, 1) or ran.codes(), ran.err


IN_FOLDERS = ("receipts/2015-04 2015-05-01 101010.json", "receipts/x.json.pending")


@pytest.mark.parametrize("name", [*IN_FOLDERS, COPY])
@pytest.mark.parametrize("odd", [a_pipe, an_endless_device, a_link_to_itself])
def test_among_the_receipts_and_in_the_place_of_the_issued_copy(
    filled: Path, name: str, odd: Callable[[Path], None]
) -> None:
    odd(filled / name)
    with in_time():
        for command in (("undo",), ("refresh", MAY), ("issue", MAY)):
            ran = run(filled, *command)
            assert_plain(ran)
            assert ran.code in (0, 1) or ran.codes(), ran.err


@pytest.mark.parametrize("odd", ODD)
def test_on_the_command_line(fresh: Path, odd: Callable[[Path], None]) -> None:
    path = fresh / "odd.xlsx"
    odd(path)
    with in_time():
        for ran in (
            call("figures", MAY, "-s", str(path)),
            call("profile", str(path)),
            run(fresh, "refresh", MAY, "--out", str(path)),
            run(fresh, "explain", "7.6", MAY, "--children", str(path)),
            call("demo", str(path)),
            call("synth", str(path)),
            call("addin", "install", "--addin", str(path), "--sha256", "0" * 64),
            call("ribbon", "fill", "--result", str(path)),
        ):
            assert_plain(ran)
            assert ran.codes(), ran.err


def named(length: int, ending: str) -> str:
    """A name of so many bytes, some of which stand two to a letter."""
    letters = length - len(ending)
    return "\u00e9" * (letters // 2) + "x" * (letters % 2) + ending


@pytest.mark.parametrize("length", [255, 254, 221, 220])
def test_a_workbook_with_the_longest_name_is_filled_backed_up_undone_and_issued(
    fresh: Path, length: int
) -> None:
    workbook = fresh / named(length, ".xlsx")
    workbook_of(fresh).rename(workbook)
    settings = fresh / "lacxl.toml"
    settings.write_text(settings.read_text("utf-8").replace(WORKBOOK, workbook.name), "utf-8")
    for command in (("refresh", MAY), ("undo",), ("refresh", MAY), ("issue", MAY)):
        ran = run(fresh, *command)
        assert_done(ran)
    backups = list((fresh / "backups").iterdir())
    assert len(backups) == 4, "each run has its own"
    assert all(len(os.fsencode(path.name)) <= 255 for path in backups)


def test_old_backups_of_the_longest_name_go_too(fresh: Path) -> None:
    workbook = fresh / named(255, ".xlsx")
    workbook_of(fresh).rename(workbook)
    settings = fresh / "lacxl.toml"
    settings.write_text(settings.read_text("utf-8").replace(WORKBOOK, workbook.name), "utf-8")
    settings_add(fresh, "[backups]\nkeep = 1")
    for command in (("refresh", MAY), ("undo",), ("refresh", MAY)):
        assert_done(run(fresh, *command))
    assert len(list((fresh / "backups").iterdir())) == 1


@pytest.mark.parametrize("length", [255, 256, 300])
@pytest.mark.parametrize(
    "key", ["readings", "outturns", "history", "issued", "log", "catalogue", "children", "backups"]
)
def test_a_name_of_any_length_is_taken_or_refused_with_a_code(
    fresh: Path, key: str, length: int
) -> None:
    name = named(length, ".csv")
    if length == 255 and key in ("readings", "outturns"):
        (fresh / f"{key}.csv").rename(fresh / name)
    match key:
        case "readings" | "outturns":
            settings = fresh / "lacxl.toml"
            settings.write_text(settings.read_text("utf-8").replace(f"{key}.csv", name), "utf-8")
        case "catalogue":
            settings_under(fresh, "workbook", f'catalogue = "{name}"')
        case "children" | "backups":
            settings_add(fresh, f'[{key}]\nfolder = "{name}"')
        case _:
            settings_add(fresh, f'[{key}]\nfile = "{name}"')
    ran = run(fresh, "refresh", MAY)
    assert_plain(ran)
    assert ran.code in (0, 1) or ran.codes(), ran.err
    if length == 255 and key not in ("catalogue", "children"):
        assert ran.code == 1, ran.err


def test_a_run_in_a_folder_that_is_gone_is_refused(
    fresh: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    ran = call("figures", MAY)
    monkeypatch.undo()
    assert_plain(ran)
    assert ran.code == 3
    assert ran.codes() == ["F101"]


@pytest.mark.parametrize("length", [255, 256, 300])
def test_a_name_of_any_length_on_the_command_line(fresh: Path, length: int) -> None:
    path = str(fresh / named(length, ".xlsx"))
    for ran in (
        call("figures", MAY, "-s", path),
        call("profile", path),
        run(fresh, "refresh", MAY, "--out", path),
        run(fresh, "explain", "7.6", MAY, "--children", path),
        run(fresh, "measure", MAY, "--out", path),
        call("demo", path + "x"),
        call("synth", path + "y", "--children", "1", "--months", "2015-05"),
        call("addin", "install", "--profile", path),
        call("addin", "install", "--addin", path, "--sha256", "0" * 64),
        call("doctor", "--profile", path),
        call("ribbon", "fill", "--result", path + "z"),
    ):
        assert_plain(ran)
