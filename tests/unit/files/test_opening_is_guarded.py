"""Every file that a person or a setting may name is opened through files.plain, which never waits.

`Path.open`, `read_bytes` and `read_text` wait for a pipe without end; and `Path.is_file` and its
like raise for a name that is too long. What ships with lacxl, and what lacxl has just made, may be
read as it comes.
"""

from __future__ import annotations

import re
from pathlib import Path

import lacxl

ROOT = Path(lacxl.__file__).parent
READS = re.compile(r"""\.read_bytes\(\)|\.read_text\(|\.open\((?:"rb"|"r"|'rb'|encoding)""")
LOOKS = re.compile(r"\.(?:is_file|is_dir|exists|resolve)\(\)")
OWN = {
    "addin/building.py", "addin/install.py", "addin/noticing.py", "addin/project.py",
    "addin/shipped.py", "addin/vba_sources.py", "app/doctor.py", "app/page_file.py",
    "adopting/vocabulary.py", "catalogue/toml_files.py", "demo/__init__.py",
    "page/folder.py", "published/datasets.py", "records/feeds/schemas/__init__.py",
}  # fmt: skip
"""Modules that read what ships or what they have made; the page's folder is memory of its tab."""
CODED = {
    "addin/doctor/examining.py", "addin/command.py", "addin/shipped.py", "addin/vba_sources.py",
    "app/doctor.py", "app/document/file_on_disk.py", "app/document/open_book.py",
    "app/page_file.py",
    "demo/__init__.py", "engines/excel/book.py", "engines/excel/copying.py",
    "engines/excel/folders.py", "engines/package/writing.py",
    "files/backups.py", "files/os_errors.py", "files/plain.py", "files/runlog.py",
    "ledgers/receipts.py", "ribbon/general_actions.py", "ribbon/detail_log.py",
}  # fmt: skip
"""Modules that look within a guard against what the system says."""


def found(pattern: re.Pattern[str]) -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        if "synth" not in path.parts and pattern.search(path.read_text("utf-8"))
    }


def test_what_may_be_anything_is_opened_through_the_guard() -> None:
    assert found(READS) == OWN


def test_a_name_that_is_too_long_is_met_by_the_guard() -> None:
    assert found(LOOKS) == CODED


def test_what_is_looked_for_is_found() -> None:
    """The tests above can fail."""
    assert READS.search('path.open("rb")')
    assert READS.search("path.read_text('utf-8')")
    assert LOOKS.search("path.exists()")
    assert found(LOOKS)
