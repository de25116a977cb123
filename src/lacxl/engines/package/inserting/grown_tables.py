"""Tables that follow: their area, filters, formulas, and a column more where one is inserted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lacxl.engines.package.around_rows import parse_area
from lacxl.engines.package.broken_files import reading
from lacxl.engines.package.inserting.follower import Following
from lacxl.engines.package.inserting.surroundings import extended, follow_filter
from lacxl.engines.package.parts import Package, SheetPart
from lacxl.engines.package.xml import Element, child, kids, make, serialise, text_in, whole
from lacxl.workbook.address import Area
from lacxl.workbook.insertion import Axis

_FORMULAS = ("calculatedColumnFormula", "totalsRowFormula")


class GrownTables:
    """The tables of a workbook, as they are afterwards."""

    def __init__(self, package: Package, following: Following) -> None:
        self._package = package
        self._following = following
        self._parts: dict[str, bytes] = {}
        self._headings: dict[int, list[str]] = {}
        for sheet in package.sheets:
            for part in package.related_to(sheet.part, "table") if sheet.part else ():
                with reading(package.where(part)):
                    self._follow(sheet, part)

    def parts(self) -> Mapping[str, bytes]:
        """Return the tables that change."""
        return self._parts

    @property
    def headings(self) -> Mapping[int, Sequence[str]]:
        """Return the names of new columns by the row that they are the headings in."""
        return self._headings

    def _follow(self, sheet: SheetPart, part: str) -> None:
        root = self._package.parse(part)
        name = root.get("displayName", "")
        changed = False
        for column in kids(child(root, "tableColumns"), "tableColumn"):
            for kind in _FORMULAS:
                for element in kids(column, kind):
                    text = text_in(element)
                    new = self._following.elsewhere(text, "table", name, sheet=sheet.name)
                    if new != text:
                        element.text, changed = new, True
        if self._following.is_here(sheet.name):
            changed |= self._move(root, name)
        if changed:
            self._parts[self._package.info(part).filename] = serialise(root)

    def _move(self, root: Element, name: str) -> bool:
        insertion = self._following.insertion
        old = parse_area(root.get("ref", ""), "a table")
        new = extended(old, self._following, "table", name)
        if new is None or new == old:
            return False
        root.set("ref", str(new))
        for element in kids(root, "autoFilter"):
            follow_filter(element, self._following, "")
        for element in root.iter():
            if str(element.tag).endswith(("}sortState", "}sortCondition")):
                area = parse_area(element.get("ref", ""), "a sorted table")
                element.set("ref", str(insertion.area(area) or area))
        if insertion.axis is Axis.COLUMNS and new.right - new.left != old.right - old.left:
            self._add_columns(root, old)
        return True

    def _add_columns(self, root: Element, old: Area) -> None:
        insertion = self._following.insertion
        listed = child(root, "tableColumns")
        if listed is None:
            return
        columns = list(kids(listed, "tableColumn"))
        taken = {column.get("name", "").casefold() for column in columns}
        identifier = max((whole(column.get("id")) for column in columns), default=0)
        at = insertion.before - old.left
        names: list[str] = []
        for number in range(insertion.count):
            names.append(_fresh(taken))
            identifier += 1
            column = make(listed, "tableColumn", id=str(identifier), name_=names[-1])
            if at + number < len(columns) + number:
                listed.insert(listed.index(columns[at]), column)
            else:
                listed.append(column)
        listed.set("count", str(len(columns) + insertion.count))
        if whole(root.get("headerRowCount", "1")):
            self._headings[old.top] = names


def _fresh(taken: set[str]) -> str:
    """Return a name as Excel gives one to a new column, and take it."""
    number = 1
    while f"column{number}" in taken:
        number += 1
    taken.add(f"column{number}")
    return f"Column{number}"
