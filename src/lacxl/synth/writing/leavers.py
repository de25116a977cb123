"""The list of care leavers as at a day, as Annex A and the SSD have it."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from lacxl.synth.calendar_days import completed_years
from lacxl.synth.life import Life
from lacxl.synth.oracle.snapshots import category, last_by, on_list
from lacxl.synth.oracle.spells import spells_of

CATEGORIES: Final = {
    "relevant": "Relevant child",
    "former relevant": "Former relevant child",
    "qualifying": "Qualifying care leaver",
    "eligible": "Eligible child",
}
_LONG_OUT_OF_TOUCH: Final = 3


class LeaverRow(NamedTuple):
    """One young person; what is not known is blank or None."""

    category: str
    touch: str
    contact: dt.date | None
    accommodation: str
    suitable: bool | None
    activity: str
    review: dt.date | None


def leaver_row(life: Life, day: dt.date) -> LeaverRow | None:
    """Return the row of a care leaver, or of an eligible child (in care, 16 or older)."""
    spells = spells_of(life)
    if spells and spells[-1].covers(day):
        if completed_years(life.dob, day) < 16 or (day - spells[-1].start).days < 91:
            return None
        return LeaverRow("eligible", "YES", day, "Z", True, "F2", last_by(life.pathway_plans, day))
    if life.leaver is None or not on_list(life, day):
        return None
    situation = [one for one in life.leaver.situations if one.since <= day][-1]
    review = last_by(life.leaver.reviews, day)
    kind = category(life, day)
    if situation.touch != "YES" and life.child % _LONG_OUT_OF_TOUCH:
        return LeaverRow(kind, situation.touch, situation.since, "", None, "", review)
    # of some who are out of touch the list still says how they lived when last heard of
    return LeaverRow(
        kind, situation.touch, max(situation.since, day - dt.timedelta(days=life.child % 50)),
        situation.accommodation, situation.suitable, situation.activity, review,
    )  # fmt: skip
