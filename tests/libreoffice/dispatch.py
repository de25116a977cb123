# ruff: noqa: N802 (the members of COM objects bear Excel's names)
"""What stands in for pywin32: objects whose members are counted and can be made to fail."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from libreoffice import errors
from libreoffice.uno_library import uno_error

Result = TypeVar("Result")


class CallLog:
    """How often each member was asked, set or called: each is one call over COM on Windows.

    `changes` counts the calls that may have changed a workbook, whoever made them; it only grows.
    """

    def __init__(self) -> None:
        self.by_member: Counter[str] = Counter()
        self.trace: list[str] = []
        self.changes = 0

    def reset(self) -> None:
        """Forget all calls."""
        self.by_member.clear()
        self.trace.clear()

    @property
    def total(self) -> int:
        """The number of calls since the last reset."""
        return self.by_member.total()

    def note(self, member: str) -> None:
        """Count a call."""
        self.by_member[member] += 1
        self.trace.append(member)


class Faults:
    """Switches that make calls fail as Excel's do; all are off at first."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Switch all faults off."""
        self._rejected = 0.0
        self._failing: dict[str, int] = {}
        self._writes_until_failure = 0
        self._busy_writes_only = False
        self._as_absent = False

    def reject(self, calls: float, *, writes_only: bool = False, as_absent: bool = False) -> None:
        """Reject the next calls with RPC_E_CALL_REJECTED, as when a cell is being edited.

        With `as_absent` a property that is asked for seems not to exist: what pywin32 makes of a
        busy Excel when it first has to look a name up. xlwings then says ExcelBusyError.
        """
        self._rejected = calls
        self._busy_writes_only = writes_only
        self._as_absent = as_absent

    def reject_all(self, *, writes_only: bool = False, as_absent: bool = False) -> None:
        """Reject every call until `clear`."""
        self.reject(float("inf"), writes_only=writes_only, as_absent=as_absent)

    def seems_absent(self, fault: errors.ComError) -> bool:
        """Say whether a rejection is to look as if the member did not exist."""
        return self._as_absent and fault.hresult == errors.CALL_REJECTED

    def fail_write(self, nth: int) -> None:
        """Make the nth write to cells, formats, locks, rules or protection from now fail, once."""
        self._writes_until_failure = nth

    def fail(self, member: str, nth: int = 1) -> None:
        """Make the nth call of a member from now fail, once: `Range.Value=`, `Workbook.Save`."""
        self._failing[member] = nth

    @property
    def hides_names(self) -> bool:
        """Whether a name that is looked up is rejected too."""
        return self._as_absent

    def before_call(self, member: str) -> None:
        """Raise where this call is to be rejected."""
        if self._rejected > 0 and not (self._busy_writes_only and member not in WRITES):
            self._rejected -= 1
            raise errors.call_rejected()
        if member in WRITES and self._writes_until_failure > 0:
            self._writes_until_failure -= 1
            if self._writes_until_failure == 0:
                raise errors.application_error("The stand-in was told to fail this write.")
        if member in self._failing:
            self._failing[member] -= 1
            if self._failing[member] == 0:
                del self._failing[member]
                raise errors.application_error("The stand-in was told to fail this call.")


WRITES = {
    *(f"Range.{name}=" for name in ("Value", "Value2", "Formula", "FormulaR1C1")),
    *(f"Range.{name}=" for name in ("NumberFormat", "Locked", "FormulaHidden", "MergeCells")),
    *(f"Range.{name}" for name in ("Clear", "ClearContents", "ClearFormats", "Merge", "UnMerge")),
    *(f"Interior.{name}=" for name in ("Color", "ColorIndex", "Pattern")),
    *(f"Font.{name}=" for name in ("Color", "ColorIndex", "Bold", "Italic", "Size", "Name")),
    *(f"Font.{name}=" for name in ("Underline", "Strikethrough", "Superscript", "Subscript")),
    *(f"Border.{name}=" for name in ("LineStyle", "Weight", "Color", "ColorIndex")),
    *(f"Range.{name}=" for name in ("HorizontalAlignment", "VerticalAlignment", "Orientation")),
    *(f"Range.{name}=" for name in ("WrapText", "ShrinkToFit", "IndentLevel", "ReadingOrder")),
    *("Range.AddComment", "Range.PasteSpecial", "Comment.Delete"),
    *("Range.Insert", "Range.Delete", "Range.ColumnWidth="),
    *("Series.Formula=", "Name.RefersTo=", "ShapeRange.AlternativeText="),
    *(f"FormatConditions.{name}" for name in ("Add", "Delete")),
    *(f"FormatCondition.{name}" for name in ("Delete", "Modify", "SetFirstPriority")),
    *(f"FormatCondition.{name}" for name in ("SetLastPriority", "ModifyAppliesToRange")),
    *(f"FormatCondition.{name}=" for name in ("StopIfTrue", "Priority")),
    *(f"Worksheet.{name}" for name in ("Protect", "Unprotect")),
}
"""Calls that change a workbook; setting a property has `=` after its name."""

