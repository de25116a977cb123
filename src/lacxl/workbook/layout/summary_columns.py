"""The columns of the Performance Summary: by their headings, in however many rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lacxl.domain.finding import Finding, error
from lacxl.domain.month import FinancialYear, Month
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.heading_words import (
    Spellings,
    TableWords,
    as_month,
    as_year,
    letters,
    unqualified,
)
from lacxl.workbook.layout.model import Period, TableHeadings, YearToDate, is_amid
from lacxl.workbook.layout.periods import Labels
from lacxl.workbook.shown import number_in
from lacxl.workbook.snapshot import CellValue

REQUIRED = ("ytd", "dot", "rag")
BENCHMARKS = ("stat_neigh_ave", "best_stat_neigh", "nat_ave", "nat_top_qtile_threshold")
NOTES = ("note_monthly", "note_ytd")  # both may be headed DATA NOTE: the YTD column divides them
OPTIONAL = ("target", "polarity", *NOTES, *BENCHMARKS)
SIGNALS = ("variation", "assurance")  # nobody misses them: only a council that wants them has them
_GROUP_ROWS = 3
_FARTHEST = 12
_Meaning = Month | FinancialYear | str


@dataclass(slots=True)
class Columns:
    """The columns of a summary table by what they hold, and the rows of its header.

    `unread` are the columns with a heading that is not known; `headed` are the cells of the others.
    """

    grid: Grid
    header: Area
    number: int
    indicator: int
    dated: dict[Period, int] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)
    unread: dict[int, Cell] = field(default_factory=dict)
    headed: dict[int, Cell] = field(default_factory=dict)

    @property
    def months(self) -> dict[Month, int]:
        """The columns of months."""
        return {each: column for each, column in self.dated.items() if isinstance(each, Month)}

    @property
    def periods(self) -> dict[Period, int]:
        """The columns of figures by their period."""
        so_far: dict[Period, int] = {YearToDate(): self.named["ytd"]} if "ytd" in self.named else {}
        return self.dated | so_far

    @property
    def last(self) -> int:
        """The last column that was understood."""
        known = (*self.dated.values(), *self.named.values())
        return max(known, default=self.indicator + 1)

    @property
    def is_summary(self) -> bool:
        """Say whether anything but NO. and INDICATOR tells that this is a table of figures."""
        return bool(self.months) or any(name in self.named for name in REQUIRED)

    def table(self, words: TableWords) -> TableHeadings:
        """Return how the headings were understood; those apart at the right are another table's."""
        end = self.last
        while end + 1 in self.unread:
            end += 1
        place = self.grid.place
        return TableHeadings(
            name=words.name,
            at=place(self.header.first),
            periods=frozenset(self.periods),
            lacks={
                name: words.headings[name]
                for name in (*OPTIONAL, *REQUIRED)
                if name in words.headings and name not in self.named
            },
            unread=tuple(
                (place(cell), str(self.grid.value(cell) or ""))
                for cell in dict.fromkeys(c for at, c in self.unread.items() if at <= end)
            ),
            amid_months=is_amid(self.unread, self.months.values()),
            headings={each: place(self.headed[c]) for each, c in self.periods.items()},
        )


@dataclass(frozen=True, slots=True)
class _Label:
    """A text over a column. `apart`: rows that are blank here separate it from the header."""

    cell: Cell
    value: CellValue
    within: bool
    reaches: bool
    apart: bool


@dataclass(frozen=True, slots=True)
class _Headed:
    """A column and what its heading means; `exact` if no words in brackets were left aside."""

    column: int
    at: Cell
    meaning: _Meaning
    exact: bool


def read_columns(
    grid: Grid, number: Cell, title: Cell, words: TableWords, row_words: Spellings
) -> tuple[Columns, list[Finding]]:
    """Return the columns to the right of NO. and INDICATOR, and the findings about them.

    `row_words` are those that name the rows of a table beside it.
    """
    top = min(grid.area(number).top, grid.area(title).top)
    bottom = max(grid.area(number).bottom, grid.area(title).bottom)
    columns = Columns(
        grid, Area(top, number.column, bottom, title.column), number.column, title.column
    )
    meant = {
        letters(spelling): name
        for name in (*OPTIONAL, *REQUIRED, *SIGNALS)
        for spelling in words.headings.get(name, ())
    }
    row_labels = Labels(grid, row_words)
    last = max((c.column for c, _ in grid.cells() if top <= c.row <= bottom), default=0)
    headed: list[_Headed] = []
    for column in range(title.column + 1, last + 1):
        labels = list(_labels(grid, column, top, bottom))
        if _names_rows(row_labels, column, top, bottom):
            continue
        found = _meaning(labels, meant, grid.date1904)
        if found is not None:
            headed.append(_Headed(column, labels[0].cell, *found))
        elif words_of := [each.cell for each in labels if each.within and letters(each.value)]:
            columns.unread[column] = words_of[0]
        elif _has_figures(grid, number, column, bottom):  # without a heading, or under a shared one
            columns.unread[column] = grid.area(Cell(bottom, column)).first
    findings = _put(columns, headed, words)
    findings += [
        error(
            "L104",
            f"The summary has no column headed {words.headings[name][0]}.{_not_known(columns)}",
            str(grid.place(number)),
            "Put the heading back, or add its new wording to a layout of your own.",
        )
        for name in REQUIRED
        if name not in columns.named
    ]
    return columns, findings


