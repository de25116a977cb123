"""The cells of a workbook with the results that its formulas give now, not those that it keeps."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from lacxl.domain.finding import Finding, first_of, warning
from lacxl.engines.package import PackageWorkbook
from lacxl.workbook.address import CellRef
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.shown import number_in
from lacxl.workbook.snapshot import CellValue, Formula, Scalar

_NAMED = 8
_NEARLY = 1e-9


def current(
    book: PackageWorkbook, there: Mapping[CellRef, CellValue], places: Collection[CellRef]
) -> tuple[Mapping[CellRef, CellValue], tuple[Finding, ...]]:
    """Return the cells as they are now, and Q123 for the results among `places` that are not kept.

    What cannot be worked out is believed where Excel has calculated the workbook since it was
    changed; else the cell counts as empty.
    """
    formulas = {place: value for place in places if isinstance(value := there.get(place), Formula)}
    if not formulas:
        return there, ()
    results = book.calculate(ChangeSet(), also=tuple(formulas)).results
    now = dict(there)
    stale: list[CellRef] = []
    unknown: list[CellRef] = []
    for place, formula in formulas.items():
        if place in results:
            if _differ(formula.cached, results[place]):
                stale.append(place)
                now[place] = replace(formula, cached=results[place])
        elif not book.is_calculated or formula.cached is None:
            unknown.append(place)
            now[place] = replace(formula, cached=None)
    found = []
    if stale:
        found.append(
            warning(
                "Q123",
                "The workbook keeps other results of formulas than they give now; what they give "
                "now is judged.",
                _named(stale),
                "Open it in Excel, let it calculate (F9) and save it.",
            )
        )
    if unknown:
        found.append(
            warning(
                "Q123",
                "These formulas may not be current, and lacxl cannot work them out: they are not "
                "judged.",
                _named(unknown),
                "Open it in Excel, let it calculate (F9) and save it.",
            )
        )
    return now, tuple(found)


def _differ(kept: Scalar, now: Scalar) -> bool:
    one, other = number_in(kept), number_in(now)
    if one is None or other is None:
        empty = (None, "")
        return kept != now and not (kept in empty and now in empty)
    return abs(float(one - other)) > _NEARLY * max(1.0, abs(float(one)))


def _named(places: Collection[CellRef]) -> str:
    return first_of(places, _NAMED)
