"""The command about a workbook as it is: check."""

from __future__ import annotations

from pathlib import Path

import click

from lacxl.cli.calling import (
    EXIT_CODES,
    all_option,
    json_option,
    load,
    load_if_any,
    print_result,
    takes,
)
from lacxl.cli.printing import show_progress
from lacxl.inputs import Check


@click.command(
    epilog="\b\nExamples:\n"
    "  lacxl check                                       the workbook of this folder\n"
    '  lacxl check "Corporate Parenting May 2015.xlsx"   any workbook, wherever it is\n\n'
    + EXIT_CODES
)
@takes(Check)
@all_option
@json_option
def check(inputs: Check, everything: bool, as_json: bool) -> int:
    """Say what contradicts itself in WORKBOOK as it is: its figures, signs, headings and texts.

    No extract and no lacxl.toml are needed; where there is one in its folder or above, its
    catalogue and targets count. Without WORKBOOK it is the one that lacxl.toml names. One cause is
    told once, with its cells and the sum. Nothing is changed.
    """
    from lacxl.app.check.check import check as run
    from lacxl.app.words import of_checked

    named = inputs.workbook
    settings = load(Path()) if named is None else load_if_any(named.absolute().parent)
    workbook = settings.workbook_path if named is None and settings else named
    assert workbook is not None  # noqa: S101 - load raises where there are no settings
    with show_progress():
        result = run(workbook, settings)
    return print_result(result, of_checked, as_json, everything=everything)
