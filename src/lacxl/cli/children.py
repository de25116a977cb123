"""The commands about children's records: measure, due, profile, synth."""

from __future__ import annotations

from pathlib import Path

import click

from lacxl.cli.calling import (
    DONE,
    EXIT_CODES,
    json_option,
    load_if_any,
    print_result,
    run,
    settings_option,
    takes,
)
from lacxl.cli.printing import say, show_progress
from lacxl.inputs import Due, Measure, Profile, Synth


@click.command(
    epilog="\b\nExamples:\n"
    "  lacxl measure 2015-05                          count one month\n"
    "  lacxl measure 2015-05 --since 2014-05          fill the history backwards\n"
    "  lacxl measure 2015-05 --out readings.csv       write a readings extract\n\n" + EXIT_CODES
)
@takes(Measure)
@settings_option
@json_option
def measure(inputs: Measure, settings: Path, as_json: bool) -> int:
    """Count MONTH from children's records, without touching the workbook.

    With --since every month from there on is counted, and what the history lacks is taken into it.

    Says for each indicator which source it was counted from and by which settings, or why it could
    not be. lacxl explain has the definition in words.
    """
    from lacxl.app.use_cases import MEASURE

    return print_result(run(MEASURE, settings, inputs), MEASURE.words, as_json)


@click.command(
    epilog="\b\nExamples:\n"
    "  lacxl due 2015-06                         by 30 June, and then by 31 July\n"
    "  lacxl due 2015-06 --taken-on 2015-05-28   where the extracts were taken that day\n"
    "  lacxl due 2015-06 --to due.csv            write the children to a file of yours\n\n"
    + EXIT_CODES
)
@takes(Due)
@settings_option
@json_option
def due(inputs: Due, settings: Path, as_json: bool) -> int:
    """Count what falls due or goes out of date by the end of MONTH, and of the next.

    Reviews, health assessments, dental checks, PEPs, plans, visits and pathway plans, by the
    definitions of their indicators, as of the day of the records; by team if the extracts have
    one. It is no forecast: nothing new is recorded, and nobody enters or leaves care.

    With --to the children are written to that file, which nobody but you can read.
    """
    from lacxl.app.use_cases import DUE

    return print_result(run(DUE, settings, inputs), DUE.words, as_json)


@click.command(epilog="\b\nExample:\n  lacxl profile extracts\n\n" + EXIT_CODES)
@takes(Profile)
@json_option
def profile(inputs: Profile, as_json: bool) -> int:
    """Say what the files in FOLDER are and which indicators they can feed.

    Local lists are known by the lacxl.toml in FOLDER or above it, if there is one.
    """
    from lacxl.app.children.profile import profile as run_profile
    from lacxl.app.words import of_profile

    result = run_profile(inputs.folder, load_if_any(inputs.folder))
    return print_result(result, of_profile, as_json)


@click.command(
    epilog="\b\nExample:\n  lacxl synth council --children 1000 --months 2014-04:2015-05 --seed 7"
)
@takes(Synth)
def synth(inputs: Synth) -> int:
    """Write extracts of a made-up council in all layouts into FOLDER, with the true readings.

    No child in them exists. truth.csv has the readings that follow from the simulated lives.
    """
    from lacxl.app.synth import synth as make

    with show_progress() as progress:
        made = make(
            inputs.folder, inputs.children, *inputs.span, inputs.seed, dirt=inputs.dirt,
            progress=progress,
        )  # fmt: skip
    say(
        f"Made {inputs.folder}: {made.children} children, {made.months} months, seed {inputs.seed}."
    )
    if inputs.dirt:
        say(f"Planted {made.planted} faults; planted.csv lists them.")
    return DONE
