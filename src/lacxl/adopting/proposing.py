"""From the tables of a workbook and a person's answers to what is known of it, and what is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from lacxl.adopting.ambers import AMBER, of_ambers, said_for_all
from lacxl.adopting.answers import REST, Answers, Asked, Item
from lacxl.adopting.candidate_tables import CandidateTable, ShownIndicator
from lacxl.adopting.choosing_tables import (
    chosen,
    with_figures,
    with_own_year,
    with_totals,
    with_years,
)
from lacxl.adopting.evidence import (
    Series,
    kind_in_words,
    kind_of,
    last_filled,
    matters,
    no_unit_of,
    per_of,
    points_in,
    polarity_by_lights,
    polarity_in_words,
    unit_of,
)
from lacxl.adopting.light_evidence import BASES, MONTH, bases, basis_by
from lacxl.adopting.measures import measure_of
from lacxl.adopting.printed_cells import Sheets, judging_cell, judging_ytd, value_cells
from lacxl.adopting.printed_series import latest_ytd, series_of, typed_as_text, without_ytd
from lacxl.adopting.proposal import KnownIndicator, Proposal
from lacxl.adopting.questions import (
    CHOICES,
    KINDS,
    POLARITIES,
    UNITS,
    of_edges,
    of_indicators,
    of_strange_figures,
    of_tolerances,
)
from lacxl.adopting.rest import RULED, meant_by_rest
from lacxl.adopting.said_limits import NONE
from lacxl.adopting.signs import signs_of
from lacxl.adopting.targets import known_to_have_none, of_targets, without_place
from lacxl.adopting.vocabulary import light_of
from lacxl.domain.indicator import Kind, Polarity, Unit
from lacxl.domain.limits import limits_of
from lacxl.domain.polarity import polarity_of
from lacxl.domain.scale import Scale, target_of
from lacxl.workbook.layout.model import YearToDate


def propose(found: Sequence[CandidateTable], sheets: Sheets, answers: Answers) -> Proposal:
    """Return what is known, what has to be asked, and why some tables are not used."""
    own = {
        name: {k: v for k, v in given.items() if k != REST or name in RULED}
        for name, given in answers.items()
    }
    by_rest: Answers = {}
    while True:
        proposal = _propose(found, sheets, _with(by_rest, own))
        more = {
            question.id: meant_by_rest(question, said)
            for question in proposal.asked
            if question.id not in RULED and (said := answers.get(question.id, {}).get(REST))
        }
        wider = _with(more, by_rest)
        if wider == by_rest:
            return replace(proposal, by_rest=by_rest)
        by_rest = wider  # an answer may be what makes another question one


def _with(some: Answers, more: Answers) -> Answers:
    """Return answers with others, which count more."""
    both = {name: {**some.get(name, {}), **more.get(name, {})} for name in {**some, **more}}
    return {name: given for name, given in both.items() if given}


def _propose(found: Sequence[CandidateTable], sheets: Sheets, answers: Answers) -> Proposal:
    tables, unused, asked, findings = chosen(found, sheets, answers)
    tables, more_asked = with_years(tables, answers)
    asked += more_asked
    in_totals = [with_totals(table, sheets, answers) for table in tables]
    tables = [table for table, _ in in_totals]
    asked += [question for _, more_asked in in_totals for question in more_asked]
    in_year = [with_own_year(table, sheets) for table in tables]
    tables = [table for table, _ in in_year]
    findings += [finding for _, more in in_year for finding in more]
    series = {
        (table.words.name, entry.reference): series_of(table, entry, sheets)
        for table in tables
        for entry in table.entries
    }
    last = last_filled(list(series.values()))
    tables, more = with_figures(tables, series, last)
    findings += more
    as_text, more = typed_as_text(tables, series, sheets)
    findings += more
    points, more_asked = points_of(tables, series, answers, as_text)
    asked += more_asked
    entries = {entry.reference: (table, entry) for table in tables for entry in table.entries}
    indicators: list[KnownIndicator] = []
    without = without_ytd(tables, series)
    waiting, of_waiting = of_strange_figures(tables, series, sheets, answers)
    waiting |= as_text
    for reference, (table, entry) in entries.items():
        own = series[table.words.name, reference]
        indicators.append(_indicator(table, entry, own, sheets, answers, points, without, waiting))
    signs, of_signs, more = signs_of(tables, sheets, answers, series, indicators)
    findings += more
    edge = answers.get("edge", {}).get("limit", "")
    judged, more_asked = _basis(tables, indicators, series, sheets, answers)
    asked += more_asked
    fillable = [each for each in indicators if each.reference not in as_text]
    asked += of_indicators(fillable, answers, signs)
    asked += of_waiting
    asked += of_signs
    asked += of_tolerances(tables, sheets, answers)
    asked += of_edges(tables, indicators, sheets, answers, points)
    without = without_place(fillable, tables)
    asked += of_targets(fillable, without, answers)
    of_amber, without_amber = of_ambers(fillable, tables, sheets, answers, signs)
    asked += of_amber
    for_all = said_for_all(answers.get(AMBER, {}).get(REST, ""))
    return Proposal(
        tables=tuple(tables),
        indicators=tuple(
            replace(each, amber=NONE) if each.reference in without_amber else each
            for each in indicators
        ),
        signs=signs,
        asked=tuple(_joined(asked)),
        findings=tuple(findings),
        last=last,
        tolerance=answers.get("tolerance", {}).get("within", ""),
        edge=edge,
        amber_within="" if for_all is None else for_all.within,
        without_place=without,
        without_target=known_to_have_none(fillable, without, tables, sheets),
        judged=judged,
        latest_ytd=frozenset(latest_ytd(tables, series, indicators)),
        unused=tuple(unused),
    )


def _joined(asked: Sequence[Asked]) -> Iterator[Asked]:
    """Yield each question once, with what all tables ask of it."""
    for name in dict.fromkeys(each.id for each in asked):
        same = [each for each in asked if each.id == name]
        items = {item.key: item for each in same for item in each.items}
        yield replace(same[0], items=tuple(items.values()))


def _basis(
    tables: Sequence[CandidateTable],
    indicators: Sequence[KnownIndicator],
    series: Mapping[tuple[str, str], Series],
    sheets: Sheets,
    answers: Answers,
) -> tuple[str, list[Asked]]:
    """Return whether lights judge the month or the year to date, "" and the question if open."""
    said = answers.get("judged", {}).get("by", "")
    if said:
        return said, []
    edge = answers.get("edge", {}).get("limit", "")
    if not any(
        isinstance(period, YearToDate)
        for table in tables
        for entry in table.entries
        if judging_cell(table, entry, "rag") is not None
        for period in value_cells(table, entry)
    ):
        return MONTH, []
    found = list(bases(tables, indicators, series, sheets, edge))
    if proved := basis_by(found):
        return proved, []
    cell = next(
        (cell for t in tables for e in t.entries if (cell := judging_cell(t, e, "rag"))), None
    )
    question = Asked(
        "judged",
        "Do the lights judge the month, or the year to date (ytd) of what adds up?",
        (Item("by", "", MONTH, cell),),
        BASES,
        "Without an answer lights wait.",
    )
    return "", [question]


def points_of(
    tables: Sequence[CandidateTable],
    series: Mapping[tuple[str, str], Series],
    answers: Answers,
    as_text: frozenset[str] = frozenset(),
) -> tuple[dict[str, bool], list[Asked]]:
    """Return of each percentage whether it is written as 94.4, by its reference, or ask.

    Those in `as_text` are no numbers, and say nothing of the others. Each row shows it by its own
    figures and formats; one that does not is like the others of its table, if they are all alike.
    """
    found: dict[str, bool] = {}
    asked: list[Asked] = []
    for table in tables:
        own = [series[table.words.name, entry.reference] for entry in table.entries]
        own = [
            each
            for each in own
            if each.reference not in as_text and unit_by(each, answers) is Unit.PERCENTAGE
        ]
        said = answers.get("percentages", {})
        known = {each.reference: seen for each in own if (seen := points_in(each)) is not None}
        known |= {
            each.reference: said[each.reference] == "points"
            for each in own
            if each.reference in said
        }
        open_ = [each for each in own if each.reference not in known]
        if len(set(known.values())) == 1:
            known |= dict.fromkeys((each.reference for each in open_), *set(known.values()))
        elif open_:
            asked.append(
                Asked(
                    "percentages",
                    "Is ninety-five per cent typed as 95 (points) or as 0.95 (fractions)?",
                    tuple(
                        Item(e.reference, e.title, "points", next(iter(e.at.values()), None))
                        for e in open_
                    ),
                    CHOICES["percentages"],
                    "Without an answer these are not filled.",
                )
            )
        found |= known
    return found, asked


def unit_by(series: Series, answers: Answers) -> Unit | None:
    """Return an indicator's unit; a count has no denominator."""
    said = UNITS.get(answers.get("unit", {}).get(series.reference, ""))
    if said is not None:
        return said
    found = unit_of(series)
    return None if series.has_denominator and found is Unit.COUNT else found


