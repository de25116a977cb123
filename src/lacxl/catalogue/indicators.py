"""The indicators as TOML: those that ship, and a council's own beside them."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from lacxl.catalogue.toml_files import own_text, shipped_text, tables_of
from lacxl.domain.ceilings import USUAL, Ceilings
from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error
from lacxl.domain.indicator import (
    Basis,
    Figure,
    Indicator,
    Kind,
    Limits,
    Polarity,
    Target,
    Unit,
)
from lacxl.domain.numbers import as_typed, without_percent
from lacxl.domain.reference import is_reference

_KEYS = {
    "title", "kind", "unit", "figures", "polarity", "target", "amber", "basis", "dead_band", "per",
    "also_titled", "definition", "numerator", "denominator", "source",
    "numerator_is", "denominator_is", "numerator_within", "denominator_like", "rises_by",
    "falls_by", "named", "measure",
}  # fmt: skip
_FIGURE = {"name", "unit"}
_NONE: Mapping[str, Any] = MappingProxyType({})
E = TypeVar("E", bound=Enum)


SHIPPED = "indicators.toml"


@cache
def shipped() -> Mapping[str, Indicator]:
    """Return the 22 indicators that ship, by number, in the report's order."""
    return _indicators(shipped_text(SHIPPED), SHIPPED)


def load(own: Path | None = None) -> Mapping[str, Indicator]:
    """Return the indicators by number; those of `own` come on top and replace their namesakes.

    With `only = true` its first line, the council's report has none of those that ship. Raises
    Refused with every fault of the file.
    """
    if own is None:
        return shipped()
    return parse(own_text(own, "catalogue"), own.name)


def parse(text: str, file: str) -> Mapping[str, Indicator]:
    """Return the indicators of a catalogue's text, as `load` does."""
    found = _indicators(text, file)
    if tables_of(text, file, "catalogue").get("only") is True:
        return found
    merged = {**shipped(), **found}
    return dict(sorted(merged.items(), key=lambda item: item[1].sort_key))


def suggestion(number: str, indicators: Mapping[str, Indicator]) -> str:
    """Return a hint for a number that is unknown: "Did you mean 7.10?" or where to look."""
    near = difflib.get_close_matches(number, indicators, n=1)
    return f"Did you mean {near[0]}?" if near else f"Known are {', '.join(indicators)}."


def own(indicators: Mapping[str, Indicator]) -> frozenset[str]:
    """Return the numbers of those that a council's own catalogue gives, not the one that ships."""
    return frozenset(n for n, each in indicators.items() if each is not shipped().get(n))


def with_settings(
    indicators: Mapping[str, Indicator],
    *,
    target: Mapping[str, Decimal] = _NONE,
    amber: Mapping[str, Decimal] = _NONE,
    polarity: Mapping[str, Polarity] = _NONE,
    basis: Mapping[str, Basis],
    dead_band: Mapping[str, Decimal],
    ceilings: Callable[[str], Ceilings] = lambda _number: USUAL,
    figures: Mapping[tuple[str, str], Limits] = MappingProxyType({}),
) -> Mapping[str, Indicator]:
    """Return the indicators with what a council's lacxl.toml says about them.

    `figures` are limits of the figures that the others are not of, by number and figure's name.
    """
    by_council = own(indicators)

    def targeted(number: str, known: Target | None) -> Target | None:
        if number not in target:
            return known
        return Target(target[number], known.amber if known else None)

    def said(number: str, known: Target | None) -> Limits:
        """What lacxl.toml says, and the council's own catalogue: not the one that ships."""
        kept = known if number in by_council else None
        return Limits(
            target.get(number, kept.green if kept else None),
            amber.get(number, kept.amber if kept else None),
            None,
            polarity.get(number),
            "lacxl.toml" if number in {*target, *amber} or kept is None else "the catalogue",
        )

    def with_limits(indicator: Indicator) -> Iterator[Figure]:
        of_all = said(indicator.number, indicator.target)
        for figure in indicator.figures:
            limits = of_all
            if not indicator.judges(figure):
                limits = figures.get((indicator.number, figure.name), Limits())
            yield replace(figure, said=replace(limits, polarity=of_all.polarity))

    return {
        number: replace(
            indicator,
            figures=tuple(with_limits(indicator)),
            target=targeted(number, indicator.target),
            polarity=polarity.get(number, indicator.polarity),
            basis=basis.get(number, indicator.basis),
            dead_band=dead_band.get(number, indicator.dead_band),
            ceilings=ceilings(number),
        )
        for number, indicator in indicators.items()
    }


