"""lacxl addin install, status, remove and lacxl doctor, as they are called; killed, blocked."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from folders import (
    DONE,
    USAGE,
    WITH_FINDINGS,
    assert_plain,
    assert_refused,
    call,
    leftovers,
    run,
    run_process,
    state_of,
)
from test_bad_disks import like_any_user, posix
from test_docs import keys_of, keys_of_table
from test_readme import DOCS, ROOT, Terminal, agrees, blocks, commands, section

from lacxl import __version__
from lacxl.addin.doctor.system import LIBRARIES
from lacxl.addin.install import STEPS
from lacxl.addin.paths import PROFILE, paths_of
from lacxl.addin.shipped import shipped_addin

XLSTART = "AppData/Roaming/Microsoft/Excel/XLSTART"


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A made-up profile that every command is told of."""
    folder = tmp_path / "Zoë O'Neill"
    folder.mkdir()
    monkeypatch.setenv(PROFILE, str(folder))
    return folder


def test_install_status_remove_and_each_again(user: Path) -> None:
    absent = call("addin", "status")
    assert (absent.code, absent.codes()) == (WITH_FINDINGS, ["A301"])
    done = call("addin", "install")
    assert done.code == DONE
    assert "Start Excel again" in done.out
    assert (user / XLSTART / "lacxl.xlam").read_bytes() == shipped_addin().content
    before = state_of(user)
    again = call("addin", "install")
    assert (again.code, state_of(user)) == (DONE, before)
    assert "Nothing to do" in again.out
    well = call("addin", "status")
    assert well.code == DONE
    assert f"lacxl {__version__}" in well.out
    removed = call("addin", "remove")
    assert removed.code == DONE
    assert [path for path in user.rglob("*") if path.is_file()] == []
    assert "Nothing to do" in call("addin", "remove").out


def test_a_dry_run_touches_nothing(user: Path) -> None:
    before = state_of(user)
    planned = call("addin", "install", "--dry-run")
    assert planned.code == DONE
    assert "Would be written" in planned.out
    assert state_of(user) == before
    call("addin", "install")
    before = state_of(user)
    assert "Would be removed" in call("addin", "remove", "--dry-run").out
    assert state_of(user) == before


def test_a_signed_copy_needs_its_hash_and_then_is_as_good(user: Path, tmp_path: Path) -> None:
    import zipfile

    file = tmp_path / "signed.xlam"
    file.write_bytes(shipped_addin().content)
    with zipfile.ZipFile(file, "a") as package:
        package.writestr("xl/vbaProjectSignature.bin", "no real signature")
    from lacxl.addin.shipped import hash_of

    sha256 = hash_of(file.read_bytes())
    assert call("addin", "install", "--addin", str(file)).code == USAGE
    assert call("addin", "install", "--sha256", sha256).code == USAGE
    assert_refused(call("addin", "install", "--addin", str(file), "--sha256", "0" * 64), "A106")
    assert list(user.iterdir()) == []
    assert call("addin", "install", "--addin", str(file), "--sha256", sha256).code == DONE
    status = call("addin", "status", "--json")
    assert status.code == DONE
    assert status.json()["signed"] is True
    assert call("addin", "remove").code == DONE


def test_faults_are_refused_and_as_json_too(user: Path) -> None:
    target = user / XLSTART / "lacxl.xlam"
    target.parent.mkdir(parents=True)
    target.write_bytes(b"somebody's own")
    before = state_of(user)
    for command in ("install", "remove"):
        assert_refused(call("addin", command), "A109", "--force")
        assert call("addin", command, "--json").json()["refused"] is True
    assert state_of(user) == before


def test_a_profile_that_is_not_there(tmp_path: Path) -> None:
    for command in ("install", "status", "remove"):
        ran = call("addin", command, "--profile", str(tmp_path / "slip"))
        assert_refused(ran, "A102")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is Excel's place there")
def test_without_excel_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PROFILE, raising=False)
    for command in ("install", "status", "remove"):
        assert_refused(call("addin", command), "A101", "--profile")


@posix
def test_a_read_only_startup_folder(user: Path) -> None:
    folder = user / XLSTART
    folder.mkdir(parents=True)
    folder.chmod(0o555)
    ran = run_process(user, "addin", "install", preexec=like_any_user)
    folder.chmod(0o755)
    assert_refused(ran, "F104", "right to read and write")
    assert [path for path in user.rglob("*") if path.is_file()] == []


CHILD = """
import os, signal, sys
from pathlib import Path
from lacxl.addin.install import install
from lacxl.addin.paths import paths_of
from lacxl.addin.shipped import shipped_addin

def die(step):
    if step == sys.argv[1]:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

install(paths_of(), shipped_addin(), on_step=die)
"""


