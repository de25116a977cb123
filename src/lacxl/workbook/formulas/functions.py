"""The functions that are worked out: each from its arguments, as Excel does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeGuard

from lacxl.workbook.formulas.arithmetic import (
    DIVISION,
    VALUE,
    as_number,
    as_truth,
    first_error,
    rounded,
    total,
)
from lacxl.workbook.formulas.names_and_cells import CellBlock, NotCertain, Value
from lacxl.workbook.formulas.syntax import Call, Group, Node, Nothing, Sign
from lacxl.workbook.snapshot import CellError

_ODD = "it uses {} in a way that lacxl does not know"


class ArgumentReader(Protocol):
    """What a function asks for its arguments: each only when it is needed."""

    def scalar(self, node: Node) -> Value:
        """Return the single value of an argument; raises NotCertain for several cells."""
        ...

    def operand(self, node: Node) -> Value | CellBlock:
        """Return an argument's value, or the cells that it refers to."""
        ...

    def cells(self, block: CellBlock) -> Sequence[Value]:
        """Return what the cells of a block hold that hold anything, row by row."""
        ...


Function = Callable[[ArgumentReader, Sequence[Node]], "Value | CellBlock"]


def _if(reader: ArgumentReader, arguments: Sequence[Node]) -> Value | CellBlock:
    holds = as_truth(reader.scalar(arguments[0]))
    if isinstance(holds, CellError):
        return holds
    if holds:
        return _given(reader, arguments[1])
    return _given(reader, arguments[2]) if len(arguments) > 2 else False


def _given(reader: ArgumentReader, node: Node) -> Value | CellBlock:
    return 0.0 if isinstance(node, Nothing) else reader.operand(node)


def _if_error(reader: ArgumentReader, arguments: Sequence[Node]) -> Value | CellBlock:
    value = reader.scalar(arguments[0])
    return _given(reader, arguments[1]) if isinstance(value, CellError) else value


def _numbers(reader: ArgumentReader, arguments: Sequence[Node]) -> list[float] | CellError:
    """Return the numbers of all arguments: of cells only numbers, of others what counts as one."""
    found: list[float] = []
    errors: list[Value] = []
    for node in arguments:
        given = _operand(reader, node)
        if isinstance(given, CellBlock):
            held = reader.cells(given)
            errors += [value for value in held if isinstance(value, CellError)]
            found += [value for value in held if is_number(value)]
        else:
            number = as_number(given)
            if isinstance(number, CellError):
                errors.append(number)
            else:
                found.append(number)
    return first_error(*errors) or found


def _operand(reader: ArgumentReader, node: Node) -> Value | CellBlock:
    if isinstance(node, Nothing):
        raise NotCertain("an argument is left out")
    given = reader.operand(node)
    if _hands_on(node) and not isinstance(given, float | CellError):
        raise NotCertain("it counts what may be a text")
    return given


def _hands_on(node: Node) -> bool:
    """Say whether a node gives what a cell holds, but no longer as a cell.

    Texts in cells are passed over, other texts are not; which it is then is not documented.
    """
    match node:
        case Group(inner):
            return _hands_on(inner)
        case Call(function, _):
            return function == "IFERROR"
        case Sign(sign, _):
            return sign == "+"
    return False


def is_number(value: Value) -> TypeGuard[float]:
    """Say whether a cell holds a number; TRUE is not one."""
    return isinstance(value, float | int) and not isinstance(value, bool)


def _sum(reader: ArgumentReader, arguments: Sequence[Node]) -> Value:
    found = _numbers(reader, arguments)
    return found if isinstance(found, CellError) else total(found)


def _average(reader: ArgumentReader, arguments: Sequence[Node]) -> Value:
    found = _numbers(reader, arguments)
    if isinstance(found, CellError):
        return found
    whole = total(found)
    if isinstance(whole, CellError):
        return whole
    return whole / len(found) if found else DIVISION


def _extreme(of: Callable[[list[float]], float]) -> Function:
    def extreme(reader: ArgumentReader, arguments: Sequence[Node]) -> Value:
        found = _numbers(reader, arguments)
        return found if isinstance(found, CellError) else of(found) if found else 0.0

    return extreme


