"""What a person gave: the files of the folder, what each is taken for, and the months."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lacxl.app.case.report_months import ReportMonth, choose, months_of
from lacxl.app.case.seen import see
from lacxl.domain.errors import LacxlError, refuse
from lacxl.domain.finding import Finding
from lacxl.files.plain import is_file, is_there
from lacxl.ledgers.record import read_record
from lacxl.page.as_json import findings_as_dicts
from lacxl.settings.settings import FILE_NAME, Settings

WORKBOOKS = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class FolderContents:
    """What is in the folder: the files with what they are, and what can be done with them."""

    folder: Path
    settings: Settings | None
    files: tuple[tuple[Path, str], ...]
    workbooks: tuple[Path, ...]
    months: tuple[ReportMonth, ...]
    faults: tuple[Finding, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return it as the page reads it."""
        settings = self.settings
        return {
            "settings": settings is not None,
            "workbook": "" if settings is None else settings.workbook_path.name,
            "workbooks": [path.name for path in self.workbooks],
            "named": sorted(
                path.relative_to(self.folder.absolute()).as_posix()
                for path in _kinds(settings)
                if path.is_relative_to(self.folder.absolute())
            ),
            "files": [
                {
                    "path": path.relative_to(self.folder).as_posix(),
                    "bytes": path.stat().st_size,
                    "what": what,
                }
                for path, what in self.files
            ],
            "months": [
                {"month": str(each.month), "label": each.label, "state": each.state.value}
                for each in self.months
            ],
            "month": str(choose(self.months, "", None)) if self.months else "",
            "needs_place": bool(self.months) and self._chosen_has_no_place(),
            "faults": findings_as_dicts(self.faults),
        }

    def _chosen_has_no_place(self) -> bool:
        return choose(self.months, "", None) not in {each.month for each in self.months}


def look(folder: Path) -> FolderContents:
    """Return what is in a folder; a fault of the settings or the workbook is told, not raised."""
    paths = tuple(_files(folder))
    workbooks = tuple(path for path in paths if _is_workbook(folder, path))
    settings: Settings | None = None
    months: tuple[ReportMonth, ...] = ()
    faults: tuple[Finding, ...] = ()
    try:
        if is_file(folder / FILE_NAME):
            settings = Settings.load(folder / FILE_NAME)
            months = _months(settings)
    except LacxlError as fault:
        faults = fault.findings
    what = _kinds(settings)
    return FolderContents(
        folder,
        settings,
        tuple((path, what.get(path.absolute(), _by_name(path))) for path in paths),
        workbooks,
        months,
        faults,
    )


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if is_file(path))


def _is_workbook(folder: Path, path: Path) -> bool:
    return path.parent == folder and path.suffix.lower() in WORKBOOKS and path.name[0] not in "~."


def _months(settings: Settings) -> tuple[ReportMonth, ...]:
    seen = see(settings)
    return months_of(seen.layout, seen.there, seen.issued(read_record(settings.issued_path)))


def _kinds(settings: Settings | None) -> dict[Path, str]:
    """Return what the settings say that files are."""
    if settings is None:
        return {}
    known = {
        settings.file: "settings",
        settings.workbook_path: "workbook",
        settings.readings_path: "readings",
        settings.outturns_path: "outturns",
        settings.benchmarks_path: "benchmarks",
        settings.history_path: "history",
        settings.issued_path: "record of issues",
        settings.accepted_path: "accepted findings",
    }
    return {path.absolute(): what for path, what in known.items() if path is not None}


def _by_name(path: Path) -> str:
    if path.suffix.lower() in WORKBOOKS:
        return "workbook"
    return "settings" if path.name == FILE_NAME else ""


def begin(folder: Path, workbook: str, readings: str) -> None:
    """Write the settings of a workbook that came without them; raises Refused for what is there."""
    if is_there(folder / FILE_NAME):
        raise refuse("J107", f"{FILE_NAME} is there already.", FILE_NAME, "Work with that one.")
    lines = ["[workbook]", f"file = {_quoted(workbook)}"]
    if readings:
        lines += ["", "[extracts]", f"readings = {_quoted(readings)}"]
    (folder / FILE_NAME).write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file, by its path within the folder."""
    found = {}
    for path in _files(folder):
        with path.open("rb") as file:  # piece by piece: memory is short in a page
            found[path.relative_to(folder).as_posix()] = hashlib.file_digest(file, "sha256")
    return {path: digest.hexdigest() for path, digest in found.items()}
