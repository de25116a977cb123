"""What a table is, by the headings in it, never by its name; those of a council's own lists are in
the settings, and their columns typed by local.toml.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from lacxl.domain.dataset import DATASETS
from lacxl.domain.numbers import how_many
from lacxl.records.feeds.report import Report
from lacxl.records.feeds.schema import ColumnSpec, TableKind, code_lists, column_of, kinds, squash
from lacxl.records.feeds.schemas import load
from lacxl.records.feeds.sources import LocalList
from lacxl.tables.table import Table

_LEAST = 0.5
"""The share of a kind's telling headings that must be in a table."""
_OWN = 2
"""So many headings that no other kind has show a table that lacks columns."""
_UNREAD = 0.1
"""How much less a column tells that is not read, where one that is read tells the kind."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A table's kind, the record of its header, the index of each column by name, columns that are
    there `twice`, and codes that hold for every row.
    """

    kind: TableKind
    header: int
    indices: Mapping[str, int]
    twice: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)


def recognise(head: Sequence[Sequence[str]]) -> Recognised | None:
    """Return what the table is, or None. `head` are its first records."""
    records = [[squash(cell) for cell in record] for record in head]
    shares = [
        (_share(kind, headings), -order, -number)
        for number, headings in enumerate(records)
        if not _kinds_with().keys().isdisjoint(headings)
        for order, kind in enumerate(kinds())
    ]
    best = max(shares, default=(0.0, 0, 0))
    if best[0] < _LEAST:
        return _by_own_headings(records)
    return _placed(kinds()[-best[1]], -best[2], records[-best[2]])


def _by_own_headings(records: Sequence[Sequence[str]]) -> Recognised | None:
    """Return the kind whose own headings most of a record are, for a table that lacks columns."""
    for number, headings in enumerate(records):
        filled = {heading for heading in headings if heading}
        for kind in kinds():
            known = filled & kind.headings.keys()
            own = sum(_kinds_with()[heading] == 1 for heading in known)
            if own >= _OWN and len(known) * 2 > len(filled):
                return _placed(kind, number, headings)
    return None


def _placed(
    kind: TableKind,
    number: int,
    headings: Sequence[str],
    constants: Mapping[str, str] | None = None,
) -> Recognised:
    """Return the table of a kind whose header is a record, by its squashed headings."""
    found: dict[str, list[int]] = {}
    for index, heading in enumerate(headings):
        name = kind.headings.get(heading)
        if name and not name.startswith("("):
            found.setdefault(name, []).append(index)
    twice = tuple(name for name, indices in found.items() if len(indices) > 1)
    indices = {name: indices[0] for name, indices in found.items() if name not in twice}
    return Recognised(kind, number, indices, twice, constants or {})


def _share(kind: TableKind, headings: Sequence[str]) -> float:
    """Return how much of what tells this kind from others is in the headings, 0 to 1."""
    names = {kind.headings[heading] for heading in headings if heading in kind.headings}
    return sum(share for name, share in _weights(kind.source, kind.name).items() if name in names)


@cache
def _weights(source: str, name: str) -> Mapping[str, float]:
    """Return how much each column tells of a kind, most where no other kind has it; the sum is 1.

    Where a column that is read tells the kind, those that are not read may well be lacking.
    """
    kind = next(each for each in kinds() if (each.source, each.name) == (source, name))
    optional = {spec.name for spec in kind.columns if spec.optional}
    optional |= {f"({head})" for head in kind.newer}
    weights = dict.fromkeys(sorted(set(kind.headings.values()) - optional), 0.0)
    for heading, column in kind.headings.items():
        if column in weights:
            weights[column] = max(weights[column], 1.0 / _kinds_with()[heading])
    if any(weight == 1.0 and name[0] != "(" for name, weight in weights.items()):
        weights = {n: w * (_UNREAD if n[0] == "(" else 1.0) for n, w in weights.items()}
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}


@cache
def _kinds_with() -> Counter[str]:
    """Return how many kinds have each heading."""
    return Counter(heading for kind in kinds() for heading in kind.headings)


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


def is_heading_of(local: LocalList | None) -> Callable[[str], bool]:
    """Return what says whether a cell is a heading of any kind of table, or that the settings name
    for the list.
    """
    if local is None:
        return lambda cell: squash(cell) in _kinds_with()
    named = {squash(heading) for heading in (local.child, *local.columns.values())}
    return lambda cell: squash(cell) in named


def recognise_local(table: Table, local: LocalList, report: Report) -> Recognised | None:
    """Return the indices of a local list's columns, or None after saying why it cannot be read."""
    known = DATASETS.get(local.dataset)
    if known is None:
        report.add("X190", table.name, names=", ".join(DATASETS))
        return None
    if not local.columns.keys() <= known.columns.keys():
        names = ", ".join(name for name in known.columns if name != "child")
        report.add("X190", table.name, case="columns", dataset=local.dataset, names=names)
    kind, constants = _kind_of(local)
    records = [[squash(cell) for cell in record] for record in table.head]
    wanted = kind.headings.keys()
    best = max(range(len(records)), key=lambda i: (len(wanted & set(records[i])), -i), default=None)
    return None if best is None else _placed(kind, best, records[best], constants)


def _kind_of(local: LocalList) -> tuple[TableKind, Mapping[str, str]]:
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
    title = f"local list ({local.dataset})"
    kind = TableKind("local", local.dataset, title, tuple(columns), gives=local.dataset)
    return kind, constants
