"""What a verb answers: the status, and the message for the person."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from lacxl.domain.errors import LacxlError, Unfinished, refuse
from lacxl.domain.finding import Finding
from lacxl.domain.safe_text import one_line, several_lines
from lacxl.files.key_values import to_text
from lacxl.files.plain import is_device, is_folder
from lacxl.files.temporary import rename_to_new, temporary_beside

FORMAT = 1
LONGEST = 900
"""A message box shows about a thousand characters and drops the rest without a word."""
_BROKEN = "E112"
"""The finding of a workbook that is neither as it was nor as it should be."""

_FILL = re.compile(r"Run:? lacxl refresh \d{4}-\d{2}(?! --)")
_RESTATE = re.compile(r'lacxl restate \d{4}-\d{2} --reason "WHY"(?! --)(, with --issue [\w ]+)?')
_COMMAND = re.compile(r"\blacxl (?:refresh|issue|undo|restate|accept)\b")


class Status(Enum):
    """How a verb ended, in the words of the result file."""

    OK = "ok"
    FINDINGS = "findings"
    REFUSED = "refused"
    FAILED = "failed"


EXIT_CODES = {Status.OK: 0, Status.FINDINGS: 1, Status.REFUSED: 3, Status.FAILED: 4}


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of one verb. `message` is for the person; `month` is such as 2015-05, or empty."""

    status: Status
    title: str
    message: str
    month: str = ""

    def text(self) -> str:
        """The result file's text."""
        return to_text(
            {
                "format": str(FORMAT),
                "status": self.status.value,
                "title": one_line(self.title),
                "message": several_lines(self.message),
                "month": self.month,
            }
        )


def require_result(file: Path) -> None:
    """Raise Refused (B307) where no new result file can be written."""
    if why := _why_no_result(file):
        raise refuse(
            "B307",
            f"The result file cannot be written: {why}.",
            str(file),
            "Name a file that is not there yet, in a folder that is.",
        )


def _why_no_result(file: Path) -> str:
    if is_device(file) or not file.name:
        return "its name is that of a device or of a folder"
    if not is_folder(file.parent):
        return "there is no such folder"
    if not os.access(file.parent, os.W_OK):
        return "nothing may be written in that folder"
    try:
        os.lstat(file)
    except FileNotFoundError:
        return ""
    except OSError as fault:
        return fault.strerror or "the system does not take its name"
    return "something of that name is there already"


def write_answer(answer: Answer, file: Path) -> None:
    """Write the result file, under another name first; raises OSError.

    Nothing is written over and no link followed: the add-in names a new file each time.
    """
    with temporary_beside(file) as part:
        part.write_text(answer.text(), encoding="ascii", newline="\n")
        rename_to_new(part, file)


def refusal(fault: LacxlError, title: str, month: str = "") -> Answer:
    """Return the answer to a refusal: what happened, where, what to do, as many as there is room.

    The rest is in the list of problems.
    """
    kept = "Nothing was changed."
    if isinstance(fault, Unfinished) and _BROKEN in fault.codes:
        kept = "The workbook was changed, but not completely."
    elif isinstance(fault, Unfinished):
        kept = "The workbook was changed. Press the button again to finish what comes after it."
    return Answer(Status.REFUSED, title, _as_many(fault.findings, kept), month)


def for_a_person(finding: Finding) -> str:
    """Return a finding for a message box, with the names of the buttons in it."""
    return replace(finding, todo=_for_buttons(finding.todo)).paragraph


def _for_buttons(todo: str) -> str:
    """Return what to do in the words of the buttons, where there is one for the command."""
    todo = _FILL.sub("Press Fill month", todo)
    todo = _RESTATE.sub("press Restate month", todo)
    if _COMMAND.search(todo):
        todo += " (Commands are for the command line, with the workbook saved and closed.)"
    return todo


def _as_many(findings: Sequence[Finding], last: str) -> str:
    texts: list[str] = []
    for number, finding in enumerate(findings):
        text = for_a_person(finding)
        room = LONGEST - len(last) - sum(len(each) + 2 for each in texts)
        if texts and len(text) + 2 > room:
            texts.append(f"... and {len(findings) - number} more: press Problems to see them all.")
            break
        texts.append(text if len(text) <= room else text[: room - 4] + " ...")
    return "\n\n".join([*texts, last])
