"""Targets that no cell shows, though there are lights: one a line, or the lights stay by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lacxl.adopting.answers import REST, Answers, Asked, Item, line_of
from lacxl.adopting.candidate_tables import CandidateTable
from lacxl.adopting.printed_cells import Sheets, has_place_for_target, judging_cell
from lacxl.adopting.proposal import KnownIndicator
from lacxl.adopting.said_limits import LEAVE, NONE, is_limit, kind_of_limit
from lacxl.adopting.vocabulary import light_of
from lacxl.domain.finding import Finding, error
from lacxl.domain.indicator import Polarity

TARGET = "target"


def without_place(
    indicators: Sequence[KnownIndicator], tables: Sequence[CandidateTable]
) -> frozenset[str]:
    """Return the indicators that have a light, and no column or row for a target or limits."""
    entries = {entry.reference: (table, entry) for table in tables for entry in table.entries}
    return frozenset(
        each.reference
        for each in indicators
        if judging_cell(*entries[each.reference], "rag") is not None
        and not has_place_for_target(*entries[each.reference])
    )


def known_to_have_none(
    indicators: Sequence[KnownIndicator],
    without: frozenset[str],
    tables: Sequence[CandidateTable],
    sheets: Sheets,
) -> frozenset[str]:
    """Return those `without` a place for a target of which it is known that they have none.

    Somebody said so, or neither way is good and no light says otherwise.
    """
    lights = {
        entry.reference: sheets.there.get(place)
        for table in tables
        for entry in table.entries
        if (place := judging_cell(table, entry, "rag")) is not None
    }
    return frozenset(
        each.reference
        for each in indicators
        if each.reference in without
        and (
            each.target.casefold() == NONE
            or (
                each.polarity is Polarity.NONE
                and each.target == ""
                and (not (light := lights[each.reference]) or light_of(light) == NONE)
            )
        )
    )


def of_targets(
    indicators: Sequence[KnownIndicator], without: frozenset[str], answers: Answers
) -> list[Asked]:
    """Ask for the targets of those `without` a place for one, unless their lights are left."""
    given = answers.get(TARGET, {})
    items = tuple(
        Item(each.reference, each.title, "", each.place)
        for each in indicators
        if each.reference in without
        and each.reference not in given
        and each.polarity is not Polarity.NONE
    )
    if not items or REST in given:
        return []
    return [
        Asked(
            TARGET,
            "What are the targets that lights are judged by, as no cell shows them?",
            (Item(REST),),
            (),
            'Write "leave", and these lights stay with you. Or give each indicator a line of its '
            'own, such as "95%"; "none" where there is no target. Without an answer there is no '
            "light.",
            items,
        )
    ]


def targets_refused(
    given: Answers, indicators: Sequence[KnownIndicator], text: str, file: str
) -> Iterator[Finding]:
    """Yield D202 for each answer that is no target of its indicator."""
    units = {each.reference: each.unit for each in indicators}
    for key, said in given.get(TARGET, {}).items():
        where = f"{file} line {line_of(text, TARGET, key)}"
        if key == REST and said.casefold() != LEAVE:
            what = f"'{said}' cannot be the target of all."
            yield error("D202", what, where, f'Write "{LEAVE}", or give each a line of its own.')
        unit = units.get(key)
        if key == REST or unit is None or said.casefold() in (NONE, LEAVE):
            continue
        if not is_limit(said, unit):
            what = f"'{said}' is no target of {key}."
            yield error("D202", what, where, f"Write {kind_of_limit(unit)}, {NONE} or {LEAVE}.")
