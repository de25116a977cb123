"""The verbs that need no workbook: log, doctor, help."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lacxl.ribbon import opening
from lacxl.ribbon.answer import LONGEST, Answer, Status
from lacxl.ribbon.detail_log import log, log_file
from lacxl.ribbon.verbs import TITLES


def show_log() -> Answer:
    """Open the log."""
    file = log_file()
    if not file.exists():
        log("the log begins here")
    if opening.show_file(file):
        return Answer(Status.OK, TITLES["log"], "")
    return Answer(Status.OK, TITLES["log"], f"The log is the file\n{file}")


def show_help() -> Answer:
    """Open the guide."""
    if opening.show_page(opening.GUIDE):
        return Answer(Status.OK, TITLES["help"], "")
    return Answer(Status.OK, TITLES["help"], f"The guide is at\n{opening.GUIDE}")


def see_doctor() -> Answer:
    """Say what is set up and what blocks; what does not work comes first."""
    from lacxl.addin.doctor import examine
    from lacxl.app.words import of_check

    checks = sorted(examine(), key=lambda check: check.ok is not False)
    lines = []
    for check in checks:
        todo = f" What to do: {check.todo}" if check.ok is False and check.todo else ""
        mark, what = of_check(check)
        lines.append(f"{mark:<5}{what}{todo}")
    text, rest = "", len(lines)
    for line in lines:
        if len(text) + len(line) > LONGEST:
            break
        text, rest = f"{text}{line}\n", rest - 1
    if rest:
        text += f"... and {rest} more: run lacxl doctor to see them all."
    blocked = any(check.ok is False for check in checks)
    return Answer(Status.FINDINGS if blocked else Status.OK, TITLES["doctor"], text.strip())


GENERAL_ACTIONS: Mapping[str, Callable[[], Answer]] = {
    "log": show_log,
    "doctor": see_doctor,
    "help": show_help,
}
