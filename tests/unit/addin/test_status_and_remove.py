"""How the add-in stands is said truthfully; what install put there is taken away, and no more."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from profiles import addin, excel_opens, files_of, profile

from lacxl import __version__
from lacxl.addin import noticing
from lacxl.addin.install import install
from lacxl.addin.paths import Paths
from lacxl.addin.remove import remove
from lacxl.addin.status import AddinStatus, status
from lacxl.domain.errors import Refused
from lacxl.files.key_values import to_text, to_values


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return profile(tmp_path)


@pytest.fixture
def installed(paths: Paths) -> Paths:
    install(paths, addin())
    return paths


def codes(now: AddinStatus) -> list[str]:
    return [finding.code for finding in now.findings]


def note(paths: Paths, **values: str) -> None:
    old = to_values(paths.settings.read_text("ascii"))
    paths.settings.write_text(to_text(old | values), "ascii")


class TestStatus:
    def test_nothing_there(self, paths: Paths) -> None:
        now = status(paths, addin())
        assert not now.installed
        assert codes(now) == ["A301"]

    def test_all_is_well_and_this_very_lacxl_answers(self, installed: Paths) -> None:
        """A real Python process is asked for its version."""
        now = status(installed, addin())
        assert now.findings == ()
        assert now.answers == now.version == __version__
        assert now.command == f'"{sys.executable}" -m lacxl'

    def test_a_changed_addin(self, installed: Paths) -> None:
        installed.addin.write_bytes(addin("changed").content)
        assert codes(status(installed, addin())) == ["A302"]

    def test_a_signed_one_is_as_good_where_it_was_installed(self, paths: Paths) -> None:
        install(paths, addin(signed=True))
        now = status(paths, addin())
        assert now.findings == ()
        assert now.signed
        assert now.sha256 != now.shipped

    def test_an_installation_that_was_cut_off(self, installed: Paths) -> None:
        note(installed, sha256=addin("next").sha256, before=addin().sha256)
        assert codes(status(installed, addin("next"))) == ["A303"]

    @pytest.mark.parametrize("text", [None, "", "rubbish\n", "command=python -m lacxl\n"])
    def test_a_note_that_says_nothing(self, installed: Paths, text: str | None) -> None:
        if text is None:
            installed.settings.unlink()
        else:
            installed.settings.write_text(text, "ascii")
        assert codes(status(installed, addin())) == ["A305"]

    def test_a_python_that_is_gone(self, installed: Paths, tmp_path: Path) -> None:
        gone = tmp_path / "Python 3.11" / "pythonw.exe"
        note(installed, command=f'"{gone}" -m lacxl')
        now = status(installed, addin())
        assert codes(now) == ["A306"]
        assert now.findings[0].where == str(gone)

    def test_a_program_that_does_not_run_lacxl(self, installed: Paths) -> None:
        other = shutil.which("git")
        assert other
        note(installed, command=f'"{other}" -m lacxl')
        assert codes(status(installed, addin())) == ["A307"]

    @pytest.mark.skipif(os.name == "nt", reason="the stand-in is a script with #!")
    def test_another_lacxl_answers_than_the_note_says(
        self, installed: Paths, tmp_path: Path
    ) -> None:
        other = tmp_path / "python"
        other.write_text("#!/bin/sh\necho lacxl, version 0.0.7\n", "utf-8")
        other.chmod(0o755)
        note(installed, command=f'"{other}" -m lacxl')
        now = status(installed, addin())
        assert codes(now) == ["A308"]
        assert "0.0.7" in now.findings[0].what

    def test_an_older_lacxl(self, installed: Paths) -> None:
        note(installed, version="0.0.9")
        now = status(installed, addin())
        assert codes(now) == ["A308"]
        assert "0.0.9" in now.findings[0].what

    def test_a_mark_of_the_internet_is_seen_and_install_takes_it_off(
        self, installed: Paths, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Simulated: Windows keeps the mark in a stream of that name, here it is a file."""
        monkeypatch.setattr(noticing, "_WINDOWS", True)
        mark = Path(f"{installed.addin}:Zone.Identifier")
        mark.write_text("[ZoneTransfer]\nZoneId=3\nHostUrl=about:internet\n", "utf-8")
        assert codes(status(installed, addin())) == ["A304"]
        assert install(installed, addin()).wrote == (installed.addin,)
        assert status(installed, addin()).findings == ()
        mark.write_text("[ZoneTransfer]\nZoneId=1\n", "utf-8")
        assert status(installed, addin()).findings == ()

    def test_another_addin_elsewhere(self, installed: Paths) -> None:
        stray = installed.others[0] / "lacxl.xlam"
        stray.parent.mkdir(parents=True)
        stray.touch()
        assert codes(status(installed, addin())) == ["A111"]


class TestRemove:
    def test_only_what_install_put_there_goes(self, installed: Paths) -> None:
        kept = installed.startup / "PERSONAL.XLSB"
        kept.write_bytes(b"own")
        log = installed.home / "lacxl.log"
        log.write_bytes(b"a line")
        done = remove(installed, addin())
        assert done.gone == (installed.addin, installed.settings)
        assert done.left == (log,)
        assert set(files_of(installed).values()) == {b"own", b"a line"}

    def test_a_second_run_finds_nothing_to_do(self, installed: Paths) -> None:
        remove(installed, addin())
        assert remove(installed, addin()).gone == ()
        assert not installed.home.exists()

    def test_everything_takes_the_folders_too(self, installed: Paths) -> None:
        (installed.local / "inbox").mkdir()
        (installed.local / "inbox" / "1.request").touch()
        remove(installed, addin(), everything=True)
        assert files_of(installed) == {}
        assert not installed.local.exists()
        assert installed.startup.is_dir()

    def test_a_dry_run_removes_nothing(self, installed: Paths) -> None:
        before = files_of(installed)
        done = remove(installed, addin(), everything=True, dry_run=True)
        assert done.gone == (
            installed.addin,
            installed.settings,
            installed.home,
            installed.local,
        )
        assert files_of(installed) == before

    def test_a_changed_one_stays_unless_forced(self, installed: Paths) -> None:
        installed.addin.write_bytes(b"changed")
        with pytest.raises(Refused) as refused:
            remove(installed, addin())
        assert refused.value.codes == ("A109",)
        assert installed.settings.is_file()
        remove(installed, addin(), force=True)
        assert files_of(installed) == {}

    def test_a_signed_one_that_was_installed_goes(self, paths: Paths) -> None:
        install(paths, addin(signed=True))
        remove(paths, addin())
        assert files_of(paths) == {}

    def test_an_older_one_goes_even_where_this_lacxl_has_another(self, installed: Paths) -> None:
        remove(installed, addin("next"))
        assert files_of(installed) == {}

    def test_excel_running_keeps_all(self, installed: Paths) -> None:
        excel_opens(installed)
        before = files_of(installed)
        with pytest.raises(Refused) as refused:
            remove(installed, addin())
        assert refused.value.codes == ("A108",)
        assert files_of(installed) == before

    def test_the_helper_running_keeps_its_folder(self, installed: Paths) -> None:
        installed.beat.touch()
        before = files_of(installed)
        with pytest.raises(Refused) as refused:
            remove(installed, addin(), everything=True)
        assert refused.value.codes == ("A112",)
        assert files_of(installed) == before
        remove(installed, addin())
        assert set(files_of(installed)) == {"AppData/Local/lacxl/helper.alive"}
