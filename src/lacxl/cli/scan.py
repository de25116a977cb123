"""The command about what is sent: scan."""

from __future__ import annotations

import click

from lacxl.cli.calling import DONE, EXIT_CODES, WITH_FINDINGS, json_option, print_result, takes
from lacxl.cli.printing import show_progress
from lacxl.inputs import Scan


@click.command(
    epilog="\b\nExamples:\n"
    '  lacxl scan "Report May 2015 - Issue 1.xlsx"   look before you send it\n'
    '  lacxl scan --published "Published May 2015"   may this folder be handed out?\n\n'
    + EXIT_CODES
)
@takes(Scan)
@json_option
def scan(inputs: Scan, as_json: bool) -> int:
    """Say what nobody sees in FILE, which is about to be sent: a workbook (.xlsx, .xlsm, .ods), a
    table (.csv), a page (.html), or a folder of them.

    Hidden sheets, rows and columns, comments, links, caches, queries, macros and scripts, names
    in its properties, and cells or texts that look like a child's record: by sheet and column or by
    line, never by content. Nothing is changed. The exit code is 1 if there is anything, notes
    included.
    """
    from lacxl.app.scan import scan as run
    from lacxl.app.words import of_scan

    with show_progress():
        result = run(inputs.file, published=inputs.published)
    print_result(result, of_scan, as_json)
    return WITH_FINDINGS if result.findings else DONE
