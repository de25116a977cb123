"""Excel's errors as pywin32 shows them. MODELLED: the numbers and words are Excel's, by hand."""

from __future__ import annotations

from typing import Any

CALL_REJECTED = -2147418111
"""RPC_E_CALL_REJECTED: Excel is busy, such as while a cell is being edited."""
EXCEPTION = -2147352567
"""DISP_E_EXCEPTION: Excel says more in the error's `excepinfo`."""
UNKNOWN_NAME = -2147352570
BAD_INDEX = -2147352565
NUMBER_1004 = -2146827284
"""The scode of run-time error 1004, application-defined or object-defined error."""
OUT_OF_MEMORY = -2147024882

ON_A_PROTECTED_SHEET = (
    "The cell or chart you're trying to change is on a protected sheet. To make a change, "
    "unprotect the sheet. You might be requested to enter a password."
)
WRONG_PASSWORD = (
    "The password you supplied is not correct. Verify that the CAPS LOCK key is off and be sure "
    "to use the correct capitalization."
)
PART_OF_AN_ARRAY = "You can't change part of an array."


class ComError(Exception):
    """Stands for pywintypes.com_error."""

    def __init__(
        self, hresult: int, strerror: str = "", excepinfo: Any = None, argerror: Any = None
    ) -> None:
        super().__init__(hresult, strerror, excepinfo, argerror)
        self.hresult, self.strerror = hresult, strerror
        self.excepinfo, self.argerror = excepinfo, argerror


def application_error(text: str | None, scode: int = NUMBER_1004) -> ComError:
    """Return run-time error 1004 with this text."""
    source = "Microsoft Excel" if text else None
    place = "xlmain11.chm" if text else None
    return ComError(EXCEPTION, "Exception occurred.", (0, source, text, place, 0, scode), None)


def bad_index() -> ComError:
    """Return the error for an item that a collection has not."""
    return application_error(None, BAD_INDEX)


def call_rejected() -> ComError:
    """Return the error of an Excel that is busy."""
    return ComError(CALL_REJECTED, "Call was rejected by callee.", None, None)


def unknown_name() -> ComError:
    """Return the error for a member that an object has not."""
    return ComError(UNKNOWN_NAME, "Unknown name.", None, None)


def on_a_protected_sheet() -> ComError:
    """Return the error for writing to a protected cell."""
    return application_error(ON_A_PROTECTED_SHEET)


def unable_to_set(what: str, of: str = "Range") -> ComError:
    """Return the error for a property that cannot be set now."""
    return application_error(f"Unable to set the {what} property of the {of} class")
