"""Conditional formats. MODELLED: Calc never sees them; they are kept as the file has them.

Calc's own conditional formats know no order across ranges, and its export respells other
people's. So the rules are taken out of the file before Calc opens it, kept as XML, and written
back when the workbook is saved or copied. No cell is ever coloured by them here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from libreoffice.addresses import Box, around, moved
from libreoffice.ooxml import MAIN, tag

CELL_VALUE, EXPRESSION = 1, 2
_TYPES = {
    "cellIs": CELL_VALUE,
    "expression": EXPRESSION,
    "colorScale": 3,
    "dataBar": 4,
    "top10": 5,
    "iconSet": 6,
    "uniqueValues": 8,
    "duplicateValues": 8,
    "containsText": 9,
    "notContainsText": 9,
    "beginsWith": 9,
    "endsWith": 9,
    "containsBlanks": 10,
    "timePeriod": 11,
    "aboveAverage": 12,
    "notContainsBlanks": 13,
    "containsErrors": 16,
    "notContainsErrors": 17,
}
"""The file's kinds of rule with Excel's numbers (XlFormatConditionType)."""
OPERATORS = {
    1: "between",
    2: "notBetween",
    3: "equal",
    4: "notEqual",
    5: "greaterThan",
    6: "lessThan",
    7: "greaterThanOrEqual",
    8: "lessThanOrEqual",
}
DXF_ORDER = ("font", "numFmt", "fill", "alignment", "border", "protection")
FONT_ORDER = ("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "color", "sz")


@dataclass(slots=True, eq=False)
class Rule:
    """A rule: its cfRule element, the cells it applies to, its look (a dxf element).

    The element's formulas are as the file has them: relative to the first cell of its cells.
    """

    element: Any
    boxes: tuple[Box, ...]
    dxf: Any = None

    @property
    def priority(self) -> int:
        return int(self.element.get("priority", "1"))

    @priority.setter
    def priority(self, priority: int) -> None:
        self.element.set("priority", str(priority))

    @property
    def kind(self) -> int:
        return _TYPES.get(self.element.get("type", ""), EXPRESSION)

    @property
    def anchor(self) -> tuple[int, int]:
        """The first row and column of all its cells: what relative references count from."""
        box = around(self.boxes)
        return box.top, box.left

    def formulas(self) -> list[str]:
        return [f.text or "" for f in self.element.findall(tag("formula"))]

    def apply_to(self, boxes: tuple[Box, ...]) -> None:
        """Give the rule other cells; its formulas go on meaning the same cells."""
        was = self.anchor
        self.boxes = boxes
        now = self.anchor
        if was != now:
            for formula in self.element.iter(tag("formula")):
                formula.text = moved(formula.text or "", now[0] - was[0], now[1] - was[1])

    def look(self) -> Any:
        """Return its dxf element, a new one where it had none."""
        if self.dxf is None:
            self.dxf = etree.Element(tag("dxf"), nsmap={None: MAIN})
        return self.dxf


@dataclass(slots=True)
class Rules:
    """The rules of a sheet, and the x14 elements that belong to some of them."""

    rules: list[Rule] = field(default_factory=list)
    extensions: list[Any] = field(default_factory=list)

    def in_order(self) -> list[Rule]:
        """Return the rules by priority."""
        return sorted(self.rules, key=lambda rule: rule.priority)

    def meeting(self, boxes: tuple[Box, ...]) -> list[Rule]:
        """Return the rules of any of these cells, by priority."""
        return [
            rule
            for rule in self.in_order()
            if any(mine.meets(box) for mine in rule.boxes for box in boxes)
        ]

    def add(self, rule: Rule) -> None:
        """Add a rule that comes after all others."""
        rule.priority = max((r.priority for r in self.rules), default=0) + 1
        self.rules.append(rule)

    def place(self, rule: Rule, priority: int) -> None:
        """Give a rule this priority; those that it passes make room."""
        was = rule.priority
        for other in self.rules:
            if other is rule:
                continue
            if priority <= other.priority < was:
                other.priority += 1
            elif was < other.priority <= priority:
                other.priority -= 1
        rule.priority = priority

    def clear(self, boxes: tuple[Box, ...]) -> None:
        """Take these cells out of every rule; a rule without cells goes."""
        for rule in list(self.rules):
            left = list(rule.boxes)
            for box in boxes:
                left = [part for mine in left for part in mine.without(box)]
            if not left:
                self.rules.remove(rule)
            elif tuple(left) != rule.boxes:
                rule.apply_to(tuple(left))