CALLS = CallLog()
FAULTS = Faults()


class NotServed(LookupError):  # noqa: N818
    """A member of Excel's that the stand-in does not have yet: add `get_` or `put_` or a method.

    It is no AttributeError, which xlwings' wrapper would try again for ever.
    """


class CDispatch:
    """Stands for win32com.client.CDispatch, by which xlwings knows Excel's objects."""


class _OleObject:
    """What xlwings asks when an attribute is absent: here it always is absent for good."""

    def GetIDsOfNames(self, *_names: Any) -> None:
        raise errors.call_rejected() if FAULTS.hides_names else errors.unknown_name()


_METHODS: set[str] = set()
_HARMLESS = frozenset(
    {
        *("Copy", "Text", "CutCopyMode="),
        *("ChartObjects", "SeriesCollection"),
        *("Range", "GetOffset", "GetResize", "GetAddress", "GetInternational", "End", "Union"),
        *("Goto", "Activate", "Select", "Save", "SaveCopyAs"),
        *("StatusBar=", "ScreenUpdating=", "EnableEvents=", "DisplayAlerts=", "Interactive="),
    }
)
"""Members that change no workbook; any other that is set or called may have changed something."""
_quiet = 0


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Neither count calls nor let them fail by the switches."""
    global _quiet  # noqa: PLW0603 (the counter is one for the process, as COM is)
    _quiet += 1
    try:
        yield
    finally:
        _quiet -= 1


def tick(thing: Any, name: str) -> None:
    """Count a call, and raise where the faults say so."""
    member = f"{thing._called or type(thing).__name__}.{name}"
    if (name.endswith("=") or name in _METHODS) and name not in _HARMLESS:
        CALLS.changes += 1
    if _quiet:
        return
    CALLS.note(member)
    FAULTS.before_call(member)


def unwrapped(value: Any) -> Any:
    """Return the object within xlwings' wrapper that tries again."""
    if isinstance(value, ComObject):
        return value
    try:
        return object.__getattribute__(value, "_inner")
    except AttributeError:
        return value


def guarded(call: Callable[..., Result], *arguments: Any, **named: Any) -> Result:
    """Call, and raise what LibreOffice raises as the error that Excel would give.

    An exception of UNO's takes no traceback, so it must not travel through context managers.
    """
    try:
        return call(*arguments, **named)
    except uno_error() as fault:
        said = f"{type(fault).__name__}: {fault}"
    raise errors.application_error(said)


Method = TypeVar("Method", bound=Callable[..., Any])


def method(function: Method) -> Method:
    """Make a function a method of a COM object: counted, failing when told to."""

    _METHODS.add(function.__name__)

    def called(self: Any, *arguments: Any, **named: Any) -> Any:
        tick(self, function.__name__)
        return guarded(
            function,
            self,
            *[unwrapped(a) for a in arguments],
            **{name: unwrapped(a) for name, a in named.items()},
        )

    called.__name__ = function.__name__
    called.__doc__ = function.__doc__
    return called  # type: ignore[return-value]


class ComObject(CDispatch):
    """An object of Excel's. A property NAME is served by `get_NAME` and `put_NAME`."""

    _oleobj_ = _OleObject()
    _called = ""
    """Excel's name of the class, where that differs."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        getter = getattr(type(self), f"get_{name}", None)
        if getter is None:
            raise NotServed(f"{type(self).__name__}.{name}")
        try:
            tick(self, name)
        except errors.ComError as fault:
            if FAULTS.seems_absent(fault):
                raise AttributeError(name) from None
            raise
        return guarded(getter, self)

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("_"):
            object.__setattr__(self, name, value)
            return
        putter = getattr(type(self), f"put_{name}", None)
        if putter is None:
            raise NotServed(f"{type(self).__name__}.{name} cannot be set")
        tick(self, f"{name}=")
        guarded(putter, self, unwrapped(value))


class Collection(ComObject):
    """Objects by number from 1 or by name; a subclass says which there are in `members`."""

    def members(self) -> list[Any]:
        """Return what the collection holds now."""
        raise TypeError(f"{type(self).__name__} does not say what it holds")

    def get_Count(self) -> int:
        return len(self.members())

    def find(self, key: Any) -> Any:
        """Return a member by number or name. Raises Excel's error where there is none."""
        members = self.members()
        if isinstance(key, (int, float)):
            if 1 <= int(key) <= len(members):
                return members[int(key) - 1]
        else:
            for member in members:
                if member.get_Name().lower() == str(key).lower():
                    return member
        raise errors.bad_index()

    def __call__(self, key: Any) -> Any:
        tick(self, "Item")
        return guarded(self.find, key)

    def Item(self, key: Any) -> Any:
        return self(key)

    def __iter__(self) -> Any:
        for member in self.members():
            tick(self, "_NewEnum")
            yield member

    def __len__(self) -> int:
        tick(self, "Count")
        return len(self.members())
