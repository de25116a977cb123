"""Words for what was counted in children's records, and what falls due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lacxl.app.words.words_of_results import TableOfTexts, Words
from lacxl.domain.numbers import how_many

if TYPE_CHECKING:
    from lacxl.app.children.due import DueByMonth
    from lacxl.app.children.measure import MeasuredMonths
    from lacxl.app.children.profile import Profiled

_READINGS = ("no", "month", "n", "of", "shown", "from", "settings")


def of_measure(result: MeasuredMonths) -> Words:
    """Return a row for each indicator and month, and how many readings the history took."""
    taken = f"Taken into the history: {how_many(result.taken, 'reading')}."
    return Words(
        tables=(TableOfTexts(_READINGS, tuple(result.as_rows())),),
        findings=result.findings,
        notes=(
            *([taken] if result.into_history else []),
            *([f"The readings: {result.written}"] if result.written else []),
        ),
    )


def of_due(result: DueByMonth) -> Words:
    """Return a row for each standard, then for each team, and where the children are."""
    by_team = result.team_rows()
    children = f"The children, {how_many(result.listed, 'row')}: {result.written}"
    return Words(
        tables=(
            TableOfTexts(("no", "what", *result.columns, "from"), tuple(result.rows())),
            *(
                [TableOfTexts(("team", "no", "what", *result.columns), tuple(by_team))]
                * bool(by_team)
            ),
        ),
        findings=result.findings,
        notes=(
            *(["No team in these extracts."] * (not by_team)),
            "As of the day of the records: nothing new is recorded, nobody enters or leaves care.",
            *([children] if result.written else []),
        ),
    )


def of_profile(result: Profiled) -> Words:
    """Return what each file is, and what feeds each indicator."""
    return Words(
        tables=(
            TableOfTexts(
                ("file", "what it is", "rows", "period", "lacks"), tuple(result.file_rows())
            ),
            TableOfTexts(("no", "fed by", "else missing"), tuple(result.indicator_rows())),
        ),
        findings=result.findings,
    )
