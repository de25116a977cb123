"""The smoke script itself: without Excel it says so, and its comparisons can fail.

The checks against Excel need a person with Excel: docs/smoke.md.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from smoke_excel import Checks, same

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
