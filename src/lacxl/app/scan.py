"""What nobody sees in a workbook file: for a person who is about to send it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from lacxl.app.json_forms import FORMAT, findings_as_dicts
from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, Severity
from lacxl.files.os_errors import coded
from lacxl.files.plain import open_plain
from lacxl.scan import opened
from lacxl.scan import scan as scan_members


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan found in a file."""

    file: Path
    findings: tuple[Finding, ...]

    def as_dict(self) -> dict[str, object]:
        """The result for --json; docs/json.md documents it."""
        return {
            "format": FORMAT,
            "command": "scan",
            "file": str(self.file),
            "findings": findings_as_dicts(self.findings),
        }


def scan(file: Path) -> Scanned:
    """Return what nobody sees in a workbook; raises Refused where it cannot be looked at."""
    with (
        coded(file, "reading the workbook"),
        open_plain(file) as stream,
        opened(stream, file.name) as members,
    ):
        return Scanned(file, scan_members(members))


def unseen_in(file: Path) -> tuple[Finding, ...]:
    """Return what a scan of a copy that is there finds; that it fails is no more than a finding."""
    try:
        return scan(file).findings
    except Refused as refused:
        return tuple(replace(each, severity=Severity.WARNING) for each in refused.findings)
