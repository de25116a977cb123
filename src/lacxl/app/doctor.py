"""The doctor's round: the computer, a workbook written and read back, and the report's folder."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lacxl.addin.doctor import Examination, examine, for_it, is_well
from lacxl.app.json_forms import FORMAT
from lacxl.demo import template
from lacxl.domain.errors import LacxlError
from lacxl.engines.package import PackageWorkbook
from lacxl.settings.settings import Settings, find_settings
from lacxl.workbook.address import Cell
from lacxl.workbook.changes import CellChange, ChangeSet, Swap

_TEMPLATE = "corporate-parenting.xlsx"
_FIGURE = 1234.5


@dataclass(frozen=True, slots=True)
class Examined:
    """What the doctor found: `machine` about the computer, `folder` about the report's folder."""

    machine: tuple[Examination, ...]
    folder: tuple[Examination, ...]
    profile: Path | None = None

    @property
    def checks(self) -> tuple[Examination, ...]:
        """Everything that was looked at, in order."""
        return self.machine + self.folder

    @property
    def well(self) -> bool:
        """Whether nothing is in the way."""
        return is_well(self.checks)

    @property
    def for_it(self) -> str:
        """The lines to send to IT: about the computer only, not about workbooks and extracts."""
        return for_it(self.machine, profile=self.profile)

    def as_dict(self) -> dict[str, object]:
        """What was found, for --json; docs/json.md documents it."""
        return {
            "format": FORMAT,
            "command": "doctor",
            "well": self.well,
            "checks": [check.as_dict() for check in self.checks],
            "for_it": self.for_it,
        }


def doctor(folder: Path, *, profile: Path | None = None) -> Examined:
    """Return the state of this computer and the report's folder; changes and raises nothing.

    `folder` holds lacxl.toml, or is below it; `profile` is another user's folder.
    """
    machine = (*examine(profile), round_trip())
    return Examined(machine, tuple(_folder(folder)), profile)


def round_trip() -> Examination:
    """Write a figure into a copy of the workbook that ships, in a temporary folder, and read it."""
    name = "Round trip"
    try:
        with tempfile.TemporaryDirectory(prefix="lacxl-") as folder:
            found = _write_and_read(Path(folder))
    except (LacxlError, OSError) as fault:
        said = str(fault.findings[0]) if isinstance(fault, LacxlError) else str(fault)
        return Examination(
            name,
            False,
            f"a workbook could not be written and read back: {said}",
            "Ask IT whether programs may write to the temporary folder (%TEMP%).",
        )
    if found != _FIGURE:
        return Examination(
            name,
            False,
            "a workbook was read back with a different figure",
            "This is a fault of lacxl or of a library: please report it.",
        )
    return Examination(name, True, "a workbook was written in the temporary folder and read back")


def _write_and_read(folder: Path) -> object:
    source, target = folder / "before.xlsx", folder / "after.xlsx"
    source.write_bytes(template(_TEMPLATE).read_bytes())
    cell = Cell(300, 50)
    with PackageWorkbook(source) as book:
        sheet = book.survey().sheets[0].name
        before = book.details(sheet, [cell])[0].get(cell)
        change = CellChange(sheet, cell, Swap(before, _FIGURE))
        book.write(ChangeSet((change,)), target)
    with PackageWorkbook(target) as book:
        return book.details(sheet, [cell])[0].get(cell)


def _folder(start: Path) -> Iterator[Examination]:
    """Yield the state of the report's folder: its settings, its workbook, its extracts."""
    try:
        file = find_settings(start)
    except LacxlError:
        yield Examination(
            "Settings",
            None,
            "there is no lacxl.toml in this folder or above it",
            "Run lacxl doctor in the report's folder, or name it with -s, to have that looked at.",
        )
        return
    try:
        settings = Settings.load(file)
    except LacxlError as fault:
        for each in fault.findings:
            yield Examination("Settings", False, f"{each.statement} ({each.code})", each.todo)
        return
    yield Examination("Settings", True, str(file))
    yield _file("Workbook", settings.workbook_path)
    if settings.counts_children and settings.children_folder:
        yield _file("Extracts", settings.children_folder)
    else:
        yield _file("Extracts", settings.readings_path)


def _file(name: str, path: Path) -> Examination:
    try:
        there = path.exists()
    except OSError as fault:
        return Examination(
            name, False, f"{path}: {fault.strerror}", "Check the path and the drive."
        )
    if there:
        return Examination(name, True, str(path))
    return Examination(
        name,
        False,
        f"is not there: {path}",
        "Check the path in lacxl.toml, and that the network drive is connected.",
    )
