"""Disks and folders that do not take what is written: refused, and nothing is half done."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from folders import (
    COPY,
    MAY,
    REFUSED,
    Ran,
    State,
    assert_done,
    assert_plain,
    assert_refused,
    before_registers,
    leftovers,
    run,
    run_process,
    settings_add,
    state_of,
    without_empty_folders,
    workbook_of,
)
from planting import SUMMARY, set_reading, values_of

from lacxl.demo import WORKBOOK

posix = pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights and limits otherwise")


def assert_all_or_nothing(folder: Path, before: State, ran: Ran) -> None:
    """A refused run changed nothing; a run that was done left everything that it leaves."""
    assert_plain(ran)
    if ran.code == REFUSED:
        assert without_empty_folders(state_of(folder)) == without_empty_folders(before), ran.err
    else:
        assert_done(ran)
        assert values_of(workbook_of(folder))[SUMMARY, "H6"] == 406
        assert (folder / "lacxl-history.csv").is_file()
        assert len(list((folder / "receipts").iterdir())) == 1
    assert leftovers(folder) == []


def like_any_user() -> None:
    """Give up, before the program starts, the superuser's right to pass over every mode."""
    import ctypes

    drop, override, search = 24, 1, 2
    prctl = ctypes.CDLL(None).prctl
    for capability in (override, search):
        prctl(drop, capability, 0, 0, 0)


@posix
@pytest.mark.parametrize("command", ["refresh", "issue"])
def test_a_read_only_folder(fresh: Path, filled: Path, command: str) -> None:
    folder = fresh if command == "refresh" else filled
    for lock in folder.glob(".~lacxl-*"):
        lock.unlink()
    folder.chmod(0o555)
    before = state_of(folder)
    ran = run_process(folder, command, MAY, preexec=like_any_user)
    folder.chmod(0o755)
    assert_refused(ran, "F104", "Monthly Performance", "right to read and write")
    assert state_of(folder) == before


@posix
@pytest.mark.parametrize("kind", ["dry-run", "figures", "explain"])
def test_a_read_only_folder_can_be_looked_at(fresh: Path, kind: str) -> None:
    fresh.chmod(0o555)
    before = state_of(fresh, locks=True)
    arguments = {
        "dry-run": ("refresh", MAY, "--dry-run"),
        "figures": ("figures", MAY),
        "explain": ("explain", "7.6", MAY),
    }[kind]
    assert_done(run_process(fresh, *arguments, preexec=like_any_user))
    assert state_of(fresh, locks=True) == before
    fresh.chmod(0o755)


# Once (lacxl-issued.csv): read_record() does not turn the system's refusal into a finding.
@posix
@pytest.mark.parametrize("file", ["readings.csv", "lacxl.toml", "lacxl-issued.csv", WORKBOOK])
def test_a_file_that_may_not_be_read(fresh: Path, file: str) -> None:
    path = fresh / file
    path.touch()
    path.chmod(0o000)
    ran = run_process(fresh, "refresh", MAY, "--dry-run", preexec=like_any_user)
    path.chmod(0o644)
    assert_refused(ran, "W118" if file == WORKBOOK else "F104", file)
    assert "righttoread" in ran.said or "mayopenit" in ran.said


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 512 KB, where the machine lets us mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(disk)], capture_output=True
    )
    if not mounted or mounted.returncode:
        pytest.skip("only the superuser of Linux can mount a small disk")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


# Once: a full disk met while the engine writes is W138 at the name of a temporary file, not F105 at
# the workbook.
@pytest.mark.parametrize("free", [0, 8, 40, 64, 72, 100, 136, 144, 172])
def test_a_full_disk(fresh: Path, small_disk: Path, free: int) -> None:
    """However many KB are free: all is done or nothing is, and the message says which."""
    folder = shutil.copytree(fresh, small_disk / "reports")
    room = shutil.disk_usage(small_disk).free - free * 1024
    (small_disk / "ballast").write_bytes(bytes(room))
    before = state_of(folder)
    ran = run(folder, "refresh", MAY)
    assert_all_or_nothing(folder, before, ran)
    if ran.code == REFUSED:
        assert_refused(ran, "F105", "Make room on that disk")


# Once: an issued copy that nobody locked or recorded stays behind when the workbook finds no room.
@pytest.mark.parametrize("free", [0, 64, 72, 136, 200, 216])
def test_a_full_disk_when_issuing(filled: Path, small_disk: Path, free: int) -> None:
    """The issued copy, the workbook, its backup and the record: all or nothing."""
    shutil.rmtree(filled / "backups")
    folder = shutil.copytree(filled, small_disk / "reports")
    room = shutil.disk_usage(small_disk).free - free * 1024
    (small_disk / "ballast").write_bytes(bytes(room))
    before = state_of(folder)
    ran = run(folder, "issue", MAY)
    assert_plain(ran)
    assert leftovers(folder) == []
    if ran.code == REFUSED:
        assert_refused(ran, "F105", "Make room on that disk")
        assert without_empty_folders(state_of(folder)) == without_empty_folders(before)
    else:
        assert (folder / COPY).read_bytes() == workbook_of(folder).read_bytes()
        assert "2015-05,1," in (folder / "lacxl-issued.csv").read_text("utf-8")


