# ruff: noqa: N802, N803 (the members of COM objects bear Excel's names)
"""FormatConditions: the rules of a range, as Excel shows and changes them. MODELLED: `rules`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from libreoffice import errors
from libreoffice.addresses import moved
from libreoffice.dispatch import Collection, ComObject, method
from libreoffice.looks import swapped
from libreoffice.ooxml import MAIN, insert_in_order, tag
from libreoffice.rules import (
    CELL_VALUE,
    DXF_ORDER,
    EXPRESSION,
    FONT_ORDER,
    OPERATORS,
    Rule,
    Rules,
)

if TYPE_CHECKING:
    from libreoffice.ranges import Range
    from libreoffice.worksheet import Worksheet

_NO_FILL, _AUTOMATIC = -4142, -4105

_A1_STYLE = 1


class FormatConditions(Collection):
    """The rules of a range's cells, by priority."""

    def __init__(self, cells: Range) -> None:
        self._range = cells

    @property
    def _rules(self) -> Rules:
        return self._range.sheet.rules

    def members(self) -> list[FormatCondition]:
        sheet = self._range.sheet
        return [FormatCondition(sheet, rule) for rule in self._rules.meeting(self._range.boxes)]

    @method
    def Add(
        self, Type: int, Operator: Any = None, Formula1: Any = None, Formula2: Any = None, *_: Any
    ) -> FormatCondition:
        """Add a rule of kind xlCellValue or xlExpression, as the last one by priority.

        As in Excel, relative references in the formulas are seen from the active cell, and a new
        rule stops the ones after it.
        """
        self._range.guard_formats("Add", of="FormatConditions")
        if Type not in (CELL_VALUE, EXPRESSION):
            raise errors.application_error("Invalid procedure call or argument")
        sheet, boxes = self._range.sheet, self._range.boxes
        element = etree.Element(tag("cfRule"), nsmap={None: MAIN})
        element.set("type", "cellIs" if Type == CELL_VALUE else "expression")
        if Type == CELL_VALUE:
            element.set("operator", OPERATORS[int(Operator)])
        element.set("stopIfTrue", "1")
        rule = Rule(element, boxes)
        for formula in (Formula1, Formula2):
            if not _is_missing(formula):
                etree.SubElement(element, tag("formula")).text = _stored(sheet, rule, formula)
        if not rule.formulas():
            raise errors.application_error("Invalid procedure call or argument")
        self._rules.add(rule)
        sheet.book.touch()
        return FormatCondition(sheet, rule)

    @method
    def Delete(self) -> None:
        self._range.guard_formats("Delete", of="FormatConditions")
        self._rules.clear(self._range.boxes)
        self._range.sheet.book.touch()


def _is_missing(value: Any) -> bool:
    return value is None or not isinstance(value, (str, int, float)) or value == ""


def _stored(sheet: Worksheet, rule: Rule, formula: Any) -> str:
    """Return a formula as the file keeps it; text without = is a constant."""
    text = str(formula)
    if not text.startswith("="):
        if isinstance(formula, str) and not _is_number(text):
            return '"' + text.replace('"', '""') + '"'
        return text
    if not sheet.book.can_parse(text):
        raise errors.application_error("Invalid procedure call or argument")
    if sheet.book.app.get_ReferenceStyle() != _A1_STYLE:  # MODELLED: A1 is no reference then
        raise errors.application_error("Invalid procedure call or argument")
    row, column = sheet.book.app.active_cell()
    top, left = rule.anchor
    return moved(text[1:], top - row, left - column)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


