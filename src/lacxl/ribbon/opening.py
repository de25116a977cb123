"""Showing a file or a page to the person, with whatever the system opens it with."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path

GUIDE = "https://github.com/lacxl/lacxl/tree/main/docs"


def show_file(file: Path) -> bool:
    """Open a file with its own program; say whether the system took it."""
    if sys.platform == "win32":
        try:
            os.startfile(file)  # noqa: S606 - our own text file, in the program that shows texts
        except OSError:
            return False
        return True
    return show_page(file.as_uri())


def show_page(address: str) -> bool:
    """Open a page in the browser; say whether there is one."""
    try:
        return webbrowser.open(address)
    except webbrowser.Error:
        return False
