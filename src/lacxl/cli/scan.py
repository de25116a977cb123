"""The command about what is sent: scan."""

from __future__ import annotations

from pathlib import Path

import click

from lacxl.cli.calling import DONE, EXIT_CODES, WITH_FINDINGS, json_option
from lacxl.cli.printing import say, say_json, show_findings, show_progress


@click.command(
    epilog="\b\nExamples:\n"
    '  lacxl scan "Report May 2015 - Issue 1.xlsx"   look before you send it\n\n' + EXIT_CODES
)
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def scan(file: Path, as_json: bool) -> int:
    """Say what nobody sees in FILE, an .xlsx or .xlsm workbook about to be sent.

    Hidden sheets, rows and columns, comments, links, caches, queries, macros, names in its
    properties, and cells or texts that look like a child's record: by sheet and column, never by
    content. Nothing is changed. The exit code is 1 if there is anything, notes included.
    """
    from lacxl.app.scan import scan as run

    with show_progress():
        result = run(file)
    if as_json:
        say_json(result.as_dict())
    elif result.findings:
        show_findings(result.findings)
    else:
        say("Nothing was found that nobody sees, and nothing that looks like a child's record.")
    return WITH_FINDINGS if result.findings else DONE
