"""The words that every form shares: of symbols, of units, of the issue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from lacxl.domain.indicator import Unit
from lacxl.domain.month import day_in_words
from lacxl.publishing.forms.texts import plain
from lacxl.publishing.publication import (
    MEANINGS,
    Publication,
    PublishedLine,
    ShownStatus,
    TidyPart,
    Value,
)

STATUS_WORDS: Final[Mapping[ShownStatus, str]] = MappingProxyType(
    {
        ShownStatus.SHOWN: "Shown",
        ShownStatus.SUPPRESSED: "Not shown, to protect children",
        ShownStatus.MISSING: "Not available",
        ShownStatus.NOT_APPLICABLE: "Does not apply",
    }
)
"""Each status in a few words."""

SYMBOLS: Final = tuple((status.value, meaning) for status, meaning in MEANINGS.items())
"""Each symbol with its meaning."""

NO_NEWS: Final = "No changed light, no signal and no restated figure is reported for this month."
"""What stands where nothing matters first."""


def published_on(publication: Publication) -> dt.date:
    """Return the day of publication."""
    return dt.date.fromisoformat(publication.published_on)


def full_title(publication: Publication) -> str:
    """Return the title with its month, once: Corporate Parenting, May 2015."""
    title, month = plain(publication.title), publication.month.long
    return title if month.casefold() in title.casefold() else f"{title}, {month}".removeprefix(", ")


def council_and_issue(publication: Publication) -> str:
    """Return whose figures these are: Westshire County Council, May 2015, issue 1."""
    said = (plain(publication.council), publication.month.long, f"issue {publication.issue}")
    return ", ".join(filter(None, said))


def issue_in_words(publication: Publication) -> str:
    """Return which issue it is: Issue 1, published on 4 June 2015."""
    return f"Issue {publication.issue}, published on {day_in_words(published_on(publication))}"


def name_of(line: PublishedLine) -> str:
    """Return a line's name and title: 7.6 Reviews in time."""
    return f"{plain(line.label)} {plain(line.title)}".strip()


def unit_in_words(unit: Unit) -> str:
    """Return what a figure is, as a heading has it: Percentage."""
    return TidyPart.of_unit(unit).value.capitalize()


def benchmarks_of(line: PublishedLine) -> tuple[tuple[str, Value], ...]:
    """Return what others achieved, nothing where nobody knows any of it."""
    is_known = any(value.status is not ShownStatus.MISSING for _, value in line.benchmarks)
    return line.benchmarks if is_known else ()


def latest(line: PublishedLine) -> Value | None:
    """Return the figure of the month itself, None where a line has no months."""
    return line.months[-1][1] if line.months else None


def what_matters(publication: Publication) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what a reader should see first, by its headings; without what there is none of."""
    parts = (
        ("Lights that changed", publication.lights_changed or (publication.nothing_new,)),
        ("Signals", publication.signals),
        ("Restated figures", publication.restated),
    )
    said = ((heading, tuple(filter(None, map(plain, texts)))) for heading, texts in parts)
    return tuple((heading, texts) for heading, texts in said if texts)
