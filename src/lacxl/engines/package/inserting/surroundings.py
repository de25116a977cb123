"""What surrounds the rows of the changed sheet: everything there that names a cell by itself."""

from __future__ import annotations

from lacxl.domain.errors import refuse
from lacxl.engines.package.around_rows import parse_area
from lacxl.engines.package.inserting.column_widths import insert_columns
from lacxl.engines.package.inserting.follower import Following
from lacxl.engines.package.inserting.views import follow_view
from lacxl.engines.package.xml import Element, kids, local_name, whole
from lacxl.workbook.address import Area, column_letters
from lacxl.workbook.insertion import Axis, Insertion

_AREAS = {
    "hyperlink": "ref",
    "sortState": "ref",
    "sortCondition": "ref",
    "cellWatch": "r",
    "inputCells": "r",
    "cellSmartTags": "r",
    "sheetPr": "syncRef",
    "webPublishItem": "sourceRef",
}
"""Elements of one cell or area each, and the attribute that has it."""
_LISTS = {"protectedRange", "scenarios", "ignoredError"}
"""Elements with a list of areas as `sqref`."""
_GROWN = {"conditionalFormatting", "dataValidation"}
"""Those that the new cells have too where those directly before them do, as they have formats."""
_DROPPED = {"hyperlink", "cellWatch", "cellSmartTags", "protectedRange", "ignoredError"}
"""Those that go where their cells are pushed off the sheet."""


def follow_surroundings(root: Element, following: Following) -> None:
    """Make the surroundings of the changed sheet's rows follow; their formulas are apart."""
    insertion, sheet = following.insertion, following.insertion.sheet
    gone: list[tuple[Element, Element]] = []
    for parent in list(root.iter()):
        for element in [kid for kid in parent if isinstance(kid.tag, str)]:
            name = local_name(element)
            if name in _AREAS and element.get(_AREAS[name]):
                kept = _area(element, _AREAS[name], insertion)
            elif name in _LISTS and element.get("sqref"):
                kept = _areas(element, insertion)
            elif name in _GROWN and element.get("sqref"):
                kept = _areas(element, insertion, grown=True)
            elif name == "sqref":
                kept = _extension(element, insertion, grown=local_name(parent) in _GROWN)
            elif name == "mergeCell":
                kept = _merge(element, insertion)
            elif name == "autoFilter" and element.get("ref"):
                kept = follow_filter(element, following, sheet)
            else:
                if name == "dimension":
                    _dimension(element, insertion)
                elif name in ("sheetView", "customSheetView"):
                    follow_view(element, insertion)
                elif name == "brk":
                    _page_break(element, local_name(parent), insertion)
                elif name == "cols" and insertion.axis is Axis.COLUMNS:
                    insert_columns(element, insertion)
                continue
            if not kept and name in _DROPPED:
                gone.append((parent, element))
    for parent, element in gone:
        parent.remove(element)


def follow_filter(element: Element, following: Following, where: str) -> bool:
    """Make a filter follow: its area, and the columns that are filtered; say whether it is kept.

    `where` is the sheet; that of a table, where it is empty, is not told apart from its table.
    """
    insertion = following.insertion
    old = parse_area(element.get("ref", ""), "a filter")
    new = extended(old, following, "filter", where)
    if new is None:
        return False
    element.set("ref", str(new))
    if insertion.axis is Axis.COLUMNS:
        for column in kids(element, "filterColumn"):
            number = old.left + whole(column.get("colId"))
            column.set("colId", str(insertion.moved(number) - new.left))
    return True


def extended(old: Area, following: Following, kind: str, where: str) -> Area | None:
    """Return an area afterwards; on request it takes in what is directly behind it."""
    insertion = following.insertion
    ends = insertion.axis.ends(old)
    new = insertion.area(old)
    if insertion.extend and insertion.ends_before(*ends):
        last = min(ends[1] + insertion.count, insertion.axis.last)
        new = insertion.axis.with_ends(old, ends[0], last)
        if where:
            following.extended(kind, where, old, new)
    return new


def spelt(area: Area, like: str) -> str:
    """Return an area in the way another was spelt: with whole columns or rows, or both corners."""
    if like.replace("$", "").replace(":", "").isalpha():
        return f"{column_letters(area.left)}:{column_letters(area.right)}"
    if like.replace("$", "").replace(":", "").isdecimal():
        return f"{area.top}:{area.bottom}"
    text = str(area)
    return f"{text}:{text}" if ":" in like and ":" not in text else text


def _area(element: Element, attribute: str, insertion: Insertion) -> bool:
    text = element.get(attribute, "")
    old = parse_area(text, "a cell")
    new = insertion.area(old)
    if new is None:
        return False
    if new != old:
        element.set(attribute, spelt(new, text))
    return True


def _moved_list(text: str, insertion: Insertion, *, grown: bool) -> list[str]:
    found = []
    for each in text.split():
        old = parse_area(each, "a rule")
        new = insertion.grown(old) if grown else insertion.area(old)
        if new is not None:
            found.append(each if new == old else spelt(new, each))
    return found


def _areas(element: Element, insertion: Insertion, *, grown: bool = False) -> bool:
    found = _moved_list(element.get("sqref", ""), insertion, grown=grown)
    if found:
        element.set("sqref", " ".join(found))
    return bool(found)


def _extension(element: Element, insertion: Insertion, *, grown: bool) -> bool:
    """Follow an xm:sqref, of a rule, a validation or a sparkline newer than Excel 2007."""
    found = _moved_list(element.text or "", insertion, grown=grown)
    if found:
        element.text = " ".join(found)
    return True


def _merge(element: Element, insertion: Insertion) -> bool:
    old = parse_area(element.get("ref", ""), "merged cells")
    ends = insertion.axis.ends(old)
    whole_axis = ends[0] <= 1 and ends[1] >= insertion.axis.last
    new = insertion.area(old)
    if (not whole_axis and insertion.moved(ends[1]) > insertion.axis.last) or new is None:
        raise refuse(
            "W143",
            f"The merged cells {old} would be pushed off the sheet.",
            f"{insertion.sheet}!{old}",
            "Unmerge them in Excel.",
        )
    element.set("ref", spelt(new, element.get("ref", "")))
    return True


def _dimension(element: Element, insertion: Insertion) -> None:
    """Keep the stated extent of the sheet; one that is not valid stays."""
    try:
        old = Area.parse(element.get("ref", ""))
    except ValueError:
        return
    new = insertion.grown(old)
    if new is not None:
        element.set("ref", str(new))


def _page_break(element: Element, listed: str, insertion: Insertion) -> None:
    """Move a page break with the row or column behind it, which `id` counts from nought."""
    along = Axis.ROWS if listed == "rowBreaks" else Axis.COLUMNS
    if along is insertion.axis:
        element.set("id", str(min(insertion.moved(whole(element.get("id")) + 1), along.last) - 1))
        return
    across = insertion.axis.last - 1
    for name in ("min", "max"):
        number = whole(element.get(name))
        if element.get(name) and number < across:
            element.set(name, str(min(insertion.moved(number + 1) - 1, across)))
