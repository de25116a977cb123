"""LibreOffice as a judge: types, recalculation, pictures, and nothing left running."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import good_workbook
import pytest

from oracles.office import Office
from oracles.reader import read
from oracles.running import run


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return good_workbook.build(tmp_path_factory.mktemp("office") / "sound.xlsx")


def test_each_type_comes_out_as_itself(sound: Path, libreoffice: Office) -> None:
    [book] = libreoffice.read(sound)
    assert list(book) == ["Report", "Notes", "Lists"]
    report = book["Report"]
    assert report[1, 2].value == "Children"
    assert report[2, 1].value == "2015-04-01"
    assert report[2, 3].value == 0.91
    assert report[5, 4].value is True
    assert report[5, 2].formula
    assert (7, 2) not in report


def test_formulas_are_calculated_anew(sound: Path, libreoffice: Office, tmp_path: Path) -> None:
    parts = good_workbook.read(sound)
    good_workbook.swap(parts, "xl/worksheets/sheet1.xml", "<v>1388</v>", "<v>9</v>")
    stale = tmp_path / "stale.xlsx"
    good_workbook.write(stale, parts)
    assert read(stale)["Report"].values[5, 2] == 9
    fresh, before = libreoffice.read(stale, sound)
    assert fresh["Report"][5, 2].value == 1388
    assert fresh == before


def test_pages_are_pictures(sound: Path, libreoffice: Office, tmp_path: Path) -> None:
    if not shutil.which("pdftoppm"):
        pytest.skip("pdftoppm (poppler-utils) is not on this machine")
    pages = libreoffice.to_pages(sound, tmp_path)
    assert pages
    assert all(page.read_bytes().startswith(b"\x89PNG") for page in pages)


def test_what_is_no_workbook_is_told(libreoffice: Office, tmp_path: Path) -> None:
    path = tmp_path / "no.xlsx"
    path.write_bytes(b"PK\x03\x04 and nothing more")
    with pytest.raises(RuntimeError, match="LibreOffice"):
        libreoffice.read(path)


@pytest.mark.skipif(sys.platform == "win32", reason="process groups are of POSIX")
def test_a_slow_program_is_ended_with_its_children(tmp_path: Path) -> None:
    mark = tmp_path / "alive"
    child = f"import time, pathlib; time.sleep(1); pathlib.Path({str(mark)!r}).touch()"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    with pytest.raises(subprocess.TimeoutExpired):
        run([sys.executable, "-c", parent], timeout=0.4)
    time.sleep(1.2)
    assert not mark.exists()
