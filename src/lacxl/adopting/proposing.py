"""From the tables of a workbook and a person's answers to what is known of it, and what is not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from lacxl.adopting.answers import Answers, Asked, Item
from lacxl.adopting.candidates import Candidate, Entry, in_words
from lacxl.adopting.evidence import (
    Series,
    kind_in_words,
    kind_of,
    last_filled,
    matters,
    points_in,
    polarity_by_lights,
    polarity_in_words,
    unit_of,
)
from lacxl.adopting.measures import measure_of
from lacxl.adopting.signs import SignsKnown, signs_of
from lacxl.adopting.vocabulary import light_of
from lacxl.domain.finding import Finding, error, first_of, note, warning
from lacxl.domain.indicator import Kind, Polarity, Unit
from lacxl.domain.limits import limits_of
from lacxl.domain.month import FinancialYear, Month, Quarter
from lacxl.domain.numbers import total
from lacxl.domain.polarity import polarity_of
from lacxl.domain.reference import bare
from lacxl.domain.scale import Scale, shares_edge, target_of
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.layout.model import YearToDate
from lacxl.workbook.layout.words import Time, text_of
from lacxl.workbook.shown import number_in, shown
from lacxl.workbook.snapshot import CellLook, CellValue, Formula

_FEWEST_SHARED = 3
COLUMNS = ("year to date", "leave alone")
REST, LIKELY = "rest", "likely"
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
    "column": COLUMNS,
    "amber": (),
    "issued": (),
}
"""The questions that there may be, with the answers that each allows, none for a free one."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator as it is known so far; what is not is None."""

    reference: str
    title: str
    place: CellRef
    unit: Unit | None
    kind: Kind | None
    polarity: Polarity | None
    measure: str = ""
    amber: str = ""
    asks_kind: bool = False
    likely_kind: str = ""
    likely_polarity: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is known of a workbook."""

    tables: tuple[Candidate, ...]
    indicators: tuple[Indicator, ...]
    signs: SignsKnown
    asked: tuple[Asked, ...]
    findings: tuple[Finding, ...]
    last: Month | None
    points: Mapping[str, bool] = field(default_factory=dict)
    tolerance: str = ""
    edge: str = ""
    latest_ytd: frozenset[str] = frozenset()
    unused: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheets:
    """The cells of a workbook as they are, and how they are formatted."""

    there: Mapping[CellRef, CellValue]
    looks: Mapping[CellRef, CellLook]
    lists: Mapping[CellRef, tuple[str, ...]] = field(default_factory=dict)
    coloured: frozenset[CellRef] = frozenset()

    def text(self, place: CellRef) -> str:
        """Return the text that a cell shows."""
        value = self.there.get(place)
        return shown(value, self.looks.get(place, CellLook()).number_format).strip()


def propose(found: Sequence[Candidate], sheets: Sheets, answers: Answers) -> Proposal:
    """Return what is known, what has to be asked, and why some tables are not used."""
    given = {name: {k: v for k, v in own.items() if k != REST} for name, own in answers.items()}
    proposal = _propose(found, sheets, given)
    likely = {
        question.id: {item.key: item.suggested for item in question.items if item.suggested}
        for question in proposal.asked
        if answers.get(question.id, {}).get(REST) == LIKELY
    }
    if not any(likely.values()):
        return proposal
    return _propose(
        found, sheets, {**given, **{n: {**own, **given.get(n, {})} for n, own in likely.items()}}
    )


def _propose(found: Sequence[Candidate], sheets: Sheets, answers: Answers) -> Proposal:
    findings: list[Finding] = []
    asked: list[Asked] = []
    tables, unused, more = _chosen(found, answers, asked)
    findings += more
    tables = _with_years(tables, answers, asked)
    tables = [_with_totals(table, sheets, answers, asked) for table in tables]
    series = {
        (table.words.name, entry.reference): _series(table, entry, sheets)
        for table in tables
        for entry in table.entries
    }
    last = last_filled(list(series.values()))
    tables, more = _with_figures(tables, series, last)
    findings += more
    points = _points(tables, series, answers, asked)
    entries = {entry.reference: (table, entry) for table in tables for entry in table.entries}
    signs, more_asked, more = signs_of(tables, sheets, answers, series, last)
    findings += more
    indicators: list[Indicator] = []
    without = _without_ytd(tables, series)
    for reference, (table, entry) in entries.items():
        own = series[table.words.name, reference]
        indicators.append(_indicator(table, entry, own, sheets, answers, points, without))
    asked += _asked_of(indicators, answers, signs)
    asked += more_asked
    asked += _tolerances(tables, sheets, answers)
    asked += _edges(tables, indicators, sheets, answers, points)
    asked += _ambers(indicators, tables, sheets, answers, signs)
    return Proposal(
        tables=tuple(tables),
        indicators=tuple(indicators),
        signs=signs,
        asked=tuple(asked),
        findings=tuple(findings),
        last=last,
        points=points,
        tolerance=answers.get("tolerance", {}).get("within", ""),
        edge=answers.get("edge", {}).get("limit", ""),
        latest_ytd=frozenset(_latest_ytd(tables, series, indicators)),
        unused=tuple(unused),
    )


def _chosen(
    found: Sequence[Candidate], answers: Answers, asked: list[Asked]
) -> tuple[list[Candidate], list[Candidate], list[Finding]]:
    """Return the tables to fill, those that are not used, and why."""
    findings: list[Finding] = []
    for table in found:
        if not table.entries:
            findings += table.findings
    typed = [table for table in found if table.entries and not table.is_formulas]
    unused = [table for table in found if table.is_formulas]
    typed, doubled = _numbered(typed)
    findings += doubled
    by_sheet: dict[str, list[Candidate]] = {}
    for table in typed:
        sheet = table.words.name if table.words.time is not Time.SHEETS else "every month's sheet"
        by_sheet.setdefault(sheet, []).append(table)
    groups = _merged(by_sheet)
    where: dict[str, list[str]] = {}
    for name, table in groups.items():
        for entry in table.entries:
            where.setdefault(bare(entry.reference), []).append(name)
    rivals = {name for names in where.values() if len(set(names)) > 1 for name in names}
    if rivals:
        ordered = [name for name in groups if name in rivals]
        chosen = answers.get("table", {}).get("filled")
        if chosen not in ordered:
            asked.append(
                Asked(
                    "table",
                    "The same indicators are on several sheets. Which one is filled?",
                    (Item("filled", "the others are left as they are", ordered[0]),),
                    tuple(ordered),
                )
            )
            chosen = None
        unused += [groups[name] for name in ordered if name != chosen]
        groups = {n: t for n, t in groups.items() if n not in rivals or n == chosen}
    return list(groups.values()), unused, findings


def _with_figures(
    tables: Sequence[Candidate], series: Mapping[tuple[str, str], Series], last: Month | None
) -> tuple[list[Candidate], list[Finding]]:
    """Return the tables without the rows that have no figure where the others have some."""
    if last is None:
        return list(tables), []
    kept: list[Candidate] = []
    empty: list[Entry] = []
    for table in tables:
        own = {
            e.reference: bool(series[table.words.name, e.reference].numbers) for e in table.entries
        }
        empty += [e for e in table.entries if not own[e.reference]]
        kept.append(replace(table, entries=tuple(e for e in table.entries if own[e.reference])))
    if len(empty) * 2 > sum(len(table.entries) for table in tables):
        return list(tables), []
    if not empty:
        return kept, []
    names = first_of([e.reference for e in empty], 6)
    return kept, [
        note(
            "D210",
            f"{names} {'has' if len(empty) == 1 else 'have'} no figure in any month, so no "
            "indicator was made of it.",
            first_of([e.place for e in empty], 6),
            "If it is to be filled, add it to the catalogue.",
        )
    ]


def _numbered(tables: list[Candidate]) -> tuple[list[Candidate], list[Finding]]:
    """Return the tables with a reference for each indicator; one met twice on a sheet is none."""
    findings: list[Finding] = []
    taken = {bare(e.reference) for table in tables for e in table.entries if e.reference}
    by_title: dict[str, str] = {}
    kept: list[Candidate] = []
    times_of: dict[str, dict[str, list[Entry]]] = {}
    for table in tables:
        for entry in table.entries:
            if entry.reference:
                times_of.setdefault(table.grid.name, {}).setdefault(
                    bare(entry.reference), []
                ).append(entry)
    told: set[tuple[str, str]] = set()
    for table in tables:
        times = times_of.get(table.grid.name, {})
        twice = {key for key, entries in times.items() if len(entries) > 1}
        for key in sorted(twice):
            if (table.grid.name, key) in told:
                continue
            told.add((table.grid.name, key))
            findings.append(
                error(
                    "D203",
                    f"{times[key][0].reference} is the reference of {len(times[key])} rows, so "
                    "none of them is filled.",
                    ", ".join(str(entry.place) for entry in times[key]),
                    "Give each row a reference of its own, then run lacxl adopt again.",
                )
            )
        entries: list[Entry] = []
        for entry in table.entries:
            if entry.reference and bare(entry.reference) in twice:
                continue
            reference = entry.reference or by_title.get(entry.title.casefold(), "")
            number = len(by_title) + 1
            while not reference:
                name = f"M{number:02d}"
                number += 1
                reference = name if bare(name) not in taken else ""
            if not entry.reference:
                by_title[entry.title.casefold()] = reference
                taken.add(bare(reference))
            entries.append(replace(entry, reference=reference))
        if entries:
            kept.append(replace(table, entries=tuple(entries)))
    return kept, findings


def _merged(by_sheet: Mapping[str, Sequence[Candidate]]) -> dict[str, Candidate]:
    """Return the tables of a sheet as one, with the words of all; a sheet a month as its last."""
    found: dict[str, Candidate] = {}
    for name, tables in by_sheet.items():
        last = max(tables, key=lambda t: (t.month is not None, t.month or Month(1990, 1)))
        first = last if last.month is not None else tables[0]
        headings: dict[str, tuple[str, ...]] = {}
        parts: dict[str, tuple[str, ...]] = {}
        entries: dict[str, Entry] = {}
        for table in tables:
            for meaning, words in table.words.headings.items():
                headings[meaning] = tuple(dict.fromkeys((*headings.get(meaning, ()), *words)))
            for part, words in table.words.parts.items():
                parts[part] = tuple(dict.fromkeys((*parts.get(part, ()), *words)))
        for table in [first] if last.month is not None else tables:
            for entry in table.entries:
                entries.setdefault(entry.reference, entry)
        words_ = replace(first.words, headings=_one_meaning(headings), parts=parts)
        found[name] = replace(
            first,
            words=words_,
            entries=tuple(entries.values()),
            findings=tuple(f for table in tables for f in table.findings),
            joined=tuple(tables),
        )
    return found


def _one_meaning(headings: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the headings without a word that another table of the sheet uses otherwise."""
    meant: dict[str, str] = {}
    found: dict[str, tuple[str, ...]] = {}
    for meaning, words in sorted(headings.items(), key=lambda each: each[0] == "ignored"):
        kept = [word for word in words if meant.setdefault(word.casefold(), meaning) == meaning]
        if kept:
            found[meaning] = tuple(kept)
    return found


