"""Windows' own rules for the add-in: a file that is open, a mark of the internet, real policies.

The holder of the file is a Python, not Excel; the policies are written into Wine's registry.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_addin_on_windows import assert_done, roaming
from windows import Windows

HOLD = """
import os, sys, time
opened = open(sys.argv[1], "rb")
print("open", flush=True)
while not os.path.exists(sys.argv[2]):
    time.sleep(0.1)
"""
POLICIES = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"
RULES = (
    r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
)
PLANTED = (
    (RULES, "d4f940ab-401b-4efc-aadc-ad5f3c50688a", "REG_SZ", "1"),
    (POLICIES, "VBAWarnings", "REG_DWORD", "4"),
    (rf"{POLICIES}\Trusted Locations", "AllLocationsDisabled", "REG_DWORD", "1"),
)


@pytest.fixture
def older(windows: Windows) -> Iterator[Path]:
    """An add-in of an older lacxl, in place, with the note that it was installed with."""
    profile = roaming(windows)
    assert_done(windows.lacxl("addin", "install"))
    addin = profile / "Microsoft" / "Excel" / "XLSTART" / "lacxl.xlam"
    note = profile / "lacxl" / "addin.cfg"
    addin.write_bytes(addin.read_bytes() + b"older")
    sha256 = hashlib.sha256(addin.read_bytes()).hexdigest()
    note.write_text(re.sub("sha256=.*", f"sha256={sha256}", note.read_text("ascii")), "ascii")
    yield addin
    windows.lacxl("addin", "remove", "--all", "--force")


def test_an_open_add_in_is_neither_replaced_nor_removed(windows: Windows, older: Path) -> None:
    note = roaming(windows) / "lacxl" / "addin.cfg"
    before = older.read_bytes(), note.read_bytes()
    told = windows.drive / "let go"
    words = (windows.path(older), windows.path(told))
    with windows.start(windows.python, "-c", HOLD, *words) as holder:
        assert holder.stdout
        assert holder.stdout.readline().strip() == b"open"
        try:
            refused = [windows.lacxl("addin", command) for command in ("install", "remove")]
        finally:
            told.touch()
            holder.communicate(timeout=60)
    assert [ran.code for ran in refused] == [3, 3]
    assert all("A108" in ran.text() for ran in refused)
    assert (older.read_bytes(), note.read_bytes()) == before
    assert [path.name for path in older.parent.iterdir()] == ["lacxl.xlam"]
    assert [path.name for path in note.parent.iterdir()] == ["addin.cfg"]
    assert_done(windows.lacxl("addin", "install"))
    assert_done(windows.lacxl("addin", "status"))


def test_a_mark_of_the_internet_goes_with_the_installation(windows: Windows, older: Path) -> None:
    assert_done(windows.lacxl("addin", "install"))
    mark = "import sys; open(sys.argv[1] + ':Zone.Identifier', 'w').write('ZoneId=3')"
    assert_done(windows.program(windows.python, "-c", mark, windows.path(older)))
    assert "A304" in windows.lacxl("addin", "status").text()
    assert_done(windows.lacxl("addin", "install"))
    assert_done(windows.lacxl("addin", "status"))


def test_the_doctor_reads_the_policies_that_block(windows: Windows, older: Path) -> None:
    assert_done(windows.lacxl("addin", "install"))
    try:
        for key, name, kind, value in PLANTED:
            assert_done(
                windows.program("reg", "add", key, "/f", "/v", name, "/t", kind, "/d", value)
            )
        said = windows.lacxl("doctor").said()
    finally:
        for key, name, _, _ in PLANTED:
            windows.program("reg", "delete", key, "/f", "/v", name)
    assert "LOOKMacros:nomacroruns(byapolicy,VBAWarnings4)" in said
    assert "AllLocationsDisabled" in said
    assert "LOOKStartingprograms" in said
    assert "blocks,bygrouppolicy" in said
    again = windows.lacxl("doctor").said()
    assert "LOOKMacros" not in again
    assert "LOOKStartingprograms" not in again
