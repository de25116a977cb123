"""The TOML of a catalogue: what ships with lacxl, and a council's own file."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

from lacxl.domain.errors import Refused, refuse
from lacxl.domain.finding import error
from lacxl.files.plain import MOST_WORDS, read_plain


def shipped_text(file: str) -> str:
    """Return a file that ships beside this one."""
    return resources.files("lacxl.catalogue").joinpath(file).read_text("utf-8")


def own_text(own: Path, what: str) -> str:
    """Return a council's own file ("catalogue", "layout"); raises Refused (C101)."""
    try:
        return read_plain(own, MOST_WORDS).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        todo = "Check its path and save it as UTF-8."
        raise refuse("C101", f"The {what} cannot be read.", own.name, todo) from fault


def tables_of(text: str, file: str, what: str) -> dict[str, Any]:
    """Return the tables of a text in TOML; raises Refused (C101)."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise Refused(error("C101", f"The {what} is not valid TOML: {fault}.", file)) from fault
