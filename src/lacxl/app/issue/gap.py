"""The gaps of a month about to be issued: refused, unless a person gives the reason."""

from __future__ import annotations

from dataclasses import dataclass

from lacxl.app.accepting import Reason, accept
from lacxl.app.case.case import Case
from lacxl.checks.complete import without_figures
from lacxl.domain.finding import Finding, error, note, where_in
from lacxl.domain.numbers import how_many
from lacxl.ledgers.reasons import REASONS, Accepted, accepted_in

_CODE = "I111"


@dataclass(frozen=True, slots=True)
class Gap:
    """What prevents issuing, what to report, and the reason to keep."""

    faults: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()
    new: Accepted | None = None


def accepted_gap(case: Case, reason: Reason | None) -> Gap:
    """Return what to say about the indicators with neither a reading nor anything typed.

    A `reason` is the one given now; one that was kept before counts while no other is missing.
    Raises Refused for a ledger that cannot be read.
    """
    settings, month = case.settings, case.month
    ledger = REASONS.load(settings.accepted_path)
    missing = without_figures(case.layout, case.there, case.read, month)
    if not missing:
        return Gap(notes=() if reason is None else (_nothing_to_accept(),))
    where = next(iter(missing.values())).sheet
    numbers = tuple(missing)
    new = None
    row = accepted_in(ledger, _CODE, where, month, numbers)
    if reason is not None:
        new, row = accept(settings, _CODE, where, month, numbers, reason), len(ledger) + 2
    named = ", ".join(numbers)
    count = f"{how_many(len(numbers), 'indicator')} of {len(case.indicators_shown)}"
    if row is None:
        what = f"{month.long} has neither a reading nor anything in the cell for {count}: {named}."
        return Gap(
            (
                error(
                    _CODE,
                    what,
                    where,
                    "Add them to the extract, with a note where there is no figure, or type the "
                    "reason (such as TBC) into their cells; then fill the month again. To issue it "
                    "without them, say "
                    f'why: lacxl issue {month} --accept "WHY"',
                ),
            )
        )
    kept = where_in(settings.accepted_path.name, (row,))
    accepted = note("I112", f"Issued without {count}: {named}. The reason is kept.", kept)
    return Gap(notes=(accepted,), new=new)


def _nothing_to_accept() -> Finding:
    return note("I114", "No reading is missing, so the reason was not needed and is not kept.")
