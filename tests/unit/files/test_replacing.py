"""Replacing a file: old or new, whole; coded refusals; rights kept; leftovers swept."""

from __future__ import annotations

import errno
import os
import re
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lacxl.domain.errors import Refused
from lacxl.files import backups, replacing, temporary
from lacxl.files.replacing import STEPS, replace_file, stamp_of

POSIX = pytest.mark.skipif(os.name == "nt", reason="POSIX rights")


def writes(content: bytes):
    def write(path: Path) -> None:
        path.write_bytes(content)

    return write


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "Monthly Performance - Corporate Parenting.xlsx"
    path.write_bytes(b"old")
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


NEW = writes(b"new")


def refused(code: str, target: Path, write=NEW, **wishes) -> str:
    before = target.read_bytes() if target.is_file() else None
    with pytest.raises(Refused) as caught:
        replace_file(target, write, **wishes)
    assert caught.value.codes == (code,)
    finding = caught.value.findings[0]
    assert finding.where
    assert finding.todo
    assert finding.what
    assert ".~lacxl-" not in str(finding)
    if before is not None:
        assert target.read_bytes() == before
    if target.parent.is_dir():
        assert not [n for n in names(target.parent) if n.endswith(".tmp")]
    return str(finding)


class TestReplacing:
    def test_the_new_file_takes_the_place_and_nothing_else_stays(self, target: Path) -> None:
        done = replace_file(target, writes(b"new"))
        assert target.read_bytes() == b"new"
        assert names(target.parent) == [target.name]
        assert (done.target, done.changed, done.backup, done.findings) == (target, True, None, ())

    def test_a_file_that_did_not_exist_is_made_without_a_backup(self, tmp_path: Path) -> None:
        done = replace_file(tmp_path / "new.xlsx", writes(b"new"), backup_folder=Path("backups"))
        assert done.backup is None
        assert names(tmp_path) == ["new.xlsx"]

    def test_each_step_is_named_in_order_before_it_begins(self, target: Path) -> None:
        heard: list[str] = []
        replace_file(
            target,
            lambda path: (heard.append("(writing)"), path.write_bytes(b"new"))[0],
            check=lambda _path: heard.append("(checking)"),
            backup_folder=Path("backups"),
            on_step=heard.append,
        )
        assert [step for step in heard if step[0] != "("] == list(STEPS)
        assert heard.index("write") + 1 == heard.index("(writing)")
        assert heard.index("check") + 1 == heard.index("(checking)")

    def test_the_target_is_old_until_the_replace_step_and_new_after(self, target: Path) -> None:
        seen = {}
        replace_file(
            target,
            writes(b"new"),
            backup_folder=Path("backups"),
            on_step=lambda step: seen.update({step: target.read_bytes()}),
        )
        settled = STEPS.index("settle")
        assert {seen[step] for step in STEPS[:settled]} == {b"old"}
        assert {seen[step] for step in STEPS[settled:]} == {b"new"}

    def test_the_temporary_file_lies_beside_the_target_and_is_private(self, target: Path) -> None:
        def write(path: Path) -> None:
            assert path.parent == target.parent
            assert path.name.startswith(".~lacxl-Monthly")
            assert path.name.endswith(".tmp")
            if os.name != "nt":
                assert stat.S_IMODE(path.stat().st_mode) == 0o600
            path.write_bytes(b"new")

        replace_file(target, write)

    def test_a_zip_can_be_written_and_read_back(self, target: Path) -> None:
        def write(path: Path) -> None:
            with zipfile.ZipFile(path, "w") as package:
                package.writestr("a", "b")

        def check(path: Path) -> None:
            with zipfile.ZipFile(path) as package:
                assert package.testzip() is None

        replace_file(target, write, check=check)
        assert zipfile.is_zipfile(target)

    def test_the_disk_has_the_new_file_before_it_takes_the_place(
        self, target: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """So that a power cut leaves old or new; the folder's new entry is written after."""
        heard: list[str] = []
        sync, replace = os.fsync, os.replace
        monkeypatch.setattr(os, "fsync", lambda handle: (heard.append("fsync"), sync(handle)))
        monkeypatch.setattr(os, "replace", lambda *a: (heard.append("replace"), replace(*a)))
        replace_file(target, writes(b"new"))
        assert heard == ["fsync", "replace"] + ["fsync"] * (os.name != "nt")

    def test_a_failed_check_leaves_the_old_file(self, target: Path) -> None:
        def check(_path: Path) -> None:
            raise ValueError("sheet lost")

        with pytest.raises(ValueError, match="sheet lost"):
            replace_file(target, writes(b"new"), check=check, backup_folder=Path("backups"))
        assert target.read_bytes() == b"old"
        assert names(target.parent) == [target.name]

    @pytest.mark.parametrize("stop", [KeyboardInterrupt, MemoryError])
    @pytest.mark.parametrize("step", STEPS[: STEPS.index("settle")])
    def test_an_interruption_at_any_step_leaves_the_old_file_alone(
        self, target: Path, step: str, stop: type[BaseException]
    ) -> None:
        def on_step(name: str) -> None:
            if name == step:
                raise stop

        with pytest.raises(stop):
            replace_file(target, writes(b"new"), backup_folder=Path("b"), on_step=on_step)
        assert target.read_bytes() == b"old"
        left = [path for path in target.parent.rglob("*") if path.is_file()]
        assert left == [target], "no temporary file and no backup stays"

    def test_a_new_file_without_contents_never_replaces_one_with(self, target: Path) -> None:
        refused("F111", target, lambda _path: None)

    @POSIX
    def test_a_link_is_followed(self, target: Path, tmp_path: Path) -> None:
        link = tmp_path / "shortcut.xlsx"
        link.symlink_to(target)
        assert replace_file(link, writes(b"new")).target == target
        assert link.is_symlink()
        assert target.read_bytes() == b"new"

    def test_a_long_name_fits(self, tmp_path: Path) -> None:
        target = tmp_path / ("x" * 245 + ".xlsx")
        target.write_bytes(b"old")
        replace_file(target, writes(b"new"))
        assert target.read_bytes() == b"new"

    def test_a_long_name_in_a_wide_alphabet_fits(self, tmp_path: Path) -> None:
        target = tmp_path / ("ŵ" * 120 + ".xlsx")
        target.write_bytes(b"old")
        replace_file(target, writes(b"new"))
        assert target.read_bytes() == b"new"


class TestRights:
    @POSIX
    @pytest.mark.parametrize("mode", [0o640, 0o664, 0o600, 0o755])
    def test_the_mode_is_kept(self, target: Path, mode: int) -> None:
        target.chmod(mode)
        replace_file(target, writes(b"new"))
        assert stat.S_IMODE(target.stat().st_mode) == mode

    @POSIX
    def test_a_new_file_gets_the_usual_mode(self, tmp_path: Path) -> None:
        usual = tmp_path / "usual"
        usual.touch()
        replace_file(tmp_path / "new", writes(b"new"))
        assert (tmp_path / "new").stat().st_mode == usual.stat().st_mode

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root")
    def test_the_owner_is_kept(self, target: Path) -> None:
        os.chown(target, 12345, 23456)
        replace_file(target, writes(b"new"))
        facts = target.stat()
        assert (facts.st_uid, facts.st_gid) == (12345, 23456)

    @pytest.mark.skipif(sys.platform != "linux", reason="Linux attributes")
    def test_extended_attributes_are_kept(self, target: Path) -> None:
        try:
            os.setxattr(target, "user.council", b"x")
        except OSError:
            pytest.skip("no extended attributes on this disk")
        replace_file(target, writes(b"new"))
        assert os.getxattr(target, "user.council") == b"x"


class TestRefusals:
    def test_missing_folder(self, tmp_path: Path) -> None:
        refused("F101", tmp_path / "absent" / "x.xlsx")

    def test_folder_instead_of_file(self, tmp_path: Path) -> None:
        refused("F102", tmp_path)

    @POSIX
    def test_device_instead_of_file(self) -> None:
        with pytest.raises(Refused) as caught:
            replace_file(Path(os.devnull), writes(b"new"))
        assert caught.value.codes == ("F102",)

    def test_file_as_folder(self, target: Path) -> None:
        with pytest.raises(Refused) as caught:
            replace_file(target / "x.xlsx", writes(b"new"))
        assert caught.value.codes == ("F101",)

    @POSIX
    def test_name_too_long(self, tmp_path: Path) -> None:
        with pytest.raises(Refused) as caught:
            replace_file(tmp_path / ("x" * 300), writes(b"new"))
        assert caught.value.codes == ("F106",)

    def test_marked_read_only(self, target: Path) -> None:
        target.chmod(0o444)
        refused("F108", target)
        target.chmod(0o644)

    def test_saved_by_somebody_during_the_run(self, target: Path) -> None:
        def on_step(step: str) -> None:
            if step == "replace":
                target.write_bytes(b"by a colleague")

        with pytest.raises(Refused) as caught:
            replace_file(target, writes(b"new"), on_step=on_step, backup_folder=Path("backups"))
        assert caught.value.codes == ("F109",)
        assert target.read_bytes() == b"by a colleague"

    def test_saved_by_somebody_before_the_run(self, target: Path) -> None:
        since = stamp_of(target)
        target.write_bytes(b"by a colleague")
        refused("F109", target, since=since)

    def test_made_by_somebody_meanwhile(self, tmp_path: Path) -> None:
        since = stamp_of(tmp_path / "x")
        (tmp_path / "x").write_bytes(b"by a colleague")
        refused("F109", tmp_path / "x", since=since)

    def test_an_unchanged_stamp_is_no_hindrance(self, target: Path) -> None:
        replace_file(target, writes(b"new"), since=stamp_of(target))
        assert target.read_bytes() == b"new"

    @pytest.mark.parametrize(
        ("number", "code"),
        [
            (errno.ENOSPC, "F105"),
            (getattr(errno, "EDQUOT", errno.ENOSPC), "F105"),
            (errno.EACCES, "F104"),
            (errno.EROFS, "F104"),
            (errno.EIO, "F110"),
            (errno.EBUSY, "F107"),
        ],
    )
    def test_faults_of_the_disk_while_writing(self, target: Path, number: int, code: str) -> None:
        """Simulated: `write` gets half way and then meets the system's fault."""

        def write(path: Path) -> None:
            path.write_bytes(b"ne")
            raise OSError(number, os.strerror(number), str(path))

        assert str(target) in refused(code, target, write)

    def test_a_missing_source_is_named_itself(self, target: Path, tmp_path: Path) -> None:
        def write(_path: Path) -> None:
            (tmp_path / "template.xlsx").read_bytes()

        assert "template.xlsx" in refused("F101", target, write)

    def test_a_folder_that_cannot_be_written_to(
        self, target: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Simulated: the superuser, who may run the tests, is never denied."""

        def denied(*_: object) -> int:
            raise PermissionError(errno.EACCES, "Permission denied")

        monkeypatch.setattr(temporary.os, "open", denied)
        refused("F104", target)

    def test_no_room_for_the_backup(self, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Simulated."""

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(backups.shutil, "copyfile", full)
        assert "backup" in refused("F105", target, backup_folder=Path("backups"))


class TestFullDisk:
    """On a real disk of 64 kB; needs the right to mount one."""

    @pytest.fixture
    def small_disk(self, tmp_path: Path) -> Iterator[Path]:
        disk = tmp_path / "disk"
        disk.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
        try:
            mounted = subprocess.run(mount, capture_output=True).returncode == 0
        except FileNotFoundError:
            mounted = False
        if not mounted:
            pytest.skip("no right to mount a small disk here; the simulated test stands for it")
        yield disk
        subprocess.run(["umount", str(disk)], check=True)

    def test_no_room_for_the_new_file(self, small_disk: Path) -> None:
        target = small_disk / "x.xlsx"
        target.write_bytes(b"o" * 30_000)
        refused("F105", target, writes(b"n" * 50_000))
        assert names(small_disk) == ["x.xlsx"]

    def test_room_for_the_new_file_but_not_for_the_backup(self, small_disk: Path) -> None:
        target = small_disk / "x.xlsx"
        target.write_bytes(b"o" * 24_000)
        refused("F105", target, writes(b"n" * 24_000), backup_folder=Path("backups"))
        assert [p for p in small_disk.rglob("*") if p.is_file()] == [target]
        replace_file(target, writes(b"n" * 24_000))
        assert target.read_bytes() == b"n" * 24_000


class TestOpenOnWindows:
    """Simulated on other systems: Windows denies the replacement of an open file."""

    @pytest.fixture
    def denials(self, monkeypatch: pytest.MonkeyPatch) -> list[float]:
        monkeypatch.setattr(replacing, "_OPEN_FILES_STAY", True)
        slept: list[float] = []
        monkeypatch.setattr(replacing.time, "sleep", slept.append)
        return slept

    def deny(self, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
        left = [times]
        really = os.replace

        def replace(old: Path, new: Path) -> None:
            if left[0]:
                left[0] -= 1
                raise PermissionError(errno.EACCES, "Access is denied", str(old), 5, str(new))
            really(old, new)

        monkeypatch.setattr(replacing.os, "replace", replace)

    def test_a_virus_scanner_is_waited_for(
        self, target: Path, denials: list[float], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.deny(monkeypatch, 2)
        replace_file(target, writes(b"new"))
        assert target.read_bytes() == b"new"
        assert len(denials) == 2

    def test_an_open_workbook_is_refused_with_what_to_do(
        self, target: Path, denials: list[float], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.deny(monkeypatch, 99)
        said = refused("F107", target, backup_folder=Path("backups"))
        assert "Close it in Excel" in said
        assert "ribbon" in said
        assert 1 < sum(denials) < 5
        assert names(target.parent / "backups") == [], "a refused try leaves no backup behind"

    @pytest.mark.skipif(os.name != "nt", reason="Windows itself")
    def test_windows_itself_denies_it(self, target: Path) -> None:
        with target.open("rb"):
            refused("F107", target, backup_folder=Path("backups"))
        replace_file(target, writes(b"new"))
        assert target.read_bytes() == b"new"

    def test_other_systems_do_not_wait_for_a_denied_right(
        self, target: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(replacing, "_OPEN_FILES_STAY", False)
        self.deny(monkeypatch, 99)
        refused("F104", target)


class TestLeftovers:
    def leftover(self, folder: Path, host: str, pid: int, age: float = 0.0) -> Path:
        path = folder / f".~lacxl-x.xlsx-{host}-{pid}.1.tmp"
        path.write_bytes(b"half")
        when = path.stat().st_mtime - age
        os.utime(path, (when, when))
        return path

    def gone(self) -> int:
        done = subprocess.run(
            [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True
        )
        return int(done.stdout)

    def test_of_a_process_that_is_gone_are_removed(self, target: Path) -> None:
        backups_there = target.parent / "backups"
        backups_there.mkdir()
        left = [
            self.leftover(folder, temporary.host(), self.gone())
            for folder in (target.parent, backups_there)
        ]
        replace_file(target, writes(b"new"), backup_folder=Path("backups"))
        assert not any(path.exists() for path in left)

    def test_of_this_process_number_are_removed(self, target: Path) -> None:
        """In a container every run has the same number."""
        left = self.leftover(target.parent, temporary.host(), os.getpid())
        replace_file(target, writes(b"new"))
        assert not left.exists()

    def test_of_a_running_process_stay_for_a_day(self, target: Path) -> None:
        other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        young = self.leftover(target.parent, temporary.host(), other.pid)
        replace_file(target, writes(b"new"))
        assert young.exists()
        self.leftover(target.parent, temporary.host(), other.pid, age=90_000)
        replace_file(target, writes(b"newer"))
        assert not young.exists()
        other.communicate()

    def test_of_another_computer_stay_for_a_day(self, target: Path) -> None:
        young = self.leftover(target.parent, "elsewhere", 2**30)
        old = self.leftover(target.parent, "elsewhere", 2**30 + 1, age=90_000)
        replace_file(target, writes(b"new"))
        assert young.exists()
        assert not old.exists()

    def test_files_of_other_programs_stay(self, target: Path) -> None:
        others = ["~$x.xlsx", ".~lock.x.xlsx#", "x.tmp", ".~lacxl-x.xlsx.lock", ".~lacxl-notes.tmp"]
        for name in others:
            path = target.with_name(name)
            path.touch()
            os.utime(path, (1, 1))
        replace_file(target, writes(b"new"))
        assert set(others) < set(names(target.parent))

    def test_the_file_of_a_replacement_within_a_replacement_stays(self, target: Path) -> None:
        def write(path: Path) -> None:
            replace_file(target.with_name("history.csv"), writes(b"inner"))
            path.write_bytes(b"new")

        replace_file(target, write)
        assert target.read_bytes() == b"new"

    def test_one_that_cannot_be_removed_is_a_note(
        self, target: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        left = self.leftover(target.parent, "elsewhere", 5, age=90_000)
        really = Path.unlink

        def unlink(path: Path, missing_ok: bool = False) -> None:
            if path == left:
                raise PermissionError(errno.EACCES, "Permission denied")
            really(path, missing_ok)

        monkeypatch.setattr(Path, "unlink", unlink)
        done = replace_file(target, writes(b"new"))
        assert [finding.code for finding in done.findings] == ["F121"]


class TestBackups:
    def test_the_backup_is_the_old_file_under_a_dated_name(self, target: Path) -> None:
        os.utime(target, (1_433_841_302, 1_433_841_302))
        backup = replace_file(target, writes(b"new"), backup_folder=Path("backups")).backup
        assert backup is not None
        assert backup.parent == target.parent / "backups"
        assert re.fullmatch(
            r"Monthly Performance - Corporate Parenting \d{4}-\d\d-\d\d \d{6}\.xlsx", backup.name
        )
        assert backup.read_bytes() == b"old"
        assert backup.stat().st_mtime == 1_433_841_302
        assert names(backup.parent) == [backup.name]

    def test_an_absolute_folder_is_used_as_it_is(self, target: Path, tmp_path: Path) -> None:
        folder = tmp_path / "far" / "away"
        backup = replace_file(target, writes(b"new"), backup_folder=folder).backup
        assert backup is not None
        assert backup.parent == folder

    def test_within_a_second_none_takes_the_place_of_another(self, target: Path) -> None:
        contents = [f"{number}".encode() for number in range(12)]
        for content in contents:
            replace_file(target, writes(content), backup_folder=Path("backups"))
        kept = backups.backups_of(target.name, target.parent / "backups")
        assert [path.read_bytes() for path in kept] == [*contents[-2::-1], b"old"]

    def test_without_hard_links_neither(
        self, target: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def no_links(*_: object) -> None:
            raise OSError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(backups.os, "link", no_links)
        self.test_within_a_second_none_takes_the_place_of_another(target)

    def test_the_newest_are_kept(self, target: Path) -> None:
        folder = target.parent / "backups"
        folder.mkdir()
        stem = target.stem
        for number in range(30):
            (folder / f"{stem} 2015-05-{number + 1:02} 101502.xlsx").touch()
        others = [
            "readme.txt",
            f"{stem}.xlsx",
            f"{stem} 2015-05-01 101502.xlsm",
            "x 2015-05-01 101502.xlsx",
        ]
        for name in others:
            (folder / name).touch()
        done = replace_file(target, writes(b"new"), backup_folder=folder)
        kept = backups.backups_of(target.name, folder)
        assert len(kept) == 20
        assert kept[0] == done.backup
        assert kept[-1].name == f"{stem} 2015-05-12 101502.xlsx"
        assert set(others) < set(names(folder))

    def test_how_many_can_be_chosen_but_this_run_s_own_always_stays(self, target: Path) -> None:
        for number in range(3):
            done = replace_file(
                target, writes(b"%d" % number), backup_folder=Path("backups"), keep=0
            )
        assert done.backup is not None
        assert names(target.parent / "backups") == [done.backup.name]

    def test_a_clock_put_back_does_not_cost_the_newest(self, target: Path) -> None:
        folder = target.parent / "backups"
        folder.mkdir()
        for number in range(20):
            (folder / f"{target.stem} 2999-10-25 0159{number:02}.xlsx").touch()
        done = replace_file(target, writes(b"new"), backup_folder=folder)
        assert done.backup is not None
        assert done.backup.read_bytes() == b"old"
        assert len(names(folder)) == 20

    def test_one_that_cannot_be_removed_is_a_note(
        self, target: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = target.parent / "backups"
        folder.mkdir()
        old = folder / f"{target.stem} 2015-05-01 101502.xlsx"
        old.touch()
        really = Path.unlink

        def unlink(path: Path, missing_ok: bool = False) -> None:
            if path == old:
                raise PermissionError(errno.EACCES, "Permission denied")
            really(path, missing_ok)

        monkeypatch.setattr(Path, "unlink", unlink)
        done = replace_file(target, writes(b"new"), backup_folder=folder, keep=1)
        assert [finding.code for finding in done.findings] == ["F120"]
        assert target.read_bytes() == b"new"
