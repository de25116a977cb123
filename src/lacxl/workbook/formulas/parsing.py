"""From the text of a formula to its tree, by Excel's own order of operators."""

from __future__ import annotations

import math
from functools import lru_cache

from lacxl.workbook.address import MAX_COLUMN, MAX_ROW, column_number
from lacxl.workbook.formulas.lexing import FormulaWord, words
from lacxl.workbook.formulas.syntax import (
    BinaryOperation,
    Call,
    Failure,
    Group,
    Name,
    Node,
    Nothing,
    Number,
    Other,
    Percent,
    Reference,
    ReferenceSpan,
    Sign,
    TableReference,
    Text,
    Truth,
)

EXTERNAL = "a link to another workbook"
_STRENGTH = {"=": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "<>": 1, "&": 2, "+": 3, "-": 3}
_STRENGTH |= {"*": 4, "/": 4, "^": 5}
"""How strongly an operator binds; a sign binds more strongly than any: -2^2 is 4."""
_STARTS_REFERENCE = ("sheet", "cell", "columns", "rows", "name", "call")
_OWN = "[0]"  # the workbook itself, where other workbooks have their number
_END = FormulaWord("end", "")
_DEEPEST = 100


@lru_cache(maxsize=20_000)
def parse(formula: str) -> Node | None:
    """Return the tree of a formula (its text without the equals sign), None where it has none."""
    try:
        return _Parser(formula).whole()
    except (ValueError, RecursionError):
        return None


class _Parser:
    def __init__(self, formula: str) -> None:
        self._words = [*words(formula), _END]
        self._at = 0
        self._depth = 0

    def whole(self) -> Node:
        self._skip()
        node = self._expression(0)
        if self._next != _END:
            raise ValueError("not a formula")
        return node

    @property
    def _next(self) -> FormulaWord:
        return self._words[self._at]

    def _take(self) -> FormulaWord:
        word = self._words[self._at]
        if word == _END:
            raise ValueError("not a formula")
        self._at += 1
        return word

    def _skip(self) -> None:
        while self._next.kind == "space":
            self._at += 1

    def _sees(self, *signs: str) -> bool:
        return self._next.kind == "sign" and self._next.text in signs

    def _expect(self, sign: str) -> None:
        if not self._sees(sign):
            raise ValueError("not a formula")
        self._at += 1
        self._skip()

    def _expression(self, weakest: int) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ValueError("nested too deeply")
        left = self._signed()
        while True:
            self._skip()
            if self._sees("%"):
                self._at += 1
                left = Percent(left)
                continue
            strength = _STRENGTH.get(self._next.text, 0) if self._next.kind == "sign" else 0
            if strength <= weakest:
                self._depth -= 1
                return left
            operator = self._take().text
            self._skip()
            left = BinaryOperation(operator, left, self._expression(strength))

    def _signed(self) -> Node:
        if self._sees("+", "-"):
            sign = self._take().text
            self._skip()
            return Sign(sign, self._signed())
        if self._sees("@"):
            self._at += 1
            self._skip()
            return Other("an implicit intersection", (self._signed(),))
        return self._cells()

    def _cells(self) -> Node:
        """A value, or references with the blank between them that means what both share."""
        left = self._range()
        while self._next.kind == "space" and self._at_reference(1):
            self._skip()
            left = Other("cells that two ranges share", (left, self._range()))
        return left

    def _range(self) -> Node:
        left = self._operand()
        while True:
            if self._sees("#"):
                self._at += 1
                left = Other("a spilled range", (left,))
            elif self._sees(":"):
                self._at += 1
                left = _span(left, self._operand())
            else:
                return left

    def _at_reference(self, ahead: int) -> bool:
        word = self._words[self._at + ahead]
        return word.kind in _STARTS_REFERENCE or word == FormulaWord("sign", "(")

    def _operand(self) -> Node:
        kind, text = self._take()
        match kind:
            case "number":
                return Number(_number(text))
            case "text":
                return Text(text[1:-1].replace('""', '"'))
            case "error":
                return Failure("#REF!" if text.startswith("#REF!") else text)
            case "sheet":
                return self._on_sheet(text[:-1])
            case "cell" | "columns" | "rows":
                return _reference("", kind, text)
            case "call":
                return self._call(text[:-1].upper())
            case "name":
                return self._named("", text)
            case "bracket":
                return TableReference("")
        if text == "(":
            return self._group()
        if text == "{":
            return self._array()
        raise ValueError("not a formula")

    def _on_sheet(self, spelt: str) -> Node:
        sheet = spelt[1:-1].replace("''", "'") if spelt.startswith("'") else spelt
        sheet = sheet.removeprefix(_OWN)
        kind, text = self._take()
        if "[" in sheet:
            if kind == "call":
                return Other(EXTERNAL, self._call(text[:-1].upper()).arguments)
            return Other(EXTERNAL, ())
        if kind in ("cell", "columns", "rows"):
            return _reference(sheet, kind, text)
        if kind == "name":
            return self._named(sheet, text)
        if kind == "error":
            return Failure("#REF!")
        raise ValueError("not a formula")

    def _named(self, sheet: str, text: str) -> Node:
        if self._next.kind == "bracket":
            self._at += 1
            return TableReference(text)
        if not sheet and text.upper() in ("TRUE", "FALSE"):
            return Truth(text.upper() == "TRUE")
        return Name(sheet, text)

    def _call(self, function: str) -> Call:
        arguments: list[Node] = []
        self._skip()
        if self._sees(")"):
            self._at += 1
            return Call(function, ())
        while True:
            arguments.append(Nothing() if self._sees(",", ")") else self._expression(0))
            self._skip()
            if self._sees(","):
                self._at += 1
                self._skip()
                continue
            if not self._sees(")"):
                raise ValueError("not a formula")
            self._at += 1
            return Call(function, tuple(arguments))

    def _group(self) -> Node:
        self._skip()
        parts = [self._expression(0)]
        self._skip()
        while self._sees(","):
            self._expect(",")
            parts.append(self._expression(0))
            self._skip()
        if not self._sees(")"):
            raise ValueError("not a formula")
        self._at += 1
        return Group(parts[0]) if len(parts) == 1 else Other("several ranges in one", tuple(parts))

    def _array(self) -> Node:
        while not self._sees("}"):
            if self._next == _END:
                raise ValueError("not a formula")
            self._at += 1
        self._at += 1
        return Other("an array", ())


