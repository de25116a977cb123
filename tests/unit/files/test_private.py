"""What names children is its owner's alone from the first byte, and so are half-written files.

Windows goes by access lists; the call that gives one is run under Wine in tests/wine, which keeps
them only in part: that Windows itself keeps others out was not seen.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest

from lacxl.files import temporary
from lacxl.files.backups import make_backup
from lacxl.files.private import create_private, create_shared
from lacxl.files.replacing import STEPS, replace_file
from lacxl.files.temporary import rename_to_new, temporary_beside, write_whole
from lacxl.files.text_files import write_text

posix = pytest.mark.skipif(os.name == "nt", reason="modes as POSIX has them")
links = pytest.mark.skipif(os.name == "nt", reason="Windows lets few make links")


@pytest.fixture(autouse=True)
def _generous() -> Iterator[None]:
    """Nothing is taken from the modes that are asked for: all could read."""
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@posix
def test_a_private_file_is_its_owners_at_every_step(tmp_path: Path) -> None:
    seen: dict[str, set[int]] = {}
    target = tmp_path / "children.csv"

    def look(step: str) -> None:
        seen[step] = {mode(path) for path in tmp_path.iterdir()}

    write_text(target, "child\nA1\n", private=True, on_step=look)
    assert list(seen) == [step for step in STEPS if step != "backup"]
    assert seen["sweep"] == set()
    assert all(modes == {0o600} for step, modes in seen.items() if step != "sweep")
    assert mode(target) == 0o600


@posix
def test_it_is_created_so_and_not_changed_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the two anybody could open it, and keep it open."""
    monkeypatch.setattr(Path, "chmod", lambda *_given: None)
    with temporary_beside(tmp_path / "children.csv", private=True) as path:
        assert mode(path) == 0o600
    write_text(tmp_path / "children.csv", "child\n", private=True)
    assert mode(tmp_path / "children.csv") == 0o600


@posix
def test_a_backup_is_its_owners_until_it_has_the_rights_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "Report.xlsx"
    source.write_bytes(b"x")
    source.chmod(0o640)
    seen: list[int] = []
    monkeypatch.setattr(
        "shutil.copyfile", lambda one, other: (seen.append(mode(other)), other.write_bytes(b"x"))
    )
    assert mode(make_backup(source, tmp_path / "backups")) == 0o640
    assert seen == [0o600]


@pytest.mark.parametrize("private", [True, False])
def test_a_file_is_written_whole_on_every_system(tmp_path: Path, private: bool) -> None:
    target = tmp_path / "Kinder – children.csv"
    write_text(target, "child\nA1\n", private=private)
    assert target.read_bytes() == b"child\nA1\n"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    with temporary_beside(target, private=private) as path:
        assert path.read_bytes() == b""
        with pytest.raises(FileExistsError):
            (create_private if private else create_shared)(path)
    assert not path.exists()


@posix
def test_other_files_have_the_rights_of_their_folder(tmp_path: Path) -> None:
    write_text(tmp_path / "readings.csv", "x\n")
    assert mode(tmp_path / "readings.csv") == 0o666


@links
def test_a_file_that_is_there_is_not_taken_for_the_temporary_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor a link of its name: whoever guesses it gets nothing, and loses nothing."""
    victim = tmp_path / "victim"
    victim.write_text("kept")
    monkeypatch.setattr("lacxl.files.temporary._numbers", iter([1, 1, 2]))
    with temporary_beside(tmp_path / "x") as first:
        name = first.name
    for private in (False, True):
        monkeypatch.setattr("lacxl.files.temporary._numbers", iter([1]))
        (tmp_path / name).unlink(missing_ok=True)
        (tmp_path / name).symlink_to(victim)
        with pytest.raises(FileExistsError), temporary_beside(tmp_path / "x", private=private):
            pass
        assert victim.read_text() == "kept"
        assert (tmp_path / name).is_symlink(), "it is not lacxl's, and stays"


@links
@pytest.mark.parametrize("hard_links", ["there", "not on this disk", "not on this system"])
def test_a_new_name_is_one_that_nothing_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hard_links: str
) -> None:
    if hard_links == "not on this disk":
        monkeypatch.setattr(temporary.os, "link", Mock(side_effect=PermissionError))
    elif hard_links == "not on this system":  # as in a page of a browser
        monkeypatch.delattr(temporary.os, "link")
    one = tmp_path / "one"
    one.write_text("one")
    for taken in (tmp_path / "file", tmp_path / "link"):
        if taken.name == "file":
            taken.write_text("kept")
        else:
            taken.symlink_to(tmp_path / "nowhere")
        with pytest.raises(FileExistsError):
            rename_to_new(one, taken)
    assert (tmp_path / "file").read_text() == "kept"
    assert not (tmp_path / "nowhere").exists()
    rename_to_new(one, tmp_path / "new")
    assert (tmp_path / "new").read_text() == "one"


@links
def test_a_small_file_takes_the_place_of_a_link_and_does_not_follow_it(tmp_path: Path) -> None:
    victim, link = tmp_path / "victim", tmp_path / "link"
    victim.write_text("kept")
    link.symlink_to(victim)
    write_whole(link, b"own")
    assert victim.read_text() == "kept"
    assert not link.is_symlink()
    assert link.read_bytes() == b"own"
    assert len(list(tmp_path.iterdir())) == 2


def test_the_rights_of_a_file_that_is_replaced_stay(tmp_path: Path) -> None:
    target = tmp_path / "Report.xlsx"
    target.write_bytes(b"old")
    target.chmod(0o640)
    replace_file(target, lambda path: path.write_bytes(b"new") and None)
    if os.name != "nt":
        assert mode(target) == 0o640
