"""What a formula reads, and why it is not worked out where that is not certain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lacxl.workbook.formulas.function_names import ANYWHERE, BUILT_IN, CLOCK, SIZED
from lacxl.workbook.formulas.functions import FUNCTIONS
from lacxl.workbook.formulas.names_and_cells import (
    BookNames,
    CellBlock,
    FormulaCell,
    NotCertain,
    Spot,
)
from lacxl.workbook.formulas.parsing import parse
from lacxl.workbook.formulas.syntax import (
    BinaryOperation,
    Call,
    Group,
    Name,
    Node,
    Number,
    Other,
    Percent,
    Reference,
    ReferenceSpan,
    Sign,
    TableReference,
    Text,
)

_LATER = ("_XLFN.", "_XLWS.")
_PARAMETER = "_xlpm."
_KINDS = {"array": "it is an array formula", "table": "it is a data table"}


class Reach(NamedTuple):
    """The cells that a formula reads.

    `anywhere` says that it may read others too, `clock` that it gives something else each time.
    `why` says why it is not worked out; it is empty where it can be tried.
    """

    blocks: tuple[CellBlock, ...]
    anywhere: bool
    clock: bool
    why: str


def reaches_of(book: BookNames, formulas: Sequence[FormulaCell]) -> list[Reach]:
    """Return what each formula reads; those of the same words on the same sheet read the same."""
    known: dict[tuple[object, ...], Reach] = {}
    found = []
    for formula in formulas:
        key = (formula.at.sheet, *formula[1:2], *formula[3:6])
        reach = known.get(key)
        if reach is None:
            reach = known[key] = reach_of(book, formula)
        found.append(reach)
    return found


def reach_of(book: BookNames, formula: FormulaCell) -> Reach:
    """Return what a formula reads."""
    walk = _Walk(book, formula.at, formula.shift)
    node = parse(formula.text) if formula.text else None
    if formula.kind != "table" and (node is None or not walk.whole(node)):
        return Reach((), True, False, "lacxl cannot read it")
    why = walk.why
    if book.as_displayed:
        why = "Excel calculates with the figures it shows here (precision as displayed)"
    why = _KINDS.get(formula.kind, why)
    blocks = (*formula.inputs, *dict.fromkeys(walk.blocks))
    return Reach(blocks, walk.anywhere, walk.clock, why)


class _Walk:
    """A walk through a tree; what it meets is kept."""

    def __init__(self, book: BookNames, at: Spot, shift: tuple[int, int]) -> None:
        self.book = book
        self.at = at
        self.shift = shift
        self.blocks: list[CellBlock] = []
        self.anywhere = False
        self.clock = False
        self.uses: dict[str, None] = {}
        self.lost = ""
        self._names: set[str] = set()

    @property
    def why(self) -> str:
        return self.lost or (f"it uses {', '.join(self.uses)}" if self.uses else "")

    def whole(self, node: Node) -> bool:
        """Walk through a tree; say whether that could be done."""
        try:
            self.through(node)
        except RecursionError:
            return False
        return True

    def through(self, node: Node) -> None:
        behind: list[Node] = []
        while isinstance(node, BinaryOperation):  # of A1+A2+A3 and so on the first is deepest
            behind.append(node.right)
            node = node.left
        self._one(node)
        for each in reversed(behind):
            self.through(each)

    def _one(self, node: Node) -> None:
        match node:
            case Reference():
                self._reference(node)
            case Name(sheet, text):
                self._name(sheet, text)
            case TableReference(name):
                self._table(name)
            case Call(function, arguments):
                self._call(function, arguments)
            case Group(inner) | Percent(inner) | Sign(_, inner):
                self.through(inner)
            case ReferenceSpan(left, right):
                self._span(left, right)
            case Other(what, parts):
                self.uses[what] = None
                for part in parts:
                    self.through(part)

    def _reference(self, node: Reference) -> None:
        try:
            blocks = self.book.blocks(node, self.at, self.shift)
        except NotCertain as fault:
            self.lost = str(fault)
            self.anywhere |= bool(node.sheet)
            return
        self.blocks += blocks
        if len(blocks) > 1:
            self.uses["cells of several sheets in one"] = None

    def _name(self, sheet: str, text: str) -> None:
        if text.casefold().startswith(_PARAMETER):
            return
        meant = self.book.name(sheet, text, self.at)
        if meant is None and text.casefold() in self.book.tables:
            self._table(text)
            return
        node = parse(meant) if meant else None
        if is_constant(node):
            if isinstance(node, Reference):
                self._reference(node)
            return
        self.uses[f"the name {text}"] = None
        if meant is None:
            return  # Excel shows #NAME?, and nothing is read
        if node is None or not _is_fixed(node):
            self.anywhere = True
        if node is not None and text.casefold() not in self._names:
            self._names.add(text.casefold())
            self.through(node)

    def _table(self, name: str) -> None:
        self.uses["columns of a table"] = None
        block = self.book.tables.get(name.casefold())
        if block is None:
            self.anywhere = True
        else:
            self.blocks.append(block)

    def _call(self, function: str, arguments: tuple[Node, ...]) -> None:
        plain, later = function, False
        while plain.startswith(_LATER):
            plain, later = plain[len(_LATER[0]) :], True
        if later or plain not in FUNCTIONS:
            self.uses[plain] = None
        self.anywhere |= plain in ANYWHERE or not (later or plain in BUILT_IN)
        self.clock |= plain in CLOCK
        for argument in arguments:
            self.through(argument)
        if plain in SIZED and len(arguments) > SIZED[plain]:
            self._sized(arguments[0], arguments[SIZED[plain]])

    def _sized(self, model: Node, given: Node) -> None:
        sizes, starts = self._apart(model), self._apart(given)
        if len(sizes) != 1 or len(starts) != 1:
            self.anywhere = True
            return
        (size,), (start,) = sizes, starts
        bottom = start.top + size.bottom - size.top
        right = start.left + size.right - size.left
        self.blocks.append(CellBlock(start.sheet, start.top, start.left, bottom, right))

    def _span(self, left: Node, right: Node) -> None:
        self.uses["a range whose ends are worked out"] = None
        ends = [self._apart(left), self._apart(right)]
        joined = [block for end in ends for block in end]
        self.blocks += joined
        if not all(ends) or len({block.sheet for block in joined}) != 1:
            self.anywhere = True
            return
        self.blocks.append(
            CellBlock(
                joined[0].sheet,
                min(block.top for block in joined),
                min(block.left for block in joined),
                max(block.bottom for block in joined),
                max(block.right for block in joined),
            )
        )

    def _apart(self, node: Node) -> list[CellBlock]:
        """Walk through a part by itself and return what it reads."""
        before, self.blocks = self.blocks, []
        self.through(node)
        found, self.blocks = self.blocks, before
        self.blocks += found
        return found


def is_constant(node: Node | None) -> bool:
    """Say whether a defined name means the same cells or value in every cell."""
    if isinstance(node, Reference):
        return _is_fixed(node)
    return isinstance(node, Number | Text)


def _is_fixed(node: Node) -> bool:
    """Say whether all addresses in a name's formula are the same in every cell that uses it."""
    match node:
        case Reference(sheet=sheet, fixed=fixed):
            return bool(sheet) and all(fixed)
        case Call(_, parts) | Other(_, parts):
            return all(map(_is_fixed, parts))
        case Group(inner) | Percent(inner) | Sign(_, inner):
            return _is_fixed(inner)
        case BinaryOperation(_, left, right) | ReferenceSpan(left, right):
            return _is_fixed(left) and _is_fixed(right)
    return True
