"""Which answers are allowed of this workbook; all faults are said at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lacxl.adopting.answers import Answers, check_answers
from lacxl.adopting.choosing_tables import year_said
from lacxl.adopting.proposal import Proposal
from lacxl.adopting.questions import CHOICES
from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error
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
        error("D202", f"'{said}' is no financial year.", where, "Write it as 2025/26.")
        for said in given.get("year", {}).values()
        if year_said(said) is None
    ]
    faults += _ambers(given, proposal, where)
    if faults:
        raise Refused(faults)


def _ambers(given: Answers, proposal: Proposal, where: str) -> Iterator[Finding]:
    """Yield D202 for each limit of amber that is none of its indicator's unit."""
    units = {each.reference: each.unit for each in proposal.indicators}
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
            yield error("D202", what, f"{where} [amber]", f"Write {needed}, or none.")
