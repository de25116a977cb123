"""What the page asks for: the use cases, and what a page needs beside them."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from lacxl import inputs
from lacxl.app.figures.figures import FigureTable
from lacxl.app.signals.signals import SignalsOfMonth
from lacxl.app.use_cases import USE_CASES
from lacxl.app.words import Words, changes, of_checked
from lacxl.domain.errors import UsageFault
from lacxl.domain.finding import error
from lacxl.files.plain import is_file
from lacxl.page.as_json import Json, words_as_dict
from lacxl.page.folder import begin, hashes, look
from lacxl.page.sheet import around
from lacxl.page.summary import series, summary
from lacxl.settings.settings import FILE_NAME, Settings

Progress = Callable[[str], None]
Given = Mapping[str, Any]


def done(name: str, folder: Path, given: Given, progress: Progress) -> Json:
    """Do what is asked for in a folder; return `result` and `words`. Raises LacxlError."""
    if name in _OF_THE_PAGE:
        return {"result": _OF_THE_PAGE[name](folder, given), "words": None}
    if name == "check":
        return _check(folder, given)
    if name not in USE_CASES:
        raise UsageFault(error("U106", f"There is nothing called {name!r} to do."))
    use_case = USE_CASES[name]
    settings = Settings.load(folder / FILE_NAME)
    result = use_case.run(settings, inputs.read(use_case.inputs, given), None, progress)
    words = use_case.words(result)
    if cells := getattr(result, "cells", ()):
        words = replace(words, tables=(changes(cells, in_full=True), *words.tables[1:]))
    told = dict(result.as_dict())
    if isinstance(result, FigureTable):
        told |= summary(result)
    elif isinstance(result, SignalsOfMonth):
        told |= series(result)
    return _as_answer(told, words)


def _check(folder: Path, given: Given) -> Json:
    from lacxl.app.check.check import check

    named = inputs.read(inputs.Check, given).workbook
    here = folder / FILE_NAME
    settings = Settings.load(here) if is_file(here) else None
    if named is None and settings is None:
        raise UsageFault(error("U106", "There is no workbook to check."))
    workbook = folder / named if named is not None else settings.workbook_path  # type: ignore[union-attr]
    result = check(workbook, settings)
    return _as_answer(result.as_dict(), of_checked(result))


def _as_answer(result: Mapping[str, object], words: Words) -> Json:
    return {"result": dict(result), "words": words_as_dict(words)}


def _look(folder: Path, _given: Given) -> Json:
    return look(folder).as_dict()


def _around(folder: Path, given: Given) -> Json:
    named = given.get("workbook")
    workbook = folder / named if named else Settings.load(folder / FILE_NAME).workbook_path
    return around(workbook, str(given["cell"]))


def _abilities(_folder: Path, _given: Given) -> Json:
    """Say what this build of the page can do beside the month, by the library that it takes."""
    libraries = {"publishes": "highspy", "counts": "numpy"}
    return {able: importlib.util.find_spec(name) is not None for able, name in libraries.items()}


def _hashes(folder: Path, _given: Given) -> Json:
    return hashes(folder)


def _begin(folder: Path, given: Given) -> Json:
    begin(folder, str(given["workbook"]), str(given.get("readings", "")))
    return look(folder).as_dict()


def _demo(folder: Path, _given: Given) -> Json:
    from lacxl.demo import write_demo

    write_demo(folder)
    return look(folder).as_dict()


_OF_THE_PAGE: Mapping[str, Callable[[Path, Given], Json]] = {
    "look": _look,
    "hashes": _hashes,
    "around": _around,
    "abilities": _abilities,
    "begin": _begin,
    "demo": _demo,
}
"""What the page asks beside use cases."""