def _indicators(text: str, file: str) -> Mapping[str, Indicator]:
    tables = tables_of(text, file, "catalogue")
    faults: list[Finding] = []
    found: dict[str, Indicator] = {}
    entries = tables.pop("indicators", {})
    if not isinstance(tables.pop("only", False), bool):
        faults.append(error("C103", "'only' cannot be that.", file, "Write true or false."))
    faults += [
        error("C102", f"Unknown table [{name}].", file, 'Write indicators as [indicators."7.1"].')
        for name in tables
    ]
    if not isinstance(entries, dict):
        faults.append(error("C103", "'indicators' is not a table.", file))
        entries = {}
    for number, entry in entries.items():
        here = f'{file} [indicators."{number}"]'
        if not isinstance(entry, dict) or not is_reference(number):
            what = "An indicator has a reference such as 7.10, CLA01 or CLA 2a."
            faults.append(error("C103", what, here, "Use letters, digits, points and hyphens."))
            continue
        faults += [
            error("C102", f"Unknown key '{key}'.", here, f"Allowed: {', '.join(sorted(_KEYS))}.")
            for key in entry
            if key not in _KEYS
        ]
        same = shipped().get(str(entry.get("measure", ""))) if file != SHIPPED else None
        reader = _Entry(entry, here, same)
        found[number] = reader.indicator(number)
        faults += reader.faults
    if faults:
        raise Refused(faults)
    return found


