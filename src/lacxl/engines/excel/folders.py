"""Where an open workbook is on this computer: its name may be a path or a web address."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

_ROOTS = ("OneDriveCommercial", "OneDriveConsumer", "OneDrive")
"""The variables by which OneDrive says where it keeps its files on this computer."""


def local_folder(full_name: str, environment: Mapping[str, str] | None = None) -> Path | None:
    """Return the folder of a workbook by its full name; None where there is none.

    Of a file on OneDrive or SharePoint Excel gives a web address. Its folders are looked for below
    OneDrive's own folders, the longest run of them first; a folder counts only if it holds a file
    of that name.
    """
    if "://" in full_name:
        return _synchronised(full_name, os.environ if environment is None else environment)
    if not any(mark in full_name for mark in "/\\"):
        return None
    folder = Path(full_name).parent
    return folder if folder.is_dir() else None


def _synchronised(address: str, environment: Mapping[str, str]) -> Path | None:
    *folders, name = [unquote(part) for part in urlsplit(address).path.split("/") if part] or [""]
    if not name or any(part in (".", "..") for part in (*folders, name)):
        return None
    roots = dict.fromkeys(environment[root] for root in _ROOTS if environment.get(root))
    for start in range(len(folders) + 1):
        for root in roots:
            folder = Path(root, *folders[start:])
            if (folder / name).is_file():
                return folder
    return None
