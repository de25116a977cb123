"""The layout of a whole workbook: summary, theme pages and cover, or every reason why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, Severity, error
from lacxl.domain.indicator import Indicator
from lacxl.workbook.address import Area
from lacxl.workbook.layout.across import find_across
from lacxl.workbook.layout.cover import find_cover
from lacxl.workbook.layout.down import find_down
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.heading_words import LayoutWords, OwnTable, TableWords, Time
from lacxl.workbook.layout.model import FigurePart, Layout, Line, TableHeadings
from lacxl.workbook.layout.own_columns import contradictory
from lacxl.workbook.layout.own_tables import find_sheets, find_tables
from lacxl.workbook.layout.own_years import titles_against
from lacxl.workbook.layout.period_labels import NoPeriod, own_month_or_year, read_label
from lacxl.workbook.layout.summary_columns import OPTIONAL
from lacxl.workbook.layout.years_beside import months_by_cell
from lacxl.workbook.snapshot import Snapshot


def locate(
    snapshot: Snapshot,
    words: LayoutWords,
    indicators: Mapping[str, Indicator],
    left_out: Sequence[str] = (),
) -> Layout:
    """Return where everything is.

    Raises Refused with every heading that is missing or found twice, and with everything that could
    not be read of the sheets they are on, so that nothing is written into a workbook that is not
    understood wholly. `left_out` names what it does not have: theme pages, indicators by their
    numbers, headings that a table may do without.
    """
    grids = [Grid(sheet, date1904=snapshot.date1904) for sheet in snapshot.sheets]
    if words.own:
        return _locate_own(snapshot, grids, words, indicators, left_out)
    names = [page.name for page in words.pages]
    spared = _headings(words)
    findings = [
        error(
            "L114",
            f"leave_out names no page or heading of the layout and no indicator: '{name}'.",
            "lacxl.toml",
            f"Known are {', '.join((*names, *spared))}, and the indicators' numbers.",
        )
        for name in left_out
        if name not in names and name not in indicators and name not in spared
    ]
    without = {number for number in left_out if number in indicators}
    words = _less(words, without)
    known, indicators = indicators, {n: i for n, i in indicators.items() if n not in without}
    across, more = find_across(grids, words, indicators)
    findings += more
    not_in = {across.sheet: across.words} if across else {}
    down, tables, more = find_down(grids, words, left_out, not_in)
    findings += more
    findings += [
        error(
            "L115",
            f"The layout shows indicator {column.indicator}, which the catalogue does not have.",
            column.table,
        )
        for column in down
        if column.indicator not in known
    ]
    findings += [
        error(
            "L120",
            f"The layout shows '{column.figure}' of {column.indicator}, which has no such figure.",
            column.table,
            "Name one of its figures: "
            f"{', '.join(each.name for each in known[column.indicator].figures)}.",
        )
        for column in down
        if column.figure
        and column.indicator in known
        and column.figure not in {each.name for each in known[column.indicator].figures}
    ]
    cover, more = find_cover(grids, words)
    findings += more
    if findings or across is None:
        # what is missing may be where nothing could be read
        raise Refused([*findings, *(fault for sheet in snapshot.sheets for fault in sheet.faults)])
    layout = Layout(
        cover,
        (*across.lines, *down),
        tuple(
            replace(each, lacks={n: w for n, w in each.lacks.items() if w[0] not in left_out})
            for each in (across.headings, *tables)
        ),
    )
    if unclear := list(_unclear(snapshot, layout)):
        raise Refused(unclear)
    return layout


def _locate_own(
    snapshot: Snapshot,
    grids: Sequence[Grid],
    words: LayoutWords,
    indicators: Mapping[str, Indicator],
    left_out: Sequence[str],
) -> Layout:
    """Return the layout of a council's own workbook; raises Refused."""
    names = [table.name for table in words.own]
    findings = [
        error(
            "L114",
            f"leave_out names no table of the layout and no indicator: '{name}'.",
            "lacxl.toml",
            f"Known are {', '.join(names)}, and the indicators' references.",
        )
        for name in left_out
        if name not in names and name not in indicators
    ]
    wanted = {n: each for n, each in indicators.items() if n not in left_out}
    lines: list[Line] = []
    tables: list[TableHeadings] = []
    for table in words.own:
        if table.name in left_out:
            continue
        of_table = _of_sheet(snapshot, grids, table)
        found, headings, more = _FINDERS[table.time](of_table, table, wanted)
        lines += found
        tables += headings
        findings += more
    findings += _each_once(lines, wanted)
    cover, more = find_cover(grids, words)
    findings += more
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise Refused([*findings, *(fault for sheet in snapshot.sheets for fault in sheet.faults)])
    told = tuple(dict.fromkeys(findings))
    layout = Layout(cover, tuple(lines), tuple(tables), frozenset(names), words.signs, told)
    if unclear := list(_unclear(snapshot, layout)):
        raise Refused(unclear)
    return layout


