"""What each button may do now, and why not: worked out here, read by the add-in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lacxl.app.case.report_months import MonthState, ReportMonth
from lacxl.domain.errors import Refused
from lacxl.domain.month import Month
from lacxl.files.home import home, safe_name
from lacxl.files.key_values import to_text, to_values
from lacxl.files.plain import MOST_WORDS, read_plain
from lacxl.files.text_files import write_text
from lacxl.ribbon.verbs import ALWAYS, VERBS

FORMAT = 1
_ASKED = {
    "ask_finding": (
        "Which finding? Its code and its place or some of its words, such as: K102 outturns.csv "
        "row 4. Or press Problems, select its line in the list, and press Accept finding there."
    ),
    "ask_reason": "Why? In one line, without a child's name; it is kept.",
}
"""What the add-in asks for with a line to type in."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a workbook after a verb.

    `undoable` is the month of the fill that could be undone; `problems` how many findings of the
    last run want a look, None where nothing has run; `copy` the name of the next issued copy.
    """

    month: Month
    months: tuple[ReportMonth, ...]
    chosen: Month | None = None
    undoable: Month | None = None
    problems: int | None = None
    number: int = 1
    locks: int = 0
    copy: str = ""

    @property
    def state(self) -> MonthState | None:
        """How far the month has come, None where it has no column."""
        return next((each.state for each in self.months if each.month == self.month), None)

    @property
    def later(self) -> Month | None:
        """The latest month after this one that has figures, if any."""
        after = [
            each.month
            for each in self.months
            if each.month > self.month and each.state is not MonthState.OPEN
        ]
        return after[-1] if after else None


def why_not(facts: Facts) -> Mapping[str, str]:
    """Return the verbs that are not available now, each with the reason for a person."""
    month, state = facts.month.long, facts.state
    found: dict[str, str] = {}
    if state is None:
        short = facts.month.short
        found["fill"] = (
            f"The workbook has no place for {short} yet. Press Next month until it has, or choose "
            "another month."
        )
    elif state is MonthState.ISSUED:
        found["fill"] = (
            f"{month} is issued and stays as it is. Choose another month, or correct this one with "
            "Restate month."
        )
    if "fill" in found:
        found["preview"] = found["fill"]
    if facts.months and facts.months[-1].state is MonthState.OPEN:
        last = facts.months[-1].month.long
        found["next"] = f"{last} has its place and is not filled yet. Press Fill month."
    if facts.undoable is None:
        found["undo"] = "There is nothing to undo, or its month has been issued since."
    if facts.problems is None:
        found["problems"] = "Nothing has been filled from here yet, so no problems are listed."
    elif facts.problems == 0:
        found["problems"] = "The last run found nothing to look at."
    if state is None or state is MonthState.ISSUED:
        found["issue"] = found["fill"]
    elif state is MonthState.OPEN:
        found["issue"] = f"{month} is not filled yet. Press Fill month first."
    elif facts.later is not None:
        found["issue"] = (
            f"{facts.later.long} is filled already, so {month} cannot be issued from this workbook."
        )
    if state is not MonthState.ISSUED:
        found["restate"] = (
            f"{month} is not issued. Choose an issued month to correct it; any other is filled "
            "again."
        )
    if all(each.state is not MonthState.ISSUED for each in facts.months):
        found["publish"] = "No month is issued yet, and only an issued month is published."
    if all(each.state is MonthState.OPEN for each in facts.months):
        found["accept"] = "No month is filled yet, so there is no finding to accept."
        found["charts"] = "No month is filled yet, so there is nothing to draw."
    return found


def state_text(facts: Facts) -> str:
    """Return the state file's text; docs/ribbon.md documents its keys."""
    closed = why_not(facts)
    label = next(
        (each.label for each in facts.months if each.month == facts.month),
        f"{facts.month.long} (no column yet)",
    )
    return to_text(
        {
            "format": str(FORMAT),
            "allowed": ",".join(verb for verb in VERBS if verb not in closed),
            **{f"why_{verb}": why for verb, why in closed.items()},
            "month": str(facts.month),
            "month_label": label,
            "chosen": str(facts.chosen or ""),
            "months": ";".join(f"{each.month}|{each.label}" for each in facts.months),
            "problems_label": f"Problems ({facts.problems})" if facts.problems else "Problems",
            "confirm_issue": _confirm(facts),
            "confirm_restate": _confirm_restating(facts),
            **_ASKED,
        }
    )


def refused_text(why: str) -> str:
    """Return the state of a workbook that the buttons cannot work on."""
    return to_text(
        {
            "format": str(FORMAT),
            "allowed": ",".join(ALWAYS),
            **{f"why_{verb}": why for verb in VERBS if verb not in ALWAYS},
            "month": "",
            "month_label": "Choose month",
            "chosen": "",
            "months": "",
            "problems_label": "Problems",
            "confirm_issue": "",
            "confirm_restate": "",
            **_ASKED,
        }
    )


def state_file(book: str) -> Path:
    """Return where the state of a workbook of this name is kept."""
    return home() / "state" / f"{safe_name(book)}.state"


def write_state(book: str, text: str) -> None:
    """Write the state file in one step; the same state again touches nothing. Raises Refused."""
    file = state_file(book)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_text(file, text)


def chosen_month(book: str) -> Month | None:
    """Return the month that was chosen last for the workbook, None where none was."""
    try:
        text = read_plain(state_file(book), MOST_WORDS).decode("ascii")
        return Month.parse(to_values(text).get("chosen", ""))
    except (OSError, ValueError, Refused):
        return None


def _confirm(facts: Facts) -> str:
    month = facts.month.long
    open_ones = ""
    if facts.problems:
        what = "problem" if facts.problems == 1 else "problems"
        open_ones = f"\n\n{facts.problems} {what} of the last run may still want a look."
    return (
        f"Issue {month} as issue {facts.number}?\n\n"
        f"Its {facts.locks} cells are locked, the workbook is saved, and {facts.copy} is written."
        f"{open_ones}\n\nAfterwards a correction needs a new issue."
    )


def _confirm_restating(facts: Facts) -> str:
    return (
        f"Restate {facts.month.long}, which is issued?\n\n"
        "Its cells take what the readings give now and are marked; year to date, arrows and lights "
        "follow. The copies that were issued stay as they are, and lacxl-restated.csv says which "
        "of their figures are superseded.\n\nYou are asked for the reason next."
    )