def columns_of(table: Candidate, entry: Entry) -> Candidate:
    """Return the table of a sheet in which an indicator's row is."""
    for each in table.joined:
        if any(other.place == entry.place for other in each.entries):
            return each
    return table


def _with_years(
    tables: Sequence[Candidate], answers: Answers, asked: list[Asked]
) -> list[Candidate]:
    """Return the tables with the year that a person said for months headed without one."""
    found: list[Candidate] = []
    for table in tables:
        undated = table.columns.undated if table.columns is not None else []
        if not undated:
            found.append(table)
            continue
        said = answers.get("year", {}).get(table.words.name)
        try:
            year = FinancialYear.parse(said) if said else None
        except ValueError:
            year = None
        if year is None:
            cell = table.grid.place(undated[0])
            about = "the months are headed without a year"
            asked.append(
                Asked(
                    "year",
                    "Of which financial year are the months? Write it as 2025/26.",
                    (Item(table.words.name, about, "", cell),),
                    why="Better: name the year in the title above the table, so that it need not "
                    "be said again next April.",
                )
            )
        else:
            found.append(replace(table, words=replace(table.words, year=year)))
    return found


def _with_totals(
    table: Candidate, sheets: Sheets, answers: Answers, asked: list[Asked]
) -> Candidate:
    """Return a table of which it is known whether a column of totals is the year to date.

    That is so where a count's is the sum of its months; where nothing shows it, a person says it.
    """
    words = table.words.headings.get("total", ())
    if not words:
        return table
    votes = {
        number == total(parts)
        for each in table.joined or (table,)
        for number, parts in _totals(each, sheets)
    }
    said = answers.get("column", {}).get(words[0])
    if said is None and len(votes) != 1 and "ytd" not in table.words.headings:
        cells = (
            each.grid.place(column.heading)
            for each in table.joined or (table,)
            if each.columns is not None
            for column in each.columns.columns
            if column.meaning == "total"
        )
        asked.append(
            Asked(
                "column",
                f"Is the column headed {words[0]} the year to date?",
                (Item(words[0], "", COLUMNS[0], next(cells, None)),),
                COLUMNS,
            )
        )
    is_ytd = said == COLUMNS[0] if said is not None else votes == {True}
    headings = {m: w for m, w in table.words.headings.items() if m != "total"}
    meaning = "ytd" if is_ytd and "ytd" not in headings else "ignored"
    headings[meaning] = (*headings.get(meaning, ()), *words)
    return in_words(table, headings)


