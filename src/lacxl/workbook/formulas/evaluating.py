"""A formula's tree worked out to its value, from what the cells hold that it reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from lacxl.workbook.formulas.arithmetic import VALUE, as_number, pair
from lacxl.workbook.formulas.functions import FUNCTIONS
from lacxl.workbook.formulas.names_and_cells import (
    BookNames,
    CellBlock,
    FormulaCell,
    NotCertain,
    Spot,
    Value,
)
from lacxl.workbook.formulas.parsing import parse
from lacxl.workbook.formulas.syntax import (
    BinaryOperation,
    Call,
    Failure,
    Group,
    Name,
    Node,
    Number,
    Percent,
    Reference,
    Sign,
    Text,
    Truth,
)
from lacxl.workbook.snapshot import CellError

_LONGEST_TEXT = 32_767


class Cells(Protocol):
    """What the cells hold; both raise NotCertain where that is not known."""

    def value(self, spot: Spot) -> Value:
        """Return what a cell holds."""
        ...

    def values(self, block: CellBlock) -> Sequence[Value]:
        """Return what the cells of a block hold that hold anything, row by row."""
        ...


def evaluate(book: BookNames, formula: FormulaCell, cells: Cells) -> Value:
    """Return what a formula gives; raises NotCertain where Excel might give something else."""
    node = parse(formula.text)
    if node is None:
        raise NotCertain("lacxl cannot read it")
    work = _Evaluation(book, formula.at, formula.shift, cells)
    try:
        value = work.last(node)
    except RecursionError:
        raise NotCertain("it is nested too deeply") from None
    if isinstance(value, str) and len(value) > _LONGEST_TEXT:
        return VALUE
    return 0.0 if value is None else value


class _Evaluation:
    def __init__(self, book: BookNames, at: Spot, shift: tuple[int, int], cells: Cells) -> None:
        self._book = book
        self._at = at
        self._shift = shift
        self._cells = cells

    def last(self, node: Node) -> Value:
        """Return the value of the whole formula, of which this is the last step."""
        if isinstance(node, BinaryOperation):
            return self._pair(node, last=True)
        return self.scalar(node)

    def scalar(self, node: Node) -> Value:
        """Return the single value of a node; raises NotCertain for several cells."""
        found = self.operand(node)
        if not isinstance(found, CellBlock):
            return found
        if found.size > 1:
            raise NotCertain("it uses several cells as one value")
        return self._cells.value(found.first)

    def cells(self, block: CellBlock) -> Sequence[Value]:
        """Return what the cells of a block hold that hold anything, row by row."""
        return self._cells.values(block)

    def operand(self, node: Node) -> Value | CellBlock:
        """Return the value of a node, or the cells that it refers to."""
        match node:
            case Number(value) | Text(value) | Truth(value):
                return value
            case Failure(code):
                return CellError(code)
            case Reference():
                return self._block(node)
            case Name(sheet, text):
                return self.operand(self._named(sheet, text))
            case Group(inner):
                if isinstance(inner, BinaryOperation):
                    return self._pair(inner, grouped=True)
                return self.operand(inner)
            case Sign(sign, inner):
                return self._signed(sign, inner)
            case Percent(inner):
                number = as_number(self.scalar(inner))
                return number if isinstance(number, CellError) else number / 100
            case BinaryOperation():
                return self._pair(node)
            case Call(function, arguments):
                return self._call(function, arguments)
        raise NotCertain("lacxl cannot work it out")

    def _pair(self, node: BinaryOperation, *, last: bool = False, grouped: bool = False) -> Value:
        """Return what a chain of operators gives, from its beginning: A1+A2+A3 and so on."""
        chain = [node]
        while isinstance(chain[-1].left, BinaryOperation):
            chain.append(chain[-1].left)
        value = self.scalar(chain[-1].left)
        for each in reversed(chain):
            outer = each is node
            right = self.scalar(each.right)
            value = pair(
                each.operator, value, right, last=last and outer, grouped=grouped and outer
            )
        return value

    def _signed(self, sign: str, inner: Node) -> Value:
        if sign == "+":
            return self.scalar(inner)
        number = as_number(self.scalar(inner))
        return number if isinstance(number, CellError) else 0.0 - number

    def _call(self, function: str, arguments: Sequence[Node]) -> Value | CellBlock:
        least, most, work = FUNCTIONS[function]
        if not least <= len(arguments) <= most:
            raise NotCertain(f"it uses {function} in a way that lacxl does not know")
        return work(self, arguments)

    def _block(self, node: Reference) -> CellBlock:
        blocks = self._book.blocks(node, self._at, self._shift)
        if len(blocks) > 1:
            raise NotCertain("it uses cells of several sheets in one")
        return blocks[0]

    def _named(self, sheet: str, text: str) -> Node:
        meant = parse(self._book.name(sheet, text, self._at) or "")
        if meant is None:
            raise NotCertain(f"it uses the name {text}")
        return meant
