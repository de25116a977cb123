"""The open definitions of docs/definitions.md with their defaults."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Definitions:
    """How to count the truth; the names are those of the settings under [measures]."""

    starts: str = "every"
    ends: str = "every"
    permanence: tuple[str, ...] = ("E11", "E12", "E41", "E43", "E44", "E45", "E46", "E47", "E48")
    adopted_of: str = "ceased"
    reviews_per: str = "review"
    health_least_months: int = 0
    dental_months: int = 12
    dental_youngest: int = 0
    dental_least_months: int = 0
    pep_current: str = "six_months"
    pep_ages: tuple[int, int] = (5, 15)
    pep_ages_on: str = "month_end"
    plan_months: int = 6
    lasting: tuple[str, ...] = ("U1", "U4")
    local_visit_days: int = 28
    leaver_categories: tuple[str, ...] = ("relevant", "former relevant", "qualifying")
    pathway_categories: tuple[str, ...] | None = None
    leaver_ages: tuple[int, int] = (16, 24)
    leavers_not_in_touch: bool = True
    same: str = "placement"
    adoptive_with_previous: bool = False
    a1: str = "A1"
