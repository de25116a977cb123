"""The boundary: whatever a broken file makes the libraries say becomes one coded refusal."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree

from lacxl.domain.errors import refuse

_DAMAGED = "Open the newest good copy from the backups, or let Excel repair and save it."


@contextmanager
def reading(where: str) -> Iterator[None]:
    """Turn what parsing of a faulty file raises into Refused; `where` names file and part."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError) as fault:
        raise refuse("W105", "The file is damaged or cut short.", where, _DAMAGED) from fault
    except etree.LxmlError as fault:
        raise refuse("W115", "This part is not well-formed XML.", where, _DAMAGED) from fault
    except (ValueError, LookupError, OverflowError) as fault:
        raise refuse(
            "W115", "This part holds something that no spreadsheet allows.", where, _DAMAGED
        ) from fault
    except OSError as fault:
        raise refuse(
            "W118",
            f"The file cannot be read ({fault.strerror or 'input/output error'}).",
            where,
            "Check that it is there, that you may open it, and that the drive is connected.",
        ) from fault