def _put(columns: Columns, headed: list[_Headed], words: TableWords) -> list[Finding]:
    """Assign each column by its heading, and return a finding for each heading met twice.

    A heading with words in brackets yields to one without.
    """
    findings: list[Finding] = []
    just_so: set[_Meaning] = set()
    ordered = sorted(headed, key=lambda each: not each.exact)
    ytd = next((each.column for each in ordered if each.meaning == "ytd"), None)
    for each in ordered:
        meaning = each.meaning
        if meaning in NOTES:
            meaning = NOTES[ytd is not None and each.column > ytd]
        if each.exact:
            just_so.add(meaning)
        elif meaning in just_so:
            columns.unread[each.column] = each.at
            continue
        match meaning:
            case Month() | FinancialYear():
                clash = columns.dated.setdefault(meaning, each.column)
                name = meaning.short if isinstance(meaning, Month) else str(meaning)
            case str():
                clash = columns.named.setdefault(meaning, each.column)
                name = words.headings[meaning][0]
        columns.headed.setdefault(each.column, each.at)
        # without a YTD column it is not known which note is which
        if clash != each.column and not (meaning in NOTES and ytd is None):
            there = columns.grid.place(Cell(columns.header.bottom, clash))
            findings.append(
                error(
                    "L103",
                    f"Two columns of the summary are headed {name}.",
                    f"{there} and {columns.grid.place(each.at)}",
                    "Correct one of the two headings.",
                )
            )
    columns.unread = dict(sorted(columns.unread.items()))
    return findings


def _not_known(columns: Columns) -> str:
    cells = ", ".join(map(str, dict.fromkeys(columns.unread.values())))
    return f" Headings not recognised: {cells}." if cells else ""


def _labels(grid: Grid, column: int, top: int, bottom: int) -> Iterator[_Label]:
    """Yield a column's own labels from the lowest up, those that span several columns left out.

    Texts above the header row are group headings. An inserted row may part them from it.
    """
    apart = False
    groups = 0
    row = bottom
    while row >= max(1, top - _FARTHEST) and groups <= _GROUP_ROWS:
        area = grid.area(Cell(row, column))
        value = grid.value(area.first)
        if value is not None and area.right == area.left:
            yield _Label(area.first, value, row >= top, area.bottom >= bottom, apart)
        apart |= value is None and row < top
        row = area.top - 1
        groups += row < top and row in grid.filled_rows


def _meaning(
    labels: list[_Label], meant: Mapping[str, str], date1904: bool
) -> tuple[_Meaning, bool] | None:
    """Return what a column holds by the lowest label that says it, and whether it says just that.

    A year has to be in the header row itself: above it, it heads a group of months. TARGET over
    2015/16 is the target, of that year.
    """
    headed = any(label.within for label in labels)
    year: FinancialYear | None = None
    for label in labels:
        if (
            year is None
            and not label.apart
            and (month := as_month(label.value, date1904=date1904)) is not None
        ):
            return month, True
        if year is None and label.reaches and (year := as_year(label.value)) is not None:
            continue
        if (not headed or year is not None) and label.apart:
            continue
        if (name := meant.get(letters(label.value))) is not None:
            return name, True
        before, within = unqualified(label.value)
        if (name := meant.get(before)) is not None and within not in meant:
            return name, False
    return None if year is None else (year, True)


def _has_figures(grid: Grid, number: Cell, column: int, bottom: int) -> bool:
    """Say whether a column holds a number in a row that has something under NO."""
    return any(
        number_in(grid.value(Cell(row, column))) is not None
        for row in grid.filled_rows
        if row > bottom and grid.value(Cell(row, number.column)) is not None
    )


def _names_rows(labels: Labels, column: int, top: int, bottom: int) -> bool:
    """Say whether the column names the rows of a table beside the summary."""
    rows = [label.cell.row for label in labels.of(column)]
    below = any(bottom < row <= bottom + _GROUP_ROWS for row in rows)
    return below or sum(top - _GROUP_ROWS <= row < top for row in rows) > 1
