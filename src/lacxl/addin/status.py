"""Whether the add-in is in place, whole, of this version, and calls a lacxl that answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lacxl import __version__
from lacxl.addin.command import program_of, version_behind
from lacxl.addin.install import is_ours
from lacxl.addin.noticing import is_marked, look, strays
from lacxl.addin.paths import Paths
from lacxl.addin.shipped import Addin, is_signed
from lacxl.domain.finding import Finding, warning
from lacxl.files.plain import is_file

_AGAIN = "Run: lacxl addin install"


@dataclass(frozen=True, slots=True)
class AddinStatus:
    """What is in place. `answers` is the version behind the command, None if nothing answers.

    `sha256`, `version` and `command` are empty where there is nothing.
    """

    paths: Paths
    sha256: str
    shipped: str
    signed: bool
    version: str
    command: str
    answers: str | None
    findings: tuple[Finding, ...]

    @property
    def installed(self) -> bool:
        """Whether there is an add-in where Excel opens it at its start."""
        return bool(self.sha256)

    def as_dict(self) -> dict[str, object]:
        """The status for --json; docs/json.md documents it."""
        return {
            "format": 1,
            "command": "addin status",
            "installed": self.installed,
            "addin": str(self.paths.addin),
            "settings": str(self.paths.settings),
            "version": self.version,
            "sha256": self.sha256,
            "shipped": self.shipped,
            "signed": self.signed,
            "runs": self.command,
            "answers": self.answers,
            "findings": [finding.as_dict() for finding in self.findings],
        }


def status(paths: Paths, shipped: Addin | None) -> AddinStatus:
    """Return what is in place, with a finding for all that keeps the buttons from working.

    Runs the command that the add-in would run, to see whether lacxl answers. Raises Refused
    (F1nn) for files that cannot be read.
    """
    there = look(paths)
    values = there.settings or {}
    command = values.get("command", "")
    program = program_of(command)
    answers = version_behind(command) if program and is_file(program) else None
    findings: list[Finding] = []
    if there.content is None:
        findings.append(
            warning("A301", "the add-in is not installed.", str(paths.addin), f"{_AGAIN}.")
        )
    else:
        if not is_ours(there, shipped):
            findings.append(
                warning(
                    "A302",
                    "the add-in is not the one that was installed: it has another hash "
                    f"({there.sha256}).",
                    str(paths.addin),
                    f"If nobody has signed it since, do not use it. {_AGAIN} --force",
                )
            )
        elif values.get("sha256", there.sha256) != there.sha256:
            findings.append(
                warning(
                    "A303",
                    "an installation was interrupted: the old add-in is still there.",
                    str(paths.addin),
                    f"{_AGAIN}.",
                )
            )
        if is_marked(paths.addin):
            findings.append(
                warning(
                    "A304",
                    "Windows has marked the add-in as a file from the internet, and Excel runs "
                    "no macro of such a file.",
                    str(paths.addin),
                    f"{_AGAIN}: it writes the file again, without the mark.",
                )
            )
        findings += _of_the_note(paths, there.settings, answers)
    findings += strays(paths)
    return AddinStatus(
        paths=paths,
        sha256=there.sha256,
        shipped=shipped.sha256 if shipped else "",
        signed=bool(there.content and is_signed(there.content)),
        version=values.get("version", "") if there.content is not None else "",
        command=command,
        answers=answers,
        findings=tuple(findings),
    )


def _of_the_note(
    paths: Paths, values: dict[str, str] | None, answers: str | None
) -> Iterator[Finding]:
    """Say what is wrong with addin.cfg and with the Python that it names."""
    command = (values or {}).get("command", "")
    program = program_of(command)
    if program is None:
        yield warning(
            "A305",
            "the add-in does not know how to call lacxl: the file is missing or damaged.",
            str(paths.settings),
            f"{_AGAIN}.",
        )
    elif not is_file(program):
        yield warning(
            "A306",
            "the add-in calls a Python that is no longer there.",
            str(program),
            "Run lacxl addin install with the Python in which lacxl is installed now.",
        )
    elif answers is None:
        yield warning(
            "A307",
            "the Python that the add-in calls does not run lacxl.",
            str(program),
            "Run lacxl addin install with the Python in which lacxl is installed.",
        )
    elif answers != __version__ or (values or {}).get("version") != __version__:
        yield warning(
            "A308",
            f"the add-in is of lacxl {(values or {}).get('version') or 'unknown'} and calls "
            f"lacxl {answers}; this is {__version__}.",
            str(paths.addin),
            f"{_AGAIN}.",
        )
