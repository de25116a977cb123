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
from lacxl.workbook.formulas.syntax import Text
from lacxl.workbook.snapshot import Scalar, Validation

VALIDATED = b"dataValidation"
"""Is in every part that has a validation."""


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


def _entries(texts: list[str]) -> tuple[Scalar, ...]:
    return tuple(text.strip() for text in texts if text.strip())
