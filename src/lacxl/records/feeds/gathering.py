"""From sources to typed tables: opened, recognised, read, with everything reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lacxl.domain.errors import Refused
from lacxl.records.beside import beside_each_other
from lacxl.records.feeds.extract import FileRead
from lacxl.records.feeds.identities import Identities
from lacxl.records.feeds.options import ReadOptions
from lacxl.records.feeds.recognising import (
    Recognised,
    is_heading_of,
    recognise,
    recognise_local,
    sheets_of,
)
from lacxl.records.feeds.report import Report
from lacxl.records.feeds.sources import (
    FoundFile,
    LocalList,
    SourceSpec,
    SqlQuery,
    files_of,
    left_alone,
    report_left_alone,
)
from lacxl.records.feeds.typed import Typed, read_typed
from lacxl.tables.cell import Flaw
from lacxl.tables.open_tables import open_tables
from lacxl.tables.table import Table

EXCEL_ROWS = 1_048_576
_CODES = {
    Flaw.RAGGED: "X111", Flaw.UNPAIRED: "X112", Flaw.BLANK_CELLS: "X181", Flaw.UNWORKED: "X114",
    Flaw.FORMULA: "X115", Flaw.MERGED: "X116", Flaw.ERROR: "X127", Flaw.NO_DATE: "R166",
    Flaw.NO_VALUE: "R166",
}  # fmt: skip
"""The check of each flaw of a table."""


_Read = tuple[FileRead, Typed | None]
"""What a file or sheet is, and the table of children in it, if it is used."""


def gather(
    sources: Sequence[SourceSpec], report: Report, options: ReadOptions
) -> tuple[list[Typed], list[FileRead], Identities]:
    """Return every table of children, what each file is, and the children; these are numbered as in
    the table with the most of them, so that most tables are in their order already.
    """
    aside = list(left_alone(sources, report))
    queries = [source for source in sources if isinstance(source, SqlQuery)]
    everything: list[FoundFile | SqlQuery] = [*files_of(sources), *queries]
    parts = beside_each_other(lambda each: _read_file(each, report, options), everything)
    modules = [typed for part in parts for _, typed in part if typed is not None]
    identities = Identities()
    for index in sorted(range(len(modules)), key=lambda i: -len(modules[i].identifiers)):
        modules[index] = modules[index].numbered(identities)
    files = [file for part in parts for file, _ in part]
    files += [FileRead(name, f"left alone: {what}") for name, what in aside]
    return modules, files, identities


def _read_file(source: FoundFile | SqlQuery, report: Report, options: ReadOptions) -> list[_Read]:
    """Read the tables of one file or query; an empty sheet beside others is nothing."""
    try:
        tables = _opened(source)
    except Refused as refused:
        if [each.code for each in refused.findings] == ["F301"]:  # no bytes, or blanks alone
            return [_empty(source.name, report)]
        report.refused(refused)
        return [(FileRead(source.name, "cannot be read"), None)]
    if source.local:
        tables = sheets_of(tables, source.local, source.name, report)
    found: list[_Read] = []
    for table in tables:
        if table.encoding:
            report.add("X113", table.name, encoding=table.encoding)
        if any(any(record) for record in table.head):
            found.append(_read_table(table, source.local, report, options))
        elif source.local is not None or not found or "[" not in table.name:
            found.append(_empty(table.name, report))
    return found


def _opened(source: FoundFile | SqlQuery) -> Sequence[Table]:
    if isinstance(source, FoundFile):
        return open_tables(source.path, source.name, is_heading_of(source.local))
    from lacxl.tables.queries import run_query

    return (run_query(source.name, source.query, source.url_from),)


def _read_table(
    table: Table, local: LocalList | None, report: Report, options: ReadOptions
) -> _Read:
    name = table.name
    recognised = recognise_local(table, local, report) if local else recognise(table.head)
    if recognised is None:
        first = next(cell for record in table.head for cell in record if cell)
        if first.startswith("<"):
            report_left_alone("xml", name, report)
        elif local is None:
            report.add("X101", name)
        return FileRead(name, "not recognised"), None
    kind = recognised.kind
    if kind.unused:
        return FileRead(name, kind.title, kind.source), None
    read = FileRead(name, kind.title, kind.source, kind.name)
    missing = _missing(recognised, name, report)
    typed = None if missing is None else _typed(table, recognised, report, options)
    if typed is None or missing is None:
        return read, None
    return replace(read, rows=len(typed.frame), missing=missing), typed


def _empty(name: str, report: Report) -> _Read:
    report.add("X102", name)
    return FileRead(name, "empty"), None


def _missing(recognised: Recognised, name: str, report: Report) -> tuple[str, ...] | None:
    """Report missing and double columns; None where the table says nothing without them."""
    kind, header = recognised.kind, recognised.header + 1
    for column in recognised.twice:
        report.add("X105", name, (header,), kind.title_of(column))
    lacking = [spec for spec in kind.columns if spec.name not in recognised.indices]
    keys = [s.title for s in lacking if s.key_column]
    others = [s.title for s in lacking if not (s.key_column or s.optional or s.spare)]
    for code, names in (("X103", keys), ("X104", others)):
        if names:
            report.add(code, name, columns=", ".join(names), kind=kind.title)
    wanted = (s.title for s in lacking if s.feeds or not (s.spare or s.optional))
    return None if keys else tuple(wanted)


def _typed(
    table: Table, recognised: Recognised, report: Report, options: ReadOptions
) -> Typed | None:
    indices = tuple(dict.fromkeys(recognised.indices.values()))
    body, flawed = table.read(recognised.header, indices)
    unread: dict[int, list[int]] = {}
    for each in flawed:
        case = "value" if each.flaw is Flaw.NO_VALUE else ""
        report.add(_CODES[each.flaw], table.name, each.rows, each.column, case)
        if each.is_unread:
            unread.setdefault(each.column_index, []).extend(each.rows)
    if not len(body.rows):
        report.add("X102", table.name, case="header")
    elif int(body.rows[-1]) == EXCEL_ROWS:
        report.add("X110", table.name, last=EXCEL_ROWS)
    return read_typed(recognised, table.name, body, unread, report, options)
