"""The tables of lacxl.toml that say how figures are judged over time."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, field_validator

from lacxl.domain.month import Month
from lacxl.domain.reference import is_reference
from lacxl.settings.base import CoverText, Section

_FORBIDDEN = re.compile(r"[:\\/?*\[\]\x00-\x1f]")


def _month(written: object) -> Month:
    try:
        return Month.parse(written if isinstance(written, str) else "")
    except ValueError:
        raise ValueError('a month such as "2015-05" is needed') from None


def _reference(written: object) -> str:
    if not isinstance(written, str) or not is_reference(written):
        raise ValueError('the number of an indicator such as "7.6" is needed')
    return written


def _sentence(written: str) -> str:
    if not any(letter.isalpha() for letter in written):
        raise ValueError("a line that says what changed is needed")
    return written.strip()


def _sheet_name(written: str) -> str:
    ends = (written[:1], written[-1:])
    if not 1 <= len(written) <= 31 or _FORBIDDEN.search(written) or "'" in ends:
        raise ValueError(
            "a name that a sheet can have is needed: 31 characters at most, and no : \\ / ? * [ ]"
        )
    return written


SheetName = Annotated[str, AfterValidator(_sheet_name)]


class ChangeSection(Section):
    """[[signals.changes]]."""

    about: ClassVar[str] = (
        "A change of process: from its month on an indicator has limits of its own. One table for "
        "each; limits never restart by themselves. All three keys are needed."
    )
    indicator: Annotated[str, BeforeValidator(_reference)] = Field(
        description="The number of the indicator, as text."
    )
    month: Annotated[Month, BeforeValidator(_month)] = Field(
        description='The first month of the new process, as "2015-05".'
    )
    reason: Annotated[CoverText, AfterValidator(_sentence)] = Field(
        description="What changed, in one line that names no child: it is shown with the signal."
    )


class SignalsSection(Section):
    """[signals]."""

    about: ClassVar[str] = (
        "How months are judged over time, by XmR charts (docs/signals.md): when they say nothing, "
        "and what counts as a special cause."
    )
    fewest_months: Annotated[int, Field(ge=12, le=120)] = Field(
        default=12,
        description="How many months with a figure there must be before lacxl says anything.",
    )
    fewest_children: Annotated[int, Field(ge=0, le=1000)] = Field(
        default=10,
        description="How many children or cases the median month must rest on: of a percentage or "
        "a mean its denominator, of a count the count itself, of a rate its numerator.",
    )
    judge_anyway: tuple[str, ...] = Field(
        default=(),
        description="The indicators that are judged though their months rest on fewer, or though "
        "that is not known.",
    )
    rolling: bool = Field(
        default=False, description="Whether figures over rolling twelve months are judged."
    )
    shift: Annotated[int, Field(ge=6, le=9)] = Field(
        default=7, description="How many months in a row on one side of the mean are a shift."
    )
    trend: Literal[6, 7] = Field(
        default=6, description="How many months in a row that rise, or fall, are a trend."
    )
    screen: bool = Field(
        default=False,
        description="Whether moving ranges of more than 3.267 mean moving ranges are left out of "
        "the limits.",
    )
    sheet: SheetName = Field(
        default="Signals",
        description="What the sheet of charts is called that `lacxl add-charts` adds.",
    )
    changes: tuple[ChangeSection, ...] = Field(
        default=(), description="Changes of process, each a table [[signals.changes]]."
    )

    @field_validator("judge_anyway", mode="before")
    @classmethod
    def _references(cls, written: object) -> object:
        if not isinstance(written, list) or not all(
            isinstance(each, str) and is_reference(each) for each in written
        ):
            raise ValueError('a list of indicators such as ["10.2", "10.3"] is needed')
        if len(set(written)) < len(written):
            raise ValueError("an indicator is in the list twice")
        return tuple(written)

    @field_validator("changes", mode="before")
    @classmethod
    def _tables(cls, written: object) -> object:
        if not isinstance(written, list) or not all(isinstance(each, dict) for each in written):
            raise ValueError("tables are needed, each headed [[signals.changes]]")
        return tuple(written)

    @field_validator("changes")
    @classmethod
    def _each_once(cls, written: tuple[ChangeSection, ...]) -> tuple[ChangeSection, ...]:
        if len({(each.indicator, each.month) for each in written}) < len(written):
            raise ValueError("an indicator changes twice in one month")
        return written