def _totals(table: Candidate, sheets: Sheets) -> Iterable[tuple[Decimal, list[Decimal]]]:
    """Yield what stands in a column of totals beside two months or more, of whole numbers."""
    if table.columns is None:
        return
    columns = [each for each in table.columns.columns if each.meaning == "total"]
    months = {m: c for m, c in table.columns.months.items() if isinstance(m, Month)}
    for entry in table.entries:
        row = entry.rows["value"]

        def number(column: int, row: int = row) -> Decimal | None:
            return number_in(sheets.there.get(table.grid.place(Cell(row, column))))

        parts = [n for each in months.values() if (n := number(each.number)) is not None]
        for each in columns:
            held = number(each.number)
            if held is not None and len(parts) > 1 and not any(n % 1 for n in parts):
                if held != parts[-1] or total(parts) == held:
                    yield held, parts


def value_cells(table: Candidate, entry: Entry) -> dict[object, Cell]:
    """Return the cells of an indicator's figures by their period."""
    own = columns_of(table, entry)
    return {p: cell for other, p, cell in own.value_cells if other.place == entry.place}


def judging_cell(table: Candidate, entry: Entry, meaning: str) -> CellRef | None:
    """Return the cell of an indicator's row in a column of no period."""
    own = columns_of(table, entry)
    if own.columns is None:
        return None
    dated = [each for each in own.columns.columns if each.meaning == meaning]
    single = [each for each in dated if not isinstance(each.period, Month | Quarter)]
    for each in single or dated[-1:]:
        if each.meaning == meaning:
            rows = [entry.rows["value"], *entry.rows.values()]
            cells = [own.grid.area(Cell(row, each.number)).first for row in rows]
            filled = [cell for cell in cells if own.grid.value(cell) is not None]
            return own.grid.place((filled or cells)[0])
    return None


