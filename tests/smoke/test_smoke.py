"""The smoke script itself: without Excel it says so; its checks pass on the stand-in, and can fail.

The stand-in is LibreOffice behind a model of Excel's interface. The checks against Excel need a
person with Excel: docs/smoke.md.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from smoke_excel import Button, Checks, differences, look, same

from lacxl.app.month.refresh import refresh
from lacxl.cli import main
from lacxl.demo import MONTH, WORKBOOK, write_demo
from lacxl.settings.settings import Settings
from libreoffice import ExcelSession

SCRIPT = Path(__file__).with_name("smoke_excel.py")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there may be an Excel here")
def test_without_excel_it_ends_with_2_and_a_plain_word() -> None:
    done = subprocess.run(
        [sys.executable, SCRIPT], capture_output=True, encoding="utf-8", timeout=60
    )
    assert done.returncode == 2
    assert "There is no Excel to test here" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("found", "wanted", "agrees"),
    [
        (0.9, 0.9, True),
        (406, 406.0, True),
        (0.9, 0.91, False),
        ("90%", 0.9, False),
        (None, None, True),
        ("", None, True),
        ("TBC", "TBC", True),
        (dt.datetime(2015, 5, 1), dt.datetime(2015, 5, 1), True),
        (42125.0, dt.datetime(2015, 5, 1), False),
    ],
)
def test_values_are_compared(found: object, wanted: object, agrees: bool) -> None:
    assert same(found, wanted) is agrees


def test_a_failed_check_is_counted_and_shows_what_was_found(
    capsys: pytest.CaptureFixture[str],
) -> None:
    checks = Checks()
    checks.see("good", 1)
    checks.see("bad", False, "nothing")
    assert checks.failed == ["bad"]
    assert capsys.readouterr().out == "PASS  good\nFAIL  bad (found: nothing)\n"


class InThisProcess(Button):
    """Runs lacxl here, because the stand-in for Excel lives in this process."""

    def run(self, words: list[str]) -> str:
        with pytest.raises(SystemExit) as left:
            main(words)
        return f"exit code {left.value.code}"


def test_on_the_stand_in_every_check_passes_and_a_wrong_cell_is_seen(
    excel_app: ExcelSession,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LACXL_HOME", str(tmp_path / "home"))
    filled = Settings.load(write_demo(tmp_path / "as a file"))
    cells = [cell for cell in refresh(filled, MONTH).cells if cell.place.sheet != "Cover"]
    folder = tmp_path / "in Excel"
    write_demo(folder)
    book = excel_app.open(folder / WORKBOOK)
    checks = Checks()
    look(book, InThisProcess(book.app, book.name, folder), folder, cells, checks)
    out = capsys.readouterr().out
    assert checks.failed == [], out
    assert out.count("PASS") > 20
    wrong = dataclasses.replace(cells[0], after=407.0)
    assert list(differences(book, [*cells[1:], wrong])) == [
        f"{wrong.place}: 406.0 instead of 407.0"
    ]
