"""The command about two workbooks: diff."""

from __future__ import annotations

from pathlib import Path

import click

from lacxl.cli.calling import (
    EXIT_CODES,
    WITH_FINDINGS,
    any_settings_option,
    json_option,
    load,
    load_if_any,
    print_result,
    takes,
)
from lacxl.cli.printing import show_progress
from lacxl.domain.errors import UsageFault
from lacxl.domain.finding import error
from lacxl.inputs import Diff


@click.command(
    epilog="\b\nExamples:\n"
    "  lacxl diff 2015-05                     the latest issue of May and the workbook now\n"
    '  lacxl diff "2015-05 I1" "2015-05 I2"   two issues\n'
    "  lacxl diff sent.xlsx report.xlsx       any two workbooks\n"
    "  lacxl diff 2015-04 2015-05 --html differences.html\n\n" + EXIT_CODES
)
@takes(Diff)
@any_settings_option
@json_option
def diff(inputs: Diff, settings: Path | None, as_json: bool) -> int:
    """Say how AFTER differs from BEFORE: figures first, with the reason on record, then all else.

    Each is a workbook, or an issue by its month and number. Cells are compared by what they show
    of which figure, wherever they have moved to. Of texts that people typed only the place is told.
    Nothing is changed. The exit code is 1 if anything differs.
    """
    from lacxl.app.check.diff import diff as run
    from lacxl.app.words import of_diff

    with show_progress() as progress:
        progress("comparing the workbooks")
        found = load_if_any(Path().absolute()) if settings is None else load(settings)
        result = run(inputs.before, inputs.after, found)
    if inputs.html is not None:
        from lacxl.cli.html_page import page_of
        from lacxl.files.text_files import write_new_text

        title = f"{result.before.name} and {result.after.name}"
        if not write_new_text(inputs.html, page_of(of_diff(result), title)):
            raise UsageFault(
                error("U105", "The file is there already.", str(inputs.html), "Name another file.")
            )
    code = print_result(result, of_diff, as_json)
    return WITH_FINDINGS if result.differ else code
