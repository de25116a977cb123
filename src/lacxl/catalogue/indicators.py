"""The indicators as TOML: those that ship, and a council's own beside them."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error
from lacxl.domain.indicator import Basis, Figure, Indicator, Kind, Polarity, Target, Unit

_KEYS = {
    "title", "kind", "unit", "figures", "polarity", "target", "amber", "basis", "dead_band", "per",
    "also_titled", "definition", "numerator", "denominator", "source",
}  # fmt: skip


@cache
def shipped() -> Mapping[str, Indicator]:
    """Return the 22 indicators that ship, by number, in the report's order."""
    text = resources.files("lacxl.catalogue").joinpath("indicators.toml").read_text("utf-8")
    return _indicators(text, "indicators.toml")


def load(own: Path | None = None) -> Mapping[str, Indicator]:
    """Return the indicators by number; those of `own` come on top and replace their namesakes.

    Raises Refused with every fault of the file.
    """
    if own is None:
        return shipped()
    try:
        text = own.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise Refused(
            error(
                "C101",
                "The catalogue cannot be read.",
                own.name,
                "Check its path and save it as UTF-8.",
            )
        ) from fault
    merged = {**shipped(), **_indicators(text, own.name)}
    return dict(sorted(merged.items(), key=lambda item: item[1].sort_key))


def suggestion(number: str, indicators: Mapping[str, Indicator]) -> str:
    """Return a hint for a number that is unknown: "Did you mean 7.10?" or where to look."""
    near = difflib.get_close_matches(number, indicators, n=1)
    return f"Did you mean {near[0]}?" if near else f"Known are {', '.join(indicators)}."


def with_settings(
    indicators: Mapping[str, Indicator],
    *,
    basis: Mapping[str, Basis],
    dead_band: Mapping[str, Decimal],
) -> Mapping[str, Indicator]:
    """Return the indicators with a council's own bases of RAG and dead-bands of DOT."""
    return {
        number: replace(
            indicator,
            basis=basis.get(number, indicator.basis),
            dead_band=dead_band.get(number, indicator.dead_band),
        )
        for number, indicator in indicators.items()
    }


def _indicators(text: str, file: str) -> Mapping[str, Indicator]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise Refused(error("C101", f"The catalogue is not valid TOML: {fault}.", file)) from fault
    faults: list[Finding] = []
    found: dict[str, Indicator] = {}
    entries = tables.pop("indicators", {})
    faults += [error("C102", f"Unknown table [{name}].", file) for name in tables]
    for number, entry in entries.items() if isinstance(entries, dict) else ():
        here = f'{file} [indicators."{number}"]'
        if not isinstance(entry, dict) or not _is_number(number):
            faults.append(error("C103", "An indicator has a number such as 7.10.", here))
            continue
        faults += [
            error("C102", f"Unknown key '{key}'.", here, f"Allowed: {', '.join(sorted(_KEYS))}.")
            for key in entry
            if key not in _KEYS
        ]
        try:
            found[number] = _indicator(number, entry)
        except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as fault:
            faults.append(error("C103", f"The entry is not valid: {fault}.", here))
    if faults:
        raise Refused(faults)
    return found


def _indicator(number: str, entry: dict[str, Any]) -> Indicator:
    figures = tuple(
        Figure(str(each.get("name", "")), Unit(each["unit"]))
        for each in entry.get("figures", [{"unit": entry.get("unit", "count")}])
    )
    target = None
    if "target" in entry:
        amber = entry.get("amber")
        target = Target(quantity(entry["target"]), None if amber is None else quantity(amber))
    return Indicator(
        number=number,
        title=str(entry["title"]),
        kind=Kind(entry["kind"]),
        figures=figures,
        polarity=Polarity(entry.get("polarity", "none")),
        target=target,
        basis=Basis(entry.get("basis", "month")),
        dead_band=quantity(entry.get("dead_band", "0")),
        per=int(entry.get("per", 1)),
        also_titled=tuple(map(str, entry.get("also_titled", ()))),
        definition=str(entry.get("definition", "")),
        numerator_words=str(entry.get("numerator", "")),
        denominator_words=str(entry.get("denominator", "")),
        source=str(entry.get("source", "")),
    )


def quantity(text: str | int) -> Decimal:
    """Return a quantity as kept: "98%" gives 0.98, "487" gives 487."""
    written = str(text).strip()
    value = Decimal(written.removesuffix("%").strip())
    if not value.is_finite():
        raise ValueError(f"'{written}' is not a number")
    return value / 100 if written.endswith("%") else value


def _is_number(number: str) -> bool:
    parts = number.split(".")
    return all(part.isdigit() for part in parts)
