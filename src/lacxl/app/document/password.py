"""The password of protected sheets: from the environment or the keyring, never from a file."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "LACXL_PASSWORD"
SERVICE = "lacxl"


def find_password(workbook: Path, *, needed: bool) -> str | None:
    """Return the password set for the workbook, or None.

    The keyring is asked only if a sheet of the workbook `needed` one: under the service "lacxl",
    with the workbook's file name as the user name.
    """
    if (value := os.environ.get(VARIABLE)) is not None:
        return value or None
    if not needed:
        return None
    try:
        import keyring
        import keyring.errors
    except ImportError:  # where there is no keyring to ask, as in a page of a browser
        return None
    try:
        return keyring.get_password(SERVICE, workbook.name)
    except keyring.errors.KeyringError:
        return None
