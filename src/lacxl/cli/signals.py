"""The commands about what figures mean: signals, needed."""

from __future__ import annotations

from pathlib import Path

import click

from lacxl.cli.calling import (
    DONE,
    EXIT_CODES,
    json_option,
    print_result,
    run,
    settings_option,
    takes,
)
from lacxl.cli.printing import say, say_json, show_table
from lacxl.inputs import AddCharts, Needed, Signals

_SPARE = ("target", "mean", "indicator")


@click.command(
    epilog="\b\nExamples:\n"
    "  lacxl signals                        the latest month in the history\n"
    "  lacxl signals 2015-05\n"
    "  lacxl signals 2015-05 --to may.csv   write the table as a file\n"
    "  lacxl signals 2015-05 --json         with every month, its limits and its signals\n\n"
    + EXIT_CODES
)
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@takes(Signals)
@settings_option
@json_option
def signals(inputs: Signals, as_csv: bool, settings: Path, as_json: bool) -> int:
    """Say whether MONTH is more than chance, and whether targets are met reliably.

    By XmR charts, as Making Data Count of NHS England draws them. The last column says why, or why
    nothing is said: too few months, too few children, rolling twelve months.
    """
    from lacxl.app.use_cases import SIGNALS

    result = run(SIGNALS, settings, inputs)
    if as_json:
        say_json(result.as_dict())
    elif as_csv:
        say(result.as_csv(), end="")
    else:
        show_table(result.columns, result.rows, spare=_SPARE, wrapped="why")
        if result.written:
            say(f"\nThe table: {result.written}")
    return DONE


@click.command(
    "add-charts",
    epilog="\b\nExamples:\n"
    "  lacxl add-charts             as of the latest month in the history\n"
    "  lacxl add-charts --dry-run   try it out on a copy; write nothing\n\n" + EXIT_CODES,
)
@takes(AddCharts)
@settings_option
@json_option
def add_charts(inputs: AddCharts, settings: Path, as_json: bool) -> int:
    """Add a sheet of XmR charts to the workbook, once.

    An Excel chart for each figure: its months with mean, limits and target, and special causes
    marked. lacxl refresh keeps the sheet up to date; to take it away, delete it in Excel.
    """
    from lacxl.app.use_cases import ADD_CHARTS

    return print_result(run(ADD_CHARTS, settings, inputs), ADD_CHARTS.words, as_json)


@click.command(
    epilog="\b\nExamples:\n"
    "  lacxl needed 2015-05\n"
    "  lacxl needed 2015-05 --cases 30   where about so many are still to come\n\n" + EXIT_CODES
)
@takes(Needed)
@settings_option
@json_option
def needed(inputs: Needed, settings: Path, as_json: bool) -> int:
    """Say what the rest of MONTH's financial year must bring for each target.

    Of every figure that adds up over the year: how many of the next cases must be in time, how many
    in a row it takes, or that the target cannot be reached any more. It is no forecast.
    """
    from lacxl.app.use_cases import NEEDED

    return print_result(run(NEEDED, settings, inputs), NEEDED.words, as_json)
