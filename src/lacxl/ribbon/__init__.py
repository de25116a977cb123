"""The ribbon's door: verbs on a workbook that is open in Excel, each a function for RunPython.

    RunPython "import lacxl.ribbon; lacxl.ribbon.fill()"

They find the workbook whose macro called, and show the person what came of it. Issuing and
restating ask nothing here: let the macro ask first.
"""

from __future__ import annotations

__all__ = [
    "accept", "charts", "check", "doctor", "explain", "fill", "help", "issue", "log", "map",
    "months", "next", "preview", "problems", "publish", "restate", "undo",
]  # fmt: skip


def months(month: str = "") -> None:
    """Choose the month to work on, such as "2015-05"."""
    _run("months", month)


def next() -> None:
    """Make the place for the next month in the open workbook."""
    _run("next")


def fill(month: str = "") -> None:
    """Fill the month that is chosen, or the one named, in the open workbook."""
    _run("fill", month)


def preview(month: str = "") -> None:
    """List what filling would change; nothing changes."""
    _run("preview", month)


def undo() -> None:
    """Take back the last fill."""
    _run("undo")


def check() -> None:
    """List what contradicts itself in the workbook, with links to the cells."""
    _run("check")


def problems() -> None:
    """List what the last run noticed, with links to the cells."""
    _run("problems")


def explain() -> None:
    """Say where the figure under the selection comes from."""
    _run("explain")


def accept(finding: str, reason: str) -> None:
    """Accept a finding as it is, such as "K102 outturns.csv row 4"; the reason is kept."""
    _run("accept", finding, reason)


def map() -> None:
    """Write what each cell is taken for beside the workbook, and open the map of it."""
    _run("map")


def charts() -> None:
    """Add a sheet of XmR charts to the open workbook."""
    _run("charts")


def issue(month: str = "") -> None:
    """Lock the month, save the workbook and write the issued copy."""
    _run("issue", month)


def publish(month: str = "") -> None:
    """Make a folder of an issued month to hand out."""
    _run("publish", month)


def restate(reason: str, month: str = "") -> None:
    """Correct the issued month that is chosen, or the one named; the reason is kept."""
    _run("restate", month, reason)


def log() -> None:
    """Open the log."""
    _run("log")


def doctor() -> None:
    """Test the set-up."""
    _run("doctor")


def help() -> None:
    """Open the guide."""
    _run("help")


def _run(verb: str, arg: str = "", reason: str = "") -> None:
    from lacxl.ribbon.message_box import show
    from lacxl.ribbon.running import run_here

    show(run_here(verb, arg, reason))
