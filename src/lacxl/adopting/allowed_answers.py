"""Which answers are allowed of this workbook; all faults are said at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from lacxl.adopting.answers import Answers, check_answers, line_of
from lacxl.adopting.choosing_tables import year_said
from lacxl.adopting.proposal import Proposal
from lacxl.adopting.proposing import LIKELY
from lacxl.adopting.questions import CHOICES, amber_within
from lacxl.adopting.signs import SHOWS, number_said
from lacxl.domain.errors import Refused
from lacxl.domain.finding import error
from lacxl.domain.indicator import Unit
from lacxl.domain.limits import limits_of


def require_allowed(given: Answers, proposal: Proposal, text: str, where: str) -> None:
    """Raise Refused with each answer that this workbook does not allow; `where` is their file."""
    references = [each.reference for each in proposal.indicators]
    tables = [table.words.name for table in (*proposal.tables, *proposal.unused)]
    keys: dict[str, Sequence[str]] = {
        "kind": references,
        "unit": references,
        "polarity": references,
        "amber": references,
        "year": tables,
        "percentages": references,
        "table": ["filled"],
        "tolerance": ["within"],
        "edge": ["limit"],
        "judged": ["by"],
        "per": references,
        "suppressed": references,
        "frequency": references,
        "cumulative": references,
        "column": [],
        "lights": ["red", "amber", "green", "none"],
        "arrows": [],
        "issued": [],
    }
    faults = check_answers(given, CHOICES, keys, text, where)
    faults += [
        error("D202", what, f"{where} line {line_of(text, name, key)}", todo)
        for name, key, what, todo in (*_years(given), *_ambers(given, proposal), *_arrows(given))
    ]
    if faults:
        raise Refused(faults)


_Fault: TypeAlias = tuple[str, str, str, str]
"""A question, what the answer is of, what is wrong with it, and what to write."""


def _years(given: Answers) -> Iterator[_Fault]:
    for table, said in given.get("year", {}).items():
        if year_said(said) is None:
            yield "year", table, f"'{said}' is no financial year.", "Write it as 2025/26."


def _arrows(given: Answers) -> Iterator[_Fault]:
    said = given.get("arrows", {})
    for key in ("slight", "level_within"):
        if key in said and number_said(said[key]) is None:
            yield "arrows", key, f"'{said[key]}' is no number.", "Write a number such as 2."
    for key, allowed in (("shows", SHOWS), ("neither", ("number", "none"))):
        if key in said and said[key] not in allowed:
            what = f"'{said[key]}' is no answer to '{key}'."
            yield "arrows", key, what, f"Allowed: {', '.join(allowed)}."


def _ambers(given: Answers, proposal: Proposal) -> Iterator[_Fault]:
    """Yield each limit of amber that is none of its indicator's unit."""
    units = {each.reference: each.unit for each in proposal.indicators}
    rest = given.get("amber", {}).get("rest", LIKELY)
    if rest != LIKELY and not amber_within(given):
        what = f"'{rest}' does not say how far from its target a figure is amber."
        yield "amber", "rest", what, "Write within 10% of target, or within 5 percentage points."
    for reference, said in given.get("amber", {}).items():
        unit = units.get(reference)
        if unit is None or said.casefold() == "none":
            continue
        text = f"{said}%" if unit is Unit.PERCENTAGE and not said.endswith("%") else said
        band = limits_of(text, unit=unit)
        whole = unit is not Unit.COUNT or (
            band is not None and band.low is not None and band.low % 1 == 0
        )
        if band is None or not band.is_number or not whole:
            needed = "a whole number" if unit is Unit.COUNT else "a number such as 90%"
            what = f"'{said}' is no limit of amber for {reference}."
            yield "amber", reference, what, f"Write {needed}, or none."
