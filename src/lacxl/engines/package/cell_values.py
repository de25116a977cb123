"""The value of one cell element: read out of it, or put into it."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from lacxl.engines.package.broken_files import Unclear
from lacxl.engines.package.cell_text import escape, text_of, unescape
from lacxl.engines.package.serial_dates import from_iso, from_serial, to_serial
from lacxl.engines.package.xml import Element, kids, local_name, make, text_in, whole
from lacxl.workbook.snapshot import UNREAD, CellError, CellValue, Formula, Scalar

T = TypeVar("T")
TEXT_LIMIT = 32_767
FORMULA_LIMIT = 8_192
"""The most characters of a cell's text and of a formula."""
_ERROR_NAMES = (
    "#NULL! #DIV/0! #VALUE! #REF! #NAME? #NUM! #N/A #GETTING_DATA #SPILL! #CALC! #FIELD!"
    " #BLOCKED! #CONNECT! #UNKNOWN! #BUSY! #EXTERNAL! #PYTHON! #TIMEOUT!"
)
ERRORS = frozenset(_ERROR_NAMES.split())
"""The error values that Excel knows."""

# Possessive: 60,000 digits and a letter would take minutes otherwise.
_NUMBER = re.compile(r"[-+]?(\d++(\.\d*+)?|\.\d++)([eE][-+]?\d++)?", re.ASCII)
_ERROR = re.compile(r"#[A-Za-z0-9/_]{1,30}[!?]", re.ASCII)
_ANCHORS = {"array": "array", "dataTable": "table"}
_TRUTH = {"1": True, "true": True, "0": False, "false": False}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class SharedText:
    """A cell's text, kept in the shared strings at this index."""

    index: int


def anchors_of(formula: Element) -> str:
    """Return what else depends on a formula element: array, table, shared, or nothing."""
    kind = formula.get("t", "normal")
    if kind == "shared":
        return "shared" if formula.get("ref") else ""
    return _ANCHORS.get(kind, "")


def formula_text(formula: Element) -> str:
    """Return the text of a formula element, without the equals sign that some programs write."""
    return unescape(text_in(formula)).removeprefix("=")


def read_value(
    cell: Element, *, is_date: bool, date1904: bool
) -> tuple[CellValue | SharedText, SharedText | None]:
    """Return what the cell holds; the second is set where a formula's result is shared text.

    Raises Unclear where that cannot be told.
    """
    kind = cell.get("t", "n")
    text: str | None = None
    formula: Element | None = None
    inline: Element | None = None
    for element in kids(cell):
        name = local_name(element)
        if name == "v":
            text = text_in(element)
        elif name == "f":
            formula = element
        elif name == "is":
            inline = element
    value: Scalar | SharedText
    if inline is not None and kind in ("inlineStr", "n"):
        value = text_of(inline) or None
    elif text is None:
        value = None
    else:
        value = _scalar(kind, text, is_date, date1904)
    if formula is None:
        return (None if value == "" else value), None
    spelt = formula_text(formula)
    cached = value if not isinstance(value, SharedText) else None
    later = value if isinstance(value, SharedText) else None
    return Formula(spelt, cached, anchors_of(formula)), later


def put_value(cell: Element, value: CellValue, date1904: bool) -> None:
    """Replace what the cell holds; its format stays."""
    if type(value) is float and (held := _lone_number(cell)) is not None:
        held.text = spell(value)
        return
    for element in list(kids(cell)):
        if local_name(element) in ("f", "v", "is"):
            cell.remove(element)
    for name in ("t", "cm", "vm", "ph"):
        if name in cell.attrib:
            del cell.attrib[name]
    position = 0
    if isinstance(value, Formula):
        formula = make(cell, "f")
        formula.text = escape(value.text)
        _keep_space(formula)
        cell.insert(0, formula)
        position, value = 1, value.cached
        if isinstance(value, str):
            cell.set("t", "str")
            _put_v(cell, position, escape(value))
            return
    if value is None or value == "":
        return
    if isinstance(value, str):
        cell.set("t", "inlineStr")
        holder = make(cell, "is")
        cell.insert(position, holder)
        text = make(holder, "t")
        text.text = escape(value)
        _keep_space(text)
        holder.append(text)
    elif isinstance(value, bool):
        cell.set("t", "b")
        _put_v(cell, position, str(int(value)))
    elif isinstance(value, CellError):
        cell.set("t", "e")
        _put_v(cell, position, value.code)
    else:
        number = to_serial(value, date1904) if isinstance(value, dt.date) else value
        _put_v(cell, position, spell(number))


