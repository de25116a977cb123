"""The add-in is put in place for one user; twice is once; at any moment old or new, whole."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from profiles import addin, excel_opens, files_of, profile

from lacxl import __version__
from lacxl.addin import install as installing
from lacxl.addin.command import command_of, program_of, require_visible_python
from lacxl.addin.install import STEPS, install
from lacxl.addin.noticing import look
from lacxl.addin.paths import Paths
from lacxl.domain.errors import Refused
from lacxl.files.key_values import to_values

XLAM = "AppData/Roaming/Microsoft/Excel/XLSTART/lacxl.xlam"
NOTE = "AppData/Roaming/lacxl/addin.cfg"


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return profile(tmp_path)


def test_a_new_profile_gets_the_addin_and_the_note_and_nothing_else(paths: Paths) -> None:
    new = addin()
    done = install(paths, new)
    assert done.wrote == (paths.settings, paths.addin)
    files = files_of(paths)
    assert set(files) == {XLAM, NOTE}
    assert files[XLAM] == new.content


def test_the_note_is_ascii_and_says_what_to_call_and_where(paths: Paths) -> None:
    install(paths, addin())
    text = paths.settings.read_bytes()
    assert text.isascii()
    assert b"Zo\\u00EB" in text
    assert to_values(text.decode("ascii")) == {
        "command": f'"{sys.executable}" -m lacxl',
        "home": str(paths.home),
        "local": str(paths.local),
        "version": __version__,
        "sha256": addin().sha256,
    }


def test_a_second_run_finds_nothing_to_do_and_touches_nothing(paths: Paths) -> None:
    install(paths, addin())
    stamps = {path: path.stat().st_mtime_ns for path in (paths.addin, paths.settings)}
    assert install(paths, addin()).wrote == ()
    assert stamps == {path: path.stat().st_mtime_ns for path in stamps}


def test_a_second_run_finds_nothing_to_do_while_excel_runs(paths: Paths) -> None:
    install(paths, addin())
    excel_opens(paths)
    assert install(paths, addin()).wrote == ()


def test_an_older_one_is_upgraded(paths: Paths) -> None:
    old = addin("old")
    install(paths, old)
    done = install(paths, addin("new"))
    assert done.wrote == (paths.settings, paths.addin)
    assert done.before == __version__
    assert look(paths).sha256 == addin("new").sha256
    assert look(paths).noted == (addin("new").sha256, old.sha256)
    assert install(paths, addin("new")).wrote == ()


def test_another_python_changes_the_note_alone_even_while_excel_runs(
    paths: Paths, tmp_path: Path
) -> None:
    install(paths, addin())
    excel_opens(paths)
    done = install(paths, addin(), executable=tmp_path / "other" / "python")
    assert done.wrote == (paths.settings,)


def test_a_dry_run_writes_nothing(paths: Paths) -> None:
    done = install(paths, addin(), dry_run=True)
    assert done.wrote == (paths.settings, paths.addin)
    assert files_of(paths) == {}
    assert not paths.home.exists()


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_dry_run_promises_no_folder_that_cannot_be_made(paths: Paths, dry_run: bool) -> None:
    paths.home.parent.mkdir(parents=True, exist_ok=True)
    paths.home.write_text("in the way", "utf-8")
    with pytest.raises(Refused) as refused:
        install(paths, addin(), dry_run=dry_run)
    assert refused.value.codes == ("F101",)


def test_excel_running_refuses_an_upgrade_and_changes_nothing(paths: Paths) -> None:
    install(paths, addin("old"))
    owner = excel_opens(paths)
    before = files_of(paths)
    with pytest.raises(Refused) as refused:
        install(paths, addin("new"))
    assert refused.value.codes == ("A108",)
    assert "close Excel" in str(refused.value)
    assert owner.name in str(refused.value)
    assert files_of(paths) == before


def test_excel_started_during_the_run_leaves_old_addin_and_old_note(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Simulated: Windows denies the replacement of an open file; the pauses are left out."""
    install(paths, addin("old"))
    before = files_of(paths)

    def denied(source: Path, target: Path) -> None:
        if Path(target) == paths.addin:
            excel_opens(paths)
            raise PermissionError(13, "Access is denied", str(target))
        Path(source).rename(target)

    monkeypatch.setattr(installing, "_PAUSES", (0.0,))
    monkeypatch.setattr(installing.os, "replace", denied)
    with pytest.raises(Refused) as refused:
        install(paths, addin("new"))
    assert refused.value.codes == ("A108",)
    after = files_of(paths)
    del after[XLAM.replace("lacxl.xlam", "~$lacxl.xlam")]
    assert after == before


