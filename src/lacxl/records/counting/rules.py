"""The rules of filters.toml: which indicators are counted by filtering rows, and how."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

_TESTS = (
    "any_of", "none_of", "starts_with", "is", "is_not", "ages", "months_old", "months_fresh",
    "first_in_year", "last_in_year",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of filters.toml: its test of a column, and what the test compares with."""

    words: str
    column: str
    test: str
    value: Any
    when: Mapping[str, object]
    left_out: str


@dataclass(frozen=True, slots=True)
class Filter:
    """An entry of filters.toml."""

    indicator: str
    dataset: str
    within: str
    present: tuple[str, ...]
    in_words: str
    distinct: bool
    denominator: str
    needs: tuple[str, ...]
    unknown: tuple[Condition, ...]
    cases: tuple[Condition, ...]
    counted: tuple[Condition, ...]


@cache
def filters() -> tuple[Filter, ...]:
    """Return the entries of filters.toml."""
    text = resources.files("lacxl.records.counting").joinpath("filters.toml").read_text("utf-8")
    return tuple(_filter(dict(entry)) for entry in tomllib.loads(text)["filter"])


def _filter(entry: dict[str, Any]) -> Filter:
    found = Filter(
        entry.pop("indicator"),
        entry.pop("dataset"),
        entry.pop("within", ""),
        tuple(entry.pop("present", ())),
        entry.pop("in_words"),
        entry.pop("distinct", False),
        entry.pop("denominator", ""),
        tuple(entry.pop("needs", ())),
        *(
            tuple(_condition(dict(each)) for each in entry.pop(part, ()))
            for part in ("unknown", "cases", "counted")
        ),
    )
    if entry:
        raise ValueError(f"filters.toml: unknown keys {', '.join(entry)}")
    return found


def _condition(entry: dict[str, Any]) -> Condition:
    (test,) = (name for name in _TESTS if name in entry)
    found = Condition(
        entry.pop("words"),
        entry.pop("column"),
        test,
        entry.pop(test),
        entry.pop("when", {}),
        entry.pop("left_out", ""),
    )
    if entry:
        raise ValueError(f"filters.toml: unknown keys {', '.join(entry)}")
    return found
