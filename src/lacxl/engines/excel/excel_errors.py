"""What Excel answers when a call fails: whether it is busy, and in what words."""

from __future__ import annotations

_REJECTED = {
    -2147418111,  # RPC_E_CALL_REJECTED: a cell is being edited, or a dialog is open
    -2147417846,  # RPC_E_SERVERCALL_RETRYLATER
    -2146777998,  # VBA_E_IGNORE: the object model is suspended
}
_DISP_E_EXCEPTION = -2147352567
_MAC_NO_ANSWER = {-1712, -609}  # the Apple event timed out, or the connection broke off


def is_busy(fault: BaseException) -> bool:
    """Say whether Excel turned the call away because it is busy."""
    if type(fault).__name__ == "ExcelBusyError":
        return True
    if getattr(fault, "errornumber", None) in _MAC_NO_ANSWER:
        return True
    result, details = getattr(fault, "hresult", None), getattr(fault, "excepinfo", None)
    if result in _REJECTED or (details and details[5] in _REJECTED):
        return True
    return result == _DISP_E_EXCEPTION and not details


def is_of_excel(fault: BaseException) -> bool:
    """Say whether a fault came from Excel or on the way to it; others are faults of lacxl."""
    if isinstance(fault, OSError | AttributeError):
        return True
    if hasattr(fault, "hresult") or hasattr(fault, "errornumber"):
        return True
    return type(fault).__name__ in ("error", "ExcelBusyError")


def may_be_busy(fault: BaseException) -> bool:
    """Say whether a fault may mean a busy Excel: pywin32 then says there is no such member."""
    return isinstance(fault, AttributeError)


def words_of(fault: BaseException) -> str:
    """Return Excel's own words for a fault."""
    details = getattr(fault, "excepinfo", None)
    words = details[2] if details and details[2] else getattr(fault, "errormessage", None)
    return str(words or getattr(fault, "strerror", None) or fault or type(fault).__name__).strip()
