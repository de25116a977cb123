"""Tables in which time runs across, or that are of one month each, not yet described."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lacxl.adopting.candidate_tables import CandidateTable
from lacxl.adopting.columns_about_rows import about_rows, heading_over, parts_beside
from lacxl.adopting.parts_under_periods import parts_under
from lacxl.adopting.rows_below import entries_below
from lacxl.adopting.unclear_tables import no_figures
from lacxl.adopting.vocabulary import meaning_of, spelt_in
from lacxl.domain.finding import Finding
from lacxl.domain.month import FinancialYear, Month, Quarter
from lacxl.workbook.address import Cell
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.heading_words import OwnTable, Time, letters, text_of
from lacxl.workbook.layout.own_columns import COUNTS, VALUE, OwnColumns, read_columns
from lacxl.workbook.layout.period_labels import Bare, Label, as_label, remainder
from lacxl.workbook.snapshot import CellValue

_FEWEST_PERIODS = 2
_HEADER_REACH = 2
MOST_COLUMNS = 16_384
_LONGEST_NONE = 4
_UNDER_PERIODS = (VALUE, *COUNTS, "target", "rag", "dot", "ytd")
_WITHIN = re.compile(
    r"\s*(?:within|\+\s*/\s*-|±|up to)\b|\s*[\d.]+\s*(?:pp|ppts?|percentage points?)\b", re.I
)


def tables_across(grid: Grid) -> Iterator[CandidateTable]:
    """Yield the tables of a sheet in which time runs across."""
    groups: list[list[int]] = []
    for row in sorted(grid.filled_rows):
        labels = {
            label
            for cell, value in grid.in_row(row)
            if isinstance(label := _period_in(value, grid), Month | Quarter | Bare)
        }
        if len(labels) < _FEWEST_PERIODS:
            continue
        if groups and row - groups[-1][-1] <= _HEADER_REACH:
            groups[-1].append(row)
        else:
            groups.append([row])
    for index, rows in enumerate(groups):
        until = groups[index + 1][0] if index + 1 < len(groups) else grid.last_row + 1
        for first, last in _side_by_side(grid, rows):
            if (found := _under(grid, rows, until, None, first, last)) is not None:
                yield found


def _period_in(value: CellValue, grid: Grid) -> Label | None:
    """Return the period that a heading names, beside a word such as Result or not."""
    label = as_label(value, date1904=grid.date1904)
    if label is None and (both := spelt_in(value)) is not None:
        return as_label(remainder(value, both[1]))
    return label


def _side_by_side(grid: Grid, rows: Sequence[int]) -> list[tuple[int, int]]:
    """Return the columns of each table whose headings are in some rows: a title heads each."""
    top = max(1, rows[0] - _HEADER_REACH)
    heads = sorted(
        (cell.column, meaning)
        for row in range(top, rows[-1] + 1)
        for cell, value in grid.in_row(row)
        if (meaning := meaning_of(value)) in ("indicator", "number")
    )
    periods = sorted(
        cell.column
        for row in rows
        for cell, value in grid.in_row(row)
        if as_label(value, date1904=grid.date1904) is not None
    )
    starts: list[int] = []
    for column, _ in heads:
        if not starts or any(starts[-1] < period < column for period in periods):
            starts.append(column)
    if len(starts) < 2:
        return [(1, MOST_COLUMNS)]
    ends = [start - 1 for start in starts[1:]] + [MOST_COLUMNS]
    return list(zip([1, *starts[1:]], ends, strict=True))


def table_of_month(grid: Grid, month: Month) -> Iterator[CandidateTable]:
    """Yield the table of a sheet that is of one month: its header is known by its words alone."""
    for row in sorted(grid.filled_rows):
        known = {meaning_of(value) for _, value in grid.in_row(row)}
        if {"indicator", "number"} & known and VALUE in known:
            found = _under(grid, [row], grid.last_row + 1, month)
            if found is not None:
                yield found
            return


def _under(
    grid: Grid,
    rows: list[int],
    until: int,
    month: Month | None,
    first: int = 1,
    last: int = MOST_COLUMNS,
) -> CandidateTable | None:
    """Return the table whose headings are in some rows, within some columns."""
    if (first, last) != (1, MOST_COLUMNS):
        grid = grid.within(first, last)
    top, bottom = max(1, rows[0] - _HEADER_REACH), _last_header_row(grid, rows[-1])
    about = about_rows(grid, range(top, bottom + 1), range(bottom + 1, until))
    key = "indicator" if "indicator" in about else "number" if "number" in about else None
    if key is None:
        return None
    title = about[key]
    named = [
        row
        for row in range(bottom + 1, until)
        if grid.text(Cell(row, title.column))
        and meaning_of(grid.value(Cell(row, title.column))) is None
    ]
    parted = parts_beside(grid, range(bottom + 1, until), about)
    if parted is not None:
        heading = heading_over(grid, range(top, bottom + 1), parted[0])
        if heading is not None and as_label(grid.value(heading)) is None:
            about["part"] = heading
    headings = _headings(grid, range(top, bottom + 1), frozenset(named), about)
    headings = _by_content(grid, headings, range(bottom + 1, until), range(top, bottom + 1))
    time = Time.ACROSS if month is None else Time.SHEETS
    words = OwnTable(grid.name, grid.name, time, headings, parted[1] if parted else {})
    columns, findings = _read(grid, title, words, named, month)
    words = replace(words, headings=_less_doubled(grid, headings, findings))
    columns, findings = _read(grid, title, words, named, month)
    # what contradicts itself stays among the headings that are told on every refresh
    used = {letters(grid.value(each.heading)) for each in columns.columns}
    left = [cell for cell in columns.unread.values() if cell not in columns.contradictory]
    unread = [cell for cell in left if letters(grid.value(cell)) not in used]
    ignored = [text for cell in unread if (text := text_of(grid.value(cell)))]
    if ignored:
        headings = {**words.headings}
        headings["ignored"] = tuple(dict.fromkeys((*headings.get("ignored", ()), *ignored)))
        words = replace(words, headings=headings)
    if month is None and not columns.undated and not columns.months:
        return CandidateTable(grid, words, title, (), columns, (no_figures(grid, columns),))
    shown = columns
    if columns.undated:  # which rows there are does not depend on the year
        shown, _ = _read(grid, title, replace(words, year=FinancialYear(2000)), named, month)
    words, entries, more = entries_below(grid, shown, words, until)
    findings += more
    if not entries and not more:
        return None
    return CandidateTable(grid, words, title, tuple(entries), columns, tuple(findings), month)


def in_words(candidate: CandidateTable, headings: dict[str, tuple[str, ...]]) -> CandidateTable:
    """Return a table with other meanings of its headings, its columns read again."""
    words = replace(candidate.words, headings=headings)
    if candidate.columns is None:
        return replace(candidate, words=words)
    rows = [row for entry in candidate.entries for row in entry.rows.values()]
    columns, _ = _read(candidate.grid, candidate.title, words, rows, candidate.month)
    joined = tuple(
        each if each.columns is None else in_words(each, _shared(each, headings))
        for each in candidate.joined
    )
    return replace(candidate, words=words, columns=columns, joined=joined)


def _shared(
    candidate: CandidateTable, headings: dict[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Return the headings that a table has, with the meanings that others give."""
    own = {word for words in candidate.words.headings.values() for word in words}
    found = {m: tuple(w for w in words if w in own) for m, words in headings.items()}
    return {meaning: words for meaning, words in found.items() if words}