def copied_sheets(table: Candidate, sheets: Sheets) -> frozenset[str]:
    """Return the sheets of months that are still copies: nearly all figures are the month before's."""
    ordered = sorted((t for t in table.joined if t.month is not None), key=_month_of)
    held: list[tuple[str, dict[str, CellValue]]] = []
    for each in ordered:
        values = {
            entry.reference: sheets.there.get(each.grid.place(cell))
            for entry, period, cell in each.value_cells
            if period == each.month
        }
        held.append((each.grid.name, {k: v for k, v in values.items() if v is not None}))
    copies: set[str] = set()
    for (_, before), (name, after) in pairwise(held):
        shared = [key for key in after if key in before]
        same = sum(after[key] == before[key] for key in shared)
        if len(shared) >= _FEWEST_SHARED and same * 5 >= len(shared) * 4:
            copies.add(name)
    return frozenset(copies)


def _month_of(table: Candidate) -> Month:
    return table.month or Month(Month.FIRST_YEAR, 1)


def _series(table: Candidate, entry: Entry, sheets: Sheets) -> Series:
    """Return what is printed of an indicator, over all sheets where each month has its own."""
    if table.month is None:
        return _series_on(table, entry, sheets)
    copies = copied_sheets(table, sheets)
    at: dict[object, CellRef] = {}
    numbers: dict[object, Decimal] = {}
    formats: list[str] = []
    blank: set[object] = set()
    for each in sorted(table.joined or (table,), key=_month_of):
        twin = next((e for e in each.entries if e.reference == entry.reference), None)
        if twin is None or each.grid.name in copies:
            continue
        own = _series_on(replace(each, joined=()), twin, sheets)
        at |= own.at
        if each.month in own.numbers:
            numbers = {k: v for k, v in numbers.items() if not isinstance(k, YearToDate)}
            numbers |= own.numbers
            blank = {p for p in blank if not isinstance(p, YearToDate)} | own.blank
        formats += own.formats
    parts = {*entry.rows, *entry.columns}
    return Series(entry.reference, entry.title, at, numbers, tuple(formats), "denominator" in parts)


