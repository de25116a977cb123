"""What a large file may ask of the disk beforehand, where the system has it: room, and a start."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

if sys.platform == "linux":

    def reserve(file: int, size: int) -> None:
        """Have room set aside for a file, which may then be as large as this.

        The system then need not find room piece by piece. Where there is none, writing will say so;
        what was found until then may stay part of the file.
        """
        with suppress(OSError):
            os.posix_fallocate(file, 0, size)

    def begin_flush(file: int, start: int, size: int) -> None:
        """Have the system begin to put these bytes on the disk, without waiting for it."""
        os.posix_fadvise(file, start, size, os.POSIX_FADV_DONTNEED)

else:

    def reserve(file: int, size: int) -> None:
        """Do nothing: only Linux is known to gain."""

    def begin_flush(file: int, start: int, size: int) -> None:
        """Do nothing: the flush at the end has it all to do."""
