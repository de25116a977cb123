"""The commands that put the add-in in place and look after it: install, status, remove."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from lacxl.cli.calling import DONE, EXIT_CODES, WITH_FINDINGS, json_option, parameter
from lacxl.cli.printing import say, say_json, show_findings
from lacxl.inputs import Doctor

if TYPE_CHECKING:
    from lacxl.addin.shipped import Addin

profile_option = parameter(Doctor, "profile")
_dry_run = click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing.")


@click.command(
    epilog="\b\nExamples:\n"
    "  lacxl addin install              for this user\n"
    "  lacxl addin install --dry-run    only say what would be written\n"
    "  lacxl addin install --addin signed.xlam --sha256 HASH\n"
    "                                   a copy that the council has signed\n\n" + EXIT_CODES
)
@click.option(
    "--addin",
    "file",
    type=click.Path(path_type=Path),
    help="Another add-in than the shipped one, such as a signed copy.",
)
@click.option("--sha256", help="The hash that this add-in must have.")
@click.option("--force", is_flag=True, help="Replace a lacxl.xlam that lacxl did not put there.")
@profile_option
@_dry_run
@json_option
def install(
    file: Path | None,
    sha256: str | None,
    force: bool,
    profile: Path | None,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Put the tab Corporate Parenting into Excel, for one user.

    Needs no administrator. Copies the add-in into Excel's start-up folder, if it has the published
    hash, and notes which Python it calls. The registry and other add-ins are left alone. A second
    run does nothing.
    """
    from lacxl.addin.install import install as run
    from lacxl.addin.paths import paths_of
    from lacxl.addin.shipped import addin_from, shipped_addin

    paths = paths_of(profile)
    own = file is not None or sha256 is not None
    addin = addin_from(file, sha256) if own else shipped_addin()
    result = run(paths, addin, force=force, dry_run=dry_run)
    if as_json:
        say_json(result.as_dict())
    else:
        if not result.wrote:
            say("Nothing to do: the add-in is installed as it should be.")
        elif dry_run:
            say("Would be written:")
        else:
            done = "The add-in is installed." if not result.before else "The add-in is renewed."
            say(f"{done} Start Excel again to see the tab Corporate Parenting.")
        for path in result.wrote:
            say(f"  {path}")
        say(f"It calls {result.command}")
        show_findings(result.findings)
    return WITH_FINDINGS if result.findings else DONE


@click.command(epilog="\b\nExample:\n  lacxl addin status\n\n" + EXIT_CODES)
@profile_option
@json_option
def status(profile: Path | None, as_json: bool) -> int:
    """Say whether the add-in is in place, and works.

    It is compared with its hash, and the command that it would run is asked for its version.
    """
    from lacxl.addin.paths import paths_of
    from lacxl.addin.status import status as run

    result = run(paths_of(profile), _shipped())
    if as_json:
        say_json(result.as_dict())
    else:
        say(f"The add-in is {'installed' if result.installed else 'not installed'}.")
        if result.installed:
            what = "the shipped one" if result.sha256 == result.shipped else "not the shipped one"
            signed = "signed" if result.signed else "not signed"
            say(f"  file     {result.paths.addin}")
            say(f"  SHA-256  {result.sha256} ({what}, {signed})")
            say(f"  of       lacxl {result.version or 'unknown'}")
            say(f"  calls    {result.command or 'nothing'}")
            answer = f"lacxl {result.answers}" if result.answers else "nothing"
            say(f"  answers  {answer}")
        show_findings(result.findings)
    return WITH_FINDINGS if result.findings else DONE


@click.command(
    epilog="\b\nExamples:\n"
    "  lacxl addin remove          what install put there\n"
    "  lacxl addin remove --all    and lacxl's log, state and the helper's requests\n\n"
    + EXIT_CODES
)
@click.option(
    "--all", "everything", is_flag=True, help="Remove lacxl's own folders too: state, log, helper."
)
@click.option("--force", is_flag=True, help="Remove a lacxl.xlam that lacxl did not put there.")
@profile_option
@_dry_run
@json_option
def remove(
    everything: bool, force: bool, profile: Path | None, dry_run: bool, as_json: bool
) -> int:
    """Take away again what install put there.

    Workbooks, backups and history stay as they are.
    """
    from lacxl.addin.paths import paths_of
    from lacxl.addin.remove import remove as run

    result = run(paths_of(profile), _shipped(), everything=everything, force=force, dry_run=dry_run)
    if as_json:
        say_json(result.as_dict())
        return DONE
    if not result.gone:
        say("Nothing to do: the add-in is not installed.")
    else:
        say("Would be removed:" if dry_run else "Removed:")
    for path in result.gone:
        say(f"  {path}")
    if result.left:
        say("Kept; --all removes these too:")
    for path in result.left:
        say(f"  {path}")
    return DONE


def _shipped() -> Addin | None:
    """Return the shipped add-in, None where this copy of lacxl has none that is whole."""
    from lacxl.addin.shipped import shipped_addin
    from lacxl.domain.errors import Refused

    try:
        return shipped_addin()
    except Refused:
        return None
