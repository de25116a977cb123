"""The folder of an open workbook: a path, or a web address whose file is on this computer too."""

from __future__ import annotations

from pathlib import Path

import pytest

from lacxl.engines.excel.folders import local_folder

NAME = "Corporate Parenting May 2015.xlsx"
SPELT = "Corporate%20Parenting%20May%202015.xlsx"


@pytest.fixture
def onedrive(tmp_path: Path) -> dict[str, str]:
    """The variables of a computer whose OneDrive holds the workbook in a folder."""
    folder = tmp_path / "OneDrive - Council" / "Reports" / "2015"
    folder.mkdir(parents=True)
    (folder / NAME).write_bytes(b"")
    return {"OneDriveCommercial": str(tmp_path / "OneDrive - Council"), "OneDrive": ""}


def test_a_path_gives_its_folder(tmp_path: Path) -> None:
    assert local_folder(str(tmp_path / NAME), {}) == tmp_path


@pytest.mark.parametrize("name", ["Book1", "Book1.xlsx", ""])
def test_a_book_that_was_never_saved_has_none(name: str) -> None:
    assert local_folder(name, {}) is None


def test_a_folder_that_is_not_there_is_none(tmp_path: Path) -> None:
    assert local_folder(str(tmp_path / "gone" / NAME), {}) is None


@pytest.mark.parametrize(
    "address",
    [
        f"https://council-my.sharepoint.com/personal/a_b/Documents/Reports/2015/{SPELT}",
        f"https://d.docs.live.net/1A2B/Reports/2015/{SPELT}",
    ],
)
def test_an_address_is_found_below_onedrives_folder(onedrive: dict[str, str], address: str) -> None:
    found = local_folder(address, onedrive)
    assert found is not None
    assert found.name == "2015"
    assert (found / NAME).is_file()


@pytest.mark.parametrize(
    "address",
    [
        "https://council.sharepoint.com/sites/x/Reports/2015/Other.xlsx",
        f"https://council.sharepoint.com/Reports/../2015/{SPELT}",
        "https://council.sharepoint.com/",
    ],
)
def test_a_folder_without_that_file_is_none(onedrive: dict[str, str], address: str) -> None:
    assert local_folder(address, onedrive) is None


def test_without_onedrive_an_address_has_none() -> None:
    assert local_folder(f"https://d.docs.live.net/1A2B/{SPELT}", {}) is None
