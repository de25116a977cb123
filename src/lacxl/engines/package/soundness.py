"""Whether the members of a package that are copied as they are fit their checksums."""

from __future__ import annotations

from collections.abc import Collection

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding
from lacxl.engines.package.zips import Archive

CHECKED = 1 << 20
"""Members of fewer bytes than this, unpacked, are always checked before they are copied."""


def require_sound(archive: Archive, *, except_for: Collection[str], thorough: bool) -> None:
    """Raise Refused with every member that is damaged; large ones are read only if `thorough`."""
    faults: list[Finding] = []
    for info in archive.members:
        if (thorough or info.file_size < CHECKED) and info.filename not in except_for:
            try:
                archive.check(info)
            except Refused as refused:
                faults += refused.findings
    if faults:
        raise Refused(faults)