def _number(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError("no number of a cell")
    return number


def _span(left: Node, right: Node) -> Node:
    """Return what a colon joins: addresses make one, anything else is found out later."""
    one, other = left, right
    if not (isinstance(one, Reference) and isinstance(other, Reference)):
        return ReferenceSpan(left, right)
    if other.sheet not in ("", one.sheet) or not (_is_cell(one) and _is_cell(other)):
        return ReferenceSpan(left, right)
    rows = sorted([(one.top, one.fixed[0]), (other.top, other.fixed[0])])
    columns = sorted([(one.left, one.fixed[1]), (other.left, other.fixed[1])])
    (top, fixed_top), (bottom, fixed_bottom) = rows
    (first, fixed_first), (last, fixed_last) = columns
    fixed = (fixed_top, fixed_first, fixed_bottom, fixed_last)
    return Reference(one.sheet, top, first, bottom, last, fixed)


def _is_cell(reference: Reference) -> bool:
    return (reference.top, reference.left) == (reference.bottom, reference.right)


def _reference(sheet: str, kind: str, text: str) -> Reference:
    if kind == "cell":
        letters = text.lstrip("$").rstrip("0123456789")
        fixed_column, fixed_row = text.startswith("$"), letters.endswith("$")
        column = column_number(letters.rstrip("$"))
        row = int(text[text.startswith("$") + len(letters) :])
        if row > MAX_ROW or column > MAX_COLUMN:
            raise ValueError("beyond the sheet")
        fixed = (fixed_row, fixed_column, fixed_row, fixed_column)
        return Reference(sheet, row, column, row, column, fixed)
    one, _, other = text.partition(":")
    number = int if kind == "rows" else column_number
    ends = sorted((number(end.lstrip("$")), end.startswith("$")) for end in (one, other))
    (first, fixed_first), (last, fixed_last) = ends
    if not 1 <= first <= last <= (MAX_ROW if kind == "rows" else MAX_COLUMN):
        raise ValueError("beyond the sheet")
    if kind == "rows":
        fixed = (fixed_first, True, fixed_last, True)
        return Reference(sheet, first, 1, last, MAX_COLUMN, fixed)
    return Reference(sheet, 1, first, MAX_ROW, last, (True, fixed_first, True, fixed_last))