@pytest.mark.parametrize("renewed", [False, True], ids=["new", "upgrade"])
@pytest.mark.parametrize("at", STEPS)
def test_a_killed_installation_leaves_old_or_new_and_a_clean_finish(
    user: Path, at: str, renewed: bool
) -> None:
    """The process is really killed. The old version is one whose hash only its note knows."""
    paths = paths_of()
    old = b"the add-in of an older lacxl"
    if renewed:
        call("addin", "install")
        from lacxl.addin.shipped import hash_of

        note = paths.settings.read_text("ascii")
        paths.addin.write_bytes(old)
        paths.settings.write_text(note.replace(shipped_addin().sha256, hash_of(old)), "ascii")
    done = subprocess.run([sys.executable, "-c", CHILD, at], capture_output=True, timeout=60)
    assert done.returncode == (15 if os.name == "nt" else -signal.SIGKILL)
    new = shipped_addin().content
    lies = paths.addin.read_bytes() if paths.addin.exists() else None
    assert lies in ((old, new) if renewed else (None, new))
    in_startup = {path.name for path in paths.startup.iterdir()}
    assert in_startup == ({"lacxl.xlam"} if lies else set())
    finished = call("addin", "install")
    assert_plain(finished)
    assert finished.code == DONE
    assert paths.addin.read_bytes() == new
    assert leftovers(user) == []
    assert call("addin", "status").code == DONE
    assert {path.name for path in paths.home.iterdir()} == {"addin.cfg"}


class TestDoctor:
    def test_a_well_set_up_folder(self, user: Path, fresh: Path) -> None:
        call("addin", "install")
        before = state_of(fresh)
        ran = run(fresh, "doctor")
        assert ran.code == DONE, ran.out
        assert "Nothing is in the way" in ran.out
        assert "To send to IT" not in ran.out
        for name in ("Round trip", "Settings", "Workbook", "Extracts", "Add-in", "Calls"):
            assert f"ok   {name}" in ran.out
        assert state_of(fresh) == before

    def test_what_is_missing_is_said_and_it_is_told_of_the_computer_alone(
        self, user: Path, fresh: Path
    ) -> None:
        (fresh / "readings.csv").rename(fresh / "Jordan Example's readings.csv")
        ran = run(fresh, "doctor")
        assert ran.code == WITH_FINDINGS
        assert "LOOK Add-in" in ran.out
        assert "LOOK Extracts" in ran.out
        _, _, for_it = ran.out.partition("To send to IT")
        assert "Add-in" in for_it
        assert "readings" not in for_it
        assert user.name not in for_it
        assert str(fresh) not in for_it

    def test_settings_with_faults_are_said_one_by_one(self, user: Path, fresh: Path) -> None:
        call("addin", "install")
        file = fresh / "lacxl.toml"
        file.write_text('[workbook]\nfile = 5\nno_such = "x"\n', "utf-8")
        ran = run(fresh, "doctor", "--json")
        faults = [check for check in ran.json()["checks"] if check["name"] == "Settings"]
        assert len(faults) == 2
        assert all(check["ok"] is False and check["todo"] for check in faults)

    def test_elsewhere_it_still_looks_at_the_computer(self, user: Path, tmp_path: Path) -> None:
        call("addin", "install")
        ran = run(tmp_path, "doctor", "--json")
        assert ran.code == DONE
        assert ran.json()["well"] is True
        found = {check["name"]: check["ok"] for check in ran.json()["checks"]}
        assert found["Settings"] is None
        assert found["Round trip"] is True

    def test_a_console_of_windows_can_show_it(self, user: Path, fresh: Path) -> None:
        """cp1252, as a Windows console has it; everything else is as here."""
        done = subprocess.run(
            [sys.executable, "-m", "lacxl", "doctor"],
            cwd=fresh,
            capture_output=True,
            encoding="cp1252",
            timeout=60,
            env=os.environ | {"PYTHONIOENCODING": "cp1252"},
        )
        assert done.returncode == WITH_FINDINGS
        assert "Zoë" in done.stdout
        assert done.stderr == ""

    @posix
    def test_a_temporary_folder_that_takes_nothing(self, user: Path, tmp_path: Path) -> None:
        shut = tmp_path / "shut"
        shut.mkdir()
        shut.chmod(0o555)
        ran = run_process(
            tmp_path,
            "doctor",
            "--json",
            before=f"import tempfile; tempfile.tempdir = {str(shut)!r}",
            preexec=like_any_user,
        )
        assert ran.code == WITH_FINDINGS
        found = {check["name"]: check for check in json.loads(ran.out)["checks"]}
        assert found["Round trip"]["ok"] is False
        assert "%TEMP%" in found["Round trip"]["todo"]


class TestTheDocs:
    def test_the_session_for_it_prints_what_the_page_shows(self, tmp_path: Path) -> None:
        terminal, ran = Terminal(tmp_path.resolve()), []
        (tmp_path / "robin").mkdir()
        for block in blocks(DOCS / "it.md", "console"):
            for command, shown in commands(block.text):
                real = terminal.run(command)
                assert agrees(shown, real), f"{block}: $ {command}\n--- now prints ---\n{real}"
                ran.append(command.split()[2])
        assert ran == ["install", "install", "status", "remove"]

    def test_the_keys_of_json_are_those_documented(self, user: Path, tmp_path: Path) -> None:
        inner = keys_of_table(section(DOCS / "json.md", "Findings")) | {"format", "command"}
        for name in ("addin install", "addin status", "addin remove", "doctor"):
            where = ("-s", str(tmp_path)) if name == "doctor" else ()
            really = set(keys_of(call(*name.split(), "--json", *where).json()))
            named = keys_of_table(section(DOCS / "json.md", name)) | {"format", "command"}
            assert really - inner - named == set(), name
            assert named - really == set(), name


def test_the_doctor_tries_every_library_that_lacxl_depends_on() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {re.match(r"[\w-]+", each)[0] for each in project["dependencies"]}
    assert set(LIBRARIES.values()) == names - {"xlwings"}
