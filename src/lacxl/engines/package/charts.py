"""The charts of a sheet: what each is called, what is said of it, and the cells that it shows."""

from __future__ import annotations

from collections.abc import Iterator

from lacxl.domain.errors import Refused
from lacxl.engines.package.broken_files import not_understood
from lacxl.engines.package.inserting.chart_sources import sources
from lacxl.engines.package.parts import Package, SheetPart, relationship_id
from lacxl.engines.package.xml import Element, child, text_in, within
from lacxl.workbook.snapshot import Chart, ChartText

_UNTOLD = ""


def charts_on(package: Package, sheet: SheetPart) -> Iterator[Chart]:
    """Yield the charts of a sheet; a drawing that cannot be read has none."""
    for told, part in _told(package, sheet):
        yield Chart(told.sheet, told.name, told.text, *_shown(package, part))


def chart_texts_on(package: Package, sheet: SheetPart) -> Iterator[ChartText]:
    """Yield what is said of the charts of a sheet: drawings tell it, no chart is read."""
    return (told for told, _ in _told(package, sheet))


def _told(package: Package, sheet: SheetPart) -> Iterator[tuple[ChartText, str | None]]:
    """Yield what is said of each chart, with the part that the chart itself is in."""
    for drawing in package.related_to(sheet.part, "drawing"):
        try:
            root = package.parse(drawing)
            targets = {each.id: each.target for each in package.relationships_of(drawing)}
        except Refused as refused:
            not_understood(refused)
            continue
        for frame in within(root, "graphicFrame"):
            named = next(within(frame, "cNvPr"), None)
            if named is not None:
                parts = [targets.get(relationship_id(each)) for each in within(frame, "chart")]
                text = ChartText(sheet.name, named.get("name", ""), named.get("descr", ""))
                yield text, parts[0] if parts else None


def _shown(package: Package, part: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if not part or not package.archive.find(part):
        return (), ()
    try:
        found = list(within(package.parse(part), "ser"))
    except Refused as refused:
        not_understood(refused)
        return (), ()
    numbered = sorted((_number(each), n, _formula(each)) for n, each in enumerate(found))
    in_order = [number for _, number, _ in numbered] == list(range(len(found)))
    series = tuple(formula if in_order else _UNTOLD for _, _, formula in numbered)
    return tuple(sources(package.text(part))), series


def _number(series: Element) -> int:
    order = child(series, "order")
    value = "" if order is None else order.get("val", "")
    return int(value) if value.isdecimal() else 0


def _formula(series: Element) -> str:
    """Return what Excel calls the formula of a series."""
    parts = {name: child(series, name) for name in ("tx", "cat", "val")}
    if parts["val"] is None:
        return _UNTOLD
    name = "" if parts["tx"] is None else _name(parts["tx"])
    cells = [_cells(each) if each is not None else "" for each in (parts["cat"], parts["val"])]
    return f"=SERIES({name},{cells[0]},{cells[1]},{_number(series) + 1})"


def _name(said: Element) -> str:
    text = child(said, "v")
    if text is None:
        return _cells(said)
    quoted = text_in(text).replace('"', '""')
    return f'"{quoted}"'


def _cells(source: Element) -> str:
    return next(map(text_in, within(source, "f")), "")
