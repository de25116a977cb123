"""A new file for its owner alone from the first byte on: used for whatever names children."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_NEW = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)

if sys.platform == "win32":
    _OWNER_ALONE = "D:P(A;;FA;;;OW)(A;;FA;;;SY)(A;;FA;;;BA)"
    """Its owner, the system and the administrators; nothing is inherited from the folder (the
    P), and the file keeps this when it is renamed within a drive."""

    def create_private(path: Path) -> None:
        """Create an empty file that nobody but its owner can read; raises OSError.

        Windows goes by access lists, not by modes, and takes one only with the call that creates
        the file. A drive without access lists, such as FAT, has nobody to keep out.
        """
        import ctypes
        from ctypes import wintypes

        class Attributes(ctypes.Structure):
            _fields_ = (
                ("length", wintypes.DWORD),
                ("descriptor", wintypes.LPVOID),
                ("inherit", wintypes.BOOL),
            )

        rights = ctypes.WinDLL("advapi32", use_last_error=True)
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateFileW.restype = wintypes.HANDLE
        kernel.LocalFree.argtypes = (wintypes.LPVOID,)
        descriptor = wintypes.LPVOID()
        if not rights.ConvertStringSecurityDescriptorToSecurityDescriptorW(
            _OWNER_ALONE, 1, ctypes.byref(descriptor), None
        ):
            raise ctypes.WinError(ctypes.get_last_error())
        try:
            asked = Attributes(ctypes.sizeof(Attributes), descriptor, False)
            write, create_new, normal = 0x40000000, 1, 0x80
            handle = kernel.CreateFileW(
                str(path), wintypes.DWORD(write), 0, ctypes.byref(asked), create_new, normal, None
            )
            if handle == wintypes.HANDLE(-1).value:
                fault = ctypes.WinError(ctypes.get_last_error())
                raise OSError(fault.errno, fault.strerror, str(path), fault.winerror)
            kernel.CloseHandle(wintypes.HANDLE(handle))
        finally:
            kernel.LocalFree(descriptor)

else:

    def create_private(path: Path) -> None:
        """Create an empty file that nobody but its owner can read; raises OSError."""
        os.close(os.open(path, _NEW, 0o600))


def create_shared(path: Path) -> None:
    """Create an empty file with the rights that files of its folder have; raises OSError."""
    os.close(os.open(path, _NEW, 0o666))
