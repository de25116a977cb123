"""The verbs of the ribbon: the only things that a button, or a request, can ask for."""

from __future__ import annotations

TITLES = {
    "months": "Choose month",
    "fill": "Fill month",
    "preview": "Preview changes",
    "undo": "Undo last fill",
    "problems": "Problems",
    "explain": "Explain this figure",
    "issue": "Issue and lock",
    "log": "Log",
    "doctor": "Test set-up",
    "help": "Guide",
}
VERBS = tuple(TITLES)
"""In the order of the ribbon. Check, next month and re-issue have their place here when they come:
a title, a function in `doing`, and what keeps them from being pressed in `state.why_not`."""

WITHOUT_BOOK = ("log", "doctor", "help")
"""They need no workbook and must not fail for lack of one."""

ALWAYS = ("months", *WITHOUT_BOOK)
"""Allowed whatever state the workbook is in: `months` says what is wrong with it."""
