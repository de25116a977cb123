"""What is printed of each indicator, period by period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from lacxl.adopting.candidate_tables import CandidateTable, ShownIndicator
from lacxl.adopting.evidence import Series
from lacxl.adopting.printed_cells import Sheets, columns_of, value_cells
from lacxl.adopting.proposal import KnownIndicator
from lacxl.adopting.vocabulary import is_earlier, light_of
from lacxl.domain.finding import Finding, first_of, warning
from lacxl.domain.indicator import Kind
from lacxl.domain.month import Month, Quarter
from lacxl.domain.numbers import half_up
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.layout.model import YearToDate
from lacxl.workbook.shown import number_in
from lacxl.workbook.snapshot import CellValue

_FEWEST_SHARED = 3


def copied_sheets(table: CandidateTable, sheets: Sheets) -> frozenset[str]:
    """Return the sheets that are still copies: nearly all figures are the month before's."""
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


def _month_of(table: CandidateTable) -> Month:
    return table.month or Month(Month.FIRST_YEAR, 1)


def series_of(table: CandidateTable, entry: ShownIndicator, sheets: Sheets) -> Series:
    """Return what is printed of an indicator, over all sheets where each month has its own."""
    if table.month is None:
        return _series_on(table, entry, sheets)
    copies = copied_sheets(table, sheets)
    at: dict[object, CellRef] = {}
    numbers: dict[object, Decimal] = {}
    formats: list[str] = []
    blank: set[object] = set()
    earlier: list[Decimal] = []
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
        earlier += own.earlier
    parts = {*entry.rows, *entry.columns}
    return Series(
        entry.reference,
        entry.title,
        at,
        numbers,
        tuple(formats),
        "denominator" in parts,
        earlier=tuple(earlier),
    )


def _series_on(table: CandidateTable, entry: ShownIndicator, sheets: Sheets) -> Series:
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
    return Series(
        entry.reference,
        entry.title,
        at,
        numbers,
        tuple(formats),
        "denominator" in parts,
        earlier=tuple(_earlier(columns_of(table, entry), entry, sheets)),
    )


def _earlier(table: CandidateTable, entry: ShownIndicator, sheets: Sheets) -> Iterator[Decimal]:
    """Yield the figures of an indicator under headings such as Last month."""
    if table.columns is None:
        return
    header = table.columns.header
    for row in range(header.top, header.bottom + 1):
        for cell, value in table.grid.in_row(row):
            place = table.grid.place(Cell(entry.rows["value"], cell.column))
            if is_earlier(value) and (number := number_in(sheets.there.get(place))) is not None:
                yield number


def typed_as_text(
    tables: Sequence[CandidateTable], series: Mapping[tuple[str, str], Series], sheets: Sheets
) -> tuple[frozenset[str], list[Finding]]:
    """Return the indicators of which percentages are texts such as 71.1%, and say so.

    A number beside them would be another form of figure, and no formula adds up the texts. They
    are left out where the latest figure is such a text, or half of the figures are.
    """
    found: list[str] = []
    places: list[CellRef] = []
    for table in tables:
        for entry in table.entries:
            own = series[table.words.name, entry.reference]
            texts = [p for p in own.numbers if _is_text_percentage(sheets.there.get(own.at[p]))]
            latest = any(month in texts for month in own.months[-1:])
            if texts and (latest or len(texts) * 2 >= len(own.numbers)):
                found.append(entry.reference)
                places.append(own.at[own.months[-1] if latest else texts[-1]])
    if not found:
        return frozenset(), []
    return frozenset(found), [
        warning(
            "D216",
            f"The percentages of {first_of(found, 6)} are typed as text, so "
            f"{'it is' if len(found) == 1 else 'they are'} not filled.",
            first_of(places, 6),
            "Turn the texts into numbers, then run lacxl adopt again.",
        )
    ]


def _is_text_percentage(value: CellValue) -> bool:
    return isinstance(value, str) and "%" in value and number_in(value) is not None


def without_ytd(
    tables: Sequence[CandidateTable], series: Mapping[tuple[str, str], Series]
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


def latest_ytd(
    tables: Sequence[CandidateTable],
    series: Mapping[tuple[str, str], Series],
    indicators: Sequence[KnownIndicator],
) -> Iterable[str]:
    """Yield the tables whose year to date shows the latest month of what does not add up."""
    kinds = {each.reference: each.kind for each in indicators}
    for table in tables:
        votes: list[bool] = []
        for entry in table.entries:
            if kinds[entry.reference] not in (Kind.SNAPSHOT, Kind.ROLLING):
                continue
            own = series[table.words.name, entry.reference]
            if not any(isinstance(p, YearToDate) for p in own.at) or not own.months:
                continue
            value = own.so_far
            last = own.numbers[own.months[-1]]
            votes.append(value is not None and half_up(value, 1) == half_up(last, 1))
        if sum(votes) * 2 > len(votes):
            yield table.words.name
