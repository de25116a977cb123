"""The settings of the definitions, each with its default."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from lacxl.domain.month import FinancialYear


@dataclass(frozen=True, slots=True)
class Options:
    """What docs/definitions.md leaves to the council, by the names that it has in bold."""

    population: Mapping[FinancialYear, int] = field(default_factory=dict)
    starts: Literal["every", "first_in_year"] = "every"
    ends: Literal["every", "last_in_year"] = "every"
    permanence: tuple[str, ...] = ("E11", "E12", "E41", "E43", "E44", "E45", "E46", "E47", "E48")
    adopted_of: Literal["ceased", "permanence"] = "ceased"
    reviews_per: Literal["review", "child"] = "review"
    reviews_from: dt.date | None = None
    """By default the day of the earliest review on record."""
    health_least_months: int = 0
    dental_months: int = 12
    dental_youngest: int = 0
    dental_least_months: int = 0
    pep_current: Literal["six_months", "term"] = "six_months"
    pep_ages: tuple[int, int] = (5, 15)
    """The youngest and the oldest, both included."""
    pep_ages_on: Literal["month_end", "school_year"] = "month_end"
    plan_months: int = 6
    lasting: tuple[str, ...] = ("U1", "U4")
    """The PLACE codes of placements meant to last."""
    local_visit_days: int = 28
    leaver_categories: tuple[str, ...] = ("relevant", "former relevant", "qualifying")
    pathway_categories: tuple[str, ...] | None = None
    """By default those of `leaver_categories`."""
    leaver_ages: tuple[int, int] = (16, 24)
    """The youngest and the oldest, both included."""
    leavers_not_in_touch: bool = True
    """Whether they count, as not suitable and not in activity."""
    same: Literal["placement", "carer"] = "placement"
    adoptive_with_previous: bool = False
    a1: Literal["A1", "A10"] = "A1"
