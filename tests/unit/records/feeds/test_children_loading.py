"""What reading and counting a council's own extracts loads: start-up time counts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from unit.records.feeds.small_extracts import RETURN, write

_COUNT = """
import sys
from pathlib import Path
from lacxl.app.children.counting import count_children, months_for
from lacxl.catalogue.indicators import shipped
from lacxl.domain.month import Month
from lacxl.settings.settings import Settings
import datetime as dt
month = Month(2018, 3)
counting = count_children(
    Settings.load(Path(sys.argv[1])), months_for(month), shipped(), today=dt.date(2018, 4, 10)
)
assert counting.readings()
slow = {"pandas", "pyarrow", "holidays", "sqlalchemy", "openpyxl"} & sys.modules.keys()
print(*sorted(slow))
"""

_READ = """
import sys
from pathlib import Path
from lacxl.records import read_children
read = read_children([Path(sys.argv[1])])
print(len(read.records["ssda903"]["episodes"]))
print(*sorted({"pandas", "pyarrow"} & sys.modules.keys()))
"""


def test_a_councils_csvs_are_counted_without_a_slow_library(tmp_path: Path) -> None:
    write(tmp_path / "extracts", RETURN)
    toml = tmp_path / "lacxl.toml"
    toml.write_text('[children]\nfolder = "extracts"\n', encoding="utf-8")
    done = subprocess.run(
        (sys.executable, "-c", _COUNT, str(toml)), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def test_a_large_file_is_read_without_pandas(tmp_path: Path) -> None:
    """pyarrow loads pandas by itself where an array of it is asked for one of numpy."""
    pytest.importorskip("pyarrow")
    rows = "".join(
        f"{child},0{child % 9 + 1}/02/2010,S,C2,N1,U1,,,QQ1 1QQ,QQ1 1QQ,SC000001\n"
        for child in range(100_000, 160_000)
    )
    head = "CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC,HOME_POST,PL_POST,URN\n"
    (tmp_path / "episodes.csv").write_text(head + rows, encoding="utf-8")
    done = subprocess.run(
        (sys.executable, "-c", _READ, str(tmp_path)), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["60000", "pyarrow"]
