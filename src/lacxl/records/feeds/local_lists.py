"""Lists of the council's own, their columns named by the settings and typed by local.toml."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from lacxl.domain.dataset import DATASETS
from lacxl.domain.numbers import how_many
from lacxl.records.feeds.recognising import Recognised, placed
from lacxl.records.feeds.report import Report
from lacxl.records.feeds.schema import ColumnSpec, Kind, code_lists, column_of, squash
from lacxl.records.feeds.schemas import load
from lacxl.records.feeds.sources import LocalList
from lacxl.tables.table import Table


def sheets_of(
    tables: Sequence[Table], local: LocalList, name: str, report: Report
) -> Sequence[Table]:
    """Return the sheet that the settings name, else those with the child's column, else all."""
    if local.sheet:
        named = [table for table in tables if squash(table.title) == squash(local.sheet)]
        if not named:
            report.add("X191", name, sheets=how_many(len(tables), "sheet"))
        return named
    child = squash(local.child)
    fitting = [t for t in tables if any(child == squash(cell) for row in t.head for cell in row)]
    return fitting or tables


def is_heading_of(local: LocalList) -> Callable[[str], bool]:
    """Return what says whether a cell is a heading that the settings name for the list."""
    named = {squash(heading) for heading in (local.child, *local.columns.values())}
    return lambda cell: squash(cell) in named


def recognise_local(table: Table, local: LocalList, report: Report) -> Recognised | None:
    """Return the places of a local list's columns, or None after saying why it cannot be read."""
    known = DATASETS.get(local.dataset)
    if known is None:
        report.add("X190", table.name, names=", ".join(DATASETS))
        return None
    if not local.columns.keys() <= known.columns.keys():
        names = ", ".join(name for name in known.columns if name != "child")
        report.add("X190", table.name, case="columns", dataset=local.dataset, names=names)
    kind, constants = _kind(local)
    records = [[squash(cell) for cell in record] for record in table.head]
    wanted = kind.headings.keys()
    best = max(range(len(records)), key=lambda i: (len(wanted & set(records[i])), -i), default=None)
    return None if best is None else placed(kind, best, records[best], constants)


def _kind(local: LocalList) -> tuple[Kind, Mapping[str, str]]:
    """Return the list's kind, and the columns for which the settings give a code, no heading."""
    columns = [ColumnSpec("child", (local.child,), "child", key=True, key_column=True)]
    constants: dict[str, str] = {}
    for name, declared in load("local")[local.dataset].items():
        table = dict(declared)
        heading = local.columns.get(name)
        if table.pop("unless", "") in local.columns:
            table |= {"key": False, "key_column": True}
        else:
            table.pop("blank", None)
        spec = column_of(name, {"head": (heading or name,), **table})
        if name == "kind" and heading in code_lists()[spec.codes].allowed:
            constants[name] = heading or ""
        elif heading is not None or spec.key_column:
            columns.append(spec)
    kind = Kind("local", local.dataset, f"local list ({local.dataset})", tuple(columns))
    return kind, constants
