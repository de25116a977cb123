"""Results, requests and the helper's own files: no link is followed, nothing is written over."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lacxl.domain.errors import Refused
from lacxl.files.key_values import to_text, to_values
from lacxl.ribbon import helper, running
from lacxl.ribbon.answer import Answer, Status, require_result, write_answer
from lacxl.ribbon.detail_log import log, log_file

FINE = Answer(Status.OK, "Log", "")
posix = pytest.mark.skipif(os.name == "nt", reason="pipes and links as POSIX has them")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    monkeypatch.setenv("LACXL_HOME", str(home))
    monkeypatch.setattr(helper, "LOOK", 0.01)
    return home


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    """A file that is not lacxl's."""
    path = tmp_path / "victim.txt"
    path.write_text("kept")
    return path


def test_a_result_is_a_new_file_in_a_folder_that_is_there(tmp_path: Path, victim: Path) -> None:
    result = tmp_path / "lacxl-1.txt"
    require_result(result)
    write_answer(FINE, result)
    assert to_values(result.read_text("ascii"))["status"] == "ok"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lacxl-1.txt", "victim.txt"]
    for taken in (result, victim, tmp_path, tmp_path / "missing" / "x.txt", Path("/")):
        with pytest.raises(Refused) as refused:
            require_result(taken)
        assert refused.value.codes == ("B307",)


@posix
@pytest.mark.parametrize("leads", ["file", "nowhere", "itself"])
def test_a_link_in_the_place_of_a_result_is_not_followed(
    tmp_path: Path, victim: Path, leads: str
) -> None:
    result = tmp_path / "lacxl-1.txt"
    to = {"file": victim, "nowhere": tmp_path / "nowhere", "itself": result}[leads]
    result.symlink_to(to)
    with pytest.raises(Refused):
        require_result(result)
    with pytest.raises(FileExistsError):  # nor where it was put there since
        write_answer(FINE, result)
    assert victim.read_text() == "kept"
    assert not (tmp_path / "nowhere").exists()


def test_a_part_that_somebody_left_is_not_touched(tmp_path: Path, victim: Path) -> None:
    result = tmp_path / "lacxl-1.txt"
    part = tmp_path / "lacxl-1.txt.part"
    if os.name == "nt":
        part.write_text("kept")
    else:
        part.symlink_to(victim)
    write_answer(FINE, result)
    assert part.read_text() == "kept"
    assert result.is_file()


def test_nothing_is_done_where_the_result_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def done(*_arguments: object) -> Answer:
        raise AssertionError("it was done")

    monkeypatch.setattr(running, "_answered", done)
    with pytest.raises(Refused) as refused:
        running.run("fill", hwnd="0", book="x", result=tmp_path / "missing" / "x.txt")
    assert refused.value.codes == ("B307",)


def request(home: Path, name: str = "1", **other: str) -> Path:
    values = {"verb": "log", "hwnd": "0", "book": "", "result": str(home / f"lacxl-{name}.txt")}
    part = home / "inbox" / f"{name}.part"
    part.parent.mkdir(parents=True, exist_ok=True)
    part.write_text(to_text({**values, **other}), "ascii")
    # Renamed like the add-in's, as a helper at work would read what is half written.
    return part.rename(part.with_suffix(".request"))


@contextmanager
def serving(home: Path) -> Iterator[list[str]]:
    """A helper that serves in this process, in a thread of its own; yields what it says."""
    said: list[str] = []
    ended: list[str] = []
    thread = threading.Thread(target=lambda: ended.append(helper.serve(idle=60, say=said.append)))
    thread.start()
    try:
        until((home / "helper.alive").exists)
        yield said
    finally:
        helper.stop(wait=20)
        thread.join(20)
    assert ended == ["it was asked to stop"]


def until(happened: object) -> None:
    deadline = time.monotonic() + 20
    while not happened():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it has not happened"
        time.sleep(0.01)


@pytest.fixture(autouse=True)
def _no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lacxl.ribbon.opening.show_file", lambda _file: True)


def log_lines() -> list[str]:
    return log_file().read_text("utf-8").splitlines()


def test_a_folder_named_like_a_request_is_put_aside_and_others_are_served(home: Path) -> None:
    odd = home / "inbox" / "0.request"
    (odd / "in it").mkdir(parents=True)
    with serving(home):
        until(lambda: not odd.exists())
        request(home)
        until((home / "lacxl-1.txt").exists)
    assert len(list((home / "inbox").glob("0-*.refused"))) == 1
    assert sum("a request was refused" in line for line in log_lines()) == 1


