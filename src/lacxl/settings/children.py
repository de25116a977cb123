"""The tables of lacxl.toml that say where children's records are and how they are counted."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, field_validator

from lacxl.domain.month import FinancialYear
from lacxl.settings.base import FileName, OptionalFile, Section, Variable

SOURCES = ("ssda903", "ssd", "annex_a", "local", "readings")
CATEGORIES = ("relevant", "former relevant", "qualifying", "eligible")
"""What a care leaver can be: the categories of Annex A and the SSD."""
Count = Annotated[int, Field(ge=0, le=1000)]
Words = tuple[str, ...]


def _texts(written: object) -> object:
    if not isinstance(written, list) or not all(isinstance(each, str) and each for each in written):
        raise ValueError('a list of texts such as ["U1", "U4"] is needed')
    return tuple(written)


def _categories(written: tuple[str, ...]) -> tuple[str, ...]:
    """Return categories of care leavers as they are counted, however they are written."""
    found = tuple(re.sub(r"[\W_]+", " ", each).strip().casefold() for each in written)
    if set(found) - set(CATEGORIES):
        raise ValueError(f"each is one of: {', '.join(CATEGORIES)}")
    return found


def _codes(written: tuple[str, ...], shape: str, such_as: str) -> tuple[str, ...]:
    """Return codes of SSDA903 in capitals."""
    found = tuple(each.strip().upper() for each in written)
    if not all(re.fullmatch(shape, each) for each in found):
        raise ValueError(f"codes of SSDA903 such as {such_as} are needed")
    return found


def _ages(written: object) -> object:
    good = (
        isinstance(written, list)
        and len(written) == 2
        and all(isinstance(age, int) and 0 <= age <= 30 for age in written)
        and written[0] <= written[1]
    )
    if not good:
        raise ValueError("the youngest and the oldest age are needed, such as [5, 15]")
    return tuple(written) if isinstance(written, list) else written


class ChildrenSection(Section):
    """[children]."""

    about: ClassVar[str] = (
        "Extracts with a row for each child or event: SSDA903, Annex A, SSD-named tables. They are "
        "counted into readings; no child's record ever reaches the workbook."
    )
    folder: OptionalFile = Field(
        default="", description="The folder with the extracts, in any mixture of the layouts."
    )
    order: Words = Field(
        default=SOURCES,
        description="Which source counts first where several give an indicator; the others are "
        "compared with it.",
    )
    severities: dict[str, Literal["error", "warning", "note", "off"]] = Field(
        default_factory=dict,
        description="The weight of a rule of the extracts, by its code: error, warning, note, "
        "or off, which leaves its findings out.",
    )
    without: Words = Field(
        default=(), description="Repairs that are not made, by their names (docs/children.md)."
    )

    held: Words = Field(
        default=(),
        description="Words of your own for a health check that was held or a child who was seen.",
    )
    not_held: Words = Field(
        default=(),
        description="Words of your own for a health check that was not held or a child who was not "
        "seen.",
    )
    health_check: Literal["auto", "surveillance", "assessment"] = Field(
        default="auto",
        description='What a "Health Check" in a table of health checks is: "surveillance", which '
        'is no assessment (7.8), "assessment", or "auto": surveillance where the table has health '
        "assessments as well.",
    )

    @field_validator("order", "without", "held", "not_held", mode="before")
    @classmethod
    def _lists(cls, written: object) -> object:
        return _texts(written) if written else ()

    @field_validator("order")
    @classmethod
    def _known(cls, written: Words) -> Words:
        if set(written) - set(SOURCES) or len(set(written)) < len(written):
            raise ValueError(f"each at most once: {', '.join(SOURCES)}")
        return written


class MeasuresSection(Section):
    """[measures]."""

    about: ClassVar[str] = (
        "What the definitions leave to the council (docs/definitions.md says it in full)."
    )
    population: dict[str, Annotated[int, Field(gt=0)]] = Field(
        default_factory=dict,
        description="Residents aged 0 to 17 by financial year, for 7.2.",
    )
    starts: Literal["every", "first_in_year"] = Field(
        default="every", description="Which starts 7.3 counts."
    )
    ends: Literal["every", "last_in_year"] = Field(
        default="every", description="Which ends 7.4, 7.5 and 7.7 count."
    )
    permanence: Words = Field(
        default=("E11", "E12", "E41", "E43", "E44", "E45", "E46", "E47", "E48"),
        description="The REC codes that 7.5 counts as permanence.",
    )
    adopted_of: Literal["ceased", "permanence"] = Field(
        default="ceased", description="What the adopted of 7.7 are a share of."
    )
    reviews_per: Literal["review", "child"] = Field(
        default="review", description="What 7.6 counts: each review, or each child."
    )
    reviews_from: dt.date | None = Field(
        default=None, description="The day on which the records of reviews begin (7.6)."
    )
    health_least_months: Count = Field(
        default=0, description="Months in care before 7.8 asks for a health assessment."
    )
    dental_months: Count = Field(
        default=12, description="For how many months a dental check is in date (7.9)."
    )
    dental_youngest: Count = Field(
        default=0, description="The youngest age at which 7.9 asks for a dental check."
    )
    dental_least_months: Count = Field(
        default=0, description="Months in care before 7.9 asks for a dental check."
    )
    pep_current: Literal["six_months", "term"] = Field(
        default="six_months", description="When a personal education plan is current (7.10)."
    )
    pep_ages: tuple[int, int] = Field(
        default=(5, 15), description="The youngest and the oldest age of 7.10, both included."
    )
    pep_ages_on: Literal["month_end", "school_year"] = Field(
        default="month_end",
        description="When these ages are taken: at the month's end, or on 31 August before the "
        "school year.",
    )
    plan_months: Count = Field(
        default=6, description="For how many months a plan is in date (7.11)."
    )
    lasting: Words = Field(
        default=("U1", "U4"),
        description="PLACE codes of placements meant to last (7.12).",
    )
    local_visit_days: Count = Field(
        default=28, description="The council's own interval between visits, in days (7.13)."
    )
    leaver_categories: Words = Field(
        default=("relevant", "former relevant", "qualifying"),
        description="The categories of care leavers that 8.1 to 8.4 count.",
    )
    pathway_categories: Annotated[Words, Field(min_length=1)] | None = Field(
        default=None,
        description="The categories that 8.2 counts, where they differ from those of 8.1, 8.3 "
        "and 8.4.",
    )
    leaver_ages: tuple[int, int] = Field(
        default=(16, 24), description="The youngest and the oldest age of a care leaver."
    )
    leavers_not_in_touch: bool = Field(
        default=True,
        description="Whether care leavers not in touch count in 8.3 and 8.4, as not suitable.",
    )
    same: Literal["placement", "carer"] = Field(
        default="placement", description="What has lasted two years in 9.1."
    )
    adoptive_with_previous: bool = Field(
        default=False,
        description="Whether 9.1 counts a placement for adoption together with the one before it, "
        "as NI 63 did.",
    )
    a1: Literal["A1", "A10"] = Field(default="A1", description="Which form of 10.2.")

    @field_validator(
        "permanence", "lasting", "leaver_categories", "pathway_categories", mode="before"
    )
    @classmethod
    def _lists(cls, written: object) -> object:
        return _texts(written)

    @field_validator("leaver_categories", "pathway_categories")
    @classmethod
    def _known_categories(cls, written: Words | None) -> Words | None:
        return None if written is None else _categories(written)

    @field_validator("permanence")
    @classmethod
    def _reasons(cls, written: Words) -> Words:
        return _codes(written, r"E\d{1,2}[AB]?", "E11")

    @field_validator("lasting")
    @classmethod
    def _placement_types(cls, written: Words) -> Words:
        return _codes(written, r"[A-Z]\d{1,2}", "U4")

    @field_validator("pep_ages", "leaver_ages", mode="before")
    @classmethod
    def _two_ages(cls, written: object) -> object:
        return _ages(written)

    @field_validator("population")
    @classmethod
    def _years(cls, written: dict[str, int]) -> dict[str, int]:
        for year in written:
            FinancialYear.parse(year)
        return written


class LocalSection(Section):
    """[local.peps]."""

    about: ClassVar[str] = (
        "A list of the council's own: one row a child or event. The name after the point is yours."
    )
    dataset: Literal["peps", "plans", "visits", "reviews", "health", "care_leavers"] = Field(
        default="peps", description="What the list holds."
    )
    file: FileName = Field(default="peps.csv", description="The file, as a path from this one.")
    sheet: str = Field(
        default="",
        description="The sheet of a workbook that holds the list; without it, every sheet with the "
        "child's column.",
    )
    query: str = Field(default="", description="A query that gives the list, in place of a file.")
    url_from: Variable = Field(
        default="LACXL_DATABASE_URL",
        description="The environment variable that holds the SQLAlchemy URL of the query.",
    )
    child: Annotated[str, Field(min_length=1)] = Field(
        default="child", description="The heading of the column that tells children apart."
    )
    columns: dict[str, str] = Field(
        default_factory=dict,
        description="The heading of each column, by its name in the dataset (docs/children.md).",
    )


class SqlSection(Section):
    """[sql.episodes]."""

    about: ClassVar[str] = (
        "A query whose answer is read like a file; what it is, its columns say. The database's URL "
        "comes from the environment, never from this file."
    )
    query: Annotated[str, Field(min_length=1)] = Field(
        default="SELECT * FROM ssd_cla_episodes", description="The query."
    )
    url_from: Variable = Field(
        default="LACXL_DATABASE_URL",
        description="The environment variable that holds the SQLAlchemy URL.",
    )


def as_options(section: MeasuresSection) -> dict[str, Any]:
    """Return the section as the measures take it: years as financial years."""
    plain = {name: getattr(section, name) for name in MeasuresSection.model_fields}
    plain["population"] = {
        FinancialYear.parse(year): people for year, people in section.population.items()
    }
    return plain
