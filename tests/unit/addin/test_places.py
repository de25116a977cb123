"""Where the add-in lies, system by system."""

from __future__ import annotations

from pathlib import Path

import pytest

from lacxl.addin.places import places_of
from lacxl.domain.errors import Refused
from lacxl.files import home


def test_windows_tells_by_its_own_variables(tmp_path: Path) -> None:
    environ = {"APPDATA": str(tmp_path / "Roaming"), "LOCALAPPDATA": str(tmp_path / "Local")}
    places = places_of(system="win32", environ=environ)
    assert places.addin == tmp_path / "Roaming/Microsoft/Excel/XLSTART/lacxl.xlam"
    assert places.settings == tmp_path / "Roaming/lacxl/addin.cfg"
    assert places.beat == tmp_path / "Local/lacxl/helper.alive"


def test_a_mac_keeps_all_in_the_folder_that_office_may_read(tmp_path: Path) -> None:
    office = tmp_path / "Library/Group Containers/UBF8T346G9.Office"
    places = places_of(tmp_path, system="darwin", environ={})
    assert places.startup == office / "User Content.localized/Startup.localized/Excel"
    assert places.settings == office / "lacxl" / "addin.cfg"
    assert places.state == places.local == tmp_path / "Library/Application Support/lacxl"
    older = office / "User Content/Startup/Excel"
    older.mkdir(parents=True)
    assert places_of(tmp_path, system="darwin", environ={}).startup == older


@pytest.mark.parametrize(("system", "environ"), [("linux", {}), ("win32", {"APPDATA": "x"})])
def test_elsewhere_it_is_refused_with_what_to_do(system: str, environ: dict[str, str]) -> None:
    with pytest.raises(Refused) as refused:
        places_of(system=system, environ=environ)
    assert refused.value.codes == ("A101",)
    assert "--profile" in str(refused.value)


def test_a_profile_may_be_named_anywhere(tmp_path: Path) -> None:
    named = places_of(tmp_path, system="linux", environ={})
    assert named == places_of(system="linux", environ={"LACXL_OFFICE_PROFILE": str(tmp_path)})
    assert named.addin == tmp_path / "AppData/Roaming/Microsoft/Excel/XLSTART/lacxl.xlam"


def test_the_folders_are_those_that_lacxl_itself_uses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What install tells the add-in has to be where the buttons write: files.home."""
    monkeypatch.setattr(home.sys, "platform", "win32")
    monkeypatch.delenv("LACXL_HOME", raising=False)
    monkeypatch.setenv("APPDATA", str(tmp_path / "Roaming"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "Local"))
    places = places_of(system="win32")
    assert (places.state, places.local) == (home.home(), home.local_home())
    monkeypatch.setenv("LACXL_HOME", str(tmp_path / "own"))
    places = places_of(system="win32")
    assert (places.state, places.local) == (home.home(), home.local_home())
    assert places.settings == tmp_path / "Roaming/lacxl/addin.cfg"
    monkeypatch.setattr(home.sys, "platform", "darwin")
    monkeypatch.delenv("LACXL_HOME")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    places = places_of(system="darwin", environ={})
    assert (places.state, places.local) == (home.home(), home.local_home())


def test_another_users_profile_has_nothing_to_do_with_this_users_folder(tmp_path: Path) -> None:
    environ = {"LACXL_HOME": str(tmp_path / "own")}
    places = places_of(tmp_path, system="linux", environ=environ)
    assert places.state == tmp_path / "AppData/Roaming/lacxl"


def test_a_profile_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        places_of(tmp_path / "slip", system="linux", environ={})
    assert refused.value.codes == ("A102",)
    assert not (tmp_path / "slip").exists()
