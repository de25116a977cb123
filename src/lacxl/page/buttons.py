"""Findings in the words of the page: its buttons in place of commands, which nobody types there."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from lacxl.domain.finding import Finding
from lacxl.domain.month import Month

COMMANDS: Final = (
    *("accept", "add-charts", "addin", "adopt", "benchmarks", "check", "demo", "diff", "doctor"),
    *("due", "explain", "figures", "helper", "issue", "measure", "needed", "new", "next-month"),
    *("page", "profile", "publish", "refresh", "remember", "restate", "ribbon", "scan", "signals"),
    *("synth", "undo", "verify"),
)
"""The commands of the command line."""

_BUTTONS: Final = {
    "check": "Check the workbook",
    "issue": "Issue",
    "next-month": "Make the place for the next month",
    "refresh": "Fill",
    "restate": "Correct an issued figure",
    "undo": "Undo",
}
_ELSEWHERE = "lacxl on a computer"
_ASIDES: Final = (
    (r"then: lacxl refresh\b", "then give the workbook here again and run: lacxl refresh"),
    (r'say why: lacxl issue \S+ --accept "WHY"', "say why where “Issue” asks for it"),
    (r'is issued with: lacxl issue MONTH --accept "WHY"', "is issued with “Issue”, which asks why"),
    (r"and issue the month again; or have LibreOffice .*", "give it here again, and issue it."),
    (r"lacxl issue takes it then, or has LibreOffice .*", "Give it here again then."),
    (r"Have LibreOffice work them out: .*", f"Issue the month with {_ELSEWHERE}."),
    (r"\brun lacxl adopt(?: on it)?( again)?", rf"adopt the workbook\1 with {_ELSEWHERE}"),
    (r"and run: lacxl benchmarks FOLDER", f"and take them in with {_ELSEWHERE}"),
    (r"Run lacxl in the workbook's folder, or make .*", "Give the folder that has it."),
    (r"Give a month or --latest, one of the two", "Give a month"),
    (r"Run the same command again", "Do the same again"),
    (r"Close other programs(.*) and run again", r"Close other tabs\1 and do it again"),
    (r"; LACXL_DEBUG=1 shows where it happened", " with the lines below"),
    (r", with --issue for a corrected copy|, or leave --issue out|, or --taken-on", ""),
    (r", or use the ribbon there|Example: lacxl .*", ""),
)
"""What is said about a call of a command, or a program beside it, and what is said here."""
_CALL = re.compile(
    r"(?P<before>\b[Rr]un:? |(?:\b(?:by|with))?: )?"
    rf"`?lacxl (?P<command>{'|'.join(COMMANDS)})\b"
    r"(?: (?P<month>(?:19|20)\d\d-(?:0[1-9]|1[0-2])|MONTH)\b)?"
    r'(?: (?:--[a-z-]+|WHY|CODE|NAME|FOLDER|THE-FILE|[A-Z]\d{3}|"[^"]*"|-h|\S+\.xlsx)(?!\w))*`?'
)


def for_the_page(finding: Finding) -> Finding:
    """Return a finding that names the page's buttons, and no command."""
    return replace(finding, what=worded(finding.what), todo=worded(finding.todo))


def worded(text: str) -> str:
    """Return a text with the page's buttons in place of the commands in it."""
    for pattern, instead in _ASIDES:
        text = re.sub(pattern, instead, text)
    return _CALL.sub(_instead, text).strip()


def _instead(found: re.Match[str]) -> str:
    before, button = found["before"] or "", _BUTTONS.get(found["command"])
    if button is None and before[:1] in ("", "b", "w"):
        return f"{before.replace(':', '')}{_ELSEWHERE}"
    if button is None:
        return f": that takes {_ELSEWHERE}" if before == ": " else f"go on with {_ELSEWHERE}"
    if not before:
        begins = not found.start() or found.string.endswith(". ", 0, found.start())
        return f"{'The' if begins else 'the'} button “{button}”"
    press = f"press “{button}”"
    if found["month"]:
        press = f"choose {_in_words(found['month'])} and {press}"
    if before[0] in "Rr":
        return press[0].upper() + press[1:] if before[0] == "R" else press
    return before + press


def _in_words(month: str) -> str:
    return "the month" if month == "MONTH" else Month.parse(month).short
