"""The command about the page for a browser: page."""

from __future__ import annotations

import webbrowser

import click

from lacxl.cli.calling import DONE, EXIT_CODES, takes
from lacxl.cli.printing import say
from lacxl.inputs import Page


@click.command(
    epilog="\b\nExamples:\n"
    "  lacxl page                     open it in the browser\n"
    "  lacxl page --to lacxl.html     write it, to hand it on\n\n" + EXIT_CODES
)
@takes(Page)
def page(inputs: Page) -> int:
    """Open lacxl as a page in the browser: one file that needs nothing installed.

    The page holds all that fills, checks, explains and issues a month, and may not connect to
    anything. It can be copied to a shared folder or an intranet; docs/page.md is for IT.
    """
    from lacxl.app.page_file import page_file

    found = page_file(inputs.to)
    if inputs.to is not None:
        say(f"The page is written: {found.path}\n{found.size:,} bytes, SHA-256 {found.sha256}")
    elif _opened(found.path.as_uri()):
        say(f"The page opens in the browser: {found.path}")
    else:
        say(f"No browser could be opened here. Open this file in one: {found.path}")
    return DONE


def _opened(address: str) -> bool:
    try:
        return webbrowser.open(address)
    except webbrowser.Error:
        return False
