"""Removing the add-in: what install put there, and with `everything` lacxl's own folders."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from lacxl.addin.install import is_ours
from lacxl.addin.noticing import close_excel, helper_runs, is_held_open, look
from lacxl.addin.paths import Paths
from lacxl.addin.shipped import Addin
from lacxl.domain.errors import refuse
from lacxl.files.os_errors import coded, is_held
from lacxl.files.plain import is_file, is_folder


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed, or in a dry run would be; `left` is what remains of lacxl's folders."""

    gone: tuple[Path, ...]
    left: tuple[Path, ...]
    dry_run: bool

    def as_dict(self) -> dict[str, object]:
        """What was done, for --json; docs/json.md documents it."""
        return {
            "format": 1,
            "command": "addin remove",
            "removed": [str(path) for path in self.gone],
            "left": [str(path) for path in self.left],
            "dry_run": self.dry_run,
            "findings": [],
        }


def remove(
    paths: Paths,
    shipped: Addin | None,
    *,
    everything: bool = False,
    force: bool = False,
    dry_run: bool = False,
) -> Removed:
    """Delete the add-in and the note of how it calls lacxl; a second run finds nothing to do.

    State, log and the helper's inbox stay unless `everything`. Raises Refused: A108 while Excel
    has the add-in open, A109 where the file is not lacxl's (unless `force`), A112 while the
    helper runs, F1nn.
    """
    there = look(paths)
    if there.content is not None:
        if not (force or is_ours(there, shipped)):
            raise refuse(
                "A109",
                "the file is not the add-in that lacxl put there; it was not removed.",
                str(paths.addin),
                "Somebody has changed or signed it since. With --force it is removed anyway.",
            )
        if is_held_open(paths.addin):
            raise close_excel(paths.addin)
    if everything and helper_runs(paths):
        raise refuse(
            "A112",
            "the helper is running and uses the folder; nothing was removed.",
            str(paths.local),
            "End the helper (close its window), then run this again.",
        )
    gone = tuple(path for path in (paths.addin, paths.settings, paths.staged) if is_file(path))
    folders = tuple(f for f in paths.own if everything and is_folder(f))
    if not dry_run:
        for path in gone:
            _delete(path)
        for folder in folders:
            with coded(folder, "removing the folder"):
                shutil.rmtree(folder)
        for folder in paths.own:
            _drop_if_empty(folder)
    left = () if everything else _left(paths)
    return Removed((*gone, *folders), left, dry_run)


def _delete(path: Path) -> None:
    with coded(path, "removing the file"):
        try:
            path.unlink(missing_ok=True)
        except OSError as fault:
            if is_held(fault) or (isinstance(fault, PermissionError) and is_held_open(path)):
                raise close_excel(path) from fault
            raise


def _drop_if_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return  # not empty, or not there


def _left(paths: Paths) -> tuple[Path, ...]:
    """Return what is in lacxl's folders beside the settings of the add-in."""
    found: list[Path] = []
    for folder in paths.own:
        if is_folder(folder):
            found += [path for path in sorted(folder.iterdir()) if path != paths.settings]
    return tuple(found)