def _count(reader: ArgumentReader, arguments: Sequence[Node]) -> Value:
    count = 0
    for node in arguments:
        given = _operand(reader, node)
        if isinstance(given, CellBlock):
            count += sum(map(is_number, reader.cells(given)))
        elif is_number(given) or isinstance(given, bool):
            count += 1
        elif not isinstance(given, CellError):
            raise NotCertain(_ODD.format("COUNT"))
    return float(count)


def _count_all(reader: ArgumentReader, arguments: Sequence[Node]) -> Value:
    count = 0
    for node in arguments:
        given = _operand(reader, node)
        count += len(reader.cells(given)) if isinstance(given, CellBlock) else 1
    return float(count)


def _round(reader: ArgumentReader, arguments: Sequence[Node]) -> Value:
    number, digits = (as_number(reader.scalar(node)) for node in arguments)
    failed = first_error(number, digits)
    if failed or isinstance(number, CellError) or isinstance(digits, CellError):
        return failed
    return rounded(number, digits)


def _abs(reader: ArgumentReader, arguments: Sequence[Node]) -> Value:
    number = as_number(reader.scalar(arguments[0]))
    return number if isinstance(number, CellError) else abs(number)


def _as_n(reader: ArgumentReader, arguments: Sequence[Node]) -> Value:
    """N: a number as it is, TRUE as 1, an error as it is, and nought for all else."""
    value = reader.scalar(arguments[0])
    if isinstance(value, CellError):
        return value
    return 0.0 if value is None or isinstance(value, str) else float(value)


def _test(holds: Callable[[Value], bool]) -> Function:
    return lambda reader, arguments: holds(reader.scalar(arguments[0]))


def _not(reader: ArgumentReader, arguments: Sequence[Node]) -> Value:
    holds = as_truth(reader.scalar(arguments[0]))
    return holds if isinstance(holds, CellError) else not holds


def _joined(of: Callable[[list[bool]], bool]) -> Function:
    """AND and OR: of cells they pass over texts and empty ones; all are looked at."""

    def joined(reader: ArgumentReader, arguments: Sequence[Node]) -> Value:
        found: list[bool] = []
        errors: list[Value] = []
        for node in arguments:
            given = _operand(reader, node)
            held = reader.cells(given) if isinstance(given, CellBlock) else [given]
            if isinstance(given, str):
                raise NotCertain("it takes a text as a condition")
            errors += [value for value in held if isinstance(value, CellError)]
            found += [bool(v) for v in held if v is not None and not isinstance(v, str | CellError)]
        failed = first_error(*errors)
        return failed or (of(found) if found else VALUE)

    return joined


def _always(value: Value) -> Function:
    return lambda _reader, _arguments: value


_MANY = 255
FUNCTIONS: dict[str, tuple[int, int, Function]] = {
    "ABS": (1, 1, _abs),
    "AND": (1, _MANY, _joined(all)),
    "AVERAGE": (1, _MANY, _average),
    "COUNT": (1, _MANY, _count),
    "COUNTA": (1, _MANY, _count_all),
    "FALSE": (0, 0, _always(False)),
    "IF": (2, 3, _if),
    "IFERROR": (2, 2, _if_error),
    "ISBLANK": (1, 1, _test(lambda value: value is None)),
    "ISERROR": (1, 1, _test(lambda value: isinstance(value, CellError))),
    "ISNUMBER": (1, 1, _test(is_number)),
    "ISTEXT": (1, 1, _test(lambda value: isinstance(value, str))),
    "MAX": (1, _MANY, _extreme(max)),
    "MIN": (1, _MANY, _extreme(min)),
    "N": (1, 1, _as_n),
    "NA": (0, 0, _always(CellError("#N/A"))),
    "NOT": (1, 1, _not),
    "OR": (1, _MANY, _joined(any)),
    "ROUND": (2, 2, _round),
    "SUM": (1, _MANY, _sum),
    "TRUE": (0, 0, _always(True)),
}
"""Each with how many arguments it takes, at least and at most."""
