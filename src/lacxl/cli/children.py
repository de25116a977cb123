"""The commands about children's records: measure, profile, synth."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from lacxl.cli.calling import (
    DONE,
    EXIT_CODES,
    MONTH,
    WITH_FINDINGS,
    json_option,
    load,
    load_if_any,
    settings_option,
    taken_on_option,
)
from lacxl.cli.printing import say, say_json, show_findings, show_progress, show_table
from lacxl.domain.month import Month
from lacxl.domain.numbers import how_many

_HEADINGS = ("no", "month", "n", "of", "shown", "from", "settings")


@click.command(
    epilog="\b\nExamples:\n"
    "  lacxl measure 2015-05                          count one month\n"
    "  lacxl measure 2015-05 --since 2014-05          fill the history backwards\n"
    "  lacxl measure 2015-05 --out readings.csv       write a readings extract\n\n" + EXIT_CODES
)
@click.argument("month", type=MONTH)
@click.option("--since", type=MONTH, help="Count from this month on, and fill the history with it.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the readings there as CSV.")
@taken_on_option
@settings_option
@json_option
def measure(
    month: Month,
    since: Month | None,
    out: Path | None,
    taken_on: dt.date | None,
    settings: Path,
    as_json: bool,
) -> int:
    """Count MONTH from children's records, without touching the workbook.

    With --since every month from there on is counted, and what the history lacks is taken into it.

    Says for each indicator which source it was counted from and by which settings, or why it could
    not be. lacxl explain has the definition in words.
    """
    from lacxl.app.measure import measure as run

    with show_progress() as progress:
        result = run(
            load(settings).taken_on(taken_on), month, since=since, out=out, progress=progress
        )
    if as_json:
        say_json(result.as_dict())
    else:
        show_table(_HEADINGS, result.as_rows())
        show_findings(result.findings)
        if since is not None:
            say(f"\nTaken into the history: {how_many(result.taken, 'reading')}.")
        if result.written:
            say(f"\nThe readings: {result.written}")
    return WITH_FINDINGS if result.has_findings else DONE


@click.command(epilog="\b\nExample:\n  lacxl profile extracts\n\n" + EXIT_CODES)
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
@json_option
def profile(folder: Path, as_json: bool) -> int:
    """Say what the files in FOLDER are and which indicators they can feed.

    Local lists are known by the lacxl.toml in FOLDER or above it, if there is one.
    """
    from lacxl.app.profile import profile as run

    result = run(folder, load_if_any(folder))
    if as_json:
        say_json(result.as_dict())
        return WITH_FINDINGS if result.has_findings else DONE
    show_table(("file", "what it is", "rows", "period", "lacks"), result.file_rows())
    say("")
    show_table(("no", "fed by", "else missing"), result.indicator_rows())
    show_findings(result.findings)
    return WITH_FINDINGS if result.has_findings else DONE


@click.command(
    epilog="\b\nExample:\n  lacxl synth council --children 1000 --months 2014-04:2015-05 --seed 7"
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--children", default=1000, show_default=True, help="How many lives to simulate.")
@click.option(
    "--months", default="2014-04:2015-05", show_default=True, help="First and last month."
)
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same bytes.")
@click.option("--dirt", is_flag=True, help="Plant faults, and list them in planted.csv.")
def synth(folder: Path, children: int, months: str, seed: int, dirt: bool) -> int:
    """Write extracts of a made-up council in all layouts into FOLDER, with the true readings.

    No child in them exists. truth.csv has the readings that follow from the simulated lives.
    """
    from lacxl.app.synth import synth as run

    first, _, last = months.partition(":")
    here = click.get_current_context()
    with show_progress() as progress:
        written = run(
            folder,
            children,
            MONTH.convert(first, None, here),
            MONTH.convert(last or first, None, here),
            seed,
            dirt=dirt,
            progress=progress,
        )
    say(f"Made {folder}: {written.children} children, {written.months} months, seed {seed}.")
    if dirt:
        say(f"Planted {written.planted} faults; planted.csv lists them.")
    return DONE
