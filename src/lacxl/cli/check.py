"""The command about a workbook as it is: check."""

from __future__ import annotations

from pathlib import Path

import click

from lacxl.cli.calling import DONE, EXIT_CODES, WITH_FINDINGS, json_option, load, load_if_any
from lacxl.cli.printing import say, say_json, show_findings, show_progress
from lacxl.domain.numbers import how_many


@click.command(
    epilog="\b\nExamples:\n"
    "  lacxl check                                      the workbook of this folder\n"
    '  lacxl check "Corporate Parenting May 2015.xlsx"   any workbook, wherever it is\n\n'
    + EXIT_CODES
)
@click.argument("workbook", type=click.Path(path_type=Path), required=False)
@json_option
def check(workbook: Path | None, as_json: bool) -> int:
    """Say what contradicts itself in WORKBOOK as it is: its figures, signs, headings and texts.

    No extract and no lacxl.toml are needed; where there is one in its folder or above, its
    catalogue and targets count. Without WORKBOOK it is the one that lacxl.toml names. One cause is
    told once, with its cells and the sum. Nothing is changed.
    """
    from lacxl.app.check import check as run

    settings = load(Path()) if workbook is None else load_if_any(workbook.absolute().parent)
    path = settings.workbook_path if workbook is None and settings else workbook
    assert path is not None  # noqa: S101 - load says so where there is none
    with show_progress():
        result = run(path, settings)
    if as_json:
        say_json(result.as_dict())
    else:
        month = f" Judged as of {result.month.long}." if result.month else ""
        if not result.findings:
            say(f"Nothing contradicts itself.{month}")
        else:
            show_findings(result.findings)
            say(f"\n{month.strip()}")
        if result.unjudged:
            sentences = how_many(result.unjudged, "sentence")
            say(f"{sentences} could not be bound to one indicator and month, and not judged.")
    return WITH_FINDINGS if result.has_findings else DONE
