"""Files that a run was asked to write, and what an earlier, killed run left behind."""

from __future__ import annotations

from pathlib import Path

from lacxl.domain.errors import refuse
from lacxl.domain.finding import Finding
from lacxl.files.plain import is_there
from lacxl.files.temporary import sweep
from lacxl.settings.settings import Settings
from lacxl.settings.taken import taken_by


def require_new(settings: Settings, path: Path, *, kind: str = "") -> None:
    """Raise Refused where a file that was named is there already (M123), or is another's (U110).

    `kind` is the setting that may name it: readings may go where readings are read from.
    """
    if is_there(path):
        raise refuse(
            "M123",
            "There is a file of that name, and nothing is written over it.",
            str(path),
            "Name a file that is not there yet.",
        )
    require_free(settings, path, kind=kind)


def require_free(settings: Settings, path: Path, *, kind: str = "") -> None:
    """Raise Refused (U110) where the settings have the name for a file of another kind."""
    what = taken_by(settings, path)
    if what and what != kind:
        raise refuse(
            "U110",
            f"{what} has that name in lacxl.toml, so nothing else is written there.",
            str(path),
            "Name another file.",
        )


def sweep_all(settings: Settings, *others: Path) -> tuple[Finding, ...]:
    """Take away what killed runs left in the report's folder, here, and in other folders.

    A list of children that was being written may be among it. Returns a note for each file that
    stays.
    """
    folders = (settings.folder, settings.backups_folder, settings.issued_folder, Path(), *others)
    return tuple(finding for folder in dict.fromkeys(folders) for finding in sweep(folder))
