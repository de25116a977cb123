"""Whether another program has a file open: Windows says so only to those who ask it directly."""

from __future__ import annotations

import sys
from pathlib import Path

_READ_AND_WRITE = 0xC0000000
_SHARE_ALL = 0x7
_EXISTING = 3
_HELD = (32, 33)  # sharing violation, lock violation


def is_open_elsewhere(path: Path) -> bool:
    """Say whether Windows would refuse to open the file because another program holds it.

    Python's open() says "permission denied" to that as to a missing right. Elsewhere than on
    Windows nobody is refused a file because it is open, so the answer is no.
    """
    if sys.platform != "win32":
        return False
    import ctypes
    from ctypes import wintypes

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateFileW.restype = wintypes.HANDLE
    handle = kernel.CreateFileW(
        str(path), wintypes.DWORD(_READ_AND_WRITE), _SHARE_ALL, None, _EXISTING, 0, None
    )
    if handle == wintypes.HANDLE(-1).value:
        return ctypes.get_last_error() in _HELD
    kernel.CloseHandle(wintypes.HANDLE(handle))
    return False
