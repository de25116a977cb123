"""A plain file and nothing else: what is opened, what is refused; nothing is waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lacxl.domain.errors import Refused
from lacxl.files import plain
from lacxl.files.os_errors import coded, target_of
from lacxl.files.plain import (
    is_device,
    is_file,
    is_folder,
    is_free_folder,
    is_link,
    is_own,
    is_there,
    open_plain,
    read_plain,
    real,
    require_plain,
)

posix = pytest.mark.skipif(os.name == "nt", reason="pipes and links as POSIX has them")
LONG = "x" * 300


def code_of(path: Path) -> str:
    """The code with which reading a file is refused."""
    with pytest.raises(Refused) as refused, coded(path, "reading the file"):
        read_plain(path)
    return refused.value.codes[0]


def test_a_file_is_read_and_no_more_of_it_than_is_allowed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a\r\nb")
    assert read_plain(path) == b"a\r\nb"
    assert read_plain(path, 4) == b"a\r\nb"
    with pytest.raises(Refused) as refused:
        read_plain(path, 3)
    assert refused.value.codes == ("F302",)
    with open_plain(path) as file:
        assert file.read(1) == b"a"


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert code_of(tmp_path) == "F102"
    assert code_of(tmp_path / "missing") == "F101"
    assert code_of(tmp_path / LONG) in ("F106", "F101")
    with pytest.raises(Refused):
        require_plain(tmp_path)
    require_plain(tmp_path / "missing")


@posix
def test_pipes_devices_and_links_to_themselves_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "endless").symlink_to("/dev/zero")
    (tmp_path / "itself").symlink_to(tmp_path / "itself")
    (tmp_path / "one").symlink_to(tmp_path / "two")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    assert [code_of(tmp_path / name) for name in ("pipe", "endless", "itself", "one")] == [
        "F102", "F102", "F115", "F115",
    ]  # fmt: skip
    with pytest.raises(Refused) as refused:
        target_of(tmp_path / "itself")
    assert refused.value.codes == ("F115",)
    assert real(tmp_path / "itself") == tmp_path / "itself"


@posix
def test_a_pipe_that_takes_a_files_place_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look and the opening somebody may exchange it."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    facts = Path(__file__).stat()
    monkeypatch.setattr(Path, "stat", lambda *_given, **_more: facts)
    with pytest.raises(Refused) as refused:
        open_plain(path)
    assert refused.value.codes == ("F102",)


@posix
def test_what_stands_there_itself(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("")
    (tmp_path / "link").symlink_to(path)
    (tmp_path / "nowhere").symlink_to(tmp_path / "missing")
    assert is_own(path)
    assert not is_own(tmp_path / "link")
    assert not is_own(tmp_path)
    assert is_file(tmp_path / "link")
    assert not is_file(tmp_path / "nowhere")
    assert is_there(tmp_path / "nowhere")
    assert is_link(tmp_path / "nowhere")
    assert not is_link(path)
    assert not is_link(tmp_path / "missing")


def test_a_name_that_is_too_long_has_nothing(tmp_path: Path) -> None:
    path = tmp_path / LONG
    assert not is_there(path)
    assert not is_file(path)
    assert not is_folder(path)
    assert not is_link(path)


def test_a_folder_that_is_free(tmp_path: Path) -> None:
    (tmp_path / "full" / "x").mkdir(parents=True)
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("")
    free = {name: is_free_folder(tmp_path / name) for name in ("full", "empty", "file", "missing")}
    assert free == {"full": False, "empty": True, "file": False, "missing": True}


@pytest.mark.parametrize(
    "name", ["NUL", "con", "Con.csv", "aux.tar.gz", "COM1", "lpt9.txt", "CONIN$", "NUL ", "nul."]
)
def test_windows_takes_some_names_for_devices(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain, "_WINDOWS", True)
    assert is_device(tmp_path / name)
    assert code_of(tmp_path / name) == "F102"
    with pytest.raises(Refused):
        require_plain(tmp_path / name)


@pytest.mark.parametrize("name", ["null", "console.csv", "com10", "lpt", "x.nul", "May 2015.xlsx"])
def test_and_others_not(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "_WINDOWS", True)
    assert not is_device(tmp_path / name)


@posix
def test_elsewhere_they_are_names_like_others(tmp_path: Path) -> None:
    (tmp_path / "con.csv").write_bytes(b"x")
    assert read_plain(tmp_path / "con.csv") == b"x"
