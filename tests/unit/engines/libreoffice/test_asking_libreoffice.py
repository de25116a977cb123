"""LibreOffice is found, started apart from a person's own, and stopped where it does not end."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

import pytest
import xlsxwriter

import needs
from lacxl.domain.errors import Refused
from lacxl.engines.libreoffice import find_office, recalculated, recalculating
from lacxl.engines.package import PackageWorkbook
from lacxl.workbook.address import Cell, CellRef


def program(folder: Path, code: str) -> Path:
    """Return a program that runs this Python, in the place of LibreOffice."""
    script = folder / "soffice.py"
    script.write_text(f"import sys, time\nfrom pathlib import Path\n{code}\n", encoding="utf-8")
    if sys.platform == "win32":
        made = folder / "soffice.cmd"
        made.write_text(f'@"{sys.executable}" "{script}" %*\n', encoding="utf-8")
    else:
        made = folder / "soffice"
        made.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{script}" "$@"\n', encoding="utf-8")
        made.chmod(0o700)
    return made


def refused(office: Path, folder: Path) -> str:
    work = folder / "work"
    work.mkdir()
    with pytest.raises(Refused) as caught:
        recalculated(office, folder / "book.xlsx", work)
    assert caught.value.codes == ("F411",)
    return str(caught.value)


def test_the_one_that_is_named_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = program(tmp_path, "")
    monkeypatch.setenv("LACXL_SOFFICE", str(office))
    assert find_office() == office


@pytest.mark.parametrize("named", ["x" * 300, "nowhere", "."])
def test_one_that_is_named_and_is_no_file_is_refused(
    monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.setenv("LACXL_SOFFICE", named)
    with pytest.raises(Refused) as caught:
        find_office()
    assert caught.value.codes == ("F410",)


def test_on_windows_the_one_that_waits_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LACXL_SOFFICE", raising=False)
    (tmp_path / "soffice.exe").touch()
    (tmp_path / "soffice.com").touch()
    monkeypatch.setattr(shutil, "which", lambda _name: str(tmp_path / "soffice.exe"))
    assert find_office() == tmp_path / "soffice.com"


def test_one_that_does_not_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recalculating, "_TIME", 0.5)
    begun = time.monotonic()
    assert "did not come to an end" in refused(program(tmp_path, "time.sleep(60)"), tmp_path)
    assert time.monotonic() - begun < 30


def test_one_that_asks_to_be_started_again_is(tmp_path: Path) -> None:
    """After it has made its profile, LibreOffice ends with 81 and wants another start."""
    code = (
        "seen = Path(__file__).with_name('seen')\n"
        "if not seen.exists():\n    seen.touch(); sys.exit(81)\n"
        "made = Path(sys.argv[sys.argv.index('--outdir') + 1])\n"
        "made.mkdir(); (made / 'book.xlsx').touch()"
    )
    work = tmp_path / "work"
    work.mkdir()
    made = recalculated(program(tmp_path, code), tmp_path / "book.xlsx", work)
    assert made.is_file()
    assert (tmp_path / "seen").exists()


def test_one_that_makes_nothing_is_told(tmp_path: Path) -> None:
    assert "made no copy" in refused(program(tmp_path, "sys.exit(1)"), tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="there what cannot run is no program at all")
def test_one_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    office = tmp_path / "soffice"
    office.write_bytes(b"no program")
    assert "does not start" in refused(office, tmp_path)


@pytest.mark.libreoffice
def test_every_formula_is_worked_out_and_the_workbook_stays(tmp_path: Path) -> None:
    path, work = tmp_path / "book.xlsx", tmp_path / "work"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("S")
        sheet.write("A1", 3)
        sheet.write_formula("B1", "=VLOOKUP(3,A1:A1,1,0)+1", None, 99)
    before = path.read_bytes()
    work.mkdir()
    made = recalculated(needs.soffice(), path, work)
    assert path.read_bytes() == before
    with PackageWorkbook(made) as book:
        assert book.results([CellRef("S", Cell(1, 2))]) == {CellRef("S", Cell(1, 2)): 4.0}
