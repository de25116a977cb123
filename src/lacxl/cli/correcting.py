"""The command that corrects what was issued: restate."""

from __future__ import annotations

from pathlib import Path

import click

from lacxl.cli.calling import EXIT_CODES, json_option, print_result, run, settings_option, takes
from lacxl.inputs import Restate


@click.command(
    epilog="\b\nExamples:\n"
    '  lacxl restate 2015-04 --reason "Two reviews were entered late" --dry-run\n'
    '  lacxl restate 2015-04 --reason "Two reviews were entered late"\n'
    '  lacxl restate 2015-04 --reason "Two reviews were entered late" --issue\n\n' + EXIT_CODES
)
@takes(Restate)
@settings_option
@json_option
def restate(inputs: Restate, settings: Path, as_json: bool) -> int:
    """Correct MONTH, which was issued: its cells take what the readings give now.

    They are marked until the second month after is filled. Year to date, annual figures, arrows
    and lights follow. Copies that were issued stay as they are; lacxl-restated.csv says which of
    their figures are superseded, and why. --issue makes a corrected copy, under the next number.
    """
    from lacxl.app.use_cases import RESTATE

    return print_result(run(RESTATE, settings, inputs), RESTATE.words, as_json)
