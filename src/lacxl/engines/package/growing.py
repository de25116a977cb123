"""A workbook with several rows and columns inserted, one after the other, each verified."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from lacxl.engines.package.book import PackageWorkbook
from lacxl.engines.package.comparing_insertion import verify_insertion
from lacxl.workbook.address import CellRef
from lacxl.workbook.insertion import Extension, Inserted, Insertion, Unfollowed

T = TypeVar("T", Extension, Unfollowed)


def grow(
    source: Path,
    insertions: Sequence[Insertion],
    target: Path,
    *,
    password: str | None = None,
    progress: Callable[[str], None] = lambda _step: None,
) -> Inserted:
    """Write the workbook with everything inserted to a new file in a folder of one's own.

    Return what came of it, each place as it is at the end. Raises Refused.
    """
    file = source
    extensions: list[Extension] = []
    unfollowed: list[Unfollowed] = []
    for number, insertion in enumerate(insertions, 1):
        progress(f"inserting on {insertion.sheet}")
        new = target
        if number < len(insertions):
            new = target.parent / f"grown{number}" / target.name
            new.parent.mkdir()
        with PackageWorkbook(file, allow_signed=True) as book:
            made = book.insert(insertion, new, password=password)
        verify_insertion(file, new, insertion)
        extensions = [*(_moved(each, insertion) for each in extensions), *made.extensions]
        unfollowed = [*(_moved(each, insertion) for each in unfollowed), *made.unfollowed]
        file = new
    return Inserted(tuple(extensions), tuple(unfollowed))


def _moved(told: T, insertion: Insertion) -> T:
    """Return what an earlier insertion told of, where it is after this one."""
    try:
        place = CellRef.parse(told.where)
    except ValueError:
        return told
    if place.sheet.casefold() != insertion.sheet.casefold():
        return told
    return replace(told, where=str(CellRef(place.sheet, insertion.cell(place.cell) or place.cell)))
