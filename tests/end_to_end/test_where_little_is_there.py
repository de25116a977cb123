"""Where there is neither lxml nor keyring nor hard link, as in a page of a browser."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from folders import MAY, workbook_of

REFRESH = """
import os, sys
sys.modules["lxml"] = sys.modules["keyring"] = None
if hasattr(os, "link"):
    del os.link
from lacxl.cli import main
main(["refresh", sys.argv[1]])
"""


def test_a_month_is_filled_with_the_same_bytes(fresh: Path, filled: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", REFRESH, MAY], cwd=fresh, capture_output=True, check=False
    )
    assert ran.returncode in (0, 1), ran.stderr.decode(errors="replace")
    assert workbook_of(fresh).read_bytes() == workbook_of(filled).read_bytes()
    assert list((fresh / "backups").iterdir()), "a backup is there"