class FormatCondition(ComObject):
    """One rule. `Interior` and `Font` are its look."""

    def __init__(self, sheet: Worksheet, rule: Rule) -> None:
        self._sheet = sheet
        self._rule = rule

    def _guard(self) -> None:
        if self._sheet.protection.guards("formatCells"):
            raise errors.unable_to_set("FormatCondition", "FormatCondition")
        self._sheet.book.touch()

    def get_Type(self) -> int:
        return self._rule.kind

    def get_Operator(self) -> int:
        names = {name: number for number, name in OPERATORS.items()}
        try:
            return names[self._rule.element.get("operator", "")]
        except KeyError:
            raise errors.application_error(None) from None

    def _formula(self, number: int) -> str:
        """Return a formula as seen from the active cell, wherever that is."""
        formulas = self._rule.formulas()
        if self._rule.kind not in (CELL_VALUE, EXPRESSION) or number >= len(formulas):
            raise errors.application_error("Application-defined or object-defined error")
        row, column = self._sheet.book.app.active_cell()
        top, left = self._rule.anchor
        return "=" + moved(formulas[number], row - top, column - left)

    def get_Formula1(self) -> str:
        return self._formula(0)

    def get_Formula2(self) -> str:
        return self._formula(1)

    def get_AppliesTo(self) -> Range:
        return self._sheet.cells(*self._rule.boxes)

    def get_Parent(self) -> Worksheet:
        return self._sheet

    def get_StopIfTrue(self) -> bool:
        return bool(self._rule.element.get("stopIfTrue", "0") in ("1", "true"))

    def put_StopIfTrue(self, stop: bool) -> None:
        self._guard()
        self._rule.element.attrib.pop("stopIfTrue", None)
        if stop:
            self._rule.element.set("stopIfTrue", "1")

    def get_Priority(self) -> int:
        return self._rule.priority

    def put_Priority(self, priority: int) -> None:
        self._guard()
        self._sheet.rules.place(self._rule, int(priority))

    @method
    def SetFirstPriority(self) -> None:
        self._guard()
        self._sheet.rules.place(self._rule, 1)

    @method
    def SetLastPriority(self) -> None:
        self._guard()
        highest = max(rule.priority for rule in self._sheet.rules.rules)
        self._sheet.rules.place(self._rule, highest)

    @method
    def ModifyAppliesToRange(self, Range: Range) -> None:
        self._guard()
        self._rule.apply_to(Range.boxes)

    @method
    def Delete(self) -> None:
        self._guard()
        if self._rule not in self._sheet.rules.rules:
            raise errors.application_error("Application-defined or object-defined error")
        self._sheet.rules.rules.remove(self._rule)

    def get_Interior(self) -> RuleInterior:
        return RuleInterior(self)

    def get_Font(self) -> RuleFont:
        return RuleFont(self)

    # For its look

    def find(self, *path: str) -> Any:
        """Return an element within the look, None where it is absent."""
        return None if self._rule.dxf is None else self._rule.dxf.find("/".join(map(tag, path)))

    def made(self, *path: str) -> Any:
        """Return an element within the look, made where it is absent."""
        self._guard()
        place = self._rule.look()
        for name in path:
            found = place.find(tag(name))
            if found is None:
                found = etree.Element(tag(name))
                order = FONT_ORDER if etree.QName(place).localname == "font" else DXF_ORDER
                insert_in_order(place, found, order)
            place = found
        return place

    def drop(self, *path: str) -> None:
        """Take an element out of the look."""
        self._guard()
        found = self.find(*path)
        if found is not None:
            found.getparent().remove(found)


def _colour(element: Any) -> float | None:
    """Return the colour that an element names, None where it names none (or one of a theme)."""
    rgb = None if element is None else element.get("rgb")
    return None if rgb is None else float(swapped(int(rgb[-6:], 16)))


class RuleInterior(ComObject):
    _called = "Interior"

    def __init__(self, condition: FormatCondition) -> None:
        self._condition = condition

    def get_Color(self) -> float | None:
        return _colour(self._condition.find("fill", "patternFill", "bgColor"))

    def put_Color(self, colour: float) -> None:
        element = self._condition.made("fill", "patternFill", "bgColor")
        element.attrib.clear()
        element.set("rgb", f"FF{swapped(int(colour)):06X}")

    def get_ColorIndex(self) -> int | None:
        return None if self.get_Color() is None else 1

    def put_ColorIndex(self, index: int) -> None:
        if int(index) == _NO_FILL:
            self._condition.drop("fill")


class RuleFont(ComObject):
    _called = "Font"

    def __init__(self, condition: FormatCondition) -> None:
        self._condition = condition

    def get_Color(self) -> float | None:
        return _colour(self._condition.find("font", "color"))

    def put_Color(self, colour: float) -> None:
        element = self._condition.made("font", "color")
        element.attrib.clear()
        element.set("rgb", f"FF{swapped(int(colour)):06X}")

    def put_ColorIndex(self, index: int) -> None:
        if int(index) == _AUTOMATIC:
            self._condition.drop("font", "color")

    def _flag(self, name: str) -> bool | None:
        element = self._condition.find("font", name)
        return None if element is None else element.get("val", "1") in ("1", "true")

    def _set(self, name: str, on: bool) -> None:
        element = self._condition.made("font", name)
        element.attrib.clear()
        if not on:
            element.set("val", "0")

    def get_Bold(self) -> bool | None:
        return self._flag("b")

    def put_Bold(self, bold: bool) -> None:
        self._set("b", bold)

    def get_Italic(self) -> bool | None:
        return self._flag("i")

    def put_Italic(self, italic: bool) -> None:
        self._set("i", italic)
