"""Putting the add-in in place for one user: no administrator, no registry, twice is once."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lacxl import __version__
from lacxl.addin.command import command_of, require_visible_python
from lacxl.addin.noticing import There, close_excel, is_held_open, is_marked, look, strays, unmark
from lacxl.addin.paths import Paths
from lacxl.addin.shipped import Addin, hash_of
from lacxl.domain.errors import Refused, refuse
from lacxl.domain.finding import Finding
from lacxl.files.backups import flush_folder
from lacxl.files.key_values import to_text
from lacxl.files.os_errors import coded, refusal
from lacxl.files.replacing import replace_file, require_folder, require_replaceable
from lacxl.files.text_files import write_text

STEPS: Final = ("stage", "note", "put", "done")
"""The steps of an installation, in order; each is named just before it begins."""

_PAUSES: Final = (0.1, 0.3, 0.6, 0.0)


@dataclass(frozen=True, slots=True)
class Installed:
    """What was done, or in a dry run would be. `wrote` names the files, none if all was in place.

    `before` is the version that was there, empty if there was none.
    """

    paths: Paths
    addin: Addin
    command: str
    wrote: tuple[Path, ...]
    before: str
    dry_run: bool
    findings: tuple[Finding, ...]

    def as_dict(self) -> dict[str, object]:
        """What was done, for --json; docs/json.md documents it."""
        return {
            "format": 1,
            "command": "addin install",
            "addin": str(self.paths.addin),
            "settings": str(self.paths.settings),
            "version": __version__,
            "before": self.before,
            "sha256": self.addin.sha256,
            "signed": self.addin.signed,
            "runs": self.command,
            "written": [str(path) for path in self.wrote],
            "dry_run": self.dry_run,
            "findings": [finding.as_dict() for finding in self.findings],
        }


def install(
    paths: Paths,
    addin: Addin,
    *,
    executable: Path | None = None,
    force: bool = False,
    dry_run: bool = False,
    on_step: Callable[[str], None] = lambda _step: None,
) -> Installed:
    """Copy the add-in to where Excel opens it at its start, and note how it calls lacxl.

    Each file is replaced in one step. The new add-in is made whole in lacxl's own folder first:
    Excel opens whatever is in its start-up folder, so nothing half written may be there. The
    note of how to call lacxl comes before the add-in and names the old hash too, so that a run
    that is interrupted in between leaves files that are known as lacxl's. `on_step` hears each of
    STEPS just before it begins.

    Raises Refused: A107 for a Python that Excel cannot see, A108 while Excel has the add-in open,
    A109 for a file of that name that lacxl did not put there (unless `force`), F1nn.
    """
    require_visible_python()
    there = look(paths)
    new = there.sha256 != addin.sha256 or is_marked(paths.addin)
    if new and there.content is not None:
        if not (force or is_ours(there, addin)):
            raise _not_ours(paths.addin, "replaced")
        if is_held_open(paths.addin):
            raise close_excel(paths.addin)
    command = command_of(executable)
    values = _values(paths, addin, command, there)
    noted = there.settings != values
    wrote = (paths.settings,) * noted + (paths.addin,) * new
    for folder in (paths.startup, *paths.own) if wrote else ():
        require_folder(folder, "making the folder")
        if not dry_run:
            with coded(folder, "making the folder"):
                folder.mkdir(parents=True, exist_ok=True)
    if not dry_run and wrote:
        _carry_out(paths, addin, there, values, on_step, new=new)
    before = (there.settings or {}).get("version", "") if there.content is not None else ""
    return Installed(paths, addin, command, wrote, before, dry_run, strays(paths))


def is_ours(there: There, addin: Addin | None) -> bool:
    """Say whether the add-in that is there is one that lacxl put there, by its hash."""
    known = (*there.noted, addin.sha256 if addin else "")
    return there.sha256 in filter(None, known)


def _values(paths: Paths, addin: Addin, command: str, there: There) -> dict[str, str]:
    """Return the lines of addin.cfg."""
    values = {
        "command": command,
        "home": str(paths.state),
        "local": str(paths.local),
        "version": __version__,
        "sha256": addin.sha256,
    }
    kept = (there.settings or {}).get("before", "")
    before = kept if there.sha256 == addin.sha256 else there.sha256
    return {**values, "before": before} if before else values


def _carry_out(
    paths: Paths,
    addin: Addin,
    there: There,
    values: dict[str, str],
    on_step: Callable[[str], None],
    *,
    new: bool,
) -> None:
    """Write the note and, where it is `new`, the add-in; on a refusal the old note is put back."""
    try:
        if new:
            on_step("stage")
            _stage(addin, paths)
        on_step("note")
        write_text(paths.settings, to_text(values))
        if new:
            on_step("put")
            _put_in_place(paths.staged, paths.addin)
        on_step("done")
    except Refused:
        _put_note_back(paths, there)
        raise
    finally:
        with suppress(OSError):
            paths.staged.unlink(missing_ok=True)


def _stage(addin: Addin, paths: Paths) -> None:
    """Write the add-in to lacxl's own folder and compare what is on the disk."""
    require_replaceable(paths.addin)

    def write(path: Path) -> None:
        path.write_bytes(addin.content)

    def check(path: Path) -> None:
        if hash_of(path.read_bytes()) != addin.sha256:
            raise refuse(
                "A110",
                "what was written is not what should have been written; nothing was installed.",
                str(paths.staged),
                "A virus scanner may have changed the file: ask IT to allow the hash "
                f"{addin.sha256}.",
            )

    replace_file(paths.staged, write, check=check)


def _put_in_place(staged: Path, target: Path) -> None:
    """Move the add-in into the start-up folder in one step; a virus scanner is waited for."""
    for pause in _PAUSES:
        try:
            os.replace(staged, target)  # noqa: PTH105 - the one step
        except OSError as fault:
            if isinstance(fault, PermissionError) and pause:
                time.sleep(pause)
                continue
            if is_held_open(target):  # opened since we looked
                raise close_excel(target) from fault
            raise refusal(fault, target, "putting the add-in in place") from fault
        break
    unmark(target)
    flush_folder(target.parent)


def _put_note_back(paths: Paths, there: There) -> None:
    if there.settings is not None:
        write_text(paths.settings, to_text(there.settings))
    else:
        with suppress(OSError):
            paths.settings.unlink(missing_ok=True)


def _not_ours(path: Path, done: str) -> Refused:
    return refuse(
        "A109",
        f"there is a file of this name that lacxl did not put there; it was not {done}.",
        str(path),
        "Move it away if somebody needs it; with --force lacxl takes its place.",
    )
