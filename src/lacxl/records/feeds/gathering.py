"""From sources to typed modules: opened, recognised, read, with everything reported."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from lacxl.domain.errors import Refused
from lacxl.records.feeds.date_columns import report_blanks
from lacxl.records.feeds.extract import FileRead
from lacxl.records.feeds.left_alone import XML, left_alone, report_left_alone
from lacxl.records.feeds.local_lists import is_heading_of, recognise_local, sheets_of
from lacxl.records.feeds.module import Module, read_module
from lacxl.records.feeds.options import ReadOptions
from lacxl.records.feeds.recognising import Recognised, is_heading, learn, recognise
from lacxl.records.feeds.report import Report
from lacxl.records.feeds.schema import shown
from lacxl.records.feeds.sources import (
    Found,
    LocalList,
    SourceSpec,
    SqlQuery,
    files_of,
)
from lacxl.records.frames import Mask, Rows
from lacxl.tables.cells import Column
from lacxl.tables.notices import Notice
from lacxl.tables.opening import open_tables
from lacxl.tables.table import Table
from lacxl.tables.workbooks import column_letters

EXCEL_ROWS = 1_048_576
_WORKERS = 4


@dataclass(slots=True)
class Gathered:
    """The modules with the source of each, and what every file is."""

    modules: list[tuple[str, Module]] = field(default_factory=list)
    files: list[FileRead] = field(default_factory=list)


def gather(sources: Sequence[SourceSpec], report: Report, options: ReadOptions) -> Gathered:
    """Read every table of the sources; files beside each other, for most of it needs no Python.

    The largest come first, and no more at once than there are processors: one file may take as long
    as all others together, and then has to have a processor of its own from the start.
    """
    found = list(files_of(sources))
    aside = list(left_alone(sources))
    report_left_alone(aside, report)
    queries = [source for source in sources if isinstance(source, SqlQuery)]
    gathered = Gathered()
    learn()
    everything: list[Found | SqlQuery] = [*found, *queries]
    with ThreadPoolExecutor(max_workers=min(_WORKERS, os.cpu_count() or 1)) as pool:
        reading = {
            place: pool.submit(_gathered, everything[place], options)
            for place in sorted(range(len(everything)), key=lambda i: -_size(everything[i]))
        }
        for place in range(len(everything)):
            part, said = reading[place].result()
            gathered.modules += part.modules
            gathered.files += part.files
            report.take(said)
    gathered.files += [FileRead(name, f"left alone: {reason.what}") for name, reason in aside]
    return gathered


def _size(source: Found | SqlQuery) -> int:
    """Return how many bytes a file has; a query, which waits for another machine, is not last."""
    if isinstance(source, SqlQuery):
        return sys.maxsize
    try:
        return source.path.stat().st_size
    except OSError:  # which is reported when it is opened
        return 0


def _gathered(source: Found | SqlQuery, options: ReadOptions) -> tuple[Gathered, Report]:
    """Read the tables of one file or query, with a report of their own."""
    gathered, report = Gathered(), Report()
    try:
        tables = _opened(source)
    except Refused as refused:
        if [each.code for each in refused.findings] == ["F301"]:  # no bytes, or blanks alone
            _empty(source.name, gathered, report)
            return gathered, report
        report.refused(refused)
        gathered.files.append(FileRead(source.name, "cannot be read"))
        return gathered, report
    if source.local:
        tables = sheets_of(tables, source.local, source.name, report)
    for table in tables:
        _gather(table, source.local, gathered, report, options)
    return gathered, report


def _opened(source: Found | SqlQuery) -> Sequence[Table]:
    if isinstance(source, Found):
        local = source.local
        is_known = is_heading if local is None else is_heading_of(local)
        return open_tables(source.path, source.name, is_known)
    from lacxl.tables.queries import run_query

    return (run_query(source.name, source.query, source.url_from),)


def _gather(
    table: Table,
    local: LocalList | None,
    gathered: Gathered,
    report: Report,
    options: ReadOptions,
) -> None:
    report.notices.extend(table.notices)
    name = table.name
    if not any(any(record) for record in table.head):
        if local is None and gathered.files and "[" in name:
            return  # an empty sheet beside others
        _empty(name, gathered, report)
        return
    recognised = recognise_local(table, local, report) if local else recognise(table.head)
    if recognised is None:
        first = next(cell for record in table.head for cell in record if cell)
        if first.startswith("<"):
            report.add("X182", name, f"{XML.what}: not read.", XML.todo)
        elif local is None:
            report.add(
                "X101",
                name,
                "its headings are of no layout that lacxl knows; it was left alone.",
                "Put the layout's headings on top, or name its columns in the settings as a "
                "local list.",
            )
        gathered.files.append(FileRead(name, "not recognised"))
        return
    kind = recognised.kind
    if kind.unused:
        gathered.files.append(FileRead(name, kind.title, kind.source))
        return
    missing = _missing(recognised, name, report)
    if missing is None:
        gathered.files.append(FileRead(name, kind.title, kind.source, kind.name))
        return
    module = _read(table, recognised, report, options)
    if module is None:
        gathered.files.append(FileRead(name, kind.title, kind.source, kind.name))
        return
    gathered.modules.append((kind.source, module))
    gathered.files.append(
        FileRead(name, kind.title, kind.source, kind.name, len(module.rows), None, missing)
    )


def _empty(name: str, gathered: Gathered, report: Report) -> None:
    report.add("X102", name, "nothing stands in it.", "Check the query that makes it.")
    gathered.files.append(FileRead(name, "empty"))


def _missing(recognised: Recognised, name: str, report: Report) -> tuple[str, ...] | None:
    """Report missing and double columns; None where the table says nothing without them."""
    kind, header = recognised.kind, recognised.header + 1
    titles = {spec.name: shown(spec.title) for spec in kind.columns}
    for column in recognised.twice:
        report.add(
            "X105", name, "the column stands twice and was not read.", "Leave one of them.",
            titles[column], (header,),
        )  # fmt: skip
    lacking = [spec for spec in kind.columns if spec.name not in recognised.places]
    keys = [titles[spec.name] for spec in lacking if spec.key_column]
    others = [
        titles[spec.name]
        for spec in lacking
        if not (spec.key_column or spec.optional or spec.spare)
    ]
    for code, names, what in (
        ("X103", keys, "without which it cannot be used"),
        ("X104", others, "so that not everything can be counted from it"),
    ):
        if names:
            report.add(
                code, name, f"there is no column {', '.join(names)}, {what}.",
                f"Export {kind.title} with all its columns.",
            )  # fmt: skip
    return (
        None
        if keys
        else tuple(titles[s.name] for s in lacking if s.feeds or not (s.spare or s.optional))
    )


def _read(
    table: Table, recognised: Recognised, report: Report, options: ReadOptions
) -> Module | None:
    places = tuple(dict.fromkeys(recognised.places.values()))
    child = next((c.name for c in recognised.kind.columns if c.type == "child"), "")
    words = [recognised.places.get(c.name, -1) for c in recognised.kind.columns if c.type == "text"]
    body, notices = table.read(recognised.header, places, recognised.places.get(child), words)
    report.notices.extend(notices)
    if not len(body.rows):
        report.add("X102", table.name, "it has a header and no rows.", "Check the query.")
    elif int(body.rows[-1]) == EXCEL_ROWS:
        report.add(
            "X110", table.name,
            f"it ends at row {EXCEL_ROWS:,}, the last that Excel has: more was probably cut off.",
            "Export it as CSV without opening it in Excel, or in parts.",
        )  # fmt: skip
    columns = {name: body.columns[place] for name, place in recognised.places.items()}
    for spec in recognised.kind.columns:
        if spec.name in columns and (spec.blank or spec.type == "held"):
            rows = _unread(table, recognised, notices, spec.name)
            if spec.blank:
                report_blanks(table.name, spec, report, rows)
            else:
                columns[spec.name] = _marked(columns[spec.name], np.isin(body.rows, rows))
    return read_module(recognised, table.name, body.rows, columns, report, options)


_UNREAD = ("X114", "X127", "R166")
"""Cells of a table that are read as blank: not worked out, an error, a date that there is not."""


def _unread(table: Table, recognised: Recognised, notices: Sequence[Notice], name: str) -> Rows:
    """Return the rows of such cells in a column."""
    place = recognised.places[name]
    heads = (column_letters(place), table.head[recognised.header][place])
    rows = [
        row for each in notices if each.code in _UNREAD and each.column in heads
        for row in each.rows
    ]  # fmt: skip
    return np.array(rows, np.int64)


def _marked(column: Column, cells: Mask) -> Column:
    """Return a column in which some cells hold what nobody knows, instead of nothing."""
    if not cells.any():
        return column
    values = [*column.values, "#N/A"]
    return Column(np.where(cells, np.int32(len(values) - 1), column.codes), values)
