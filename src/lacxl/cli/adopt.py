"""The command about a workbook that lacxl has never seen: adopt."""

from __future__ import annotations

import click

from lacxl.cli.calling import EXIT_CODES, WITH_FINDINGS, json_option, print_result, takes
from lacxl.cli.printing import show_progress
from lacxl.inputs import Adopt


@click.command(
    epilog="\b\nExamples:\n"
    '  lacxl adopt "Our scorecard.xlsx"              look at it, and ask what is not sure\n'
    '  lacxl adopt "Our scorecard.xlsx" --dry-run    look at it, and write nothing\n'
    '  lacxl adopt "Our scorecard.xlsx" --answers answers.toml\n'
    '  lacxl adopt "Our scorecard.xlsx" --issued 2025-05   May was issued, and all before it\n\n'
    + EXIT_CODES
)
@takes(Adopt)
@json_option
def adopt(inputs: Adopt, as_json: bool) -> int:
    """Look at a workbook of any shape, and write beside it what it is taken for.

    Settings, layout and catalogue are files to read and correct; lacxl-map.html shows each cell
    and what it is taken for. What lacxl cannot tell is asked in lacxl-answers.toml: answer it, and
    run the same command again. What is not sure is not filled. The workbook stays as it is.
    """
    from lacxl.app.adopt.adopt import adopt as run
    from lacxl.app.words import of_adopted

    with show_progress() as progress:
        result = run(
            inputs.workbook,
            answers=inputs.answers,
            issued=inputs.issued,
            dry_run=inputs.dry_run,
            progress=progress,
        )
    code = print_result(result, of_adopted, as_json)
    return WITH_FINDINGS if result.asked else code
