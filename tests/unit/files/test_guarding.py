"""Guarding: one run at a time, nobody in Excel or LibreOffice, nothing to clean after a crash."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lacxl.domain.errors import Refused
from lacxl.files.guarding import guarded
from lacxl.files.owners import owner_of
from lacxl.files.processes import alive
from lacxl.files.replacing import replace_file

HOLD = """
import sys, time
from pathlib import Path
from lacxl.files.guarding import guarded
with guarded(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def excel_owner_file(user: str) -> bytes:
    """The 165 bytes that Excel writes: the name in ANSI, then in UTF-16, both padded."""
    narrow = user.encode("cp1252", "replace")
    wide = user.encode("utf-16-le")
    return (
        bytes([len(narrow)])
        + narrow.ljust(54, b" ")
        + len(user).to_bytes(2, "little")
        + wide.ljust(108, b" \x00"[:1])
    )


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "Monthly Performance.xlsx"
    path.write_bytes(b"old")
    return path


def refusal_of(workbook: Path, wait: float = 0.0) -> str:
    with pytest.raises(Refused) as caught, guarded(workbook, wait=wait):
        pytest.fail("the block was entered")
    return str(caught.value)


def hold(workbook: Path) -> subprocess.Popen[str]:
    run = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(workbook)], stdout=subprocess.PIPE, text=True
    )
    assert run.stdout is not None
    assert run.stdout.readline() == "held\n"
    return run


def end(run: subprocess.Popen[str]) -> None:
    run.kill()
    run.communicate()