def _indicator(
    table: CandidateTable,
    entry: ShownIndicator,
    series: Series,
    sheets: Sheets,
    answers: Answers,
    points: Mapping[str, bool],
    without_ytd: frozenset[str],
    waiting: frozenset[str],
) -> KnownIndicator:
    reference = entry.reference
    is_points = points.get(reference, False)
    unit = unit_by(series, answers)
    said = KINDS.get(answers.get("kind", {}).get(reference, ""))
    kind = said
    asks = matters(list(series.at)) or bool(table.month and judging_ytd(table, entry))
    likely = kind_in_words(entry.title)
    if kind is None and series.reference in without_ytd:
        kind = Kind.SNAPSHOT  # its year to date is blank where others have one
    if kind is None and unit is not None:
        kind = kind_of(series, unit, points=is_points)
    if kind is None and (likely is Kind.ROLLING or (unit is Unit.COUNT and not asks)):
        kind = likely
    said_per = answers.get("per", {}).get(reference, "").replace(",", "")
    per = int(said_per) if said_per.isdigit() else per_of(entry.title)
    said_way = POLARITIES.get(answers.get("polarity", {}).get(reference, ""))
    proved_way = _polarity(table, entry, series, sheets, unit, is_points)
    shown_unit = unit_by(series, {})  # what is likely rests on the workbook, and on no answer
    likely_way = _likely_polarity(table, entry, series, sheets, shown_unit, points_in(series))
    likely_way = likely_way or polarity_in_words(entry.title, shown_unit)
    return KnownIndicator(
        reference=reference,
        title=entry.title,
        place=entry.place,
        unit=unit,
        kind=kind,
        polarity=proved_way if said_way is None else said_way,
        measure=measure_of(entry.title, unit),
        amber=answers.get("amber", {}).get(reference, ""),
        target=answers.get("target", {}).get(reference, ""),
        likely_polarity="" if likely_way is None else likely_way.value,
        asks_kind=asks and kind is None,
        points=is_points,
        per=per,
        left_out=unit is None
        or (unit is Unit.PERCENTAGE and reference not in points)
        or (unit is Unit.RATE and not per)
        or reference in waiting,
        likely_kind=likely.value if likely else "",
        polarity_said=said_way is not None and proved_way is None,
        no_unit=frozenset(each.value for each in no_unit_of(series)),
    )