def put_result(cell: Element, value: Scalar) -> None:
    """Replace the kept result of a formula, None removes it; the formula stays."""
    for element in list(cell):
        if local_name(element) in ("v", "is"):
            cell.remove(element)
    for name in ("t", "vm"):
        if name in cell.attrib:
            del cell.attrib[name]
    if value is None:
        return
    # after the formula, which a comment may precede: what precedes it would be lost by Excel
    position = max((at for at, kid in enumerate(cell, 1) if local_name(kid) == "f"), default=0)
    if isinstance(value, str):
        cell.set("t", "str")
        _put_v(cell, position, escape(value))
    elif isinstance(value, bool):
        cell.set("t", "b")
        _put_v(cell, position, str(int(value)))
    elif isinstance(value, CellError):
        cell.set("t", "e")
        _put_v(cell, position, value.code)
    elif isinstance(value, int | float):
        _put_v(cell, position, spell(value))


def spell(number: float) -> str:
    """Return a number in the shortest spelling that reads back the same."""
    if isinstance(number, float) and not (number.is_integer() and abs(number) < 1e15):
        return repr(number)
    return str(int(number))


def why_not(value: object, date1904: bool) -> str:
    """Say why a value cannot be written; empty if it can."""
    if isinstance(value, Formula):
        if not value.text or value.text.startswith("="):
            return "a formula needs its text without the equals sign"
        if value.anchors:
            return "array formulas, data tables and shared formulas are not written"
        if len(value.text) > FORMULA_LIMIT:
            return f"the formula is longer than {FORMULA_LIMIT:,} characters"
        value = value.cached
    if isinstance(value, str):
        long = len(value) + sum(letter > "\uffff" for letter in value) > TEXT_LIMIT  # as UTF-16
        return f"the text is longer than {TEXT_LIMIT:,} characters" if long else ""
    if isinstance(value, CellError):
        return "" if _is_error(value.code) else "it is not one of Excel's error values"
    if isinstance(value, dt.date):
        try:
            to_serial(value, date1904)
        except ValueError as fault:
            return f"it is {fault}"
        return ""
    if isinstance(value, int | float):
        try:
            return "" if math.isfinite(value) else "it is not a finite number"
        except OverflowError:
            return "the number is too large"
    return "" if value is None else "it is neither number, text, date, truth value nor error"


def _scalar(kind: str, text: str, is_date: bool, date1904: bool) -> Scalar | SharedText:
    if kind in ("str", "inlineStr"):
        return unescape(text)
    bare = text.strip()
    if not bare:
        return None
    if kind == "s":
        return SharedText(_checked(whole, bare, "the number of its text is invalid"))
    if kind == "b":
        if (spelt := bare.lower()) not in _TRUTH:
            raise Unclear("its truth value is neither 0 nor 1")
        return _TRUTH[spelt]
    if kind == "e":
        return CellError(bare)
    if kind == "d":
        return _checked(lambda text: from_iso(text, date1904), bare, "its date or time is invalid")
    if kind not in ("n", ""):
        raise Unclear("it is of a kind that lacxl does not know")
    if not _NUMBER.fullmatch(bare) or not math.isfinite(number := float(bare)):
        raise Unclear("its number is invalid")
    return (from_serial(number, date1904) if is_date else None) or number


def _is_error(code: str) -> bool:
    """Say whether a text may be an error value; undoing puts back one of an Excel yet to come."""
    return code.upper() in ERRORS or (_ERROR.fullmatch(code) is not None and code != UNREAD.code)


def _checked(read: Callable[[str], T], text: str, otherwise: str) -> T:
    """Return what a text says, or raise Unclear: the fault of a library may repeat the text."""
    try:
        return read(text)
    except (ValueError, OverflowError):
        raise Unclear(otherwise) from None


def _lone_number(cell: Element) -> Element | None:
    """Return the element of a number where a cell holds that and nothing else."""
    if len(cell) != 1 or not set(cell.attrib) <= {"r", "s"}:
        return None
    (only,) = cell
    return only if only.tag == f"{cell.tag[:-1]}v" and not len(only) else None


def _put_v(cell: Element, position: int, text: str) -> None:
    element = make(cell, "v")
    element.text = text
    _keep_space(element)
    cell.insert(position, element)


def _keep_space(element: Element) -> None:
    text = element.text or ""
    if text != text.strip() or "\n" in text or "  " in text:
        element.set(_SPACE, "preserve")
