"""The columns of the Performance Summary: by their headings, in however many rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lacxl.domain.finding import Finding, error
from lacxl.domain.month import FinancialYear, Month
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.periods import Labels
from lacxl.workbook.layout.words import LayoutWords, as_month, as_year, plain
from lacxl.workbook.snapshot import CellValue

REQUIRED = ("ytd", "dot", "rag")
BENCHMARKS = ("stat_neigh_ave", "best_stat_neigh", "nat_ave", "nat_top_qtile_threshold")
_SINGLE = ("target", "polarity", *REQUIRED)
_NOTES = ("note_monthly", "note_ytd")  # both may be headed DATA NOTE: the YTD column divides them
_GROUP_ROWS = 3
_FARTHEST = 12


@dataclass(slots=True)
class Columns:
    """The columns of a summary table by what they hold, and the rows of its header."""

    grid: Grid
    header: Area
    number: int
    indicator: int
    months: dict[Month, int] = field(default_factory=dict)
    years: dict[FinancialYear, int] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """The last column that was understood."""
        known = (*self.months.values(), *self.years.values(), *self.named.values())
        return max(known, default=self.indicator + 1)

    @property
    def is_summary(self) -> bool:
        """Say whether anything but NO. and INDICATOR tells that this is a table of figures."""
        return bool(self.months) or any(name in self.named for name in REQUIRED)


@dataclass(frozen=True, slots=True)
class _Label:
    """A text over a column. `apart`: rows that are blank here lie between it and the header."""

    cell: Cell
    value: CellValue
    within: bool
    reaches: bool
    apart: bool


def read_columns(
    grid: Grid, number: Cell, title: Cell, words: LayoutWords
) -> tuple[Columns, list[Finding]]:
    """Return the columns to the right of NO. and INDICATOR, and the findings about them."""
    top = min(grid.area(number).top, grid.area(title).top)
    bottom = max(grid.area(number).bottom, grid.area(title).bottom)
    columns = Columns(
        grid, Area(top, number.column, bottom, title.column), number.column, title.column
    )
    findings: list[Finding] = []
    notes: list[Finding] = []
    meant = {
        plain(spelling): name
        for name in (*_NOTES, *_SINGLE, *BENCHMARKS)
        for spelling in words.summary.get(name, ())
    }
    row_labels = Labels(grid, words)
    last = max((c.column for c, _ in grid.cells() if top <= c.row <= bottom), default=0)
    for column in range(title.column + 1, last + 1):
        labels = list(_labels(grid, column, top, bottom))
        found = _meaning(labels, meant, grid.date1904)
        at = labels[0].cell if labels else Cell(bottom, column)
        if _names_rows(row_labels, column, top, bottom):
            continue
        match found:
            case Month():
                clash = columns.months.setdefault(found, column)
                name = found.short
            case FinancialYear():
                clash = columns.years.setdefault(found, column)
                name = str(found)
            case str():
                if found in _NOTES:
                    found = _NOTES["ytd" in columns.named]
                clash = columns.named.setdefault(found, column)
                name = words.summary[found][0]
            case None:
                continue
        if clash != column:
            (notes if found in _NOTES else findings).append(
                error(
                    "L103",
                    f"Two columns of the summary are headed {name}.",
                    f"{grid.place(Cell(bottom, clash))} and {grid.place(at)}",
                    "Correct one of the two headings.",
                )
            )
    if "ytd" in columns.named:  # else it is not known which note is which
        findings += notes
    findings += [
        error(
            "L104",
            f"The summary has no column headed {words.summary[name][0]}.",
            str(grid.place(number)),
            "Put the heading back, or add its new wording to a layout of your own.",
        )
        for name in REQUIRED
        if name not in columns.named
    ]
    return columns, findings


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
) -> Month | FinancialYear | str | None:
    """Return what a column holds by the lowest label that says it.

    A year has to stand in the header row itself: above it, it heads a group of months.
    """
    headed = any(label.within for label in labels)
    for label in labels:
        if not label.apart and (month := as_month(label.value, date1904=date1904)) is not None:
            return month
        if label.reaches and (year := as_year(label.value)) is not None:
            return year
        name = meant.get(plain(label.value))
        if name is not None and (headed or not label.apart):
            return name
    return None


def _names_rows(labels: Labels, column: int, top: int, bottom: int) -> bool:
    """Say whether the column names the rows of a table that stands beside the summary."""
    rows = [label.cell.row for label in labels.of(column)]
    below = any(bottom < row <= bottom + _GROUP_ROWS for row in rows)
    return below or sum(top - _GROUP_ROWS <= row < top for row in rows) > 1
