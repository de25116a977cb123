"""What is asked about the indicators of a workbook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from lacxl.adopting.answers import Answers, Asked, Item
from lacxl.adopting.candidate_tables import CandidateTable
from lacxl.adopting.choosing_tables import COLUMNS
from lacxl.adopting.evidence import Series, adds_up_already, is_now_and_then, is_suppressed
from lacxl.adopting.printed_cells import (
    Sheets,
    judging_cell,
)
from lacxl.adopting.proposal import KnownIndicator, SignsKnown
from lacxl.domain.indicator import Kind, Polarity, Unit
from lacxl.domain.limits import limits_of
from lacxl.domain.month import Month
from lacxl.domain.scale import shares_edge
from lacxl.domain.tolerance import tolerance_of
from lacxl.workbook.layout.heading_words import plain, text_of

_TITLES_ABOVE = 6
_SO_FAR = re.compile(r"\b(?:cumulative|cumulatively|year to date|ytd)\b")
UNITS = {each.value: each for each in Unit}
KINDS = {each.value: each for each in (Kind.FLOW, Kind.SNAPSHOT, Kind.ROLLING)}
POLARITIES = {each.value: each for each in Polarity}
CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": tuple(KINDS),
    "unit": tuple(UNITS),
    "polarity": tuple(POLARITIES),
    "table": (),
    "year": (),
    "percentages": ("points", "fractions"),
    "lights": (),
    "arrows": (),
    "tolerance": ("of the target", "percentage points"),
    "edge": ("better", "red"),
    "judged": ("month", "ytd"),
    "per": ("100", "1000", "10000", "100000"),
    "cumulative": ("month", "ytd"),
    "suppressed": ("fill", "leave"),
    "frequency": ("monthly", "leave"),
    "column": COLUMNS,
    "target": (),
    "amber": (),
    "issued": (),
}
"""The questions that there may be, with the answers that each allows, none for a free one."""


def of_indicators(
    indicators: Iterable[KnownIndicator], answers: Answers, signs: SignsKnown
) -> list[Asked]:
    """Ask for the unit, the kind and the polarity of indicators of which they are not known."""
    found: list[Asked] = []
    units = [each for each in indicators if each.unit is None]
    kinds = [each for each in indicators if each.asks_kind]
    ways = [each for each in indicators if each.polarity is None] if signs.judges else []
    if units:
        found.append(
            Asked(
                "unit",
                "What is each of these? A count is a whole number, a mean an average of days.",
                tuple(Item(e.reference, e.title, "", e.place, e.no_unit) for e in units),
                CHOICES["unit"],
            )
        )
    rates = [e for e in indicators if e.unit is Unit.RATE and not e.per]
    if rates:
        found.append(
            Asked(
                "per",
                "Per how many of the population are these rates?",
                tuple(Item(e.reference, e.title, "10000", e.place) for e in rates),
                CHOICES["per"],
            )
        )
    if kinds:
        found.append(
            Asked(
                "kind",
                "Does each add up over the year (flow), or is it counted at the end of a month "
                "(snapshot) or over the last twelve months (rolling)?",
                tuple(_with_likely(e, e.likely_kind, KINDS) for e in kinds),
                CHOICES["kind"],
                "Without an answer quarters and years to date are not filled.",
            )
        )
    if ways:
        found.append(
            Asked(
                "polarity",
                "Which way is good performance: high, low, or neither (none)?",
                tuple(_with_likely(e, e.likely_polarity, POLARITIES) for e in ways),
                CHOICES["polarity"],
                "Without an answer there is no light and no arrow.",
            )
        )
    return found


def _with_likely(each: KnownIndicator, likely: str, choices: Iterable[str]) -> Item:
    """Return what an answer is of, where words say what is likely of one alone."""
    against = frozenset(choices) - {likely} if likely else frozenset()
    return Item(each.reference, each.title, likely, each.place, against)


def of_strange_figures(
    tables: Sequence[CandidateTable],
    series: Mapping[tuple[str, str], Series],
    sheets: Sheets,
    answers: Answers,
) -> tuple[frozenset[str], list[Asked]]:
    """Return the indicators that wait as their figures are not those of single months, and ask.

    They are hidden where they are small, or are years to date already.
    """
    hidden: list[Item] = []
    risen: list[Item] = []
    rare: list[Item] = []
    waiting: set[str] = set()
    for table in tables:
        own_series = [series[table.words.name, entry.reference] for entry in table.entries]
        filled = sorted({m for s in own_series for m in s.months if isinstance(m, Month)})
        rising = any(adds_up_already(each) for each in own_series)
        titled = _is_titled_so_far(table)
        for entry in table.entries:
            own = series[table.words.name, entry.reference]
            texts = [sheets.text(place) for place in own.at.values()]
            said = answers.get("suppressed", {}).get(entry.reference)
            if any(is_suppressed(text) for text in texts) and said != "fill":
                waiting.add(entry.reference)
                if said is None:
                    hidden.append(Item(entry.reference, entry.title, "leave", entry.place))
            said = answers.get("cumulative", {}).get(entry.reference)
            beside = rising and any("%" in fmt for fmt in own.formats)
            if (adds_up_already(own) or beside or titled) and said != "month":
                waiting.add(entry.reference)
                if said is None:
                    risen.append(Item(entry.reference, entry.title, "month", entry.place))
            said = answers.get("frequency", {}).get(entry.reference)
            if is_now_and_then(own, filled) and said != "monthly":
                waiting.add(entry.reference)
                if said is None:
                    rare.append(Item(entry.reference, entry.title, "leave", entry.place))
    asked = []
    if rare:
        asked.append(
            Asked(
                "frequency",
                "These are filled at the ends of quarters or years alone. Does lacxl fill every "
                "month (monthly), or leave them to you?",
                tuple(rare),
                CHOICES["frequency"],
            )
        )
    if hidden:
        asked.append(
            Asked(
                "suppressed",
                "Small numbers are hidden here, as <5 or *. Does lacxl fill the figures as they "
                "are, or leave these indicators to you?",
                tuple(hidden),
                CHOICES["suppressed"],
            )
        )
    if risen:
        asked.append(
            Asked(
                "cumulative",
                "Is each month's figure of the month alone (month), or added up since April (ytd)? "
                "lacxl fills the former; the latter stay with you.",
                tuple(risen),
                CHOICES["cumulative"],
            )
        )
    return frozenset(waiting), asked


def _is_titled_so_far(table: CandidateTable) -> bool:
    """Say whether a title above a table says that its figures are cumulative."""
    if table.columns is None:
        return False
    top = table.columns.header.top
    rows = range(max(1, top - _TITLES_ABOVE), top)
    return any(
        _SO_FAR.search(plain(text_of(value))) for row in rows for _, value in table.grid.in_row(row)
    )


def of_tolerances(
    tables: Sequence[CandidateTable], sheets: Sheets, answers: Answers
) -> list[Asked]:
    """Ask what a tolerance such as within 5% is of."""
    if answers.get("tolerance", {}).get("within"):
        return []
    for table in tables:
        for entry in table.entries:
            place = judging_cell(table, entry, "tolerance")
            text = sheets.text(place) if place is not None else ""
            read = tolerance_of(text, unit=Unit.PERCENTAGE, points=True) if text else None
            if read is not None and read.relative is None:
                return [
                    Asked(
                        "tolerance",
                        f"Does '{text}' mean so much of the target, or so many percentage points?",
                        (Item("within", "", "", place),),
                        CHOICES["tolerance"],
                        "Of a target of 90%, 5% of the target is 4.5 points.",
                    )
                ]
    return []


def of_edges(
    tables: Sequence[CandidateTable],
    indicators: Sequence[KnownIndicator],
    sheets: Sheets,
    answers: Answers,
    points: Mapping[str, bool],
) -> list[Asked]:
    """Ask which light a figure has that is the end of red and of amber."""
    if answers.get("edge", {}).get("limit"):
        return []
    units = {each.reference: each.unit for each in indicators}
    for table in tables:
        for entry in table.entries:
            unit = units[entry.reference]
            if unit is None:
                continue
            bands = {
                colour: limits_of(text, unit=unit, points=points.get(entry.reference, False))
                for colour in ("green", "amber", "red")
                if (at := judging_cell(table, entry, colour)) and (text := sheets.text(at))
            }
            if shares_edge(bands.get("amber") or bands.get("green"), bands.get("red")):
                cell = judging_cell(table, entry, "red")
                return [
                    Asked(
                        "edge",
                        "Red meets amber, or green, at one figure here. Which of the two is that "
                        "figure: the better one, or red?",
                        (Item("limit", "for all indicators", "better", cell),),
                        CHOICES["edge"],
                    )
                ]
    return []
