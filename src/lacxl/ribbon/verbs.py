"""The verbs of the ribbon: the only things that a button, or a request, can ask for."""

from __future__ import annotations

TITLES = {
    "months": "Choose month",
    "next": "Next month",
    "fill": "Fill month",
    "preview": "Preview changes",
    "undo": "Undo last fill",
    "check": "Check workbook",
    "problems": "Problems",
    "explain": "Explain this figure",
    "accept": "Accept finding",
    "map": "Workbook map",
    "charts": "Add charts",
    "issue": "Issue and lock",
    "restate": "Restate month",
    "publish": "Publish",
    "log": "Log",
    "doctor": "Test set-up",
    "help": "Guide",
}
VERBS = tuple(TITLES)
"""In the order of the ribbon. Another one is a title here, a function in `book_actions`, and what
keeps it from being pressed in `state.why_not`.
"""

WITHOUT_BOOK = ("log", "doctor", "help")
"""They need no workbook and must not fail for lack of one."""

ALWAYS = ("months", "check", "map", *WITHOUT_BOOK)
"""Allowed whatever state the workbook is in: `months` says what is wrong with it, and `check` and
`map` need no settings."""
