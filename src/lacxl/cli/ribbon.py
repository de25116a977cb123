"""The commands behind the buttons in Excel: ribbon, helper, remember."""

from __future__ import annotations

from pathlib import Path

import click

from lacxl.cli.calling import DONE, EXIT_CODES, load, settings_option
from lacxl.cli.printing import say


@click.command(
    hidden=True,
    epilog="\b\nExample:\n"
    "  lacxl ribbon fill --hwnd 1234 --book Report.xlsx --result lacxl-1.txt\n\n" + EXIT_CODES,
)
@click.argument("verb")
@click.option("--hwnd", default="0", help="The number of Excel's window; default: any Excel.")
@click.option("--book", default="", help="The name of the open workbook.")
@click.option("--result", type=click.Path(path_type=Path), help="Where the answer is written.")
@click.option("--arg", default="", help="The month, such as 2015-05; default: the chosen one.")
@click.option("--reason", default="", help="Why a month is restated or a finding accepted.")
def ribbon(verb: str, hwnd: str, book: str, result: Path | None, arg: str, reason: str) -> int:
    """Do what a button in Excel does: VERB on an open workbook.

    The add-in calls it; docs/ribbon.md has the verbs and the form of the answer.
    """
    from lacxl.files.key_values import unescaped
    from lacxl.ribbon.running import run

    typed = {"arg": unescaped(arg), "reason": unescaped(reason)}
    return run(verb, hwnd=hwnd, book=book, result=result, **typed)


@click.command(
    epilog="\b\nExamples:\n"
    "  lacxl helper          serve the buttons in Excel until it is closed\n"
    "  lacxl helper --stop   end the one that runs\n\n" + EXIT_CODES
)
@click.option(
    "--idle",
    default=480.0,
    show_default=True,
    type=click.FloatRange(min=0.0),
    help="End after so many minutes without a button.",
)
@click.option("--stop", "stops", is_flag=True, help="End the helper that runs.")
def helper(idle: float, stops: bool) -> int:
    """Serve the buttons in Excel where Office may not start programs.

    Leave its window open while you work. It runs nothing but the buttons of lacxl, on workbooks
    that are open, one at a time.
    """
    from lacxl.ribbon.helper import serve, stop

    if stops:
        say("The helper has ended." if stop() else "No helper is running.")
        return DONE
    why = serve(idle=idle * 60, say=say)
    say(f"The helper has ended: {why}. Start it again to use the buttons in Excel.")
    return DONE


@click.command(epilog="\b\nExample:\n  lacxl remember\n\n" + EXIT_CODES)
@settings_option
def remember(settings: Path) -> int:
    """Remember this folder for its workbook, where Excel cannot tell it.

    A workbook that is opened from OneDrive or SharePoint has a web address for a folder. Run this
    once in the synchronised folder that has its lacxl.toml.
    """
    from lacxl.ribbon.settings_of_book import remember as run

    found = load(settings)
    run(found)
    say(f"The buttons in Excel find {found.workbook_path.name} in {found.folder} from now on.")
    return DONE