class _Entry:
    """One indicator's entry; keeps every fault that it meets and goes on with a placeholder."""

    def __init__(self, entry: Mapping[str, Any], here: str, same: Indicator | None) -> None:
        self._entry = entry
        self._same = same
        self._here = here
        self.faults: list[Finding] = []

    def indicator(self, number: str) -> Indicator:
        """Return the indicator, which counts only if there are no faults."""
        same = self._same
        return Indicator(
            number=number,
            title=self._title(),
            kind=self._one_of("kind", Kind, Kind.SNAPSHOT, required=True),
            figures=self._figures(),
            polarity=self._one_of("polarity", Polarity, Polarity.NONE),
            target=self._target(),
            basis=self._basis(),
            dead_band=self._limit("dead_band", least=Decimal(0)) or Decimal(0),
            per=self._per(),
            also_titled=self._texts("also_titled", "titles"),
            definition=self._text("definition") or (same.definition if same else ""),
            numerator_words=self._text("numerator") or (same.numerator_words if same else ""),
            denominator_words=self._text("denominator") or (same.denominator_words if same else ""),
            source=self._text("source"),
            numerator_is=self._text("numerator_is"),
            denominator_is=self._text("denominator_is"),
            numerator_within=self._text("numerator_within"),
            denominator_like=self._text("denominator_like"),
            rises_by=self._text("rises_by"),
            falls_by=self._text("falls_by"),
            named=self._texts("named", "words"),
            measure=self._measure(),
        )

    def _measure(self) -> str:
        """Return the shipped indicator that counts the very same; its rule comes with it."""
        measure = self._text("measure")
        if measure and self._same is None:
            known = ", ".join(shipped())
            self._fault(f"'measure' cannot be '{measure}'.", f"Allowed: {known}.")
        return measure

    def _fault(self, what: str, todo: str = "") -> None:
        self.faults.append(error("C103", what, self._here, todo))

    def _text(self, key: str) -> str:
        value = self._entry.get(key, "")
        if not isinstance(value, str):
            self._fault(f"'{key}' is not a text.", "Put it in quotes.")
            return ""
        return value

    def _title(self) -> str:
        title = self._text("title")
        if isinstance(self._entry.get("title", ""), str) and not _has_words(title):
            self._fault("'title' is missing.", "Write the title as in the workbook.")
        return title

    def _texts(self, key: str, what: str) -> tuple[str, ...]:
        texts = self._entry.get(key, [])
        if not isinstance(texts, list) or not all(
            isinstance(text, str) and _has_words(text) for text in texts
        ):
            self._fault(f"'{key}' is not a list of {what}.")
            return ()
        return tuple(texts)

    def _one_of(self, key: str, names: type[E], default: E, *, required: bool = False) -> E:
        if key not in self._entry:
            if required:
                self._fault(f"'{key}' is missing.", f"Allowed: {_names(names)}.")
            return default
        return self._named(self._entry[key], key, names, default)

    def _named(self, value: object, key: str, names: type[E], default: E) -> E:
        try:
            return names(value)
        except ValueError:
            self._fault(f"'{key}' cannot be '{value}'.", f"Allowed: {_names(names)}.")
            return default

    def _figures(self) -> tuple[Figure, ...]:
        if "figures" not in self._entry:
            return (Figure("", self._one_of("unit", Unit, Unit.COUNT)),)
        entries = self._entry["figures"]
        if (
            not isinstance(entries, list)
            or not entries
            or not all(isinstance(each, dict) and each.keys() == _FIGURE for each in entries)
        ):
            self._fault("'figures' is not a list of { name = ..., unit = ... }.")
            return ()
        figures = tuple(
            Figure(str(each["name"]), self._named(each["unit"], "unit", Unit, Unit.COUNT))
            for each in entries
        )
        if len({figure.name for figure in figures}) < len(figures):
            self._fault("Two of the 'figures' have the same name.")
        if "unit" in self._entry:
            self._fault("Either 'unit' or 'figures' says what is shown, not both.")
        return figures

    def _basis(self) -> Basis:
        basis = self._one_of("basis", Basis, Basis.MONTH)
        if basis is Basis.YTD and self._entry.get("kind") in ("snapshot", "rolling"):
            self._fault("'basis' cannot be 'ytd'.", "Only a flow has a year to date.")
        return basis

    def _target(self) -> Target | None:
        target, amber = self._limit("target"), self._limit("amber")
        if target is None:
            if amber is not None:
                self._fault("'amber' needs a 'target'.")
            return None
        polarity, sides = self._entry.get("polarity"), {"high": 1, "low": -1}
        if amber is not None and polarity in sides and (target - amber) * sides[polarity] < 0:
            self._fault(
                "'amber' is beyond the 'target'.",
                "Amber is where red begins: below a target that is good when high, else above.",
            )
        return Target(target, amber)

    def _limit(self, key: str, least: Decimal | None = None) -> Decimal | None:
        """Return a quantity of the kind of the figure that is judged, the last one."""
        value = self._quantity(key, least)
        if value is None:
            return None
        figures = self._entry.get("figures", [self._entry])
        judged = figures[-1].get("unit") if isinstance(figures, list) and figures else None
        _, signed = without_percent(str(self._entry[key]))
        if judged == Unit.PERCENTAGE.value and value > 1:
            self._fault(f"'{key}' is over 100%.", 'Write it as a percentage, such as "98%".')
        elif judged != Unit.PERCENTAGE.value and signed:
            self._fault(f"'{key}' is a percentage and the figure is not.", "Leave out the sign.")
        elif judged == Unit.COUNT.value and key != "dead_band" and value % 1:
            self._fault(f"'{key}' is not a whole number and the figure is a count.")
        return value

    def _quantity(self, key: str, least: Decimal | None = None) -> Decimal | None:
        if key not in self._entry:
            return None
        try:
            value = quantity(self._entry[key])
        except (ValueError, InvalidOperation):
            value = None
        if value is None or (least is not None and value < least):
            self._fault(
                f"'{key}' cannot be '{self._entry[key]}'.",
                'Write a number or a percentage in quotes, such as "98%".',
            )
            return None
        return value

    def _per(self) -> int:
        per = self._entry.get("per", 1)
        if not isinstance(per, int) or isinstance(per, bool) or per < 1:
            self._fault(f"'per' cannot be '{per}'.", "Write a whole number such as 10_000.")
            return 1
        return per


def quantity(text: str | int) -> Decimal:
    """Return a quantity as kept: "98%" gives 0.98, "487" gives 487."""
    value = as_typed(str(text))
    if not value.is_finite():
        raise ValueError(f"'{text}' is not a number")
    return value


def _has_words(title: str) -> bool:
    return any(sign.isascii() and sign.isalnum() for sign in title)


def _names(names: type[Enum]) -> str:
    return ", ".join(str(each.value) for each in names)
