"""Putting the add-in in place for one user: no administrator, no registry, twice is once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lacxl import __version__
from lacxl.addin.calling import command_of, require_visible_python
from lacxl.addin.notes import as_lines
from lacxl.addin.noticing import There, close_excel, is_held_open, is_marked, look, strays
from lacxl.addin.places import Places
from lacxl.addin.shipped import Addin, hash_of
from lacxl.domain.errors import Refused, refuse
from lacxl.domain.finding import Finding
from lacxl.files.faults import coded
from lacxl.files.replacing import replace_file
from lacxl.files.texts import write_text


@dataclass(frozen=True, slots=True)
class Installed:
    """What was done, or in a dry run would be. `wrote` names the files, none if all was in place.

    `before` is the version that stood there, empty if there was none.
    """

    places: Places
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
            "addin": str(self.places.addin),
            "settings": str(self.places.settings),
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
    places: Places,
    addin: Addin,
    *,
    executable: Path | None = None,
    force: bool = False,
    dry_run: bool = False,
    on_step: Callable[[str], None] = lambda _step: None,
) -> Installed:
    """Copy the add-in to where Excel opens it at its start, and note how it calls lacxl.

    Both files are replaced in one step each. The note comes first and names the old hash too, so
    that a run that is cut off in between leaves files that are known as lacxl's. `on_step` hears
    "note", "addin", "done", each just before it begins.

    Raises Refused: A107 for a Python that Excel cannot see, A108 while Excel has the add-in open,
    A109 for a file of that name that lacxl did not put there (unless `force`), F1nn.
    """
    require_visible_python()
    there = look(places)
    new = there.sha256 != addin.sha256 or is_marked(places.addin)
    if new and there.content is not None:
        if not (force or is_ours(there, addin)):
            raise _not_ours(places.addin, "replaced")
        if is_held_open(places.addin):
            raise close_excel(places.addin)
    command = command_of(executable)
    values = _values(places, addin, command, there)
    noted = there.settings != values
    wrote = (places.settings,) * noted + (places.addin,) * new
    if not dry_run and wrote:
        for folder in (places.startup, places.home, places.local):
            with coded(folder, "making the folder"):
                folder.mkdir(parents=True, exist_ok=True)
        on_step("note")
        write_text(places.settings, as_lines(values))
        try:
            on_step("addin")
            if new:
                _put(addin, places.addin)
        except Refused:
            _put_note_back(places, there)
            raise
        on_step("done")
    before = (there.settings or {}).get("version", "") if there.content is not None else ""
    return Installed(places, addin, command, wrote, before, dry_run, strays(places))


def is_ours(there: There, addin: Addin | None) -> bool:
    """Say whether the add-in that lies there is one that lacxl put there, by its hash."""
    known = (*there.noted, addin.sha256 if addin else "")
    return there.sha256 in filter(None, known)


def _values(places: Places, addin: Addin, command: str, there: There) -> dict[str, str]:
    """Return the lines of addin.cfg."""
    values = {
        "command": command,
        "home": str(places.home),
        "local": str(places.local),
        "version": __version__,
        "sha256": addin.sha256,
    }
    kept = (there.settings or {}).get("before", "")
    before = kept if there.sha256 == addin.sha256 else there.sha256
    return {**values, "before": before} if before else values


def _put(addin: Addin, target: Path) -> None:
    def check(path: Path) -> None:
        if hash_of(path.read_bytes()) != addin.sha256:
            raise refuse(
                "A110",
                "what was written is not what was to be written; the old add-in was kept.",
                str(target),
                "A virus scanner may have changed the file: ask IT to allow the hash "
                f"{addin.sha256}.",
            )

    try:
        replace_file(target, lambda path: _fill(path, addin.content), check=check)
    except Refused as fault:
        if "F107" in fault.codes:  # opened since we looked
            raise close_excel(target) from fault
        raise


def _fill(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _put_note_back(places: Places, there: There) -> None:
    if there.settings is None:
        places.settings.unlink(missing_ok=True)
    else:
        write_text(places.settings, as_lines(there.settings))


def _not_ours(path: Path, done: str) -> Refused:
    return refuse(
        "A109",
        f"a file of this name lies there that lacxl did not put there; it was not {done}.",
        str(path),
        "Move it away if somebody needs it; with --force lacxl takes its place.",
    )
