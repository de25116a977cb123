"""Of which year a table's months are, where titles say it, and where they contradict each other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from lacxl.domain.finding import Finding, error, first_of, warning
from lacxl.domain.month import FinancialYear
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.heading_words import OwnTable
from lacxl.workbook.layout.period_labels import years_in

_TITLES_ABOVE = 12
_NAMED = 4


@dataclass(frozen=True, slots=True)
class YearClaim:
    """What a title, the sheet's name or the layout says of the year; `where` is in words."""

    year: FinancialYear
    says: str
    where: str


@dataclass(frozen=True, slots=True)
class Years:
    """All that is said of a table's year outside its headings; `others` are years beside it."""

    claims: tuple[YearClaim, ...] = ()
    others: frozenset[FinancialYear] = frozenset()

    @property
    def year(self) -> FinancialYear | None:
        """The year of months that are headed without one, None where it cannot be told."""
        return self.claims[0].year if self.claims and self.agree else None

    @property
    def agree(self) -> bool:
        """Whether nothing contradicts anything else."""
        return len({each.year for each in self.claims}) < 2

    def against(self, dated: Collection[FinancialYear]) -> Iterator[YearClaim]:
        """Yield the titles, and the sheet's name, that name no year of the months as headed."""
        for each in self.claims:
            is_title = each.says == TITLE
            if each.says == LAYOUT or each.year in dated or (is_title and self.others & {*dated}):
                continue
            yield each


LAYOUT, TITLE, SHEET = "the layout", "the title above the table", "the sheet's name"


def years_said(grid: Grid, header: Area, table: OwnTable) -> Years:
    """Return what the layout, a title above a table and the sheet's name say of its year."""
    claims: list[YearClaim] = []
    others: set[FinancialYear] = set()
    if table.year is not None:
        claims.append(YearClaim(table.year, LAYOUT, f'year = "{table.year}"'))
    nearest: list[tuple[Cell, FinancialYear]] = []
    for row in range(header.top - 1, max(0, header.top - 1 - _TITLES_ABOVE), -1):
        found = [(c, year) for c, value in grid.in_row(row) for year in sorted(years_in(value))]
        nearest = nearest or found
        others |= {year for _, year in found}
    named = sorted(years_in(grid.name))
    if len({year for _, year in nearest}) == 1:
        cell, year = nearest[0]
        claims.append(YearClaim(year, TITLE, str(grid.place(cell))))
    elif nearest:  # of two years neither is the table's, whatever the sheet is called
        return Years(tuple(claims), frozenset(others))
    if len(named) == 1:
        claims.append(YearClaim(named[0], SHEET, grid.name))
    return Years(tuple(claims), frozenset(others))


def titles_against(
    grid: Grid, header: Area, table: OwnTable, dated: Collection[FinancialYear]
) -> list[Finding]:
    """Return what is told of titles above months that all have years of their own."""
    claims = years_said(grid, header, table).against(dated) if dated else ()
    return list(contradicted(list(claims), dated, ()))


def contradicted(
    claims: Sequence[YearClaim], dated: Collection[FinancialYear], left: Sequence[str]
) -> Iterator[Finding]:
    """Yield a warning for each title that names another year than the months' own headings.

    `left` are the headings without a year, which are then of no year.
    """
    more = f" Headings without a year are left alone: {first_of(left, _NAMED)}." if left else ""
    for each in claims:
        yield warning(
            "L125",
            f"The months are headed as of {first_of(sorted(map(str, dated)), _NAMED)}, but "
            f"{each.says} says {each.year}.{more}",
            each.where,
            "Correct whichever of the two is wrong.",
        )


def unsure(claims: Sequence[YearClaim], cells: Sequence[str]) -> Finding:
    """Return the error of months without a year, of which titles say different ones."""
    said = ", ".join(f"{each.says} says {each.year}" for each in claims)
    return error(
        "L125",
        f"It cannot be told of which year these months are: {said}.",
        first_of(cells, _NAMED),
        "Let all of them name the same year, or head the months with theirs, as Apr-25.",
    )
