"""The command that says what is set up, what blocks, and what to do: lacxl doctor."""

from __future__ import annotations

from pathlib import Path

import click

from lacxl.cli.calling import DONE, EXIT_CODES, WITH_FINDINGS, json_option, settings_option, takes
from lacxl.cli.printing import say, say_json, show_progress, width
from lacxl.inputs import Doctor

_COLOURS = {True: "green", False: "red", None: "cyan"}


@click.command(
    epilog="\b\nExamples:\n"
    "  lacxl doctor              this computer and the report's folder\n"
    "  lacxl doctor --json       for other programs\n\n" + EXIT_CODES
)
@settings_option
@takes(Doctor)
@json_option
def doctor(inputs: Doctor, settings: Path, as_json: bool) -> int:
    """Say what is set up, what is in the way, and what to do. It changes nothing.

    Looks at Python and its libraries, the add-in, Excel, its macro settings and policies, the
    rules of Microsoft Defender, and the report's folder. Ends with lines to send to IT, which
    name no workbook, no extract and no user.
    """
    from lacxl.app.doctor import doctor as run
    from lacxl.app.words import of_check

    with show_progress():
        found = run(settings, profile=inputs.profile)
    if as_json:
        say_json(found.as_dict())
        return DONE if found.well else WITH_FINDINGS
    for check in found.checks:
        word, what = of_check(check)
        mark = f"{word:<5}"
        text = click.wrap_text(what, width() - 5, "", " " * 5)
        say(f"{mark}{text}", drawn=mark, colour=_COLOURS[check.ok])
        if check.todo:
            say(click.wrap_text(check.todo, width(), "     -> ", " " * 8))
    if found.well:
        say("\nNothing is in the way.")
        return DONE
    say(f"\nTo send to IT, who find more in docs/it.md:\n\n{found.for_it}")
    return WITH_FINDINGS