def _last_header_row(grid: Grid, row: int) -> int:
    """Return the last row of a header: below its periods may be Actual and Target."""
    for _ in range(_HEADER_REACH):
        parts = parts_under(grid, row + 1)
        known = [parts.get(cell) or meaning_of(value) for cell, value in grid.in_row(row + 1)]
        merged = any(
            grid.area(cell).bottom > row and grid.area(cell).top <= row
            for cell, value in grid.in_row(row)
            if meaning_of(value) in ("indicator", "number")
        )
        headed = [each for each in known if each in _UNDER_PERIODS]
        others = [each for each in known if each is None]
        if not merged and (len(headed) < _FEWEST_PERIODS or len(others) > len(headed)):
            break
        row += 1
    return row


def _by_content(
    grid: Grid, headings: dict[str, tuple[str, ...]], below: range, header: range
) -> dict[str, tuple[str, ...]]:
    """Return the headings with a column of amber moved to tolerances, where it says within 5%."""
    found = {meaning: list(words) for meaning, words in headings.items()}
    for row in header:
        for cell, value in grid.in_row(row):
            text = text_of(value)
            for meaning in ("amber", "comment", "ignored", "target"):
                if text not in found.get(meaning, []) or meaning == "target":
                    continue
                texts = [text_of(grid.value(Cell(r, cell.column))) for r in below]
                within = [t for t in texts if _WITHIN.match(t)]
                others = [t for t in texts if len(t) > _LONGEST_NONE]
                if within and len(within) * 2 >= len(others):
                    found[meaning].remove(text)
                    found.setdefault("tolerance", []).append(text)
    return {meaning: tuple(words) for meaning, words in found.items() if words}


def _read(
    grid: Grid, title: Cell, words: OwnTable, named: Sequence[int], month: Month | None
) -> tuple[OwnColumns, list[Finding]]:
    return read_columns(grid, title, words, named, month)


def _headings(
    grid: Grid, header: range, named: frozenset[int], about: dict[str, Cell]
) -> dict[str, tuple[str, ...]]:
    """Return the words over the columns, by what they mean."""
    found: dict[str, list[str]] = {
        name: [text_of(grid.value(cell))] for name, cell in about.items()
    }
    kept = set(about.values())
    for row in header:
        if row in named:
            continue
        parts = parts_under(grid, row)
        for cell, value in grid.in_row(row):
            text = text_of(value)
            if cell in kept or not letters(text) or as_label(value) is not None:
                continue
            meaning, spelling = parts.get(cell) or meaning_of(value), text
            if meaning is None and (both := spelt_in(value)) is not None:
                meaning, spelling = both
            if meaning in ("number", "indicator", "part"):
                meaning = "ignored"
            if meaning is not None:
                found.setdefault(meaning, []).append(spelling)
    return {meaning: tuple(dict.fromkeys(words)) for meaning, words in found.items()}


def _less_doubled(
    grid: Grid, headings: dict[str, tuple[str, ...]], findings: Sequence[Finding]
) -> dict[str, tuple[str, ...]]:
    """Return the headings without those that two columns of the table have alike."""
    doubled = {
        letters(grid.value(cell))
        for finding in findings
        if finding.code == "L103"
        for cell in _cells_in(finding)
        if as_label(grid.value(cell)) is None
    }
    if not doubled:
        return headings
    kept = {
        meaning: tuple(word for word in words if letters(word) not in doubled)
        for meaning, words in headings.items()
    }
    words = tuple(w for each in headings.values() for w in each if letters(w) in doubled)
    kept["ignored"] = tuple(dict.fromkeys((*kept.get("ignored", ()), *words)))
    return {meaning: words for meaning, words in kept.items() if words}


def _cells_in(finding: Finding) -> list[Cell]:
    return [Cell.parse(each) for each in re.findall(r"!([A-Z]{1,3}\d+)\b", finding.where)]
