"""The settings of the definitions, each with its default and a sentence that says what it does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from lacxl.domain.month import FinancialYear


def _about(default: Any, about: str) -> Any:
    return field(default=default, metadata={"about": about})


@dataclass(frozen=True, slots=True)
class Options:
    """What docs/definitions.md leaves to the council; the defaults are those of that page."""

    population: Mapping[FinancialYear, int] = field(
        default_factory=lambda: MappingProxyType({}),
        metadata={
            "about": "Residents aged 0 to 17 by financial year, for the rate of 7.2; "
            "a year without one has no rate."
        },
    )
    starts: Literal["every", "first_in_year"] = _about(
        "every",
        'Which starts 7.3 counts: "every" one, or "first_in_year" for a child\'s first start '
        "since 1 April only.",
    )
    ends: Literal["every", "last_in_year"] = _about(
        "every",
        'Which ends 7.4, 7.5 and 7.7 count: "every" one, or "last_in_year" for a child\'s last end '
        "on record of the financial year only, as the DfE does.",
    )
    permanence: tuple[str, ...] = _about(
        ("E11", "E12", "E41", "E43", "E44", "E45", "E46", "E47", "E48"),
        "The REC codes that 7.5 counts as leaving care for permanence.",
    )
    adopted_of: Literal["ceased", "permanence"] = _about(
        "ceased",
        'What the adopted of 7.7 are a share of: all who "ceased", or those who left for '
        '"permanence".',
    )
    reviews_per: Literal["review", "child"] = _about(
        "review",
        'What 7.6 counts: each "review", or each "child", who is in time with all reviews due in '
        "the month.",
    )
    reviews_from: dt.date | None = field(
        default=None,
        metadata={
            "about": "The day on which the records of reviews begin (7.6); by default the day of "
            "the earliest review on record."
        },
    )
    health_least_months: int = _about(
        0, "How many months a child has been in care before 7.8 asks for a health assessment."
    )
    dental_months: int = _about(12, "For how many months a dental check is in date (7.9).")
    dental_youngest: int = _about(0, "The youngest age at which 7.9 asks for a dental check.")
    dental_least_months: int = _about(
        0, "How many months a child has been in care before 7.9 asks for a dental check."
    )
    pep_current: Literal["six_months", "term"] = _about(
        "six_months",
        'When a personal education plan is current (7.10): for "six_months", or if dated in the '
        'school "term" of the month\'s end.',
    )
    pep_ages: tuple[int, int] = _about(
        (5, 15), "The youngest and the oldest age of school, both included (7.10)."
    )
    pep_ages_on: Literal["month_end", "school_year"] = _about(
        "month_end",
        'When the ages of 7.10 are taken: at the "month_end", or on the 31 August before the '
        '"school_year" of the month\'s end, which begins on 1 September.',
    )
    plan_months: int = _about(6, "For how many months a care or pathway plan is in date (7.11).")
    lasting: tuple[str, ...] = _about(
        ("U1", "U4"),
        "The PLACE codes of placements meant to last, in which a visit every three months is "
        "enough after a year (7.12).",
    )
    local_visit_days: int = _about(28, "The council's own interval between visits in days (7.13).")
    leaver_categories: tuple[str, ...] = _about(
        ("relevant", "former relevant", "qualifying"),
        "The categories of care leavers that 8.1, 8.3 and 8.4 count, and 8.2 where it has none of "
        "its own.",
    )
    pathway_categories: tuple[str, ...] | None = _about(
        None,
        "The categories of care leavers who should have a pathway plan (8.2); by default those of "
        "leaver_categories.",
    )
    leaver_ages: tuple[int, int] = _about(
        (16, 24), "The youngest and the oldest age of a care leaver, both included (8.1 to 8.4)."
    )
    leavers_not_in_touch: bool = _about(
        True,
        "Whether care leavers the council is not in touch with count in 8.3 and 8.4, as not "
        "suitable and not in activity.",
    )
    same: Literal["placement", "carer"] = _about(
        "placement",
        'What has lasted two years in 9.1: the "placement", or the "carer", so that RNE T and U '
        "begin nothing new.",
    )
    adoptive_with_previous: bool = _about(
        False,
        "Whether 9.1 counts a placement for adoption (A3 to A6) together with the one before it, "
        "as NI 63 did.",
    )
    a1: Literal["A1", "A10"] = _about(
        "A1",
        'Which form of 10.2: "A1", or "A10", where for a child adopted by the foster carer the '
        "placement with that carer is the moving in.",
    )

    @property
    def of_pathway(self) -> tuple[str, ...]:
        """The categories of care leavers that 8.2 asks for."""
        return (
            self.leaver_categories if self.pathway_categories is None else self.pathway_categories
        )


DESCRIPTIONS: Mapping[str, str] = {
    name: option.metadata["about"] for name, option in Options.__dataclass_fields__.items()
}
"""What each option does, in one sentence, by its name."""
