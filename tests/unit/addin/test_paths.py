"""Where the add-in lies, system by system."""

from __future__ import annotations

from pathlib import Path

import pytest

from lacxl.addin.paths import paths_of
from lacxl.domain.errors import Refused
from lacxl.files import home


def test_windows_tells_by_its_own_variables(tmp_path: Path) -> None:
    environ = {"APPDATA": str(tmp_path / "Roaming"), "LOCALAPPDATA": str(tmp_path / "Local")}
    paths = paths_of(system="win32", environ=environ)
    assert paths.addin == tmp_path / "Roaming/Microsoft/Excel/XLSTART/lacxl.xlam"
    assert paths.settings == tmp_path / "Roaming/lacxl/addin.cfg"
    assert paths.beat == tmp_path / "Local/lacxl/helper.alive"


def test_a_mac_keeps_all_in_the_folder_that_office_may_read(tmp_path: Path) -> None:
    office = tmp_path / "Library/Group Containers/UBF8T346G9.Office"
    paths = paths_of(tmp_path, system="darwin", environ={})
    assert paths.startup == office / "User Content.localized/Startup.localized/Excel"
    assert paths.settings == office / "lacxl" / "addin.cfg"
    assert paths.state == paths.local == tmp_path / "Library/Application Support/lacxl"
    older = office / "User Content/Startup/Excel"
    older.mkdir(parents=True)
    assert paths_of(tmp_path, system="darwin", environ={}).startup == older


@pytest.mark.parametrize(("system", "environ"), [("linux", {}), ("win32", {"APPDATA": "x"})])
def test_elsewhere_it_is_refused_with_what_to_do(system: str, environ: dict[str, str]) -> None:
    with pytest.raises(Refused) as refused:
        paths_of(system=system, environ=environ)
    assert refused.value.codes == ("A101",)
    assert "--profile" in str(refused.value)


def test_a_profile_may_be_named_anywhere(tmp_path: Path) -> None:
    named = paths_of(tmp_path, system="linux", environ={})
    assert named == paths_of(system="linux", environ={"LACXL_OFFICE_PROFILE": str(tmp_path)})
    assert named.addin == tmp_path / "AppData/Roaming/Microsoft/Excel/XLSTART/lacxl.xlam"


def test_the_folders_are_those_that_lacxl_itself_uses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What install tells the add-in has to be where the buttons write: files.home."""
    monkeypatch.setattr(home.sys, "platform", "win32")
    monkeypatch.delenv("LACXL_HOME", raising=False)
    monkeypatch.setenv("APPDATA", str(tmp_path / "Roaming"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "Local"))
    paths = paths_of(system="win32")
    assert (paths.state, paths.local) == (home.home(), home.local_home())
    monkeypatch.setenv("LACXL_HOME", str(tmp_path / "own"))
    paths = paths_of(system="win32")
    assert (paths.state, paths.local) == (home.home(), home.local_home())
    assert paths.settings == tmp_path / "Roaming/lacxl/addin.cfg"
    monkeypatch.setattr(home.sys, "platform", "darwin")
    monkeypatch.delenv("LACXL_HOME")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    paths = paths_of(system="darwin", environ={})
    assert (paths.state, paths.local) == (home.home(), home.local_home())


def test_another_users_profile_has_nothing_to_do_with_this_users_folder(tmp_path: Path) -> None:
    environ = {"LACXL_HOME": str(tmp_path / "own")}
    paths = paths_of(tmp_path, system="linux", environ=environ)
    assert paths.state == tmp_path / "AppData/Roaming/lacxl"


def test_a_profile_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        paths_of(tmp_path / "slip", system="linux", environ={})
    assert refused.value.codes == ("A102",)
    assert not (tmp_path / "slip").exists()