def _series_on(table: Candidate, entry: Entry, sheets: Sheets) -> Series:
    at: dict[object, CellRef] = {}
    numbers = {}
    formats: list[str] = []
    blank: set[object] = set()
    for period, cell in value_cells(table, entry).items():
        place = table.grid.place(cell)
        at[period] = place
        held = sheets.there.get(place)
        if held is None or (isinstance(held, str) and light_of(held) == "none") or held == "":
            blank.add(period)
        value = number_in(sheets.there.get(place))
        if value is not None:
            numbers[period] = value
        fmt = sheets.looks[place].number_format if place in sheets.looks else "General"
        if fmt != "General":
            formats.append(fmt)
    parts = {*entry.rows, *entry.columns}
    return Series(entry.reference, entry.title, at, numbers, tuple(formats), "denominator" in parts)


def _points(
    tables: Sequence[Candidate],
    series: Mapping[tuple[str, str], Series],
    answers: Answers,
    asked: list[Asked],
) -> dict[str, bool]:
    """Return of each table whether its percentages are written as 94.4."""
    found: dict[str, bool] = {}
    for table in tables:
        name = table.words.name
        own = [
            series[name, entry.reference]
            for entry in table.entries
            if _unit(series[name, entry.reference], answers) is Unit.PERCENTAGE
        ]
        said = answers.get("percentages", {}).get(name)
        seen = points_in(own) if own else False
        if said is not None:
            found[name] = said == "points"
        elif seen is not None:
            found[name] = seen
        else:
            asked.append(
                Asked(
                    "percentages",
                    "Is ninety-five per cent typed as 95 (points) or as 0.95 (fractions)?",
                    (Item(name, "", "points", own[0].at.get(next(iter(own[0].at), None))),),
                    CHOICES["percentages"],
                )
            )
    return found