def _polarity(
    table: CandidateTable,
    entry: ShownIndicator,
    series: Series,
    sheets: Sheets,
    unit: Unit | None,
    points: bool,
) -> Polarity | None:
    """Return which way is good, by its column, by the limits, or by targets beside lights."""
    place = judging_cell(table, entry, "polarity")
    written = None if place is None else polarity_of(sheets.text(place))
    if written is not None and place is not None and sheets.text(place):
        return written
    if unit is None:
        return None
    bands = {
        colour: limits_of(text, unit=unit, points=points)
        for colour in ("green", "amber", "red")
        if (at := judging_cell(table, entry, colour)) and (text := sheets.text(at))
    }
    if bands.get("green") is not None:
        scale = target_of(bands.get("green"), bands.get("amber"), bands.get("red"), None, unit=unit)
        if isinstance(scale, Scale):
            return scale.polarity
    if place is not None and written is not None:
        return written
    return None


def _likely_polarity(
    table: CandidateTable,
    entry: ShownIndicator,
    series: Series,
    sheets: Sheets,
    unit: Unit | None,
    points: bool | None,
) -> Polarity | None:
    """Return which way is good by a figure beside its target and its light.

    No more than likely: lights that were given by hand are the very thing that goes wrong.
    """
    target, light = (judging_cell(table, entry, meaning) for meaning in ("target", "rag"))
    months = series.months
    if target is None or light is None or not months or unit is None:
        return None
    if unit is Unit.PERCENTAGE and points is None:
        return None
    wanted = limits_of(sheets.text(target), unit=unit, points=bool(points))
    seen = light_of(sheets.there.get(light))
    end = None if wanted is None else wanted.low if wanted.low is not None else wanted.high
    if end is None or seen is None:
        return None
    value = series.numbers[months[-1]]
    value = value / 100 if points and unit is Unit.PERCENTAGE else value
    return polarity_by_lights([(value, end, seen)])
