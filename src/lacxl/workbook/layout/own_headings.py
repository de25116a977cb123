"""What is over one column of a council's own table: its meaning, its period, and wider headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lacxl.domain.month import FinancialYear, Month, Quarter
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.heading_words import letters
from lacxl.workbook.layout.model import YearToDate
from lacxl.workbook.layout.own_header import Meanings, labels_over
from lacxl.workbook.layout.period_labels import Bare, Label, NoPeriod, read_label, years_in


@dataclass(frozen=True, slots=True)
class Heading:
    """All that is over a column, from the lowest cell up.

    `meaning` is "" where it says a period alone. `years` are those that it names besides, and
    `alone` says that no other column shares them. `bands` are the wider headings that name a year
    or a quarter, `texts` those that name years among other words.
    """

    number: int
    cell: Cell
    meaning: str
    label: Label | None
    years: frozenset[FinancialYear]
    alone: bool
    bands: tuple[tuple[Cell, Label], ...] = ()
    texts: tuple[tuple[Cell, FinancialYear], ...] = ()


@dataclass(frozen=True, slots=True)
class Odd:
    """A heading that speaks of time and names no period, with the reason."""

    cell: Cell
    why: NoPeriod


def read_heading(grid: Grid, header: Area, number: int, meanings: Meanings) -> Heading | Odd | None:
    """Return what is over a column, None where its words are not known."""
    meaning = ""
    label: Label | None = None
    years: set[FinancialYear] = set()
    first: Cell | None = None
    alone = strange = False
    bands: list[tuple[Cell, Label]] = []
    texts: list[tuple[Cell, FinancialYear]] = []
    for cell in labels_over(grid, header, number):
        known, said = _said(grid, cell, meanings)
        is_open = label is None or isinstance(label, YearToDate)
        if isinstance(said, NoPeriod):
            if said is NoPeriod.OTHER and not is_open:
                continue  # half a year over its months
            return Odd(cell, said)
        if said is None and known is None:
            named = years_in(grid.value(cell))
            years |= named
            is_own = grid.area(cell).left == grid.area(cell).right
            strange |= first is None and is_own and not named and bool(letters(grid.value(cell)))
            texts += [(cell, year) for year in named if len(named) == 1]
            continue
        first = first or cell
        if _is_so_far(said) and not is_open and meaning in ("", "value"):
            meaning = "ytd"  # Cumulative over months: each is of the year up to it
            continue
        meaning = meaning or known or ""
        if isinstance(said, FinancialYear):
            years.add(said)
            alone |= grid.area(cell).left == grid.area(cell).right
        elif said is not None and is_open:
            if isinstance(label, YearToDate) and meaning in ("", "value"):
                meaning = "ytd"
            label = said
            continue
        if said is not None and cell != first:
            bands.append((cell, said))
    if first is None or (strange and not meaning):
        return None  # words below a month may say that it is another figure
    return Heading(
        number, first, meaning, label, frozenset(years), alone, tuple(bands), tuple(texts)
    )


def _is_so_far(said: Label | NoPeriod | None) -> bool:
    """Say whether a heading is of a year to date, and names neither its year nor its end."""
    return isinstance(said, YearToDate) and said.year is None and said.until is None


def so_far_over_some(
    grid: Grid, header: Area, headings: Sequence[Heading], meanings: Meanings
) -> list[tuple[Cell, list[Heading]]]:
    """Return each cell such as Cumulative over one month, with the months it may be meant of.

    Where nothing else heads the months to the right of it, nobody can tell how far it goes.
    """
    found = []
    by_number = {each.number: each for each in headings}
    for row in range(header.top, header.bottom):
        for cell, _ in grid.in_row(row):
            own = by_number.get(cell.column)
            area = grid.area(cell)
            if own is None or own.cell == cell or area.left != area.right:
                continue
            known, said = _said(grid, cell, meanings)
            is_so_far = known == "ytd" or _is_so_far(said)
            if not is_so_far or not isinstance(own.label, Month | Bare):
                continue
            beside = []
            number = cell.column + 1
            while number in by_number and grid.value(Cell(row, number)) is None:
                if isinstance(by_number[number].label, Month | Bare):
                    beside.append(by_number[number])
                number += 1
            if beside:
                found.append((cell, [own, *beside]))
    return found


def _said(grid: Grid, cell: Cell, meanings: Meanings) -> tuple[str | None, Label | NoPeriod | None]:
    """Return what a heading means, and the period that it names."""
    value = grid.value(cell)
    if (known := meanings.of(value)) is not None:
        return known, None
    if (label := read_label(value, date1904=grid.date1904)) is not None:
        return None, label
    return meanings.with_period(value) or (None, None)


def against_bands(headings: Sequence[Heading]) -> Iterator[tuple[Cell, list[Heading]]]:
    """Yield each wider heading that none of its columns agrees with, and those that contradict it.

    A title over a whole table agrees with some of them.
    """
    votes: dict[Cell, list[tuple[Heading, bool]]] = {}
    for each in headings:
        for cell, band in each.bands:
            if (agrees := _agrees(each.label, band)) is not None:
                votes.setdefault(cell, []).append((each, agrees))
    for cell, held in votes.items():
        if not any(agrees for _, agrees in held):
            yield cell, [each for each, _ in held]


def against_texts(headings: Sequence[Heading]) -> Iterator[tuple[Cell, FinancialYear]]:
    """Yield each text that names a year none of the columns below it is of, and that year."""
    votes: dict[tuple[Cell, FinancialYear], list[bool]] = {}
    for each in headings:
        for cell, year in each.texts:
            if isinstance(each.label, Month | Quarter):
                votes.setdefault((cell, year), []).append(_agrees(each.label, year) is True)
    for place, held in votes.items():
        if not any(held):
            yield place


def _agrees(label: Label | None, band: Label) -> bool | None:
    """Say whether a month or a quarter is of the year or quarter above it, None where unsaid."""
    if isinstance(band, FinancialYear):
        match label:
            case Month():
                return label.financial_year == band
            case Quarter():
                return label.year == band
        return True if isinstance(label, Bare) else None
    if isinstance(label, Month | Quarter) and isinstance(band, Quarter):
        return band == (label.quarter if isinstance(label, Month) else label)
    if isinstance(label, Bare) and isinstance(band, Quarter | Bare):
        below = label.of(FinancialYear(2000))
        if isinstance(below, Month) and (isinstance(band, Quarter) or band.months == 3):
            return below.quarter.number == band.number
        if isinstance(below, Quarter):
            return below.number == band.number
    return None
