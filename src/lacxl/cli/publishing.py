"""The command that makes a published copy."""

from __future__ import annotations

from pathlib import Path

import click

from lacxl.cli.calling import EXIT_CODES, json_option, print_result, run, settings_option, takes
from lacxl.inputs import Publish


@click.command(
    epilog="\b\nExamples:\n"
    "  lacxl publish 2015-05             make the folder to hand out\n"
    "  lacxl publish 2015-05 --dry-run   only say what would be kept back, and why\n\n" + EXIT_CODES
)
@takes(Publish)
@settings_option
@json_option
def publish(inputs: Publish, settings: Path, as_json: bool) -> int:
    """Make a folder of the issued MONTH for members and the web.

    A workbook of values, an OpenDocument workbook, a CSV and a page, all with the same figures.
    Figures that rest on few children are kept back, and as many more as it takes to stop anybody
    working one out, even from all that was published before. Nothing appears unless a scan of all
    four finds nothing.
    """
    from lacxl.app.use_cases import PUBLISH

    return print_result(run(PUBLISH, settings, inputs), PUBLISH.words, as_json)
