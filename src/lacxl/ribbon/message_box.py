"""Showing an answer where no add-in does: a message box on Windows, else a list in Excel."""

from __future__ import annotations

import sys
from contextlib import suppress

from lacxl.domain.errors import LacxlError
from lacxl.ribbon import attaching
from lacxl.ribbon.answer import Answer, Status

_INFORMATION, _WARNING, _IN_FRONT = 0x40, 0x30, 0x10000


def show(answer: Answer) -> None:
    """Show the message; an answer without one is shown by what happened."""
    if not answer.message:
        return
    if sys.platform == "win32":
        _box(answer)
        return
    with suppress(LacxlError):  # without a book there is nowhere to show it; the log has it
        lines = answer.message.split("\n")
        book = attaching.caller()
        book.show_list(
            answer.title, (answer.title,), [(line,) for line in lines], [None] * len(lines)
        )


def _box(answer: Answer) -> None:
    import ctypes

    fine = answer.status in (Status.OK, Status.FINDINGS)
    kind = (_INFORMATION if fine else _WARNING) | _IN_FRONT
    ctypes.windll.user32.MessageBoxW(None, answer.message, answer.title, kind)  # type: ignore[attr-defined,unused-ignore]