@posix
@pytest.mark.parametrize("limit", [0, 1_000, 30_000, 65_000])
def test_a_limit_on_the_size_of_files(fresh: Path, limit: int) -> None:
    """A full disk as any user can have it: no file of this process grows beyond the limit."""
    import resource

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    before = state_of(fresh)
    ran = run_process(fresh, "refresh", MAY, preexec=limited)
    assert_refused(ran, "F105", "Make room on that disk")
    assert without_empty_folders(state_of(fresh)) == without_empty_folders(before)
    assert leftovers(fresh) == []


# Once (history): it is added to when the workbook is replaced already, and then "Nothing was
# changed." is said of a workbook that was changed.
@pytest.mark.parametrize("file", ["lacxl-history.csv", "lacxl-log.jsonl"])
def test_a_file_of_ours_that_is_marked_read_only(filled: Path, file: str) -> None:
    """A history that cannot be added to stops the run before the workbook; a log only warns."""
    set_reading(filled, "7.1", MAY, numerator="405")
    (filled / file).chmod(0o444)
    before = state_of(filled)
    ran = run(filled, "refresh", MAY)
    assert_plain(ran)
    if file.endswith("csv"):
        assert_refused(ran, "F108", file, "read-only mark")
        assert state_of(filled) == before
    else:
        assert_done(ran)


# Once: the record is written last; a read-only one is met when the workbook is locked already.
def test_a_record_that_is_marked_read_only(filled: Path) -> None:
    before_registers(filled)
    record = filled / "lacxl-issued.csv"
    record.write_text("month,issue,file,sha256,issued_on\n", "utf-8")
    record.chmod(0o444)
    before = state_of(filled)
    assert_refused(run(filled, "issue", MAY), "F108", "lacxl-issued.csv", "read-only mark")
    assert state_of(filled) == before


# Once (receipts): a file where that folder goes ends in exit code 4 (FileExistsError).
@pytest.mark.parametrize("name", ["receipts", "backups"])
def test_a_file_where_a_folder_goes(fresh: Path, name: str) -> None:
    (fresh / name).write_text("in the way", "utf-8")
    before = state_of(fresh)
    ran = run(fresh, "refresh", MAY)
    assert_plain(ran)
    assert ran.code == REFUSED, ran.out
    assert name in ran.err
    assert without_empty_folders(state_of(fresh)) == without_empty_folders(before)


# Once: issue() makes the folder of the issued copy outside of coded(): exit code 4.
def test_a_file_where_the_folder_of_issued_copies_goes(filled: Path) -> None:
    settings_add(filled, '[issued]\nfolder = "readings.csv"')
    before = state_of(filled)
    ran = run(filled, "issue", MAY)
    assert_plain(ran)
    assert ran.code == REFUSED, ran.out
    assert "readings.csv" in ran.err
    assert state_of(filled) == before


# Once: read_record() reads outside of coded(): exit code 4.
def test_a_folder_where_the_record_goes(filled: Path) -> None:
    (filled / "lacxl-issued.csv").mkdir()
    before = state_of(filled)
    ran = run(filled, "refresh", MAY)
    assert_refused(ran, "F102", "lacxl-issued.csv")
    assert state_of(filled) == before


def test_a_folder_where_the_history_goes(fresh: Path) -> None:
    (fresh / "lacxl-history.csv").mkdir()
    before = state_of(fresh)
    assert_refused(run(fresh, "refresh", MAY), "F102", "lacxl-history.csv")
    assert state_of(fresh) == before


# Once: Path.exists() raises for a name that is too long: exit code 4.
@posix
def test_a_title_that_is_too_long_for_a_file_name(filled: Path) -> None:
    path = filled / "lacxl.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("[workbook]\n", f'[workbook]\ntitle = "{"ä" * 150}"\n'), "utf-8")
    before = state_of(filled)
    ran = run(filled, "issue", MAY)
    assert_refused(ran, "F106", "Shorten")
    assert state_of(filled) == before


def test_a_copy_that_goes_nowhere(fresh: Path) -> None:
    before = state_of(fresh)
    ran = run(fresh, "refresh", MAY, "--out", str(fresh / "not-there" / "new.xlsx"))
    assert_refused(ran, "F101", "not-there")
    assert state_of(fresh) == before


# Once: --out writes over whatever has that name, without a backup: the workbook itself (past its
# history and its guard), an extract, the settings.
@pytest.mark.parametrize(
    "name",
    [
        "readings.csv",
        "lacxl.toml",
        "outturns.csv",
        "Monthly Performance - Corporate Parenting.xlsx",
    ],
)
def test_a_copy_never_takes_the_place_of_a_file_in_use(fresh: Path, name: str) -> None:
    before = state_of(fresh)
    ran = run(fresh, "refresh", MAY, "--out", str(fresh / name))
    assert_plain(ran)
    assert state_of(fresh) == before
    assert ran.code in (2, REFUSED), ran.out


# Once: the folders of backups and receipts are made before it is sure that the run goes through.
def test_a_refusal_leaves_no_empty_folder(fresh: Path) -> None:
    workbook_of(fresh).chmod(0o444)
    before = state_of(fresh)
    assert_refused(run(fresh, "refresh", MAY), "F108", WORKBOOK)
    assert state_of(fresh) == before


# Once: a refusal leaves the empty lock file behind, also where lacxl never ran before.
def test_a_refusal_leaves_no_lock_file(fresh: Path) -> None:
    set_reading(fresh, "7.1", MAY, numerator="many")
    before = state_of(fresh, locks=True)
    assert_refused(run(fresh, "refresh", MAY), "R120")
    assert state_of(fresh, locks=True) == before
