"""The command about a finding that is right as it is: accept."""

from __future__ import annotations

from pathlib import Path

import click

from lacxl.cli.calling import EXIT_CODES, json_option, print_result, run, settings_option, takes
from lacxl.inputs import Accept


@click.command(
    epilog="\b\nExamples:\n"
    '  lacxl accept K102 --reason "The published outturn was rounded"\n'
    '  lacxl accept K103 "\'Reviews & Visits\'!G20" --reason "Both were printed" '
    "--until 2016-03\n\n" + EXIT_CODES
)
@takes(Accept)
@settings_option
@json_option
def accept(inputs: Accept, settings: Path, as_json: bool) -> int:
    """Accept the finding CODE at WHERE as it is, from the last filled month on.

    From then on refresh, issue, next-month and figures only count it, and it does not make their
    exit code 1; their --all lists it. One that says something else, such as another figure, is new
    again. The reason is kept in lacxl-accepted.csv, with the time and the account, and shown
    nowhere else. With --until before the month an accepted finding is no longer accepted. Errors
    cannot be accepted, nor what a run says of itself: files, disks, Excel, the add-in.
    """
    from lacxl.app.use_cases import ACCEPT

    return print_result(run(ACCEPT, settings, inputs), ACCEPT.words, as_json)
