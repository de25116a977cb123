"""The repairs that are usual in the field: each is listed, counted, and can be turned off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

REPAIRS: Final = {
    "drop_duplicates": "rows that are exactly like another are read once",
    "close_open_episodes": (
        "an open episode that another one follows ends where that one starts; its reason becomes "
        "X1, so it is no cessation"
    ),
    "continue_episodes": (
        "an episode that ends with X1, and is not continued on that day, goes on until the child's "
        "next one starts, or has no end where none follows"
    ),
    "later_year_stands": (
        "where two returns or extracts hold the same row of a child, such as the episode of the "
        "same start, the later one stands"
    ),
    "one_of_each_start": (
        "of several rows with the same child, start and reason one stands: the one that has ended, "
        "the latest of such"
    ),
    "american_dates": "dates of a column that proves American order are read month first",
    "excel_serials": "day numbers of Excel are read as the days they stand for",
    "placeholder_dates": "dates that stand for none, such as 31/12/9999, are read as blank",
    "leave_out_adults": "who is in care at 18 or over is left out from the 18th birthday on",
    "leave_out_leavers": (
        "care leavers who died or returned home for six months or more are left out"
    ),
}
"""The repairs by name, and what each does; every one is on unless an option turns it off."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A repair that was made: its name, in which file, and in how many rows."""

    name: str
    file: str
    count: int

    @property
    def about(self) -> str:
        """What the repair does."""
        return REPAIRS[self.name]
