"""The command about everything that lacxl wrote in a folder: verify."""

from __future__ import annotations

from pathlib import Path

import click

from lacxl.cli.calling import (
    EXIT_CODES,
    WITH_FINDINGS,
    json_option,
    load,
    print_result,
    settings_option,
    takes,
)
from lacxl.cli.printing import show_progress
from lacxl.inputs import Verify


@click.command(
    epilog="\b\nExamples:\n"
    "  lacxl verify                                does everything in this folder agree?\n"
    '  lacxl verify "Report - May 2015 - I1.xlsx"   was this file issued here?\n'
    '  lacxl verify --known "102 9d20..."            does the register have this still?\n'
    "  lacxl verify --repair                       put ledgers back to what the register has\n\n"
    + EXIT_CODES
)
@takes(Verify)
@settings_option
@json_option
def verify(inputs: Verify, settings: Path, as_json: bool) -> int:
    """Say whether every issue, figure and ledger of the folder is as lacxl wrote it.

    Register, ledgers, receipts, backups, issued copies and the workbook are compared with each
    other; one line a disagreement says what, where and since when. The exit code is 0 only where
    all of them agree. Nothing is changed, unless by --repair or --take-over.
    """
    from lacxl.app.check.verify import verify as run
    from lacxl.app.words import of_verified

    with show_progress() as progress:
        result = run(
            load(settings),
            copy=inputs.copy,
            known=inputs.known,
            repair=inputs.repair,
            take_over=inputs.take_over,
            reason=inputs.reason,
            progress=progress,
        )
    code = print_result(result, of_verified, as_json)
    return code if result.agrees else WITH_FINDINGS
