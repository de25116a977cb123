"""The command that makes the place for the next month."""

from __future__ import annotations

from pathlib import Path

import click

from lacxl.cli.calling import DONE, EXIT_CODES, WITH_FINDINGS, json_option, load, settings_option
from lacxl.cli.printing import say, say_json, show_changes, show_findings, show_progress
from lacxl.domain.numbers import how_many

_LATE = 12
_WAYS = {
    "take": "has the month already",
    "roll": "rolled on by a month",
    "year": "begins the new year",
    "grow": "has a month more",
}


@click.command(
    "next-month",
    epilog="\b\nExamples:\n"
    "  lacxl next-month             make the place for the month after the last filled one\n"
    "  lacxl next-month --dry-run   list every move; write nothing\n\n" + EXIT_CODES,
)
@click.option("--dry-run", is_flag=True, help="List every move; write nothing.")
@settings_option
@json_option
def next_month(dry_run: bool, settings: Path, as_json: bool) -> int:
    """Make the place for the month after the last one that is filled.

    The summary's window rolls on: values, formats, locks and headings move with their months, and
    the bands of the financial years follow. Pages that show the month already take it; pages of a
    year begin the next one in April, when outturns move on too. What leaves the workbook is kept
    first, as it was printed. Then fill the month with lacxl refresh.
    """
    from lacxl.app.next_month import next_month as run

    with show_progress() as progress:
        result = run(load(settings), dry_run=dry_run, progress=progress)
    if as_json:
        say_json(result.as_dict())
    else:
        made = "would have its place" if dry_run else "has its place"
        say(f"{result.month.long} {made}: {how_many(len(result.cells), 'cell')}.\n")
        for (sheet, _), way in result.ways.items():
            say(f"  {sheet} {_WAYS[way.value]}")
        say("")
        show_changes(result.cells, limit=None if dry_run else _LATE)
        if result.left:
            kept = "would be kept" if dry_run else "is kept"
            say(f"\nWhat leaves the workbook {kept}, {how_many(len(result.left), 'cell')}.")
        show_findings(result.findings)
        if result.written:
            say(f"\nThe workbook: {result.written}")
        if result.backup:
            say(f"As it was before: {result.backup}")
        if result.receipt:
            say(f"Every change: {result.receipt}")
    return WITH_FINDINGS if result.has_findings else DONE
