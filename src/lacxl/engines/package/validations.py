"""Validations of a sheet: what may be typed where, and the values of lists."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import suppress

from lacxl.engines.package.around_rows import AroundRows
from lacxl.engines.package.beside_cells import areas_of
from lacxl.engines.package.named_values import NamedValues, texts_below
from lacxl.engines.package.xml import Element, within
from lacxl.workbook.address import Area
from lacxl.workbook.formulas.syntax import Number, Percent, Sign, Text
from lacxl.workbook.snapshot import Scalar, Validation

VALIDATED = b"dataValidation"
"""Is in every part that has a validation."""
_LIMITED = ("whole", "decimal", "date", "time", "textLength")


def validations_of(frame: AroundRows, named: NamedValues) -> Iterator[Validation]:
    """Yield each validation, those in extensions too; one that cannot be read is left out."""
    for element in within(frame.root, "dataValidation"):
        with suppress(ValueError, csv.Error):  # Unclear is one
            areas = tuple(areas_of(element))
            if areas:
                yield _validation(element, areas, named)


def _validation(element: Element, areas: tuple[Area, ...], named: NamedValues) -> Validation:
    kind = (element.get("type") or "none").strip()
    formula = next(iter(texts_below(element, "formula1")), "").strip()
    if kind in _LIMITED:
        spelt = element.get("operator") or "between"
        limits = [*texts_below(element, "formula1"), *texts_below(element, "formula2")]
        return Validation(
            areas,
            kind,
            formula,
            operator=spelt,
            limits=tuple(_limit(each, areas, named) for each in limits),
        )
    if kind != "list":
        return Validation(areas, kind, formula)
    # Excel keeps a list with commas in its entries as CSV beside a formula for older programs.
    written = next(iter(texts_below(element, "list")), None)
    if written is not None:
        return Validation(areas, kind, formula, _entries(next(csv.reader([written]), [])))
    node = named.node(formula)
    if isinstance(node, Text):
        return Validation(areas, kind, formula, _entries(node.value.split(",")))
    return Validation(areas, kind, formula, named.values(node, areas))


def _limit(formula: str, areas: tuple[Area, ...], named: NamedValues) -> float | None:
    """Return the number that a limit is, as written or in a cell; None for whatever else it is."""
    node, turn = named.node(formula), 1.0
    while isinstance(node, Sign | Percent):
        turn *= 0.01 if isinstance(node, Percent) else -1.0 if node.sign == "-" else 1.0
        node = node.inner
    if isinstance(node, Number):
        return node.value * turn
    values = named.values(node, areas) or ()
    if len(values) == 1 and isinstance(values[0], float):
        return values[0] * turn
    return None


def _entries(texts: list[str]) -> tuple[Scalar, ...]:
    return tuple(text.strip() for text in texts if text.strip())
