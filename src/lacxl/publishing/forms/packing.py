"""A zip archive whose bytes follow from its parts and a day alone."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable
from typing import Final

_DOS, _PLAIN_FILE = 0, 0x20
_FIRST_DAY: Final = dt.date(1980, 1, 1)  # a zip knows none before


def packed(parts: Iterable[tuple[str, bytes]], day: dt.date) -> bytes:
    """Return the archive, its parts in the order given.

    They are stored, not deflated: what deflate gives differs between builds of zlib, and a form's
    hash must be the same wherever it is made.
    """
    day = max(day, _FIRST_DAY)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.create_system, entry.external_attr = _DOS, _PLAIN_FILE
            archive.writestr(entry, content)
    return file.getvalue()