def _unit(series: Series, answers: Answers) -> Unit | None:
    """Return an indicator's unit; a count has no denominator."""
    said = UNITS.get(answers.get("unit", {}).get(series.reference, ""))
    if said is not None:
        return said
    found = unit_of(series)
    return None if series.has_denominator and found is Unit.COUNT else found


def _indicator(
    table: Candidate,
    entry: Entry,
    series: Series,
    sheets: Sheets,
    answers: Answers,
    points: Mapping[str, bool],
    without_ytd: frozenset[str],
) -> Indicator:
    reference = entry.reference
    is_points = points.get(table.words.name, False)
    unit = _unit(series, answers)
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
    way = POLARITIES.get(answers.get("polarity", {}).get(reference, ""))
    if way is None:
        way = _polarity(table, entry, series, sheets, unit, is_points)
    likely_way = _likely_polarity(table, entry, series, sheets, unit, is_points)
    likely_way = likely_way or polarity_in_words(entry.title, unit)
    return Indicator(
        reference=reference,
        title=entry.title,
        place=entry.place,
        unit=unit,
        kind=kind,
        polarity=way,
        measure=measure_of(entry.title, unit),
        amber=answers.get("amber", {}).get(reference, ""),
        likely_polarity="" if likely_way is None else likely_way.value,
        asks_kind=asks and kind is None,
        likely_kind=likely.value if likely else "",
    )


def _without_ytd(
    tables: Sequence[Candidate], series: Mapping[tuple[str, str], Series]
) -> frozenset[str]:
    """Return the indicators that have months and no year to date, where others have one."""
    found: set[str] = set()
    for table in tables:
        own = [series[table.words.name, entry.reference] for entry in table.entries]
        dated = [s for s in own if any(isinstance(p, YearToDate) for p in s.at)]
        told = [s for s in dated if any(isinstance(p, YearToDate) for p in s.at.keys() - s.blank)]
        if told and not any(isinstance(p, Quarter) for s in own for p in s.at):
            found |= {s.reference for s in dated if len(s.months) > 1 and s not in told}
    return frozenset(found)


def judging_ytd(table: Candidate, entry: Entry) -> bool:
    """Say whether an indicator's row has a year to date."""
    return any(isinstance(period, YearToDate) for period in value_cells(table, entry))


def _polarity(
    table: Candidate,
    entry: Entry,
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
    table: Candidate,
    entry: Entry,
    series: Series,
    sheets: Sheets,
    unit: Unit | None,
    points: bool,
) -> Polarity | None:
    """Return which way is good by a figure beside its target and its light.

    No more than likely: lights that were given by hand are the very thing that goes wrong.
    """
    target, light = (judging_cell(table, entry, meaning) for meaning in ("target", "rag"))
    months = series.months
    if target is None or light is None or not months or unit is None:
        return None
    wanted = limits_of(sheets.text(target), unit=unit, points=points)
    seen = light_of(sheets.there.get(light))
    end = None if wanted is None else wanted.low if wanted.low is not None else wanted.high
    if end is None or seen is None:
        return None
    value = series.numbers[months[-1]]
    value = value / 100 if points and unit is Unit.PERCENTAGE else value
    return polarity_by_lights([(value, end, seen)])


def _asked_of(indicators: Iterable[Indicator], answers: Answers, signs: SignsKnown) -> list[Asked]:
    found: list[Asked] = []
    units = [each for each in indicators if each.unit is None]
    kinds = [each for each in indicators if each.asks_kind]
    ways = [each for each in indicators if each.polarity is None] if signs.judges else []
    if units:
        found.append(
            Asked(
                "unit",
                "What is each of these? A count is a whole number, a mean an average of days.",
                tuple(Item(e.reference, e.title, "", e.place) for e in units),
                CHOICES["unit"],
            )
        )
    if kinds:
        found.append(
            Asked(
                "kind",
                "Does each add up over the year (flow), or is it counted at the end of a month "
                "(snapshot) or over the last twelve months (rolling)?",
                tuple(Item(e.reference, e.title, e.likely_kind, e.place) for e in kinds),
                CHOICES["kind"],
                "Without an answer quarters and years to date are not filled.",
            )
        )
    if ways:
        found.append(
            Asked(
                "polarity",
                "Which way is good performance: high, low, or neither (none)?",
                tuple(Item(e.reference, e.title, e.likely_polarity, e.place) for e in ways),
                CHOICES["polarity"],
                "Without an answer there is no light and no arrow.",
            )
        )
    return found


