"""The order of children that the schema fixes (ECMA-376 part 1, sml.xsd) and Excel insists on."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from oracles.package import local, own

ORDERS: dict[str, tuple[str, ...]] = {
    name: tuple(order.split())
    for name, order in {
        "worksheet": "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr "
        "sheetProtection protectedRanges scenarios autoFilter sortState dataConsolidate "
        "customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks "
        "printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties "
        "cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF "
        "picture oleObjects controls webPublishItems tableParts extLst",
        "workbook": "fileVersion fileSharing workbookPr workbookProtection bookViews sheets "
        "functionGroups externalReferences definedNames calcPr oleSize customWorkbookViews "
        "pivotCaches smartTagPr smartTagTypes webPublishing fileRecoveryPr webPublishObjects "
        "extLst",
        "styleSheet": "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs "
        "tableStyles colors extLst",
        "c": "f v is extLst",
        "xf": "alignment protection extLst",
        "dxf": "font numFmt fill alignment border protection extLst",
        "cfRule": "formula colorScale dataBar iconSet extLst",
    }.items()
}
_REPEATED = {
    "worksheet": {"conditionalFormatting"},
    "cfRule": {"formula"},
    "workbook": {"fileRecoveryPr"},
}
"""Children that may stand more than once; all others stand once at most."""


def faults(root: etree._Element) -> Iterator[str]:
    """Give what is out of order or doubled among the children of each element with an order."""
    for name in ORDERS:
        for parent in root.iter(f"{{*}}{name}"):
            if own(parent):
                yield from _faults_of(parent, name)


def _faults_of(parent: etree._Element, name: str) -> Iterator[str]:
    order, highest = ORDERS[name], -1
    for child in filter(None, map(_meant, parent)):
        if child not in order:
            yield f"{name} may not hold {child}"
            continue
        rank = order.index(child)
        if rank < highest:
            yield f"{child} comes after {order[highest]} in {name}"
        elif rank == highest and child not in _REPEATED.get(name, ()):
            yield f"{child} stands twice in {name}"
        highest = max(highest, rank)


def _meant(child: etree._Element) -> str:
    """Return the name that counts: an AlternateContent takes that of what it wraps."""
    if local(child) == "AlternateContent":
        wrapped = (kid for choice in child for kid in choice if own(kid))
        return next(map(local, wrapped), "")
    return local(child) if own(child) else ""