def test_a_virus_scanner_that_lets_go_is_waited_for(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Simulated: Windows denies the first replacement of a file that a scanner looks at."""
    install(paths, addin("old"))
    tried = []

    def denied_once(source: Path, target: Path) -> None:
        if Path(target) == paths.addin and not tried:
            tried.append(target)
            raise PermissionError(13, "Access is denied", str(target))
        Path(source).rename(target)

    monkeypatch.setattr(installing, "_PAUSES", (0.001, 0.0))
    monkeypatch.setattr(installing.os, "replace", denied_once)
    install(paths, addin("new"))
    assert tried
    assert look(paths).sha256 == addin("new").sha256


def test_a_stranger_of_that_name_is_left_alone_unless_forced(paths: Paths) -> None:
    paths.startup.mkdir(parents=True)
    paths.addin.write_bytes(b"somebody's own")
    with pytest.raises(Refused) as refused:
        install(paths, addin())
    assert refused.value.codes == ("A109",)
    assert files_of(paths) == {XLAM: b"somebody's own"}
    install(paths, addin(), force=True)
    assert look(paths).sha256 == addin().sha256


def test_the_shipped_one_put_there_by_hand_is_taken_over(paths: Paths) -> None:
    paths.startup.mkdir(parents=True)
    paths.addin.write_bytes(addin().content)
    assert install(paths, addin()).wrote == (paths.settings,)


def test_other_files_in_the_startup_folder_stay(paths: Paths) -> None:
    paths.startup.mkdir(parents=True)
    other = paths.startup / "PERSONAL.XLSB"
    other.write_bytes(b"macros of their own")
    install(paths, addin())
    assert other.read_bytes() == b"macros of their own"


@pytest.mark.parametrize(
    "where",
    [
        "AppData/Roaming/Microsoft/AddIns/lacxl.xlam",
        "AppData/Roaming/Microsoft/Excel/XLSTART/lacxl (1).xlam",
    ],
)
def test_another_lacxl_addin_is_named_and_left(paths: Paths, where: str) -> None:
    stray = paths.startup.parents[4] / where
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"older")
    found = install(paths, addin()).findings
    assert [(finding.code, finding.where) for finding in found] == [("A111", str(stray))]
    assert stray.read_bytes() == b"older"


def test_a_read_only_addin_is_left_as_it_is(paths: Paths) -> None:
    install(paths, addin("old"))
    paths.addin.chmod(0o444)
    before = files_of(paths)
    with pytest.raises(Refused) as refused:
        install(paths, addin("new"))
    assert refused.value.codes == ("F108",)
    assert files_of(paths) == before


def test_what_is_read_back_differently_is_not_installed(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Simulated: a virus scanner that changes the file between writing and reading it back."""
    install(paths, addin("old"))
    before = files_of(paths)
    monkeypatch.setattr(installing, "hash_of", lambda _content: "0" * 64)
    with pytest.raises(Refused) as refused:
        install(paths, addin("new"))
    assert refused.value.codes == ("A110",)
    assert files_of(paths) == before


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("at", STEPS)
def test_a_run_cut_off_at_any_step_leaves_each_file_old_or_new_and_known(
    paths: Paths, at: str
) -> None:
    """An exception that nothing catches stands for the end of the process; see also test_addin."""
    old, new = addin("old"), addin("new")
    install(paths, old)

    def die(step: str) -> None:
        if step == at:
            raise Killed

    with pytest.raises(Killed):
        install(paths, new, on_step=die)
    assert look(paths).sha256 in (old.sha256, new.sha256)
    assert look(paths).sha256 in look(paths).noted
    assert [path.name for path in paths.startup.iterdir()] == ["lacxl.xlam"]
    install(paths, new)
    assert look(paths).sha256 == new.sha256


class TestTheCommand:
    def test_pythonw_is_called_where_there_is_one(self, tmp_path: Path) -> None:
        python = tmp_path / "Program Files" / "python.exe"
        python.parent.mkdir()
        assert command_of(python) == f'"{python}" -m lacxl'
        python.with_name("pythonw.exe").touch()
        assert command_of(python) == f'"{python.with_name("pythonw.exe")}" -m lacxl'

    def test_its_program_is_found_again(self, tmp_path: Path) -> None:
        python = tmp_path / "a b" / "python.exe"
        assert program_of(command_of(python)) == python
        assert program_of("") is None
        assert program_of("python -m lacxl") is None

    def test_a_python_from_the_store_is_refused(self) -> None:
        store = r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12_3.12.1_x64"
        with pytest.raises(Refused) as refused:
            require_visible_python(store)
        assert refused.value.codes == ("A107",)
        require_visible_python(r"C:\Users\Robin\AppData\Local\Programs\Python\Python312")
