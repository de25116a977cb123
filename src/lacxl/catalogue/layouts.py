"""Layouts as TOML: the words by which a workbook's tables are found."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from lacxl.domain.errors import Refused
from lacxl.domain.finding import error
from lacxl.workbook.layout import LayoutWords, PageColumnWords, PageWords, Part

_PARTS = {"figure": Part.VALUE, "cases": Part.NUMERATOR, "failures": Part.FAILURES}


@cache
def shipped() -> LayoutWords:
    """Return the layout of the corporate parenting workbook."""
    file = "layout_corporate_parenting.toml"
    text = resources.files("lacxl.catalogue").joinpath(file).read_text("utf-8")
    return _words(text, file)


def load(own: Path | None = None) -> LayoutWords:
    """Return the words of the shipped layout, or of a council's own file; raises Refused."""
    if own is None:
        return shipped()
    try:
        text = own.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise Refused(
            error(
                "C101",
                "The layout cannot be read.",
                own.name,
                "Check its path and save it as UTF-8.",
            )
        ) from fault
    return _words(text, own.name)


def _words(text: str, file: str) -> LayoutWords:
    try:
        tables = tomllib.loads(text)
        return LayoutWords(
            cover=_lists(tables["cover"]),
            summary=_lists(tables["summary"]),
            benchmark_rows=_lists(tables["benchmark_rows"]),
            pages=tuple(
                PageWords(page["name"], tuple(_column(each) for each in page["columns"]))
                for page in tables["pages"]
            ),
        )
    except tomllib.TOMLDecodeError as fault:
        raise Refused(error("C101", f"The layout is not valid TOML: {fault}.", file)) from fault
    except (KeyError, TypeError, AttributeError, ValueError) as fault:
        raise Refused(
            error(
                "C104",
                f"The layout lacks or misspells {fault}.",
                file,
                "Compare it with docs/layout.md.",
            )
        ) from fault


def _lists(table: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {meant: tuple(spellings) for meant, spellings in table.items()}


def _column(entry: dict[str, Any]) -> PageColumnWords:
    return PageColumnWords(
        indicator=str(entry["indicator"]),
        figure=str(entry.get("figure", "")),
        part=_PARTS[entry.get("shows", "figure")],
        header=tuple(entry["header"]),
    )
