"""The forms of files that a scan knows, and the one way to look through any of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import IO

from lacxl.domain.finding import Finding
from lacxl.scan.decoding import not_as_its_ending
from lacxl.scan.delimited import scan_delimited
from lacxl.scan.members import opened
from lacxl.scan.opendocument import read_opendocument
from lacxl.scan.page import read
from lacxl.scan.parts import Parts
from lacxl.scan.published_copy import of_opendocument, of_page, of_workbook
from lacxl.scan.scanning import scan

Findings = tuple[Finding, ...]
Look = Callable[[IO[bytes], str, bool], Findings]


def look_through(file: IO[bytes], name: str, *, published: bool = False) -> Findings:
    """Return what nobody sees in a file of any form, told by the ending of its name.

    One without a known ending is taken for a workbook. A `published` copy is read more strictly.
    Raises Refused where it cannot be looked at.
    """
    look = _FORMS.get(PurePath(name).suffix.casefold(), _of_workbook)
    found = set(look(file, name, published))
    return tuple(sorted(found, key=lambda finding: (finding.code, finding.where, finding.what)))


def _of_workbook(file: IO[bytes], name: str, published: bool) -> Findings:
    with opened(file, name) as members:
        findings = scan(members)
        return findings + tuple(of_workbook(Parts(members)) if published else ())


def _of_opendocument(file: IO[bytes], name: str, published: bool) -> Findings:
    begins = file.read(4)
    file.seek(0)
    if not begins.startswith(b"PK"):
        raise not_as_its_ending(name, ".ods", "no package")
    with opened(file, name) as members:
        spreadsheet = read_opendocument(members, name)
        return spreadsheet.findings + tuple(of_opendocument(spreadsheet) if published else ())


def _of_delimited(file: IO[bytes], name: str, published: bool) -> Findings:
    return scan_delimited(file, name)  # a text file has nothing more that it might hide


def _of_page(file: IO[bytes], name: str, published: bool) -> Findings:
    findings, page = read(file, name)
    return findings + tuple(of_page(page) if published else ())


_FORMS: dict[str, Look] = {
    ".xlsx": _of_workbook,
    ".xlsm": _of_workbook,
    ".ods": _of_opendocument,
    ".csv": _of_delimited,
    ".html": _of_page,
    ".htm": _of_page,
}
ENDINGS = frozenset(_FORMS)
"""The endings of the files that a scan looks into."""