class TestRuns:
    def test_the_block_runs_and_may_replace_the_workbook(self, workbook: Path) -> None:
        with guarded(workbook):
            replace_file(workbook, lambda path: path.write_bytes(b"new") and None)
        assert workbook.read_bytes() == b"new"
        with guarded(workbook):
            pass

    def test_another_run_is_refused_with_who_holds_it(self, workbook: Path) -> None:
        run = hold(workbook)
        try:
            said = refusal_of(workbook)
        finally:
            end(run)
        assert said.startswith("F203")
        assert f"process {run.pid} on " in said
        assert "since 2" in said

    def test_another_run_is_waited_for(self, workbook: Path) -> None:
        run = hold(workbook)
        try:
            started = time.monotonic()
            refusal_of(workbook, wait=0.4)
            assert 0.4 <= time.monotonic() - started < 5
        finally:
            end(run)

    def test_a_killed_run_holds_nothing(self, workbook: Path) -> None:
        end(hold(workbook))
        with guarded(workbook, wait=0):
            pass
        assert not [p for p in workbook.parent.iterdir() if p.name.endswith(".holder")]

    def test_the_same_process_is_kept_out_too(self, workbook: Path) -> None:
        with guarded(workbook):
            assert refusal_of(workbook).startswith("F203")

    def test_an_error_in_the_block_releases_it(self, workbook: Path) -> None:
        with pytest.raises(ZeroDivisionError), guarded(workbook):
            _ = 1 / 0
        with guarded(workbook, wait=0):
            pass

    def test_a_damaged_holder_file_is_no_hindrance(self, workbook: Path) -> None:
        run = hold(workbook)
        try:
            for damaged in (b"\xff[", b"[" * 200_000):
                workbook.with_name(f".~lacxl-{workbook.name}.holder").write_bytes(damaged)
                assert refusal_of(workbook).startswith("F203")
        finally:
            end(run)

    def test_two_workbooks_do_not_hinder_each_other(self, workbook: Path) -> None:
        with guarded(workbook), guarded(workbook.with_name("Other.xlsx"), wait=0):
            pass

    @pytest.mark.skipif(os.name == "nt", reason="links")
    def test_a_link_is_the_same_workbook(self, workbook: Path) -> None:
        link = workbook.with_name("link.xlsx")
        link.symlink_to(workbook)
        with guarded(workbook):
            assert refusal_of(link).startswith("F203")

    def test_a_missing_folder_is_refused(self, tmp_path: Path) -> None:
        assert refusal_of(tmp_path / "absent" / "x.xlsx").startswith("F101")

    def test_a_folder_without_rights_is_refused(
        self, workbook: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Simulated: the superuser, who may run the tests, is never denied."""
        import filelock

        def denied(*_: object, **__: object) -> None:
            raise PermissionError(errno.EACCES, "Permission denied")

        monkeypatch.setattr(filelock.FileLock, "acquire", denied)
        assert refusal_of(workbook).startswith("F104")

    def test_a_drive_without_locks_is_refused(
        self, workbook: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Simulated."""
        import filelock

        def without(*_: object, **__: object) -> None:
            raise NotImplementedError

        monkeypatch.setattr(filelock.FileLock, "acquire", without)
        assert refusal_of(workbook).startswith("F204")


class TestOpenElsewhere:
    @pytest.mark.parametrize("user", ["Jo Bloggs", "Siân Ŵyn", "Zoë O'Hara"])
    def test_open_in_excel_by_a_user(self, workbook: Path, user: str) -> None:
        owner = workbook.with_name(f"~${workbook.name}")
        owner.write_bytes(excel_owner_file(user))
        said = refusal_of(workbook)
        assert said.startswith("F201")
        assert f"open in Excel by {user};" in said
        assert "ribbon" in said
        assert f'delete the file "{owner.name}"' in said
        owner.unlink()
        with guarded(workbook):
            pass

    def test_only_the_narrow_name(self, workbook: Path) -> None:
        workbook.with_name(f"~${workbook.name}").write_bytes(b"\x09Jo Bloggs" + b" " * 45)
        assert "open in Excel by Jo Bloggs;" in refusal_of(workbook)

    @pytest.mark.parametrize("content", [b"", b"\x00" * 165, b" " * 165, b"\xff" * 7])
    def test_an_owner_file_without_a_name(self, workbook: Path, content: bytes) -> None:
        workbook.with_name(f"~${workbook.name}").write_bytes(content)
        assert refusal_of(workbook).startswith("F201")

    def test_the_form_that_takes_the_first_two_letters(self, workbook: Path) -> None:
        workbook.with_name("~$nthly Performance.xlsx").write_bytes(excel_owner_file("Jo"))
        assert "open in Excel by Jo;" in refusal_of(workbook)

    def test_a_neighbour_s_owner_file_is_not_this_workbook_s(self, workbook: Path) -> None:
        workbook.with_name("nthly Performance.xlsx").touch()
        workbook.with_name("~$nthly Performance.xlsx").write_bytes(excel_owner_file("Jo"))
        assert owner_of(workbook) is None

    def test_a_short_name_keeps_its_letters(self, tmp_path: Path) -> None:
        (tmp_path / "~$port.xlsx").touch()
        assert owner_of(tmp_path / "Report.xlsx") is None

    @pytest.mark.parametrize(
        ("line", "user"),
        [
            (",root,vm,23.11.2026 15:09,file:///home/x/profile;", "root"),  # LibreOffice 7.4
            ("Siân Wyn,siw,pc-7,09.06.2015 10:15,file:///C:/x;", "Siân Wyn"),
            ("", ""),
        ],
    )
    def test_open_in_libreoffice(self, workbook: Path, line: str, user: str) -> None:
        lock = workbook.with_name(f".~lock.{workbook.name}#")
        lock.write_text(line, encoding="utf-8")
        said = refusal_of(workbook)
        assert said.startswith("F202")
        assert ("open in LibreOffice" + (f" by {user};" if user else ";")) in said
        assert f'delete the file "{lock.name}"' in said

    def test_opened_during_the_wait(self, workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        import filelock

        really = filelock.FileLock.acquire

        def acquire(lock: filelock.FileLock, *args: object, **more: object) -> object:
            workbook.with_name(f"~${workbook.name}").touch()
            return really(lock, *args, **more)

        monkeypatch.setattr(filelock.FileLock, "acquire", acquire)
        assert refusal_of(workbook).startswith("F201")
        workbook.with_name(f"~${workbook.name}").unlink()
        monkeypatch.undo()
        with guarded(workbook, wait=0):
            pass

    def test_a_run_in_the_very_excel_that_has_it_open_goes_on(self, workbook: Path) -> None:
        owner = workbook.with_name(f"~${workbook.name}")
        owner.write_bytes(excel_owner_file("Anne"))
        assert refusal_of(workbook).startswith("F201")
        with guarded(workbook, in_excel=True):
            with pytest.raises(Refused) as caught, guarded(workbook, wait=0, in_excel=True):
                pytest.fail("another run entered the block")
            assert caught.value.codes == ("F203",)


class TestProcesses:
    def test_this_one_and_another_run(self) -> None:
        assert alive(os.getpid())
        other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        assert alive(other.pid)
        other.communicate()
        assert not alive(other.pid)

    @pytest.mark.parametrize("pid", [0, -1, 2**31, 2**70])
    def test_no_such_number(self, pid: int) -> None:
        assert not alive(pid)


def test_start_up_does_not_pay_for_the_lock() -> None:
    script = (
        "import sys, lacxl.files.guarding, lacxl.files.replacing, lacxl.files.text_files, "
        "lacxl.files.encoding, lacxl.files.runlog; "
        "print([m for m in ('filelock', 'asyncio', 'pandas', 'lxml') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr


def test_the_root_of_a_drive_is_no_workbook() -> None:
    with pytest.raises(Refused) as caught, guarded(Path(Path.cwd().anchor)):
        pass
    assert caught.value.codes == ("F102",)
