"""What the DfE publishes, as data: columns and categories by what they mean, and the measures."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Final

from lacxl.tables.cell import plain

RESPECTS: Final = ("definition", "children", "rounding")
"""In what a figure may be comparable only in part; datasets.toml says what each means."""
POPULATION: Final = "population"


@dataclass(frozen=True, slots=True)
class PublishedMeasure:
    """A published figure beside an indicator: which rows it is, and what it means.

    `takes` is the column of figures. Rows have one of each list of `categories`. Where `is_total`,
    England's row is the sum of all councils. A `is_span` is printed as years:months. `partly` says
    in which respects it is comparable only in part, and `unless` which settings of [measures] lift
    that.
    """

    indicator: str
    takes: str
    categories: tuple[frozenset[str], ...]
    definition: str = ""
    is_total: bool = False
    is_span: bool = False
    partly: Mapping[str, str] = field(default_factory=dict)
    unless: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotComparable:
    """What the files hold that is of an indicator's subject and is another figure."""

    indicator: str
    categories: frozenset[str]
    why: str


@dataclass(frozen=True, slots=True)
class Ended:
    """A council that was split or merged: its name, the codes it went into, and when."""

    name: str
    into: tuple[str, ...]
    on: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that is known of the published statistics."""

    columns: Mapping[str, str]
    figures: Mapping[str, str]
    same_words: Mapping[str, str]
    totals: frozenset[str]
    measures: tuple[PublishedMeasure, ...]
    not_comparable: tuple[NotComparable, ...]
    ended: Mapping[str, Ended]

    def meaning(self, category: str) -> str:
        """Return a category in words that all releases share."""
        return _meaning(category, self.same_words)

    @property
    def known(self) -> frozenset[str]:
        """Every category that a measure, or what is not comparable, names."""
        named = [one for each in self.measures for one in each.categories]
        return frozenset().union(*named, *(each.categories for each in self.not_comparable))


@cache
def published() -> Catalogue:
    """Return what ships in datasets.toml."""
    text = resources.files("lacxl.published").joinpath("datasets.toml").read_text("utf-8")
    tables: dict[str, Any] = tomllib.loads(text)
    same: dict[str, str] = tables["same_words"]

    def meant(categories: list[str]) -> frozenset[str]:
        return frozenset(_meaning(each, same) for each in categories)

    measures = [
        PublishedMeasure(
            each["indicator"],
            each["takes"],
            tuple(meant(one) for one in each["categories"]),
            each["definition"],
            each["england"] == "total",
            each.get("span", False),
            each.get("partly", {}),
            each.get("unless", {}),
        )
        for each in tables["measures"]
    ]
    population = tables[POPULATION]
    measures.append(
        PublishedMeasure(POPULATION, population["takes"], (meant(population["categories"]),))
    )
    return Catalogue(
        {plain(h): name for name, headings in tables["columns"].items() for h in headings},
        {plain(h): name for name, headings in tables["figures"].items() for h in headings},
        same,
        meant(tables["total"]["words"]),
        tuple(measures),
        tuple(
            NotComparable(each["indicator"], meant(each["categories"]), each["why"])
            for each in tables["not_comparable"]
        ),
        {
            code: Ended(each["name"], tuple(each["into"]), each["on"])
            for code, each in tables["councils_that_ended"].items()
        },
    )


def _meaning(category: str, same_words: Mapping[str, str]) -> str:
    words = f" {plain(category)} "
    for one, other in same_words.items():
        words = words.replace(f" {one} ", f" {other} ")
    return words.strip()
