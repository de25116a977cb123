"""The datasets that measures count: their columns, whatever layout they were read from.

Dates are days (midnight, no time zone); a missing date is NaT, a missing text is "". `child` is a
number that stands for a child within one run: identifiers stay in `Identities` and go nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class CannotCount(Exception):  # noqa: N818 - no fault, an answer
    """Why an indicator cannot be counted from them, in words."""


class CannotCountMonth(CannotCount):
    """Why an indicator cannot be counted in this month, in words."""


class Dtype(Enum):
    """What a column holds."""

    CHILD = "child"
    DATE = "date"
    CODE = "code"
    NUMBER = "number"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Dataset:
    """A table with one row for each child or event, by the names and kinds of its columns."""

    name: str
    columns: dict[str, Dtype]
    about: str


C, D, K, N, F = Dtype.CHILD, Dtype.DATE, Dtype.CODE, Dtype.NUMBER, Dtype.FLAG

DATASETS = {
    dataset.name: dataset
    for dataset in (
        Dataset(
            "episodes",
            {
                "child": C, "dob": D, "start": D, "rne": K, "legal_status": K, "place": K,
                "postcode": K, "urn": K, "end": D, "rec": K, "of_age": D,
            },
            "SSDA903 episodes or ssd_cla_episodes: the whole history of being looked after; "
            "`of_age` is the 18th birthday of whose episode goes on after it: the end of care",
        ),
        Dataset(
            "in_care",
            {
                "child": C, "dob": D, "started": D, "legal_status": K, "ceased": D, "rec": K,
                "placement_start": D, "place": K, "placements": N, "last_visit": D,
                "last_health": D, "last_dental": D, "last_review": D, "team": K, "of_age": D,
            },
            "Annex A list 8 as at its day: in care now, or ceased in the last six months; `of_age` "
            "as of episodes",
        ),
        Dataset(
            "reviews", {"child": C, "held": D, "due": D},
            "reviews held; `due` is NaT where the source has none and the rule works it out",
        ),
        Dataset(
            "health", {"child": C, "kind": K, "date": D, "status": K},
            "checks; kind is health or dental, status held, not held, not known or none",
        ),
        Dataset(
            "visits", {"child": C, "date": D, "seen": K},
            "visits made to the child; seen is held, not held, not known or none",
        ),
        Dataset(
            "plans", {"child": C, "kind": K, "date": D, "status": K},
            "plans; kind is care or pathway, status as of health",
        ),
        Dataset(
            "peps", {"child": C, "date": D, "status": K},
            "personal education plans; status as of health",
        ),
        Dataset(
            "care_leavers",
            {
                "child": C, "dob": D, "category": K, "in_touch": F, "suitable": F, "activity": K,
                "pathway_review": D, "contact": D, "team": K,
            },
            "care leavers as at the day of the extract; category is relevant, former relevant, "
            "qualifying or eligible; `contact`, the latest one, decides between several rows; "
            "`team`, as of in_care, is a text of the council's own",
        ),
        Dataset(
            "adoptions",
            {
                "child": C, "entered": D, "decided": D, "ordered": D, "matched": D, "moved_in": D,
                "adopted": D, "by_foster_carer": F,
            },
            "dates on the way to adoption; from SSDA903 those that its modules have, the rest "
            "being worked out from the episodes",
        ),
    )
}  # fmt: skip
"""The datasets by name."""
