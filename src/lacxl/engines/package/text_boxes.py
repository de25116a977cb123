"""What people wrote in the shapes of a package's sheets."""

from __future__ import annotations

from collections.abc import Iterator

from lacxl.domain.errors import Refused
from lacxl.engines.package.broken_files import not_understood
from lacxl.engines.package.parts import Package
from lacxl.engines.package.xml import Element, local_name, text_in, within
from lacxl.workbook.snapshot import TextBox


def text_boxes(package: Package) -> Iterator[TextBox]:
    """Yield each text box of each worksheet; a drawing that cannot be read has none."""
    for sheet, root in _drawings(package):
        yield from _boxes(sheet, root)


def _drawings(package: Package) -> Iterator[tuple[str, Element]]:
    for sheet in package.sheets:
        for part in package.related_to(sheet.part, "drawing") if sheet.part else ():
            try:
                root = package.parse(part)
            except Refused as refused:
                not_understood(refused)
                continue
            yield sheet.name, root


def _boxes(sheet: str, root: Element) -> Iterator[TextBox]:
    met: set[str] = set()
    for shape in within(root, "sp"):
        body = next(iter(within(shape, "txBody")), None)
        if body is None:
            continue
        text = "\n".join(filter(str.strip, map(_paragraph, within(body, "p"))))
        if text and text not in met:  # what older programs show in its place is the same again
            met.add(text)
            named = next(iter(within(shape, "cNvPr")), None)
            name = "" if named is None else f"{named.get('descr', '')} {named.get('name', '')}"
            yield TextBox(sheet, name.strip(), text)


def _paragraph(paragraph: Element) -> str:
    pieces = []
    for each in paragraph.iter():
        kind = local_name(each) if isinstance(each.tag, str) else ""
        pieces.append({"t": text_in(each), "br": "\n"}.get(kind, ""))
    return "".join(pieces)
