"""What is visible in the workbook is true there: its targets and polarities, read and compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from lacxl.domain.finding import Finding, first_of, note, warning
from lacxl.domain.indicator import Indicator, Polarity, Unit
from lacxl.judging.row_cells import RowCells, as_set, polarities_of, quantity, targets_of
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import JudgedCells, Layout, Line, TableHeadings, figure_of
from lacxl.workbook.layout.not_understood import alike, unread
from lacxl.workbook.snapshot import CellLook, CellValue

_NAMED = 6
Visible = Mapping[tuple[str, str], Indicator]
"""Each figure's indicator, by number and name of the figure, as its own row describes it."""


@dataclass(frozen=True, slots=True)
class Own:
    """The indicators of the council's own catalogue, and those that lacxl.toml says more about."""

    catalogue: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()
    polarities: frozenset[str] = frozenset()


def as_visible(
    indicators: Mapping[str, Indicator],
    layout: Layout,
    there: Mapping[CellRef, CellValue],
    looks: Mapping[CellRef, CellLook],
    *,
    amber: Mapping[str, Decimal],
    own: Own,
) -> tuple[Visible, list[Finding]]:
    """Return each figure's indicator with the workbook's own target and polarity.

    A target that nobody sees in the workbook is none, unless the council has set it: in a
    catalogue of its own or in lacxl.toml. The same holds of the polarity. `amber` are the council's
    own tolerances, which go with whatever target there is.

    Findings: K104 where they differ from the catalogue's, K105 where a cell cannot be read (such
    an indicator is not rated), K110 where an amber limit can never show, K111 where the summary has
    no such column, K113 where a target is beside a figure that is not rated.
    """
    cells = RowCells(there, looks)
    by_number: dict[str, list[Line]] = {}
    for row in layout.summary:
        by_number.setdefault(row.indicator, []).append(row)
    seen: dict[tuple[str, str], Indicator] = {}
    findings: list[Finding] = []
    unseen: dict[str, list[str]] = {"target": [], "polarity": []}
    for number, rows in by_number.items():
        indicator = indicators[number]
        figures = {row.figure: figure_of(indicator, row.figure) for row in rows}
        as_seen = {name: as_set(indicator, figure) for name, figure in figures.items()}
        polarities = {row.figure: indicator.polarity for row in rows}
        if JudgedCells.TARGET in rows[0].judged:
            says = "lacxl.toml" if number in own.targets else "the catalogue"
            as_seen, more = targets_of(indicator, rows, cells, says)
            findings += more
        elif number not in own.catalogue | own.targets:
            unseen["target"] += [number] if indicator.target else []
            unset = replace(indicator, target=None)
            as_seen = {name: as_set(unset, figure) for name, figure in figures.items()}
        if JudgedCells.POLARITY in rows[0].judged:
            says = "lacxl.toml" if number in own.polarities else "the catalogue"
            polarities, more = polarities_of(indicator, rows, cells, says)
            findings += more
        elif number not in own.catalogue | own.polarities:
            unseen["polarity"] += [number] if indicator.polarity is not Polarity.NONE else []
            polarities = dict.fromkeys(polarities, Polarity.NONE)
        for row in rows:
            found, figure = as_seen[row.figure], figures[row.figure]
            target = found.target
            limit = amber.get(number) if found.limits_of is None else figure.said.amber
            if target is not None and limit is not None:
                target = replace(target, amber=limit)
            seen[number, row.figure] = replace(
                found, target=target, polarity=polarities[row.figure]
            )
        if not {number} & {*unseen["target"], *unseen["polarity"]}:
            findings += _amber(seen[number, rows[-1].figure], rows[-1], amber)
            for row in rows[:-1]:
                if seen[number, row.figure].limits_of is not None:
                    findings += _amber(seen[number, row.figure], row, {})
    for table in layout.tables[:1]:
        findings += _no_column(table, unseen)
    return seen, findings


def _amber(indicator: Indicator, row: Line, own: Mapping[str, Decimal]) -> Iterator[Finding]:
    """Yield a finding where an amber limit can never show."""
    target, number = indicator.target, indicator.number
    if target is None or indicator.polarity is Polarity.NONE:
        if number not in own:
            return
        what = f"{number} has an amber limit but is not rated, so the limit does nothing."
    elif target.amber is None or (
        target.amber < target.green
        if indicator.polarity is Polarity.HIGH
        else target.amber > target.green
    ):
        return
    else:
        figure = figure_of(indicator, row.figure)
        percentage, number = figure.unit is Unit.PERCENTAGE, indicator.label(figure)
        amber, green = quantity(target.amber, percentage), quantity(target.green, percentage)
        side = "below" if indicator.polarity is Polarity.HIGH else "above"
        what = f"The amber limit of {number}, {amber}, is not {side} its target {green}: no amber."
    where = str(row.judged.get(JudgedCells.TARGET, ""))
    yield warning("K110", what, where, "Correct the amber limit in lacxl.toml, or the target.")


def _no_column(table: TableHeadings, unseen: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Yield K111 for targets and polarities for which the summary has no column."""
    for key, then in (
        ("target", "So there is no RAG for {}."),
        ("polarity", "So there is no RAG, and the arrow is that of the number alone, for {}."),
    ):
        if key not in table.lacks:
            continue
        spellings, numbers = table.lacks[key], unseen[key]
        heading, named = spellings[0], first_of(numbers, _NAMED)
        weight = warning if numbers or alike(table, [spellings]) else note
        yield weight(
            "K111",
            f"The summary has no column headed {heading}.{unread(table, [spellings])}"
            + (f" {then.format(named)}" if named else ""),
            str(table.at),
            "Correct the heading, or add its wording to a layout of your own. If there is no such "
            f"column, lacxl.toml can set {key}, and leave_out = ['{heading}'].",
        )
