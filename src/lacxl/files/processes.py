"""This computer and its processes: who wrote a file, and whether that process still runs."""

from __future__ import annotations

import os
import re
import sys


def host() -> str:
    """Return this computer's name, letters and digits only."""
    import platform

    return re.sub(r"\W+", "_", platform.node())[:40] or "unnamed"


def alive(pid: int) -> bool:
    """Say whether a process with this number runs on this computer; never disturbs it."""
    if not 0 < pid < 2**31:
        return False
    if sys.platform == "win32":
        return _alive_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # somebody else's
    return True


def _alive_on_windows(pid: int) -> bool:
    """Ask Windows; `os.kill(pid, 0)` would send Ctrl+C there."""
    import ctypes

    query_limited_information, still_active = 0x1000, 259
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    kernel.OpenProcess.restype = ctypes.c_void_p
    kernel.GetExitCodeProcess.argtypes = (ctypes.c_void_p, ctypes.POINTER(ctypes.c_ulong))
    kernel.CloseHandle.argtypes = (ctypes.c_void_p,)
    handle = kernel.OpenProcess(query_limited_information, False, pid)
    if not handle:
        access_denied = 5
        return bool(ctypes.get_last_error() == access_denied)  # type: ignore[attr-defined,unused-ignore]
    code = ctypes.c_ulong()
    try:
        return bool(kernel.GetExitCodeProcess(handle, ctypes.byref(code))) and (
            code.value == still_active
        )
    finally:
        kernel.CloseHandle(handle)
