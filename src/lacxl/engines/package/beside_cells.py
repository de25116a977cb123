"""What names cells without being in one: names, charts, conditional formats, validations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lacxl.engines.package.around_rows import AroundRows, parse_area
from lacxl.engines.package.charts import charts_on
from lacxl.engines.package.inserting.defined_names import texts_of_names
from lacxl.engines.package.parts import Package
from lacxl.engines.package.xml import Element, local_name, text_in, within
from lacxl.workbook.address import Area
from lacxl.workbook.snapshot import Chart

_RULED = ("conditionalFormatting", "dataValidation")


@dataclass(frozen=True, slots=True)
class BesideCells:
    """What names mean, by sheet (empty for the whole workbook) and name; by sheet its charts and
    the areas that have a conditional format or a validation.
    """

    names: Mapping[tuple[str, str], str]
    charts: Mapping[str, tuple[Chart, ...]]
    formatted: Mapping[str, tuple[Area, ...]]
    validated: Mapping[str, tuple[Area, ...]]


def ruled(frame: AroundRows, kind: str) -> Iterator[Area]:
    """Yield the areas of a sheet's conditional formats or validations, by what they are called."""
    for element in within(frame.root, kind):
        yield from areas_of(element)


def areas_of(element: Element) -> Iterator[Area]:
    """Yield the areas of a conditional format or a validation, also of one in an extension."""
    texts = [element.get("sqref", "")]
    texts += [text_in(kid) for kid in element if local_name(kid) == "sqref"]
    yield from (parse_area(each, "a rule") for text in texts for each in text.split())


def beside_cells(package: Package, frames: Mapping[str, AroundRows]) -> BesideCells:
    """Return it of a workbook, of which `frames` has the worksheets by name."""
    charted = [sheet for sheet in package.sheets if sheet.part]
    formatted, validated = (
        {name: tuple(ruled(frame, kind)) for name, frame in frames.items()} for kind in _RULED
    )
    return BesideCells(
        texts_of_names(package),
        {sheet.name: tuple(charts_on(package, sheet)) for sheet in charted},
        formatted,
        validated,
    )