def test_one_that_cannot_be_put_aside_does_not_make_it_spin(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = home / "inbox" / "0.request"
    odd.mkdir(parents=True)
    monkeypatch.setattr(helper, "_put_away", lambda file: file.is_file() and not file.unlink())
    looks: list[Path] = []
    really = helper._serve_guarded
    monkeypatch.setattr(
        helper, "_serve_guarded", lambda file, say: (looks.append(file), really(file, say))
    )
    with serving(home):
        request(home)
        until((home / "lacxl-1.txt").exists)
        time.sleep(0.2)  # twenty rounds
    assert looks.count(odd) == 1
    assert sum("a request was refused" in line for line in log_lines()) == 1


@posix
def test_requests_that_are_no_files_are_never_waited_for(home: Path, victim: Path) -> None:
    inbox = home / "inbox"
    inbox.mkdir(parents=True)
    os.mkfifo(inbox / "0.request")
    (inbox / "00.request").symlink_to("/dev/zero")
    (inbox / "000.request").symlink_to(victim)
    (inbox / "0000.request").symlink_to(inbox / "0000.request")
    with serving(home):
        request(home)
        until((home / "lacxl-1.txt").exists)
    assert victim.read_text() == "kept"
    assert not list(inbox.glob("*.request"))


class PanicException(BaseException):
    """What a library's native code raises."""


@pytest.mark.parametrize("raised", [PanicException, SystemExit, OSError, RuntimeError])
def test_whatever_a_request_raises_the_helper_serves_the_next(
    home: Path, monkeypatch: pytest.MonkeyPatch, raised: type[BaseException]
) -> None:
    really = helper._serve_one
    served: list[Path] = []

    def serve(file: Path, say: helper.Say) -> None:
        served.append(file)
        if len(served) == 1:
            file.unlink()
            raise raised("Zebediah Quill")
        really(file, say)

    monkeypatch.setattr(helper, "_serve_one", serve)
    with serving(home):
        first = request(home, "1")
        until(lambda: not first.exists())
        request(home, "2")
        until((home / "lacxl-2.txt").exists)
    assert "Zebediah" not in log_file().read_text("utf-8")
    assert any("a request was not served" in line for line in log_lines())


def test_a_window_that_has_gone_ends_no_helper(home: Path) -> None:
    class Gone(list[str]):
        def append(self, _text: str) -> None:
            raise OSError("no window")

    gone = Gone()
    thread = threading.Thread(target=lambda: helper.serve(idle=60, say=gone.append))
    thread.start()
    until((home / "helper.alive").exists)
    request(home)
    until((home / "lacxl-1.txt").exists)
    assert helper.stop(wait=20)
    thread.join(20)
    assert not thread.is_alive()


@posix
def test_the_helpers_own_files_follow_no_link(home: Path, victim: Path) -> None:
    home.mkdir()
    (home / "helper.alive").symlink_to(victim)
    (home / "helper.stop").symlink_to(victim)
    (home / "log.txt").symlink_to(victim)
    with serving(home):
        request(home)
        until((home / "lacxl-1.txt").exists)
        assert not (home / "helper.alive").is_symlink()
    assert victim.read_text() == "kept"
    log("nothing is added to it")
    assert victim.read_text() == "kept"


@posix
def test_a_folder_in_the_place_of_the_file_that_ends_it_does_not_end_it(home: Path) -> None:
    (home / "helper.stop").mkdir(parents=True)
    ended: list[str] = []
    thread = threading.Thread(target=lambda: ended.append(helper.serve(idle=0.3, say=ended.append)))
    thread.start()
    thread.join(20)
    assert "no button was pressed" in ended[-1]


@posix
@pytest.mark.parametrize("name", ["helper.lock", "inbox"])
def test_a_link_in_the_place_of_lock_or_inbox_is_refused(
    home: Path, tmp_path: Path, name: str
) -> None:
    home.mkdir()
    (home / name).symlink_to(tmp_path, target_is_directory=name == "inbox")
    with pytest.raises(Refused) as refused:
        helper.serve(idle=0.1, say=print)
    assert refused.value.codes == ("F205",) if name == "helper.lock" else ("B304",)


@posix
def test_a_pipe_in_the_place_of_the_log_is_not_waited_for(home: Path) -> None:
    home.mkdir()
    os.mkfifo(home / "log.txt")
    log("nobody reads it")