def _tolerances(tables: Sequence[Candidate], sheets: Sheets, answers: Answers) -> list[Asked]:
    from lacxl.domain.tolerance import tolerance_of

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


def _edges(
    tables: Sequence[Candidate],
    indicators: Sequence[Indicator],
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
                colour: limits_of(text, unit=unit, points=points.get(table.words.name, False))
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


def _ambers(
    indicators: Sequence[Indicator],
    tables: Sequence[Candidate],
    sheets: Sheets,
    answers: Answers,
    signs: SignsKnown,
) -> list[Asked]:
    """Ask where amber ends, where lights are amber and no column says it."""
    if not signs.uses_amber:
        return []
    entries = {entry.reference: (table, entry) for table in tables for entry in table.entries}
    items: list[Item] = []
    for each in indicators:
        table, entry = entries[each.reference]
        says = any(judging_cell(table, entry, m) for m in ("amber", "red", "tolerance"))
        target = judging_cell(table, entry, "target")
        if says or each.amber or not has_target(table, entry, sheets):
            continue
        items.append(Item(each.reference, each.title, "", target))
    if not items:
        return []
    return [
        Asked(
            "amber",
            "What is the last figure that is still amber, such as 90%? Write none where there is "
            "no amber.",
            tuple(items),
            (),
            "Without an answer a figure that misses its target gets no light.",
        )
    ]


def has_target(table: Candidate, entry: Entry, sheets: Sheets) -> bool:
    """Say whether a row has a target, of any period."""
    own = columns_of(table, entry)
    if "target" in entry.rows:
        return True
    if own.columns is None:
        return False
    cells = (
        own.grid.place(Cell(row, each.number))
        for each in own.columns.columns
        if each.meaning == "target"
        for row in entry.rows.values()
    )
    return any(sign.isdigit() for cell in cells for sign in sheets.text(cell))


def _latest_ytd(
    tables: Sequence[Candidate],
    series: Mapping[tuple[str, str], Series],
    indicators: Sequence[Indicator],
) -> Iterable[str]:
    """Yield the tables whose year to date shows the latest month of what does not add up."""
    kinds = {each.reference: each.kind for each in indicators}
    for table in tables:
        votes: list[bool] = []
        for entry in table.entries:
            if kinds[entry.reference] not in (Kind.SNAPSHOT, Kind.ROLLING):
                continue
            own = series[table.words.name, entry.reference]
            so_far = [p for p in own.at if isinstance(p, YearToDate)]
            if not so_far or not own.months:
                continue
            value = own.numbers.get(so_far[0])
            votes.append(value is not None and value == own.numbers[own.months[-1]])
        if votes and all(votes):
            yield table.words.name


def not_used(unused: Sequence[Candidate]) -> list[Finding]:
    """Return a note for each table that is left alone."""
    return [
        warning(
            "D204",
            f"The table of {len(table.entries)} indicators on this sheet is not filled: "
            + (
                "its figures are formulas."
                if table.is_formulas
                else "another sheet has the same indicators."
            ),
            str(table.grid.place(table.title)),
            "Its formulas go on showing what is typed elsewhere."
            if table.is_formulas
            else "Say in the answers which of them is filled.",
        )
        for table in unused
    ]


def held(value: CellValue) -> str:
    """Return the text that a cell holds."""
    if isinstance(value, Formula):
        value = value.cached
    return text_of(value)