def _of_sheet(snapshot: Snapshot, grids: Sequence[Grid], table: OwnTable) -> Sequence[Grid]:
    """Return the sheet that the table is on; where it was renamed, every visible one."""
    visible = [g for g, sheet in zip(grids, snapshot.sheets, strict=True) if sheet.visible]
    if table.time is Time.SHEETS:
        return visible
    return [grid for grid in grids if grid.name == table.sheet] or visible


def _down(
    grids: Sequence[Grid], table: OwnTable, indicators: Mapping[str, Indicator]
) -> tuple[list[Line], list[TableHeadings], list[Finding]]:
    lines = tuple(line for line in table.lines if line.indicator in indicators)
    page = TableWords(table.name, Time.DOWN, {}, lines)
    found, tables, findings = find_down(
        grids, LayoutWords({}, (page, page)), (), {}, own_month_or_year, months_by_cell
    )
    sheets = {grid.name: grid for grid in grids}
    for each in tables:
        dated = {month.financial_year for month in each.months}
        header = Area.of(each.at.cell)
        findings += titles_against(sheets[each.at.sheet], header, table, dated)
        odd = [at for at, text in each.unread if read_label(text) is NoPeriod.CONTRADICTION]
        findings += [contradictory(odd)] if odd else []
    return (
        [replace(line, form=table.form_of(line.indicator)) for line in found],
        list(tables),
        findings,
    )


_FINDERS = {Time.ACROSS: find_tables, Time.SHEETS: find_sheets, Time.DOWN: _down}


def _each_once(lines: Sequence[Line], indicators: Mapping[str, Indicator]) -> Iterator[Finding]:
    """Yield a finding for each indicator that has no place, or two for one of its figures."""
    met: dict[tuple[str, str, FigurePart], list[Line]] = {}
    for line in lines:
        met.setdefault((line.indicator, line.figure, line.part), []).append(line)
    shown = {line.indicator for line in lines}
    for number in indicators:
        if number not in shown:
            yield error(
                "L106",
                f"No table has a row or a column for {number}.",
                todo="Put it back with its reference or title, or name the indicator in "
                f"lacxl.toml: leave_out = ['{number}'].",
            )
    for (number, _, _), found in met.items():
        if len(found) > 1:
            yield error(
                "L107",
                f"Indicator {number} is in more than one row of the tables.",
                ", ".join(str(line.title or next(iter(line.at.values()))) for line in found),
                "Correct the reference of the wrong row, or hide the sheet that is a copy.",
            )


def _unclear(snapshot: Snapshot, layout: Layout) -> Iterator[Finding]:
    """Yield what could not be understood in the tables, above them or right beside them.

    Farther off nothing is read and nothing written, so whatever is there is carried over.
    """
    for sheet in snapshot.sheets:
        tables = [
            area
            for name in dict.fromkeys(line.table for line in layout.lines)
            if (area := _area(sheet.name, name, layout)) is not None
        ]
        tables += [
            Area(place.cell.row, 1, place.cell.row, place.cell.column)
            for place in layout.cover.places
            if place.sheet == sheet.name
        ]
        if tables and sheet.fault is not None:
            yield sheet.fault
        for cell, fault in sheet.unclear.items():
            if any(cell in area for area in tables):
                yield fault


def _area(sheet: str, name: str, layout: Layout) -> Area | None:
    """Return what a table takes of a sheet with all above it, and where it could go on."""
    lines = [line for line in layout.lines if (line.sheet, line.table) == (sheet, name)]
    if not lines:
        return None
    starts = [table.at for table in layout.tables if (table.at.sheet, table.name) == (sheet, name)]
    cells = [place.cell for place in (*starts, *(place for line in lines for place in line.places))]
    left, right = min(cell.column for cell in cells), max(cell.column for cell in cells)
    return Area(1, left, max(cell.row for cell in cells) + 1, right + 1)


def _headings(words: LayoutWords) -> tuple[str, ...]:
    """Return the headings that a table may do without, in the first of their spellings."""
    summary = words.summary.headings
    columns = (summary[name] for name in OPTIONAL if name in summary)
    return tuple(dict.fromkeys(each[0] for each in (*columns, *words.row_labels.values())))


def _less(words: LayoutWords, without: set[str]) -> LayoutWords:
    """Return the words without the lines of some indicators, and pages that are then empty."""
    if not without:
        return words
    pages = [
        replace(page, lines=tuple(line for line in page.lines if line.indicator not in without))
        for page in words.pages
    ]
    kept = (page for page in pages if page.lines)
    return replace(words, tables=(words.summary, *kept))
