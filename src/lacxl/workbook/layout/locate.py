"""The layout of a whole workbook: summary, theme pages and cover, or every reason why not."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error
from lacxl.domain.indicator import Indicator
from lacxl.workbook.layout.across import find_across
from lacxl.workbook.layout.columns import OPTIONAL
from lacxl.workbook.layout.cover import find_cover
from lacxl.workbook.layout.down import find_down
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.model import Layout
from lacxl.workbook.layout.words import LayoutWords
from lacxl.workbook.snapshot import Snapshot


def locate(
    snapshot: Snapshot,
    words: LayoutWords,
    indicators: Mapping[str, Indicator],
    left_out: Sequence[str] = (),
) -> Layout:
    """Return where everything stands.

    Raises Refused with every place that is missing or stands twice, and with everything that could
    not be read of the sheets they stand on, so that nothing is written into a workbook that is not
    understood wholly. `left_out` names what it does not have: theme pages, indicators by their
    numbers, headings that a table may do without.
    """
    grids = [Grid(sheet, date1904=snapshot.date1904) for sheet in snapshot.sheets]
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
        # what is missed may stand where nothing could be read
        raise Refused([*findings, *_unclear(snapshot, {sheet.name for sheet in snapshot.sheets})])
    sheets = {across.sheet, *(c.sheet for c in down), *(place.sheet for place in cover.places)}
    if unclear := _unclear(snapshot, sheets):
        raise Refused(unclear)
    return Layout(
        cover,
        (*across.lines, *down),
        tuple(
            replace(each, lacks={n: w for n, w in each.lacks.items() if w[0] not in left_out})
            for each in (across.headings, *tables)
        ),
    )


def _unclear(snapshot: Snapshot, sheets: Collection[str]) -> list[Finding]:
    """Return what could not be understood of these sheets: figures stand there."""
    return [fault for sheet in snapshot.sheets if sheet.name in sheets for fault in sheet.faults]


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
