"""The command about what other councils have: benchmarks."""

from __future__ import annotations

from pathlib import Path

import click

from lacxl.cli.calling import (
    EXIT_CODES,
    any_settings_option,
    json_option,
    load,
    load_if_any,
    print_result,
    takes,
)
from lacxl.cli.printing import show_progress
from lacxl.inputs import Benchmarks


@click.command(
    epilog="\b\nExamples:\n"
    "  lacxl benchmarks dfe --council Rotherham             every file of a folder\n"
    "  lacxl benchmarks dfe --council 372 --dry-run         show them, write nothing\n"
    "  lacxl benchmarks dfe --council 372 --year 2023/24    of an earlier year\n"
    "  lacxl benchmarks dfe --refuse definition,8.3         leave out what is compared in part\n\n"
    + EXIT_CODES
)
@takes(Benchmarks)
@any_settings_option
@json_option
def benchmarks(inputs: Benchmarks, settings: Path | None, as_json: bool) -> int:
    """Take benchmarks from the DfE's published FILES, and write them to the benchmarks file.

    FILES are the CSVs of explore education statistics as they are published, and the statistical
    neighbours. Each figure comes with its year, its rows and its rule. What somebody typed for
    other indicators stays. docs/benchmarks.md lists the files.
    """
    from lacxl.app.benchmarks.benchmarks import benchmarks as run
    from lacxl.app.words import of_benchmarks

    found = load(settings) if settings is not None else load_if_any(Path())
    with show_progress() as progress:
        result = run(found, inputs, progress=progress)
    return print_result(result, of_benchmarks, as_json)
